"""The first person: "I" is who speaks, "we" is the state or body for which the speaker speaks."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from extractors.lexicon import lexicon
from extractors.reading import Mention, Quotation
from extractors.who.home import publisher, state_of
from ontology.facts import Entity, Holding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extractors.document import Document
from extractors.reading import Reading

_ONE = frozenset({"i", "me", "my", "mine", "myself"})
_MANY = frozenset({"we", "us", "our", "ours", "ourselves"})


def _speaks(token: Token) -> bool:
    """Say whether the pronoun is the subject of a verb of speech: "we condemn" is the speaker's own act."""
    head = token.head
    return token.dep_ == "nsubj" and any(t.speech for t in lexicon().get(("verb", head.lemma_.lower()), ()))


def first_persons(document: Document, reading: Reading, /) -> Iterator[Mention]:
    """Yield a mention for each first-person pronoun: in a quotation, and in a government's own release."""
    quotations = sorted((q for q in reading.all(Quotation)), key=lambda q: q.span.begin)
    starts = [q.span.begin for q in quotations]
    spoken_for = {
        h.holder: h.office.of
        for h in reversed(reading.all(Holding))
        if h.phase == "current" and h.office.of.kind not in {"City", "Region", "Place"}
    }
    released = publisher(document.article.url, document.article.text)
    for token in document.doc:
        word = token.lower_
        if word not in _ONE and word not in _MANY:
            continue
        n = bisect_right(starts, token.idx) - 1
        speaker: Entity | None = None
        if n >= 0 and token.idx < quotations[n].span.end:
            speaker = quotations[n].speaker
        elif released is not None and word in _MANY:
            speaker = released
        if speaker is None:
            continue
        if word in _MANY and speaker in spoken_for and not _speaks(token):
            speaker = state_of(spoken_for[speaker]) or spoken_for[speaker]
        yield Mention(document.span(token), token.i, (speaker,), "first person")
