"""The story that an article tells: the days and places of its events in their order, as the rules give them.

What is told without a day or a place goes on where the event before it, or one of the same doers, was; which of them is
for the heads to say.
"""

from __future__ import annotations

import bisect
from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from extractors.when.clauses import clause_of
from extractors.when.tense import told_simply

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractors.learned.view import View
    from extractors.reading import Mention, When
    from ontology.facts import Event, Moment

BEFORE, AFTER = 12, 3
"""How many sentences back and forward an event's day or place may be told."""
FAR = 24
"""How many expressions of time, and how many places, are looked at for one event."""
_LOOK = 12
"""How many events back and forward are looked through for one that has a day or a place."""
Days = tuple[object, object]
T = TypeVar("T", "When", "Mention")


def nearby(view: View, i: int, told: Sequence[T]) -> list[T]:
    """Return what is told in the sentences about a token, the nearest first; `told` is in the order of its heads."""
    low, high = view.stretch(view.sentence(i), BEFORE, AFTER)
    begin, end = (bisect.bisect_left(told, at, key=lambda one: one.head) for at in (low, high))
    return sorted(told[begin:end], key=lambda one: abs(one.head - i))[:FAR]


def days(moment: Moment | None) -> Days | None:
    """Return the first and the last day of a moment; None where there is none."""
    return (moment.earliest, moment.latest) if moment is not None else None


class Story:
    """An article's events in the order in which they are told, and how often each day and place is theirs."""

    def __init__(self, view: View, events: Iterable[Event]) -> None:
        self._view = view
        told = sorted(((int(e.handle), e) for e in events if e.handle.isdigit()), key=lambda pair: pair[0])
        self._at = [i for i, _ in told]
        self._events = [e for _, e in told]
        self.days = Counter(days(e.moment) for e in self._events)
        self.places = Counter(e.place for e in self._events)
        self.named = Counter(days(w.moment) for w in view.whens)
        self.lead = next((days(w.moment) for w in view.whens if w.moment.earliest == w.moment.latest), None)
        self._running: list[tuple[int, Days | None]] = []
        for when in view.whens:
            verb = clause_of(view.document, when)
            past = verb >= 0 and told_simply(view.doc[verb])
            if past and when.moment.earliest == when.moment.latest:
                self._running.append((when.head, days(when.moment)))

    def running(self, i: int) -> Days | None:
        """Return the day at which the telling has arrived at a token: the last that a clause in the past names."""
        n = bisect.bisect_left(self._running, i, key=lambda pair: pair[0]) - 1
        return self._running[n][1] if n >= 0 else None

    def beside(self, i: int, event: Event, key: str) -> dict[str, Event]:
        """Return the nearest other events that have a `key` (moment or place), each by how it stands to this one."""
        n = bisect.bisect_left(self._at, i)
        before = [e for e in reversed(self._events[max(0, n - _LOOK) : n]) if getattr(e, key) is not None]
        before = [e for e in before if e.handle != event.handle]
        after = [e for e in self._events[n : n + _LOOK] if getattr(e, key) is not None and e.handle != event.handle]
        mine = {*event.agents, *event.recipients}
        found = {
            "before": before[:1],
            "after": after[:1],
            "agents": [e for e in before if {*e.agents} & {*event.agents}][:1],
            "parties": [e for e in (*before, *after) if {*e.agents, *e.recipients} & mine][:1],
            "type": [e for e in (*before, *after) if e.type == event.type][:1],
        }
        return {how: events[0] for how, events in found.items() if events}

    def gap(self, i: int, other: Event) -> str:
        """Return how far another event is told from a token: in its sentence, in its paragraph, or farther."""
        at = int(other.handle)
        if self._view.sentence(at) == self._view.sentence(i):
            return "sentence"
        document, doc = self._view.document, self._view.doc
        apart = abs(document.paragraph_of(doc[at].idx) - document.paragraph_of(doc[i].idx))
        return ("paragraph", "next paragraph")[apart] if apart < 2 else "far"
