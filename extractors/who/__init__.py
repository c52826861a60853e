"""Who is who: names, offices, groups, and the states, places, persons and bodies that they refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.who.groups import groups
from extractors.who.leading import leading
from extractors.who.leaving import departed
from extractors.who.names import names
from extractors.who.offices import offices
from extractors.who.predicates import predicates
from extractors.who.references import references
from extractors.who.speakers import first_persons
from extractors.who.standing import merged

if TYPE_CHECKING:
    from extractors.reading import Extractor

WHO: tuple[Extractor, ...] = (names, offices, groups, references, predicates, leading)
"""The extractors of this wing, in order."""

__all__ = [
    "WHO",
    "departed",
    "first_persons",
    "groups",
    "leading",
    "merged",
    "names",
    "offices",
    "predicates",
    "references",
]
