"""Pairs and peers: whom "the two sides", "both countries", "the ministers" and "his Turkish counterpart" mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.who.home import state_of
from extractors.who.kinds import SOLE
from ontology.facts import Entity, Holding, Office
from ontology.uris import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extractors.reading import Reading

SUBJECT = frozenset({"nsubj", "nsubjpass"})
_STATES = frozenset("country nation government state neighbour neighbor capital".split())
_PERSONS = frozenset("leader president minister man woman diplomat politician official pair candidate premier".split())
_SIDES = frozenset("side party group faction camp rival ally".split())
_ONLOOKERS = frozenset(
    "people persons men women children civilians officials ministers reporters journalists residents families victims"
    " citizens visitors witnesses passengers experts analysts diplomats".split()
)
PEERS = frozenset({"counterpart", "colleague"})
PLACES = frozenset({"City", "Region", "Place"})
_NEAR, _FAR = 4, 12
"""How many sentences back two are looked for that are named one by one; and together, or as states."""
LATEST, _FARTHEST = 80, 400
"""How many namings back somebody is looked for, and holders of like offices: time stays linear in long texts."""


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody named at a token: who, in which sentence, whether as a subject or by the way."""

    token: int
    sentence: int
    entities: tuple[Entity, ...]
    subject: bool
    aside: bool


def is_subject(token: Token) -> bool:
    """Say whether a token is a subject of what is told, not of a clause that says which one is meant."""
    return token.dep_ in SUBJECT and token.head.dep_ != "relcl"


def recent(said: list[Said], sentence: int, window: int) -> Iterator[Said]:
    """Yield who was named in so many sentences before one and in it, the last first."""
    for one in reversed(said[-LATEST:]):
        if sentence - one.sentence > window:
            return
        yield one


def pair(token: Token, sentence: int, said: list[Said], held: tuple[Holding, ...]) -> tuple[Entity, ...]:
    """Return the two whom "the two sides" or "the ministers" means, none where the text does not tell."""
    two = _last_pair(sentence, said) if _is_plural_office(token) else _two(token, sentence, said, held)
    return two or _in_office(token, said, held)


def is_pair(token: Token) -> bool:
    """Say whether a noun is "the two sides", "both countries", "the ministers", or "both" and "the two" alone."""
    if _is_plural_office(token):
        return True
    lemma = token.lemma_.lower()
    if lemma in _STATES | _PERSONS | _SIDES and token.tag_ in {"NNS", "NNPS", "NN"}:
        left = {c.lower_ for c in token.children if c.i < token.i}
        if left & {"both", "two"} and (left & {"the", "both", "these"}):
            return True
        return lemma in {"side", "pair"} and bool(left & {"the", "both"}) and (token.tag_ == "NNS" or lemma == "pair")
    alone = token.dep_ in SUBJECT | {"dobj", "pobj"}
    return alone and (
        token.lower_ == "both" or (token.lower_ == "two" and any(c.lower_ == "the" for c in token.children))
    )


def _is_plural_office(token: Token) -> bool:
    """Say whether a noun is "the ministers" with nothing that says which."""
    left = [c for c in token.children if c.i < token.i]
    return (
        token.tag_ == "NNS"
        and token.lemma_.lower() in {"minister", "president", "leader", "premier", "chief", "official"}
        and [c.lower_ for c in left] == ["the"]
        and not any(c.dep_ in {"prep", "relcl", "acl", "appos"} for c in token.children)
    )


def _last_pair(sentence: int, said: list[Said]) -> tuple[Entity, ...]:
    """Return the two or more persons that were last named together."""
    for one in recent(said, sentence, 4):
        if len(one.entities) > 1 and all(e.kind == "Person" and not e.local for e in one.entities):
            return one.entities
    return ()


def _onlooker(entity: Entity) -> bool:
    """Say whether somebody unnamed is no side of anything: "a spokesman", "twelve people"."""
    last = entity.name.rpartition(" ")[2].lower()
    return entity.local and (entity.kind == "Person" or last in _ONLOOKERS)


