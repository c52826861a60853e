"""Direct quotations: by speaker, words and days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from ontology import terms
from server.search.rows import Words
from server.web.people import facts as f

if TYPE_CHECKING:
    from server.web.people.nodes import Data

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


def quotations(data: Data, asked: Asked, start: int) -> tuple[tuple[f.Fact, ...], dict[str, tuple[f.Thing, ...]], int]:
    """Return the newest quotations that answer, who speaks each, and how many there are."""
    words = Words(asked.words, asked.speaker, asked.begin, asked.end)
    iris, total = data.lists.quotations(words, start, SIZE)
    nodes = f.load(data, iris)
    speakers = {iri: tuple(f.thing(nodes, s) for s in nodes.iris(iri, terms.speaker)) for iri in iris}
    return tuple(f.of(nodes, iri) for iri in iris), speakers, total
