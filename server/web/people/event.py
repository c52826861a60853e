"""An event with all its claims side by side: who says so, with what standing and date, and where they disagree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ontology import terms
from server.web.people import facts as f
from server.web.people.nodes import Nodes, fetch_names, term_comment, values
from server.web.people.turtle import turtle
from server.web.people.wording import PILLS, When, when

if TYPE_CHECKING:
    from server.web.people.nodes import Row, Rows


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


_ROLES = (
    (terms.speaker, "Speaker"),
    (terms.mediator, "Mediator"),
    (terms.agent, "Agent"),
    (terms.addressee, "Addressee"),
    (terms.recipient, "Recipient"),
)
_LINKS = (
    (terms.content, "What it is about", "Said in"),
    (terms.respondsTo, "Responds to", "What followed"),
    (terms.partOf, "Part of", "Parts"),
)


def neighbours(rows: Rows, iri: str) -> list[str]:
    """Fetch the events that this one leads to or that lead to it."""
    path = "|".join(f"{p}|^{p}" for p, _, _ in _LINKS)
    return [row["o"].value for row in rows(f"SELECT DISTINCT ?o {{ {values('s', [iri])} ?s {path} ?o }}")]


def tellings(rows: Rows, iri: str) -> list[Row]:
    """Fetch what each article graph says of the event's standing and dates."""
    return list(
        rows(
            f"SELECT ?g ?status ?earliest ?latest {{ {values('e', [iri])} GRAPH ?g {{ ?e {terms.status} ?status"
            f" OPTIONAL {{ ?e {terms.earliest} ?earliest }} OPTIONAL {{ ?e {terms.latest} ?latest }} }} }}"
        )
    )


def load(rows: Rows, iri: str) -> Nodes:
    """Fetch the event, its neighbours with their claims, and the names of its codes."""
    nodes = f.load(rows, [iri, *neighbours(rows, iri)])
    return nodes.plus(fetch_names(rows, nodes.iris(iri, terms.code)))


def event(nodes: Nodes, told: list[Row], iri: str, graph_of: dict[str, str], base: str) -> EventPage:
    """Return an event's page; `graph_of` gives each article's IRI the IRI of its graph."""
    fact = f.of(nodes, iri)
    roles = _roles(nodes, iri)
    by_graph = {row["g"].value: row for row in told}
    found = _tellings(fact, by_graph, graph_of)
    statuses = tuple(dict.fromkeys(PILLS.get(t.status, "") or t.status for t in found if t.status))
    dates = tuple(dict.fromkeys(t.when.words for t in found if t.when))
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


def _tellings(fact: f.Fact, by_graph: dict[str, Row], graph_of: dict[str, str]) -> tuple[Telling, ...]:
    by_article: dict[f.Thing, list[f.Said]] = {}
    for said in fact.said:
        for article in dict.fromkeys(words.article for words in said.words):
            by_article.setdefault(article, []).append(said)
    found = []
    for article, claims in by_article.items():
        row = by_graph.get(graph_of.get(article.iri, ""), {})
        words = claims[0].words[0]
        ends = [row[name].value if name in row and row[name] is not None else "" for name in ("earliest", "latest")]
        status = row["status"].value.removeprefix(terms.NS) if "status" in row else claims[0].status
        found.append(
            Telling(
                article, words.published, words.publisher, status, PILLS.get(status, status), when(*ends), tuple(claims)
            )
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
