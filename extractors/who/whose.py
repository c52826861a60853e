"""Whose office a title names, where the words beside it leave that open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.lexicon import lexicon
from extractors.reading import Mention
from extractors.spelling import words_of
from extractors.who.gazetteer import office_of, organisations, states
from extractors.who.home import state_of
from ontology.facts import Entity, Office
from ontology.uris import slug

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading
    from extractors.who.home import Home
    from extractors.who.titles import Title

_STATE_KINDS = frozenset(
    "head-of-state head-of-government deputy-head foreign-minister defence-minister interior-minister finance-minister"
    " other-minister deputy-minister intelligence-chief security-adviser ambassador envoy".split()
)
_DEFAULTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"secretary of (?:state|defense|the treasury|homeland)|defense secretary|treasury secretary", re.IGNORECASE
        ),
        "United States",
    ),
    (
        re.compile(r"foreign secretary|home secretary|chancellor of the exchequer|defence secretary", re.IGNORECASE),
        "United Kingdom",
    ),
    (re.compile(r"taoiseach", re.IGNORECASE), "Ireland"),
    (re.compile(r"supreme leader", re.IGNORECASE), "Iran"),
    (re.compile(r"\bpope\b|pontiff", re.IGNORECASE), "Vatican City"),
    (
        re.compile(r"under-?secretary[- ]general|special representative of the secretary[- ]general", re.IGNORECASE),
        "United Nations",
    ),
)
"""Titles that only one large state, or the United Nations, uses."""
_OWNED = frozenset({"chief", "head", "boss", "director", "chair", "chairman", "chairwoman", "chairperson", "commander"})
_RULING = re.compile(r"\b(?:Presidential|Sovereign|Sovereignty|Transitional|Military|Ruling)\b.*\bCouncil\b")
"""Councils whose president is a head of state."""
_HOUSE = re.compile(r"\b(?:House|Senate|Parliament|Congress|Assembly|Knesset)\b")
_HOSTS = frozenset({"Brussels", "Geneva", "Vienna", "New York", "London", "Paris", "Washington", "Davos", "Strasbourg"})
"""Cities where officials of all states speak."""
_MEETS = frozenset({"meet", "see", "visit"})
"""Verbs of those who come to where an official is."""
BACK = 300
"""Words back to the body that "its director" goes back to."""
_RANKS = re.compile(r"(?:general|marshal|admiral|vice marshal|commander)$", re.IGNORECASE)
_CHAMBERS = {
    "senat": "Senate",
    "represen": "House of Representatives",
    "congress": "House of Representatives",
    "house": "House of Representatives",
}
_BODIES = frozenset(
    {"Organization", "InternationalOrganization", "MediaOutlet", "ArmedGroup", "PoliticalParty", "ArmedForce"}
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was learnt before this title: the last title with a state, and the states of persons."""

    listed: Entity | None
    persons: dict[Entity, Entity]


def office(title: Title, person: Entity, document: Document, reading: Reading, home: Home, seen: Seen) -> Office | None:
    """Return the office that a person's title names, or None where it is no office or nobody's."""
    kind, of = title.kind, title.of
    if of is not None and kind == "organisation-head" and of.kind != "PoliticalParty" and _HOUSE.search(of.name):
        kind = "legislator"
    match kind:
        case "leader":
            return _led(of or _earlier(title, document, reading))
        case "secretary":
            secretary = seen.persons.get(person) or home.publisher
            if secretary is None or secretary != states()["United States"] or of not in {None, secretary}:
                return None
            return Office("foreign-minister", secretary)
        case "legislator":
            return Office(kind, _chamber(title, document, reading, home))
        case "governor-mayor":
            found = title.place or of or home.near(document.doc[title.start].idx)
            return Office(kind, found) if found else None
        case "head-of-government" if of is None and title.place is not None and "premier" in title.words.lower():
            return Office("governor-mayor", title.place)
        case "spokesperson" if (ministry := _ministry(title, document, reading)) is not None:
            return Office(kind, ministry)
        case "religious-leader" if title.place is not None and of is None:
            return Office(kind, title.place)
        case "organisation-head" if of is not None and of.kind == "ArmedForce":
            return Office("military-commander", of)
        case "head-of-state" if of is not None and _RULING.search(of.name) and (ruled := _ruled(of)) is not None:
            return Office(kind, ruled)
        case "head-of-state" if of is not None and "court" in of.name.lower().split():
            return Office("judge", of)
        case "deputy-head" if of is not None and of.kind in _BODIES:
            return Office("other-office", of)
        case "head-of-state" if of is not None and of.kind in _BODIES:
            return Office("organisation-head", of)
        case "head-of-state" if of is not None and of.kind == "GovernmentBody" and of.within is None:
            return Office("legislator", of)
        case "military-commander" if _RANKS.search(title.words) and of is None:
            return None
    if kind in _STATE_KINDS:
        owner = _state(title, person, document, reading, home, seen)
    elif kind in {"organisation-head", "religious-leader", "judge", "other-office"}:
        owner = of or _fixed(title)
        if owner is None and kind == "judge":
            owner = _court(title, document, reading)
        owner = owner or _earlier(title, document, reading)
        if owner is None and kind in {"judge", "religious-leader"}:
            owner = home.most()
    else:
        owner = of or seen.persons.get(person) or seen.listed or _there(title, document, reading) or home.most()
    return Office(kind, owner) if owner is not None else None


