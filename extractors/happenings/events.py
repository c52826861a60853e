"""The events of an article: triggers, their standing, their participants, time and place, each happening once."""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.grammar import carrier, child, is_passive, phrase
from extractors.happenings.answers import answered
from extractors.happenings.confidence import confidence
from extractors.happenings.quoted import spoken
from extractors.happenings.roles import roles
from extractors.happenings.same import SPEECH, Told, merged
from extractors.happenings.sides import Sides
from extractors.happenings.speech import kind_of_clause
from extractors.happenings.status import Standing, standing
from extractors.happenings.triggers import triggers
from extractors.happenings.utterance import REPORTING
from extractors.happenings.whom import entities
from extractors.happenings.wording import HARM
from extractors.places import place_of
from extractors.reading import Quotation
from extractors.when import carried, date_of
from ontology.facts import Claim, Event, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.lexicon import Trigger
    from extractors.reading import Reading
    from ontology.facts import Entity, Status

    Settle = Callable[[Document, Reading, Sequence[Event], Sequence[Span], Mapping[str, str]], list[Event]]

BLAMED = HARM | {"Aid", "Threat", "Rejection", "Accusation", "Demand"}
"""Events that an adversary is said to have done."""
CLAUSE = 80
"""Words on either side of a trigger at which its evidence ends, however long the sentence."""
SAID = REPORTING | {"quotation", "add", "insist", "stress", "declare", "announce", "argue", "warn"}
"""Words that only say: what an accusation made by them tells is the accuser's claim."""
DEFINITE = frozenset({"the", "this", "that", "these", "those", "such"})
FRESH = frozenset({"a", "an", "another", "more", "new", "further", "fresh", "separate", "second", "additional"})
AGAIN = frozenset({"also", "again", "later", "then"})
TOLL = frozenset({"kill", "injure", "wound", "destroy"})
"""Verbs that tell the victims of something: without a doer they count what another passage tells."""


@dataclass(frozen=True, slots=True)
class Around:
    """What an article says around its events: the quotations of known speakers, in order, and who sides with whom.

    `according` holds the words "according" by the number of their sentence.
    """

    quotations: list[Quotation]
    sides: Sides
    according: dict[int, list[Token]]

    @classmethod
    def of(cls, document: Document, reading: Reading) -> Around:
        """Return what an article and its reading say around its events."""
        according: defaultdict[int, list[Token]] = defaultdict(list)
        for token in document.doc:
            if token.lower_ == "according":
                according[document.sentence_number(token)].append(token)
        quotations = [q for q in reading.all(Quotation) if q.speaker is not None]
        return cls(quotations, Sides(reading), dict(according))

    def quotation_at(self, offset: int) -> Quotation | None:
        """Return the quotation in which an offset lies, or None."""
        at = bisect.bisect_right(self.quotations, offset, key=lambda q: q.span.begin) - 1
        return self.quotations[at] if at >= 0 and offset < self.quotations[at].span.end else None


def events(document: Document, reading: Reading) -> Iterator[Event]:
    """Yield the events that an article tells, in the order of the text, each once with all its passages."""
    found = triggers(document.doc, reading, document.dateline.end if document.dateline else 0)
    standings = {i: standing(document.doc[i], found) for i in found}
    around = Around.of(document, reading)
    told = (telling(document, reading, i, found, stand, around) for i, stand in standings.items())
    yield from assembled(document, reading, [t for t in told if t is not None], standings, around)


def assembled(
    document: Document,
    reading: Reading,
    tellings: Iterable[Told],
    standings: Mapping[int, Standing],
    around: Around,
    settle: Settle = carried,
) -> Iterator[Event]:
    """Yield the distinct events of tellings: quotations on their speech acts, sources named, dates carried on.

    A telling's handle is the index of its trigger, whose standing is looked up by it. `settle` gives the distinct
    events the times and places that other sentences tell; it is told under which handle each telling stands.
    """
    told = spoken(document, [(document.doc[int(t.event.handle)].idx, t) for t in tellings], around.quotations)
    told = answered(document.doc, told, around.sides)
    attributed = [t for t in _attributed(told, standings, reading, around) if not _is_nobodys(t.event)]
    yield from _numbered(document, reading, attributed, [q.span for q in reading.all(Quotation)], settle)


