"""Whether a clause looks ahead or back: decides which Sunday "on Sunday" is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

PLANS = frozenset(
    "schedule plan expect set slate due hope intend aim prepare want agree decide promise vow pledge invite"
    " propose arrange threaten order urge ask demand offer ready likely poise require slated scheduled expected"
    " planned poised prepared determined supposed suppose".split()
)
"""Words whose infinitive lies ahead of them: "is due to meet", "agreed to sign"."""
REPORTS = frozenset("say tell report announce state add write declare note confirm accord warn claim believe".split())
JUDGES = frozenset(
    """
    condemn denounce criticise criticize welcome praise reject oppose support deplore hail regret mourn commend applaud
    congratulate thank remember note recall recognize recognise express extend urge ask call appeal reaffirm reiterate
    salute honor honour appreciate
    """.split()
)
"""Verbs of a statement in the present: what they speak of may lie behind or ahead."""
ALIKE = frozenset("read put set cut hit let shut cost quit split spread beat cast".split())
"""Verbs whose past is written as their present."""
MODALS = frozenset("will 'll \u2019ll shall would wo may might can could should must".split())
TO = frozenset("going has have plans plan is are was were".split())
"""Words whose "to" looks ahead: "is to meet", "has to meet"."""


def verb_above(token: Token) -> Token | None:
    """Return the nearest verb above a word in its tree, or None."""
    while token.head.i != token.i:
        token = token.head
        if token.pos_ in {"VERB", "AUX"}:
            return token
    return None


def looks_ahead(token: Token) -> bool | None:
    """Say whether the clause of a word looks ahead (True) or back (False); None where nothing tells."""
    verb = verb_above(token)
    if verb is None:
        return None
    for _ in range(6):
        helpers = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
        if helpers & MODALS:
            return True
        if (
            verb.lemma_ in PLANS
            and (verb.tag_ == "VBN" or verb.pos_ == "AUX")
            and verb.lemma_ not in {"agree", "decide"}
            and not _perfect(verb)
        ):
            return True
        if verb.dep_ == "acl" and verb.tag_ == "VBN":
            return False  # "the teachers arrested on July 29"
        if any(
            c.dep_ in {"acomp", "attr", "oprd"} and c.lower_ in {"due", "likely", "ready", "set"} for c in verb.children
        ):
            return True
        if "to" in helpers and (verb.tag_ == "VB" or "be" in helpers):
            if {verb.head.lemma_, verb.head.lower_} & PLANS or verb.head.lower_ in TO:
                return True
        elif verb.tag_ == "VBD" or helpers & {"was", "were", "had", "did", "has", "have"}:
            return False
        elif verb.tag_ == "VBG" and helpers & {"is", "are", "am", "'s", "'re"}:
            return True
        elif verb.tag_ in {"VBZ", "VBP"} and verb.lemma_ in JUDGES:
            return None  # "Peru condemns the June 4 attack"
        elif verb.tag_ == "VBP" and verb.lower_ in ALIKE and _one(verb):
            return False  # "on Thursday a delegate read a statement"
        elif verb.tag_ in {"VBZ", "VBP"}:
            return verb.lemma_ not in REPORTS and verb.lemma_ != "be"
        if verb.head.i == verb.i:
            break
        above = verb_above(verb)
        if above is None:
            break
        verb = above
    return None


def _one(verb: Token) -> bool:
    """Say whether the subject is one: its present would end in "s"."""
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    joined = subject is not None and any(c.dep_ == "conj" for c in subject.children)
    return (
        subject is not None and not joined and (subject.tag_ in {"NN", "NNP"} or subject.lower_ in {"he", "she", "it"})
    )


def _perfect(verb: Token) -> bool:
    """Say whether a participle is active: "had promised", not "had been promised" or "is expected"."""
    helpers = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    return bool(helpers & {"had", "has", "have"}) and not any(c.dep_ == "auxpass" for c in verb.children)


BACK = frozenset({"earlier", "previously", "formerly", "often", "repeatedly", "always", "already", "once", "before"})
CARRIED = frozenset("advcl xcomp conj dobj nsubj nsubjpass acl attr prep pcomp".split())


def _reported(token: Token) -> bool:
    """Say whether a word stands in the clause that a verb of saying takes: "told him that she had been there"."""
    for _ in range(10):
        if token.head.i == token.i:
            return False
        if token.dep_ == "ccomp" and token.head.lemma_ in REPORTS | {"inform", "learn", "know", "admit", "acknowledge"}:
            return token.i > token.head.i
        token = token.head
    return False


def told_simply(token: Token) -> bool | None:
    """Say whether what a word tells goes the story one step on: its verb is in the simple past.

    False for a perfect, for a word such as "earlier" and inside what somebody says; None for a present or where nothing
    tells.
    """
    if _reported(token):
        return False
    for _ in range(8):
        helpers = {c.lower_ for c in token.children if c.dep_ in {"aux", "auxpass"}}
        if any(c.lower_ in BACK for c in token.children if c.dep_ in {"advmod", "mark"}):
            return False
        if helpers & {"had", "has", "have", "'ve", "\u2019ve"}:
            return False
        if token.tag_ == "VBD" or helpers & {"was", "were", "did"}:
            return True
        if token.tag_ in {"VBZ", "VBP", "MD"}:
            return None
        if token.head.i == token.i or token.dep_ not in CARRIED:
            return None
        if token.dep_ in {"prep", "pcomp"} and token.lower_ not in {"as", "by", "with"} and token.tag_ != "VBG":
            return None
        token = token.head
    return None
