"""Turns of phrase that say how an event stands: "without", "due on Monday", "the first to", "proved false"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.grammar import child, first_conjunct, is_passive, phrase
from extractors.happenings.governors import GOVERNORS

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.lexicon import Trigger
    from ontology.facts import Status

    Turn = tuple[Status, str]

VERBS = frozenset({"VERB", "AUX"})
NOBODY = frozenset({"nobody", "none", "neither", "nothing", "no-one"})
ANYBODY = frozenset({"anyone", "anybody", "whoever"})
WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
DUE = frozenset({"due", "scheduled", "slated", "planned"})
FIXES = frozenset("schedule slate plan call set expect fix convene".split())
"""Verbs whose participle with "for" gives a day to come: "a vote called for May"."""
OPENS = frozenset("open begin start resume convene reconvene close end conclude take run".split())
COMPLETES = frozenset("sign reach conclude adopt agree broker strike ratify seal initial hold ink".split())
"""Verbs whose participle says that a thing came about: "under a memorandum signed in 2000"."""
FAILS = frozenset("fail collapse founder falter fizzle".split())
TRIES = frozenset("attempt bid effort push motion move".split())
RUMOURS = frozenset("rumour rumor report claim allegation suggestion".split())
FALSE = frozenset("false untrue unfounded baseless wrong".split())
ROUNDS = frozenset("round series session cycle start resumption reopening continuation phase".split())
RANKS = frozenset("first second third last only latest".split())
TOGETHER = frozenset("join gather".split())
"""Verbs of coming together, whose purpose was done: "joined the minister to sign the accord"."""
PUTS = {("put", "off"), ("call", "off"), ("hold", "off"), ("put", "on"), ("break", "off")}
"""Verbs with a particle under which a thing did not come about."""
MET = frozenset("Meeting Call Consultation Mediation Visit Agreement Cooperation Clash Election".split())
"""Types of what a verb that undoes it tells by its object alone: "cancelled a lunch with the ambassador"."""


def turn(token: Token, trigger: Trigger) -> Turn | None:
    """Return what the turns of phrase around an event's word say of it, and which; None where there is none."""
    found = _unless(token)
    if found is None:
        found = _of_noun(token) if trigger.pos == "noun" else _of_verb(token, trigger)
    return found or _failed(token, trigger)


def _unless(token: Token) -> Turn | None:
    """Tell "without producing a deal", "stopped short of imposing sanctions"."""
    node = token
    if token.pos_ == "NOUN" and token.dep_ == "dobj" and token.head.dep_ == "pcomp":
        node = token.head
    above = node.head
    if node.dep_ == "pcomp" or (node.pos_ == "NOUN" and node.dep_ == "pobj"):
        if above.lower_ == "without" and (node.dep_ == "pcomp" or not _is_known(node)):
            return "didNotHappen", "without"
        if above.lower_ == "of" and above.head.lower_ == "short":
            return "didNotHappen", "short of"
    return None


def _is_known(noun: Token) -> bool:
    return any(c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ not in {"a", "an", "any"}) for c in noun.children)


def _of_noun(noun: Token) -> Turn | None:
    whole = first_conjunct(noun)
    if whole.dep_ == "pobj" and whole.head.lower_ == "of" and whole.head.head.lemma_.lower() in ROUNDS:
        whole = whole.head.head  # "a fresh round of talks opens on Monday"
    head = whole.head
    for clause in noun.children:
        if clause.dep_ == "acl" and clause.tag_ == "VBN":
            if clause.lemma_ in FIXES and any(phrase(clause, "for")):
                return "planned", f"{clause.lower_} for"
            if clause.lemma_ in COMPLETES and _dated(clause):
                return "happened", clause.lower_
        if clause.dep_ == "relcl" and (_is_due(clause) or (clause.lemma_ in OPENS and _lies_ahead(clause))):
            return "planned", clause.lower_
    if whole.dep_ in {"nsubj", "nsubjpass"} and head.pos_ in VERBS:
        if _is_due(head) or (head.lemma_ in OPENS and _lies_ahead(head)):
            return "planned", head.lower_
        if _was_to_have(head):
            return "didNotHappen", "was to have"
        if head.lemma_ == "be" and any(
            c.dep_ in {"attr", "acomp"} and GOVERNORS.get(c.lemma_.lower()) == "sought" for c in head.children
        ):
            return "sought", "is needed"
    if whole.dep_ in {"dobj", "nsubjpass"} and _puts_off(head):
        return "didNotHappen", "put off"
    return None


