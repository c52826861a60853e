"""What a frame asks of the words around its trigger before it tells an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.happenings.actors import is_actor
from extractors.happenings.grammar import RELATIVE, carrier, child, conjuncts, is_passive, phrase, raw_subject
from extractors.happenings.saying import is_saying

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.tokens import Token

    from extractors.reading import Reading

CLAUSES = frozenset({"xcomp", "ccomp", "acl", "pcomp"})
MARKS = frozenset({"det", "poss", "amod", "compound", "nmod", "nummod"})
MEASURES = frozenset(
    "number team group contingent unit series set package part lot thousand hundred dozen million all some most many".split()
)
"""Nouns that count others: of "hundreds of soldiers" the object is the soldiers."""
FORCES = frozenset(
    """force troop army soldier navy fighter police militant rebel jet warship aircraft plane missile rocket drone helicopter
    military militia battalion convoy marine gunman insurgent guerrilla tank division brigade bomber artillery shell bomb
    warplane unit paramilitary peacekeeper""".split()
)
SITES = frozenset(
    """base city town village camp building hospital school house home area target position airport depot post headquarters
    convoy compound embassy civilian mosque church market neighbourhood neighborhood island ship facility plant refinery
    bridge bus car vehicle station port tunnel bunker hotel checkpoint district site installation""".split()
)
STRIKES = frozenset("attack airstrike strike offensive invasion assault raid bombing incursion".split())
TEXTS = frozenset(
    """resolution draft letter petition statement treaty agreement text bill plan document proposal placard banner declaration
    communique manifesto note message speech""".split()
)
OFFICES = frozenset(
    """president minister chancellor secretary leader chief governor mayor ambassador speaker king queen premier chairman
    chairwoman chair envoy commissioner emperor pope sultan emir commander secretary-general vice-president director prince
    head successor candidate monarch general""".split()
)
LAWS = frozenset("law bill act resolution decree legislation constitution amendment budget measure motion reform".split())
HARMFUL = frozenset(
    """retaliate respond punish avenge crush destroy attack strike bomb invade kill shoot fire consequence retaliation response
    revenge force war action reprisal sanction punishment blow price sever suspend expel withdraw cut halt stop block bear
    suffer pay face catastrophe disaster fight defend hit target annihilate burn""".split()
)
SETTLED = frozenset("demand request urge ask call press tell order require want should must need appeal beg".split())


def things(token: Token, words: tuple[str, ...]) -> Iterator[Token]:
    """Yield what a verb is done to: its object, its passive subject, the noun it describes, its preposition's object."""
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
        yield from (c for c in one.children if c.dep_ in {"compound", "amod"})
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
    """Somebody to do something: "told them to leave"."""
    addressed = child(token, "dobj", "nsubjpass", "dative") is not None or token.dep_ == "acl"
    return any(
        c.dep_ in {"xcomp", "ccomp", "advcl"}
        and any(g.dep_ == "aux" and g.lower_ == "to" for g in c.children)
        and (addressed or child(c, "nsubj") is not None)
        for c in token.children
    )


def _light(token: Token, _reading: Reading) -> bool:
    return carrier(token) is not None


def _passive(token: Token, _reading: Reading) -> bool:
    return is_passive(token)


def _text(token: Token, reading: Reading) -> bool:
    """A text that speaks for its authors as the subject: "the draft demands"."""
    subject = raw_subject(token)
    return subject is not None and (subject.lemma_.lower() in TEXTS or _actor(token, reading))


def _object(token: Token, _reading: Reading) -> bool:
    return child(token, "dobj", "nsubjpass") is not None or token.dep_ in {"acl", "relcl"}


def _attr(token: Token, _reading: Reading) -> bool:
    return child(token, "attr", "oprd") is not None


def _poss(token: Token, _reading: Reading) -> bool:
    return child(token, "poss") is not None


def _actor(token: Token, reading: Reading) -> bool:
    subject = raw_subject(token)
    if is_passive(token):
        return any(is_actor(t, reading) for t in phrase(token, "by"))
    return subject is not None and is_actor(subject, reading)


