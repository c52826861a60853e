"""Feeds asked again and again, politely: with validators, never too often, and ever less often where they fail."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractors.inputs.feed import entries
from extractors.inputs.refusal import Refusal, RefusedError
from extractors.net.online import MOST, of_entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from extractors.net.fetcher import Fetcher
    from ontology.facts import Article

LONGEST = 86400.0
"""Seconds after which a feed that fails is asked again at the latest."""


@dataclass(slots=True)
class _Feed:
    url: str
    etag: str = ""
    modified: str = ""
    failures: int = 0
    due: float = 0.0
    asked: set[str] = field(default_factory=set)
    """Articles that it names and that were asked for: each is, once."""


class Followed:
    """Feeds, each asked every so many seconds; `clock` gives the time in seconds."""

    def __init__(self, urls: Iterable[str], every: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._feeds = [_Feed(url) for url in dict.fromkeys(urls)]
        self._every, self._clock = every, clock

    def pause(self) -> float:
        """Return the seconds until the next feed is due."""
        return max(0.0, min(feed.due for feed in self._feeds) - self._clock())

    def articles(
        self, fetcher: Fetcher, known: Callable[[str], bool], published: date | None = None
    ) -> Iterator[Article | Refusal]:
        """Ask the feeds that are due and read the articles that are new in them; `known` are not asked for again."""
        for feed in self._feeds:
            if feed.due <= self._clock():
                yield from self._ask(feed, fetcher, known, published)

    def _ask(
        self, feed: _Feed, fetcher: Fetcher, known: Callable[[str], bool], published: date | None
    ) -> Iterator[Article | Refusal]:
        try:
            head, body = fetcher.get(feed.url, etag=feed.etag, modified=feed.modified)
        except RefusedError as error:
            yield self._failed(feed, error)
            return
        named = entries(body, head.url) if head.status != 304 else []
        if named is None:
            advice = "give the address of an RSS or Atom feed to follow"
            yield self._failed(feed, RefusedError("it is no feed", advice))
            return
        feed.failures = 0
        self._later(feed)
        if head.status == 304:
            return
        feed.etag, feed.modified = head.etag, head.modified
        feed.asked &= {entry.url for entry in named}
        for entry in named[:MOST]:
            if entry.url not in feed.asked and not known(entry.url):
                feed.asked.add(entry.url)
                yield from of_entry(entry, fetcher, published)

    def _failed(self, feed: _Feed, error: RefusedError) -> Refusal:
        feed.failures += 1
        self._later(feed)
        return error.of(feed.url)

    def _later(self, feed: _Feed) -> None:
        """Set when a feed is asked again: twice as late with each failure in a row, and never in step with others."""
        seconds = min(self._every * 2**feed.failures, max(LONGEST, self._every))
        feed.due = self._clock() + seconds * random.uniform(1.0, 1.1)  # noqa: S311 - no secret
