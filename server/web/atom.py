"""Atom documents (RFC 4287): pure, and the same bytes for the same entries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring  # writes only: nothing is parsed here

if TYPE_CHECKING:
    from collections.abc import Iterable

ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, however it is escaped."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: a lasting id, title, days (ISO 8601) of first and newest telling, address, text, category."""

    id: str
    title: str
    published: str
    updated: str
    address: str
    text: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed or a page of one: a lasting id, title, who publishes it, its own address, that of the page it is of."""

    id: str
    title: str
    author: str
    address: str
    page: str
    licence: str
    entries: tuple[Entry, ...]
    links: tuple[tuple[str, str], ...] = ()
    """Relation and address of the pages before and after this one (RFC 5005)."""


def written(feed: Feed, started: str) -> bytes:
    """Return a feed as XML in UTF-8; `started` is its day where it has no entries."""
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "updated", _moment(max((entry.updated for entry in feed.entries), default="") or started))
    _text(SubElement(root, "author"), "name", feed.author)
    _text(root, "rights", feed.licence)
    page = [("alternate", feed.page)] if feed.page else []
    for relation, address in (("self", feed.address), *page, ("license", feed.licence), *feed.links):
        kind = {"self": "application/atom+xml", "alternate": "text/html"}.get(relation)
        SubElement(root, "link", {"rel": relation, "href": _clean(address), **({"type": kind} if kind else {})})
    _entries(root, feed.entries, started)
    data: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _entries(root: Element, entries: Iterable[Entry], started: str) -> None:
    for entry in entries:
        node = SubElement(root, "entry")
        _text(node, "id", entry.id)
        _text(node, "title", entry.title)
        if entry.published:
            _text(node, "published", _moment(entry.published))
        _text(node, "updated", _moment(entry.updated or started))
        if entry.address:
            SubElement(node, "link", {"rel": "alternate", "href": _clean(entry.address), "type": "text/html"})
        if entry.category:
            SubElement(node, "category", {"term": _clean(entry.category)})
        _text(node, "content", entry.text)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name, {"type": "text"} if name == "content" else {}).text = _clean(text)


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _moment(day: str) -> str:
    """Return a day as the moment of its beginning, which is what Atom takes."""
    return f"{day}T00:00:00Z"
