"""Whose office a title names, where the words beside it leave that open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.reading import Mention
from extractors.who.bodies import unnamed
from extractors.who.gazetteer import organisations, states, territories
from extractors.who.home import state_of
from extractors.who.nations import Seen, american, fixed, known_for, state_of_office
from extractors.who.owners import (
    BODIES,
    court,
    earlier,
    host,
    last_region,
    last_town,
    ministry,
    owning_body,
    speaks_for,
    there,
)
from ontology.facts import Entity, Office
from ontology.uris import slug

if TYPE_CHECKING:
    from extractors.document import Document
    from extractors.reading import Reading
    from extractors.who.home import Home
    from extractors.who.titles import Title

_STATE_KINDS = frozenset(
    "head-of-state head-of-government deputy-head foreign-minister defence-minister interior-minister finance-minister"
    " other-minister deputy-minister intelligence-chief security-adviser ambassador envoy".split()
)
_UNDER = frozenset({"India", "Pakistan", "Bangladesh", "Sri Lanka", "Nepal"})
"""States whose "foreign secretary" is the minister's deputy, not the minister."""
_JUSTICE = re.compile(r"attorney[- ]general", re.IGNORECASE)
_DEPARTMENTAL = re.compile(r"assistant secretar|deputy secretar|under-? ?secretary", re.IGNORECASE)
"""Titles that a ministry gives its own officials without saying whose they are."""
_OWNED = frozenset("head-of-state deputy-head organisation-head other-office spokesperson envoy".split())
"""Kinds of offices that bodies have as well as states: "its Swiss president"."""
_ORGANS = re.compile(r"(?:UN|U\.N\.|United Nations)? ?(?:General Assembly|Security Council)$")
"""Organs of the United Nations, whose secretary-general is the organisation's."""
_NATIONAL = re.compile(
    r"(?:attorney|prosecutor|solicitor|auditor|inspector|surgeon|accountant|comptroller)[- ]general|charg|attach"
    r"|chief of staff"
    r"|bank (?:governor|chief|head|president)|crown prince|first lady|state council",
    re.IGNORECASE,
)
"""Other offices that are a state's where nobody else's are told."""
_RULING = re.compile(r"\b(?:Presidential|Sovereign|Sovereignty|Transitional|Military|Ruling)\b.*\bCouncil\b")
"""Councils whose president is a head of state."""
_HOUSE = re.compile(r"\b(?:House|Senate|Parliament|Congress|Assembly|Knesset)\b")
_PARLIAMENT = re.compile(
    r"parliament|national-assembly|knesset|state-duma|bundestag|house-of-commons|lok-sabha|majlis|storting"
)
"""Bodies in which members sit, by their keys."""
_RANKS = re.compile(r"(?:(?:lieutenant|major|brigadier) )?general|(?:vice )?marshal|admiral|commander", re.IGNORECASE)
_CHAMBERS = {
    "senat": "Senate",
    "represen": "House of Representatives",
    "congress": "House of Representatives",
    "house": "House of Representatives",
}

_STAFF = re.compile(r"chief of staff", re.IGNORECASE)
_STAFFED = frozenset({"GovernmentBody", "Government"})
"""Whose chief of staff is no soldier."""