def _object_actor(token: Token, reading: Reading) -> bool:
    return any(c.dep_ in {"dobj", "nsubjpass"} and is_actor(c, reading) for c in token.children) or (
        token.dep_ in {"acl", "relcl"} and is_passive(token) and is_actor(token.head, reading)
    )


def _finite(token: Token, _reading: Reading) -> bool:
    """A verb that is said as such, not as the purpose of something else."""
    return (
        token.tag_ in {"VBD", "VBZ", "VBP"}
        or any(c.dep_ in {"aux", "auxpass"} and c.lower_ != "to" for c in token.children)
        or token.dep_ in {"xcomp", "ccomp", "conj"}
    )


def _specific(token: Token, _reading: Reading) -> bool:
    """A noun that means something that took place, not the thing in general: "the war in Iraq", not "war"."""
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
    """A clause about what will come: "warned that it would respond"."""
    clause = child(token, "ccomp")
    return clause is not None and any(c.dep_ == "aux" and c.lower_ in {"will", "would", "shall"} for c in clause.children)


def _demanded(token: Token, _reading: Reading) -> bool:
    """Something asked of somebody: "urged Iran to end it", "must stop"."""
    if any(c.dep_ == "aux" and c.lower_ in {"should", "must"} for c in token.children):
        return True
    if token.tag_ != "VB":
        return False
    head = token.head
    for _ in range(4):
        if head.lemma_.lower() in SETTLED:
            return True
        if head.head.i == head.i or head.dep_ in {"ROOT", "relcl"}:
            break
        head = head.head
    return False



def _force(token: Token, _reading: Reading) -> bool:
    """Armed people as the subject: "the army deployed"."""
    subject = raw_subject(token)
    return subject is not None and not is_passive(token) and _any(subject, FORCES)


def _site(token: Token, reading: Reading) -> bool:
    """What is shelled and bombed as the object: a place, a building, a force."""
    return any(
        c.dep_ in {"dobj", "nsubjpass"} and (c.ent_type_ in {"GPE", "LOC", "FAC"} or c.lemma_.lower() in SITES | FORCES)
        for c in token.children
    )


def _target(token: Token, _reading: Reading) -> bool:
    """At whom it is fired: a phrase with "at", "on", "against" or "into", or a nominal attack."""
    own = child(token, "dobj", "nsubjpass")
    return (own is not None and own.lemma_.lower() in STRIKES) or any(
        c.dep_ == "prep"
        and c.lower_ in {"at", "on", "against", "into", "toward", "towards"}
        and not any(g.ent_type_ in {"DATE", "TIME"} for g in c.children)
        for c in token.children
    )


def _named(token: Token, _reading: Reading) -> bool:
    """A war that has a name, a year or a country: "the Vietnam war", "the 2008 conflict"."""
    return any(c.pos_ in {"PROPN", "NUM"} or c.ent_type_ in {"NORP", "GPE", "DATE"} for c in token.children)


def _office(token: Token, _reading: Reading) -> bool:
    """An office for which somebody is chosen: "named Kim foreign minister", "chose him as leader"."""
    for c in token.children:
        if c.dep_ in {"oprd", "attr", "appos", "ccomp"} and _any(c, OFFICES):
            return True
        if c.dep_ == "prep" and c.lower_ in {"as", "to"} and any(_any(g, OFFICES) for g in c.children):
            return True
        if c.dep_ == "dobj" and any(_any(g, OFFICES) for g in c.children if g.dep_ in {"appos", "compound"}):
            return True
    return False


def _entered(token: Token, _reading: Reading) -> bool:
    """A verb of becoming rather than of being: "became", "will be", "remained"."""
    return token.lemma_ != "be" or any(c.dep_ == "aux" and c.tag_ == "MD" for c in token.children)


