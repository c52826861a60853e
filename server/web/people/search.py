"""Search over names, events, headlines and the sentences that bear facts: what the index finds, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ontology import terms
from server.web.people import facts as f
from server.web.people.nodes import Nodes, fetch, fetch_names, term_label
from server.web.tongue import label_in, tongue

if TYPE_CHECKING:
    from server.search.entries import Room
    from server.search.finding import Finding
    from server.web.people.desk import Desk

MOST = 60
"""How many things a page shows."""
_SENTENCES = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: a thing, and what kind it is."""

    thing: f.Thing
    note: str


def search(desk: Desk, asked: str) -> tuple[Hit, ...]:
    """Return things with a name or title that has all the words asked for: names first, then events and articles."""
    found = _things(desk, asked, MOST)
    nodes = Nodes(fetch_names(desk.rows, (one.iri for one in found)))
    return tuple(Hit(f.thing(nodes, one.iri), term_label(one.kind)) for one in found if one.iri in nodes)


def words(desk: Desk, asked: str) -> tuple[f.Words, ...]:
    """Return words that bear facts, in sentences that have all the words asked for."""
    iris = [one.iri for one in desk.find(asked, "sentences", _SENTENCES)]
    triples = fetch(desk.rows, iris)
    articles = {value.value for _, p, value in triples if p == terms.article.value}
    nodes = Nodes([*triples, *fetch(desk.rows, articles)])
    return tuple(f.words_of(nodes, iri) for iri in iris if iri in nodes)


def only(desk: Desk, asked: str) -> str:
    """Return the IRI of the one thing that is meant, "" where it may be several: what is called so, or all there is."""
    names = desk.find(asked, "names", 2)
    called = tuple(one for one in names if one.how == "name")
    if len(called) == 1:
        return called[0].iri
    if len(names) == 1 and names[0].how == "words":
        return names[0].iri
    every = names + desk.find(asked, "titles", 2)
    return every[0].iri if len(every) == 1 else ""


def suggestions(desk: Desk, asked: str, most: int) -> dict[str, object]:
    """Return what programs, and a field that searches as one types, are told: from the index alone.

    What kind a thing is of is told in the language that the request likes best.
    """
    language = tongue()
    return {
        "query": asked,
        "things": [
            {
                "label": one.label,
                "iri": one.iri,
                "kind": label_in(language, one.kind, term_label(one.kind)),
                "class": f"{terms.NS}{one.kind}" if one.kind else "",
                "page": desk.site.href(one.iri),
            }
            for one in _things(desk, asked, most)
        ],
        "sentences": [
            {"sentence": one.label, "iri": one.iri, "article": one.source, "page": desk.site.href(one.iri)}
            for one in desk.find(asked, "sentences", most)
        ],
    }


def _things(desk: Desk, asked: str, most: int) -> tuple[Finding, ...]:
    found: tuple[Finding, ...] = ()
    rooms: tuple[Room, ...] = ("names", "titles")
    for room in rooms:
        if len(found) < most:
            found += desk.find(asked, room, most - len(found))
    return found
