"""Whether it happened: tense, modality, negation, and what the words above a trigger make of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from extractors.grammar import carrier, child, first_conjunct, is_passive
from extractors.happenings.forms import form_of, is_bare
from extractors.happenings.governors import (
    ADJECTIVES,
    ADJUNCTS,
    ANNOUNCED,
    CARRYING,
    CIRCUMSTANCES,
    EFFORT,
    FAILED,
    GOVERNORS,
    IMPLICATIVE,
    LASTING,
    OCCURRING,
    STANDING,
    UNPROVEN,
    UTTERING,
)
from extractors.happenings.turns import turn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Token

    from extractors.lexicon import Trigger
    from ontology.facts import Status

DEPTH = 25
"""How many heads up the tree a governing word may stand."""
VIOLENT = frozenset({"Attack", "Clash", "Violence"})
WITH = frozenset({"Threat", "Accusation"})
"""Acts of speech whose content "with" may tell: "threatened with war", "charged with carrying out raids"."""
PRESUPPOSED = VIOLENT | {"Sanction", "Protest", "Coercion"}
WORDS = frozenset({"VERB", "AUX", "NOUN", "ADJ", "PROPN"})
CLAUSES = frozenset({"xcomp", "ccomp", "acl", "pcomp", "dobj", "oprd", "nsubjpass"})
UNREAL = frozenset({"planned", "hypothetical"})
AHEAD = frozenset(
    {"will", "would", "'ll", "\u2019ll", "wo", "'d", "\u2019d", "shall", "infinitive", "to be to", "purpose"}
)
"""What makes a clause lie ahead without saying whose will it is: a word above may say more."""
FIRMER: dict[Status, frozenset[Status | None]] = {
    "happened": frozenset({"claimed"}),
    "planned": frozenset({"didNotHappen", "denied", "sought"}),
}
"""What a turn of phrase to that effect does not undo: a vote set for May that "will not be held" is not planned."""
Verdict = Literal["told"]


@dataclass(frozen=True, slots=True)
class Standing:
    """An event's status, the trigger whose content it is (a token's index), and the word or rule that decided."""

    status: Status
    content_of: int | None = None
    because: str = ""


def standing(token: Token, found: Mapping[int, Trigger]) -> Standing:
    """Return how the event that `token` tells stands, by its own clause and by all that governs it."""
    trigger = found[token.i]
    turned = turn(token, trigger)
    status, because = _noun(token, trigger) if trigger.pos != "verb" else form_of(token)
    if status == "didNotHappen" and {"negated", "refusing"} & set(trigger.every):
        status = "happened"  # not to accept it is to reject it
    bound = trigger.pos == "noun" and trigger.type in PRESUPPOSED and _is_known(token)
    parent: int | None = None
    node = first_conjunct(token) if trigger.pos != "verb" or is_bare(token) else token
    light = carrier(token) if trigger.pos == "noun" else None
    remote = False
    for _ in range(DEPTH):
        head = node.head
        if head.i == node.i or _leads_out(node, head, found):
            break
        if light is None or head.i != light.i:
            if _is_content(node.dep_, node, head, found):
                governor = found.get(head.i)
                if governor is not None and governor.content and parent is None:
                    parent = head.i
                verdict = _verdict(head, governor)
                if governor is not None and _is_circumstance(node, head):
                    verdict = None  # "in a call, he promised": the call is no promise
                if verdict == "claimed" and remote:
                    verdict = None  # "believed to be a reaction to the attack": the attack is no belief
                if (
                    verdict == "didNotHappen"
                    and head.pos_ == "VERB"
                    and form_of(head)[0] in {"planned", "hypothetical"}
                ):
                    verdict = "hypothetical"  # "would prevent the delivery"
                if trigger.type == "Mediation" and head.lemma_ in EFFORT:
                    verdict = None  # trying to mediate is mediating: its status is that of the effort
                if verdict is not None and verdict != "told" and _yields(status, because, verdict, head, bound=bound):
                    status, because = verdict, head.lemma_
                elif status is None and verdict is None and head.pos_ in {"VERB", "AUX"} and head.lemma_ != "say":
                    upper, why = form_of(head)
                    if upper == "happened" and because == "infinitive" and _is_open(head, trigger):
                        upper = "planned"  # "gave them a day to leave"; but "managed to leave"
                    if upper is not None and (head.i not in found or trigger.pos == "verb"):
                        status, because = upper, why
            elif (
                status is None and head.pos_ in {"VERB", "AUX"} and node.dep_ in {"nsubj", "nsubjpass", "xcomp", "conj"}
            ):
                upper, why = form_of(head)
                if upper in {"planned", "hypothetical", "didNotHappen"} and not bound and not _acts(node, head, upper):
                    status, because = upper, why
        remote = remote or (node.dep_ == "prep" and head.pos_ == "NOUN" and head.lemma_.lower() not in GOVERNORS)
        if node.dep_ == "relcl" and status is not None:
            break
        node = head
    if turned is not None and status not in FIRMER.get(turned[0], frozenset()):
        return Standing(turned[0], parent, turned[1])
    return Standing(*_default(token, trigger, status, because, parent))


def _default(
    token: Token, trigger: Trigger, status: Status | None, because: str, parent: int | None
) -> tuple[Status, int | None, str]:
    """Return what holds where no word decided: a present that lasts, a purpose, a war that goes on."""
    if because == "present" and not trigger.speech and trigger.pos == "verb" and status == "happened":
        return "ongoing", parent, "present"  # "France trains the army": a present that is no speech act lasts
    bare = because == "infinitive" or (trigger.pos == "verb" and token.tag_ == "VB")
    if status is None and bare and (not trigger.speech or token.dep_ in {"acl", "advcl", "relcl"}):
        return "planned", parent, "purpose"
    if (
        status is None
        and trigger.pos == "noun"
        and token.lemma_.lower() in STANDING
        and trigger.type in VIOLENT
        and (child(token, "poss") is not None or token.lemma_.lower() == "aggression")
    ):
        return "ongoing", parent, "lasting"
    if status == "ongoing" and because == "since" and trigger.speech:
        return "happened", parent, because  # "has repeatedly warned"
    if trigger.ongoing and status in {None, "happened"}:
        return "ongoing", parent, "frame"
    return status or "happened", parent, because


def _yields(status: Status | None, because: str, verdict: Status, head: Token, *, bound: bool) -> bool:
    """Say whether a status gives way to what a word above says."""
    if verdict == "hypothetical" and head.lemma_ in UNPROVEN:
        return True
    if bound and verdict not in {"denied", "claimed", "hypothetical"}:
        return False
    if status is None:
        return True
    if verdict == "sought" and because == "present":
        return True  # "demanded that it withdraw": no present, a subjunctive
    if status == "planned" and because in AHEAD:
        return verdict in {"sought", "hypothetical", "claimed", "denied", "didNotHappen"}
    return verdict in {"denied", "claimed"} and status in {"happened", "ongoing", "planned"}


def _is_open(head: Token, trigger: Trigger) -> bool:
    """Say whether an infinitive below a past verb was not thereby done: "gave a day to leave", not "managed to"."""
    return not trigger.speech and head.lemma_ not in IMPLICATIVE


def _is_known(noun: Token) -> bool:
    """Say whether a noun speaks of something that is there: "its aggression", "the attack", "Russia's war"."""
    return any(
        c.dep_ == "poss"
        or (c.dep_ == "amod" and c.ent_type_ == "NORP")
        or c.lower_ in {"the", "this", "these", "that", "those"}
        for c in noun.children
    )


def _leads_out(node: Token, head: Token, found: Mapping[int, Trigger]) -> bool:
    """Say whether a word stands outside of what its head governs: an aside, a cause, a circumstance."""
    if node.dep_ == "parataxis" or (node.dep_ in {"advcl", "relcl"} and head.pos_ == "AUX" and head.dep_ == "ROOT"):
        return True
    if node.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ == "as" for c in node.children):
        return True  # "denied it, as the paper had alleged"
    if node.dep_ != "prep" or node.lower_ not in ADJUNCTS:
        return False
    return not (node.lower_ == "with" and head.i in found and found[head.i].type in WITH)


def _is_content(relation: str, node: Token, head: Token, found: Mapping[int, Trigger]) -> bool:
    if head.pos_ not in WORDS:
        return False
    if relation in CLAUSES:
        return True
    if relation == "acomp" or (
        relation == "advcl" and node.tag_ == "VB" and any(c.lower_ == "to" for c in node.children)
    ):
        return True
    if relation == "advcl" and head.i in found and node.tag_ == "VB":
        return bool(found[head.i].content)
    if relation == "prep" and node.lower_ == "with":
        return head.i in found and found[head.i].type in WITH
    if relation == "prep" and GOVERNORS.get(head.lemma_.lower()) == "didNotHappen":
        return node.lower_ in {"of", "from", "to", "on"}
    return relation == "prep" and node.lower_ in CARRYING


def _is_circumstance(node: Token, head: Token) -> bool:
    """Say whether a phrase tells where or how a verb's act took place: "in a call"; "into making peace" is content."""
    return (
        node.dep_ == "prep"
        and node.lower_ in CIRCUMSTANCES
        and head.pos_ == "VERB"
        and not any(c.dep_ == "pcomp" for c in node.children)
    )


