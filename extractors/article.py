"""Whatever is given, as articles: files and folders of HTML, plain text, schema.org JSON and JSON Lines, WARC."""

from __future__ import annotations

import io
import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal
from urllib.parse import urlsplit

from extractors.inputs import schema
from extractors.inputs.decode import RAW_LIMIT, check_text, decode
from extractors.inputs.feed import entries
from extractors.inputs.language import is_english
from extractors.inputs.refusal import Refusal, RefusedError
from extractors.inputs.stub import is_stub
from extractors.inputs.warc import pages
from extractors.inputs.web import page
from ontology.facts import Article
from ontology.uris import short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

__all__ = ["Refusal", "articles", "expected", "read"]

SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".jsonld": "json",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".warc": "warc",
}
"""The files of a folder that are read, and as what; a file that is named itself may have any name."""


def articles(
    source: Path | Literal["-"], *, published: date | None = None, url: str | None = None
) -> Iterator[Article | Refusal]:
    """Read the articles of a file, a folder (all below it, sorted) or standard input (`-`), one after the other.

    The text of plain files and of JSON is kept character for character. `published` and `url` fill in what an input
    does not say. What cannot be read comes as a Refusal among the articles.
    """
    if source == "-":
        yield from read("standard input", sys.stdin.buffer, "", published, url or "")
        return
    path = Path(source)
    if path.is_dir():
        found = files(path)
        if not found:
            advice = f"put {', '.join(sorted(SUFFIXES))} files there"
            yield Refusal(str(path), "there are no articles in this folder", advice)
        for one in found:
            yield from articles(one, published=published, url=url)
        return
    try:
        with path.open("rb") as file:
            yield from read(str(path), file, kind_of(path), published, url or "")
    except FileNotFoundError:
        yield Refusal(str(path), "there is no such file", "check the path")
    except OSError as error:
        yield Refusal(str(path), f"it cannot be read ({error.strerror})", "check the path and its permissions")


def kind_of(path: Path) -> str:
    """Return what a file holds by its name, "" where that says nothing."""
    name = path.name.lower()
    return "warc" if name.endswith(".warc.gz") else SUFFIXES.get(path.suffix.lower(), "")


def files(folder: Path) -> list[Path]:
    """Return the files of a folder that are read, sorted by path; hidden ones are not."""
    return sorted(
        path
        for path in folder.rglob("*")
        if kind_of(path) and not any(part.startswith(".") for part in path.relative_to(folder).parts) and path.is_file()
    )


def expected(source: Path | Literal["-"]) -> int | None:
    """Return how many articles a source seems to hold, without parsing; None where that cannot be told."""
    if source == "-":
        return None
    path = Path(source)
    if path.is_dir():
        counts = [expected(one) for one in files(path)]
        return None if None in counts else sum(filter(None, counts))
    if kind_of(path) == "warc":
        return None
    if kind_of(path) != "lines" or not path.is_file():
        return 1
    with path.open("rb") as file:
        return sum(1 for line in file if line.strip())


def read(
    name: str, file: BinaryIO, kind: str = "", published: date | None = None, url: str = "", charset: str = ""
) -> Iterator[Article | Refusal]:
    """Read one file as the kind that is given, or else as what it looks like; `charset` is what its sender said."""
    given = (published, url)
    if kind == "lines":
        yield from _lines(name, file, given)
        return
    if kind == "warc":
        yield from archive(name, file, given)
        return
    raw = file.read(RAW_LIMIT + 1)
    if not kind:
        kind = _look(raw)
        if kind == "lines":
            yield from _lines(name, _Resumed(raw, file), given)
            return
    if (feed := entries(raw, url)) is not None:
        yield Refusal(name, f"it is a feed that names {len(feed)} articles", "give the feed's address, or the articles")
        return
    try:
        text, flags = decode(raw, html=kind == "html", charset=charset)
        if kind == "json":
            yield from _json(name, text, flags, given)
        else:
            yield _finished(page(text, flags) if kind == "html" else Article(check_text(text), flags=flags), given)
    except RefusedError as error:
        yield error.of(name)


