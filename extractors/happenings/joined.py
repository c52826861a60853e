"""Which event answers which, and which is part of which: told by who does what to whom, where, when and how near.

A rejection or a concession answers what one of its sides demanded, pledged or threatened shortly before. What people
do on a visit, at its place and within its days, is part of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ontology.facts import Entity, Event, Holding

_ANSWERS = {"Rejection": frozenset({"Demand", "Pledge", "Accusation", "Threat"}), "Endorsement": frozenset({"Demand"})}
"""What each type of act can be an answer to."""
_OPEN = frozenset({"Meeting", "Consultation", "Agreement", "Mediation", "Cooperation"})
"""What can be part of a visit."""
_NEAR = 400
"""Characters between a call and its answer: about three sentences."""
_RECENT = 12
"""How many events back either is looked for."""


def joined(events: Sequence[Event], holdings: Iterable[Holding]) -> tuple[Event, ...]:
    """Return the events of an article, in order, saying what each answers and what it is part of."""
    states: dict[Entity, set[Entity]] = {}
    for holding in holdings:
        if holding.phase == "current":
            states.setdefault(holding.holder, set()).add(holding.office.of)
    ordered = sorted(events, key=_begin)
    found: dict[str, Event] = {}
    for at, event in enumerate(ordered):
        before = ordered[max(at - _RECENT, 0) : at]
        around = (*before, *ordered[at + 1 : at + _RECENT])
        asked = next((other for other in reversed(before) if _answers(event, other, states)), None)
        whole = next((other for other in around if _is_part(event, other, states)), None)
        found[event.handle] = replace(
            event,
            responds_to=event.responds_to or ((asked.handle,) if asked else ()),
            part_of=event.part_of or ((whole.handle,) if whole else ()),
        )
    return tuple(found[event.handle] for event in events)


def _answers(event: Event, other: Event, states: Mapping[Entity, set[Entity]]) -> bool:
    if other.type not in _ANSWERS.get(event.type, ()) or _begin(event) - _begin(other) > _NEAR:
        return False
    speakers, callers = _sides(event.agents, states), _sides(other.agents, states)
    if not speakers or not callers or speakers & callers:
        return False
    if set(event.content) & set(other.content):
        return True
    called, told = _sides(other.recipients, states), _sides(event.recipients, states)
    return bool(speakers & called) or bool(callers & told)


def _is_part(event: Event, visit: Event, states: Mapping[Entity, set[Entity]]) -> bool:
    if visit.type != "Visit" or event.type not in _OPEN or event.status != visit.status:
        return False
    when, days = event.moment, visit.moment
    if not when or not days or not when.earliest or not when.latest or not days.earliest or not days.latest:
        return False
    guests = _sides((*visit.agents, *visit.recipients), states)
    if guests and not guests & _sides((*event.agents, *event.recipients), states):
        return False
    within = days.earliest <= when.earliest and when.latest <= days.latest
    return within and event.place is not None and event.place == visit.place


def _sides(entities: Iterable[Entity], states: Mapping[Entity, set[Entity]]) -> set[Entity]:
    """Return actors with those for whom they hold office."""
    found = set(entities)
    return found.union(*(states.get(entity, set()) for entity in found))


def _begin(event: Event) -> int:
    return event.claims[0].evidence[0].begin
