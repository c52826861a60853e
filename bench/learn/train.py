"""Trains the encoder and the heads on lessons."""

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

from bench.learn.batches import batch, item
from bench.learn.net import TorchEncoder, TorchHead, one_or_none, pooled
from extractors.learned.heads import SHAPES
from extractors.learned.weights import Held

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from bench.learn.batches import Batch, Item
    from bench.learn.lessons import Lesson, Lessons

    Array = NDArray[np.float32]


@dataclass(frozen=True)
class Plan:
    """How to train: `epochs` times all articles, `batch` a step; `keep` is what the mean of steps keeps of itself.

    Of the encoder the lower `layers` are used: the upper know sentences, the heads ask about words.

    `rate` is that of the heads' features, `slow` that of the encoder; of the pieces a share of `masked` is hidden.
    `sources` weigh the articles of a set: rules look better than they are where they were made.
    """

    layers: int = 3
    epochs: int = 5
    batch: int = 4
    rate: float = 2e-3
    slow: float = 7e-5
    keep: float = 0.96
    times: int = 2
    share: float = 0.3
    rules: float = 0.1
    dropout: float = 0.1
    masked: float = 0.1
    seed: int = 7
    device: str = "cpu"
    sources: tuple[tuple[str, float], ...] = (("open", 1.0), ("unseen", 1.5))


MASK = "[MASK]"
"""The piece that stands for a hidden one."""
WEIGHTS = {"kind": 1.0, "status": 0.3, "role": 0.5, "when": 0.4, "where": 0.4}
LEAST = 5
"""A feature is known that stands in so many rows."""
_TOLD = 20
"""About how many events an article tells: what it loses is divided by it."""
_LAST = 0.3
"""How far the mean goes towards each step of the last round."""


class Net(nn.Module):
    """The encoder and its heads."""

    def __init__(self, lessons: Lessons, features: dict[str, list[str]], plan: Plan) -> None:
        super().__init__()
        self.encoder = TorchEncoder(Held(lessons.encoder), plan.layers, plan.dropout)
        width = self.encoder.width
        self.heads = nn.ModuleDict(
            {
                head: TorchHead(
                    head, features[head], width, plan.times, plan.share if head == "kind" else 0.4, plan.rules
                )
                for head in SHAPES
            }
        )

    def forward(self, given: Batch) -> dict[str, torch.Tensor]:
        """Return what each head says of several articles: scores for each of its answers."""
        with torch.autocast(given.at.device.type, torch.bfloat16):  # half the time, on processors too
            rows = self.encoder(given.pieces, given.mask)
        rows = rows.flatten(0, 1)[given.at].float()
        said = {}
        for head, asked in given.heads.items():
            scores = self.heads[head](rows, [*asked.tokens], asked.features)
            said[head] = scores if asked.answers.ndim == 1 else pooled(scores, asked.groups, len(asked.answers))
        return said

    def arrays(self) -> dict[str, Array]:
        """Return all that was trained under the names that the reader knows."""
        found = self.encoder.arrays()
        for head, module in self.heads.items():
            found |= {f"{head}.{part}": array for part, array in module.arrays().items()}
        return found


def train(lessons: Lessons, chosen: Sequence[Lesson], plan: Plan) -> tuple[dict[str, Array], dict[str, list[str]]]:
    """Return the arrays of the encoder and the heads trained on the lessons chosen, and the features they know."""
    known = {}
    for head in SHAPES:
        counts = Counter(n for one in chosen for row in one.parts[head].features for n in row)
        known[head] = {n: at for at, n in enumerate(sorted(n for n, count in counts.items() if count >= LEAST))}
    features = {head: [lessons.names[head][n] for n in found] for head, found in known.items()}
    weights = dict(plan.sources)
    given = [item(one, known, weights.get(one.source, 1.0)) for one in chosen]
    torch.manual_seed(plan.seed)
    net = Net(lessons, features, plan).to(plan.device)
    return _taught(net, given, plan, lessons.vocabulary.index(MASK)).arrays(), features


def loss(net: Net, given: Batch) -> torch.Tensor:
    """Return what the heads lose on several articles, all decisions together."""
    total = torch.zeros((), device=given.at.device)
    for head, said in net(given).items():
        asked = given.heads[head]
        weights = asked.weights
        if asked.answers.ndim == 1:
            smooth = 0.05 if head == "status" else 0.0
            lost = functional.cross_entropy(said, asked.answers, reduction="none", label_smoothing=smooth)
        elif len(asked.events):
            lost = one_or_none(said[:, 0], asked.answers[:, 0] > 0, asked.events)
            weights = weights.new_zeros(len(lost)).scatter(0, asked.events, weights)
        else:
            lost = functional.binary_cross_entropy_with_logits(said, asked.answers.float(), reduction="none").sum(1)
        total = total + WEIGHTS[head] * (lost * weights).sum()
    return total


def _taught(net: Net, given: Sequence[Item], plan: Plan, mask: int) -> Net:
    """Return the mean of a net over the later steps of its training."""
    rng = random.Random(plan.seed)
    bags = [p for name, p in net.heads.named_parameters() if ".bag." in name or ".wide." in name]
    rest = [p for name, p in net.heads.named_parameters() if ".bag." not in name and ".wide." not in name]
    optimiser = torch.optim.AdamW(
        [
            {"params": [p for p in net.encoder.parameters() if p.ndim > 1], "lr": plan.slow, "weight_decay": 0.01},
            {"params": [p for p in net.encoder.parameters() if p.ndim == 1], "lr": plan.slow, "weight_decay": 0.0},
            {"params": rest, "lr": plan.rate / 2, "weight_decay": 0.02},
            {"params": bags, "lr": plan.rate, "weight_decay": 0.1},
        ],
        fused=True,
    )
    steps = plan.epochs * -(-len(given) // plan.batch)
    warm = max(steps // 15, 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda n: min(1, (n + 1) / warm) * max(0.02, 1 - n / steps))
    average: Net | None = None
    order = list(range(len(given)))
    began = time.monotonic()
    for epoch in range(plan.epochs):
        net.train()
        total = 0.0
        rng.shuffle(order)
        for begin in range(0, len(order), plan.batch):
            some = batch([given[at] for at in order[begin : begin + plan.batch]], plan.device)
            hidden = (torch.rand(some.pieces.shape, device=plan.device) < plan.masked) & some.mask
            some.pieces[hidden] = mask
            optimiser.zero_grad(set_to_none=True)
            lost = loss(net, some) / (_TOLD * plan.batch)
            lost.backward()
            total += lost.item()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)  # one odd article does not move the heads far
            optimiser.step()
            schedule.step()
            if epoch >= plan.epochs // 2:
                average = average or copy.deepcopy(net)
                share = 1 - plan.keep if epoch < plan.epochs - 1 else _LAST
                with torch.no_grad():
                    torch._foreach_lerp_([*average.parameters()], [*net.parameters()], share)
        lost_of_all, since = total * plan.batch / len(order), time.monotonic() - began
        print(f"  epoch {epoch + 1} of {plan.epochs}: loss {lost_of_all:.3f} ({since:.0f} s)", flush=True)
    return average or net