def office(title: Title, person: Entity, document: Document, reading: Reading, home: Home, seen: Seen) -> Office | None:
    """Return the office that a person's title names, or None where it is no office or nobody's."""
    kind, of = title.kind, title.of
    if title.kind in _OWNED and (body := owning_body(title, document, reading)) is not None:
        of = body
    if of is None and kind in {"head-of-state", "deputy-head", "military-commander"}:
        of = unnamed(title, document, reading)  # "the guild's president"
    if of is not None and kind == "organisation-head" and of.kind != "PoliticalParty" and _HOUSE.search(of.name):
        kind = "party-leader" if "secretary" in title.words.lower() else "legislator"
    if kind == "organisation-head" and of is not None and _ORGANS.match(of.name) and "general" in title.words.lower():
        of = organisations()["United Nations"]
    match kind:
        case "leader":
            return _led(of or earlier(title, document, reading))
        case "secretary":
            return american(title, person, document, seen.persons.get(person) or home.publisher)
        case "legislator":
            return Office(kind, _chamber(title, document, reading, home))
        case "governor-mayor":
            if of is not None and of.kind in BODIES:
                return Office("other-office", of)
            town = last_town(title, document, reading) if "mayor" in title.words.lower() else None
            region = last_region(title, document, reading) if town is None else None
            found = title.place or of or town or region or home.near(document.doc[title.start].idx)
            return Office(kind, found) if found else None
        case "foreign-minister" if "secretary" in title.words.lower() and "state" not in title.words.lower():
            owner = of or _possible(home, document.doc[title.start].idx, _UNDER)
            if owner is not None and owner.name in _UNDER:
                return Office("deputy-minister", owner)
        case "deputy-minister" if of is None and home.publisher is not None and _DEPARTMENTAL.match(title.words):
            return Office(kind, home.publisher)
        case "envoy" if "secretary" in title.words.lower() and "general" in title.words.lower():
            return Office(kind, organisations()["United Nations"])
        case "other-office" if (
            title.words.lower() == "high representative" and of and of == organisations()["United Nations"]
        ):
            return Office("envoy", of)
        case "head-of-government" if (
            of is None
            and title.place is not None
            and "premier" in title.words.lower()
            and title.place not in territories().values()
        ):
            return Office("governor-mayor", title.place)
        case "spokesperson" if said := ministry(title, document, reading) or speaks_for(title, document, reading):
            return Office(kind, said)
        case "religious-leader" if title.place is not None and of is None:
            return Office(kind, title.place)
        case "organisation-head" if of is not None and of.kind == "ArmedForce":
            return Office("military-commander", of)
        case "head-of-state" if of is not None and _RULING.search(of.name) and (ruled := _ruled(of)) is not None:
            return Office(kind, ruled)
        case "head-of-state" if of is not None and "court" in of.name.lower().split():
            return Office("judge", of)
        case "deputy-head" | "military-commander" if of is not None and _within(title, of):
            return Office("other-office", of)
        case "head-of-state" if of is not None and of.kind in BODIES:
            return Office("party-leader" if of.kind == "PoliticalParty" else "organisation-head", of)
        case "head-of-state" if of is not None and of.kind == "GovernmentBody" and of.within is None:
            return Office("legislator", of)
        case "military-commander" if of is None and ranked(kind, title.words):
            owner = seen.persons.get(person) or home.most()
            return Office(kind, owner) if owner is not None and title.words.lower() != "commander" else None
    if kind in _STATE_KINDS:
        owner = state_of_office(title, person, document, reading, home, seen)
    elif kind in {"organisation-head", "religious-leader", "judge", "other-office"}:
        owner = of or known_for(person, title, document) or fixed(title) or _headed(title, document, reading)
        if owner is None and kind in {"judge", "religious-leader"}:
            owner = host(title, document, reading) or home.most()
        if owner is None and kind == "other-office" and _NATIONAL.search(title.words):
            owner = seen.persons.get(person) or home.near(document.doc[title.start].idx)
    else:
        owner = of or seen.persons.get(person) or seen.listed or there(title, document, reading) or home.most()
    if owner is not None and owner.kind == "PoliticalParty" and kind == "organisation-head":
        kind = "party-leader"
    if kind == "other-office" and owner == states()["United States"] and _JUSTICE.match(title.words):
        kind = "other-minister"  # at the head of a department, as few attorneys general are
    return Office(kind, owner) if owner is not None else None


def _within(title: Title, of: Entity) -> bool:
    """Say whether a deputy is a body's own, or a chief of staff no soldier: "the White House chief of staff"."""
    if title.kind == "deputy-head":
        return of.kind in BODIES
    return of.kind in _STAFFED and _STAFF.search(title.words) is not None


def _led(of: Entity | None) -> Office | None:
    if of is None:
        return None
    kind = {"State": "head-of-state", "PoliticalParty": "party-leader"}.get(of.kind, "organisation-head")
    return Office(kind, of)


def ranked(kind: str, words: str) -> bool:
    """Say whether a commander's title is a rank alone: "General", not "commander of the brigade"."""
    return kind == "military-commander" and _RANKS.fullmatch(words) is not None


def _headed(title: Title, document: Document, reading: Reading) -> Entity | None:
    """Return the body whose office a title is by the words around it: a court, a nameless one, the last told."""
    found = court(title, document, reading) if title.kind == "judge" else None
    found = found or unnamed(title, document, reading) or (title.place if title.kind == "other-office" else None)
    return found or earlier(title, document, reading)


def _ruled(body: Entity) -> Entity | None:
    """Return the state that a ruling council's name names."""
    return state_of(body) or next((states()[w] for w in body.name.split() if w in states()), None)


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
    parliament = next((e for m in reading.all(Mention)[:2000] for e in m.entities if _PARLIAMENT.search(e.key)), None)
    return of if of is not None and parliament is None else parliament or home.most() or organisations()["Parliament"]


def _possible(home: Home, offset: int, names: frozenset[str]) -> Entity | None:
    """Return the state that an article is about at an offset, if it is one of some."""
    near = home.near(offset)
    return near if near is not None and near.name in names else None
