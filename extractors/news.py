"""The English news in a web archive such as Common Crawl's CC-NEWS: what is no article, or a copy, is left out."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

from extractors.article import died, own, read
from extractors.copies import Copies
from extractors.inputs.language import english
from extractors.inputs.refusal import Refusal
from extractors.inputs.warc import pages

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator

    from extractors.inputs.warc import Page
    from ontology.facts import Article

WORDS = 60
"""Pages with fewer words of text are captions, tickers and notices."""
_LANGUAGE = re.compile(rb"<html\b[^>]{0,500}?\blang\s*=\s*[\"']?\s*([A-Za-z]{2,3})", re.IGNORECASE)
_TAG = re.compile(r"<(/?\w*)[^<>]{0,2000}>")
_UNSEEN = frozenset({"script", "style", "template", "noscript"})
_DAY = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?([0-2]\d|3[01])(?=[/_.-]|\Z)")
_SECTION = re.compile(r"/(?:tags?|topics?|category|categories|authors?|section|search|page|video|gallery|live)(?:/|\Z)")


def read_news(
    name: str,
    file: BinaryIO,
    published: date | None,
    left_out: Counter[str],
    may: Callable[[str], bool] = lambda _: True,
) -> Iterator[Article | Refusal]:
    """Read the English articles of an archive, each under its canonical address and with its day of publication.

    Pages that are no such articles are counted in `left_out`, by reason; a page that is damaged comes as a Refusal,
    and so does an article that another one of the archive has in nearly the same words. `may` is asked for each page,
    by its address, before it is parsed. Raises NoCopiesError where copies cannot be told.
    """
    copies = Copies()
    for found in pages(name, file):
        if isinstance(found, Refusal):
            yield found
        elif not may(found.url):
            yield died(f"{name}, {found.url}")
        elif not may_be_english(found):
            left_out["not English"] += 1
        else:
            where = f"{name}, {found.url}"
            for item in read(where, io.BytesIO(found.body), found.kind, published, found.url, found.charset):
                if isinstance(item, Refusal):
                    left_out["no article in the page"] += 1
                    continue
                article = dated(own(item, found.url), found.url)
                if reason := why_no_news(article):
                    left_out[reason] += 1
                else:
                    yield copies.refusal(article) or article


def may_be_english(page: Page) -> bool:
    """Say whether a page may be English, before its article is looked for, which takes a hundred times as long.

    What the page says of its language counts, but its words count for more: many pages say "en" by mistake.
    """
    said = _LANGUAGE.search(page.body[:4096])
    found, words = english(_seen(page.body[:200_000].decode("latin-1")))
    return words < WORDS or found >= words * (0.12 if said and said[1].lower() not in {b"en", b"eng"} else 0.05)


def _seen(html: str) -> str:
    """Return the text between tags, roughly, in linear time."""
    lower, found, at = html.lower(), [], 0
    for tag in _TAG.finditer(lower):
        if tag.start() >= at:
            found.append(html[at : tag.start()])
            at = tag.end()
            if tag[1] in _UNSEEN:
                end = lower.find(f"</{tag[1]}", at)
                at = end if end >= 0 else len(html)
    return " ".join([*found, html[at:]])


def dated(article: Article, url: str) -> Article:
    """Return an article with the day that its address tells, where it states none itself."""
    told = _DAY.search(urlsplit(article.url or url).path) if article.published is None else None
    if told is None:
        return article
    try:
        return replace(article, published=date(*map(int, told.groups())))
    except ValueError:
        return article


def why_no_news(article: Article) -> str:
    """Return why what was read from a page is no news article in English, "" where it is one."""
    path = urlsplit(article.url).path.rstrip("/")
    if any(flag.startswith("not English") for flag in article.flags):
        return "not English"
    if not path or (_SECTION.search(path) and not _DAY.search(path)):
        return "no article in the page"
    if article.published is None:
        return "no day of publication"
    if article.text and len(article.text.split()) < WORDS:
        return "too few words"
    return ""
