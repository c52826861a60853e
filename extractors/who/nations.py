"""Of which state's office a person's title speaks: "the president", "Secretary Doyle", "Minister for Europe"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.spelling import words_of
from extractors.who.forms import lacking
from extractors.who.gazetteer import filled, office_of, organisations, states
from extractors.who.home import state_of
from extractors.who.owners import headlined, host, possessor
from ontology.facts import Entity, Office

if TYPE_CHECKING:
    from extractors.document import Document
    from extractors.reading import Reading
    from extractors.who.home import Home
    from extractors.who.titles import Title

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
    (re.compile(r"(?:deputy )?assistant secretary|deputy secretary of state", re.IGNORECASE), "United States"),
    (re.compile(r"taoiseach", re.IGNORECASE), "Ireland"),
    (re.compile(r"supreme leader", re.IGNORECASE), "Iran"),
    (re.compile(r"\bpope\b|pontiff", re.IGNORECASE), "Vatican City"),
    (
        re.compile(
            r"secretary[- ]general$|under-?secretary[- ]general|special representative of the secretary[- ]general",
            re.IGNORECASE,
        ),
        "United Nations",
    ),
)
"""Titles that only one large state, or the United Nations, uses."""
_STATE_DEPARTMENT = re.compile(r"Secretary of State(?! for\b)|State Department|Department of State\b|U\.?S\.? Embassy")
"""Words of articles in which "Secretary Doyle" is the American secretary of state."""
_CONTINENTS = frozenset("Africa Europe Asia Americas Oceania Caribbean Pacific".split()) | {
    "Latin America",
    "Middle East",
}
"""Parts of the world that a minister may be for, and none is of."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What titles told: the last one's state, the states of persons, and those that have another in this office."""

    listed: Entity | None
    persons: dict[Entity, Entity]
    others: frozenset[Entity] = frozenset()


def american(title: Title, person: Entity, document: Document, state: Entity | None) -> Office | None:
    """Return the office of "Secretary Doyle": only the American secretary of state is called so."""
    america = states()["United States"]
    if known_for(person, replace(title, kind="foreign-minister"), document) == america:
        state = america
    if state is None and _STATE_DEPARTMENT.search(document.article.text) is not None:
        state = america
    return Office("foreign-minister", america) if state == america and title.of in {None, america} else None


def fixed(title: Title) -> Entity | None:
    """Return the state, or the United Nations, that alone uses a title."""
    name = next((name for pattern, name in _DEFAULTS if pattern.search(title.words)), "")
    return states().get(name) or organisations().get(name)


def known_for(person: Entity, title: Title, document: Document) -> Entity | None:
    """Return whose office a well-known person held: by the last of the names, or, as in "Ban Ki-moon", the first."""
    day, former = document.article.published, title.phase == "former"
    names = words_of(person.name)
    other = len(names) > 1 and names[-2] in {"dos", "das"}  # "dos Santos" is no Santos
    own = names[:1] if other else (*names[-1:], *names[:1])
    tries = ((name, past) for past in dict.fromkeys((former, True)) for name in own)
    found = (office_of(name, title.kind, day, former=past) for name, past in tries)
    return next(filter(None, found), None)


def state_of_office(
    title: Title, person: Entity, document: Document, reading: Reading, home: Home, seen: Seen
) -> Entity | None:
    """Return the state (or union) whose minister, president or envoy this is."""
    of = title.of
    portfolio = of is not None and "minister" in title.kind and of.name not in organisations()
    if (
        of is not None
        and of.kind in {"State", "Government", "InternationalOrganization"}
        and not (
            portfolio and of.kind == "InternationalOrganization"  # "Minister of International Relations"
        )
    ):
        return of
    if of is not None and (owner := state_of(of)) is not None:
        return owner
    if title.kind == "envoy" and any(t.lower_.endswith("general") for t in document.doc[title.start : title.core]):
        return organisations()["United Nations"]  # "the Secretary-General's special representative"
    local = title.place is not None and not ("minister" in title.kind and title.place.name in _CONTINENTS)
    if local and title.place is not None and title.place.kind in {"Region", "Place"} and of is None:
        return title.place
    alone = fixed(title) or possessor(title, document, reading)
    known = known_for(person, title, document)
    own = seen.persons.get(person) or headlined(document.article.headline, person)
    state = alone or (known if known and known.kind == "State" else None)
    if state is None and title.kind in {"envoy", "ambassador"}:
        sent = (reading.at(t.i) for t in document.doc[title.core : title.end])
        there_ = frozenset(s for m in sent if m is not None and (s := state_of(m.entities[0])) is not None)
        near = None if there_ else home.near(document.doc[title.start].idx)  # "ambassador to Chad": not Chad's
        return own or seen.listed or home.publisher or near or (home.most(there_) if title.definite else None)
    but = seen.others | lacking(title.words)
    if title.phase == "current":
        but |= filled(title.kind, words_of(person.name), document.article.published) - {home.dateline}
    here = host(title, document, reading) or seen.listed
    near = home.near(document.doc[title.start].idx, but)
    found = state or own or (here if here not in but else None) or near or home.most(but)
    return found or home.most(seen.others)  # the only state there is: it has such an office after all
