"""PLOVER and CAMEO codes of an event, read from the notes on the event classes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import terms
from ontology.generate import triples

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ontology.facts import Status

_DONE = (terms.donePlover, terms.doneCameo)
_PLANNED = (terms.plannedPlover, terms.plannedCameo)
_PLEDGED = (terms.pledgedPlover, terms.pledgedCameo)
_NOTES = frozenset({*_DONE, *_PLANNED, *_PLEDGED, terms.doneMode})
_UNDONE = frozenset({"sought", "denied", "didNotHappen", "hypothetical"})
_RESIGNING = frozenset({"resign", "resignation", "step", "quit", "abdicate", "abdication"})
"""Words that tell a departure of one's own: the last part of a claim's rule names the words that it was read by."""


def codes_of(
    event_type: str,
    status: Status,
    *,
    is_content: bool = False,
    content_types: Iterable[str] = (),
    rules: Iterable[str] = (),
) -> tuple[ox.NamedNode, ...]:
    """Return the PLOVER concept and then the CAMEO concept of an event, as far as it has them.

    `event_type` and `content_types` are local names of event classes; KeyError on any other. What is sought, denied or
    hypothetical has no code, and neither has what a coded speech act is about (`is_content`): the act is counted.
    `content_types` tells a pledge to yield (CONCEDE) from other pledges, `rules` (of the event's claims) a resignation,
    which PLOVER codes, from other departures, which it does not.
    """
    kind = terms.BY_NAME[event_type]
    if is_content or status in _UNDONE or not _coded(kind, rules):
        return ()
    if status == "planned":
        return _codes(kind, _PLANNED)
    if kind == terms.Pledge:
        for content in sorted(content_types):
            if yielded := _codes(terms.BY_NAME[content], _PLEDGED):
                return yielded
    return _codes(kind, _DONE)


def mode_of(event_type: str, status: Status, rules: Iterable[str] = ()) -> ox.NamedNode | None:
    """Return the PLOVER mode of an event, None where its type has none or it is not reported as done."""
    kind = terms.BY_NAME[event_type]
    done = status not in _UNDONE and status != "planned"
    return _table().get((kind, terms.doneMode)) if done and _coded(kind, rules) else None


def _coded(kind: ox.NamedNode, rules: Iterable[str]) -> bool:
    words = {word for rule in rules for word in rule.rpartition(":")[2].split("-")}
    return kind != terms.Departure or bool(words & _RESIGNING)


def _codes(kind: ox.NamedNode, notes: tuple[ox.NamedNode, ...]) -> tuple[ox.NamedNode, ...]:
    table = _table()
    return tuple(table[kind, note] for note in notes if (kind, note) in table)


@cache
def _table() -> dict[tuple[ox.NamedNode, ox.NamedNode], ox.NamedNode]:
    return {
        (t.subject, t.predicate): t.object
        for t in triples()
        if t.predicate in _NOTES and isinstance(t.subject, ox.NamedNode) and isinstance(t.object, ox.NamedNode)
    }
