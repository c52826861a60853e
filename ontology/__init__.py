"""Floor 0: what can be said - the vocabulary, frozen facts, their IRIs and triples."""
