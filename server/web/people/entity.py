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

    from server.web.people.nodes import Row, Rows

PAGE = 20
"""How many events a page lists."""
HELD = 15
"""How many holdings a page lists."""
TOGETHER = 12
"""How many companions the drawing and the list show."""


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody with whom the entity takes part in events: how often, and which event is the newest."""

    thing: f.Thing
    number: int
    event: f.Fact | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """An article that speaks of the entity, with the number of facts that it gives."""

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
    held: tuple[str, ...]
    """All holdings."""
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


def event_iris(rows: Rows, iris: Iterable[str], predicate: str, start: int, size: int = PAGE) -> list[str]:
    """Fetch the newest events that lead to any of some nodes."""
    return newest(rows, f"{values('x', iris)} ?e {predicate} ?x .", start, size)


def newest(rows: Rows, pattern: str, start: int, size: int = PAGE) -> list[str]:
    """Fetch the newest events of a pattern over `?e`: by their day, or where they have none by the day they were told.

    Two queries, merged here: the engine would look up who told of every event there is, dated or not.
    """
    end = int(start) + int(size)
    dated = (
        f"SELECT ?e (MAX(STR(?d)) AS ?day) {{ {pattern} ?e a {terms.Event} ; {terms.earliest}|{terms.latest} ?d }}"
        f" GROUP BY ?e ORDER BY DESC(?day) ?e LIMIT {end}"
    )
    undated = (
        f"SELECT ?e (MAX(STR(?d)) AS ?day) {{ {{ SELECT DISTINCT ?e {{ {pattern} ?e a {terms.Event}"
        f" FILTER NOT EXISTS {{ ?e {terms.earliest}|{terms.latest} ?any }} }} }}"
        f" ?c {terms.about} ?e . ?c {terms.evidence} ?w . ?w {terms.article} ?a"
        f" OPTIONAL {{ ?a {terms.published} ?d }} }} GROUP BY ?e ORDER BY DESC(?day) ?e LIMIT {end}"
    )
    found = [(text(row, "day"), row["e"].value) for query in (dated, undated) for row in rows(query)]
    found.sort(key=lambda one: one[1])
    found.sort(key=lambda one: one[0], reverse=True)
    return [iri for _, iri in found[start:end]]


def text(row: Row, name: str) -> str:
    """Return a row's value as text, "" where the variable is not bound."""
    return row[name].value if name in row and row[name] is not None else ""


def count(rows: Rows, iris: Iterable[str], predicate: str) -> int:
    """Fetch how many events lead to any of some nodes."""
    query = f"SELECT (COUNT(DISTINCT ?e) AS ?n) {{ {values('x', iris)} ?e {predicate} ?x . ?e a {terms.Event} }}"
    return sum(int(row["n"].value) for row in rows(query))


def companions(rows: Rows, iri: str, kind: str) -> list[Row]:
    """Fetch who takes part in the same events, most often first, with the newest of these events."""
    return list(
        rows(
            f"SELECT ?y (COUNT(DISTINCT ?e) AS ?n) (MAX(?key) AS ?last) {{ {values('x', [iri])}"
            f" ?e {terms.participant} ?x , ?y . ?y a {kind} FILTER (?y != ?x)"
            f" OPTIONAL {{ ?e {terms.earliest} ?d }} BIND (CONCAT(COALESCE(STR(?d), ''), ' ', STR(?e)) AS ?key) }}"
            f" GROUP BY ?y ORDER BY DESC(?n) ?y LIMIT {TOGETHER}"
        )
    )


def spots(rows: Rows, iri: str) -> list[Row]:
    """Fetch where the events of an actor are, most often first."""
    return list(
        rows(
            f"SELECT ?y (COUNT(DISTINCT ?e) AS ?n) {{ {values('x', [iri])} ?e {terms.participant} ?x ;"
            f" {terms.place} ?y }} GROUP BY ?y ORDER BY DESC(?n) ?y LIMIT 20"
        )
    )


