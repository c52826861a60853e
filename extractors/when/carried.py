"""Time and place carried from sentence to sentence: who spoke at a meeting on Monday also "noted" there, on Monday."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.when.tense import told_simply
from ontology import terms
from ontology.triples import classes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractors.document import Document
    from ontology.facts import Entity, Event, Moment, Span

HAPPENS = frozenset({"happened", "ongoing"})
MEETS = frozenset({"Visit", "Meeting", "Call", "Consultation", "Mediation"})
ACTS = MEETS | {"Agreement", "Legislation"}
"""Encounters at which one speaks: what is said there has their day and place."""
REACH = 12
"""How many sentences on, at most, a person still speaks on the same occasion."""


@dataclass(frozen=True, slots=True)
class _Told:
    """An event with the place in the text where it is told."""

    event: Event
    at: int
    sentence: int
    paragraph: int
    speech: bool
    simple: bool | None


def carried(document: Document, events: Iterable[Event], quoted: Sequence[Span] = ()) -> list[Event]:
    """Return the events, in their order, those without a date or a place with the one that the text before gives them.

    An event's handle is the index of its trigger's token, or of another form where it has none. What is told inside
    one of the `quoted` spans, which are in order, has another day than the one on which it is said.
    """
    found: list[_Told] = []
    lead: Moment | None = None
    begins = [s.begin for s in quoted]
    for event in events:
        now = _told(document, event)
        n = bisect_right(begins, now.at) - 1
        if n >= 0 and now.at < quoted[n].end and not event.quotes:
            now = replace(now, simple=False)
        if not found:
            lead = _lead(document, now)
        found.append(replace(now, event=_settled(now, found, lead)))
    return [told.event for told in found]


def _told(document: Document, event: Event) -> _Told:
    token = document.doc[int(event.handle)] if event.handle.isdigit() else None
    at = token.idx if token is not None else event.claims[0].evidence[0].begin
    simple = told_simply(token) if token is not None else True
    sentence = document.sentence_at(at)
    return _Told(event, at, sentence, document.paragraph_of(at), is_speech(event.type), simple)


def is_speech(kind: str) -> bool:
    """Say whether an event type is a speech act."""
    return terms.SpeechAct in classes_of(kind)


def _lead(document: Document, first: _Told) -> Moment | None:
    """Return the moment of an incident on the day of publication with which the article begins: all reacts to it."""
    moment, today = first.event.moment, document.article.published
    if first.sentence > 1 or first.speech or first.event.type in MEETS or first.event.status != "happened":
        return None
    return moment if moment and moment.earliest == moment.latest == today else None


def _settled(now: _Told, before: Sequence[_Told], lead: Moment | None) -> Event:
    event = now.event
    if event.moment is not None:
        return event
    anchor = _occasion(now, before)
    if anchor is not None:
        return _taken(event, anchor.event)
    if lead is not None and now.speech and event.status == "happened" and now.simple is not False:
        return replace(event, moment=_carry(lead, "reaction"))
    return event


def _occasion(now: _Told, before: Sequence[_Told]) -> _Told | None:
    """Return the last dated event of the same actor on whose occasion this one happened, or None."""
    event = now.event
    if event.status == "planned":
        fits = _planned
    elif event.status == "happened" and now.simple:
        fits = _spoken if now.speech else _next
    else:
        return None
    for told in reversed(before[-60:]):
        if event.status == "happened" and told.event.status not in HAPPENS:
            continue
        if _day(told.event.moment) and _share(event, told.event):
            return told if fits(now, told) else None
    return None


def _spoken(now: _Told, then: _Told) -> bool:
    if then.event.status not in HAPPENS or not (then.speech or then.event.type in ACTS) or not _one_day(then.event):
        return False
    near = now.paragraph - then.paragraph <= 1 and now.sentence - then.sentence <= 3
    return near or (now.sentence - then.sentence <= REACH and _persons(now.event, then.event))


def _next(now: _Told, then: _Told) -> bool:
    return then.event.status in HAPPENS and _one_day(then.event) and now.paragraph == then.paragraph


def _planned(now: _Told, then: _Told) -> bool:
    visit = then.event.type == "Visit" or (then.event.moment and then.event.moment.rule.startswith("same-occasion"))
    return then.event.status == "planned" and bool(visit) and now.event.type in MEETS


def _taken(event: Event, anchor: Event) -> Event:
    assert anchor.moment is not None
    place = event.place or (anchor.place if anchor.type != "Call" else None)
    return replace(event, moment=_carry(anchor.moment, "same-occasion"), place=place)


def _carry(moment: Moment, why: str) -> Moment:
    return replace(moment, rule=f"{why}-{moment.rule.removeprefix(why + '-')}")


def _day(moment: Moment | None) -> bool:
    return moment is not None and moment.earliest is not None and moment.latest is not None


def _one_day(event: Event) -> bool:
    return event.moment is not None and event.moment.earliest == event.moment.latest


def _share(a: Event, b: Event) -> bool:
    return bool({*a.agents} & {*b.agents, *b.recipients})


def _persons(a: Event, b: Event) -> bool:
    shared: set[Entity] = {*a.agents} & {*b.agents, *b.recipients}
    return any(e.kind == "Person" for e in shared)
