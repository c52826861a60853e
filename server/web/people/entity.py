"""Actors and places: which offices they hold, what they did and with whom, where, and in which articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ontology import others, terms
from server.web.people import facts as f
from server.web.people.nodes import Nodes, fetch, fetch_names, term_label, values
from server.web.people.wording import When, when

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.web.people.nodes import Data, Row, Rows

PAGE = 20
"""How many events a page lists."""
HELD = 15
"""How many holdings a page lists."""
TOGETHER = 12
"""How many companions the drawing and the list show."""
SPOTS, ALIASES = 20, 30
"""How many places and other names a page shows."""


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody with whom the entity takes part in events: how often, and which event is the newest."""

    thing: f.Thing
    number: int
    event: f.Fact | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """An article that speaks of the entity, with the number of the newest facts that it tells."""

    thing: f.Thing
    published: When
    number: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where the entity's events are, with their number."""

    thing: f.Thing
    number: int


@dataclass(frozen=True, slots=True)
class EntityPage:
    """What the pages of all kinds of actors and places share."""

    thing: f.Thing
    kind: str
    aliases: tuple[str, ...]
    within: tuple[f.Thing, ...]
    represents: tuple[f.Thing, ...]
    same: tuple[str, ...]
    holdings: tuple[f.Fact, ...]
    """The newest holdings, as many as a page shows."""
    held: int
    """How many holdings there are."""
    events: tuple[f.Fact, ...]
    total: int
    start: int
    together: tuple[Companion, ...]
    spots: tuple[Spot, ...]
    sources: tuple[Source, ...]

    @property
    def lede(self) -> str:
        """One sentence on who this is, from the newest current holding; "" where there is none."""
        current = [h for h in self.holdings if h.phase == "current" and h.office]
        if not current or self.thing.shape != "person":
            return ""
        newest = max(current, key=lambda h: h.when.order)
        office = newest.office.label if newest.office else ""
        return f"{office[:1].upper()}{office[1:]}, as seen {newest.when.words}."


def exists(rows: Rows, iri: str) -> bool:
    """Say whether the default graph says anything of a node."""
    return any(True for _ in rows(f"SELECT ?p {{ {values('s', [iri])} ?s ?p ?o }} LIMIT 1"))


def parts(rows: Rows, place: str) -> list[str]:
    """Fetch the places within a place."""
    query = f"SELECT DISTINCT ?p {{ {values('x', [place])} ?p {terms.within}+ ?x }} ORDER BY ?p LIMIT 500"
    return [row["p"].value for row in rows(query)]


def text(row: Row, name: str) -> str:
    """Return a row's value as text, "" where the variable is not bound."""
    return row[name].value if name in row and row[name] is not None else ""


def sources(data: Data, facts: Iterable[str]) -> tuple[Source, ...]:
    """Return the newest articles that tell of some facts, each with how many of these it tells."""
    rows, lists = data.rows, data.lists
    claims = [f"{data.base}id/claim/{claim}" for fact in facts for claim in lists.claims(fact, 0, f.CLAIMS)]
    query = (
        f"SELECT ?a (COUNT(DISTINCT ?f) AS ?n) (MAX(STR(?d)) AS ?day) {{ {values('c', claims)} ?c {terms.about} ?f ;"
        f" {terms.evidence}/{terms.article} ?a OPTIONAL {{ ?a {terms.published} ?d }} }}"
        f" GROUP BY ?a ORDER BY DESC(?day) ?a LIMIT 10"
    )
    found = list(rows(query)) if claims else []
    names = Nodes(fetch_names(rows, [row["a"].value for row in found]))
    return tuple(Source(f.thing(names, r["a"].value), _day(r), _n(r)) for r in found)


def entity(data: Data, iri: str, start: int = 0) -> EntityPage | None:
    """Return the page of an actor or a place, its events from number `start` on; None where nothing is known of it."""
    rows, lists = data.rows, data.lists
    own = Nodes(fetch(rows, [iri]))
    if iri not in own:
        return None
    shape = own.shape(iri)
    own_and_parts = [iri, *parts(rows, iri)] if shape == "place" else [iri]
    held, number = lists.holdings(iri, 0, HELD)
    listed = lists.newest(own_and_parts, start, PAGE)
    room = {"person": "/id/person/", "state": "/id/state/"}.get(shape, "/id/")
    together = lists.companions(iri, room, TOGETHER) if shape != "place" else []
    where = lists.places(iri, SPOTS) if shape != "place" else []
    nodes = f.load(data, [*held, *listed, *(event for _, _, event in together)]).plus(fetch(rows, [iri]))
    other = {one for one, _, _ in together} | {one for one, _ in where}
    links = set(own.iris(iri, terms.within)) | set(own.iris(iri, terms.represents))
    names = nodes.plus(fetch_names(rows, other | links))
    return EntityPage(
        thing=f.thing(own, iri),
        kind=term_label(own.leaf(iri)).capitalize(),
        aliases=own.texts(iri, others.SKOS_ALT_LABEL)[:ALIASES],
        within=tuple(f.thing(names, i) for i in own.iris(iri, terms.within)),
        represents=tuple(f.thing(names, i) for i in own.iris(iri, terms.represents)),
        same=own.iris(iri, others.OWL_SAME_AS),
        holdings=tuple(f.of(nodes, i) for i in held),
        held=number,
        events=tuple(f.of(nodes, i) for i in listed),
        total=lists.total(own_and_parts),
        start=start,
        together=tuple(Companion(f.thing(names, one), number, f.of(nodes, event)) for one, number, event in together),
        spots=tuple(Spot(f.thing(names, one), number) for one, number in where),
        sources=sources(data, [*held, *(lists.newest(own_and_parts, 0, PAGE) if start else listed)]),
    )


def _n(row: Row) -> int:
    return int(row["n"].value)


def _day(row: Row) -> When:
    day = text(row, "day")
    return when(day, day)
