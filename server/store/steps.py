"""What became of articles, in the order of versions: for those who keep a copy in step."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from server.store.records import step_of
from server.store.schema import STEPS, STEPS_AGAIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from server.store.records import Step


def steps(db: sqlite3.Connection, bounds: Mapping[str, int], limit: int, *, newest: bool) -> list[Step]:
    """Return the last step of each article after one version and up to another, oldest or newest first.

    There are about `limit`: those with the same number stay together, or who goes on from a number would miss some.
    """
    order = f"ORDER BY number {'DESC' if newest else ''}"
    found = _some(map(step_of, db.execute(f"{STEPS} {order}", bounds)), limit)
    with suppress(sqlite3.OperationalError):  # a ledger that no writer has opened since that table came
        found += _some(map(step_of, db.execute(f"{STEPS_AGAIN} {order}", bounds)), limit)
    last = {step.graph: step for step in sorted(found, key=lambda step: (step.number, step.graph))}
    ordered = sorted(last.values(), key=lambda step: (step.number, step.graph), reverse=newest)
    return _some(ordered, limit)


def _some(found: Iterable[Step], limit: int) -> list[Step]:
    some: list[Step] = []
    for step in found:
        if len(some) >= limit and step.number != some[-1].number:
            break
        some.append(step)
    return some
