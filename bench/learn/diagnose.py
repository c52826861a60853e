"""How each head decides by itself, where the decisions before it are right."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from bench.learn.gold import align
from bench.learn.tensors import parts
from extractors.happenings.same import FAMILIES
from extractors.learned.heads import TYPES, pooled
from ontology.facts import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

    from bench.learn.gold import Case
    from extractors.learned.model import Array, Model


def diagnose(model: Model, cases: Iterable[Case], score: ModuleType) -> str:
    """Return a line of figures: found and family F1 of words, accuracy of status, F1 of roles, accuracy of the rest."""
    n: Counter[str] = Counter()
    for case in cases:
        align(case)
        told = parts(case, score)
        vectors = model.vectors(case.view.doc)
        said = {head: model.heads[head](vectors, part.tokens, part.names) for head, part in told.items()}
        for row, right in zip(said["kind"], told["kind"].answers, strict=True):
            guess = int(row.argmax())
            n["predicted"] += guess > 0
            n["gold"] += right > 0
            n["found"] += guess > 0 and right > 0
            n["family"] += guess > 0 and right > 0 and _family(guess) == _family(right)
        for row, right in zip(said["status"], told["status"].answers, strict=True):
            n["events"] += 1
            n["status"] += int(row.argmax()) == right
            untrue = STATUSES[right] not in {"happened", "ongoing"}
            n["untrue"] += untrue
            n["false"] += untrue and int(row.argmax()) == 0
        part = told["role"]
        groups = _grouped(said["role"], part.groups)
        for g, right in enumerate(part.answers):
            for k in (0, 1):
                guess = groups[g][k] > 0
                n["role gold"] += right[k]
                n["role guess"] += guess
                n["role"] += guess and right[k]

    def f(a: str, b: str, c: str) -> float:
        return 2 * n[a] / max(n[b] + n[c], 1)

    words = f"found {f('found', 'predicted', 'gold'):.3f} family {f('family', 'predicted', 'gold'):.3f}"
    standing = f"status {n['status'] / n['events']:.3f} false {n['false'] / max(n['untrue'], 1):.2f}"
    return f"{words} ({n['predicted']}/{n['gold']}) | {standing} | role {f('role', 'role guess', 'role gold'):.3f}"


def _family(kind: int) -> str:
    return FAMILIES.get(TYPES[kind], TYPES[kind])


def _grouped(scores: Array, groups: list[int]) -> dict[int, Array]:
    members: defaultdict[int, list[int]] = defaultdict(list)
    for row, g in enumerate(groups):
        members[g].append(row)
    return {g: pooled(scores[rows]) for g, rows in members.items()}