def _puts_off(verb: Token) -> bool:
    return any((verb.lemma_, c.lower_) in PUTS for c in verb.children)


def _undoes(verb: Token) -> bool:
    return _puts_off(verb) or GOVERNORS.get(verb.lemma_.lower()) == "didNotHappen"


def _of_verb(verb: Token, trigger: Trigger) -> Turn | None:
    undone = child(verb, "dobj") or child(verb, "nsubjpass")
    if undone is not None and trigger.type in MET and _undoes(verb):
        return "didNotHappen", verb.lemma_
    subject = child(verb, "nsubj") or child(verb, "nsubjpass")
    if subject is not None and (
        subject.lower_ in NOBODY or any(c.dep_ == "det" and c.lower_ in {"no", "neither"} for c in subject.children)
    ):
        return "didNotHappen", "nobody"
    if verb.dep_ == "relcl" and (
        verb.head.lower_ in ANYBODY or any(c.lower_ == "any" for c in verb.head.children if c.dep_ == "det")
    ):
        return "hypothetical", "anyone who"
    if verb.dep_ in {"acl", "relcl"} and verb.tag_ == "VB" and _ranked(verb.head):
        return "happened", "the first to"
    if (
        verb.dep_ in {"advcl", "xcomp"}
        and verb.tag_ == "VB"
        and verb.head.lemma_ in TOGETHER
        and verb.head.tag_ == "VBD"
    ):
        return "happened", verb.head.lower_
    if verb.tag_ in {"VBZ", "VBP"} and not trigger.speech and _lies_ahead(verb):
        return "planned", "timetable"
    if _is_said(verb):
        return "claimed", "is said to"
    return None


def _ranked(noun: Token) -> bool:
    return noun.lower_ in RANKS or any(c.dep_ == "amod" and c.lower_ in RANKS for c in noun.children)


def _is_said(verb: Token) -> bool:
    """Say whether others say it of the subject: "is said to be cooperating"."""
    return (
        verb.dep_ == "xcomp" and verb.head.lemma_ in {"say", "rumour", "rumor", "understand"} and is_passive(verb.head)
    )


def _is_due(verb: Token) -> bool:
    due = any(c.lower_ in DUE for c in verb.children if c.dep_ in {"acomp", "oprd", "attr"})
    return verb.lemma_ == "be" and verb.tag_ in {"VBZ", "VBP"} and due


def _was_to_have(verb: Token) -> bool:
    """Say whether a thing had been meant: "were to have resumed"."""
    inner = child(verb, "xcomp")
    return (
        inner is not None
        and verb.lemma_ == "be"
        and verb.tag_ == "VBD"
        and any(c.dep_ == "aux" and c.lower_ == "have" for c in inner.children)
    )


def _lies_ahead(verb: Token) -> bool:
    """Say whether a present tense tells a timetable: "opens in Dublin on Monday", "departs tomorrow"."""
    if verb.tag_ not in {"VBZ", "VBP"}:
        return False
    times = [c for c in verb.children if c.dep_ in {"npadvmod", "advmod"}]
    times += [n for c in verb.children if c.dep_ == "prep" and c.lower_ in {"on", "in"} for n in c.children]
    return any(
        t.lower_ in WEEKDAYS | {"tomorrow"} or any(c.lower_ == "next" for c in t.children)
        for t in times
        if t.ent_type_ in {"DATE", "TIME"}
    )


def _dated(participle: Token) -> bool:
    """Say whether a participle tells when, where or by whom: "signed in 2000"."""
    return any(c.dep_ in {"prep", "agent", "npadvmod", "advmod"} for c in participle.children)


def _failed(token: Token, trigger: Trigger) -> Turn | None:
    """Tell attempts that failed, and rumours that were false."""
    node, aims = token, False
    for _ in range(4):
        above = node.head
        if above.i == node.i:
            return None
        aims = aims or node.dep_ == "acl"
        if node.pos_ == "NOUN" and node.dep_ == "nsubj" and node.i != token.i:
            lemma = node.lemma_.lower()
            if aims and lemma in TRIES and above.lemma_ in FAILS and trigger.type != "Mediation":
                return "didNotHappen", "failed"
            if lemma in RUMOURS and any(c.lower_ in FALSE for c in above.children):
                return "didNotHappen", "false"
        if node.dep_ not in {"acl", "dobj", "pobj", "pcomp", "prep", "ccomp", "xcomp"}:
            return None
        node = above
    return None