def _incumbent(token: Token, _reading: Reading) -> bool:
    """A holder of an office as the subject, not a former one."""
    subject = raw_subject(token)
    if subject is None:
        return False
    begin, end = max(subject.left_edge.i, subject.i - 12), min(subject.right_edge.i, subject.i + 12) + 1
    words = [t.lower_ for t in subject.doc[begin:end]]
    return any(w in OFFICES for w in words) and not {"former", "ex", "late", "retired"} & set(words)


def _voters(token: Token, _reading: Reading) -> bool:
    """People as the subject: an election, where a parliament's vote is not."""
    subject = raw_subject(token)
    return subject is not None and (
        subject.ent_type_ == "NORP" or subject.lemma_.lower() in {"voter", "people", "citizen", "million", "country", "electorate"}
    )


def _opens(token: Token, _reading: Reading) -> bool:
    """Polls that open or close."""
    return token.dep_ in {"nsubj", "nsubjpass"} and token.head.lemma_ in {"open", "close", "begin", "end", "hold", "take"}


def _person_owner(token: Token, reading: Reading) -> bool:
    owner = child(token, "poss")
    mention = reading.at(owner.i) if owner is not None else None
    return mention is not None and any(e.kind == "Person" for e in mention.entities)


def _of_law(token: Token, _reading: Reading) -> bool:
    return any(_any(noun, LAWS) for noun in phrase(token, "of", "to"))


def _harm(token: Token, _reading: Reading) -> bool:
    """Harm in what is said will follow: "warned that it would retaliate", "vowed to crush", "warned of war"."""
    for c in token.children:
        if c.dep_ in {"ccomp", "xcomp"}:
            ahead = any(g.dep_ == "aux" and g.lower_ in {"will", "would", "shall", "to", "could"} for g in c.children)
            harmful = c.lemma_.lower() in HARMFUL or any(g.lemma_.lower() in HARMFUL for g in c.children)
            if ahead and (harmful or (c.dep_ == "ccomp" and any(g.dep_ == "advcl" for g in c.children))):
                return True
        if c.dep_ == "prep" and c.lower_ in {"of", "against"} and any(_any(g, HARMFUL) for g in c.children):
            return True
        if c.dep_ == "dobj" and _any(c, HARMFUL):
            return True
    return False


def _told(token: Token, _reading: Reading) -> bool:
    return is_saying(token)


def _any(noun: Token, words: frozenset[str]) -> bool:
    return any(
        t.lemma_.lower() in words
        for one in conjuncts(noun)
        for t in (one, *(c for c in one.children if c.dep_ in {"compound", "amod"}))
    )


def _intransitive(token: Token, _reading: Reading) -> bool:
    return child(token, "dobj", "nsubjpass") is None


def _pledged(token: Token, _reading: Reading) -> bool:
    """What somebody promises: "pledged 400 million euros", "offered troops"."""
    noun = token
    while noun.dep_ in {"conj", "pobj", "prep"} and noun.head.i != noun.i:
        if noun.dep_ == "prep" and noun.lower_ != "of":
            return False
        noun = noun.head
    return noun.dep_ == "dobj" and noun.head.lemma_ in {"pledge", "promise", "offer", "contribute"}


def _to_do(token: Token, _reading: Reading) -> bool:
    return any(c.dep_ in {"xcomp", "advcl"} and c.tag_ == "VB" for c in token.children)


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
    "subject:actor": _actor,
    "object:actor": _object_actor,
    "finite": _finite,
    "specific": _specific,
    "place": _place,
    "will": _will,
    "demanded": _demanded,
    "subject:force": _force,
    "object:site": _site,
    "at:target": _target,
    "named": _named,
    "office": _office,
    "entered": _entered,
    "incumbent": _incumbent,
    "voters": _voters,
    "opens": _opens,
    "poss:person": _person_owner,
    "of:law": _of_law,
    "harm": _harm,
    "told": _told,
    "no:object": _intransitive,
    "pledged": _pledged,
    "plural": _plural,
    "active": _active,
    "to:do": _to_do,
    "subject:text": _text,
}
