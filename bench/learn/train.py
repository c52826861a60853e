"""Trains the network on cases."""

from __future__ import annotations

import copy
import math
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch.nn import functional

from bench.learn.net import Net, pooled
from extractors.learned.heads import SHAPES, TYPES
from ontology.facts import STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from bench.learn.tensors import Features, Names, Part


@dataclass(frozen=True)
class Plan:
    """How to train."""

    epochs: int = 7
    frozen: int = 4
    encoder_rate: float = 5e-5
    head_rate: float = 1e-3
    decay: float = 0.02
    batch: int = 1
    seed: int = 7
    keep: float = 0.99
    own: bool = True


WEIGHTS = {"kind": 1.0, "status": 0.3, "role": 0.5, "when": 0.4, "where": 0.4}


@dataclass
class Lesson:
    """One article as the network sees it: the frozen layers' rows and each head's tensors."""

    below: list[tuple[torch.Tensor, torch.Tensor]]
    parts: dict[str, Part]
    tokens: dict[str, list[torch.Tensor]]
    features: dict[str, Features]


def lesson(below: list[tuple[torch.Tensor, torch.Tensor]], parts: dict[str, Part], names: Names) -> Lesson:
    """Return a case as tensors."""
    tokens = {head: [torch.tensor(slot, dtype=torch.long) for slot in part.tokens] for head, part in parts.items()}
    return Lesson(below, parts, tokens, {head: names.features(head, part.names) for head, part in parts.items()})


def loss(net: Net, item: Lesson) -> dict[str, torch.Tensor]:
    """Return what each head loses on one article, for each of its decisions together."""
    x = net.encode(item.below)
    said = {
        head: net.heads[head](x, item.tokens[head], item.features[head]) for head in SHAPES if item.parts[head].names
    }
    lost = {}
    lost["kind"] = functional.cross_entropy(said["kind"], torch.tensor(item.parts["kind"].answers), reduction="sum")
    if "status" in said:
        lost["status"] = functional.cross_entropy(
            said["status"], torch.tensor(item.parts["status"].answers), reduction="sum", label_smoothing=0.05
        )
    for head in ("role", "when", "where"):
        if head in said:
            part = item.parts[head]
            scores = pooled(said[head], torch.tensor(part.groups), len(part.answers))
            lost[head] = functional.binary_cross_entropy_with_logits(
                scores, torch.tensor(part.answers, dtype=torch.float), reduction="sum"
            )
    return lost


def prior(net: Net, names: Mapping[str, list[str]]) -> None:
    """Let the network begin with what the rules say: training only has to learn where they err."""
    with torch.no_grad():
        wide = net.heads["kind"].wide.weight
        for n, name in enumerate(names["kind"]):
            feature, _, kind = name.partition("=")
            if feature in {"rule", "lex"} and kind in TYPES:
                wide[n, TYPES.index(kind)] += 2.0 if feature == "rule" else 0.7
        wide = net.heads["status"].wide.weight
        for n, name in enumerate(names["status"]):
            feature, _, status = name.partition("=")
            if feature == "rule" and status in STATUSES:
                wide[n, STATUSES.index(status)] += 1.5
        for head in ("when", "where"):
            for n, name in enumerate(names[head]):
                if name == "rules":
                    net.heads[head].wide.weight[n] += 2.0
        for n, name in enumerate(names["role"]):
            if name in {"rules=agent", "rules=recipient"}:
                net.heads["role"].wide.weight[n, int(name == "rules=recipient")] += 1.5


def train(
    base: Mapping[str, NDArray[np.float32]], lessons: Sequence[Lesson], names: Mapping[str, list[str]], plan: Plan
) -> Net:
    """Return a network trained on lessons; its weights are a moving average over the later steps."""
    torch.manual_seed(plan.seed)
    rng = random.Random(plan.seed)
    net = Net(base, {head: len(known) for head, known in names.items()}, plan.frozen)
    prior(net, names)
    bags = [p for name, p in net.named_parameters() if ".bag." in name or ".wide." in name]
    heads = [
        p
        for name, p in net.named_parameters()
        if name.startswith("heads.") and ".bag." not in name and ".wide." not in name
    ]
    optimiser = torch.optim.AdamW(
        [
            {
                "params": list(net.layers.parameters()) or [torch.nn.Parameter(torch.zeros(1))],
                "lr": plan.encoder_rate,
                "weight_decay": plan.decay,
            },
            {"params": heads, "lr": plan.head_rate / 2, "weight_decay": plan.decay},
            {"params": bags, "lr": plan.head_rate, "weight_decay": 0.1},
        ]
    )
    steps = plan.epochs * math.ceil(len(lessons) / plan.batch)
    warm = max(steps // 15, 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda n: min(1, (n + 1) / warm) * max(0.02, 1 - n / steps))
    average: Net | None = None
    order = list(range(len(lessons)))
    for epoch in range(plan.epochs):
        began = time.process_time()
        net.train()
        rng.shuffle(order)
        sums = dict.fromkeys(WEIGHTS, 0.0)
        for at in range(0, len(order), plan.batch):
            optimiser.zero_grad()
            batch = [lessons[n] for n in order[at : at + plan.batch]]
            for item in batch:
                lost = loss(net, item)
                total = sum(WEIGHTS[head] * value for head, value in lost.items()) / (20 * len(batch))
                total.backward()
                for head, value in lost.items():
                    sums[head] += float(value.detach())
            nn_clip(net)
            optimiser.step()
            schedule.step()
            if epoch >= plan.epochs // 2:
                if average is None:
                    average = copy.deepcopy(net)
                with torch.no_grad():
                    for mine, theirs in zip(average.parameters(), net.parameters(), strict=True):
                        mine.lerp_(theirs, 1 - plan.keep if epoch < plan.epochs - 1 else 0.1)
        print(
            f"  epoch {epoch + 1}: "
            + " ".join(f"{h} {v:.0f}" for h, v in sums.items())
            + f" ({time.process_time() - began:.0f} s)",
            flush=True,
        )
    return (average or net).eval()


def nn_clip(net: Net) -> None:
    """Keep one odd article from moving the network far."""
    torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)


__all__ = ["TYPES", "Lesson", "Plan", "lesson", "train"]
