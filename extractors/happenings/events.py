"""The events of an article: triggers, their standing, their participants, time and place, each happening once."""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.happenings.grammar import carrier, child, is_passive, phrase
from extractors.happenings.quoted import spoken
from extractors.happenings.roles import entities, roles
from extractors.happenings.same import SPEECH, Told, merged
from extractors.happenings.speech import kind_of_clause
from extractors.happenings.status import Standing, standing
from extractors.happenings.triggers import triggers
from extractors.places import place_of
from extractors.reading import Quotation
from extractors.when import carried, date_of
from ontology.facts import Claim, Event, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.happenings.frames import Trigger
    from extractors.reading import Reading
    from ontology.facts import Entity

DEFINITE = frozenset({"the", "this", "that", "these", "those", "such"})
FRESH = frozenset({"a", "an", "another", "more", "new", "further", "fresh", "separate", "second", "additional"})
AGAIN = frozenset({"also", "again", "later", "then"})
TOLL = frozenset({"kill", "injure", "wound", "destroy"})
"""Verbs that tell the victims of something: without a doer they count what another passage tells."""
CONFIDENCE = {"verb": 0.55, "noun": 0.45, "adjective": 0.4, "light": 0.6, "quotation": 0.6, "statement": 0.5}
"""How often a rule's event is right: first estimates, to be set by calibration."""


def events(document: Document, reading: Reading) -> Iterator[Event]:
    """Yield the events that an article tells, in the order of the text, each once with all its passages."""
    quotations = [q for q in reading.all(Quotation) if q.speaker is not None]
    found = triggers(document.doc, reading, document.dateline.end if document.dateline else 0)
    told: list[tuple[int, Told]] = []
    standings: dict[int, Standing] = {}
    for i, trigger in found.items():
        token = document.doc[i]
        standings[i] = standing(token, found)
        telling = _told(document, reading, token, found, standings[i], quotations)
        if telling is not None:
            told.append((token.idx, telling))
    told = spoken(document, told, quotations)
    attributed = _attributed(told, standings, reading, document, quotations)
    yield from _numbered(document, reading, attributed, [q.span for q in reading.all(Quotation)])


def _told(
    document: Document, reading: Reading, token: Token, found: dict[int, Trigger], stand: Standing, quotations: list[Quotation]
) -> Told | None:
    trigger = found[token.i]
    agents, recipients = roles(token, trigger, reading)
    kind = trigger.type
    if trigger.type == "Statement":
        kind = kind_of_clause(token, reading, found, quoted=_quoted(token, quotations))
        if stand.status in {"didNotHappen", "hypothetical"}:
            return None
    rule = "light" if trigger.pos == "noun" and carrier(token) is not None else trigger.pos
    claim = Claim(
        stand.status, (_evidence(document, token),), f"{kind}:{rule}:{'-'.join(trigger.words)}", CONFIDENCE[rule]
    )
    event = Event(
        handle=str(token.i),
        type=kind,
        status=stand.status,
        claims=(claim,),
        agents=agents,
        recipients=recipients,
        place=place_of(document, reading, token, speech=trigger.speech),
        moment=date_of(document, reading, token, stand.status),
    )
    noun = trigger.pos == "noun"
    return Told(
        event,
        token.lemma_.lower(),
        definite=noun and any(c.lower_ in DEFINITE for c in token.children),
        noun=noun,
        fresh=any(c.lower_ in (FRESH if noun else AGAIN) for c in token.children),
        firm=stand.because != "",
        toll=trigger.words[0] in TOLL and (is_passive(token) or not agents) and not agents,
        sentence=document.sentence_number(token),
    )


def _quoted(verb: Token, quotations: list[Quotation]) -> bool:
    """Say whether the clause that a verb of saying governs stands in quotation marks."""
    clause = child(verb, "ccomp")
    if clause is None:
        return False
    at = bisect.bisect_right(quotations, clause.idx, key=lambda q: q.span.begin) - 1
    return at >= 0 and clause.idx < quotations[at].span.end


def _evidence(document: Document, token: Token) -> Span:
    """Return the clause of a trigger, or of the light verb that carries it, within its sentence."""
    sentence = document.sentence_of(token)
    head = carrier(token) or token
    words = [t for t in head.subtree if sentence.start <= t.i < sentence.end]
    begin, end = min(t.i for t in words), max(t.i for t in words) + 1
    text = document.doc[begin:end]
    left = len(text.text) - len(re.sub(r"^[\s,;:.]+", "", text.text))
    right = len(re.sub(r"[\s,;:]+$", "", text.text))
    return Span(text.start_char + left, text.start_char + max(right, left + 1))


def _attributed(
    told: list[tuple[int, Told]],
    standings: dict[int, Standing],
    reading: Reading,
    document: Document,
    quotations: list[Quotation],
) -> list[Told]:
    """Say who is the source of each event, and which speech act it is the content of."""
    by_handle = {t.event.handle: t.event for _, t in told}
    content: defaultdict[str, list[str]] = defaultdict(list)
    sources: dict[str, Entity] = {}
    for at, telling in told:
        handle = telling.event.handle
        stand = standings.get(int(handle)) if handle.isdigit() else None
        parent = by_handle.get(str(stand.content_of)) if stand and stand.content_of is not None else None
        if parent is None and handle.isdigit():
            quotation = next((q for q in quotations if q.span.begin <= at < q.span.end), None)
            parent = next((e for e in by_handle.values() if quotation and quotation.words in e.quotes), None)
        if parent is not None and parent.type in SPEECH | {"Agreement", "Mediation"} and parent.handle != handle:
            content[parent.handle].append(handle)
            if parent.type in SPEECH and parent.agents:
                sources[handle] = parent.agents[0]
        elif handle.isdigit() and (source := _according(document.doc[int(handle)], reading)) is not None:
            sources[handle] = source
    result = []
    for _, telling in told:
        event = telling.event
        by = sources.get(event.handle) if event.type not in SPEECH else None
        claims = tuple(replace(c, by=by) for c in event.claims)
        result.append(replace(telling, event=replace(event, claims=claims, content=tuple(content[event.handle]))))
    return result


def _according(token: Token, reading: Reading) -> Entity | None:
    for prep in (t for t in token.sent if t.lower_ == "according"):
        for noun in phrase(prep, "to"):
            return next(iter(entities(noun, reading)), None)
    return None


def _numbered(document: Document, reading: Reading, told: list[Told], quoted: list[Span]) -> Iterator[Event]:
    distinct, handles = merged(told)
    kept = carried(document, reading, distinct, quoted)
    names = {event.handle: f"e{n}" for n, event in enumerate(kept, 1)}
    for event in kept:
        inner = (names[handles[h]] for h in event.content if h in handles)
        yield replace(
            event,
            handle=names[event.handle],
            content=tuple(dict.fromkeys(h for h in inner if h != names[event.handle])),
        )