def _ruled(body: Entity) -> Entity | None:
    """Return the state that a ruling council's name names."""
    return state_of(body) or next((states()[w] for w in body.name.split() if w in states()), None)


def _fixed(title: Title) -> Entity | None:
    name = next((name for pattern, name in _DEFAULTS if pattern.search(title.words)), "")
    return states().get(name) or organisations().get(name)


def _led(of: Entity | None) -> Office | None:
    if of is None:
        return None
    kind = {"State": "head-of-state", "PoliticalParty": "party-leader"}.get(of.kind, "organisation-head")
    return Office(kind, of)


def _state(title: Title, person: Entity, document: Document, reading: Reading, home: Home, seen: Seen) -> Entity | None:
    """Return the state (or union) whose minister, president or envoy this is."""
    of = title.of
    if of is not None and of.kind in {"State", "Government", "InternationalOrganization"}:
        return of
    if of is not None and (owner := state_of(of)) is not None:
        return owner
    if title.kind == "envoy" and any(t.lower_.endswith("general") for t in document.doc[title.start : title.core]):
        return organisations()["United Nations"]  # "the Secretary-General's special representative"
    if title.place is not None and title.place.kind in {"Region", "Place"} and of is None:
        return title.place
    fixed = _fixed(title) or _possessor(title, document, reading)
    known = office_of(words_of(person.name)[-1], title.kind, document.article.published, former=title.phase == "former")
    own = seen.persons.get(person) or _headlined(document.article.headline, person)
    if known is None:
        known = office_of(words_of(person.name)[-1], title.kind, document.article.published, former=True)
    state = fixed or (known if known and known.kind == "State" else None)
    if state is None and title.kind in {"envoy", "ambassador"}:
        return own or seen.listed or home.publisher or (home.most() if title.definite else None)
    near = home.near(document.doc[title.start].idx)
    there = _host(title, document, reading) or seen.listed or _there(title, document, reading)
    return state or own or there or near or home.most()


def _there(title: Title, document: Document, reading: Reading) -> Entity | None:
    """Return the state of the city where an official of no named state is said to speak: "In Beijing a spokesman"."""
    return _around(title, document, reading, lambda verb, _: _speaks(verb))


def _host(title: Title, document: Document, reading: Reading) -> Entity | None:
    """Return the state of the city where an official is met: "met Prime Minister Thapa in Kathmandu"."""
    return _around(title, document, reading, lambda verb, at: verb.lemma_ in _MEETS and verb.i < title.start < at)


def _around(title: Title, document: Document, reading: Reading, tells: Callable[[Token, int], bool]) -> Entity | None:
    for token in document.sentence_of(document.doc[title.start]):
        over = token.head.head
        verb = over.head if over.pos_ == "PROPN" else over
        if token.dep_ == "pobj" and token.head.lower_ == "in" and tells(verb, token.i):
            mention = reading.at(token.i)
            city = mention.entities[0] if mention is not None else None
            if city is not None and city.kind == "City" and city.name not in _HOSTS:
                return state_of(city)
    return None


def _speaks(verb: Token) -> bool:
    return any(t.speech for t in lexicon().get(("verb", verb.lemma_.lower()), ()))


def _court(title: Title, document: Document, reading: Reading) -> Entity | None:
    """Return the court that was told last before a judge."""
    for token in reversed(document.doc[max(title.start - BACK, 0) : title.start]):
        mention = reading.at(token.i)
        if mention is not None and mention.rule == "name":
            found = next((e for e in mention.entities if re.search(r"\b(?:Court|Tribunal)\b", e.name)), None)
            if found is not None:
                return found
    return None


