"""Direct quotations: each stands on exactly one speech act of its speaker."""

from __future__ import annotations

import bisect
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.happenings.confidence import confidence
from extractors.happenings.same import SPEECH, Told
from extractors.happenings.speech import kind_of_words
from extractors.happenings.whom import THINGS
from ontology.facts import Claim, Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from extractors.document import Document
    from extractors.reading import Quotation

NEAR = 20
"""Acts that are looked at on one side of a quotation."""


def spoken(
    document: Document, told: Iterable[tuple[int, Told]], quotations: Iterable[Quotation]
) -> list[tuple[int, Told]]:
    """Put each quotation on the speech act of its reporting verb, or make it one of its own; in text order.

    A verb of saying that only carried an act gives its quotation to that act ("we condemn it", she said). A quotation
    that goes on where the same speaker's last one ended, in the same paragraph and to the same purpose, joins it.
    """
    acts = dict(enumerate(told))
    index = _Index(acts)
    by_token = {int(telling.event.handle): n for n, (_, telling) in acts.items()}
    last: tuple[int, Quotation] | None = None
    for quotation in quotations:
        if quotation.speaker is None or quotation.speaker.kind in THINGS:
            continue
        kind = kind_of_words(quotation.words)
        n = by_token.get(quotation.cue) if quotation.cue is not None else None
        if n is None:
            n = index.inside(acts, quotation)
        if n is None:
            n = index.before(acts, quotation, document.sentence_at(quotation.span.begin))
        if n is None or acts[n][1].event.type not in SPEECH or acts[n][1].event.quotes:
            n = (
                last[0]
                if last is not None and _goes_on(document, acts[last[0]][1].event, last[1], quotation, kind)
                else None
            )
        if n is None:
            n = len(acts)
            claim = Claim("happened", (quotation.span,), f"{kind}:quotation", confidence(kind, "quotation"))
            event = Event(f"q{quotation.span.begin}", kind, "happened", (claim,), (quotation.speaker,))
            sentence = document.sentence_at(quotation.span.begin)
            acts[n] = (quotation.span.begin, Told(event, "", sentence=sentence))
        acts[n] = (acts[n][0], replace(acts[n][1], event=_quoting(acts[n][1].event, quotation, kind)))
        last = n, quotation
    return sorted(acts.values(), key=lambda pair: pair[0])


class _Index:
    """Where the speech acts of an article stand, so that a quotation finds those about it without a search of all."""

    def __init__(self, acts: Mapping[int, tuple[int, Told]]) -> None:
        self._order = sorted((at, n) for n, (at, told) in acts.items() if told.event.type in SPEECH)

    def inside(self, acts: Mapping[int, tuple[int, Told]], quotation: Quotation) -> int | None:
        """Return the first act of the speaker inside of a quotation."""
        start = bisect.bisect_left(self._order, (quotation.span.begin, -1))
        for at, n in self._order[start : start + NEAR]:
            if at >= quotation.span.end:
                break
            event = acts[n][1].event
            if event.status == "happened" and (not event.agents or quotation.speaker in event.agents):
                return n
        return None

    def before(self, acts: Mapping[int, tuple[int, Told]], quotation: Quotation, sentence: int) -> int | None:
        """Return the act of the same speaker that introduces a quotation in its sentence, the nearest before it."""
        start = bisect.bisect_left(self._order, (quotation.span.begin, -1))
        for _, n in reversed(self._order[max(start - NEAR, 0) : start]):
            telling = acts[n][1]
            if telling.sentence != sentence:
                break
            if not telling.event.quotes and quotation.speaker in telling.event.agents:
                return n
        return None


def _goes_on(document: Document, event: Event, before: Quotation, now: Quotation, kind: str) -> bool:
    return (
        now.speaker == before.speaker
        and document.paragraph_of(before.span.begin) == document.paragraph_of(now.span.begin)
        and kind in {"Statement", event.type}
    )


def _quoting(event: Event, quotation: Quotation, kind: str) -> Event:
    assert quotation.speaker is not None
    claim = event.claims[0]
    spans = tuple(dict.fromkeys((*claim.evidence, quotation.span)))
    return replace(
        event,
        type=kind if event.type == "Statement" else event.type,
        agents=event.agents if event.agents == (quotation.speaker,) else (quotation.speaker,),
        quotes=(*event.quotes, quotation.words),
        claims=(replace(claim, evidence=spans), *event.claims[1:]),
        moment=event.moment or quotation.moment,
    )
