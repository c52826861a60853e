"""The language in which pages name our terms: the prose is English, the names of kinds and standings need not be.

So an address that has a page among what it gives tells caches that the answer depends on the language asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, request
from markupsafe import Markup

from ontology.languages import ENGLISH, LANGUAGES, by_english, labels
from server.web.negotiation import choose_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

VARY = "Accept, Accept-Encoding"
SPOKEN = f"{VARY}, Accept-Language"
"""What the answers of an address depend on, where none is a page and where one is."""


def tongue() -> str:
    """Return the language that the request likes best of those in which our terms have labels."""
    return choose_language(request.headers.get("Accept-Language"), LANGUAGES)


def languages() -> str:
    """Return the languages of a page, as Content-Language names them."""
    return ", ".join(dict.fromkeys((ENGLISH, tongue())))


def page(text: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """Return a page that is not to be kept: what went wrong, or an answer to what was asked just now."""
    told = {**(headers or {}), "Vary": SPOKEN, "Content-Language": languages(), "Cache-Control": "no-store"}
    return Response(text, status, told, content_type="text/html; charset=utf-8")


def label_in(language: str, name: str, english: str) -> str:
    """Return what a term is called in a language, its English label where it has no other."""
    return labels().get(name, {}).get(language, english)


def named(english: str) -> str:
    """Return an English label of a term, or what the request's language has for it, marked as being in it."""
    name = by_english().get(english) or by_english().get(english[:1].lower() + english[1:])
    language = tongue()
    if name is None or language == ENGLISH:
        return english
    text = label_in(language, name, english)
    text = text[:1].upper() + text[1:] if english[:1].isupper() else text
    return Markup('<span lang="{}" dir="auto">{}</span>').format(language, text)


def register(app: Flask) -> None:
    """Give the templates of an application the filter `named`."""
    app.add_template_filter(named)
