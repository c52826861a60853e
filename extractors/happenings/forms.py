"""What a verb's own form says of how its event stands: tense, modality, negation, hedges, conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.grammar import is_passive
from extractors.happenings.governors import CONDITIONS, HEDGES, LONG, MODALS, UNTIL

if TYPE_CHECKING:
    from spacy.tokens import Token

    from ontology.facts import Status


def is_bare(verb: Token) -> bool:
    """Say whether a coordinated verb has no subject and no helper of its own: "came and attacked"."""
    return verb.dep_ == "conj" and not any(c.dep_ in {"nsubj", "nsubjpass", "aux", "auxpass"} for c in verb.children)


def form_of(verb: Token) -> tuple[Status | None, str]:
    """Return what a verb's own form says, and by which word or rule."""
    if is_bare(verb) and verb.tag_ in {"VB", "VBN", "VBG"}:
        return form_of(verb.head) if verb.head.pos_ in {"VERB", "AUX"} else (None, "")
    words = [c for c in verb.children if c.dep_ in {"aux", "auxpass", "neg", "advmod", "mark", "preconj"}]
    lower = {w.lower_ for w in words}
    if any(w.dep_ == "mark" and w.lower_ in CONDITIONS for w in words):
        return "hypothetical", "if"
    if any(w.lower_ in UNTIL for w in words):
        return "sought", "until"
    negative = any(w.dep_ == "neg" for w in words) or bool(lower & {"never", "no"})
    modal = next((w for w in words if w.tag_ == "MD"), None)
    if modal is not None:
        if negative:
            return "didNotHappen", "modal not"
        perfect = any(w.lemma_ == "have" for w in words)
        if perfect and modal.lower_ == "would" and verb.dep_ == "relcl":
            return "didNotHappen", "would have"
        return ("hypothetical" if perfect else MODALS.get(modal.lower_, "planned")), modal.lower_
    if negative:
        return "didNotHappen", "not"
    if lower & HEDGES:
        return "claimed", "reportedly"
    bare = any(w.lower_ == "be" and w.tag_ == "VB" for w in words if w.dep_ in {"aux", "auxpass"})
    if verb.tag_ == "VB" or any(w.lower_ == "to" and w.dep_ == "aux" for w in words) or bare:
        return _infinitive(verb)
    return _tense(verb, [w for w in words if w.dep_ in {"aux", "auxpass"}], lower)


def _infinitive(verb: Token) -> tuple[Status | None, str]:
    head = verb.head
    if verb.dep_ == "xcomp" and (head.lemma_ in {"be", "set"} or head.lower_ == "going") and not is_passive(head):
        return "planned", "to be to"
    if (
        verb.dep_ == "xcomp"
        and head.lemma_ == "have"
        and any(c.lower_ == "yet" for c in (*head.children, *verb.children))
    ):
        return "didNotHappen", "yet"
    if verb.dep_ == "ROOT":
        return "sought", "imperative"
    return None, "infinitive"


def _tense(verb: Token, aux: list[Token], lower: set[str]) -> tuple[Status | None, str]:
    now = any(w.lower_ in {"is", "are", "am", "'s", "'re", "\u2019s", "\u2019re", "has", "have"} for w in aux)
    if verb.tag_ == "VBG":
        if any(w.lemma_ == "be" for w in aux):
            return ("ongoing", "progressive") if now else ("happened", "past progressive")
        return (None, "gerund") if verb.dep_ in {"pcomp", "xcomp", "dobj", "pobj"} else (None, "participle")
    if verb.tag_ in {"VBD", "VBN"}:
        since = any(c.dep_ == "prep" and c.lower_ == "since" for c in verb.children)
        if now and not is_passive(verb) and (lower & LONG or since):
            return "ongoing", "since"
        return "happened", "past"
    return "happened", "present"
