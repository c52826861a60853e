"""What can go wrong with an index."""

from __future__ import annotations


class NoIndexError(Exception):
    """An index that cannot be read: it is not there, of another layout, or damaged."""
