"""Cases as tensors: what each head sees, and what it should say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import torch

from extractors.happenings.events import telling
from extractors.learned.circumstances import times, wheres
from extractors.learned.features import content, of_status, of_word
from extractors.learned.heads import SHAPES, TYPES
from extractors.learned.pairs import participants
from extractors.learned.reader import second
from extractors.when import carried
from ontology.facts import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from types import ModuleType

    from bench.learn.gold import Case
    from extractors.happenings.status import Standing
    from extractors.learned.encoder import Encoder
    from extractors.learned.pieces import Pieces
    from extractors.lexicon import Trigger
    from ontology.facts import Event


@dataclass
class Features:
    """The features of many rows, as numbers, one row after another."""

    ids: torch.Tensor
    offsets: torch.Tensor

    def dropped(self, share: float) -> tuple[torch.Tensor, torch.Tensor]:
        """Return them with a share left out at random."""
        keep = torch.rand(len(self.ids)) >= share
        before = torch.cat([torch.zeros(1, dtype=torch.long), keep.long().cumsum(0)])
        return self.ids[keep], before[self.offsets]


class Names:
    """The features that each head knows: those that stand in at least `least` rows."""

    def __init__(self, rows: Mapping[str, Iterable[Sequence[str]]], least: int = 3) -> None:
        self.lists: dict[str, list[str]] = {}
        for head in SHAPES:
            counts = Counter(name for row in rows[head] for name in row)
            self.lists[head] = sorted(name for name, n in counts.items() if n >= least)
        self._index = {head: {name: n for n, name in enumerate(names)} for head, names in self.lists.items()}

    def features(self, head: str, rows: Sequence[Sequence[str]]) -> Features:
        """Return rows of names as numbers."""
        index = self._index[head]
        ids: list[int] = []
        offsets = []
        for row in rows:
            offsets.append(len(ids))
            ids += [index[name] for name in row if name in index]
        return Features(torch.tensor(ids, dtype=torch.long), torch.tensor(offsets, dtype=torch.long))


@dataclass
class Part:
    """What one head sees of a case: the tokens and names of each row, the groups of its rows, and the answers."""

    tokens: list[list[int]]
    names: list[tuple[str, ...]]
    groups: list[int]
    answers: list[Any]


def below(case: Case, encoder: Encoder, pieces: Pieces, frozen: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Return the frozen layers' rows for the windows of a case, and where its words stand in them."""
    found = []
    for window in pieces.windows(case.view.doc):
        rows = encoder(window.ids, layers=frozen)
        found.append((torch.from_numpy(rows), torch.tensor([at for _, at in window.words])))
    return found


def parts(case: Case, score: ModuleType) -> dict[str, Part]:
    """Return what the heads see of a case, as its tokens are told by `bench.learn.gold.align`."""
    view, events = case.view, case.gold["events"]
    kinds = {i: events[n]["type"] for i, n in sorted(case.told.items())}
    standings = view.standings(kinds)
    found = {name: Part([[] for _ in range(shape.vectors)], [], [], []) for name, shape in SHAPES.items()}

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
    for head, at, token, names, group, right in _circumstances(case, kinds, standings, score):
        add(head, (at, token), names, group)
        if group == len(found[head].answers):
            found[head].answers.append((right,))
    return found


def _circumstances(
    case: Case, kinds: Mapping[int, str], standings: Mapping[int, tuple[Trigger, Standing]], score: ModuleType
) -> Iterator[tuple[str, int, int, tuple[str, ...], int, bool]]:
    """Yield head, tokens, names, group and answer of each day and place that may be those of an annotated event."""
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
    groups: dict[tuple[str, int, object], int] = {}
    counts: Counter[str] = Counter()
    for number, event in zip(first, ruled, strict=True):
        gold, i = events[number], int(event.handle)
        day = score.interval(gold["date"])
        for t in times(view, i, event):
            key = ("when", number, t.key)
            if key not in groups:
                groups[key] = counts["when"]
                counts["when"] += 1
            said = (str(t.value.earliest or ""), str(t.value.latest or ""))
            yield "when", i, t.token, t.names, groups[key], said == day
        for w in wheres(view, i, event):
            key = ("where", number, w.key)
            if key not in groups:
                groups[key] = counts["where"]
                counts["where"] += 1
            right = gold["place"] is not None and score.same(gold["place"], w.value.name)
            yield "where", i, w.token, w.names, groups[key], right
