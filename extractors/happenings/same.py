"""One happening told several times is one event, with every passage that tells it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ontology.facts import STATUSES, Event

if TYPE_CHECKING:
    from collections.abc import Iterable

FAMILIES = {
    **dict.fromkeys(("Visit", "Meeting", "Call", "Mediation", "Consultation"), "Consultation"),
    **dict.fromkeys(("Clash", "Attack", "Violence"), "Violence"),
    **dict.fromkeys(("Appointment", "Departure", "Election"), "OfficeChange"),
}
SPEECH = frozenset({"Statement", "Pledge", "Demand", "Rejection", "Accusation", "Threat", "Endorsement"})


@dataclass(frozen=True, slots=True)
class Told:
    """An event as one passage tells it: its trigger's lemma, and whether a definite noun refers back ("the visit")."""

    event: Event
    lemma: str
    definite: bool
    noun: bool


def merged(tellings: Iterable[Told]) -> tuple[tuple[Event, ...], dict[str, str]]:
    """Return the distinct events in order, and the handle under which each telling's handle now stands."""
    kept: list[Told] = []
    handles: dict[str, str] = {}
    for telling in tellings:
        at = next((i for i in range(len(kept) - 1, -1, -1) if _same(kept[i], telling)), None)
        if at is None:
            kept.append(telling)
            handles[telling.event.handle] = telling.event.handle
        else:
            kept[at] = replace(kept[at], event=_joined(kept[at].event, telling.event))
            handles[telling.event.handle] = kept[at].event.handle
    return tuple(told.event for told in kept), handles


def _same(a: Told, b: Told) -> bool:
    x, y = a.event, b.event
    if FAMILIES.get(x.type, x.type) != FAMILIES.get(y.type, y.type) or x.type in SPEECH:
        return False
    if x.moment and y.moment and (x.moment.earliest, x.moment.latest) != (y.moment.earliest, y.moment.latest):
        return False
    if x.place and y.place and x.place != y.place:
        return False
    if "didNotHappen" in {x.status, y.status} and x.status != y.status:
        return False
    if x.type != y.type and a.lemma != b.lemma and not b.definite:
        return False
    who, whom = {*x.agents, *x.recipients}, {*y.agents, *y.recipients}
    if b.definite:
        return not whom or bool(who & whom)
    if a.lemma == b.lemma:
        return bool(who & whom) and (who <= whom or whom <= who) if who and whom else b.noun
    return bool(who and who == whom and len(who) > 1)


def _joined(a: Event, b: Event) -> Event:
    status = min(a.status, b.status, key=STATUSES.index)
    return replace(
        a,
        status=status,
        claims=(*a.claims, *b.claims),
        agents=a.agents or b.agents,
        recipients=a.recipients or tuple(r for r in b.recipients if r not in a.agents),
        place=a.place or b.place,
        moment=a.moment or b.moment,
        content=tuple(dict.fromkeys((*a.content, *b.content))),
    )
