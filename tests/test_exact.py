"""The learned reader's sums: the same bytes whatever the processor, the library and its threads."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from extractors.learned.encoder import attention
from extractors.learned.exact import MOST, WIDTH, Linear, gelu, joined, levelled, normal, quantised, shares
from extractors.learned.heads import pooled
from extractors.learned.model import available
from extractors.learned.weights import Bag, Held, packed

RNG = np.random.default_rng(7)
ROWS = RNG.normal(size=(40, 384)).astype(np.float32)

PROGRAM = """
import hashlib, numpy as np
from extractors.learned.heads import pooled, softmax
from extractors.learned.model import load
model = load()
ids = [model.pieces.first, *range(2000, 2300), model.pieces.last]
rows = model.encoder(ids)
scores = model.heads["kind"](rows, [list(range(40))] * 3, [["pos=VERB", "dep=ROOT"]] * 40)
chances = softmax(scores).tobytes() + pooled(scores, [n // 8 for n in range(40)]).tobytes()
print(hashlib.sha256(rows.tobytes() + scores.tobytes() + chances).hexdigest())
"""
MACHINES = {
    "an old processor": {"OPENBLAS_CORETYPE": "Prescott", "NPY_DISABLE_CPU_FEATURES": "AVX2 FMA3 AVX512F"},
    "another one": {"OPENBLAS_CORETYPE": "Haswell"},
    "several threads": {"OPENBLAS_NUM_THREADS": "4", "OMP_NUM_THREADS": "4"},
}


def _digest(machine: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM],
        env={**os.environ, **machine},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.skipif(not available(), reason="the learned reader's weights are not here")
def test_every_machine_computes_the_same_bytes() -> None:
    """The library's kernels for other processors add in another order; in single precision they would differ."""
    here = _digest({})
    assert {name: _digest(machine) for name, machine in MACHINES.items()} == dict.fromkeys(MACHINES, here)


def test_products_are_exact() -> None:
    """A wide product of whole numbers is what integers give, so no order of adding changes it."""
    whole = RNG.integers(-MOST, MOST + 1, size=(50, 2 * WIDTH + 3)).astype(np.float32)
    rows = np.where(RNG.random((20, whole.shape[1])) < 0.5, -MOST, MOST).astype(np.float32)
    said = Linear(whole, np.ones(50, np.float32))(rows)
    right = rows.astype(np.int64) @ whole.T.astype(np.int64)
    assert np.abs(said - right).max() <= 4, "three parts of so wide a row are added up with one rounding each"
    narrow = Linear(whole[:, :WIDTH], np.ones(50, np.float32))(rows[:, :WIDTH])
    assert (narrow == rows[:, :WIDTH].astype(np.int64) @ whole[:, :WIDTH].T.astype(np.int64)).all()


def test_what_is_rounded_stays_near() -> None:
    """Whole numbers and tables give nearly what single precision gives."""
    matrix, bias = RNG.normal(size=(64, 384)).astype(np.float32), RNG.normal(size=64).astype(np.float32)
    held = Held(packed({"x.weight": matrix, "x.bias": bias}))
    assert np.abs(held.linear("x")(ROWS) - (ROWS @ matrix.T + bias)).max() < 1.2
    assert np.corrcoef(held.linear("x")(ROWS).ravel(), (ROWS @ matrix.T + bias).ravel())[0, 1] > 0.999
    both = joined(held.linear("x"), held.linear("x"))(ROWS)
    assert (both[:, :64] == both[:, 64:]).all()
    x = np.linspace(-9, 9, 999, dtype=np.float32)
    right = x / (1 + np.exp(-2 * np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))
    assert np.abs(gelu(x) - right).max() < 0.006
    scores = RNG.normal(scale=3, size=(30, 50)).astype(np.float32)
    exact = np.exp(scores - scores.max(1, keepdims=True))
    parts = shares(2 * scores, 0.5)
    assert (parts == np.rint(parts)).all()
    assert parts.max(1).tolist() == [256] * len(parts)
    assert np.abs(parts / parts.sum(1, keepdims=True) - exact / exact.sum(1, keepdims=True)).max() < 0.02
    whole, scale = levelled(ROWS, 32)
    assert np.abs(whole * np.repeat(scale, 32) - ROWS).max() <= scale.max() / 2 + 1e-6
    one = normal(3 + 2 * ROWS, np.ones(384, np.float32), np.zeros(384, np.float32))
    assert np.abs(one - (ROWS - ROWS.mean(1, keepdims=True)) / ROWS.std(1, keepdims=True)).max() < 1e-3


def test_rows_of_noughts_do_no_harm() -> None:
    """Nothing is divided by nought."""
    rows, scale = quantised(np.zeros((2, 4), np.float32))
    assert not rows.any()
    assert (scale > 0).all()
    assert not attention(*[np.zeros((5, 384), np.float32)] * 3).any()
    assert pooled(np.zeros((0, 2), np.float32), []).shape == (0, 2)


def test_rows_that_are_not_wanted_change_nothing() -> None:
    """The last layer is computed for the pieces that are looked at; theirs are the same as among all."""
    query, key, value = (RNG.normal(size=(70, 384)).astype(np.float32) for _ in range(3))
    assert (attention(query, key, value)[[3, 50]] == attention(query, key, value, np.array([3, 50]))).all()


def test_features_add_up_in_any_order() -> None:
    """The rows of features are whole numbers: what is said for one case does not depend on how it lists them."""
    table = Held(packed({"bag": RNG.normal(size=(30, 32)).astype(np.float32)})).bag("bag")
    rows = [[3, 9, 27, 1], [], [5]]
    assert (table(rows) == table([row[::-1] for row in rows])).all()
    assert not table(rows)[1].any()
    assert isinstance(table, Bag)
