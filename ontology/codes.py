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

_DONE = (terms.plover, terms.cameo)
_PLANNED = (terms.plannedPlover, terms.plannedCameo)
_PLEDGED = (terms.pledgedPlover, terms.pledgedCameo)
_NOTES = frozenset({*_DONE, *_PLANNED, *_PLEDGED})


def codes_of(
    event_type: str,
    status: Status,
    *,
    is_content: bool = False,
    content_types: Iterable[str] = (),
) -> tuple[ox.NamedNode, ...]:
    """Return the PLOVER concept and then the CAMEO concept of an event, as far as it has them.

    `event_type` and `content_types` are local names of event classes; KeyError on any other. What is sought, denied or
    hypothetical has no code, and neither has what a coded speech act is about (`is_content`): the act is counted.
    `content_types` tells a pledge to yield (CONCEDE) from other pledges.
    """
    kind = terms.BY_NAME[event_type]
    if is_content or status in {"sought", "denied", "didNotHappen", "hypothetical"}:
        return ()
    if status == "planned":
        return _codes(kind, _PLANNED)
    if kind == terms.Pledge:
        for content in sorted(content_types):
            if yielded := _codes(terms.BY_NAME[content], _PLEDGED):
                return yielded
    return _codes(kind, _DONE)


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
