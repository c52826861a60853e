"""What people call states, bodies and offices besides what the dataset does: "Turkish", "UN", "Turkish president".

The one place of such names. By them something is found; they are no facts that an article told.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from extractors.who.gazetteer import adjectives_of, names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TITLES = {
    "head of state": ("president",),
    "head of government": ("prime minister", "premier"),
    "foreign minister": ("foreign secretary", "minister of foreign affairs"),
    "defence minister": ("defense minister", "defence secretary", "minister of defence"),
    "interior minister": ("home secretary", "minister of the interior"),
    "finance minister": ("minister of finance", "treasury secretary"),
}
"""Offices as articles mostly call them, by what we call all of their kind."""


def other_names(iri: str, label: str, owners: Iterable[str], kinds: Iterable[str]) -> Iterator[str]:
    """Yield what else something is called, some twice; an office has owners and kinds, by their IRIs."""
    yield from names_of().get(_address(iri), ())
    words = (one.rpartition("#")[2].replace("-", " ") for one in kinds)
    for kind, owner in itertools.product((one for one in words if label.startswith(f"{one} of ")), owners):
        of = label.removeprefix(kind)
        for title in (kind, *_TITLES.get(kind, ())):
            yield f"{title}{of}"
            yield from (f"{adjective} {title}" for adjective in adjectives_of().get(_address(owner), ()))


def _address(iri: str) -> str:
    return "/".join(iri.rsplit("/", 2)[1:])
