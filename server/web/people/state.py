"""States: who held their offices on a day, with whom they deal, and when; and two of them together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ontology import others, terms
from ontology.facts import STATUSES
from server.web.people import facts as f
from server.web.people.entity import HELD, newest
from server.web.people.nodes import Nodes, fetch, fetch_names, values
from server.web.people.wording import OCCURRED, month

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from server.web.people.nodes import Rows


@dataclass(frozen=True, slots=True)
class Held:
    """A holding as of a day; `near` says that it was attested only before or after that day ("" where on it)."""

    fact: f.Fact
    near: str = ""


@dataclass(frozen=True, slots=True)
class DyadPage:
    """Two states: their events together, newest first."""

    one: f.Thing
    other: f.Thing
    total: int
    open: int
    shown: int
    start: int
    events: tuple[f.Fact, ...]
    people: tuple[tuple[f.Thing, int], ...]


FAMILIES = (
    ("Talks", "talks", (terms.Consultation,)),
    ("Agreed and aided", "agreed", (terms.Agreement, terms.Cooperation, terms.Aid, terms.Concession, terms.Withdrawal)),
    ("Said", "said", (terms.Statement, terms.Pledge, terms.Endorsement)),
    ("Demanded and disputed", "disputed", (terms.Demand, terms.Rejection, terms.Accusation, terms.Threat)),
    (
        "Fought and forced",
        "fought",
        (terms.Violence, terms.Coercion, terms.Sanction, terms.Mobilization, terms.Protest),
    ),
)
"""The tabs of a pair's page: name, key and classes of events."""


def held_on(holdings: Iterable[f.Fact], spans: Mapping[str, tuple[str, str]], day: str) -> tuple[Held, ...]:
    """Return the holdings attested on a day, and for offices with none of these the one attested nearest to it.

    `spans` gives first and last day of each holding; without a day, all holdings come back.
    """
    if not day:
        return tuple(Held(fact) for fact in holdings)
    current = [h for h in holdings if h.phase == "current" and all(spans.get(h.iri, ("", "")))]
    on = [Held(h) for h in current if spans[h.iri][0] <= day <= spans[h.iri][1]]
    offices = {_office(h.fact) for h in on}
    near: dict[str, tuple[int, Held]] = {}
    for fact in current:
        begin, end = spans[fact.iri]
        if _office(fact) in offices:
            continue
        away = _away((begin, end), day)
        held = Held(fact, "seen before" if end < day else "seen later")
        if _office(fact) not in near or away < near[_office(fact)][0]:
            near[_office(fact)] = (away, held)
    return (*on, *(held for _, held in near.values()))