def _is_nobodys(event: Event) -> bool:
    """Say whether a statement is of nobody who is known: "as residents put it" attributes, it tells no act."""
    return event.type == "Statement" and not event.agents and not event.quotes


def telling(
    document: Document, reading: Reading, i: int, found: Mapping[int, Trigger], stand: Standing, around: Around
) -> Told | None:
    """Return the event that the trigger of index `i` tells by the rules, or None where it tells none after all."""
    token, trigger = document.doc[i], found[i]
    kind = trigger.type
    if trigger.type == "Statement":
        kind = kind_of_clause(token, reading, found, around.sides, quoted=_quoted(token, around))
        if stand.status in {"didNotHappen", "hypothetical"}:
            return None
    agents, recipients = roles(token, trigger, reading, kind)
    rule = "light" if trigger.pos == "noun" and carrier(token) is not None else trigger.pos
    claim = Claim(
        stand.status, (evidence(document, token),), f"{kind}:{rule}:{'-'.join(trigger.words)}", confidence(kind, rule)
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
        definite=noun and any(c.lower_ in DEFINITE or c.tag_ == "PRP$" for c in token.children),
        noun=noun,
        fresh=any(c.lower_ in (FRESH if noun else AGAIN) for c in token.children),
        bare=noun and _bare(token),
        firm=stand.because != "",
        loose=noun and not _has_own_parties(token),
        toll=trigger.words[0] in TOLL and (is_passive(token) or not agents) and not agents,
        sentence=document.sentence_number(token),
    )


def _has_own_parties(noun: Token) -> bool:
    """Say whether a noun itself says whose it is ("the attack by rebels", "Israel's raid"), or is carried by a verb."""
    return carrier(noun) is not None or any(
        c.dep_ in {"poss", "agent", "amod", "compound", "nmod"}
        or (c.dep_ == "prep" and c.lower_ in {"by", "of", "between", "with", "against", "on", "from"})
        for c in noun.children
    )


def _bare(noun: Token) -> bool:
    """Say whether a noun is a plural that nothing points back with: "attacks in the south"."""
    return (
        noun.tag_ == "NNS"
        and not any(c.dep_ in {"det", "poss"} for c in noun.children)
        and any(c.dep_ in {"prep", "amod", "compound"} for c in noun.children)
    )


def _quoted(verb: Token, around: Around) -> bool:
    """Say whether the clause that a verb of saying governs stands in quotation marks."""
    clause = child(verb, "ccomp")
    return clause is not None and around.quotation_at(clause.idx) is not None


def evidence(document: Document, token: Token) -> Span:
    """Return the clause of a trigger, or of the light verb that carries it, within its sentence."""
    sentence = document.sentence_of(token)
    head = carrier(token) or token
    begin = max(min(head.left_edge.i, token.i), sentence.start, token.i - CLAUSE)
    end = min(max(head.right_edge.i, token.i) + 1, sentence.end, token.i + CLAUSE)
    text = document.doc[begin:end]
    left = len(text.text) - len(re.sub(r"^[\s,;:.]+", "", text.text))
    right = len(re.sub(r"[\s,;:]+$", "", text.text))
    return Span(text.start_char + left, text.start_char + max(right, left + 1))


