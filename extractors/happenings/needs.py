"""What a frame asks of the words around its trigger before it tells an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.grammar import RELATIVE, carrier, child, conjuncts, is_passive, phrase
from extractors.happenings import meanings
from extractors.happenings.actors import is_actor
from extractors.happenings.nouns import MEASURES
from extractors.happenings.saying import is_saying

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.tokens import Token

    from extractors.reading import Reading

CLAUSES = frozenset({"xcomp", "ccomp", "acl", "pcomp"})
MARKS = frozenset({"det", "poss", "amod", "compound", "nmod", "nummod"})


def things(token: Token, words: tuple[str, ...]) -> Iterator[Token]:
    """Yield what a verb is done to: object, passive subject, the noun that it describes, its preposition's object."""
    for c in token.children:
        if c.dep_ in {"dobj", "nsubjpass", "attr", "oprd", "dative"} and c.lower_ not in RELATIVE:
            yield from _measured(c)
        for prep in (c, *(g for g in c.children if c.dep_ in {"prt", "prep", "advmod"})):
            if prep.dep_ in {"prep", "agent"} and prep.lower_ in words[1:]:
                for noun in prep.children:
                    if noun.dep_ == "pobj":
                        yield from _measured(noun)
    own = child(token, "dobj")
    if token.dep_ in {"acl", "relcl"} and (own is None or own.lower_ in RELATIVE):
        yield token.head


def _measured(noun: Token) -> Iterator[Token]:
    for one in conjuncts(noun):
        yield one
        yield from (c for c in one.children if c.dep_ in {"compound", "amod", "appos"})
        if one.pos_ == "NUM" or one.lemma_.lower() in MEASURES:
            yield from phrase(one, "of")


def has(token: Token, need: str, reading: Reading) -> bool:
    """Say whether what a frame needs is there. A word that names no need is a preposition with an object."""
    test = TESTS.get(need)
    if test is not None:
        return test(token, reading)
    return next(phrase(token, need), None) is not None


def _clause(token: Token, _reading: Reading) -> bool:
    return any(c.dep_ in CLAUSES for c in token.children)


def _infinitive(token: Token, _reading: Reading) -> bool:
    """Look for somebody to do something: "told them to leave"."""
    addressed = child(token, "dobj", "nsubjpass", "dative") is not None or token.dep_ == "acl"
    return any(
        c.dep_ in {"xcomp", "ccomp", "advcl"}
        and any(g.dep_ == "aux" and g.lower_ == "to" for g in c.children)
        and (addressed or child(c, "nsubj", "nsubjpass") is not None)
        for c in token.children
    ) or any(_is_small(c) for c in token.children)


def _is_small(clause: Token) -> bool:
    """Say whether a clause is a participle with its subject: "wants the ballots counted"."""
    return (
        clause.dep_ == "ccomp"
        and clause.tag_ == "VBN"
        and child(clause, "nsubj", "nsubjpass") is not None
        and child(clause, "aux", "auxpass", "mark") is None
    )


def _light(token: Token, _reading: Reading) -> bool:
    return carrier(token) is not None


def _passive(token: Token, _reading: Reading) -> bool:
    return is_passive(token)


def _object(token: Token, _reading: Reading) -> bool:
    return child(token, "dobj", "nsubjpass") is not None or token.dep_ in {"acl", "relcl"}


def _attr(token: Token, _reading: Reading) -> bool:
    return child(token, "attr", "oprd") is not None


def _poss(token: Token, _reading: Reading) -> bool:
    return child(token, "poss") is not None


def _object_actor(token: Token, reading: Reading) -> bool:
    return any(
        (c.dep_ in {"dobj", "nsubjpass"} and is_actor(c, reading))
        or (c.dep_ == "oprd" and any(g.pos_ == "PROPN" for g in c.children))
        for c in token.children
    ) or (token.dep_ in {"acl", "relcl"} and is_passive(token) and is_actor(token.head, reading))


def _finite(token: Token, _reading: Reading) -> bool:
    """Look for a verb that is said as such, not as the purpose of something else."""
    return (
        token.tag_ in {"VBD", "VBZ", "VBP"}
        or any(c.dep_ in {"aux", "auxpass"} and c.lower_ != "to" for c in token.children)
        or token.dep_ in {"xcomp", "ccomp", "conj"}
    )


def _specific(token: Token, _reading: Reading) -> bool:
    """Look for a noun that means something that took place, not the thing in general: "the war in Iraq", not "war"."""
    return (
        any(c.dep_ in MARKS or c.dep_ == "prep" for c in token.children)
        or token.tag_ == "NNS"
        or carrier(token) is not None
        or token.dep_ == "conj"
    )


def _place(token: Token, _reading: Reading) -> bool:
    return any(
        noun.pos_ == "PROPN" or noun.ent_type_ in {"GPE", "LOC", "FAC"}
        for c in token.children
        if c.dep_ == "prep"
        for noun in c.children
        if noun.dep_ == "pobj"
    )


