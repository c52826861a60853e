"""Which verbs say something, and what must stand beside them before that is worth a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.grammar import child, raw_subject

if TYPE_CHECKING:
    from spacy.tokens import Token

NOMINAL = frozenset(
    """
    announce declare note confirm stress emphasise emphasize reiterate affirm reaffirm underline underscore
    highlight reveal disclose acknowledge outline raise convey express voice restate proclaim clarify repeat echo
    """.split()
)
"""Verbs whose object alone can be what is said: "announced his death"."""
TELLING = frozenset("brief inform update apprise notify".split())
"""Verbs whose object is who is told: "briefed the council on the truce"."""
SPEAKING = frozenset({"speak"})
"""Verbs that say something of or about what they name."""
MENTAL = frozenset("believe".split())
"""Verbs of opinion: an act of speech only with a clause, told of somebody else."""
NAMING = frozenset("call describe characterise characterize".split())
"""Verbs that say what somebody takes a thing for: "called the deal lousy"."""
ONWARD = frozenset("continue go cite recall read release deliver give issue".split())
"""Verbs that say something only before a clause or in quotation marks."""
EXPRESSING = frozenset("raise express voice convey".split())
EXPRESSED = frozenset(
    """
    concern hope view opinion position issue support solidarity condolence sympathy appreciation gratitude thanks
    satisfaction respect commitment determination readiness willingness desire wish regret doubt fear outrage anger
    dismay condemnation disappointment alarm criticism opposition confidence belief sorrow sadness interest detail
    message intention surprise optimism shock grief praise admiration worry reservation
    """.split()
)
"""What one can express."""
FIRST = frozenset({"i", "we"})
MARKS = frozenset({'"', "\u201c", "\u201d", "''", "``", ":"})


def is_saying(verb: Token) -> bool:
    """Say whether a verb of saying has something that it says."""
    lemma = verb.lemma_.lower()
    clause = child(verb, "ccomp")
    if lemma in SPEAKING:
        return any(c.dep_ == "prep" and c.lower_ in {"of", "about", "on"} for c in verb.children)
    if lemma in MENTAL:
        subject = raw_subject(verb)
        return (
            clause is not None and verb.dep_ in {"ROOT", "conj"} and subject is not None and subject.lower_ not in FIRST
        )
    if lemma in NAMING:
        return child(verb, "oprd") is not None or any(c.dep_ == "prep" and c.lower_ == "as" for c in verb.children)
    if verb.dep_ == "relcl" and lemma in {"say", "claim"} and not _quote_near(verb):
        return False  # "textbooks which they say hide it"
    if clause is not None or child(verb, "parataxis") is not None:
        return lemma not in ONWARD or _quote_near(verb)
    if verb.dep_ in {"relcl", "advcl"} and lemma == "say":
        return _quote_near(verb)
    told = child(verb, "dobj", "nsubjpass")
    if lemma in TELLING:
        return told is not None
    if lemma in NOMINAL and told is not None:
        return lemma not in EXPRESSING or told.lemma_.lower() in EXPRESSED
    if lemma in ONWARD:
        return False
    return lemma == "say" or _quote_near(verb)


def _quote_near(verb: Token) -> bool:
    return any(t.text in MARKS for t in verb.doc[max(verb.i - 6, 0) : verb.i + 4])
