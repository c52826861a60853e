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

    from server.search.rows import Shared, Term
    from server.web.people.nodes import Data


@dataclass(frozen=True, slots=True)
class Held:
    """A holding as of a day; `near` says that it was attested only before or after that day ("" where on it)."""

    fact: f.Fact
    near: str = ""


@dataclass(frozen=True, slots=True)
class OnDay:
    """Who held offices on a day: those told in full, further ones by name, and how many more there are."""

    full: tuple[Held, ...] = ()
    brief: tuple[f.Thing, ...] = ()
    more: int = 0


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


BRIEF = 60
"""How many holders of a day a page names at all."""
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


def held(data: Data, of: str, day: str) -> OnDay:
    """Fetch who held an office, the offices of a state or a body, or which a person held, on a day.

    Of offices that nobody is seen in on that day, who is seen nearest to it.
    """
    found = held_on(data.lists.terms(of), day) if day else []
    brief = [term.iri for term in found[HELD:BRIEF]]
    nodes = f.load(data, [term.iri for term in found[:HELD]])
    names = Nodes(fetch_names(data.rows, brief))
    return OnDay(
        tuple(Held(f.of(nodes, term.iri), _near(term, day)) for term in found[:HELD]),
        tuple(f.thing(names, iri) for iri in brief),
        max(len(found) - BRIEF, 0),
    )


def held_on(terms_: Iterable[Term], day: str) -> list[Term]:
    """Return those attested on a day, and for offices with none of these the one attested nearest to it."""
    by_office: dict[int, list[Term]] = {}
    for term in terms_:
        by_office.setdefault(term.office, []).append(term)
    found = []
    for every in by_office.values():
        on = [term for term in every if term.first <= day <= term.last]
        found += on or [min(every, key=lambda term: _away(term, day))]
    return sorted(found, key=lambda term: _away(term, day))


def _near(term: Term, day: str) -> str:
    if term.first <= day <= term.last:
        return ""
    return "seen before" if term.last < day else "seen later"


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


def _away(term: Term, day: str) -> int:
    """Return how far a day lies from those on which a holding was seen: 0 among them."""
    if term.first <= day <= term.last:
        return 0
    return min(abs(_number(end) - _number(day)) for end in (term.first, term.last))


def _number(day: str) -> int:
    year, month_, day_ = (int(part) for part in day.split("-"))
    return year * 372 + month_ * 31 + day_
