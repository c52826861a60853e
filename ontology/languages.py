"""What our terms are called in languages other than English: their preferred labels."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from ontology import others, terms
from ontology.generate import triples

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH: Final = "en"
LANGUAGES: Final = (ENGLISH, "fr", "es", "ru", "ar", "zh")
"""The languages that there are labels in, the one that is given when nothing else is asked for first."""


@cache
def labels() -> Mapping[str, Mapping[str, str]]:
    """Return, by the name of each term that has labels in other languages, those labels by their language tag."""
    found: dict[str, dict[str, str]] = {}
    for t in triples():
        if (
            t.predicate.value == others.SKOS + "prefLabel"
            and isinstance(t.subject, ox.NamedNode)
            and isinstance(t.object, ox.Literal)
            and t.object.language not in {None, ENGLISH}
        ):
            found.setdefault(t.subject.value.removeprefix(terms.NS), {})[str(t.object.language)] = t.object.value
    return MappingProxyType(found)


@cache
def by_english() -> Mapping[str, str]:
    """Return the names of the terms that have such labels, by their English label."""
    named = {t.subject: t.object.value for t in triples() if t.predicate == others.RDFS_LABEL}  # type: ignore[union-attr]
    return MappingProxyType({named[terms.BY_NAME[name]]: name for name in labels()})