def spans_of(rows: Rows, holdings: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Fetch the first and last day on which holdings are attested."""
    wanted = list(holdings)
    if not wanted:
        return {}
    query = f"SELECT ?h ?a ?b {{ {values('h', wanted)} ?h {terms.seenFrom} ?a ; {terms.seenTo} ?b }}"
    return {row["h"].value: (row["a"].value, row["b"].value) for row in rows(query)}


def held(rows: Rows, holdings: Iterable[str], day: str) -> tuple[Held, ...]:
    """Fetch who held the offices on a day; the newest holdings without one."""
    wanted = list(holdings)
    if not day:
        nodes = f.load(rows, wanted[:HELD])
        return tuple(Held(f.of(nodes, iri)) for iri in wanted[:HELD])
    spans = spans_of(rows, wanted)
    near = sorted((iri for iri in wanted if iri in spans), key=lambda iri: _away(spans[iri], day))[: 2 * HELD]
    nodes = f.load(rows, near)
    return held_on([f.of(nodes, iri) for iri in near], spans, day)[:HELD]


def monthly(rows: Rows, pattern: str) -> dict[str, tuple[int, int]]:
    """Fetch how many events of a pattern (over `?e`) took place in each month, and how many did not or not yet."""
    query = (
        f"SELECT ?m ?s (COUNT(DISTINCT ?e) AS ?n) {{ {pattern} ?e {terms.earliest} ?d ; {terms.status} ?s"
        f" BIND (SUBSTR(STR(?d), 1, 7) AS ?m) }} GROUP BY ?m ?s"
    )
    found: dict[str, tuple[int, int]] = {}
    for row in rows(query):
        done, other = found.get(row["m"].value, (0, 0))
        number = int(row["n"].value)
        took_place = row["s"].value.removeprefix(terms.NS) in OCCURRED
        found[row["m"].value] = (done + number, other) if took_place else (done, other + number)
    return found


def listed(counts: Mapping[str, tuple[int, int]]) -> list[tuple[str, int, int]]:
    """Return monthly counts as a list in words, newest first."""
    return [(month(key), *counts[key]) for key in sorted(counts, reverse=True)][:60]


def both(one: str, other: str) -> str:
    """Return the pattern of the events in which two actors take part."""
    return f"{values('a', [one])} {values('b', [other])} ?e {terms.participant} ?a , ?b ."


def query_of_both(one: str, other: str) -> str:
    """Return a query, for people to take away, of the events of two actors with their dates and standing."""
    return (
        "SELECT ?earliest ?latest ?status ?label ?event (GROUP_CONCAT(DISTINCT ?k; SEPARATOR=' ') AS ?kinds)\n"
        f"WHERE {{\n  {both(one, other)}\n"
        f"  ?e a ?class ; {terms.status} ?s ; {others.RDFS_LABEL} ?label .\n"
        f"  OPTIONAL {{ ?e {terms.earliest} ?earliest }} OPTIONAL {{ ?e {terms.latest} ?latest }}\n"
        "  BIND (STRAFTER(STR(?class), '#') AS ?k) BIND (STRAFTER(STR(?s), '#') AS ?status)"
        " BIND (STR(?e) AS ?event)\n}\n"
        "GROUP BY ?earliest ?latest ?status ?label ?event\nORDER BY ?earliest ?event"
    )


def dyad(rows: Rows, one: str, other: str, kind: str = "", start: int = 0) -> DyadPage | None:
    """Return the page of two states, with the events of one tab only where `kind` names one; None for unknown ones."""
    own = Nodes(fetch(rows, [one, other]))
    if one not in own or other not in own:
        return None
    classes = next((k for _, key, k in FAMILIES if key == kind), ())
    pattern = both(one, other)
    narrowed = pattern + (f" VALUES ?k {{ {' '.join(map(str, classes))} }} ?e a ?k ." if classes else "")
    statuses = {
        row["s"].value.removeprefix(terms.NS): int(row["n"].value)
        for row in rows(f"SELECT ?s (COUNT(DISTINCT ?e) AS ?n) {{ {pattern} ?e {terms.status} ?s }} GROUP BY ?s")
    }
    shown = next(iter(rows(f"SELECT (COUNT(DISTINCT ?e) AS ?n) {{ {narrowed} }}")))["n"].value
    listed_ = newest(rows, narrowed, start)
    nodes = f.load(rows, listed_)
    people = list(
        rows(
            f"SELECT ?p (COUNT(DISTINCT ?e) AS ?n) {{ {pattern} ?e {terms.participant} ?p . ?p a {terms.Person} }}"
            f" GROUP BY ?p ORDER BY DESC(?n) ?p LIMIT 12"
        )
    )
    names = Nodes(fetch_names(rows, [row["p"].value for row in people]))
    return DyadPage(
        one=f.thing(own, one),
        other=f.thing(own, other),
        total=sum(statuses.values()),
        open=sum(n for s, n in statuses.items() if s in STATUSES and s not in OCCURRED),
        shown=int(shown),
        start=start,
        events=tuple(f.of(nodes, e) for e in listed_),
        people=tuple((f.thing(names, r["p"].value), int(r["n"].value)) for r in people),
    )


def families(rows: Rows, one: str, other: str) -> list[tuple[str, str, int]]:
    """Fetch the tabs that have events: name, key, number; the first is all."""
    query = f"SELECT ?k (COUNT(DISTINCT ?e) AS ?n) {{ {both(one, other)} {{k}} ?e a ?k }} GROUP BY ?k"
    wanted = {str(k): key for _, key, kinds in FAMILIES for k in kinds}
    clause = f"VALUES ?k {{ {' '.join(wanted)} }}"
    totals: dict[str, int] = {}
    for row in rows(query.replace("{k}", clause)):
        key = wanted[f"<{row['k'].value}>"]
        totals[key] = totals.get(key, 0) + int(row["n"].value)
    found = [(name, key, totals[key]) for name, key, _ in FAMILIES if key in totals]
    whole = next(iter(rows(f"SELECT (COUNT(DISTINCT ?e) AS ?n) {{ {both(one, other)} }}")))["n"].value
    return [("All", "", int(whole)), *found] if found else []


def _office(fact: f.Fact) -> str:
    return fact.office.iri if fact.office else fact.iri


def _away(span: tuple[str, str], day: str) -> int:
    """Return how far a day lies from a span: 0 within it."""
    if span[0] <= day <= span[1]:
        return 0
    return min(abs(_number(end) - _number(day)) for end in span)


def _number(day: str) -> int:
    year, month_, day_ = (int(part) for part in day.split("-"))
    return year * 372 + month_ * 31 + day_
