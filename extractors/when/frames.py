"""What the beginning of a sentence says of the time of all of it: "On Monday ...", "After the talks ..."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.placewords import OCCASIONS
from extractors.when.clauses import NOUNS, VERBS, WITHIN
from extractors.when.tense import told_simply, verb_above

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import When
    from ontology.facts import Moment

LEAD = 8
"""A sentence begins with an expression that stands within so many characters of its start."""
AFTER = WITHIN | {"after", "following"}
SHORT = OCCASIONS | frozenset("session signing hearing call conversation briefing verdict ruling announcement".split())
"""What is over within a day, so that what follows on it is done on that day."""
DEFINITE = frozenset({"the", "their", "his", "her", "its", "this"})


def framed(document: Document, trigger: Token, whens: list[When]) -> Moment | None:
    """Return the day with which a sentence begins, for what its simple past tells wherever the parse hung the day."""
    if (
        not whens
        or not told_simply(trigger)
        or trigger.pos_ not in VERBS
        or trigger.dep_ in {"relcl", "ccomp", "advcl"}
    ):
        return None
    first, today = whens[0], document.article.published
    begins = first.span.begin - document.sentence_begin(first.span.begin) < LEAD
    day = first.moment.earliest
    if not begins or day is None or day != first.moment.latest or (today is not None and day > today):
        return None
    return first.moment if len([w for w in whens if w.moment.earliest == w.moment.latest]) == 1 else None


def follows(trigger: Token) -> bool:
    """Say whether something is done at or after an occasion that the text has told: "after the talks, they signed"."""
    verb = trigger if trigger.pos_ in VERBS else verb_above(trigger)
    if verb is None or not told_simply(verb):
        return False
    return any(
        noun.pos_ in NOUNS and noun.lemma_.lower() in SHORT and [c.lower_ in DEFINITE for c in noun.children] == [True]
        for preposition in verb.children
        if preposition.dep_ == "prep" and preposition.lower_ in AFTER
        for noun in preposition.children
    )
