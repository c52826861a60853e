"""Search over names, events, headlines and the sentences that bear facts: what the index finds, as pages show it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ontology import terms
from queries.catalogue import catalogue
from server.web.people import facts as f
from server.web.people.nodes import Nodes, fetch, fetch_names, term_label
from server.web.tongue import label_in, tongue

if TYPE_CHECKING:
    from queries.catalogue import Question
    from server.search.entries import Room
    from server.search.finding import Finding
    from server.web.people.desk import Desk

MOST = 60
"""How many things a page shows."""
MOST_WORDS, MOST_QUESTIONS = 8, 6
"""Of how many words it is looked which of them find something, and how many saved questions are offered."""
_SENTENCES, _STARTS = 10, 4
_CALLED = frozenset({"name", "other name"})
"""How what is called just so was found."""


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
    if one := named(desk, asked):
        return one.iri
    every = desk.find(asked, "names", 2) + desk.find(asked, "titles", 2)
    return every[0].iri if len(every) == 1 else ""


def named(desk: Desk, asked: str) -> Finding | None:
    """Return the one thing that is called so, or the only one whose name has all the words; None where none is."""
    names = desk.find(asked, "names", 2)
    if not names or len({one.how for one in names}) < len(names):
        return None
    best = names[0]
    return best if best.how in _CALLED or (best.how == "words" and len(names) == 1) else None


def fewer(desk: Desk, asked: str) -> str:
    """Return the words of a search that finds nothing which do find names together, "" where none does.

    As many as possible: of "who was foreign minister of Turkey in May" four.
    """
    given = list(dict.fromkeys(asked.split()))[:MOST_WORDS]
    best: list[str] = []
    for first in sorted(given, key=len, reverse=True)[:_STARTS]:
        if first in best:
            continue
        kept: list[str] = []
        for word in (first, *given):
            if word not in kept and _whole(desk, [*kept, word]):
                kept.append(word)
            elif not kept:
                break
        best = max(best, kept, key=lambda words: (len(words), len("".join(words))))
    return " ".join(word for word in given if word in best)


def _whole(desk: Desk, words: list[str]) -> bool:
    """Say whether a name has all the words, each as a whole."""
    return any(one.how != "beginning" for one in desk.find(" ".join(words), "names", 1))


def pair(desk: Desk, asked: str) -> tuple[str, str] | None:
    """Return the two states that are asked for by their names side by side, with or without "and"; None for others."""
    given = [word for word in asked.split() if word.casefold() not in {"and", "&", "with"}]
    for at in range(1, min(len(given), MOST_WORDS)):
        one = _state(desk, " ".join(given[:at]))
        other = _state(desk, " ".join(given[at:])) if one else ""
        if other and one != other:
            return one, other
    return None


def _state(desk: Desk, name: str) -> str:
    called = [one for one in desk.find(name, "names", 2) if one.how in _CALLED and one.kind == "State"]
    return called[0].iri if len(called) == 1 else ""


def questions(asked: str) -> list[Question]:
    """Return the saved questions that have all the words, or words that begin alike."""
    given = [word.casefold() for word in asked.split()]
    found = []
    for one in catalogue():
        own = re.findall(r"\w+", f"{one.summary} {one.description}".casefold())
        if given and all(any(_alike(word, mine) for mine in own) for word in given):
            found.append(one)
    return found[:MOST_QUESTIONS]


def _alike(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return a == b or (len(short) > 3 and long.startswith(short))


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
