"""What kind of speech act an utterance is, by the words inside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.happenings.grammar import child, is_passive, raw_subject

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.reading import Reading

REFUSAL = re.compile(
    r"\b(we|I)(?: are| am|'re|'m)? "
    r"(?:will not|won't|shall not|not going to|refuse|reject|cannot accept)\b"
)
FIRST = frozenset({"we", "i", "us"})
ORDER: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "Demand",
        re.compile(
            r"\b(must|should|ought to|ha(?:s|ve) to|needs? to|call(?:s|ing)? (?:up)?on|"
            r"urg(?:e|es|ing)|demand|appeal|let us|let's)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "Accusation",
        re.compile(
            r"\b(condemn\w*|accus\w+|unacceptable|outrag\w+|shame\w*|illegal\w*|violat\w+|denounc\w+|deplor\w+|crimes?|lies|"
            r"lying|unjust\w*|cowardly|criminal|disappoint\w*|disgrac\w*|irresponsible|provocat\w+|terroris\w+ state|"
            r"failed to|blam\w+|cruel|hypocri\w+)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "Endorsement",
        re.compile(
            r"\b(welcome|thank\w*|congratulat\w+|grateful|condolences|solidarity|proud|applaud|commend|honou?r|praise|"
            r"sympath\w+|stand (?:with|by)|our support|celebrate|look forward to|appreciate)\b",
            re.IGNORECASE,
        ),
    ),
)


def kind_of_words(words: str) -> str:
    """Return the type of speech act that these quoted words are: "Statement" where nothing says more."""
    if REFUSAL.search(words):
        return "Rejection"
    if re.search(r"\b(?:we|I)(?:'ll| will| shall| are going to| am going to| pledge| promise)\b", words, re.IGNORECASE):
        return "Pledge"
    return next((kind for kind, pattern in ORDER if pattern.search(words)), "Statement")


def kind_of_clause(verb: Token, reading: Reading) -> str:
    """Return the type of speech act that a reporting verb with its content clause is."""
    clause = child(verb, "ccomp")
    if clause is None:
        return "Statement"
    words = {c.lower_ for c in clause.children if c.dep_ in {"aux", "neg", "acomp"}}
    speaker, actor = raw_subject(verb), child(clause, "nsubj")
    own = actor is not None and (actor.lower_ in FIRST or _same(speaker, actor, reading))
    if own and words & {"will", "would", "'ll", "shall"} and not is_passive(clause) and clause.pos_ == "VERB":
        return "Rejection" if words & {"not", "n't"} else "Pledge"
    if words & {"should", "must", "ought"}:
        return "Demand"
    return "Statement"


def _same(speaker: Token | None, actor: Token, reading: Reading) -> bool:
    """Say whether a clause's subject is the one who speaks: "he said that he would come"."""
    a = reading.at(speaker.i) if speaker is not None else None
    b = reading.at(actor.i)
    return a is not None and b is not None and actor.pos_ == "PRON" and set(a.entities) == set(b.entities)
