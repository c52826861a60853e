"""The encoder and the heads as they are trained, in torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from extractors.learned.encoder import HEADS
from extractors.learned.exact import EPSILON, MOST
from extractors.learned.heads import SHAPES, TYPES
from ontology.facts import STATUSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from extractors.learned.weights import Held

    Array = NDArray[np.float32]

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


class _Rounded(torch.autograd.Function):
    """Rows as whole numbers of eight bits and a scale, as `extractors.learned.exact` has them; slopes pass through."""

    @staticmethod
    def forward(_: Any, x: torch.Tensor) -> torch.Tensor:
        scale = x.abs().amax(-1, keepdim=True).clamp_min(1e-9) / MOST
        return torch.round(x / scale) * scale

    @staticmethod
    def backward(_: Any, slopes: torch.Tensor) -> torch.Tensor:
        return slopes


class TorchEncoder(nn.Module):
    """The encoder, as `extractors.learned.encoder.Encoder` computes it but for the last digits."""

    def __init__(self, held: Held, layers: int, dropout: float) -> None:
        super().__init__()
        self.layers, self.dropout = layers, dropout
        self.names = tuple(n for n in held.names if not n[0].isdigit() or int(n.split(".")[0]) < layers)
        self.held = nn.ParameterList(torch.from_numpy(held.plain(name).copy()) for name in self.names)
        self.width = len(held.plain("embed.kind"))
        self._places = {name: n for n, name in enumerate(self.names)}

    def forward(self, pieces: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return a row for each piece of each window, (windows, pieces, width)."""
        count, length = pieces.shape
        x = functional.embedding(pieces, self._of("embed.word")) + self._of("embed.position")[:length]
        x = self._dropped(self._normal(x + self._of("embed.kind"), "embed.norm"))
        for n in range(self.layers):
            asked = (self._linear(x, f"{n}.{part}") for part in ("query", "key", "value"))
            query, key, value = (y.view(count, length, HEADS, -1).transpose(1, 2) for y in asked)
            mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask[:, None, None])
            mixed = self._linear(mixed.transpose(1, 2).reshape(count, length, -1), f"{n}.mixed")
            x = self._normal(x + self._dropped(mixed), f"{n}.mixed.norm")
            risen = functional.gelu(self._linear(x, f"{n}.up"), approximate="tanh")
            x = self._normal(x + self._dropped(self._linear(risen, f"{n}.down")), f"{n}.down.norm")
        return x

    def arrays(self) -> dict[str, Array]:
        """Return what was trained under the names that the reader knows."""
        return {name: value.detach().cpu().numpy().copy() for name, value in zip(self.names, self.held, strict=True)}

    def _of(self, name: str) -> torch.Tensor:
        return self.held[self._places[name]]

    def _dropped(self, x: torch.Tensor) -> torch.Tensor:
        return functional.dropout(x, self.dropout, self.training)

    def _linear(self, x: torch.Tensor, name: str) -> torch.Tensor:
        rows, matrix = _Rounded.apply(x), _Rounded.apply(self._of(f"{name}.weight"))
        return functional.linear(rows, matrix, self._of(f"{name}.bias"))

    def _normal(self, x: torch.Tensor, name: str) -> torch.Tensor:
        return functional.layer_norm(x, x.shape[-1:], self._of(f"{name}.weight"), self._of(f"{name}.bias"), EPSILON)


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

    def arrays(self) -> dict[str, Array]:
        """Return what was trained under the names that the reader knows."""
        found = {}
        for part, value in self.state_dict().items():
            key = part.removesuffix(".weight") if part.startswith(("bag", "wide", "vectors")) else part
            found[key.replace("vectors.", "vector")] = value.cpu().numpy().copy()
        return found


def prior(head: str, names: Sequence[str]) -> Array:
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


def one_or_none(scores: torch.Tensor, right: torch.Tensor, events: torch.Tensor) -> torch.Tensor:
    """Return what each event loses of whose candidates one is right or none: none has the score 0."""
    count = int(events.max()) + 1
    none = torch.zeros(count, device=scores.device)
    every = pooled(
        torch.cat([scores, none])[:, None], torch.cat([events, torch.arange(count, device=none.device)]), count
    )
    some = none.scatter_reduce(0, events, right.float(), "amax") > 0
    true = pooled(scores.masked_fill(~right, -1e4)[:, None], events, count)
    return every[:, 0] - torch.where(some, true[:, 0], none)
