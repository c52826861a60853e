"""Time and place carried from sentence to sentence: who spoke at a meeting on Monday also "noted" there, on Monday."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.reading import Quotation
from extractors.when.clauses import VERBS
from extractors.when.frames import follows
from extractors.when.occasions import SPEAKS, Occasion, first_day, first_other, incident, occasions, whereabouts
from extractors.when.scenes import placed, scene
from extractors.when.telling import ACTS, BACK, HAPPENS, MEETS, REACH, Told, held_within, is_speech, refers_back, tell
from extractors.who.gazetteer import publisher_state
from extractors.who.home import Home
from ontology.facts import Moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading
    from ontology.facts import Entity, Event, Span

LEAD = 4
SENTENCE = 80
"""How many words of a sentence, at most, are looked through for persons."""
NEXT = 2
"""How many sentences on, at most, an officer speaks of what their body did or said."""
AHEAD = 12
"""Among how many events further on the lead of an article is looked for."""
_RELEASE = re.compile(
    r"attributable to|Begin text|Office of the Spokesperson|Press (?:Statement|Release)|Media Note|immediate release"
    r"|Statement (?:by|from|of) the ",
    re.IGNORECASE,
)
"""Heads of a publisher's own statement: its present tense ("Peru welcomes") speaks on the day of publication."""


def carried(
    document: Document,
    reading: Reading,
    events: Iterable[Event],
    quoted: Sequence[Span] = (),
    _tellings: Mapping[str, str] | None = None,
) -> list[Event]:
    """Return the events, in their order, those without a date or a place with the one that the text before gives them.

    An event's handle is the index of its trigger's token, or of another form where it has none. What is told inside
    one of the `quoted` spans, which are in order, has another day than the one on which it is said.
    """
    cues = {q.words: q.cue for q in reading.all(Quotation) if q.cue is not None}
    told = [tell(document, reading, event, cues) for event in events]
    begins = [s.begin for s in quoted]
    home = Home(document, reading)
    lead = incident(document, reading)
    opening = first_day(document, reading)
    until = first_other(reading, lead)
    clauses = list(occasions(document, reading))
    seats = list(whereabouts(document, reading))
    past: list[tuple[Occasion, Event | None]] = []
    found: list[Event] = []
    by_verb: dict[int, Event] = {}
    n = 0
    for now in told:
        while n < len(clauses) and clauses[n].at < now.at:
            past.append((clauses[n], None))
            n += 1
        q = bisect_right(begins, now.at) - 1
        within = q >= 0 and now.at < quoted[q].end and not now.event.quotes
        still = lead if lead is not None and now.at < until else None
        event = now.event if within else _settled(document, reading, now, past, still)
        verb = held_within(now.token)
        if event.moment is None and verb in by_verb:
            event = replace(event, moment=by_verb[verb].moment, place=event.place or by_verb[verb].place)
        if now.token is not None and event.moment is not None:
            by_verb[now.token.i] = event
        if opening is not None and now.at < opening[0] and now.simple and not within:
            event = _opened(event, opening[1])
        if event.place is None and not within:
            event = replace(event, place=scene(document, reading, now, event, found, told, seats, home))
        found.append(event)
        if event.moment is not None and event.moment.earliest and event.moment.latest:
            entities = frozenset((*event.agents, *event.recipients))
            if event.type in MEETS and not event.agents:
                entities = _present(document, reading, now)
            speaks = now.speech or event.type in ACTS
            past.append((Occasion(now.at, entities, event.moment, event.place, speaks), event))
    return _led(document, told, _said(told, placed(told, found)))


def _said(told: Sequence[Told], events: list[Event]) -> list[Event]:
    """Date an act of speech by the one in whose words it is told: "she said that Peru welcomes the accord"."""
    dated = {handle: event.moment for event in events for handle in event.content if is_speech(event.type)}
    for n, (now, event) in enumerate(zip(told, events, strict=True)):
        day = dated.get(event.handle)
        present = now.token is not None and now.token.tag_ in {"VBZ", "VBP"}
        if event.moment is None and day is not None and now.speech and present and event.status == "happened":
            events[n] = replace(event, moment=_carry(day, "same-occasion"))
    return events


def _opened(event: Event, day: Moment) -> Event:
    fresh = event.moment is None and event.status == "happened"
    return replace(event, moment=_carry(day, "opening")) if fresh else event


def _led(document: Document, told: Sequence[Told], events: list[Event]) -> list[Event]:
    """Date what the first sentence tells in the perfect: "has confirmed ..." by its telling further on."""
    for n, now in enumerate(told[:LEAD]):
        event = events[n]
        if event.moment is not None or event.status != "happened" or document.sentence_at(now.at) > 0:
            continue
        for then in events[n + 1 : n + AHEAD]:
            one_day = then.moment is not None and then.moment.earliest == then.moment.latest
            same = then.type == event.type or (now.speech and is_speech(then.type))
            if same and one_day and then.status == "happened" and {*event.agents} & {*then.agents}:
                assert then.moment is not None
                events[n] = replace(event, moment=_carry(then.moment, "told-later"), place=event.place or then.place)
                break
    return events


def is_release(document: Document) -> bool:
    """Say whether a government publishes the article itself, by its head or by its address."""
    article = document.article
    return bool(_RELEASE.search(article.text, 0, 400)) or publisher_state(article.url) is not None


