"""Where what is told without a place took place: where the text has just been, or where its speaker was."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.placenames import place_at
from extractors.places import objects
from extractors.placewords import HELD, SCENE, TIMES
from extractors.reading import When
from extractors.when.clauses import SAME_TIME
from extractors.when.telling import BACK, HAPPENS, MEETS, NEAR, REACH, Told
from ontology.facts import Moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading
    from extractors.who.home import Home
    from ontology.facts import Entity, Event

LOOK_BACK = 70
"""How many tokens back, or on, at most, a phrase sets the scene."""
SCENES = {
    **dict.fromkeys(("Attack", "Clash", "Violence", "Mobilization", "Protest", "Coercion"), "force"),
    **dict.fromkeys(("Meeting", "Visit"), "encounter"),
    "Election": "election",
}
"""What takes place somewhere, by kind: the text stays at one scene until it names another."""
CLOSE = 3
"""How many sentences on a phrase still sets the scene."""
STAYS = 4
"""How many sentences on somebody still speaks where they were said to speak, with no day told."""


def scene(
    document: Document,
    reading: Reading,
    now: Told,
    event: Event,
    before: Sequence[Event],
    told: Sequence[Told],
    seats: Sequence[tuple[int, frozenset[Entity], Entity]],
    home: Home,
) -> Entity | None:
    """Return where an event without a place took place, as far as the text before it tells; else None.

    `seats` are the offsets at which somebody was said to speak or meet somewhere, in order.
    """
    physical = SCENES.get(event.type) in {"force", "encounter"} and event.status != "hypothetical"
    if physical and (place := _phrase_before(document, reading, now.at, sentences=0)) is not None:
        return place
    if physical and event.status in HAPPENS and (place := _phrase_after(document, reading, now)) is not None:
        return place
    if event.type == "Call":
        return None  # one calls from two places
    place = _scene(document, now, event.moment, before, told) or _whereabouts(
        document, reading, now, event, before, told, seats
    )
    if place is None and physical:
        return _phrase_before(document, reading, now.at, sentences=CLOSE, moment=event.moment)
    if place is None and event.type == "Election" and now.token is not None:
        return home.near(now.at)
    return place


def _scene(
    document: Document, now: Told, moment: Moment | None, before: Sequence[Event], told: Sequence[Told]
) -> Entity | None:
    """Return where the text has just been, for what takes place somewhere: a clash, an attack, a protest, a meeting."""
    kind = SCENES.get(now.event.type)
    if kind is None or now.event.status in {"hypothetical", "denied"}:
        return None
    here = document.paragraph_of(now.at)
    for n in range(len(before) - 1, max(-1, len(before) - 1 - NEAR), -1):
        event = before[n]
        if event.place is None or SCENES.get(event.type) != kind or here - document.paragraph_of(told[n].at) > 1:
            continue
        if event.moment is not None and not _meet(event.moment, moment):
            continue
        return event.place
    return None


def _whereabouts(
    document: Document,
    reading: Reading,
    now: Told,
    event: Event,
    before: Sequence[Event],
    told: Sequence[Told],
    seats: Sequence[tuple[int, frozenset[Entity], Entity]],
) -> Entity | None:
    """Return where a speaker was last said to speak or to be, on the same day where both days are known."""
    if not now.speech or not now.simple or event.status != "happened":
        return None
    here = document.sentence_at(now.at)
    where = _topic(document, reading, now.at)
    if where is not None:
        return where
    n = bisect_right(seats, now.at, key=lambda seat: seat[0]) - 1
    for at, entities, place in reversed(seats[max(0, n - NEAR) : n + 1]):
        if here - document.sentence_at(at) <= STAYS and any(e.kind == "Person" for e in entities & {*event.agents}):
            return place
    for n in range(len(before) - 1, max(-1, len(before) - 1 - BACK), -1):
        then = before[n]
        speaks = told[n].speech or then.type in MEETS - {"Call"}
        if then.place is None or not speaks or then.status not in HAPPENS:
            continue
        if here - document.sentence_at(told[n].at) > REACH:
            return None
        shared = {*event.agents} & {*then.agents, *then.recipients}
        close = here - document.sentence_at(told[n].at) <= 2
        if shared and (close or any(e.kind == "Person" for e in shared)) and _same_day(event.moment, then.moment):
            return then.place
    return None


def placed(told: Sequence[Told], events: list[Event]) -> list[Event]:
    """Place what somebody says by what else they say on the same day: one speech is told in many sentences."""
    places: dict[tuple[Entity, Moment | None], set[Entity]] = {}
    for now, event in zip(told, events, strict=True):
        if now.speech and event.place is not None and _one_day(event):
            for agent in event.agents:
                places.setdefault((agent, _key(event)), set()).add(event.place)
    for n, (now, event) in enumerate(zip(told, events, strict=True)):
        if now.speech and event.place is None and event.status == "happened" and _one_day(event):
            found = {p for a in event.agents if a.kind == "Person" for p in places.get((a, _key(event)), ())}
            if len(found) == 1:
                events[n] = replace(event, place=found.pop())
    return events


def _same_day(a: Moment | None, b: Moment | None) -> bool:
    return a is None or b is None or (a.earliest, a.latest) == (b.earliest, b.latest)


def _one_day(event: Event) -> bool:
    return (
        event.moment is not None and event.moment.earliest is not None and event.moment.earliest == event.moment.latest
    )


def _key(event: Event) -> Moment | None:
    return Moment(event.moment.earliest, event.moment.latest) if event.moment is not None else None


def _phrase_before(
    document: Document, reading: Reading, offset: int, *, sentences: int, moment: Moment | None = None
) -> Entity | None:
    """Return the last place that a phrase ("in Lima") names before an offset, in its paragraph or the one before.

    Phrases of sentences that tell of another time than `moment` set no scene.
    """
    elsewhen = _elsewhen(document, reading, offset, sentences, moment)
    words = document.doc.char_span(offset, offset + 1, alignment_mode="expand")
    if words is None:
        return None
    here, number = document.paragraph_of(offset), document.sentence_at(offset)
    for i in range(words.start - 1, max(-1, words.start - LOOK_BACK), -1):
        token = document.doc[i]
        if here - document.paragraph_of(token.idx) > 1 or number - document.sentence_at(token.idx) > sentences:
            return None
        if token.pos_ == "ADP" and token.lower_ in SCENE and document.sentence_at(token.idx) not in elsewhen:
            for noun in objects(token):
                place = place_at(document, reading, noun, located=True)
                if place is not None:
                    return place
    return None


def _phrase_after(document: Document, reading: Reading, now: Told) -> Entity | None:
    """Return the place that a phrase names after an event in its clause or one that hangs on it: "who defied it at"."""
    if now.token is None:
        return None
    begin = now.token.i + 1
    for token in now.token.doc[begin : min(now.token.right_edge.i + 1, begin + LOOK_BACK)]:
        if token.pos_ == "ADP" and token.lower_ in {"in", "at", "near"} and _of_one_time(token, now.token):
            for noun in objects(token):
                place = place_at(document, reading, noun, located=True)
                if place is not None and place.kind in HELD:
                    return place
    return None


def _of_one_time(word: Token, trigger: Token) -> bool:
    """Say whether no clause of another time stands between: "fired, hours before they were to meet in Lima"."""
    for above in word.ancestors:
        if above.i == trigger.i:
            return True
        marks = {c.lower_ for c in above.children if c.dep_ in {"mark", "advmod"}}
        if above.dep_ == "ccomp" or above.lower_ in TIMES or (above.dep_ == "advcl" and not marks & SAME_TIME):
            return False
    return False


def _elsewhen(
    document: Document, reading: Reading, offset: int, sentences: int, moment: Moment | None
) -> frozenset[int]:
    """Return which of the sentences before an offset tell of a time before or after a moment."""
    here, whens = document.sentence_at(offset), reading.all(When)
    n = bisect_right(whens, offset, key=lambda w: w.span.begin) - 1
    found = set()
    while n >= 0 and here - (number := document.sentence_at(whens[n].span.begin)) <= sentences:
        if number < here and not _meet(whens[n].moment, moment):
            found.add(number)
        n -= 1
    return frozenset(found)


def _meet(one: Moment, other: Moment | None) -> bool:
    """Say whether two times have a day in common; a time that nobody told may be any but one long past."""
    first, last = (other.earliest, other.latest) if other is not None else (None, None)
    before = one.latest is not None and first is not None and one.latest < first
    after = one.earliest is not None and last is not None and one.earliest > last
    return not before and not after


def _topic(document: Document, reading: Reading, offset: int) -> Entity | None:
    """Return the place with which a sentence near before an offset begins: "In Lima, the minister said"."""
    number = document.sentence_at(offset)
    for n in range(number, max(-1, number - 3), -1):
        sentence = document.sentences[n]
        if document.paragraph_of(offset) - document.paragraph_of(sentence.start_char) > 1:
            return None
        for token in sentence[:3]:
            if token.dep_ == "prep" and token.lower_ in {"in", "at"}:
                for noun in objects(token):
                    place = place_at(document, reading, noun, located=True)
                    comma = noun.right_edge.i + 1 < sentence.end and sentence.doc[noun.right_edge.i + 1].text == ","
                    if place is not None and place.kind in HELD and comma:
                        return place
    return None