def sources(rows: Rows, iris: Iterable[str], path: str) -> list[Row]:
    """Fetch the articles whose facts lead to any of some nodes, newest first, each with the number of these facts."""
    return list(
        rows(
            f"SELECT ?a (COUNT(DISTINCT ?f) AS ?n) (MAX(STR(?d)) AS ?day) {{ {values('x', iris)} ?f {path} ?x ."
            f" ?c {terms.about} ?f ; {terms.evidence}/{terms.article} ?a"
            f" OPTIONAL {{ ?a {terms.published} ?d }} }} GROUP BY ?a ORDER BY DESC(?day) ?a LIMIT 10"
        )
    )


def holdings(rows: Rows, iri: str, path: str) -> list[str]:
    """Fetch the holdings that lead to a person, an office, or the actor whose office it is; newest first."""
    query = (
        f"SELECT ?h {{ {values('x', [iri])} ?h {path} ?x . ?h a {terms.Holding}"
        f" OPTIONAL {{ ?h {terms.seenTo} ?d }} }} ORDER BY DESC(?d) ?h LIMIT 400"
    )
    return list(dict.fromkeys(row["h"].value for row in rows(query)))


def entity(rows: Rows, iri: str, start: int = 0) -> EntityPage | None:
    """Return the page of an actor or a place, its events from number `start` on; None where nothing is known of it."""
    own = Nodes(fetch(rows, [iri]))
    if iri not in own:
        return None
    shape = own.shape(iri)
    path = f"{terms.participant}|{terms.place}" if shape == "state" else str(terms.participant)
    if shape == "place":
        path = str(terms.place)
    own_and_parts = [iri, *parts(rows, iri)] if shape == "place" else [iri]
    partners = {"person": terms.Person, "state": terms.State}.get(shape, terms.Actor)
    held = holdings(rows, iri, f"{terms.holder}" if shape == "person" else f"{terms.office}/{terms.officeOf}")
    listed = event_iris(rows, own_and_parts, path, start)
    together = companions(rows, iri, str(partners)) if shape != "place" else []
    where = spots(rows, iri) if shape != "place" else []
    told = sources(rows, own_and_parts, f"({path}|{terms.holder}|{terms.office}/{terms.officeOf})")
    last = {row["y"].value: row["last"].value.rpartition(" ")[2] for row in together}
    nodes = f.load(rows, [*held[:HELD], *listed, *last.values()]).plus(fetch(rows, [iri]))
    other = {row[n].value for found, n in ((together, "y"), (where, "y"), (told, "a")) for row in found}
    links = set(own.iris(iri, terms.within)) | set(own.iris(iri, terms.represents))
    names = nodes.plus(fetch_names(rows, other | links))
    return EntityPage(
        thing=f.thing(own, iri),
        kind=term_label(own.leaf(iri)).capitalize(),
        aliases=own.texts(iri, others.SKOS_ALT_LABEL),
        within=tuple(f.thing(names, i) for i in own.iris(iri, terms.within)),
        represents=tuple(f.thing(names, i) for i in own.iris(iri, terms.represents)),
        same=own.iris(iri, others.OWL_SAME_AS),
        holdings=tuple(f.of(nodes, i) for i in held[:HELD]),
        held=tuple(held),
        events=tuple(f.of(nodes, i) for i in listed),
        total=count(rows, own_and_parts, path),
        start=start,
        together=tuple(
            Companion(f.thing(names, r["y"].value), _n(r), f.of(nodes, last[r["y"].value])) for r in together
        ),
        spots=tuple(Spot(f.thing(names, r["y"].value), _n(r)) for r in where),
        sources=tuple(Source(f.thing(names, r["a"].value), _day(r), _n(r)) for r in told),
    )


def _n(row: Row) -> int:
    return int(row["n"].value)


def _day(row: Row) -> When:
    day = text(row, "day")
    return when(day, day)
