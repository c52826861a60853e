"""Trains the heads on lessons."""

from __future__ import annotations

import copy
import random
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional

from bench.learn.net import Features, TorchHead, merged, pooled
from extractors.learned.heads import SHAPES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from bench.learn.lessons import Lesson

    Array = NDArray[np.float32]


@dataclass(frozen=True)
class Plan:
    """How to train: `epochs` times all articles, `batch` a step; `keep` is what the mean of steps keeps of itself.

    `sources` weigh the articles of a set: rules look better than they are where they were made.
    """

    epochs: int = 8
    batch: int = 4
    rate: float = 2e-3
    keep: float = 0.96
    times: int = 2
    share: float = 0.3
    rules: float = 0.1
    seeds: tuple[int, ...] = (7, 8)
    device: str = "cpu"
    sources: tuple[tuple[str, float], ...] = (("open", 0.5), ("unseen", 1.5))


WEIGHTS = {"kind": 1.0, "status": 0.3, "role": 0.5, "when": 0.4, "where": 0.4}
LEAST = 5
"""A feature is known that stands in so many rows."""
_TOLD = 20
"""About how many events an article tells: what it loses is divided by it."""
_LAST = 0.3
"""How far the mean goes towards each step of the last round."""


@dataclass
class Tensors:
    """One article on the device: its words' rows, and of each head the tokens, features, groups and answers."""

    rows: torch.Tensor
    weight: float
    heads: dict[str, tuple[list[torch.Tensor], Features, torch.Tensor, torch.Tensor]]


def train(
    lessons: Sequence[Lesson], vectors: Mapping[str, Array], names: Mapping[str, list[str]], plan: Plan
) -> tuple[dict[str, Array], dict[str, list[str]]]:
    """Return the arrays of the heads trained on lessons, one training a seed and their mean, and their features."""
    known = {}
    for head in SHAPES:
        counts = Counter(n for one in lessons for row in one.parts[head].features for n in row)
        known[head] = {n: at for at, n in enumerate(sorted(n for n, count in counts.items() if count >= LEAST))}
    features = {head: [names[head][n] for n in found] for head, found in known.items()}
    weights = dict(plan.sources)
    given = [_tensors(one, vectors[one.name], known, weights.get(one.source, 1.0), plan.device) for one in lessons]
    several = [_once(given, features, seed, plan) for seed in plan.seeds]
    arrays = {
        f"{head}.{part}": array for head in SHAPES for part, array in merged([heads[head] for heads in several]).items()
    }
    return arrays, features


def _tensors(
    lesson: Lesson, vectors: Array, known: Mapping[str, Mapping[int, int]], weight: float, device: str
) -> Tensors:
    heads = {}
    for head, part in lesson.parts.items():
        if not part.features:
            continue
        ids: list[int] = []
        offsets = []
        for row in part.features:
            offsets.append(len(ids))
            ids += [known[head][n] for n in row if n in known[head]]
        features = Features(*(torch.tensor(x, dtype=torch.long, device=device) for x in (ids, offsets)))
        tokens = [torch.tensor(slot, dtype=torch.long, device=device) for slot in part.tokens]
        groups, answers = (torch.tensor(x, device=device) for x in (part.groups, part.answers))
        heads[head] = (tokens, features, groups, answers)
    return Tensors(torch.from_numpy(vectors).to(device), weight, heads)


def loss(net: nn.ModuleDict, item: Tensors) -> dict[str, torch.Tensor]:
    """Return what each head loses on one article, for each of its decisions together."""
    lost = {}
    for head, (tokens, features, groups, answers) in item.heads.items():
        said = net[head](item.rows, tokens, features)
        if head in {"kind", "status"}:
            smooth = 0.05 if head == "status" else 0.0
            lost[head] = functional.cross_entropy(said, answers, reduction="sum", label_smoothing=smooth)
        else:
            lost[head] = functional.binary_cross_entropy_with_logits(
                pooled(said, groups, len(answers)), answers.float(), reduction="sum"
            )
    return lost


def _once(
    given: Sequence[Tensors], features: Mapping[str, list[str]], seed: int, plan: Plan
) -> dict[str, dict[str, Array]]:
    """Return heads trained once; their weights are a moving average over the later steps."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    width = given[0].rows.shape[1]
    net = nn.ModuleDict(
        {
            head: TorchHead(head, features[head], width, plan.times, plan.share if head == "kind" else 0.4, plan.rules)
            for head in SHAPES
        }
    ).to(plan.device)
    bags = [p for name, p in net.named_parameters() if ".bag." in name or ".wide." in name]
    rest = [p for name, p in net.named_parameters() if ".bag." not in name and ".wide." not in name]
    optimiser = torch.optim.AdamW(
        [
            {"params": rest, "lr": plan.rate / 2, "weight_decay": 0.02},
            {"params": bags, "lr": plan.rate, "weight_decay": 0.1},
        ],
        fused=True,
    )
    steps = plan.epochs * -(-len(given) // plan.batch)
    warm = max(steps // 15, 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda n: min(1, (n + 1) / warm) * max(0.02, 1 - n / steps))
    average: nn.ModuleDict | None = None
    order = list(range(len(given)))
    began = time.monotonic()
    for epoch in range(plan.epochs):
        net.train()
        rng.shuffle(order)
        for begin in range(0, len(order), plan.batch):
            optimiser.zero_grad(set_to_none=True)
            for at in order[begin : begin + plan.batch]:
                lost = loss(net, given[at])
                total = sum(WEIGHTS[head] * value for head, value in lost.items())
                (given[at].weight * total / (_TOLD * plan.batch)).backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)  # one odd article does not move the heads far
            optimiser.step()
            schedule.step()
            if epoch >= plan.epochs // 2:
                average = average or copy.deepcopy(net)
                share = 1 - plan.keep if epoch < plan.epochs - 1 else _LAST
                with torch.no_grad():
                    torch._foreach_lerp_([*average.parameters()], [*net.parameters()], share)
        print(f"  seed {seed}, epoch {epoch + 1} ({time.monotonic() - began:.0f} s)", flush=True)
    return {head: module.arrays() for head, module in (average or net).items()}
