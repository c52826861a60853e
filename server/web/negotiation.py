"""What a client accepts, and which of the things we have suits it best (RFC 9110, 12)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from server.web.formats import Format

_WEIGHT = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\Z", re.ASCII)
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
_MOST = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """One element of an Accept header: a media range or a coding, in lower case, and its weight from 0 to 1."""

    value: str
    weight: float


@lru_cache(4096)
def wishes(header: str) -> tuple[Wish, ...]:
    """Return the elements of an Accept or Accept-Encoding header; those that are malformed are left out."""
    found = []
    for element in header.split(",")[:_MOST]:
        value, *parameters = (part.strip() for part in element.split(";"))
        weight = 1.0
        for parameter in parameters:
            name, _, given = parameter.partition("=")
            if name.strip().lower() == "q":
                weight = float(given) if _WEIGHT.match(given.strip()) else -1.0
        if weight >= 0 and all(_TOKEN.match(part) for part in value.split("/")):
            found.append(Wish(value.lower(), weight))
    return tuple(found)


@lru_cache(4096)
def choose(header: str | None, offers: tuple[Format, ...]) -> tuple[Format, str] | None:
    """Return the format, and which of its media types, that suits an Accept header best; None where none does.

    Of equals a format's first media type wins over further ones, then the format that is offered first.
    """
    wanted = wishes(header) if header else ()
    if not wanted:
        return offers[0], offers[0].types[0]
    rated = [
        (weight(media_type, wanted), number == 0, -at, -number, form, media_type)
        for at, form in enumerate(offers)
        for number, media_type in enumerate(form.types)
    ]
    best = max(rated, key=lambda one: one[:4])
    return (best[4], best[5]) if best[0] > 0 else None


def weight(media_type: str, wanted: Sequence[Wish]) -> float:
    """Return the weight that the most specific matching range gives a media type, 0 where none matches."""
    main = media_type.partition("/")[0]
    for pattern in (media_type, f"{main}/*", "*/*"):
        matching = [wish.weight for wish in wanted if wish.value == pattern]
        if matching:
            return max(matching)
    return 0.0


@lru_cache(4096)
def choose_language(header: str | None, offers: tuple[str, ...]) -> str:
    """Return the language tag that an Accept-Language header likes best, the first of those offered where none is.

    It is looked up by its first subtag (RFC 4647, 3.4): "fr-CH" gets "fr". Of equals what is named first wins.
    """
    wanted = sorted((wish for wish in wishes(header or "") if wish.weight > 0), key=lambda wish: -wish.weight)
    tags = (offers[0] if wish.value == "*" else wish.value.partition("-")[0] for wish in wanted)
    return next((tag for tag in tags if tag in offers), offers[0])


@lru_cache(4096)
def takes_gzip(header: str | None) -> bool:
    """Say whether an Accept-Encoding header prefers gzip to nothing, or likes it as well."""
    wanted = {wish.value: wish.weight for wish in wishes(header or "")}
    zipped = wanted.get("gzip", wanted.get("x-gzip", wanted.get("*", 0.0)))
    return zipped > 0 and zipped >= wanted.get("identity", 0.0)
