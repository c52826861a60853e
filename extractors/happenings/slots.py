"""Where the participants of an event stand: the slots of a frame, as words of the sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.grammar import antecedent, carrier, child, conjuncts, is_passive, phrase, raw_subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

PRE = frozenset({"amod", "compound", "nmod", "conj"})
LEADING = frozenset("lead broker mediate facilitate negotiate host sponsor organise organize impose command".split())
"""Participles whose first half acts: "US-led", "Qatar-brokered"; who is only "-backed" does not."""
DOES = frozenset(
    """
    step tighten ease intensify escalate extend expand increase widen prepare plan announce offer promise pledge pursue
    suspend halt resume end cancel postpone threaten initiate approve consider propose abandon complete continue
    include renew strengthen broaden repeat begin start warn return agree refrain resort proceed engage participate
    commit respond retaliate train vow persist insist accelerate scale speed delay order authorise authorize finish hit
    react reply answer counter
    """.split()
)
"""Verbs whose subject does what their noun tells: "tightened sanctions", "warned of military action"."""
OF = frozenset({"of", "to", "with", "from", "in"})
"""Prepositions between such a verb and its noun."""
BLAMED = frozenset("accuse convict suspect charge try indict blame".split())
"""Verbs whose passive subject is said to have done it: "was convicted of the murder"."""
DEPTH = 3
"""How many phrases deep a participant is sought."""


def slot(token: Token, name: str, words: tuple[str, ...] = ()) -> Iterator[Token]:
    """Yield the words that fill a slot of the frame of `token`, each conjunct by itself.

    `words` are those of the frame's trigger: the object of "call for" stands behind "for".
    """
    match name:
        case "subject":
            yield from _subject(token)
        case "object":
            yield from _object(token)
        case "dative":
            yield from (t for c in token.children if c.dep_ == "dative" and c.pos_ != "ADP" for t in conjuncts(c))
            yield from phrase(token, "to")
        case "poss":
            yield from (t for c in token.children if c.dep_ == "poss" for t in conjuncts(c))
        case "pre":
            yield from _before(token)
        case "content":
            yield from _content(token, words)
        case "by" | "between" | "among" if token.pos_ not in {"VERB", "AUX"}:
            yield from _deep(token, name)
        case _ if name.startswith("object."):
            for noun in _object(token):
                yield from phrase(noun, name.removeprefix("object."))
        case preposition:
            yield from phrase(token, preposition)
            verb = carrier(token) if token.pos_ != "VERB" else None
            if verb is not None:
                yield from phrase(verb, preposition)
            elif token.pos_ == "VERB" and preposition in {"with", "between"}:
                for noun in (c for c in token.children if c.dep_ == "dobj"):
                    yield from phrase(noun, preposition)


def theme(token: Token, words: tuple[str, ...]) -> Iterator[Token]:
    """Yield what an act of speech is about: its object, or the object of its own preposition ("called for talks")."""
    yield from _object(token)
    if words[1:]:
        yield from phrase(token, *words[1:])


def _before(noun: Token) -> Iterator[Token]:
    """Yield what stands before a noun: "Israeli raids", "the US-led invasion", "the Franco-German talks"."""
    for c in noun.children:
        if c.i > noun.i:
            continue
        if c.dep_ in {"amod", "compound", "nmod"}:
            yield from (t for t in c.subtree if t.i < noun.i and t.dep_ in PRE)
            if c.tag_ == "VBN" and c.lemma_ in LEADING:
                yield from (g for g in c.children if g.dep_ == "npadvmod")


def _deep(noun: Token, preposition: str, depth: int = DEPTH) -> Iterator[Token]:
    """Yield the objects of a noun's preposition, also behind its other phrases: "the shooting of two men by police"."""
    found = list(phrase(noun, preposition))
    if not found and depth:
        for prep in noun.children:
            if prep.dep_ == "prep" and prep.i > noun.i:
                found += [t for g in prep.children if g.dep_ == "pobj" for t in _deep(g, preposition, depth - 1)]
    carried = carrier(noun) if depth == DEPTH else None
    if not found and carried is not None:
        found += phrase(carried, preposition)
    yield from found


