"""Answers that were given and may be given again: small ones, as long as dataset and software stay as they are."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.web.formats import Format

_LARGEST = 1 << 16
_MOST = 1 << 26

Given = tuple[bytes, "Format", str]
"""A body, its format and its media type."""


class Kept:
    """Bodies by their tags, which name all that they depend on; the least used go first."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Given] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, tag: str) -> Given | None:
        """Return what was given under a tag, None where it is not kept."""
        with self._lock:
            if tag in self._held:
                self._held.move_to_end(tag)
            return self._held.get(tag)

    def put(self, tag: str, given: Given) -> None:
        """Keep what was given under a tag, where it is small."""
        size = len(given[0])
        if size > _LARGEST:
            return
        with self._lock:
            if tag not in self._held:
                self._held[tag] = given
                self._size += size
            while self._size > _MOST:
                self._size -= len(self._held.popitem(last=False)[1][0])
