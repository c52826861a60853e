"""What says when and where an event took place: expressions of time and names of places, near it and far."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from extractors.grammar import carrier, clause_verb, first_conjunct, raw_subject
from extractors.learned.pairs import class_of, pair
from extractors.learned.story import Story, days
from extractors.when.carried import is_release
from extractors.when.clauses import clause_of
from extractors.when.dating import fitted
from extractors.when.moments import reread
from extractors.when.tense import told_simply
from extractors.who.home import state_of
from ontology.facts import Moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extractors.learned.view import View
    from extractors.reading import Mention, When
    from ontology.facts import Entity, Event

_BEFORE, _AFTER = 12, 3
"""How many sentences back and forward an event's day or place may be told."""
_FAR = 24
"""How many expressions of time, and how many places, are looked at for one event."""
_OPENING = 2
"""How many places are always looked at, from the article's beginning: of many an event it is the only scene."""


class Time(NamedTuple):
    """A moment that may be an event's, told at the token, with its features; tellings of one moment share the key."""

    token: int
    names: tuple[str, ...]
    value: Moment
    key: object


class Where(NamedTuple):
    """A place that may be an event's, named at the token, with its features; namings of one place share the key."""

    token: int
    names: tuple[str, ...]
    value: Entity
    key: object


def times(view: View, i: int, event: Event, story: Story) -> list[Time]:
    """Return the moments that may be those of the event that a token tells; `event` has what the rules say."""
    t, number = view.doc[i], view.sentence(i)
    whens = [w for w in view.whens if number - _BEFORE <= view.sentence(w.head) <= number + _AFTER]
    whens = sorted(sorted(whens, key=lambda w: abs(w.head - i))[:_FAR], key=lambda w: w.head)
    before = [w for w in whens if w.head < i]
    group = class_of(event.type)
    beside = story.beside(i, event, "moment")
    context = _context(view, t, event, whens)
    found, said = [], set()
    for w in whens:
        for how, moment in readings(view, w, event, near=view.sentence(w.head) == number):
            names = [*pair(view, t, w.head, event.type), *_time(view, t, w, moment, event, group)]
            names += [f"reading={how}/{event.status}", *_told(view, i, event, moment, story, beside, context)]
            if before and w is before[-1]:
                names.append(f"last before/{group}")
            if w is whens[0]:
                names.append(f"first/{group}")
            said.add(days(moment))
            found.append(Time(w.head, tuple(dict.fromkeys(names)), moment, days(moment)))
    today = view.document.article.published
    if today is not None and (today, today) not in said and event.status in {"happened", "didNotHappen"}:
        moment = Moment(today, today, "", "published", today)
        names = [*_published(view, t, event, group), *_told(view, i, event, moment, story, beside, context)]
        said.add(days(moment))
        found.append(Time(i, tuple(dict.fromkeys(names)), moment, days(moment)))
    rule = event.moment
    if rule is not None and days(rule) not in said:
        names = [f"type={event.type}", *_ruled(rule, rule, group), f"elsewhere/{group}", f"status={event.status}"]
        found.append(Time(i, tuple(dict.fromkeys(names)), rule, days(rule)))
    return found


def readings(view: View, when: When, event: Event, *, near: bool) -> Iterator[tuple[str, Moment]]:
    """Yield what an expression of time may mean for an event, each with a name for how it is read.

    Beside the rules' own reading an expression in the event's sentence may tell when it began, or by when it is to be.
    """
    today = view.document.article.published
    moment = fitted(view.document, when, event.status)
    if moment is None and event.status in {"happened", "ongoing"}:
        moment = reread(view.document, when, ahead=False)
        if moment is None or today is None or moment.earliest is None or moment.earliest > today:
            return
        yield "past", moment
    elif moment is not None:
        yield "fitted", moment
    if moment is None or not near:
        return
    begun = event.status == "ongoing" or moment.rule.startswith("since")
    if begun and moment.earliest is not None and moment.latest is not None:
        yield "begun", replace(moment, latest=None)
    if today is not None and moment.earliest is None and moment.latest is not None and moment.latest > today:
        yield "until", replace(moment, earliest=today)


def _published(view: View, t: Token, event: Event, group: str) -> Iterator[str]:
    """Say what stands for the day of publication where no words tell it: a release speaks in the present."""
    yield f"type={event.type}"
    yield from _ruled(event.moment, Moment(None, None), group)
    verb = _verb(t)
    subject = raw_subject(verb) if verb is not None else None
    first = subject is not None and subject.lower_ in {"we", "i"}
    tag = verb.tag_ if verb is not None else t.tag_
    yield f"published/{group}/{tag}"
    yield f"published/{tag}/{first}/{is_release(view.document)}"
    yield f"published/{group}/{t.i in view.quoted}"
    yield f"published/{event.status}"


