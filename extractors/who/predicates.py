"""Offices that a sentence states: "she became president", "appointed Lopes as envoy", "who was leader of the party"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.grammar import child, is_passive, raw_subject
from extractors.who.home import state_of
from extractors.who.offices import Link, beside, held
from extractors.who.titles import Title, titles
from ontology.facts import Claim, Entity, Holding, Office, Phase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Mention, Reading

_BE = frozenset("be become remain stay".split())
_MADE = frozenset(
    "elect name appoint choose select pick reappoint re-elect reelect swear install crown inaugurate make".split()
)
_FUTURE = frozenset("confirm nominate recommend propose position tip back designate succeed".split())
_LEFT = frozenset("resign quit retire step depart leave oust remove dismiss".split())
_SERVED = frozenset("serve work act".split())
_LIKE: dict[str, Phase] = {
    "counterpart": "current",
    "colleague": "current",
    "predecessor": "former",
    "successor": "future",
}
"""Nouns for who holds the like office elsewhere, held it before, or will."""


def predicates(document: Document, reading: Reading, /) -> Iterator[Holding | Mention]:
    """Yield a holding for each office that a verb gives to, takes from or says of a person."""
    linked = {link.title.start for link in beside(document, reading)}
    links: list[Link] = []
    for title in titles(document, reading):
        if title.start in linked or title.plural or title.kind == "judge":
            continue
        said = _said(document.doc[title.core], reading)
        if said is None:
            continue
        token, person, phase = said
        sentence = document.sentence_of(document.doc[title.core])
        if not sentence.start <= token.i < sentence.end:
            continue
        stated: Title = replace(title, phase=phase if title.phase == "current" else title.phase)
        links.append(Link(stated, person, min(token.i, title.start), max(token.i + 1, title.end), "predicate"))
    yield from (fact for fact in held(document, reading, links) if isinstance(fact, Holding))
    yield from _counterparts(document, reading)


def _counterparts(document: Document, reading: Reading) -> Iterator[Holding]:
    """Yield the office of "her Ugandan counterpart, John Mukasa", the like one of his state, and of a predecessor."""
    current = {h.holder: h.office for h in reversed(reading.all(Holding)) if h.phase == "current"}
    for token in document.doc:
        word = token.lemma_.lower()
        if word not in _LIKE:
            continue
        name = child(token, "appos") or (token.head if token.dep_ == "compound" else None)
        whose = child(token if token.dep_ != "compound" else token.head, "poss")
        mention = reading.at(name.i) if name is not None else None
        owner = reading.at(whose.i) if whose is not None else None
        near = (reading.at(c.i) for c in token.doc[max(token.i - 2, 0) : token.i])
        of = next((s for m in near if m is not None and (s := state_of(m.entities[0])) is not None), None)
        if not (mention and owner and name) or mention.entities[0].kind != "Person":
            continue
        office = next((current[e] for e in owner.entities if e in current), None)
        if office is not None and _LIKE[word] == "current":
            office = Office(office.kind, of) if of is not None else None
        if office is not None and mention.entities[0] not in owner.entities:
            begin, end = min(token.i - 1, name.left_edge.i), max(token.i, name.i) + 1
            claim = Claim("happened", (document.span(document.doc[begin:end]),), "office:counterpart", 0.75)
            yield Holding(mention.entities[0], office, _LIKE[word], token.text, (claim,))


def _said(core: Token, reading: Reading) -> tuple[Token, Entity, Phase] | None:
    """Return the person of whom a title is said, at which token, and in which phase."""
    head = core.head
    if core.dep_ in {"attr", "oprd"} and head.pos_ in {"VERB", "AUX"}:
        whom = child(head, "dobj") if head.lemma_ in _MADE | _FUTURE and not is_passive(head) else raw_subject(head)
        return _person(whom, reading, _phase(head))
    if core.dep_ == "pobj" and head.lower_ in {"as", "in"}:
        above = head.head
        while above.pos_ == "ADP" and above.head.i != above.i:
            above = above.head  # "sworn in as"
        if head.lower_ == "in" and above.lemma_ != "swear":
            return None
        if above.pos_ in {"VERB", "AUX"}:
            whom = (
                child(above, "dobj")
                if not is_passive(above) and child(above, "dobj") is not None
                else raw_subject(above)
            )
            return _person(whom, reading, _phase(above))
        if (mention := reading.at(above.i)) is not None and mention.rule in {"name", "pronoun"}:
            return _person(above, reading, "future" if _new(core) else "current")
        if (
            above.lemma_ in {"appointment", "nomination", "election"}
            and above.dep_ == "pobj"
            and above.head.head.pos_ == "VERB"
        ):
            verb = above.head.head
            whom = raw_subject(verb) if is_passive(verb) else child(verb, "dobj")
            return _person(whom, reading, "future")
        if above.lemma_ in {"appointment", "nomination", "election"}:
            whom = next((g for c in above.children if c.lower_ == "of" for g in c.children), None) or child(
                above, "poss"
            )
            return _person(whom, reading, "future")
    return None


def _new(core: Token) -> bool:
    return any(c.lower_ in {"new", "next", "incoming"} for c in core.children)


def _person(token: Token | None, reading: Reading, phase: Phase | None) -> tuple[Token, Entity, Phase] | None:
    mention = reading.at(token.i) if token is not None else None
    if mention is None or token is None or phase is None:
        return None
    persons = [e for e in mention.entities if e.kind == "Person" and (not e.local or mention.rule == "name")]
    return (token, persons[0], phase) if persons else None


def _phase(verb: Token) -> Phase | None:
    """Return the phase that a verb gives an office, or None where it says that nobody holds it."""
    words = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass", "neg"}}
    if words & {"not", "n't", "never"}:
        return None
    if words & {"will", "would", "'ll", "shall", "to"}:
        return "future"
    if words & {"may", "might", "could", "can", "should"} and verb.lemma_ != "be":
        return None
    if verb.lemma_ in _LEFT or verb.lemma_ in _SERVED:
        return (
            "former"
            if verb.lemma_ in _LEFT or (verb.tag_ in {"VBD", "VBN"} and not words & {"has", "have"})
            else "current"
        )
    if verb.lemma_ in _FUTURE or any(c.lower_ in {"next", "incoming"} for c in verb.subtree if c.dep_ == "amod"):
        return "future"
    if verb.lemma_ == "be" and verb.tag_ == "VBD" and not words & {"has", "have"}:
        return "former"
    return "current"
