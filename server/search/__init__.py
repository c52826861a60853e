"""Search over names, titles and sentences: an SQLite FTS5 file that is made with each checkpoint and goes with it."""

from server.search.finding import Finding, find
from server.search.index import NAME, Index, is_usable

__all__ = ["NAME", "Finding", "Index", "find", "is_usable"]
