"""The heads as they are trained, in torch. The encoder beneath them stays as its package brings it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from extractors.learned.heads import SHAPES, TYPES
from ontology.facts import STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

_RULES = ("rule", "trigger", "headrule", "because", "saysrule", "upper")
"""Features whose names begin so tell what the rules say."""


@dataclass
class Features:
    """The features of many rows, as numbers, one row after another; `offsets` say where each row begins."""

    ids: torch.Tensor
    offsets: torch.Tensor

    def dropped(self, share: float, ruled: torch.Tensor, rules: float) -> Features:
        """Return them with a share left out at random, and some rows without anything that the rules say."""
        device = self.ids.device
        keep = torch.rand(len(self.ids), device=device) >= share
        row = torch.searchsorted(self.offsets, torch.arange(len(self.ids), device=device), right=True) - 1
        keep &= ~((torch.rand(len(self.offsets), device=device) < rules)[row] & ruled[self.ids])
        before = torch.cat([torch.zeros(1, dtype=torch.long, device=device), keep.long().cumsum(0)])
        return Features(self.ids[keep], before[self.offsets])


class TorchHead(nn.Module):
    """One head, as `extractors.learned.heads.Head` computes it, so many times as wide."""

    ruled: torch.Tensor

    def __init__(self, name: str, names: Sequence[str], width: int, times: int, share: float, rules: float) -> None:
        super().__init__()
        shape = SHAPES[name]
        hidden = shape.hidden * times
        self.share, self.rules = share, rules
        self.vectors = nn.ModuleList(nn.Linear(width, hidden, bias=False) for _ in range(shape.vectors))
        self.bag = nn.EmbeddingBag(len(names), hidden, mode="sum")
        self.wide = nn.EmbeddingBag(len(names), shape.out, mode="sum")
        self.bias = nn.Parameter(torch.zeros(hidden))
        self.out = nn.Linear(hidden, shape.out)
        self.dropout = nn.Dropout(0.3)
        self.register_buffer("ruled", torch.tensor([n.startswith(_RULES) for n in names]), persistent=False)
        nn.init.normal_(self.bag.weight, std=0.08)
        with torch.no_grad():
            self.wide.weight.copy_(torch.from_numpy(prior(name, names)))

    def forward(self, x: torch.Tensor, tokens: list[torch.Tensor], features: Features) -> torch.Tensor:
        """Return the scores of many cases."""
        if self.training:
            features = features.dropped(self.share, self.ruled, self.rules)
        hidden = self.bag(features.ids, features.offsets) + self.bias
        for linear, at in zip(self.vectors, tokens, strict=True):
            hidden = hidden + linear(self.dropout(x[at]))
        said = self.out(self.dropout(functional.gelu(hidden, approximate="tanh")))
        return said + self.wide(features.ids, features.offsets)

    def arrays(self) -> dict[str, NDArray[np.float32]]:
        """Return what was trained under the names that the reader knows."""
        found = {}
        for part, value in self.state_dict().items():
            key = part.removesuffix(".weight") if part.startswith(("bag", "wide", "vectors")) else part
            found[key.replace("vectors.", "vector")] = value.cpu().numpy().copy()
        return found


def prior(head: str, names: Sequence[str]) -> NDArray[np.float32]:
    """Return what features say before training: what the rules say. Training has to learn only where they err."""
    found = np.zeros((len(names), SHAPES[head].out), np.float32)
    for n, name in enumerate(names):
        feature, _, value = name.partition("=")
        if head == "kind" and feature in {"rule", "lex"} and value in TYPES:
            found[n, TYPES.index(value)] = 2.0 if feature == "rule" else 0.7
        elif head == "status" and feature == "rule" and value in STATUSES:
            found[n, [*STATUSES].index(value)] = 1.5
        elif head in {"when", "where"} and name == "rules":
            found[n] = 2.0
        elif head == "role" and name in {"rules=agent", "rules=recipient"}:
            found[n, int(value == "recipient")] = 1.5
    return found


def pooled(scores: torch.Tensor, groups: torch.Tensor, count: int) -> torch.Tensor:
    """Return the log of the sum of exponentials of each group's rows."""
    wide = groups[:, None].expand_as(scores)
    top = torch.full((count, scores.shape[1]), -1e4, device=scores.device)
    top = top.scatter_reduce(0, wide, scores.detach(), "amax")
    sums = torch.zeros_like(top).index_add(0, groups, (scores - top[groups]).exp())
    return top + sums.clamp_min(1e-9).log()


def merged(several: Sequence[Mapping[str, NDArray[np.float32]]]) -> dict[str, NDArray[np.float32]]:
    """Return one head that says the mean of what several say: their hidden layers stand side by side."""
    first = several[0]
    found = {part: np.concatenate([one[part] for one in several], axis=0) for part in first if part.startswith("vec")}
    found["bag"] = np.concatenate([one["bag"] for one in several], axis=1)
    found["bias"] = np.concatenate([one["bias"] for one in several])
    found["out.weight"] = np.concatenate([one["out.weight"] for one in several], axis=1) / len(several)
    for part in ("out.bias", "wide"):
        found[part] = np.mean([one[part] for one in several], axis=0)
    return found
