"""Whether it happened: tense, modality, negation, and what the words above a trigger make of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from extractors.happenings.grammar import carrier, child, first_conjunct, is_passive

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Token

    from extractors.happenings.frames import Trigger
    from ontology.facts import Status

GOVERNORS: dict[str, Status] = {
    **dict.fromkeys(
        [
            "importance",
            "need",
            "necessity",
            "effort",
            "urgency",
            "desire",
            "bid",
            "hope",
            "importantly",
            "push",
            "want",
            "seek",
            "try",
            "attempt",
            "wish",
            "aim",
            "strive",
            "need",
            "desire",
            "propose",
            "should",
            "must",
            "prefer",
        ],
        "sought",
    ),
    **dict.fromkeys(
        [
            "plan",
            "intention",
            "readiness",
            "intend",
            "agree",
            "expect",
            "schedule",
            "prepare",
            "decide",
            "set",
            "slate",
            "going",
            "due",
            "will",
            "promise",
            "arrange",
            "aim",
        ],
        "planned",
    ),
    **dict.fromkeys(
        [
            "refusal",
            "failure",
            "reluctance",
            "refuse",
            "decline",
            "fail",
            "cancel",
            "avoid",
            "prevent",
            "avert",
            "postpone",
            "stop",
            "block",
            "reject",
            "abort",
        ],
        "didNotHappen",
    ),
    **dict.fromkeys(
        ["allegation", "allege", "claim", "purport", "suspect", "accuse", "believe", "rumour", "rumor"], "claimed"
    ),
    **dict.fromkeys(
        [
            "possibility",
            "risk",
            "prospect",
            "chance",
            "danger",
            "fear",
            "may",
            "might",
            "could",
            "can",
            "threaten",
            "risk",
            "consider",
            "fear",
        ],
        "hypothetical",
    ),
    **dict.fromkeys(["deny"], "denied"),
}
"""What a verb that tells no event of its own makes of its infinitive, gerund or noun."""

ADJECTIVES: dict[str, Status] = {
    **dict.fromkeys(["possible", "potential", "hypothetical", "likely", "future"], "hypothetical"),
    **dict.fromkeys(["planned", "upcoming", "forthcoming", "scheduled", "next"], "planned"),
    **dict.fromkeys(["proposed"], "sought"),
    **dict.fromkeys(["alleged", "suspected", "purported", "reported"], "claimed"),
    **dict.fromkeys(["failed", "cancelled", "canceled", "attempted", "aborted"], "didNotHappen"),
    **dict.fromkeys(["ongoing", "current", "continuing"], "ongoing"),
}

MODALS: dict[str, Status] = {
    **dict.fromkeys(["will", "would", "'ll", "wo", "'d", "shall"], "planned"),
    **dict.fromkeys(["may", "might", "could", "can", "ca"], "hypothetical"),
    **dict.fromkeys(["should", "must", "ought"], "sought"),
}

HEDGES = frozenset({"reportedly", "allegedly", "purportedly", "supposedly"})
CONDITIONS = frozenset({"if", "unless", "whether"})
CARRYING = frozenset({"for", "to", "of", "on", "against", "about", "in", "into", "at", "toward", "towards"})
EFFORT = frozenset({"try", "attempt", "seek", "aim", "strive"})
LASTING = frozenset({"continue", "persist", "intensify", "rage"})


@dataclass(frozen=True, slots=True)
class Standing:
    """An event's status, the trigger whose content it is (a token's index), and the word that decided."""

    status: Status
    content_of: int | None = None
    because: str = ""


def standing(token: Token, found: Mapping[int, Trigger]) -> Standing:
    """Return how the event that `token` tells stands, by its own clause and by all that governs it."""
    trigger = found[token.i]
    own = _noun(token) if trigger.pos != "verb" else _verb(token)
    status, because = own
    parent: int | None = None
    node = first_conjunct(token) if trigger.pos != "verb" or _bare(token) else token
    skip = carrier(token) if trigger.pos == "noun" else None
    settled = status is not None
    for _ in range(40):
        head = node.head
        if head.i == node.i:
            break
        relation = node.dep_
        if _quoted_apart(node, head):
            break
        if (
            head.pos_ in {"VERB", "AUX", "NOUN", "ADJ"}
            and (skip is None or head.i != skip.i)
            and _is_content(relation, node, head, found)
        ):
            governor = found.get(head.i)
            if governor is not None and governor.content and parent is None:
                parent = head.i
            verdict = _verdict(head, governor)
            if trigger.type == "Mediation" and head.lemma_ in EFFORT:
                verdict = None  # trying to mediate is mediating: its status is that of the effort
            outer = verdict in {"denied", "claimed"} and status in {None, "happened", "ongoing", "planned"}
            if verdict and verdict != "told" and (outer or not settled):
                status, because, settled = verdict, head.lemma_, True
            if not settled and head.pos_ in {"VERB", "AUX"} and verdict is None and head.lemma_ != "say":
                upper, why = _verb(head)
                if upper is not None and (head.i not in found or trigger.pos == "verb"):
                    status, because, settled = upper, why, True
        elif not settled and head.pos_ in {"VERB", "AUX"} and relation in {"nsubj", "nsubjpass", "xcomp", "conj"}:
            upper, why = _verb(head)
            if upper in {"planned", "hypothetical", "didNotHappen"}:
                status, because, settled = upper, why, True
        if relation == "relcl" and settled:
            break
        node = head
    if because == "present" and not trigger.speech and trigger.pos == "verb" and status == "happened":
        status = "ongoing"  # "France trains the army": a present that is no speech act lasts
    if status is None and own[1] == "infinitive" and not trigger.speech and token.dep_ in {"advcl", "acl"}:
        status = "planned"  # a purpose
    if trigger.ongoing and status in {None, "happened"}:
        status = "ongoing"
    return Standing(status or "happened", parent, because)


def _quoted_apart(node: Token, head: Token) -> bool:
    return node.dep_ == "parataxis" or (node.dep_ in {"advcl", "relcl"} and head.pos_ == "AUX" and head.dep_ == "ROOT")


def _is_content(relation: str, node: Token, head: Token, found: Mapping[int, Trigger]) -> bool:
    if relation in {"xcomp", "ccomp", "acl", "pcomp", "dobj", "oprd"}:
        return True
    if relation == "advcl" and head.i in found and node.tag_ == "VB":
        return bool(found[head.i].content)
    if relation == "nsubjpass":
        return True
    return relation == "prep" and node.lower_ in CARRYING


def _verdict(head: Token, governor: Trigger | None) -> Status | Literal["told"] | None:
    if governor is not None and governor.content:
        return governor.content
    return GOVERNORS.get(head.lemma_.lower())


def _bare(verb: Token) -> bool:
    return verb.dep_ == "conj" and not any(c.dep_ in {"nsubj", "nsubjpass", "aux", "auxpass"} for c in verb.children)


def _verb(verb: Token) -> tuple[Status | None, str]:
    if _bare(verb) and verb.tag_ in {"VB", "VBN", "VBG"}:
        return _verb(verb.head) if verb.head.pos_ in {"VERB", "AUX"} else (None, "")
    words = [c for c in verb.children if c.dep_ in {"aux", "auxpass", "neg", "advmod", "mark", "preconj"}]
    if any(w.dep_ == "mark" and w.lower_ in CONDITIONS for w in words):
        return "hypothetical", "if"
    negative = any(w.dep_ == "neg" for w in words) or any(w.lower_ in {"never", "no"} for w in words)
    modal = next((w for w in words if w.tag_ == "MD"), None)
    if modal is not None:
        if negative:
            return "didNotHappen", "modal not"
        perfect = any(w.lemma_ == "have" for w in words)
        return ("hypothetical" if perfect else MODALS.get(modal.lower_, "planned")), modal.lower_
    if negative:
        return "didNotHappen", "not"
    if any(w.lower_ in HEDGES for w in words):
        return "claimed", "reportedly"
    if verb.tag_ == "VB" or any(w.lower_ == "to" and w.dep_ == "aux" for w in words):
        head = verb.head
        if verb.dep_ == "xcomp" and head.lemma_ in {"be", "go", "set"} and not is_passive(head):
            return "planned", "to be to"
        if verb.dep_ == "ROOT":
            return "sought", "imperative"
        return ("planned", "purpose") if verb.dep_ == "advcl" and head.tag_ == "VBZ" else (None, "infinitive")
    tag = verb.tag_
    aux = [w for w in words if w.dep_ in {"aux", "auxpass"}]
    if tag == "VBG":
        if any(w.lemma_ == "be" for w in aux):
            return "ongoing", "progressive"
        return (None, "gerund") if verb.dep_ in {"pcomp", "xcomp", "dobj", "pobj"} else (None, "participle")
    if tag in {"VBD", "VBN"}:
        return "happened", "past"
    return "happened", "present"


def _noun(token: Token) -> tuple[Status | None, str]:
    for c in token.children:
        if (status := ADJECTIVES.get(c.lower_)) is not None:
            return status, c.lower_
        if c.dep_ == "det" and c.lower_ == "no":
            return "didNotHappen", "no"
    verb = carrier(token) if token.pos_ != "ADJ" else token.head
    if verb is not None and verb.pos_ in {"VERB", "AUX"}:
        status, why = _verb(verb)
        if status is None and verb.head.i != verb.i:
            upper = GOVERNORS.get(verb.head.lemma_.lower())
            return (upper or ("ongoing" if verb.lemma_ == "continue" else None)), why
        if verb.lemma_ in LASTING and status in {"happened", "ongoing"}:
            return "ongoing", verb.lemma_
        if verb.lemma_ == "begin" and why == "present":
            return "planned", "begins"
        if verb.lemma_ in {"call", "seek"}:
            return None, ""
        return status, why
    head = token.head
    if (token.dep_ == "pobj" and head.lower_ in {"before", "until"}) or (
        head.lower_ == "of" and head.head.lower_ == "ahead"
    ):
        return "planned", head.lower_
    if token.dep_ == "attr" and head.lemma_ == "be":
        return _verb(head)
    if child(token, "poss") is None and token.dep_ in {"nsubj", "nsubjpass"} and head.pos_ in {"VERB", "AUX"}:
        status, why = _verb(head)
        return (status, why) if status in {"planned", "hypothetical", "didNotHappen"} else (None, "")
    return None, ""
