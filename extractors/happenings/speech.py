"""What kind of speech act an utterance is, by the words inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.grammar import child, is_passive, phrase, raw_subject
from extractors.happenings.saying import MARKS
from extractors.happenings.sides import PARTIES
from extractors.happenings.wording import (
    BLAME,
    DEMAND,
    DENIAL,
    HARM,
    NEEDLESS,
    PLEDGE,
    PRAISE,
    REFUSAL,
    REFUTED,
    THREAT,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Token

    from extractors.happenings.sides import Sides
    from extractors.lexicon import Trigger
    from extractors.reading import Reading

LIMIT = 1500
"""Characters of an utterance that are looked at: the act stands at its beginning."""

FIRST = frozenset({"we", "i", "us"})
WILL = frozenset({"will", "would", "'ll", "\u2019ll", "shall", "wo"})
NOT = frozenset({"not", "n't", "n\u2019t", "never", "no"})


OBJECTS: dict[str, str] = {
    **dict.fromkeys(
        """
        support solidarity condolence sympathy appreciation gratitude congratulation backing thanks satisfaction respect
        admiration praise strength friendship sorrow sadness grief tribute welcome endorsement recognition confidence
        trust partnership alliance achievement success contribution leadership progress generosity bravery courage
        """.split(),
        "Endorsement",
    ),
    **dict.fromkeys(
        """
        concern outrage anger condemnation dismay disappointment alarm criticism displeasure indignation frustration
        worry doubt fear scepticism skepticism misgiving reservation discontent dissatisfaction complaint
        accusation allegation
        """.split(),
        "Accusation",
    ),
    **dict.fromkeys(
        """
        commitment readiness willingness intention determination resolve pledge promise plan resolution vow intent
        decision aim ambition goal deployment withdrawal package aid funding assistance
        """.split(),
        "Pledge",
    ),
    **dict.fromkeys(
        "need urgency necessity call demand appeal request wish desire expectation hope plea".split(), "Demand"
    ),
    **dict.fromkeys("opposition rejection refusal objection denial".split(), "Rejection"),
    **dict.fromkeys("threat warning ultimatum".split(), "Threat"),
}
"""What it is to express, repeat or announce one of these nouns."""
OWN = frozenset(
    "commitment resolve decision aim ambition goal package aid funding assistance deployment withdrawal".split()
)
"""Nouns of the table that must belong to who speaks; of others they are what a statement is about."""
PREDICATE = frozenset({"neg", "acomp", "attr", "oprd", "advmod", "dobj"})
RESTRAINT = frozenset(
    """
    pursue develop use attack seek strike invade interfere stop abandon rest hesitate build produce harm target fire
    """.split()
)
"""What one pledges by saying that one will not do it; of other things it is a rejection."""
CONFESSING = frozenset("acknowledge admit concede confess regret apologise apologize".split())
"""Verbs that speak of one's own faults."""
STRESS = frozenset(
    "stress emphasise emphasize underscore underline highlight discuss note outline describe address".split()
)
"""Verbs after which a future thing is a topic, not a pledge."""


def kind_of_words(words: str) -> str:
    """Return the type of speech act that these quoted words are: "Statement" where nothing says more."""
    words = NEEDLESS.sub(" ", words[:LIMIT])
    if REFUSAL.search(words):
        return "Rejection"
    if THREAT.search(words):
        return "Threat"
    if DEMAND.search(words):
        return "Demand"
    if PLEDGE.search(words):
        return "Pledge"
    return _tone(words)


def _tone(words: str) -> str:
    if BLAME.search(words):
        return "Accusation"
    if (found := PRAISE.search(words)) is not None:
        before = words[max(found.start() - 20, 0) : found.start()]
        return "Accusation" if REFUTED.search(before) else "Endorsement"
    return "Statement"


def kind_of_clause(verb: Token, reading: Reading, found: Mapping[int, Trigger], sides: Sides, *, quoted: bool) -> str:
    """Return the type of speech act that a reporting verb with its content clause is.

    `quoted` says that the clause stands in quotation marks, so that its own words decide.
    """
    clause = child(verb, "ccomp")
    if clause is None:
        return _of_object(verb)
    words = {c.lower_ for c in clause.children if c.dep_ in {"aux", "neg", "acomp"}}
    speaker, actor = raw_subject(verb), child(clause, "nsubj")
    own = actor is not None and (actor.lower_ in FIRST or _same(speaker, actor, reading, sides))
    if quoted:
        kind = kind_of_words(_text(clause))
        return "Statement" if (own or verb.lemma_ in CONFESSING) and kind == "Accusation" else kind
    told = child(clause, "dobj")
    inner = found.get(clause.i) or (found.get(told.i) if told is not None else None)
    if own and clause.pos_ in {"VERB", "AUX"} and not is_passive(clause):
        if words & WILL and "have" not in words:
            if words & NOT and clause.lemma_ not in RESTRAINT:
                return "Rejection"
            harmful = inner is not None and (inner.type in HARM or (inner.type == "Withdrawal" and _if(clause)))
            return "Threat" if harmful and not words & NOT else "Pledge"
        if clause.lemma_ in {"plan", "intend", "aim"} or words & {
            "ready",
            "willing",
            "prepared",
            "determined",
            "committed",
        }:
            return "Pledge"
    if words & {"should", "must", "ought"} or (
        clause.lemma_ in {"have", "need", "want", "expect", "like", "hope"}
        and not words & NOT
        and any(
            c.dep_ in {"xcomp", "ccomp"} and (child(c, "nsubj") is not None or clause.lemma_ in {"have", "need"})
            for c in clause.children
        )
    ):
        return "Demand"
    if words & WILL and not words & NOT and is_passive(clause) and _speaks_for_a_body(speaker, reading, sides):
        return "Pledge"  # "the minister said that guards would be flown in"
    doer = next(iter(phrase(clause, "by")), None) if is_passive(clause) else actor
    victim = child(clause, "nsubjpass") if is_passive(clause) else child(clause, "dobj")
    if inner is not None and inner.type in HARM and not own and _against(speaker, doer, victim, reading, sides):
        return "Accusation"
    text = _text(clause)
    if THREAT.search(text):
        return "Threat"
    if DENIAL.search(text):
        return "Rejection"
    if own or verb.lemma_ in CONFESSING:
        return "Statement"
    if clause.lemma_ == "be" and any(c.dep_ == "prep" and c.lower_ == "behind" for c in clause.children):
        return "Accusation"
    return _tone(_predicate(clause))


