"""What the heads see of an article, and what they should say: rows of tokens and names of features."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from extractors.happenings.events import telling
from extractors.learned.circumstances import times
from extractors.learned.features import content, of_status, of_word
from extractors.learned.heads import SHAPES, TYPES
from extractors.learned.pairs import participants
from extractors.learned.reader import second
from extractors.learned.story import Story
from extractors.learned.whereabouts import wheres
from extractors.when import carried
from ontology.facts import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import ModuleType

    from bench.learn.gold import Case
    from extractors.happenings.status import Standing
    from extractors.lexicon import Trigger
    from ontology.facts import Event


@dataclass
class Rows:
    """What one head sees of a case: as `bench.learn.lessons.Part`, but with the features' names."""

    tokens: list[list[int]]
    names: list[tuple[str, ...]]
    groups: list[int]
    answers: list[Any]
    events: list[int]


def rows(case: Case, score: ModuleType) -> dict[str, Rows]:
    """Return what the heads see of a case, as its tokens are told by `bench.learn.gold.align`."""
    view, events = case.view, case.gold["events"]
    kinds = {i: events[n]["type"] for i, n in sorted(case.told.items())}
    standings = view.standings(kinds)
    found = {name: Rows([[] for _ in range(shape.vectors)], [], [], [], []) for name, shape in SHAPES.items()}

    def add(head: str, tokens: Sequence[int], names: tuple[str, ...], group: int) -> None:
        part = found[head]
        for slot, token in zip(part.tokens, tokens, strict=True):
            slot.append(token)
        part.names.append(names)
        part.groups.append(group)

    for i in view.candidates:
        add("kind", (i, view.doc[i].head.i, content(view, i)), of_word(view, i), 0)
        found["kind"].answers.append(TYPES.index(kinds.get(i, "")))
    for i, (trigger, stand) in standings.items():
        event = events[case.told[i]]
        add("status", (i, second(view, i)), of_status(view, i, kinds[i], stand, kinds), 0)
        found["status"].answers.append(STATUSES.index(event["status"]))
        groups: dict[object, int] = {}
        for mention, pair in participants(view, i, trigger, stand, kinds):
            for entity in mention.entities:
                if entity not in groups:
                    groups[entity] = len(found["role"].answers)
                    found["role"].answers.append(
                        tuple(
                            any(score.same(name, entity.name) for name in event[role])
                            for role in ("agents", "recipients")
                        )
                    )
                add("role", (i, pair.token), pair.names, groups[entity])
    for head, number, at, token, names, group, right in _circumstances(case, kinds, standings, score):
        add(head, (at, token), names, group)
        if group == len(found[head].answers):
            found[head].answers.append((right,))
            found[head].events.append(number)
    return found


def _circumstances(
    case: Case, kinds: Mapping[int, str], standings: Mapping[int, tuple[Trigger, Standing]], score: ModuleType
) -> Iterator[tuple[str, int, int, int, tuple[str, ...], int, bool]]:
    """Yield head, event, tokens, names, group and answer of each day and place that may be an annotated event's."""
    view, events = case.view, case.gold["events"]
    triggers = {i: trigger for i, (trigger, _) in standings.items()}
    first: dict[int, Event] = {}
    for i in kinds:
        told = telling(view.document, view.reading, i, triggers, standings[i][1], view.around)
        if told is None:
            continue
        number = case.told[i]
        event = replace(told.event, type=kinds[i], status=events[number]["status"])
        before = first.get(number)
        if before is not None:
            event = replace(before, moment=before.moment or event.moment, place=before.place or event.place)
        first[number] = event
    ruled = carried(view.document, view.reading, first.values(), [q.span for q in view.quotations])
    story = Story(view, ruled)
    groups: dict[tuple[str, int, object], int] = {}
    counts: Counter[str] = Counter()
    for n, (number, event) in enumerate(zip(first, ruled, strict=True)):
        gold, i = events[number], int(event.handle)
        day = score.interval(gold["date"])
        for t in times(view, i, event, story):
            key = ("when", number, t.key)
            if key not in groups:
                groups[key] = counts["when"]
                counts["when"] += 1
            said = (str(t.value.earliest or ""), str(t.value.latest or ""))
            yield "when", n, i, t.token, t.names, groups[key], said == day
        for w in wheres(view, i, event, story):
            key = ("where", number, w.key)
            if key not in groups:
                groups[key] = counts["where"]
                counts["where"] += 1
            right = gold["place"] is not None and score.same(gold["place"], w.value.name)
            yield "where", n, i, w.token, w.names, groups[key], right
