"""Saved questions: one `.rq` file each, and the catalogue that reads them."""