def _predicate(clause: Token) -> str:
    """Return what a clause says of its subject: its verb with negation, adjective, noun, object and infinitive."""
    words = [clause]
    for verb in (clause, *(c for c in clause.children if c.dep_ in {"xcomp", "conj"})):
        for c in verb.children:
            if c.dep_ in PREDICATE:
                words.append(c)
                words += [g for g in c.children if g.dep_ in {"amod", "compound", "conj", "neg"}]
        words.append(verb)
    return " ".join(t.text for t in sorted(set(words), key=lambda t: t.i))


def kind_of_object(noun: Token, named: str) -> str:
    """Return what it is to express or repeat a noun that names a speech act of the type `named`."""
    if noun.lemma_ == "commitment" and _to_somebody(noun):
        return "Endorsement"
    return OBJECTS.get(noun.lemma_.lower(), named)


def _of_object(verb: Token) -> str:
    """Return what a reporting verb without a clause is, by its object or predicate: "called the deal lousy"."""
    described = child(verb, "oprd") or next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == "as"), None)
    if described is not None:
        kind = _tone(_text(described))
        marked = any(t.text in MARKS for t in verb.doc[verb.i : described.right_edge.i + 1])
        return "Accusation" if kind == "Statement" and marked else kind  # who is quoted for it seldom praises
    told = child(verb, "dobj")
    if told is None:
        return "Statement"
    kind = OBJECTS.get(told.lemma_.lower(), "Statement")
    if kind == "Pledge" and told.lemma_ == "commitment" and _to_somebody(told):
        return "Endorsement"
    if kind == "Pledge" and verb.lemma_ in STRESS:
        return "Statement" if child(told, "poss") is None else "Pledge"
    return kind


def _to_somebody(commitment: Token) -> bool:
    """Say whether a commitment is to somebody rather than to do something: "to Ukraine's sovereignty"."""
    for prep in commitment.children:
        if prep.lower_ == "to":
            noun = child(prep, "pobj")
            return noun is not None and (noun.pos_ == "PROPN" or child(noun, "poss") is not None)
    return False


def _text(token: Token) -> str:
    """Return the words of a clause, a bounded stretch of them."""
    begin, end = token.left_edge.i, token.right_edge.i + 1
    begin, end = max(begin, token.i - 60), min(end, token.i + 60)
    return token.doc[begin:end].text


def _if(clause: Token) -> bool:
    return any(
        c.dep_ == "advcl" and any(m.dep_ == "mark" and m.lower_ in {"if", "unless"} for m in c.children)
        for c in clause.children
    )


def _speaks_for_a_body(speaker: Token | None, reading: Reading, sides: Sides) -> bool:
    """Say whether somebody can promise for others: a state, a body, or who holds an office in one."""
    mention = reading.at(speaker.i) if speaker is not None else None
    return mention is not None and any(len(sides.side(e)) > 1 or e.kind in PARTIES for e in mention.entities)


def _against(speaker: Token | None, doer: Token | None, victim: Token | None, reading: Reading, sides: Sides) -> bool:
    """Say whether a clause tells what an adversary does to the one who speaks, or to nobody that is known."""
    a, b, c = (reading.at(t.i) if t is not None else None for t in (speaker, doer, victim))
    if a is None or b is None or not sides.against(a.entities, b.entities):
        return False
    return c is None or sides.same(a.entities, c.entities)


def _same(speaker: Token | None, actor: Token, reading: Reading, sides: Sides) -> bool:
    """Say whether a clause's subject is the one who speaks: "he said that he would come"."""
    a = reading.at(speaker.i) if speaker is not None else None
    b = reading.at(actor.i)
    if any(c.dep_ == "poss" and c.lower_ in {"their", "his", "her", "its", "our", "my"} for c in actor.children):
        return True  # "their government"
    if a is not None and actor.lower_ == "it" and any(e.kind == "Person" for e in a.entities):
        return False
    if a is None or b is None:
        return actor.lower_ in {"he", "she", "they", "it"} and speaker is not None
    return set(a.entities) == set(b.entities) or sides.same(a.entities, b.entities)
