"""What says when an event took place: expressions of time, near it and far."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from extractors.grammar import raw_subject
from extractors.learned.pairs import around, class_of, pair, verb_of
from extractors.learned.story import Story, days, nearby
from extractors.when.carried import is_release
from extractors.when.clauses import clause_of
from extractors.when.dating import fitted
from extractors.when.moments import reread
from extractors.when.tense import told_simply
from ontology.facts import Moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extractors.learned.view import View
    from extractors.reading import When
    from ontology.facts import Event


class Time(NamedTuple):
    """A moment that may be an event's, told at the token, with its features; tellings of one moment share the key."""

    token: int
    names: tuple[str, ...]
    value: Moment
    key: object


def times(view: View, i: int, event: Event, story: Story) -> list[Time]:
    """Return the moments that may be those of the event that a token tells; `event` has what the rules say."""
    t, number = view.doc[i], view.sentence(i)
    whens = sorted(nearby(view, i, view.whens), key=lambda w: w.head)
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
    verb = verb_of(t)
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
    verb = verb_of(t)
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
    verb = verb_of(t)
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
    yield from around(view, t, when.head)


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
