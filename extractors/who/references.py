"""Pronouns: whom "he", "they" and "it" mean; what else goes back to somebody is in `pairs`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.grammar import raw_subject
from extractors.lexicon import lexicon
from extractors.reading import Mention
from extractors.speech.marks import inside, quoted
from extractors.who.names import spotted
from extractors.who.pairs import LATEST, PEERS, PLACES, SUBJECT, Said, counterpart, is_pair, is_subject, pair, recent
from ontology.facts import Holding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading
    from ontology.facts import Entity

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
IT = frozenset({"it", "its", "itself"})
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
_SINGLE = frozenset({"GovernmentBody", "Organization", "Government", "PoliticalParty"})
"""Bodies that "they" means less often than a set of people."""
_WINDOW = 3
_UNNAMED = (1.0, 3.0)
"""How much less likely "he" is somebody unnamed; and by the way too, "his daughter"."""
_SPEECH = 3
"""A quotation has more than so many words: who is named in it is not whom the narrator goes back to."""


def references(document: Document, reading: Reading, /) -> Iterator[Mention]:
    """Yield a mention for each pronoun, pair and counterpart that can be resolved, in the order of the text."""
    genders = spotted(document)[1].genders()
    said: list[Said] = []
    narrated: list[Said] = []
    at: dict[int, Said] = {}
    begin = document.dateline.end if document.dateline else 0
    held = reading.all(Holding)
    passages = [q for q in quoted(document) if q.span.of(document.article.text).count(" ") >= _SPEECH]
    for n, sentence in enumerate(document.sentences):
        for token in sentence:
            if token.idx < begin:
                continue
            word = token.lower_
            known = reading.at(token.i)
            found: tuple[Entity, ...] = ()
            rule = ""
            passage = inside(passages, token.idx)
            before = said if passage is not None else narrated
            if word in HE | SHE and token.pos_ == "PRON":
                found, rule = _person(token, n, _free(token, before), genders, "m" if word in HE else "f"), "pronoun"
            elif word in THEY:
                found, rule = _group(token, n, _free(token, before)), "pronoun"
            elif word in IT and not _expletive(token):
                found, rule = _thing(token, n, _free(token, before)), "pronoun"
            elif is_pair(token):
                found, rule = pair(token, n, said, held), "pair"
            elif token.lemma_.lower() in PEERS:
                found, rule = counterpart(token, reading, said, held), "counterpart"
            if found:
                yield Mention(document.span(token), token.i, found, rule)
            elif known is None:
                continue
            entities = found or known.entities  # type: ignore[union-attr]
            first = at.get(token.head.i) if token.dep_ == "conj" and not found else None
            if first is not None:
                entities = tuple(dict.fromkeys((*first.entities, *entities)))
                one = Said(token.i, n, entities, first.subject, aside=False)
            else:
                one = Said(token.i, n, entities, is_subject(token), _aside(token, entities))
            said.append(one)
            if passage is None:
                narrated.append(one)
            at[token.i] = one


def _aside(token: Token, entities: tuple[Entity, ...]) -> bool:
    """Say whether somebody is named by the way: as an owner, as what somebody is, as "his daughter"."""
    if token.dep_ in {"poss", "amod", "compound"}:
        return True
    what = token.dep_ == "pobj" and token.head.lower_ == "as"
    return all(e.local for e in entities) and (what or any(c.tag_ == "PRP$" for c in token.children))


def _free(token: Token, said: list[Said]) -> list[Said]:
    """Return who a pronoun may mean: an object is not the subject of its own verb ("he called on her to go").

    Nor is a subject anybody named in the clause that it governs: '"A friend is no stranger," she said.'
    """
    above = token.head
    if token.dep_ in SUBJECT:
        within = [(c.left_edge.i, c.right_edge.i) for c in above.children if c.dep_ == "ccomp"]
        return (
            [o for o in said[-LATEST:] if not any(begin <= o.token <= end for begin, end in within)] if within else said
        )
    if token.dep_ == "pobj":
        above = above.head
    if token.dep_ not in {"dobj", "dative", "pobj"} or token.lower_.endswith(("self", "selves")):
        return said
    subject = raw_subject(above) if above.pos_ in {"VERB", "AUX"} else None
    own = next((o.entities for o in reversed(said[-30:]) if subject is not None and o.token == subject.i), ())
    return [o for o in said[-LATEST:] if not set(own) & set(o.entities)] if own else said


def _weight(token: Token, sentence: int, one: Said) -> float:
    score = -2.4 * (sentence - one.sentence) - 0.02 * (token.i - one.token)
    if one.subject:
        score += 2.0
    if one.aside:
        score -= 1.2
    if one.sentence == sentence and one.subject and one.token < token.i:
        score += 1.0
    return score


def _person(
    token: Token, sentence: int, said: list[Said], genders: dict[Entity, str], gender: str
) -> tuple[Entity, ...]:
    best: tuple[float, Entity] | None = None
    for one in recent(said, sentence, _WINDOW):
        persons = [e for e in one.entities if e.kind == "Person"]
        if len(persons) != 1 and not (persons and len(one.entities) > 1):
            continue
        for person in persons[-1:]:
            known = genders.get(person, "")
            if known and known != gender:
                continue
            score = (
                _weight(token, sentence, one)
                + (1.5 if known == gender else 0)
                - (_UNNAMED[one.aside] if person.local else 0)
            )
            if gender == "f" and not known:
                score -= 0.5
            if best is None or score > best[0]:
                best = (score, person)
    return (best[1],) if best else ()


def _group(token: Token, sentence: int, said: list[Said]) -> tuple[Entity, ...]:
    speaks = token.dep_ == "nsubj" and any(
        t.speech or t.mutual for t in lexicon().get(("verb", token.head.lemma_.lower()), ())
    )
    best: tuple[float, tuple[Entity, ...]] | None = None
    for one in recent(said, sentence, 2):
        first, several = one.entities[0], len(one.entities) > 1
        if all(e.kind in PLACES for e in one.entities) or (not several and first.kind not in _MANY) or one.aside:
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


def _thing(token: Token, sentence: int, said: list[Said]) -> tuple[Entity, ...]:
    best: tuple[float, Entity] | None = None
    for one in recent(said, sentence, 2):
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
    if token.dep_ not in SUBJECT or token.lower_ != "it":
        return False
    clauses = any(c.dep_ in {"ccomp", "xcomp", "advcl", "csubj", "acl"} for c in head.children)
    return head.lemma_ in {"be", "seem", "appear", "happen", "rain", "take"} and (clauses or head.lemma_ != "be")
