"""Queries answered by processes that can be stopped: a guard before them, a pool of them, and what each one does."""
