"""An event with all its claims side by side: who says so, with what standing and date, and where they disagree."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import terms
from server.web.people import facts as f
from server.web.people.nodes import Nodes, fetch_names, term_comment, values
from server.web.people.turtle import turtle
from server.web.people.wording import PILLS, When, when

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.web.people.nodes import Data, Rows


SAID, BESIDE, DATES = 20, 20, 12
"""How many claims, how many other events, and how many differing dates a page shows."""
MOST = 600
"""In how many articles it is looked whether they differ."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role with those who have it, such as "Addressee"."""

    name: str
    things: tuple[f.Thing, ...]
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Other events that this one leads to, or that lead to it, with their standing."""

    name: str
    facts: tuple[f.Fact, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """What one article says of the event: its standing and date in that article, and its claims."""

    article: f.Thing
    published: When
    publisher: str
    status: str
    pill: str
    when: When
    said: tuple[f.Said, ...]


@dataclass(frozen=True, slots=True)
class EventPage:
    """All that an event's page shows."""

    fact: f.Fact
    meaning: str
    standing: str
    roles: tuple[Role, ...]
    place: f.Thing | None
    codes: tuple[str, ...]
    tellings: tuple[Telling, ...]
    statuses: tuple[str, ...]
    """The standings that the articles give, where they are not one: what they disagree in."""
    dates: tuple[str, ...]
    links: tuple[Link, ...]
    turtle: str
    start: int = 0
    """The number of the first claim that is shown."""


_ROLES = (
    (terms.speaker, "Speaker"),
    (terms.mediator, "Mediator"),
    (terms.agent, "Agent"),
    (terms.addressee, "Addressee"),
    (terms.recipient, "Recipient"),
)
_TOLD = {"status": terms.status, "earliest": terms.earliest, "latest": terms.latest}
_LINKS = (
    (terms.content, "What it is about", "Said in"),
    (terms.respondsTo, "Responds to", "What followed"),
    (terms.partOf, "Part of", "Parts"),
)


def neighbours(rows: Rows, iri: str) -> list[str]:
    """Fetch events that this one leads to or that lead to it, as many as a page shows."""
    path = "|".join(f"{p}|^{p}" for p, _, _ in _LINKS)
    return [
        row["o"].value for row in rows(f"SELECT DISTINCT ?o {{ {values('s', [iri])} ?s {path} ?o }} LIMIT {BESIDE}")
    ]


Told = dict[str, tuple[str, When]]
"""The standing and date that article graphs give an event, by the graph's IRI."""


def tellings(rows: Rows, iri: str, graphs: Iterable[str] = ()) -> Told:
    """Fetch what article graphs say of the event's standing and date: those that are named, else as many as count."""
    among = values("g", graphs) if graphs else ""
    wanted = ", ".join(map(str, _TOLD.values()))
    query = (
        f"SELECT ?g ?p ?o {{ {among} GRAPH ?g {{ {ox.NamedNode(iri)} ?p ?o }} FILTER (?p IN ({wanted})) }}"
        f" LIMIT {MOST * len(_TOLD)}"
    )
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in rows(query):
        found[row["g"].value][row["p"].value] = row["o"].value
    ends = (_TOLD["earliest"].value, _TOLD["latest"].value)
    return {
        graph: (said.get(_TOLD["status"].value, "").removeprefix(terms.NS), when(*(said.get(end, "") for end in ends)))
        for graph, said in sorted(found.items(), reverse=True)  # their names begin with the day
    }


def load(data: Data, iri: str, start: int) -> Nodes:
    """Fetch the event with its claims from number `start` on, its neighbours, and the names of its codes."""
    beside = f.load(data, [one for one in neighbours(data.rows, iri) if one != iri])
    nodes = f.load(data, [iri], SAID, start).plus(beside.all())
    return nodes.plus(fetch_names(data.rows, nodes.iris(iri, terms.code)))


def event(nodes: Nodes, told: Told, iri: str, graph_of: dict[str, str], base: str, start: int = 0) -> EventPage:
    """Return an event's page; `graph_of` gives each article's IRI the IRI of its graph.

    `told` is what these graphs say of it, and others.
    """
    fact = f.of(nodes, iri)
    roles = _roles(nodes, iri)
    found = _tellings(fact, told, graph_of)
    statuses = tuple(dict.fromkeys(PILLS.get(status, "") or status for status, _ in told.values() if status))
    dates = tuple(dict.fromkeys(day.words for _, day in told.values() if day))[:DATES]
    return EventPage(
        fact=fact,
        meaning=term_comment(nodes.leaf(iri)),
        standing=term_comment(fact.status),
        roles=roles,
        place=next((f.thing(nodes, i) for i in nodes.iris(iri, terms.place)), None),
        codes=tuple(_code(i) for i in nodes.iris(iri, terms.code)),
        tellings=found,
        statuses=statuses if len(statuses) > 1 else (),
        dates=dates if len(dates) > 1 else (),
        links=_links(nodes, iri),
        start=start,
        turtle=turtle(nodes, [iri, *(said.iri for said in fact.said)], base),
    )


def _roles(nodes: Nodes, iri: str) -> tuple[Role, ...]:
    seen: set[str] = set()
    found = []
    mutual = len(nodes.iris(iri, terms.agent)) > 1 and not nodes.iris(iri, terms.recipient)
    for predicate, name in _ROLES:
        things = tuple(f.thing(nodes, i) for i in nodes.iris(iri, predicate) if i not in seen)
        if things:
            found.append(Role("Sides" if mutual and predicate == terms.agent else name, things))
            seen |= {one.iri for one in things}
    rest = tuple(f.thing(nodes, i) for i in nodes.iris(iri, terms.participant) if i not in seen)
    if rest:
        found.append(Role("Represented", rest, inferred=True))
    return tuple(found)


def _tellings(fact: f.Fact, told: Told, graph_of: dict[str, str]) -> tuple[Telling, ...]:
    by_article: dict[f.Thing, list[f.Said]] = {}
    for said in fact.said:
        for article in dict.fromkeys(words.article for words in said.words):
            by_article.setdefault(article, []).append(said)
    found = []
    for article, claims in by_article.items():
        status, day = told.get(graph_of.get(article.iri, ""), ("", When("")))
        words = claims[0].words[0]
        status = status or claims[0].status
        found.append(
            Telling(article, words.published, words.publisher, status, PILLS.get(status, status), day, tuple(claims))
        )
    return tuple(found)


def _links(nodes: Nodes, iri: str) -> tuple[Link, ...]:
    found = []
    for predicate, out, back in _LINKS:
        for name, targets in ((out, nodes.iris(iri, predicate)), (back, nodes.subjects(predicate, iri))):
            facts = tuple(f.of(nodes, target) for target in targets if target != iri)
            if facts:
                found.append(Link(name, facts))
    return tuple(found)


def _code(iri: str) -> str:
    scheme, _, code = iri.removeprefix(terms.NS).partition("-")
    return f"{scheme.upper()} {code}" if iri.startswith(terms.NS) else iri
