"""schema.org NewsArticle in JSON: alone, in a list, in a @graph, or in the pages that carry it."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_tz
from typing import TYPE_CHECKING, Any

from extractors.inputs.decode import check_text
from extractors.inputs.refusal import RefusedError
from ontology.facts import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

_TYPES = re.compile(r"(?:Article|NewsArticle|Report|BlogPosting|SocialMediaPosting)\Z")
_DEPTH = 8


def nodes(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Return the objects that describe articles, in order, from lists and @graph down to eight levels."""
    if isinstance(value, list) and depth < _DEPTH:
        for one in value:
            yield from nodes(one, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type", [])
        if "articleBody" in value or any(
            _TYPES.search(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds])
        ):
            yield value
        elif "@graph" in value:
            yield from nodes(value["@graph"], depth + 1)


def article(node: dict[str, Any], flags: tuple[str, ...] = ()) -> Article:
    """Return the article that an object describes: its text is `articleBody`, character for character.

    Raises RefusedError where it has no body.
    """
    body = node.get("articleBody")
    if not isinstance(body, str) or not body:
        raise RefusedError("it has no articleBody", "give the article's text as articleBody")
    if re.search(r"[\ud800-\udfff]", body):
        raise RefusedError("its articleBody has half a surrogate pair", "write such characters whole")
    return Article(text=check_text(body), flags=flags, **metadata(node))


def metadata(node: dict[str, Any]) -> dict[str, Any]:
    """Return url, identifier, headline, day and publisher of an object, as arguments of Article."""
    return {
        "url": web_address(_text(node.get("url")) or _text(node.get("mainEntityOfPage"))),
        "identifier": _text(node.get("identifier")),
        "headline": " ".join(_text(node.get("headline") or node.get("name")).split()),
        "published": day(_text(node.get("datePublished") or node.get("dateCreated"))),
        "publisher": " ".join(_text(node.get("publisher") or node.get("sourceOrganization")).split()),
    }


def web_address(text: str) -> str:
    """Return an http(s) address without its fragment, or "" where the text is none that can be an IRI."""
    address = text.strip().partition("#")[0]
    return address if re.fullmatch(r"https?://[^\x00-\x20<>\"{}|\\^`\x7f]+", address, re.IGNORECASE) else ""


def day(text: str) -> date | None:
    """Return the day that a date begins with, as its publisher wrote it: ISO 8601 or as in e-mail; None otherwise."""
    iso = re.match(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?!\d)", text)
    parts = tuple(int(part) for part in iso.groups()) if iso else (parsedate_tz(text) or ())[:3]
    try:
        return date(*parts) if len(parts) == 3 else None
    except ValueError:
        return None


def _text(value: Any) -> str:
    """Return a value's text: of an object its value, name or @id; of a list the first that has one."""
    if isinstance(value, list):
        return next((text for one in value[:_DEPTH] if (text := _text(one) if not isinstance(one, list) else "")), "")
    if isinstance(value, dict):
        return next((str(value[k]) for k in ("value", "@value", "name", "@id", "url") if value.get(k)), "")
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
