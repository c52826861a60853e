"""What says where an event took place: names of places, near it and far."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from extractors.grammar import first_conjunct, raw_subject
from extractors.learned.pairs import around, class_of, pair, verb_of
from extractors.learned.story import Story, days, nearby
from extractors.when.tense import told_simply
from extractors.who.home import state_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extractors.learned.view import View
    from extractors.reading import Mention
    from ontology.facts import Entity, Event

_OPENING = 2
"""How many places are always looked at, from the article's beginning: of many an event it is the only scene."""


class Where(NamedTuple):
    """A place that may be an event's, named at the token, with its features; namings of one place share the key."""

    token: int
    names: tuple[str, ...]
    value: Entity
    key: object


def wheres(view: View, i: int, event: Event, story: Story) -> list[Where]:
    """Return the places that may be those of the event that a token tells; `event` has what the rules say."""
    t, number = view.doc[i], view.sentence(i)
    near = nearby(view, i, view.places)
    near += [m for m in view.places[:_OPENING] if m not in near]
    near.sort(key=lambda m: m.head)
    before = [m for m in near if m.head < i]
    group = class_of(event.type)
    beside = story.beside(i, event, "place")
    context = f"{group}/{told_simply(t)}/{min(len(view.places_of[number]), 2)}"
    homes = (view.home.near(t.idx), view.home.most())
    n = bisect_left(view.scenes, i) - 1
    running = view.scenes[n] if n >= 0 else -1
    found = []
    for m in near:
        names = [*pair(view, t, m.head, event.type), *_where(view, t, m, event, group)]
        names += _placed(i, event, m.entities, story, beside, context)
        names += _scene(event, m, homes, running, context)
        if before and m is before[-1]:
            names.append(f"last before/{group}")
        found += [Where(m.head, tuple(dict.fromkeys(names)), e, e) for e in m.entities]
    if event.place is not None and all(event.place not in m.entities for m in near):
        names = [f"type={event.type}", "rules", f"rules/{group}", f"elsewhere/{group}", f"kind={event.place.kind}"]
        found.append(Where(i, tuple(names), event.place, event.place))
    return found


def _placed(
    i: int, event: Event, entities: tuple[Entity, ...], story: Story, beside: dict[str, Event], context: str
) -> Iterator[str]:
    """Say how a place stands to the places that the article tells otherwise."""
    group = class_of(event.type)
    yield f"theirs={min(max(story.places[e] for e in entities), 4)}/{context}"
    for how, other in beside.items():
        hit = other.place in entities
        gap = story.gap(i, other)
        day = days(other.moment) == days(event.moment)
        yield f"as {how}/{gap}/{hit}"
        yield f"as {how}/{gap}/{hit}/{context}"
        yield f"as {how}/{hit}/{class_of(other.type)}/{group}/{day}"
    sides = {*event.agents, *event.recipients}
    if any(e.within in entities for e in sides):
        yield f"of a party/{group}"
        yield f"of a party/{event.type}"


def _scene(
    event: Event, m: Mention, homes: tuple[Entity | None, Entity | None], running: int, context: str
) -> Iterator[str]:
    """Say how likely a place is the scene: the state that all is about, or the last place told."""
    entity = m.entities[0]
    yield f"{event.type}/{entity.kind}"
    for how, state in zip(("here", "most"), homes, strict=True):
        if state is not None:
            hit = "is" if entity == state else "in" if state_of(entity) == state else "not"
            yield f"{how} state={hit}/{entity.kind}"
            yield f"{how} state={hit}/{event.type}"
    if m.head == running:
        yield f"running/{context}"
        yield f"running/{event.type}"


def _where(view: View, t: Token, m: Mention, event: Event, group: str) -> Iterator[str]:
    entity, head = m.entities[0], view.doc[m.head]
    if event.place is None:
        yield f"norule/{group}"
    elif event.place in m.entities:
        yield "rules"
        yield f"rules/{group}"
        yield f"rules/{entity.kind}"
    else:
        inside = event.place.within is not None and event.place.within in m.entities
        yield f"rules another/{inside}"
    yield f"kind={entity.kind}/{group}"
    yield f"kind={entity.kind}/{head.pos_}"
    yield f"mention={m.rule}/{entity.kind}"
    yield f"mention={m.rule}/{group}"
    yield f"count={min(view.counts[entity], 5)}"
    yield f"status={event.status}"
    if entity in event.agents or entity in event.recipients:
        yield f"takes part/{group}"
    first = first_conjunct(head)
    over = first.head
    if over.pos_ in {"ADP", "SCONJ"} and first.dep_ == "pobj":
        yield f"ownprep={over.lower_}"
        yield f"ownprep={over.lower_}/{group}"
        yield f"ownprep={over.lower_}/{over.head.pos_}/{entity.kind}"
        yield f"gov={over.head.lemma_.lower()}"
        yield f"govtype={view.rule(over.head.i)}/{group}"
    else:
        yield f"owndep={head.dep_}/{head.pos_}"
        yield f"gov={over.lemma_.lower()}/{head.dep_}"
    if any(entity == o.within for other in view.places_of[view.sentence(m.head)] for o in other.entities):
        yield "holds another"
    verb = verb_of(t)
    mine = verb_of(head)
    if verb is not None and mine is not None:
        if verb.i == mine.i:
            yield f"own clause/{group}"
        else:
            subject = raw_subject(mine)
            mention = view.reading.at(subject.i) if subject is not None else None
            if mention is not None and set(mention.entities) & set(event.agents):
                yield f"same subject/{group}"
            yield f"clausetype={view.rule(mine.i)}/{group}"
    yield from around(view, t, m.head)
