"""Cases as the text in which they are kept, and what follows from an article's items once it is known who is meant."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from ontology.uris import holding_of
from server.identity.happenings import Telling
from server.identity.items import Happening, Person, Place

if TYPE_CHECKING:
    from server.identity.items import Items
    from server.identity.resolved import Meant


_FIELDS = tuple(field.name for field in fields(Happening) if field.name != "at")


def person_of(text: str) -> Person:
    """Return the person of a case's text."""
    iri, names, roles, day, graph, company = json.loads(text)
    return Person(iri, tuple(names), tuple((k, of) for k, of in roles), Place(day, graph), frozenset(company))


def text_of(one: Telling) -> str:
    """Return a telling as text."""
    event = {name: getattr(one.event, name) for name in _FIELDS}
    parts = (event, sorted(one.agents), sorted(one.recipients), one.stands, sorted(one.content))
    return json.dumps([one.event.at.day, one.event.at.graph, *parts])


def telling_of(text: str) -> Telling:
    """Return the telling of a case's text."""
    day, graph, event, agents, recipients, stands, content = json.loads(text)
    fields: dict[str, Any] = {k: tuple(part) if isinstance(part, list) else part for k, part in event.items()}
    told = Happening(**fields, at=Place(day, graph))
    pairs = tuple((person, of) for person, of in stands)
    return Telling(told, frozenset(agents), frozenset(recipients), pairs, frozenset(content))


def holdings_of(meant: Meant, said: Items) -> set[str]:
    """Return the IRIs of an article's holdings under the persons who are meant."""
    held = [(seen.person, seen.office, seen.phase) for seen in said.sightings]
    held += [(one.iri, one.office, "current") for one in said.references if one.surname]
    known = meant.decisions
    return {holding_of(known[iri].meant, office, phase) for iri, office, phase in held if iri in known}
