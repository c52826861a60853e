"""Direct quotations: each stands on exactly one speech act of its speaker."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.happenings.roles import THINGS
from extractors.happenings.same import SPEECH, Told
from extractors.happenings.speech import kind_of_words
from ontology.facts import Claim, Event

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractors.document import Document
    from extractors.reading import Quotation

CONFIDENCE = 0.6


def spoken(
    document: Document, told: Iterable[tuple[int, Told]], quotations: Iterable[Quotation]
) -> list[tuple[int, Told]]:
    """Put each quotation on the speech act of its reporting verb, or make it one of its own; in text order.

    A quotation that goes on where the same speaker's last one ended, in the same paragraph and to the same purpose,
    joins that one's speech act.
    """
    acts = dict(enumerate(told))
    by_token = {int(telling.event.handle): n for n, (_, telling) in acts.items()}
    last: tuple[int, Quotation] | None = None
    for quotation in quotations:
        if quotation.speaker is None or quotation.speaker.kind in THINGS:
            continue
        kind = kind_of_words(quotation.words)
        n = by_token.get(quotation.cue) if quotation.cue is not None else None
        if n is None:
            n = next(
                (
                    m
                    for m, (at, telling) in acts.items()
                    if quotation.span.begin <= at < quotation.span.end
                    and telling.event.type in SPEECH
                    and telling.event.status == "happened"
                    and (not telling.event.agents or quotation.speaker in telling.event.agents)
                ),
                None,
            )
        if n is None:
            n = _introducing(acts, quotation, document.sentence_at(quotation.span.begin))
        if n is None or acts[n][1].event.type not in SPEECH or acts[n][1].event.quotes:
            n = (
                last[0]
                if last is not None and _goes_on(document, acts[last[0]][1].event, last[1], quotation, kind)
                else None
            )
        if n is None:
            n = len(acts)
            claim = Claim("happened", (quotation.span,), f"{kind}:quotation", CONFIDENCE)
            event = Event(f"q{quotation.span.begin}", kind, "happened", (claim,), (quotation.speaker,))
            acts[n] = (quotation.span.begin, Told(event, "", sentence=document.sentence_at(quotation.span.begin)))
        acts[n] = (acts[n][0], replace(acts[n][1], event=_quoting(acts[n][1].event, quotation, kind)))
        last = n, quotation
    return sorted(acts.values(), key=lambda pair: pair[0])


def _introducing(acts: dict[int, tuple[int, Told]], quotation: Quotation, sentence: int) -> int | None:
    """Return the act of the same speaker that introduces a quotation in its sentence, the nearest before it."""
    near = [
        (at, n)
        for n, (at, telling) in acts.items()
        if telling.sentence == sentence
        and at < quotation.span.begin
        and telling.event.type in SPEECH
        and not telling.event.quotes
        and quotation.speaker in telling.event.agents
    ]
    return max(near)[1] if near else None


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