def _content(token: Token, words: tuple[str, ...]) -> Iterator[Token]:
    """Yield who is to do what is said: the subject of the clause, the owner of the thing."""
    for clause in token.children:
        if clause.dep_ in {"ccomp", "xcomp", "pcomp"} or (
            clause.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ == "for" for c in clause.children)
        ):
            yield from (t for c in clause.children if c.dep_ in {"nsubj", "nsubjpass"} for t in conjuncts(c))
    for noun in theme(token, words):
        yield from (t for c in noun.children if c.dep_ == "poss" for t in conjuncts(c))
        yield from phrase(noun, "by", "between", "of", "from")


def _object(token: Token) -> Iterator[Token]:
    verb = token
    if is_passive(verb):
        subject = raw_subject(verb)
        if subject is not None:
            yield from conjuncts(subject)
        return
    found = child(verb, "dobj", "dative")
    if found is not None and found.lower_ in {"which", "that", "whom"}:
        found = antecedent(verb)
    if found is None and verb.dep_ == "conj" and (later := child(verb.head, "dobj")) is not None:
        found = later if later.i > verb.i else None
    if found is not None:
        yield from conjuncts(found)


def _subject(token: Token) -> Iterator[Token]:
    if token.pos_ in {"VERB", "AUX"}:
        if is_passive(token):
            yield from phrase(token, "by")
            return
        subject = raw_subject(token)
    elif token.pos_ == "ADJ":
        subject = raw_subject(token.head) if token.dep_ in {"acomp", "conj", "oprd"} else None
    else:
        verb = carrier(token)
        if verb is not None and verb.pos_ == "AUX" and child(verb, "attr") is not None:
            return
        if verb is None:
            verb = doing(token)
        if verb is not None and is_passive(verb) and verb.lemma_ not in BLAMED:
            yield from phrase(verb, "by")
            return
        subject = raw_subject(verb) if verb is not None else None
        if subject is not None and (subject.i == token.i or (subject.is_ancestor(token) and not _led(subject, verb))):
            subject = None
        if subject is None:
            yield from (t for c in token.children if c.dep_ == "acl" for t in phrase(c, "by"))
    if subject is not None:
        yield from conjuncts(subject)


def _led(subject: Token, verb: Token | None) -> bool:
    """Say whether a noun is described by a relative clause of this verb: "Australia, which led the mission"."""
    return verb is not None and verb.dep_ == "relcl" and verb.head.i == subject.i


def doing(noun: Token) -> Token | None:
    """Return the verb whose subject does what a noun tells, though it is no light verb, or None."""
    head = noun
    for _ in range(DEPTH):
        above = head.head
        if head.dep_ == "conj":
            head = above
        elif head.dep_ in {"dobj", "nsubjpass"}:
            return above if above.lemma_ in DOES else None
        elif head.dep_ != "pobj":
            return None
        elif above.lower_ == "of" and above.head.pos_ == "NOUN":
            head = above.head  # "a series of raids"
        else:
            return _owning(above)
    return None


def _owning(preposition: Token) -> Token | None:
    """Return the verb of who is behind, answers for or returns to what the preposition's noun tells, or None."""
    above, word = preposition.head, preposition.lower_
    if above.lemma_ == "responsibility" and word == "for":
        return above.head if above.head.lemma_ in {"claim", "take", "bear", "accept", "admit"} else None
    if above.lower_ in {"responsible", "guilty", "ready"} and above.head.lemma_ == "be":
        return above.head
    if word == "behind":
        return above if above.lemma_ in {"be", "stand"} else None
    if word in {"of", "with", "for"} and above.lemma_ in BLAMED and is_passive(above):
        return above
    return above if above.pos_ == "VERB" and above.lemma_ in DOES and word in OF else None