def archive(
    name: str, file: BinaryIO, given: tuple[date | None, str], may: Callable[[str], bool] = lambda _: True
) -> Iterator[Article | Refusal]:
    """Read the pages of a web archive; `may` is asked for each page, by its address, before it is parsed."""
    for found in pages(name, file):
        if isinstance(found, Refusal):
            yield found
            continue
        where = f"{name}, {found.url}"
        if not may(found.url):
            yield died(where)
            continue
        for item in read(where, io.BytesIO(found.body), found.kind, given[0], found.url, found.charset):
            yield item if isinstance(item, Refusal) else own(item, found.url)


def died(source: str) -> Refusal:
    """Return the refusal of an input that ended the process that read it, more than once."""
    return Refusal(source, "the reader died on it", "read it alone, with more memory")


def own(article: Article, url: str) -> Article:
    """Return an article that came from an address: what it says of its own is believed within its host alone.

    Or a page could take the place of somebody else's article.
    """
    return article if _host(article.url) == _host(url) else replace(article, url=schema.web_address(url))


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _json(name: str, text: str, flags: tuple[str, ...], given: tuple[date | None, str]) -> Iterator[Article | Refusal]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        yield Refusal(name, f"it is no JSON (line {error.lineno}: {error.msg})", "correct it there")
        return
    except (RecursionError, ValueError):
        yield Refusal(name, "its JSON is nested too deeply or has too long a number", "give a NewsArticle alone")
        return
    empty = True
    for number, node in enumerate(schema.nodes(value), start=1):
        empty = False
        try:
            yield _finished(schema.article(node, flags), given)
        except RefusedError as error:
            yield error.of(name if number == 1 else f"{name}, article {number}")
    if empty:
        yield Refusal(name, "there is no article in the JSON", "give a schema.org NewsArticle with an articleBody")


def _lines(name: str, file: BinaryIO | _Resumed, given: tuple[date | None, str]) -> Iterator[Article | Refusal]:
    number = 0
    while raw := file.readline(RAW_LIMIT + 1):
        number += 1
        where = f"{name}, line {number}"
        whole = raw.endswith(b"\n")
        while not whole and len(raw) > RAW_LIMIT and (rest := file.readline(RAW_LIMIT)):
            whole = rest.endswith(b"\n")
        if not raw.strip():
            continue
        try:
            text, flags = decode(raw)
        except RefusedError as error:
            yield error.of(where)
            continue
        yield from _json(where, text, flags, given)


class _Resumed:
    """A stream whose beginning was read already."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def readline(self, limit: int) -> bytes:
        end = self._head.find(b"\n") + 1 or len(self._head)
        line, self._head = self._head[: min(end, limit)], self._head[min(end, limit) :]
        if line.endswith(b"\n") or len(line) == limit:
            return line
        return line + self._rest.readline(limit - len(line))


def _look(raw: bytes) -> str:
    """Return what bytes without a telling name look like."""
    head = raw[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if re.match(
        rb"<(?:!doctype\s+html|html|head|body|\?xml)|<!--.{0,2000}?-->\s*<(?:!doctype|html)",
        head,
        re.IGNORECASE | re.DOTALL,
    ):
        return "html"
    if head[:1] not in (b"{", b"["):
        return "text"
    first, _, more = raw.strip().partition(b"\n")
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return "json" if re.match(rb'[\[{]\s*["{\[\]}]', head) else "text"
    return "lines" if more.lstrip()[:1] == b"{" else "json"


def _finished(article: Article, given: tuple[date | None, str]) -> Article:
    """Fill in what the input does not say; of a stub, and of what is not English, keep the metadata alone."""
    published, url = given
    whole = replace(article, published=article.published or published, url=article.url or schema.web_address(url))
    if is_stub(whole.text):
        flag = "a paywall's stub: only its metadata is kept"
    elif not is_english(whole.text):
        flag = "not English: only its metadata is kept"
    else:
        return whole
    identifier = whole.identifier or ("" if whole.url else f"text-{short(whole.text)}")
    return replace(whole, text="", identifier=identifier, flags=(*whole.flags, flag))