def _will(token: Token, _reading: Reading) -> bool:
    """Look for a clause about what will come: "warned that it would respond"."""
    clause = child(token, "ccomp")
    return clause is not None and any(
        c.dep_ == "aux" and c.lower_ in {"will", "would", "shall"} for c in clause.children
    )


def _told(token: Token, _reading: Reading) -> bool:
    return is_saying(token)


def _intransitive(token: Token, _reading: Reading) -> bool:
    return child(token, "dobj", "nsubjpass") is None


def _pledged(token: Token, _reading: Reading) -> bool:
    """Look for what somebody promises: "pledged 400 million euros", "offered troops"."""
    noun = token
    while noun.dep_ in {"conj", "pobj", "prep"} and noun.head.i != noun.i:
        if noun.dep_ == "prep" and noun.lower_ != "of":
            return False
        noun = noun.head
    return noun.dep_ == "dobj" and noun.head.lemma_ in {"pledge", "promise", "offer", "contribute"}


def _to_do(token: Token, _reading: Reading) -> bool:
    return any(
        c.dep_ in {"xcomp", "advcl"}
        and (c.tag_ == "VB" or any(g.dep_ == "aux" and g.lower_ == "to" for g in c.children))
        for c in token.children
    )


def _gerund(token: Token, _reading: Reading) -> bool:
    """Look for what is to be done: "recommended closing the camp"."""
    return any(c.dep_ in {"xcomp", "ccomp", "dobj"} and c.tag_ == "VBG" for c in token.children)


def _dated(token: Token, _reading: Reading) -> bool:
    """Look for the day on which it is."""
    return any(
        c.ent_type_ in {"DATE", "TIME"} or any(g.ent_type_ in {"DATE", "TIME"} for g in c.children)
        for c in token.children
        if c.dep_ in {"prep", "npadvmod", "advmod"}
    )


def _subjunctive(token: Token, _reading: Reading) -> bool:
    """Look for a clause that says what is to be: "recommended that it be changed"."""
    clause = child(token, "ccomp")
    if clause is None or child(clause, "nsubj", "nsubjpass") is None:
        return False
    aux = [c for c in clause.children if c.dep_ in {"aux", "auxpass"}]
    subject = child(clause, "nsubj")
    if clause.tag_ == "VBP" and subject is not None and subject.tag_ in {"NN", "NNP"} and len(conjuncts(subject)) == 1:
        return True  # "insisted that the government rein in its spending": the singular has no "s"
    return any(c.lower_ in {"should", "must"} for c in aux) or (
        not any(c.lower_ == "to" or c.tag_ in {"MD", "VBZ", "VBP", "VBD"} for c in aux)
        and (clause.tag_ == "VB" or any(c.lower_ == "be" for c in aux))
    )


def _refusing(token: Token, _reading: Reading) -> bool:
    """Look for a negation of the verb that an adjective stands with: "is not prepared to"."""
    return token.dep_ == "acomp" and child(token.head, "neg") is not None


def _negated(token: Token, _reading: Reading) -> bool:
    return child(token, "neg") is not None


def _from_doing(token: Token, _reading: Reading) -> bool:
    """Look for what somebody is kept from: "barred them from entering"."""
    return any(c.dep_ == "prep" and c.lower_ == "from" and child(c, "pcomp") is not None for c in token.children)


def _active(token: Token, _reading: Reading) -> bool:
    return not is_passive(token)


def _plural(token: Token, _reading: Reading) -> bool:
    return token.tag_ in {"NNS", "NNPS"}


TESTS: dict[str, Callable[[Token, Reading], bool]] = {
    "clause": _clause,
    "infinitive": _infinitive,
    "light": _light,
    "passive": _passive,
    "object": _object,
    "attr": _attr,
    "poss": _poss,
    "subject:actor": meanings.acting,
    "object:actor": _object_actor,
    "finite": _finite,
    "specific": _specific,
    "place": _place,
    "will": _will,
    "demanded": meanings.demanded,
    "subject:force": meanings.force,
    "subject:bomb": meanings.bomb,
    "subject:crowd": meanings.crowd,
    "object:site": meanings.site,
    "at:target": meanings.target,
    "named": meanings.named,
    "office": meanings.office,
    "entered": meanings.entered,
    "incumbent": meanings.incumbent,
    "voters": meanings.voters,
    "subject:chamber": meanings.chamber,
    "opens": meanings.opens,
    "poss:person": meanings.person_owner,
    "of:law": meanings.of_law,
    "harm": meanings.harm,
    "told": _told,
    "no:object": _intransitive,
    "pledged": _pledged,
    "plural": _plural,
    "active": _active,
    "gerund": _gerund,
    "dated": _dated,
    "subject:person": meanings.person,
    "subject:cabinet": meanings.cabinet,
    "from:doing": _from_doing,
    "negated": _negated,
    "refusing": _refusing,
    "subjunctive": _subjunctive,
    "subject:state": meanings.state,
    "object:org": meanings.org,
    "to:do": _to_do,
    "subject:text": meanings.text,
}
