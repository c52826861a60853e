"""Search over names, titles and sentences: an SQLite FTS5 file that is made with each checkpoint and goes with it."""

from server.search.errors import NoIndexError
from server.search.finding import Finding, find
from server.search.index import NAME, Index, is_usable
from server.search.lists import Lists

__all__ = ["NAME", "Finding", "Index", "Lists", "NoIndexError", "find", "is_usable"]
