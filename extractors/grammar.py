"""What the parse says about a word's place: its subject, its object, its phrases, the verb that carries it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "csubj", "expl"})
PASSIVES = frozenset({"nsubjpass", "csubjpass"})
OBJECTS = frozenset({"dobj", "obj"})
RELATIVE = frozenset({"which", "that", "who", "whom"})

LIGHT = frozenset(
    [
        "hold",
        "have",
        "make",
        "give",
        "reach",
        "sign",
        "conclude",
        "strike",
        "pay",
        "take",
        "do",
        "conduct",
        "issue",
        "carry",
        "launch",
        "stage",
        "impose",
        "begin",
        "start",
        "open",
        "mount",
        "lead",
        "face",
        "perpetrate",
        "commit",
        "perform",
        "host",
        "attend",
        "join",
        "enter",
        "undertake",
        "deliver",
        "place",
        "declare",
        "continue",
        "resume",
        "send",
        "engage",
        "seal",
        "finalise",
        "finalize",
        "seek",
        "call",
        "lodge",
        "occur",
        "erupt",
        "break",
    ]
)
"""Verbs that say little themselves: the noun that they carry tells the event, they tell its time and who does it."""
OWN_CONTROL = frozenset("use promise threaten make take have hold need spend begin sign".split())
"""Verbs whose infinitive is done by their own subject, though they have an object: "used the speech to ask"."""


OBJECT_CONTROL = frozenset(
    """
    accuse suspect criticise criticize condemn denounce blame thank praise stop prevent bar keep dissuade ban discourage
    deter coax lure charge convict absolve excuse forgive punish sanction congratulate commend applaud warn prohibit
    restrain pressure pressurise pressurize bully talk trick force
    """.split()
)
"""Verbs after which a gerund is done by their object: "accused Iran of sending arms", "barred them from leaving"."""


def child(token: Token, *deps: str) -> Token | None:
    """Return the first child with one of these dependencies, or None."""
    return next((c for c in token.children if c.dep_ in deps), None)


def conjuncts(token: Token) -> tuple[Token, ...]:
    """Return a token and all that are coordinated below it."""
    found = [token]
    for c in token.children:
        if c.dep_ == "conj" or (
            c.dep_ == "appos" and token.text.lower() in {"sides", "leaders", "ministers", "countries"}
        ):
            found += conjuncts(c)
    return tuple(found)


def first_conjunct(token: Token) -> Token:
    """Return the head of the coordination in which a token stands."""
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
    return token


def is_passive(verb: Token) -> bool:
    """Say whether a verb is in the passive: "was signed", "signed by both", "the treaty signed in May"."""
    if any(c.dep_ in {"auxpass", "nsubjpass"} for c in verb.children):
        return True
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and not any(c.dep_ in {"nsubj", "aux"} for c in verb.children):
        return is_passive(first_conjunct(verb))
    if verb.dep_ == "acl" and verb.head.dep_ == "ROOT" and child(verb, "agent") is None:
        return False  # a whole sentence that the parser takes for a noun: "The minister consulted with allies."
    if verb.dep_ == "acomp":
        return verb.tag_ == "VBN" and verb.head.lemma_ == "be"
    return verb.tag_ == "VBN" and verb.dep_ in {"acl", "amod", "advcl"} and not child(verb, "aux")


def phrase(token: Token, *prepositions: str) -> Iterator[Token]:
    """Yield the objects of a word's prepositional phrases ("met with Macron" -> Macron)."""
    for prep in token.children:
        if prep.dep_ in {"prep", "agent", "dative"} and prep.lower_ in prepositions:
            for noun in prep.children:
                if noun.dep_ == "pobj":
                    yield from conjuncts(noun)


def antecedent(verb: Token) -> Token | None:
    """Return the noun that a verb's relative clause or participle describes, or None."""
    head = first_conjunct(verb)
    return head.head if head.dep_ in {"relcl", "acl"} else None


def raw_subject(verb: Token) -> Token | None:
    """Return the grammatical subject of a verb, its antecedent in a relative clause, or its controller.

    "Iran agreed to meet" -> Iran; "urged Iran to leave" -> Iran; "the army, which fled" -> army.
    """
    for _ in range(12):
        found = _last_subject(verb) or next(
            (s for c in verb.children if c.dep_ == "aux" and (s := child(c, "nsubj", "nsubjpass")) is not None), None
        )  # "Turkey and the US have for months been trying": the parse may give the subject to the auxiliary
        if found is not None:
            if found.lower_ in RELATIVE and (noun := antecedent(verb)) is not None:
                return noun
            return found
        head = verb.head
        if head.i == verb.i:
            return None
        if verb.dep_ in {"acl", "relcl"}:
            return head if verb.tag_ != "VB" else _owner(head)
        if (
            verb.dep_ == "xcomp"
            and head.lemma_ not in OWN_CONTROL
            and (obj := child(head, "dobj", "obj", "dative")) is not None
        ):
            return obj
        if verb.dep_ == "pcomp" and head.lower_ == "as" and (named := child(head.head, "dobj")) is not None:
            return named  # "quoted an official as saying"
        if verb.dep_ == "pcomp" and head.head.lemma_ in OBJECT_CONTROL and head.i > head.head.i:
            return child(head.head, "dobj", "nsubjpass") or raw_subject(head.head)  # "accused Iran of sending arms"
        if verb.dep_ in {"pcomp", "prep", "agent"} and head.pos_ == "ADP":
            verb = head
            continue
        if verb.dep_ not in {"xcomp", "advcl", "conj", "ccomp", "prep", "pobj", "dobj", "dep", "acomp"}:
            return None
        if verb.dep_ == "pobj" and head.pos_ == "ADP":
            verb = head
            continue
        if head.pos_ in {"NOUN", "PROPN"} and head.dep_ in {"nsubj", "nsubjpass"}:
            return None
        verb = head
    return None


def _last_subject(verb: Token) -> Token | None:
    """Return the subject nearest before a verb: a dateline or an aside may have been taken for another one."""
    found = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]
    return next((c for c in reversed(found) if c.i < verb.i), found[0] if found else None)


def _owner(noun: Token) -> Token | None:
    owner = child(noun, "poss")
    if owner is not None:
        return owner
    verb = noun.head
    return raw_subject(verb) if noun.dep_ in OBJECTS else None


def carrier(noun: Token) -> Token | None:
    """Return the light verb that carries an event noun ("held talks", "talks were held", "talks began"), or None."""
    noun = first_conjunct(noun)
    if noun.dep_ in OBJECTS | PASSIVES | {"nsubj"} and noun.head.lemma_ in LIGHT:
        return noun.head
    if noun.dep_ == "pobj" and noun.head.head.lemma_ in {"enter", "engage", "come", "participate", "take"}:
        return noun.head.head if noun.head.lower_ in {"into", "in", "to"} else None
    return None


def clause_verb(token: Token) -> Token | None:
    """Return the verb of the clause in which a word stands, or None."""
    while token.head.i != token.i:
        token = token.head
        if token.pos_ in {"VERB", "AUX"}:
            return token
    return token if token.pos_ in {"VERB", "AUX"} else None