def _ministry(title: Title, document: Document, reading: Reading) -> Entity | None:
    """Return the ministry that a spokesperson's title names with its state: "the Chinese foreign ministry"."""
    doc = document.doc
    head = next((t for t in doc[title.start : title.end] if t.lemma_.lower() in {"ministry", "department"}), None)
    if head is None or ((known := reading.at(head.i)) is not None and known.rule == "name"):
        return None
    left = [t for t in head.subtree if title.start <= t.i <= head.i and t.dep_ != "det"]
    mention = reading.at(left[0].i) if left and left[0].i == head.i - len(left) + 1 else None
    if mention is None:
        return None
    name = doc[left[0].i : head.i + 1].text
    return Entity("GovernmentBody", name, slug(name), within=state_of(mention.entities[0]))


def _headlined(headline: str, person: Entity) -> Entity | None:
    """Return the state that the headline puts before a person's name: "Talks with Armenian Premier Petrosyan"."""
    surname = person.name.split()[-1]
    left, found, _ = headline.partition(surname)
    words = re.findall(r"[\w.\u2019'-]+", left)[-7:]
    if not found or not words:
        return None
    for size in (4, 3, 2, 1):
        for n in range(len(words) - size, -1, -1):
            name = re.sub(r"['\u2019]s?$", "", " ".join(words[n : n + size]))
            if name in states() and not {"and", "With", "with"} & set(words[n + size :]):
                return states()[name]
    return None


def _possessor(title: Title, document: Document, reading: Reading) -> Entity | None:
    """Return the state that "its foreign minister" goes back to: the last one told as a subject, else the last one."""
    pronoun = next((t for t in document.doc[title.start : title.core] if t.lower_ in {"its", "their"}), None)
    if pronoun is None:
        return None
    listed = pronoun.head.dep_ in {"appos", "conj"}  # "the foreign minister of Peru, A, its defence minister, B"
    last: Entity | None = None
    begin = max(document.sentence_of(pronoun).start - 80, 0)
    for token in reversed(document.doc[begin : pronoun.i]):
        mention = reading.at(token.i)
        state = state_of(mention.entities[0]) if mention is not None and mention.entities else None
        listed = listed and token.pos_ not in {"VERB", "AUX"}
        if state is not None and (listed or token.dep_ in {"nsubj", "nsubjpass"}):
            return state
        last = last or state
    return last


def _chamber(title: Title, document: Document, reading: Reading, home: Home) -> Entity:
    of = title.of
    if of is not None and of.kind not in {"State", "PoliticalParty"}:
        return of
    words = title.words.lower()
    chamber = next((name for part, name in _CHAMBERS.items() if part in words), "")
    named = chamber in document.article.text
    if chamber and not named and (state := home.most()) is not None and state != states()["United States"]:
        return state
    if chamber:
        entity = organisations()[chamber]
        name = chamber if named or chamber == "Senate" else "House"
        return Entity(entity.kind, name, entity.key)
    if named_body := re.search(r"members? of (?:the )?(.+)", title.words):
        return organisations().get(named_body[1]) or Entity(
            "GovernmentBody", named_body[1], slug(named_body[1]), local=True
        )
    parliament = next((e for m in reading.all(Mention)[:2000] for e in m.entities if "parliament" in e.key), None)
    return of if of is not None and parliament is None else parliament or home.most() or organisations()["Parliament"]


def _earlier(title: Title, document: Document, reading: Reading) -> Entity | None:
    """Return the body that "its director" or "the agency's chief" goes back to: the last one told in this paragraph."""
    if not title.definite:
        return None
    at = document.doc[title.start].idx
    paragraph = document.paragraph_of(at)
    left = document.doc[title.start : title.core]
    own = {t.lower_ for t in left if t.pos_ == "NOUN"}
    first = next((t for t in left if t.tag_ == "PRP$"), None)
    if first is not None:
        sentence = document.sentence_of(first)
        for token in document.doc[sentence.start : first.i]:
            mention = reading.at(token.i)
            body = (
                next((e for e in mention.entities if e.kind in _BODIES | {"GovernmentBody"}), None) if mention else None
            )
            if body is not None:
                return body
    if first is not None and first.lower_ != "its":
        return None  # "their leader": of a crowd that has no name
    for token in reversed(document.doc[max(title.start - BACK, 0) : title.start]):
        mention = reading.at(token.i)
        if mention is None or document.paragraph_of(mention.span.begin) < paragraph - 1:
            continue
        for entity in mention.entities:
            if entity.kind in _BODIES | {"GovernmentBody"} and (
                not own or own & {w.lower() for w in entity.name.split()}
            ):
                return entity
    return None
