"""RSS and Atom: the articles that a feed names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] - lxml has no stubs

from extractors.inputs.schema import day, web_address

if TYPE_CHECKING:
    from datetime import date

_ROOTS = {"rss", "feed", "RDF"}
_ROOT = re.compile(rb"<(?:\w{1,20}:)?(?:rss|feed|RDF)[\s>]")


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as a feed names it."""

    url: str
    title: str = ""
    published: date | None = None


def entries(raw: bytes, base: str = "") -> list[Entry] | None:
    """Return the articles that a feed names, each once and in its order; None where the bytes are no feed.

    What is malformed is read as far as it goes; entities and other documents are never followed.
    """
    head = raw[:8192].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head.startswith(b"<") or not _ROOT.search(head):
        return None  # most inputs, at no cost; the parser decides about the others
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None or _name(root) not in _ROOTS:
        return None
    found: dict[str, Entry] = {}
    for item in root.iter(etree.Element):
        if _name(item) in {"item", "entry"} and (entry := _entry(item, base)):
            found.setdefault(entry.url, entry)
    return list(found.values())


def _entry(item: etree._Element, base: str) -> Entry | None:
    said: dict[str, str] = {}
    url = ""
    for child in item:
        name = _name(child)
        text = " ".join((child.text or "").split())
        if name == "link" and child.get("href"):
            if child.get("rel", "alternate") == "alternate":
                url = url or child.get("href").strip()
        elif name == "link":
            url = url or text
        elif text and (name != "guid" or child.get("isPermaLink", "true") == "true"):
            said.setdefault(name, text)
    if not (url := url or said.get("guid", "")):
        return None
    when = next((said[name] for name in ("pubDate", "published", "date", "issued", "updated") if name in said), "")
    try:
        address = web_address(urljoin(base, url))
    except ValueError:
        return None
    return Entry(address, said.get("title", ""), day(when)) if address else None


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
