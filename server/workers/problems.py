"""Why a query has no answer: what went wrong, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "malformed",
    "refused",
    "unknown-graph",
    "too-many-rows",
    "not-acceptable",
    "timeout",
    "busy",
    "died",
    "unwritable",
    "unreadable",
    "forbidden",
]


@dataclass(eq=False)
class QueryProblem(Exception):  # noqa: N818 - as HTTP calls it
    """A query that has no answer.

    malformed: it is no SPARQL; refused: it asks for what is not done here; unknown-graph: it names a graph that is not
    here; too-many-rows: its answer is longer than this service gives; not-acceptable: not in any format that was asked
    for; timeout: it took too long; busy: no worker was free in time; died: the engine gave up on it; unwritable: the
    answer cannot be written in the format; unreadable: what is to be written is in no format that is read here;
    forbidden: it is to be written to a graph that takes no writes. `line` and `column` count from 1; 0 where there is
    no place to point to.
    """

    kind: Kind
    detail: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        where = f"line {self.line}, column {self.column}: " if self.line else ""
        return where + self.detail
