"""Direct quotations: by speaker, words and days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pyoxigraph as ox

from ontology import others, terms
from server.web.people import facts as f

if TYPE_CHECKING:
    from server.web.people.nodes import Rows

SIZE = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked of the quotations: part of a speaker's name, part of the words, first and last ISO day."""

    speaker: str = ""
    words: str = ""
    begin: str = ""
    end: str = ""

    @property
    def errors(self) -> tuple[str, ...]:
        """What is wrong with it, in words for who asked."""
        found = []
        for name, value in (("From", self.begin), ("Until", self.end)):
            try:
                date.fromisoformat(value or "2000-01-01")
            except ValueError:
                found.append(f"{name}: {value!r} is no day; write it as 2025-10-12.")
        return tuple(found)

    @property
    def query(self) -> str:
        """The query string of this question, without the start."""
        given = {"speaker": self.speaker, "words": self.words, "from": self.begin, "until": self.end}
        return urlencode({name: value for name, value in given.items() if value})


def quotations(rows: Rows, asked: Asked, start: int) -> tuple[tuple[f.Fact, ...], dict[str, tuple[f.Thing, ...]], int]:
    """Return the newest quotations that answer, who speaks each, and how many there are."""
    pattern = _pattern(asked)
    total = next((int(row["n"].value) for row in rows(f"SELECT (COUNT(DISTINCT ?e) AS ?n) {{ {pattern} }}")), 0)
    query = (
        f"SELECT ?e (MAX(STR(?d)) AS ?day) {{ {pattern} OPTIONAL {{ ?e {terms.earliest} ?d }} }}"
        f" GROUP BY ?e ORDER BY DESC(?day) ?e OFFSET {int(start)} LIMIT {SIZE}"
    )
    iris = [row["e"].value for row in rows(query)]
    nodes = f.load(rows, iris)
    speakers = {iri: tuple(f.thing(nodes, s) for s in nodes.iris(iri, terms.speaker)) for iri in iris}
    return tuple(f.of(nodes, iri) for iri in iris), speakers, total


def _pattern(asked: Asked) -> str:
    steps = [f"?e {terms.quote} ?q ."]
    if asked.speaker:
        name = f"{others.RDFS_LABEL}|{others.SKOS_ALT_LABEL}"
        steps.append(
            f"?e {terms.speaker} ?s . ?s {name} ?n FILTER (CONTAINS(LCASE(?n), LCASE({_text(asked.speaker)})))"
        )
    steps += [f"FILTER (CONTAINS(LCASE(?q), LCASE({_text(word)})))" for word in asked.words.split()[:8]]
    if asked.begin:
        steps.append(f"?e {terms.latest} ?l FILTER (?l >= {_day(asked.begin)})")
    if asked.end:
        steps.append(f"?e {terms.earliest} ?f FILTER (?f <= {_day(asked.end)})")
    return " ".join(steps)


def _text(words: str) -> str:
    return str(ox.Literal(words))


def _day(iso: str) -> str:
    return str(ox.Literal(iso, datatype=others.XSD_DATE))
