"""Articles as tensors, and several of them as one batch."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import torch

from bench.learn.net import Features
from extractors.learned.heads import SHAPES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bench.learn.lessons import Lesson, Part


@dataclass(frozen=True)
class Asked:
    """What one head is asked: the tokens and features of each row, the groups of its rows, and of each the answer.

    `events` has the event of each answer where at most one of an event's is right.
    """

    tokens: torch.Tensor
    features: Features
    groups: torch.Tensor
    answers: torch.Tensor
    weights: torch.Tensor
    events: torch.Tensor

    def to(self, device: str) -> Asked:
        """Return the same on a device."""
        features = Features(self.features.ids.to(device), self.features.offsets.to(device))
        return Asked(
            self.tokens.to(device),
            features,
            *(x.to(device) for x in (self.groups, self.answers, self.weights, self.events)),
        )


@dataclass(frozen=True)
class Item:
    """An article: windows of word pieces with the places of its words in them, and what each head is asked."""

    windows: list[tuple[torch.Tensor, torch.Tensor]]
    heads: dict[str, Asked]


@dataclass(frozen=True)
class Batch:
    """Several articles: `pieces` are filled up with noughts, `mask` says which are real; `at` is where words begin."""

    pieces: torch.Tensor
    mask: torch.Tensor
    at: torch.Tensor
    heads: dict[str, Asked]


def item(lesson: Lesson, known: Mapping[str, Mapping[int, int]], weight: float) -> Item:
    """Return an article as tensors; of its features only those known."""
    heads = {head: _asked(part, known[head], weight) for head, part in lesson.parts.items() if part.features}
    return Item([(torch.tensor(ids), torch.tensor(places)) for ids, places in lesson.windows], heads)


def _asked(part: Part, known: Mapping[int, int], weight: float) -> Asked:
    rows = [[known[n] for n in row if n in known] for row in part.features]
    offsets = torch.tensor([0, *accumulate(map(len, rows))][:-1])
    ids = torch.tensor([n for row in rows for n in row], dtype=torch.long)
    answers = torch.tensor(part.answers)
    groups = torch.tensor(part.groups) if answers.ndim > 1 else torch.arange(len(answers))
    weights = torch.full((len(answers),), weight)
    events = torch.tensor(part.events, dtype=torch.long)
    return Asked(torch.tensor(part.tokens), Features(ids, offsets), groups, answers, weights, events)


def batch(items: Sequence[Item], device: str) -> Batch:
    """Return several articles as one, on a device."""
    windows = [w for one in items for w in one.windows]
    width = max(len(ids) for ids, _ in windows)
    pieces = torch.zeros(len(windows), width, dtype=torch.long)
    mask = torch.zeros(len(windows), width, dtype=torch.bool)
    for n, (ids, _) in enumerate(windows):
        pieces[n, : len(ids)], mask[n, : len(ids)] = ids, True
    at = torch.cat([places + n * width for n, (_, places) in enumerate(windows)])
    words = [0, *accumulate(sum(len(places) for _, places in one.windows) for one in items)]
    heads: dict[str, Asked] = {}
    for head in SHAPES:
        asked = [(one.heads[head], first) for one, first in zip(items, words, strict=False) if head in one.heads]
        if asked:
            heads[head] = _joined(asked).to(device)
    return Batch(pieces.to(device), mask.to(device), at.to(device), heads)


def _joined(asked: Sequence[tuple[Asked, int]]) -> Asked:
    """Return what is asked of several articles as one, given the number of the first word of each."""
    features = [0, *accumulate(len(one.features.ids) for one, _ in asked)]
    groups = [0, *accumulate(len(one.answers) for one, _ in asked)]
    events = [0, *accumulate(int(one.events.max()) + 1 if len(one.events) else 0 for one, _ in asked)]

    def together(parts: list[Any], dim: int = 0) -> torch.Tensor:
        return torch.cat(parts, dim)

    return Asked(
        together([one.tokens + first for one, first in asked], 1),
        Features(
            together([one.features.ids for one, _ in asked]),
            together([one.features.offsets + n for (one, _), n in zip(asked, features, strict=False)]),
        ),
        together([one.groups + n for (one, _), n in zip(asked, groups, strict=False)]),
        together([one.answers for one, _ in asked]),
        together([one.weights for one, _ in asked]),
        together([one.events + n for (one, _), n in zip(asked, events, strict=False)]),
    )
