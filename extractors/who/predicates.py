"""Offices that a sentence states: "she became president", "appointed Lopes as envoy", "who was leader of the party"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.grammar import child, is_passive, raw_subject
from extractors.who.home import state_of
from extractors.who.later import named_later
from extractors.who.offices import Link, beside, held, persons_at
from extractors.who.owners import BODIES
from extractors.who.theirs import superior
from extractors.who.titles import Title, honorific, titles
from ontology.facts import Claim, Entity, Holding, Office, Phase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Mention, Reading

NEAR = 4
"""In how many words before "counterpart" it says whose."""
_BE = frozenset("be become remain stay".split())
_MADE = frozenset(
    "elect name appoint choose select pick reappoint re-elect reelect swear install crown inaugurate make".split()
)
_FUTURE = frozenset("confirm nominate recommend propose position tip back designate succeed".split())
_LEFT = frozenset("resign quit retire step depart leave oust remove dismiss".split())
_MAYBE = frozenset("may might could can should".split())
_GIVEN = _MADE | _FUTURE | frozenset("appointment nomination include replace reshuffle promote assign install".split())
"""Words of sentences that give offices."""
_SERVED = frozenset("serve work act".split())
_LIKE: dict[str, Phase] = {
    "counterpart": "current",
    "colleague": "current",
    "predecessor": "former",
    "successor": "future",
    "deputy": "current",
}
"""Nouns for who holds the like office elsewhere, held it before, will, or holds the one below."""
_DEPUTIES = {
    "head-of-state": "deputy-head",
    "head-of-government": "deputy-head",
    "military-commander": "military-commander",
    "legislator": "legislator",
    "ambassador": "other-office",
    **dict.fromkeys(
        "foreign-minister defence-minister interior-minister finance-minister other-minister".split(), "deputy-minister"
    ),
}
"""The kind of the office of whose deputy one is; other offices otherwise."""


def predicates(document: Document, reading: Reading, /) -> Iterator[Holding | Mention]:
    """Yield a holding for each office that a verb gives to, takes from or says of a person."""
    near = beside(document, reading)
    linked = {link.title.start for link in near}
    told = {(h.holder, h.title, s): h.office.of for h in reading.all(Holding) for c in h.claims for s in c.evidence}

    def open_(link: Link) -> bool:
        """Say whether only now it is known whose office this is: "the agency's director, Ida Friis"."""
        key = (link.person, link.title.words, document.span(document.doc[link.begin : link.end]))
        of = link.title.of
        if of is None or key not in told:
            return of is not None
        return not of.local and of.kind in BODIES and told[key].kind == "State"

    links = [link for link in near if open_(link)]
    states = {h.holder: s for h in reversed(reading.all(Holding)) if (s := state_of(h.office.of)) is not None}
    links += [
        replace(link, title=replace(link.title, of=state))
        for link in near
        if link.title.of is None and (state := superior(link.title, document, reading, states)) is not None
    ]
    starts, ends = persons_at(document, reading)
    found = titles(document, reading)
    for title in found:
        if title.start in linked or title.plural or title.kind == "judge":
            continue
        said = _said(document.doc[title.core], reading) or _as(document, title, ends)
        if said is None:
            continue
        token, person, phase = said
        sentence = document.sentence_of(document.doc[title.core])
        if not sentence.start <= token.i < sentence.end:
            continue
        stated: Title = replace(title, phase=phase if title.phase == "current" else title.phase)
        links.append(Link(stated, person, min(token.i, title.start), max(token.i + 1, title.end), "predicate"))
    links += named_later(document, reading, found, [*near, *links])
    yield from (fact for fact in held(document, reading, links) if isinstance(fact, Holding))
    yield from _counterparts(document, reading, starts)


def _counterparts(document: Document, reading: Reading, starts: dict[int, tuple[int, Entity]]) -> Iterator[Holding]:
    """Yield the office of "her Ugandan counterpart, John Mukasa": the like one of his state; so of a deputy."""
    current = {h.holder: h.office for h in reversed(reading.all(Holding)) if h.phase == "current"}
    doc = document.doc
    for token in doc:
        word = token.lower_
        if word == "number" and token.i > 0 and doc[token.i - 1].lower_ == "opposite":
            word = "counterpart"
        if word not in _LIKE:
            continue
        own = (t for t in reversed(doc[max(token.i - NEAR, 0) : token.i]) if t.tag_ == "PRP$")
        whose = child(token, "poss") or child(token.head, "poss") or next(own, None)
        owner = reading.at(whose.i) if whose is not None else None
        at = _name_after(document, token.i + 1, starts)
        if owner is None or whose is None or at is None or whose.i > token.i:
            continue
        end, person = starts[at]
        near = (reading.at(c.i) for c in doc[whose.i + 1 : token.i])
        of = next((s for m in near if m is not None and (s := state_of(m.entities[0])) is not None), None)
        office = next((current[e] for e in owner.entities if e in current), None)
        if office is None or person in owner.entities:
            continue
        if word == "deputy":
            office = Office(_DEPUTIES.get(office.kind, "other-office"), office.of)
        elif _LIKE[word] == "current":
            office = Office(office.kind, of) if of is not None else None
        if office is not None:
            begin = min(token.i - 1, whose.i) if word == "deputy" else token.i - 1
            claim = Claim("happened", (document.span(doc[begin:end]),), "office:counterpart", 0.75)
            yield Holding(person, office, _LIKE[word], token.text, (claim,))


def _name_after(document: Document, n: int, starts: dict[int, tuple[int, Entity]]) -> int | None:
    """Return where the name begins that follows a noun, with or without a comma and honorifics; else None."""
    doc = document.doc
    if n < len(doc) and doc[n].text == ",":
        n += 1
    while n < len(doc) and honorific(doc[n]):
        n += 1
    return n if n in starts else None


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


def _as(document: Document, title: Title, ends: dict[int, tuple[int, Entity]]) -> tuple[Token, Entity, Phase] | None:
    """Return who is named right before "as" and a title: "Joe Hockey MP as treasurer"; the office is to come."""
    doc = document.doc
    n = title.start
    while n > 1 and doc[n - 1].lower_ in {"the", "a", "its", "his", "her", "their", "new", "next"}:
        n -= 1
    if n < 2 or doc[n - 1].lower_ != "as":
        return None
    n -= 1
    while n > 1 and doc[n - 1].text in {"MP", "MEP", ","}:
        n -= 1
    if n not in ends:
        return None
    sentence = document.sentence_of(doc[n])
    given = any(t.lemma_.lower() in _GIVEN for t in sentence) and not any(t.lower_ in _MAYBE for t in sentence)
    return (doc[n - 1], ends[n][1], "future") if given else None


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
    if words & _MAYBE and verb.lemma_ != "be":
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