def _present(document: Document, reading: Reading, now: Told) -> frozenset[Entity]:
    """Return the persons named in the sentence of a meeting whose sides the text does not tell."""
    if now.token is None:
        return frozenset()
    named = (reading.at(t.i) for t in document.sentence_of(now.token)[:SENTENCE])
    return frozenset(e for m in named if m is not None for e in m.entities if e.kind == "Person")


def _linked(reading: Reading, now: Iterable[Entity], then: Iterable[Entity]) -> set[Entity]:
    """Return who of the one speaks for a body of the other, or is the body for which one of the other speaks."""
    here, there = set(now), set(then)
    return {one for one in here if _bodies(reading, one) & there} | {
        one for one in there if _bodies(reading, one) & here
    }


def _bodies(reading: Reading, person: Entity) -> set[Entity]:
    return {holding.office.of for holding in reading.held_by(person) if holding.phase == "current"}


def _settled(
    document: Document,
    reading: Reading,
    now: Told,
    past: Sequence[tuple[Occasion, Event | None]],
    lead: Moment | None,
) -> Event:
    event = now.event
    if event.moment is not None:
        return event
    if now.token is not None and event.status == "happened" and follows(now.token):
        met = next(
            (o for o, e in reversed(past[-BACK:]) if e is not None and e.type in ACTS and e.status == "happened"), None
        )
        if met is not None:
            return replace(event, moment=_carry(met.moment, "same-occasion"), place=event.place or met.place)
    for occasion, before in reversed(past[-BACK:]):
        if _fits(document, reading, now, occasion, before):
            place = event.place or (None if before is not None and before.type == "Call" else occasion.place)
            return replace(event, moment=_carry(occasion.moment, "same-occasion"), place=place)
    if not now.speech or event.status != "happened":
        return event
    present = now.simple is None and now.token is not None and now.token.pos_ in {"VERB", "ADJ"}
    today = document.article.published
    if present and today is not None and is_release(document):
        return replace(event, moment=Moment(today, today, "", "release", today))
    if lead is not None and (now.simple or present):
        return replace(event, moment=_carry(lead, "reaction"))
    return event


def _fits(
    document: Document,
    reading: Reading,
    now: Told,
    then: Occasion,
    before: Event | None,
) -> bool:
    """Say whether an event is told as part of an occasion that the text has told before."""
    event, shared = now.event, {*now.event.agents} & then.entities
    apart = document.sentence_at(now.at) - document.sentence_at(then.at)
    if not shared and apart <= NEXT and (now.token is None or now.token.pos_ in VERBS):
        shared = _linked(reading, now.event.agents, then.entities)
    if event.status == "planned":
        if not shared or before is None or before.status != "planned" or event.type not in MEETS:
            return False
        return before.type == "Visit" or then.moment.rule.startswith("same-occasion")
    if event.status not in {"happened", "didNotHappen"} or then.moment.earliest != then.moment.latest:
        return False
    if before is not None and before.status not in HAPPENS:
        return False
    if refers_back(now) and before is not None:
        return before.type == event.type and apart <= 4 and bool(shared or not event.agents)
    if _goes_on(document, now, then):
        return True
    if not shared or not now.simple:
        return False
    same_paragraph = document.paragraph_of(now.at) == document.paragraph_of(then.at)
    if not now.speech:
        spoken_of = now.token is not None and now.token.pos_ == "NOUN" and now.token.head.lemma_ in SPEAKS
        return before is not None and same_paragraph and not refers_back(now) and not spoken_of
    if not then.speaks:
        return False
    near = document.paragraph_of(now.at) - document.paragraph_of(then.at) <= 1 and apart <= 3
    return near or (apart <= REACH and any(e.kind == "Person" for e in shared))


def _adds(verb: Token) -> bool:
    """Say whether a clause adds to the one before: "they also urged", "for her part, she thanked"."""
    for child in verb.children:
        if child.dep_ == "advmod" and child.lower_ in {"also", "likewise", "further", "furthermore", "additionally"}:
            return True
        if child.dep_ == "prep" and child.lower_ == "for" and any(c.lower_ == "part" for c in child.children):
            return True
    return False


def _pronoun(verb: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubjpass"} and c.lower_ in {"he", "she", "they", "it"} for c in verb.children)


def _goes_on(document: Document, now: Told, then: Occasion) -> bool:
    """Say whether an act follows an act: "On Monday crowds blocked the road. Police dispersed them"."""
    apart = document.sentence_at(now.at) - document.sentence_at(then.at)
    same_paragraph = document.paragraph_of(now.at) == document.paragraph_of(then.at)
    if not now.simple or now.token is None:
        return False
    if then.speaks or not now.speech:
        if _adds(now.token) and apart <= NEXT:
            return True
        if same_paragraph and apart == 1 and _pronoun(now.token):
            return True
    if now.speech or then.speaks or apart > 1 or not same_paragraph:
        return False
    return now.token.dep_ in {"ROOT", "conj", "dobj", "nsubj", "nsubjpass"} and now.token.tag_ != "VBG"


def _carry(moment: Moment, why: str) -> Moment:
    return replace(moment, rule=f"{why}-{moment.rule.removeprefix(why + '-')}")
