"""A dataset on disk: the ledger that is the truth, the store that answers, and the way between them."""
