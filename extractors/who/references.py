"""Pronouns, pairs and counterparts: whom "he", "they", "it", "the two sides" and "his Turkish counterpart" mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.grammar import raw_subject
from extractors.lexicon import lexicon
from extractors.reading import Mention
from extractors.who.home import state_of
from extractors.who.kinds import SOLE
from extractors.who.names import spotted
from ontology.facts import Entity, Holding, Office
from ontology.uris import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
IT = frozenset({"it", "its", "itself"})
_SUBJECT = frozenset({"nsubj", "nsubjpass"})
_MANY = frozenset(
    {"Group", "Community", "ArmedGroup", "ArmedForce", "Organization", "PoliticalParty", "GovernmentBody", "Government"}
)
_ONE = frozenset(
    {
        "State",
        "Organization",
        "InternationalOrganization",
        "PoliticalParty",
        "ArmedGroup",
        "ArmedForce",
        "GovernmentBody",
        "MediaOutlet",
        "Government",
    }
)
_STATES = frozenset("country nation government state neighbour neighbor capital".split())
_PERSONS = frozenset("leader president minister man woman diplomat politician official pair candidate premier".split())
_SIDES = frozenset("side party group faction camp rival ally".split())
_SINGLE = frozenset({"GovernmentBody", "Organization", "Government", "PoliticalParty"})
"""Bodies that "they" means less often than a set of people."""
_ONLOOKERS = frozenset(
    "people persons men women children civilians officials ministers reporters journalists residents families victims"
    " citizens visitors witnesses passengers experts analysts diplomats".split()
)
_PEERS = frozenset({"counterpart", "colleague", "opposite"})
_PLACES = frozenset({"City", "Region", "Place"})
_WINDOW = 3
_NEAR, _FAR = 4, 12
"""How many sentences back two are looked for that are named one by one; and together, or as states."""


@dataclass(frozen=True, slots=True)
class _Said:
    """Somebody named at a token: who, in which sentence and paragraph, and whether as a subject."""

    token: int
    sentence: int
    paragraph: int
    entities: tuple[Entity, ...]
    subject: bool
    owner: bool


def references(document: Document, reading: Reading, /) -> Iterator[Mention]:
    """Yield a mention for each pronoun, pair and counterpart that can be resolved, in the order of the text."""
    genders = spotted(document)[1].genders()
    said: list[_Said] = []
    at: dict[int, _Said] = {}
    begin = document.dateline.end if document.dateline else 0
    held = reading.all(Holding)
    for n, sentence in enumerate(document.sentences):
        for token in sentence:
            if token.idx < begin:
                continue
            word = token.lower_
            known = reading.at(token.i)
            found: tuple[Entity, ...] = ()
            rule = ""
            if word in HE | SHE and token.pos_ == "PRON":
                found, rule = _person(token, n, _free(token, said), genders, "m" if word in HE else "f"), "pronoun"
            elif word in THEY:
                found, rule = _group(token, n, _free(token, said)), "pronoun"
            elif word in IT and not _expletive(token):
                found, rule = _thing(token, n, _free(token, said)), "pronoun"
            elif _is_pair(token):
                found, rule = _pair(token, n, said, held) or _in_office(token, said, held), "pair"
            elif _is_plural_office(token):
                found, rule = _last_pair(n, said) or _in_office(token, said, held), "pair"
            elif token.lemma_.lower() in _PEERS:
                found, rule = _counterpart(token, reading, said, held), "counterpart"
            if found:
                yield Mention(document.span(token), token.i, found, rule)
            elif known is None:
                continue
            entities = found or known.entities  # type: ignore[union-attr]
            first = at.get(token.head.i) if token.dep_ == "conj" and not found else None
            if first is not None:
                entities = tuple(dict.fromkeys((*first.entities, *entities)))
                said.append(_Said(token.i, n, document.paragraph_of(token.idx), entities, first.subject, owner=False))
                at[token.i] = said[-1]
                continue
            paragraph = document.paragraph_of(token.idx)
            said.append(
                _Said(
                    token.i, n, paragraph, entities, token.dep_ in _SUBJECT, token.dep_ in {"poss", "amod", "compound"}
                )
            )
            at[token.i] = said[-1]


def _free(token: Token, said: list[_Said]) -> list[_Said]:
    """Return who a pronoun may mean: an object is not the subject of its own verb ("he called on her to go").

    Nor is a subject anybody named in the clause that it governs: '"A friend is no stranger," she said.'
    """
    above = token.head
    if token.dep_ in _SUBJECT:
        within = [(c.left_edge.i, c.right_edge.i) for c in above.children if c.dep_ == "ccomp"]
        return [o for o in said[-80:] if not any(begin <= o.token <= end for begin, end in within)] if within else said
    if token.dep_ == "pobj":
        above = above.head
    if token.dep_ not in {"dobj", "dative", "pobj"} or token.lower_.endswith(("self", "selves")):
        return said
    subject = raw_subject(above) if above.pos_ in {"VERB", "AUX"} else None
    own = next((o.entities for o in reversed(said[-30:]) if subject is not None and o.token == subject.i), ())
    return [o for o in said[-80:] if not set(own) & set(o.entities)] if own else said


def _recent(said: list[_Said], sentence: int, window: int = _WINDOW) -> Iterator[_Said]:
    for one in reversed(said[-80:]):
        if sentence - one.sentence > window:
            return
        yield one


def _weight(token: Token, sentence: int, one: _Said) -> float:
    score = -1.6 * (sentence - one.sentence) - 0.02 * (token.i - one.token)
    if one.subject:
        score += 2.0
    if one.owner:
        score -= 1.2
    if one.sentence == sentence and one.subject and one.token < token.i:
        score += 1.0
    return score


def _person(
    token: Token, sentence: int, said: list[_Said], genders: dict[Entity, str], gender: str
) -> tuple[Entity, ...]:
    best: tuple[float, Entity] | None = None
    for one in _recent(said, sentence):
        persons = [e for e in one.entities if e.kind == "Person"]
        if len(persons) != 1 and not (persons and len(one.entities) > 1):
            continue
        for person in persons[-1:]:
            known = genders.get(person, "")
            if known and known != gender:
                continue
            score = _weight(token, sentence, one) + (1.5 if known == gender else 0) - (1.0 if person.local else 0)
            if gender == "f" and not known:
                score -= 0.5
            if best is None or score > best[0]:
                best = (score, person)
    return (best[1],) if best else ()


def _group(token: Token, sentence: int, said: list[_Said]) -> tuple[Entity, ...]:
    speaks = token.dep_ == "nsubj" and any(
        t.speech or t.mutual for t in lexicon().get(("verb", token.head.lemma_.lower()), ())
    )
    best: tuple[float, tuple[Entity, ...]] | None = None
    for one in _recent(said, sentence, 2):
        first, several = one.entities[0], len(one.entities) > 1
        if all(e.kind in _PLACES for e in one.entities) or (not several and first.kind not in _MANY) or one.owner:
            continue
        score = _weight(token, sentence, one) + (0.5 if first.kind in {"Group", "Community"} else 0)
        if speaks and several and all(e.kind == "Person" for e in one.entities):
            score += 2.0
        if several:
            score += 1.5
        elif first.kind in _SINGLE:
            score -= 1.5
        if best is None or score > best[0]:
            best = (score, one.entities)
    return best[1] if best else ()


def _thing(token: Token, sentence: int, said: list[_Said]) -> tuple[Entity, ...]:
    best: tuple[float, Entity] | None = None
    for one in _recent(said, sentence, 2):
        if len(one.entities) != 1 or one.entities[0].kind not in _ONE:
            continue
        score = _weight(token, sentence, one)
        if best is None or score > best[0]:
            best = (score, one.entities[0])
    return (best[1],) if best else ()


def _expletive(token: Token) -> bool:
    """Say whether "it" means nothing: "it is clear that", "it seems"."""
    if token.dep_ == "expl":
        return True
    head = token.head
    if token.dep_ not in _SUBJECT or token.lower_ != "it":
        return False
    clauses = any(c.dep_ in {"ccomp", "xcomp", "advcl", "csubj", "acl"} for c in head.children)
    return head.lemma_ in {"be", "seem", "appear", "happen", "rain", "take"} and (clauses or head.lemma_ != "be")


def _is_pair(token: Token) -> bool:
    """Say whether a noun is "the two sides", "both countries", or "both" and "the two" alone."""
    lemma = token.lemma_.lower()
    if lemma in _STATES | _PERSONS | _SIDES and token.tag_ in {"NNS", "NNPS", "NN"}:
        left = {c.lower_ for c in token.children if c.i < token.i}
        if left & {"both", "two"} and (left & {"the", "both", "these"}):
            return True
        return lemma in {"side", "pair"} and bool(left & {"the", "both"}) and (token.tag_ == "NNS" or lemma == "pair")
    alone = token.dep_ in _SUBJECT | {"dobj", "pobj"}
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


def _last_pair(sentence: int, said: list[_Said]) -> tuple[Entity, ...]:
    """Return the two or more persons that were last named together."""
    for one in _recent(said, sentence, 4):
        if len(one.entities) > 1 and all(e.kind == "Person" and not e.local for e in one.entities):
            return one.entities
    return ()


def _aside(entity: Entity) -> bool:
    """Say whether somebody unnamed is no side of anything: "a spokesman", "twelve people"."""
    last = entity.name.rpartition(" ")[2].lower()
    return entity.local and (entity.kind == "Person" or last in _ONLOOKERS)


def _in_office(token: Token, said: list[_Said], held: tuple[Holding, ...]) -> tuple[Entity, ...]:
    """Return the last two persons named who hold such an office: "the ministers", of two named far apart."""
    lemma = token.lemma_.lower()
    holders = {h.holder for h in held if h.phase == "current" and lemma in h.title.lower().split()}
    found: list[Entity] = []
    for one in reversed(said):
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


def _pair(token: Token, sentence: int, said: list[_Said], held: tuple[Holding, ...]) -> tuple[Entity, ...]:
    """Return the two that were last named together, else the last two; nobody urges himself to come to terms."""
    lemma = token.lemma_.lower()
    kinds = {"State"} if lemma in _STATES else {"Person"} if lemma in _PERSONS else set()
    above = {c.i for verb in token.ancestors for c in verb.children if c.dep_ in _SUBJECT and c.i != token.i}
    named = [o for o in _recent(said, sentence, _FAR) if o.token not in above and o.token != token.i]
    if not kinds:
        for one in named:
            two = [e for e in one.entities if e.kind not in _PLACES and not _aside(e)]
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
            entities = [e for e in entities if e.kind not in _PLACES and not one.owner and not _aside(e)]
        for entity in entities:
            if entity not in found:
                found.append(entity)
        if len(found) >= 2:
            return tuple(reversed(found[:2]))
    return ()


def _counterpart(token: Token, reading: Reading, said: list[_Said], held: tuple[Holding, ...]) -> tuple[Entity, ...]:
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
