"""Web pages: the article in them, without what a visitor does not see."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import lxml.html
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] - lxml has no stubs

from extractors.inputs.decode import check_text
from extractors.inputs.refusal import RefusedError
from extractors.inputs.schema import day, metadata, nodes, web_address
from ontology.facts import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0*)?\s*(?:;|!|$)"
    r"|font-size\s*:\s*0[a-z%]*\s*(?:;|!|$)",
    re.IGNORECASE,
)
_RULE = re.compile(r"([^{}]{1,200})\{([^{}]{0,2000})\}")
_SIMPLE = re.compile(r"\s*([\w-]*)([.#])([\w-]+)\s*\Z")
_UNSEEN = ("script", "style", "template", "noscript", "iframe", "object", "head", "form", "select", "textarea", "svg")
_DAY_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "dc.date.issued",
    "dc.date",
    "dcterms.issued",
    "pubdate",
    "publishdate",
    "parsely-pub-date",
    "sailthru.date",
    "date",
)


def page(text: str, flags: tuple[str, ...] = ()) -> Article:
    """Return the article of a page: metadata from JSON-LD, then OpenGraph and meta; the body as trafilatura reads it.

    Raises RefusedError where there is no page or no article in it.
    """
    import trafilatura  # noqa: PLC0415 - it takes a third of a second, which plain text need not pay

    try:
        parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
        tree = lxml.html.document_fromstring(text.encode(), parser=parser)
    except (etree.LxmlError, ValueError, RecursionError) as error:
        raise RefusedError("it is no page that can be read", "give HTML, plain text or JSON") from error
    known = _metadata(tree)
    _prune(tree)
    try:
        body = trafilatura.extract(tree, include_comments=False, include_tables=False, deduplicate=False)
    except Exception as error:
        raise RefusedError("its article could not be found", "save the article's text as plain text") from error
    if not body:
        raise RefusedError("there is no article in the page", "save the article's text as plain text")
    return Article(text=check_text(body), flags=flags, **known)


def _metadata(tree: lxml.html.HtmlElement) -> dict[str, Any]:
    meta: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        meta.setdefault(name.casefold(), element.get("content") or "")
    found: dict[str, Any] = next((metadata(node) for node in _embedded(tree)), {})
    canonical = [link.get("href") or "" for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    times = [time.get("datetime") or "" for time in tree.iter("time") if time.get("pubdate") is not None]
    title = tree.findtext(".//title") or ""
    days = (day(one) for one in (*(meta.get(name, "") for name in _DAY_NAMES), *times))
    return {
        "url": found.get("url") or next(filter(None, map(web_address, (*canonical, meta.get("og:url", "")))), ""),
        "identifier": found.get("identifier", ""),
        "headline": found.get("headline") or " ".join((meta.get("og:title") or title).split()),
        "published": found.get("published") or next(filter(None, days), None),
        "publisher": found.get("publisher") or " ".join(meta.get("og:site_name", "").split()),
    }


def _embedded(tree: lxml.html.HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json":
            try:
                yield from nodes(json.loads(script.text or ""))
            except (ValueError, RecursionError):
                continue


def _prune(tree: lxml.html.HtmlElement) -> None:
    """Take out what no visitor sees: scripts, templates, and what attributes or the page's own styles hide."""
    hidden = {
        (match[2], match[3], match[1].lower())
        for style in tree.iter("style")
        for selectors, rules in _RULE.findall(style.text or "")
        if _HIDDEN_STYLE.search(rules)
        for selector in selectors.split(",")
        if (match := _SIMPLE.match(selector))
    }
    for element in list(tree.iter(etree.Element)):
        if element.getparent() is not None and (element.tag in _UNSEEN or _is_hidden(element, hidden)):
            element.drop_tree()


def _is_hidden(element: lxml.html.HtmlElement, hidden: set[tuple[str, str, str]]) -> bool:
    if "hidden" in element.attrib or (element.get("aria-hidden") or "").lower() == "true":
        return True
    if _HIDDEN_STYLE.search(element.get("style") or ""):
        return True
    names = [(".", name) for name in (element.get("class") or "").split()] + [("#", element.get("id") or "")]
    return any((mark, name, tag) in hidden for mark, name in names for tag in ("", element.tag))
