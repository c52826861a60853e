"""Articles from addresses: of a page, of JSON, or all that a feed names."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.article import own, read
from extractors.inputs.feed import entries
from extractors.inputs.refusal import Refusal, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from extractors.inputs.feed import Entry
    from extractors.net.fetcher import Fetcher
    from ontology.facts import Article

MOST = 1000
"""How many articles of one feed are fetched."""
_KINDS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "application/json": "json",
    "application/ld+json": "json",
    "application/x-ndjson": "lines",
    "application/jsonl": "lines",
}


def is_address(source: str) -> bool:
    """Say whether a source is an address rather than a file."""
    return source.lower().startswith(("http://", "https://"))


def online(url: str, fetcher: Fetcher, *, published: date | None = None) -> Iterator[Article | Refusal]:
    """Fetch an address and read the articles there, or those that the feed there names, one after the other.

    `published` fills in where neither the feed nor the page tells the day. What cannot be had or read comes as a
    Refusal among the articles.
    """
    try:
        head, body = fetcher.get(url)
    except RefusedError as error:
        yield error.of(url)
        return
    named = entries(body, head.url)
    if named is None:
        kind = _KINDS.get(head.media_type, "")
        for item in read(url, io.BytesIO(body), kind, published, head.url, head.charset):
            yield item if isinstance(item, Refusal) else own(item, head.url)
        return
    if not named:
        yield Refusal(url, "the feed names no articles", "try again later, or give another address")
    for entry in named[:MOST]:
        yield from of_entry(entry, fetcher, published)
    if len(named) > MOST:
        reason = f"the feed names {len(named)} articles, of which the first {MOST} are read"
        yield Refusal(url, reason, "give the addresses of the others")


def of_entry(entry: Entry, fetcher: Fetcher, published: date | None) -> Iterator[Article | Refusal]:
    """Fetch and read the article that a feed names; what cannot be had or read comes as a Refusal."""
    try:
        head, body = fetcher.get(entry.url)
    except RefusedError as error:
        yield error.of(entry.url)
        return
    if entries(body, head.url) is not None:
        yield Refusal(entry.url, "a feed names it as an article and it is a feed", "give its address by itself")
        return
    kind = _KINDS.get(head.media_type, "")
    for item in read(entry.url, io.BytesIO(body), kind, entry.published or published, head.url, head.charset):
        if isinstance(item, Refusal):
            yield item
        else:
            article = own(item, head.url)
            yield replace(article, headline=article.headline or entry.title)
