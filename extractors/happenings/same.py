"""One happening told several times is one event, with every passage that tells it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ontology.facts import STATUSES, Event, surest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ontology.facts import Entity, Status

FAMILIES = {
    **dict.fromkeys(("Visit", "Meeting", "Call", "Mediation", "Consultation"), "Consultation"),
    **dict.fromkeys(("Clash", "Attack", "Violence"), "Violence"),
}
SPEECH = frozenset({"Statement", "Pledge", "Demand", "Rejection", "Accusation", "Threat", "Endorsement"})
REAL: frozenset[Status] = frozenset({"happened", "ongoing", "claimed"})
CONTESTED: frozenset[Status] = frozenset({"claimed", "denied"})
"""What one side asserts and another denies is one event, and both claims stay."""
AHEAD: frozenset[Status] = frozenset({"planned", "sought", "hypothetical"})
TALKS = frozenset({"Meeting", "Call", "Consultation"})
VIOLENT = frozenset({"Attack", "Clash", "Violence"})
VAGUE = frozenset("attack incident violence explosion blast killing assault clash fighting action".split())
WAR = frozenset(
    "invade invasion incursion offensive intervention operation war campaign aggression launch fight".split()
)
RAID = frozenset("strike airstrike bombing shelling bombardment raid bomb shell hit launch barrage attack".split())
WINDOW = 60
"""How many events back a telling may refer."""
BODY = 4
"""Sentences between an attack and the count of its victims."""
AFTER = 2
"""Sentences within which a noun told before anybody is named finds who does it."""
ONWARD = frozenset({"continue", "go"})
"""Verbs that go on with what was said."""
NEAR = 1
"""Sentences between two utterances of one speaker that are still one."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event as one passage tells it, with what its words say about an earlier telling.

    `lemma` is its trigger's; `definite` that a noun refers back ("the visit"), `fresh` that it brings something new
    ("another attack"); `firm` that the words themselves say how it stands; `toll` that it counts the victims of
    something told elsewhere ("two were killed"); `loose` that a noun's participants are those of its clause, not its
    own; `sentence` is the number of its sentence.
    """

    event: Event
    lemma: str
    definite: bool = False
    noun: bool = False
    fresh: bool = False
    bare: bool = False
    firm: bool = True
    toll: bool = False
    loose: bool = False
    sentence: int = 0


def merged(tellings: Iterable[Told]) -> tuple[tuple[Event, ...], dict[str, str]]:
    """Return the distinct events in order, and the handle under which each telling's handle now stands."""
    kept: list[Told] = []
    handles: dict[str, str] = {}
    for telling in tellings:
        floor = max(len(kept) - WINDOW, 0) - 1
        at = next((i for i in range(len(kept) - 1, floor, -1) if _same(kept[i], telling)), None)
        if at is None:
            kept.append(telling)
            handles[telling.event.handle] = telling.event.handle
        else:
            kept[at] = _joined(kept[at], telling)
            handles[telling.event.handle] = kept[at].event.handle
    return tuple(told.event for told in kept), handles


def _same(a: Told, b: Told) -> bool:
    x, y = a.event, b.event
    if FAMILIES.get(x.type, x.type) != FAMILIES.get(y.type, y.type):
        return False
    if x.type != y.type and "Visit" in {x.type, y.type}:
        return False  # a visit is not the meeting for which it is paid
    if x.type in SPEECH:
        return _same_utterance(a, b)
    if not _same_time(x, y) or not _same_place(x, y) or not _same_standing(a, b):
        return False
    if b.toll or a.toll:
        return b.sentence - a.sentence <= (BODY if b.toll else 0) and not _apart(x.recipients, y.recipients)
    if b.fresh and x.type != "Election":
        return False
    if b.bare:
        return a.noun and a.lemma == b.lemma and bool({*x.agents, *x.recipients} & {*y.agents, *y.recipients})
    return _same_parties(a, b)