def _attributed(
    told: list[tuple[int, Told]],
    standings: Mapping[int, Standing],
    reading: Reading,
    around: Around,
) -> list[Told]:
    """Say who is the source of each event, and which speech act it is the content of."""
    by_handle = {t.event.handle: t.event for _, t in told}
    by_quote = {words: t.event for _, t in reversed(told) for words in t.event.quotes}
    content: defaultdict[str, list[str]] = defaultdict(list)
    sources: dict[str, Entity] = {}
    parents: dict[str, Event] = {}
    for at, telling in told:
        handle = telling.event.handle
        stand = standings.get(int(handle)) if handle.isdigit() else None
        parent = by_handle.get(str(stand.content_of)) if stand and stand.content_of is not None else None
        if parent is None and handle.isdigit():
            quotation = around.quotation_at(at)
            parent = by_quote.get(quotation.words) if quotation is not None else None
        if parent is not None and parent.type in SPEECH | {"Agreement", "Mediation"} and parent.handle != handle:
            content[parent.handle].append(handle)
            parents[handle] = parent
            if parent.type in SPEECH and parent.agents:
                sources[handle] = parent.agents[0]
        elif handle.isdigit() and (source := _according(telling.sentence, reading, around)) is not None:
            sources[handle] = source
    result = []
    carrying: set[str] = set()
    for _, telling in told:
        event = telling.event
        if _is_parents_own(event, parents.get(event.handle)):
            continue
        by = sources.get(event.handle) if event.type not in SPEECH else None
        parent = parents.get(event.handle)
        status = _as_content(event, parent, around.sides)
        if parent is not None and _speaks_for(parent, event, around.sides):
            event = replace(event, agents=parent.agents)
            carrying.add(parent.handle)
        claims = tuple(replace(c, by=by, status=status) for c in event.claims)
        event = replace(event, status=status, claims=claims, content=tuple(content[event.handle]))
        result.append(replace(telling, event=event))
    return [t for t in result if t.event.handle not in carrying or t.event.quotes]


def _speaks_for(parent: Event, event: Event, sides: Sides) -> bool:
    """Say whether a statement's speaker does the act that it tells of his state: "she said that Peru supports Chad"."""
    return (
        parent.type == "Statement"
        and event.type in SPEECH - {"Statement"}
        and event.status == "happened"
        and len(parent.agents) == 1
        and parent.agents[0].kind == "Person"
        and event.agents != parent.agents
        and bool(event.agents)
        and all(e in sides.side(parent.agents[0]) for e in event.agents)
    )


def _is_parents_own(event: Event, parent: Event | None) -> bool:
    """Say whether an act is the very one in whose words it stands: a demand in "we demanded it", told as a demand."""
    return (
        parent is not None
        and event.type == parent.type
        and event.type in SPEECH
        and not event.quotes
        and (not event.agents or event.agents == parent.agents)
    )


def _as_content(event: Event, parent: Event | None, sides: Sides) -> Status:
    """Return how an event stands as what somebody said: an adversary's deed is claimed, a threatened one possible."""
    if parent is None:
        return event.status
    if parent.type == "Threat" and event.status in {"planned", "happened", "ongoing"} and event.type in HARM:
        return "hypothetical"
    if (
        parent.type == "Accusation"
        and event.status in {"happened", "ongoing"}
        and event.type in BLAMED
        and event.claims[0].evidence[0].begin >= parent.claims[0].evidence[0].begin
        and parent.claims[0].rule.split(":")[-1] in SAID
        and not sides.same(parent.agents, event.agents)
    ):
        return "claimed"
    return event.status


def _according(sentence: int, reading: Reading, around: Around) -> Entity | None:
    """Return the source that the sentence of an event names ("according to the ministry"), or None."""
    for prep in around.according.get(sentence, ()):
        for noun in phrase(prep, "to"):
            return next(iter(entities(noun, reading)), None)
    return None


def _numbered(
    document: Document, reading: Reading, told: list[Told], quoted: list[Span], settle: Settle
) -> Iterator[Event]:
    distinct, handles = merged(told)
    kept = settle(document, reading, distinct, quoted, handles)
    names = {event.handle: f"e{n}" for n, event in enumerate(kept, 1)}
    for event in kept:
        inner = (names[handles[h]] for h in event.content if h in handles)
        yield replace(
            event,
            handle=names[event.handle],
            content=tuple(dict.fromkeys(h for h in inner if h != names[event.handle])),
        )
