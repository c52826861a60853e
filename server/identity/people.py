"""Persons told of in several articles: which names mean one person, and which namesakes are two."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ontology.uris import namesake
from server.identity.names import likeness

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from server.identity.items import Person, Role

THRESHOLD = 0.7
"""From this score on two names mean one person."""
_SAME_OFFICE, _SAME_EMPLOYER = 0.3, 0.1
_OTHER_STATE, _OTHER_BODY = -0.5, -0.35


@dataclass(frozen=True, slots=True)
class Decision:
    """What is meant: its IRI and its first name; how it was found, what speaks for it (0 to 1), and why."""

    meant: str
    name: str
    method: str = ""
    score: float = 1.0
    reasons: tuple[str, ...] = ()

    def text(self) -> str:
        """Return it as the text in which it is kept."""
        return json.dumps([self.meant, self.name, self.method, self.score, self.reasons])


@dataclass(slots=True)
class _Known:
    """A person as known so far."""

    name: str
    names: list[str]
    roles: set[Role]
    iris: set[str]


def decide(
    person: Person, earlier: Iterable[tuple[Person, Decision]], apart: AbstractSet[frozenset[str]] = frozenset()
) -> Decision:
    """Return whom a person is: itself, somebody known before, or a namesake of its own.

    `earlier` are those before it, in order, that share a key with it, and whom they are: what a later article says
    changes nothing about an earlier one. `apart` are pairs of IRIs that people keep apart.
    """
    known: dict[str, _Known] = {}
    for other, decision in earlier:
        one = known.setdefault(decision.meant, _Known(decision.name, [], set(), set()))
        one.names += [name for name in other.names if name not in one.names]
        one.roles |= set(other.roles)
        one.iris |= {other.iri, decision.meant}
    best, points = "", 0.0
    reasons: tuple[str, ...] = ()
    for iri, one in known.items():
        found, why = _against(person, one, apart)
        if found > points:
            best, points, reasons = iri, found, why
    if points >= THRESHOLD:
        return Decision(best, known[best].name, "" if best == person.iri else "name", round(points, 2), reasons)
    if person.iri in known:
        return Decision(_namesake(person), person.names[0], "name", 1.0, ("a namesake in another office",))
    return Decision(person.iri, person.names[0])


def score(person: Person, names: Iterable[str], roles: AbstractSet[Role]) -> tuple[float, tuple[str, ...]]:
    """Return how much speaks for a person being one that has names and offices (0 to 1), and the reasons."""
    alike, how = max((likeness(mine, theirs) for mine in person.names for theirs in names), default=(0.0, ""))
    context, why = _context(set(person.roles), roles)
    return (min(alike + context, 1.0), (how, why) if why else (how,)) if alike else (0.0, ())


def _against(person: Person, known: _Known, apart: AbstractSet[frozenset[str]]) -> tuple[float, tuple[str, ...]]:
    if any(frozenset({person.iri, iri}) in apart for iri in known.iris):
        return 0.0, ()
    if known.iris & person.company:
        return 0.0, ()  # an article that tells of both tells them apart
    return score(person, known.names, known.roles)


def _context(mine: AbstractSet[Role], theirs: AbstractSet[Role]) -> tuple[float, str]:
    if mine & theirs:
        return _SAME_OFFICE, "the same office"
    ours, others = {of for _, of in mine}, {of for _, of in theirs}
    if ours & others:
        return _SAME_EMPLOYER, "offices of the same state or body"
    if not ours or not others:
        return 0.0, ""
    states = all(any("/id/state/" in of for of in some) for some in (ours, others))
    return (_OTHER_STATE if states else _OTHER_BODY), "offices of others"


def _namesake(person: Person) -> str:
    kind, of = person.roles[0] if person.roles else ("", person.at.graph)
    return namesake(person.iri, kind.rpartition("#")[2], of)