def _same_parties(a: Told, b: Told) -> bool:
    x, y = a.event, b.event
    if x.type == y.type == "Election":
        return True
    whom = set() if b.loose else {*y.agents, *y.recipients}
    if whom and (_apart(x.agents, y.agents) or _apart(x.recipients, y.recipients)):
        return False
    who = set() if a.loose else {*x.agents, *x.recipients}
    shared = who & whom
    if b.lemma == "discuss" and x.type in TALKS:
        return not whom or bool(shared)
    if a.definite and not who and x.type == y.type and b.sentence - a.sentence <= AFTER:
        return True  # "The visit comes a week after ...": told before anybody is named
    if b.definite and _refers(a, b):
        return not whom or bool(shared) or not who
    if _stem(a.lemma) == _stem(b.lemma):
        ahead = {x.status, y.status} <= AHEAD
        return bool(shared) if who and whom else b.noun or ahead or b.sentence - a.sentence <= BODY
    if x.type == y.type and a.noun and b.noun:
        return bool(shared)
    return len(whom) > 1 and who == whom


def _stem(lemma: str) -> str:
    """Return what a verb and its noun have in common: "adopt", "adoption"."""
    return lemma[:5] if len(lemma) > 5 else lemma


def _refers(a: Told, b: Told) -> bool:
    """Say whether a noun that refers back can mean this: "the attack" a bombing, but not an invasion."""
    x, y = a.event.type, b.event.type
    if {x, y} <= TALKS:
        return True
    if b.lemma == "fighting" and x != "Clash" and a.lemma not in WAR:
        return False  # it takes two: the burning of a village is none
    if x in VIOLENT and y in VIOLENT:
        return a.lemma == b.lemma or b.lemma in VAGUE or ({a.lemma, b.lemma} <= WAR) or ({a.lemma, b.lemma} <= RAID)
    return x == y


def _same_utterance(a: Told, b: Told) -> bool:
    """Say whether two passages of one speaker, in one breath and to one purpose, are one utterance."""
    x, y = a.event, b.event
    if x.type != y.type or x.status != y.status or b.sentence - a.sentence > NEAR or b.fresh or x.type != "Statement":
        return False
    if b.lemma not in ONWARD and (a.sentence == b.sentence or not y.quotes):
        return False
    return bool(x.agents) and x.agents == y.agents and not _apart(x.recipients, y.recipients)


def _apart(one: tuple[Entity, ...], other: tuple[Entity, ...]) -> bool:
    return bool(one) and bool(other) and not set(one) & set(other)


def _same_time(x: Event, y: Event) -> bool:
    if x.moment is None or y.moment is None:
        return True
    a, b = x.moment, y.moment
    return not (
        (a.latest is not None and b.earliest is not None and a.latest < b.earliest)
        or (b.latest is not None and a.earliest is not None and b.latest < a.earliest)
    )


def _same_place(x: Event, y: Event) -> bool:
    if x.place is None or y.place is None or x.place == y.place:
        return True
    return y.place in (x.place.within, *(() if x.place.within is None else (x.place.within.within,))) or x.place in (
        y.place.within,
        *(() if y.place.within is None else (y.place.within.within,)),
    )


def _same_standing(a: Told, b: Told) -> bool:
    """Say whether two statuses may be of one event: both real, both ahead, or one of them said by no word."""
    x, y = a.event.status, b.event.status
    if x == y or any({x, y} <= kind for kind in (REAL, AHEAD, CONTESTED)):
        return True
    return not (a.firm and b.firm) and "didNotHappen" not in {x, y}


def _joined(a: Told, b: Told) -> Told:
    x, y = a.event, b.event
    said = [t.event.status for t in (a, b) if t.firm] or [x.status, y.status]
    status = min(said, key=STATUSES.index)
    agents = x.agents or y.agents
    claims = [c if t.firm or status not in AHEAD else replace(c, status=status) for t in (a, b) for c in t.event.claims]
    event = replace(
        x,
        status=status,
        claims=surest(claims),
        agents=agents,
        recipients=x.recipients or tuple(r for r in y.recipients if r not in agents),
        place=x.place or y.place,
        moment=x.moment or y.moment,
        quotes=(*x.quotes, *y.quotes),
        content=tuple(dict.fromkeys((*x.content, *y.content))),
    )
    return replace(
        a, event=event, firm=a.firm or b.firm, toll=a.toll and b.toll, loose=a.loose and b.loose, sentence=b.sentence
    )
