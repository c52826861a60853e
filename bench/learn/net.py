"""The network as it is trained: the encoder's upper layers and the heads, in torch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from extractors.learned.encoder import HEADS
from extractors.learned.heads import SHAPES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from bench.learn.tensors import Features


class Layer(nn.Module):
    """One layer of the encoder."""

    def __init__(self, weights: Mapping[str, NDArray[np.float32]], n: int, dropout: float) -> None:
        super().__init__()
        for name in ("query", "key", "value", "mixed", "up", "down"):
            matrix = weights[f"{n}.{name}.weight"]
            linear = nn.Linear(matrix.shape[1], matrix.shape[0])
            linear.weight.data, linear.bias.data = _tensor(matrix), _tensor(weights[f"{n}.{name}.bias"])
            setattr(self, name, linear)
        for name in ("mixed", "down"):
            norm = nn.LayerNorm(weights[f"{n}.{name}.norm.weight"].shape[0], eps=1e-12)
            norm.weight.data, norm.bias.data = (
                _tensor(weights[f"{n}.{name}.norm.weight"]),
                _tensor(weights[f"{n}.{name}.norm.bias"]),
            )
            setattr(self, f"{name}_norm", norm)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the layer's rows for the rows of the layer below."""

        def heads(linear: nn.Linear) -> torch.Tensor:
            return linear(x).reshape(1, len(x), HEADS, -1).transpose(1, 2)

        mixed = functional.scaled_dot_product_attention(heads(self.query), heads(self.key), heads(self.value))
        mixed = mixed[0].transpose(0, 1).reshape(x.shape)
        x = self.mixed_norm(x + self.dropout(self.mixed(mixed)))
        return self.down_norm(x + self.dropout(self.down(functional.gelu(self.up(x), approximate="tanh"))))


class TorchHead(nn.Module):
    """One head, as `extractors.learned.heads.Head` computes it."""

    def __init__(self, name: str, features: int, width: int, dropout: float) -> None:
        super().__init__()
        shape = SHAPES[name]
        self.vectors = nn.ModuleList(nn.Linear(width, shape.hidden, bias=False) for _ in range(shape.vectors))
        self.bag = nn.EmbeddingBag(features, shape.hidden, mode="sum")
        self.wide = nn.EmbeddingBag(features, shape.out, mode="sum")
        self.bias = nn.Parameter(torch.zeros(shape.hidden))
        self.out = nn.Linear(shape.hidden, shape.out)
        self.dropout = nn.Dropout(dropout)
        nn.init.normal_(self.bag.weight, std=0.08)
        nn.init.zeros_(self.wide.weight)

    def forward(self, x: torch.Tensor, tokens: list[torch.Tensor], features: Features) -> torch.Tensor:
        """Return the scores of many cases."""
        ids, offsets = features.dropped(0.15) if self.training else (features.ids, features.offsets)
        hidden = self.bag(ids, offsets) + self.bias
        for linear, at in zip(self.vectors, tokens, strict=True):
            hidden = hidden + linear(self.dropout(x[at]))
        return self.out(self.dropout(functional.gelu(hidden, approximate="tanh"))) + self.wide(ids, offsets)


class Net(nn.Module):
    """The encoder's layers from `frozen` on, and all heads."""

    def __init__(
        self, weights: Mapping[str, NDArray[np.float32]], sizes: Mapping[str, int], frozen: int, dropout: float = 0.1
    ) -> None:
        super().__init__()
        count = 1 + max(int(name.split(".")[0]) for name in weights if name[0].isdigit())
        self.frozen = frozen
        self.layers = nn.ModuleList(Layer(weights, n, dropout) for n in range(frozen, count))
        width = weights["embed.word"].shape[1]
        self.heads = nn.ModuleDict({name: TorchHead(name, sizes[name], width, 0.3) for name in SHAPES})

    def encode(self, windows: list[tuple[torch.Tensor, torch.Tensor]]) -> torch.Tensor:
        """Return a row for each word of an article from the frozen layers' rows of its windows."""
        rows = []
        for below, places in windows:
            x = below
            with torch.autocast("cpu", dtype=torch.bfloat16):
                for layer in self.layers:
                    x = layer(x)
            rows.append(x[places].float())
        return torch.cat(rows)

    def arrays(self) -> dict[str, NDArray[np.float32]]:
        """Return what was trained under the names that the reader knows."""
        found: dict[str, NDArray[np.float32]] = {}
        for n, layer in enumerate(self.layers, start=self.frozen):
            for name, value in layer.state_dict().items():
                found[f"{n}.{name.replace('_norm', '.norm')}"] = value.numpy()
        for name, head in self.heads.items():
            for part, value in head.state_dict().items():
                key = part.removesuffix(".weight") if part.startswith(("bag", "wide", "vectors")) else part
                found[f"{name}.{key.replace('vectors.', 'vector')}"] = value.numpy()
        return {name: value.copy() for name, value in found.items()}


def _tensor(array: NDArray[np.float32]) -> torch.Tensor:
    return torch.from_numpy(np.array(array))


def pooled(scores: torch.Tensor, groups: torch.Tensor, count: int) -> torch.Tensor:
    """Return the log of the sum of exponentials of each group's rows."""
    wide = groups[:, None].expand_as(scores)
    top = torch.full((count, scores.shape[1]), -1e4).scatter_reduce(0, wide, scores.detach(), "amax")
    sums = torch.zeros((count, scores.shape[1])).index_add(0, groups, (scores - top[groups]).exp())
    return top + sums.clamp_min(1e-9).log()
