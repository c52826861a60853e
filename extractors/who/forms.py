"""Which states have no office of some name: kingdoms have no president, most American republics no prime minister."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractors.who.gazetteer import states

if TYPE_CHECKING:
    from ontology.facts import Entity

_KINGDOMS = (
    "Andorra;Antigua and Barbuda;Australia;Bahamas;Bahrain;Belgium;Belize;Bhutan;Brunei;Cambodia;Canada;Denmark"
    ";Eswatini;Grenada;Jamaica;Japan;Jordan;Kuwait;Lesotho;Liechtenstein;Luxembourg;Malaysia;Monaco;Morocco"
    ";Netherlands;New Zealand;Norway;Oman;Papua New Guinea;Qatar;Saint Kitts and Nevis;Saint Lucia"
    ";Saint Vincent and the Grenadines;Saudi Arabia;Solomon Islands;Spain;Swaziland;Sweden;Thailand;Tonga"
    ";Tuvalu;United Kingdom;Vatican City"
)
_PRESIDENTIAL = (
    "Angola;Argentina;Benin;Bolivia;Botswana;Brazil;Chile;Colombia;Costa Rica;Cyprus;Dominican Republic;Ecuador"
    ";El Salvador;Gambia;Ghana;Guatemala;Honduras;Indonesia;Iran;Liberia;Malawi;Maldives;Marshall Islands"
    ";Mexico;Micronesia;Nicaragua;Nigeria;Palau;Panama;Paraguay;Philippines;Seychelles;Sierra Leone"
    ";South Africa;Switzerland;Turkmenistan;United States;Uruguay;Venezuela;Zambia"
)
_LACKING: tuple[tuple[re.Pattern[str], str, bool], ...] = (
    (re.compile(r"presidents?$", re.IGNORECASE), _KINGDOMS, False),
    (re.compile(r"(?:kings?|queens?|crown prince)$", re.IGNORECASE), f"{_KINGDOMS};Nepal", True),
    (re.compile(r"(?:prime minister|premier)s?$", re.IGNORECASE), _PRESIDENTIAL, False),
    (re.compile(r"\bministers?\b", re.IGNORECASE), "United States", False),
)
"""Words of titles with the states that have no such office, or (`True`) the only ones that have it."""


def lacking(words: str) -> frozenset[Entity]:
    """Return the states that have no office of these words; the first row that fits decides."""
    for n, (pattern, _, _) in enumerate(_LACKING):
        if pattern.search(words):
            return _row(n)
    return frozenset()


@cache
def _row(n: int) -> frozenset[Entity]:
    _, names, only = _LACKING[n]
    known = frozenset(states()[name] for name in names.split(";") if name in states())
    return frozenset(states().values()) - known if only else known