def _in_office(token: Token, said: list[Said], held: tuple[Holding, ...]) -> tuple[Entity, ...]:
    """Return the last two persons named who hold such an office: "the ministers", of two named far apart."""
    lemma = token.lemma_.lower()
    holders = {h.holder for h in held if h.phase == "current" and lemma in h.title.lower().split()}
    found: list[Entity] = []
    for one in reversed(said[-_FARTHEST:]):
        found += [e for e in one.entities if e in holders and e not in found]
        if len(found) > 1:
            return tuple(reversed(found[:2]))
    return ()


def _spoken_for(persons: tuple[Entity, ...], held: tuple[Holding, ...]) -> tuple[Entity, ...]:
    """Return the states that persons in office stand for, where each has one of his own; else the persons."""
    states: list[Entity] = []
    for person in persons:
        state = next((s for h in held if h.holder == person and (s := state_of(h.office.of)) is not None), None)
        if state is None or state in states:
            return persons
        states.append(state)
    return tuple(states)


def _two(token: Token, sentence: int, said: list[Said], held: tuple[Holding, ...]) -> tuple[Entity, ...]:
    """Return the two that were last named together, else the last two; nobody urges himself to come to terms."""
    lemma = token.lemma_.lower()
    kinds = {"State"} if lemma in _STATES else {"Person"} if lemma in _PERSONS else set()
    above = {c.i for verb in token.ancestors for c in verb.children if c.dep_ in SUBJECT and c.i != token.i}
    named = [o for o in recent(said, sentence, _FAR) if o.token not in above and o.token != token.i]
    if not kinds:
        for one in named:
            two = [e for e in one.entities if e.kind not in PLACES and not _onlooker(e)]
            if len(two) == 2 == len(one.entities):
                return _spoken_for((two[0], two[1]), held) if lemma == "side" else (two[0], two[1])
    found: list[Entity] = []
    for one in (o for o in named if kinds == {"State"} or sentence - o.sentence <= _NEAR):
        entities = list(one.entities)
        if kinds == {"State"}:
            entities = [s for e in entities if e.kind != "Person" and (s := state_of(e)) is not None]
        elif kinds:
            entities = [e for e in entities if e.kind == "Person" and not e.local]
        else:
            entities = [e for e in entities if e.kind not in PLACES and not one.aside and not _onlooker(e)]
        for entity in entities:
            if entity not in found:
                found.append(entity)
        if len(found) >= 2:
            return tuple(reversed(found[:2]))
    return ()


def counterpart(token: Token, reading: Reading, said: list[Said], held: tuple[Holding, ...]) -> tuple[Entity, ...]:
    """Return the holder of the like office of the other state, or an unnamed counterpart."""
    adjective = next(
        (c for c in token.children if c.dep_ in {"amod", "compound"} and reading.at(c.i) is not None), None
    )
    mention = reading.at(adjective.i) if adjective is not None else None
    state = next((state_of(e) for e in mention.entities), None) if mention else None
    appositive = next((m for c in token.children if c.dep_ == "appos" and (m := reading.at(c.i)) is not None), None)
    if appositive is not None:
        return appositive.entities
    subject = next((o for o in reversed(said[-30:]) if o.subject and o.entities[0].kind == "Person"), None)
    mine = [h for h in held if subject is not None and h.holder in subject.entities]
    kinds = {h.office.kind for h in mine}
    if state is None or adjective is None:
        own = any(c.dep_ == "poss" for c in token.children)
        others = {h.holder for h in held if own and h.office.kind in kinds and h.office not in {m.office for m in mine}}
        return tuple(others) if len(others) == 1 and token.tag_ == "NN" else ()
    fits = {h.holder for h in held if h.office.of == state and h.office.kind in kinds}
    if len(fits) == 1:
        return tuple(fits)
    name = f"{adjective.text} {token.text}"
    if token.tag_ == "NNS":
        return (Entity("Group", name, slug(name), local=True),)
    alone = next(iter(kinds)) if len(kinds) == 1 else ""
    meant = Office(alone, state) if alone in SOLE else None
    return (Entity("Person", name, slug(name), local=True, incumbent=meant),)
