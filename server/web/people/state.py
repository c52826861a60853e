"""States: who held their offices on a day, with whom they deal, and when; and two of them together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ontology import others, terms
from server.web.people import facts as f
from server.web.people.entity import HELD, PAGE
from server.web.people.nodes import Nodes, fetch, fetch_names, narrower, values
from server.web.people.wording import month

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from server.search.lists import Shared
    from server.web.people.nodes import Data, Rows


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
    families: tuple[tuple[str, str, int], ...]
    months: Mapping[str, tuple[int, int]]
    """How many took place in each month, and how many did not or not yet."""


PEOPLE = 12
"""How many of those who took part the page of a pair lists."""
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


def held(data: Data, holdings: Iterable[str], day: str) -> tuple[Held, ...]:
    """Fetch who held the offices on a day; the newest holdings without one."""
    wanted = list(holdings)
    if not day:
        nodes = f.load(data, wanted[:HELD])
        return tuple(Held(f.of(nodes, iri)) for iri in wanted[:HELD])
    spans = spans_of(data.rows, wanted)
    near = sorted((iri for iri in wanted if iri in spans), key=lambda iri: _away(spans[iri], day))[: 2 * HELD]
    nodes = f.load(data, near)
    return held_on([f.of(nodes, iri) for iri in near], spans, day)[:HELD]


def listed(counts: Mapping[str, tuple[int, int]]) -> list[tuple[str, int, int]]:
    """Return monthly counts as a list in words, newest first."""
    return [(month(key), *counts[key]) for key in sorted(counts, reverse=True)][:60]


def both(one: str, other: str) -> str:
    """Return the pattern of the events in which two actors take part."""
    return f"{values('a', [one])} {values('b', [other])} ?e {terms.participant} ?a , ?b ."


def query_of_both(one: str, other: str, kind: str = "") -> str:
    """Return a query, for people to take away, of the events of two actors with their dates and standing.

    With the key of a tab, of the events in that tab alone.
    """
    kinds = next((kinds for _, key, kinds in FAMILIES if key == kind), ())
    among = f"  VALUES ?family {{ {' '.join(map(str, kinds))} }} ?e a ?family .\n" if kinds else ""
    return (
        "SELECT ?earliest ?latest ?status ?label ?event (GROUP_CONCAT(DISTINCT ?k; SEPARATOR=' ') AS ?kinds)\n"
        f"WHERE {{\n  {both(one, other)}\n{among}"
        f"  ?e a ?class ; {terms.status} ?s ; {others.RDFS_LABEL} ?label .\n"
        f"  OPTIONAL {{ ?e {terms.earliest} ?earliest }} OPTIONAL {{ ?e {terms.latest} ?latest }}\n"
        "  BIND (STRAFTER(STR(?class), '#') AS ?k) BIND (STRAFTER(STR(?s), '#') AS ?status)"
        " BIND (STR(?e) AS ?event)\n}\n"
        "GROUP BY ?earliest ?latest ?status ?label ?event\nORDER BY ?earliest ?event"
    )


def dyad(data: Data, one: str, other: str, kind: str = "", start: int = 0) -> DyadPage | None:
    """Return the page of two states, with the events of one tab only where `kind` names one; None for unknown ones."""
    own = Nodes(fetch(data.rows, [one, other]))
    if one not in own or other not in own:
        return None
    every = data.lists.shared(one, other)
    shown = [event for event in every if not kind or _family(event.kind) == kind]
    listed_ = data.lists.iris(event.event for event in shown[start : start + PAGE])
    nodes = f.load(data, listed_)
    people = data.lists.third(one, other, "/id/person/", PEOPLE)
    names = Nodes(fetch_names(data.rows, [iri for iri, _ in people]))
    return DyadPage(
        one=f.thing(own, one),
        other=f.thing(own, other),
        total=len(every),
        open=sum(not event.done for event in every),
        shown=len(shown),
        start=start,
        events=tuple(f.of(nodes, e) for e in listed_),
        people=tuple((f.thing(names, iri), number) for iri, number in people),
        families=_families(every),
        months=_months(every),
    )


def _families(every: Sequence[Shared]) -> tuple[tuple[str, str, int], ...]:
    """Return the tabs that have events: name, key, number; the first is all."""
    totals = Counter(_family(event.kind) for event in every)
    found = [(name, key, totals[key]) for name, key, _ in FAMILIES if totals[key]]
    return (("All", "", len(every)), *found) if found else ()


@cache
def _family(kind: str) -> str:
    """Return the key of the tab of a class of events, "" where it has none."""
    return next((key for _, key, kinds in FAMILIES if any(kind in narrower(one) for one in kinds)), "")


def _months(every: Sequence[Shared]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for event in every:
        done, other = found.get(event.month, (0, 0))
        found[event.month] = (done + event.done, other + (not event.done))
    return {month_: numbers for month_, numbers in found.items() if month_}


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