def _context(view: View, t: Token, event: Event, whens: list[When]) -> str:
    """Say what stands against a day told elsewhere: the tense, and whether the sentence tells one of its own."""
    number = view.sentence(t.i)
    own = sum(view.sentence(w.head) == number for w in whens)
    verb = _verb(t)
    mine = verb is not None and any(clause_of(view.document, w) == verb.i for w in whens)
    return f"{class_of(event.type)}/{told_simply(t)}/{'clause' if mine else min(own, 1)}"


def _told(
    view: View, i: int, event: Event, moment: Moment, story: Story, beside: dict[str, Event], context: str
) -> Iterator[str]:
    """Say how a day stands to the days that the article tells otherwise."""
    key = days(moment)
    group = class_of(event.type)
    today = view.document.article.published
    if today is not None and moment.earliest is not None and moment.latest is not None:
        far = (today - moment.earliest).days
        one = moment.earliest == moment.latest
        ago = next((n for n in (-1, 0, 1, 2, 7, 31, 366) if far <= n), 999)
        yield f"ago={ago}/{one}"
        yield f"ago={ago}/{one}/{group}/{event.status}"
        yield f"ago={ago}/{one}/{context}"
    yield f"named={min(story.named[key], 3)}/{group}"
    yield f"theirs={min(story.days[key], 4)}/{context}"
    if key == story.lead:
        yield f"lead/{context}"
    if key == story.running(i):
        yield f"running/{context}"
        yield f"running/{context}/{event.status}"
    for how, other in beside.items():
        hit = days(other.moment) == key
        gap = story.gap(i, other)
        yield f"as {how}/{gap}/{hit}"
        yield f"as {how}/{gap}/{hit}/{context}"
        yield f"as {how}/{hit}/{class_of(other.type)}/{group}/{other.status == event.status}"


def _time(view: View, t: Token, when: When, moment: Moment, event: Event, group: str) -> Iterator[str]:
    yield from _ruled(event.moment, moment, group)
    yield f"status={event.status}"
    yield f"status={event.status}/{group}"
    today = view.document.article.published
    if today is not None:
        side = "past" if moment.latest and moment.latest < today else "ahead" if _ahead(moment, today) else "now"
        yield f"side={side}/{event.status}"
    long = (moment.latest - moment.earliest).days if moment.earliest and moment.latest else -1
    width = "open" if long < 0 else "day" if long == 0 else "week" if long < 9 else "month" if long < 40 else "long"
    yield f"width={width}"
    yield f"how={moment.rule}"
    at = clause_of(view.document, when)
    verb = _verb(t)
    if at < 0:
        yield f"noun's/{group}"
    elif verb is not None and at == verb.i:
        yield "own clause"
        yield f"own clause/{group}"
    else:
        yield f"clausetype={view.rule(at)}/{group}"
        yield f"tags={view.doc[at].tag_}/{verb.tag_ if verb is not None else t.tag_}"
        subject = raw_subject(view.doc[at])
        mention = view.reading.at(subject.i) if subject is not None else None
        if mention is not None and set(mention.entities) & set(event.agents):
            yield f"same subject/{group}"
    yield from _around(view, t, when.head)


def _ahead(moment: Moment, today: object) -> bool:
    return moment.earliest is not None and moment.earliest > today  # type: ignore[operator]


def _ruled(rule: Moment | None, moment: Moment, group: str) -> Iterator[str]:
    if rule is None:
        yield f"norule/{group}"
    elif days(rule) == days(moment):
        yield "rules"
        yield f"rules/{group}"
        yield f"rules={rule.rule.split('-')[0]}/{group}"
    else:
        yield f"rules another={rule.rule.split('-')[0]}"


def wheres(view: View, i: int, event: Event, story: Story) -> list[Where]:
    """Return the places that may be those of the event that a token tells; `event` has what the rules say."""
    t, number = view.doc[i], view.sentence(i)
    near = [m for m in view.places if number - _BEFORE <= view.sentence(m.head) <= number + _AFTER]
    near = sorted(near, key=lambda m: abs(m.head - i))[:_FAR]
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
    verb = _verb(t)
    mine = _verb(head)
    if verb is not None and mine is not None:
        if verb.i == mine.i:
            yield f"own clause/{group}"
        else:
            subject = raw_subject(mine)
            mention = view.reading.at(subject.i) if subject is not None else None
            if mention is not None and set(mention.entities) & set(event.agents):
                yield f"same subject/{group}"
            yield f"clausetype={view.rule(mine.i)}/{group}"
    yield from _around(view, t, m.head)


def _around(view: View, t: Token, other: int) -> Iterator[str]:
    """Say how the passage of an event and the one that tells of its day or place stand to each other."""
    a, b = view.document.paragraph_of(t.idx), view.document.paragraph_of(view.doc[other].idx)
    yield f"paragraphs={max(-3, min(3, b - a))}"
    if view.sentence(other) == 0:
        yield "in the lead"
    if t.i in view.quoted:
        yield f"quoted/{other in view.quoted}"
    elif other in view.quoted:
        yield "that is quoted"


def _verb(t: Token) -> Token | None:
    return t if t.pos_ in {"VERB", "AUX"} else carrier(t) or clause_verb(t)