def _verdict(head: Token, governor: Trigger | None) -> Status | Verdict | None:
    if governor is not None and governor.content:
        return governor.content
    word = GOVERNORS.get(head.lemma_.lower()) or GOVERNORS.get(head.lower_)
    if word in {"planned", "sought"} and any(c.dep_ == "det" and c.lower_ == "no" for c in head.children):
        return "denied"  # "has no intention of"
    if word == "claimed" and head.pos_ == "NOUN" and any(c.dep_ == "det" and c.lower_ == "no" for c in head.children):
        return "hypothetical"  # "no reports that"
    if head.lemma_ in UNPROVEN and any(c.dep_ == "det" and c.lower_ == "no" for c in head.children):
        return "hypothetical"
    if head.lemma_ == "think" or (head.lemma_ == "report" and head.pos_ == "VERB" and not is_passive(head)):
        return None
    return word


def _noun(token: Token, trigger: Trigger) -> tuple[Status | None, str]:
    """Return what a noun's adjectives, its light verb and its place in the clause say."""
    for c in token.children:
        if c.lower_ in FAILED and trigger.type not in VIOLENT:
            return "didNotHappen", c.lower_
        if c.lower_ == "any" and token.dep_ == "dobj" and any(n.dep_ == "neg" for n in token.head.children):
            return "didNotHappen", "not any"
        if c.dep_ in {"amod", "det", "compound"} and (status := ADJECTIVES.get(c.lower_)) is not None:
            return status, c.lower_
        if c.dep_ == "det" and c.lower_ == "no":
            return "didNotHappen", "no"
    if trigger.speech and token.dep_ == "dobj" and token.head.lemma_ in UTTERING:
        return form_of(token.head)
    verb = carrier(token) if token.pos_ != "ADJ" else token.head
    if verb is not None and verb.pos_ in {"VERB", "AUX"}:
        return _carried(verb)
    head = token.head
    if (token.dep_ == "pobj" and head.lower_ in {"before", "until"}) or (
        head.lower_ == "of" and head.head.lower_ == "ahead"
    ):
        return "planned", head.lower_
    if token.dep_ == "attr" and head.lemma_ == "be" and child(head, "expl") is not None:
        return form_of(head)  # "there will be talks"
    if token.dep_ == "dobj" and head.lemma_ == "announce" and trigger.type in ANNOUNCED:
        return "planned", "announced"
    if token.dep_ in {"nsubj", "nsubjpass"} and head.pos_ in {"VERB", "AUX"} and not _is_known(token):
        status, why = form_of(head)
        told = status in {"planned", "hypothetical", "didNotHappen"} and not _acts(token, head, status)
        return (status, why) if told else (None, "")
    return None, ""


def _acts(noun: Token, verb: Token, status: Status | None) -> bool:
    """Say whether a noun is there though its verb's act is not: "the withdrawal did not release them"."""
    return status == "didNotHappen" and noun.dep_ == "nsubj" and verb.lemma_ not in OCCURRING


def _carried(verb: Token) -> tuple[Status | None, str]:
    """Return what a light verb says of its noun."""
    status, why = form_of(verb)
    if status is None and verb.head.i != verb.i:
        upper = GOVERNORS.get(verb.head.lemma_.lower())
        if upper == "ongoing" or verb.lemma_ == "continue":
            return "ongoing", why
        return None, why
    if verb.lemma_ in LASTING and status in {"happened", "ongoing"}:
        return "ongoing", verb.lemma_
    if verb.lemma_ == "begin" and why == "present":
        return "planned", "begins"
    if verb.lemma_ in {"call", "seek"}:
        return None, ""
    return status, why
