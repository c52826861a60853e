"""The dataset of an update as the protocol gives it, written into the update: the engine takes none from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.workers.guard import pieces
from server.workers.problems import QueryProblem

if TYPE_CHECKING:
    from collections.abc import Sequence


def with_using(update: str, default: Sequence[str], named: Sequence[str]) -> str:
    """Return an update in which each operation that has a WHERE clause uses the given graphs.

    Raises QueryProblem (malformed) where an operation names its own with USING or WITH: the protocol forbids both.
    """
    if not default and not named:
        return update
    using = " ".join([*(f"USING <{iri}>" for iri in default), *(f"USING NAMED <{iri}>" for iri in named)])
    found = list(pieces(update))
    changes: list[tuple[int, int, str]] = []
    depth = 0
    for index, (kind, piece, at) in enumerate(found):
        depth += (piece == "{") - (piece == "}") if kind == "sign" else 0
        word = piece.upper() if kind == "word" and depth == 0 else ""
        if word in {"USING", "WITH"}:
            line, column = update.count("\n", 0, at) + 1, at - update.rfind("\n", 0, at)
            detail = f"{word} in the update, and using-graph-uri or using-named-graph-uri in the request: give one"
            raise QueryProblem("malformed", detail, line, column)
        if word == "WHERE":
            pattern = ""
            if index and found[index - 1][1].upper() == "DELETE":  # DELETE WHERE { P } is DELETE { P } WHERE { P }
                pattern = update[at + len("WHERE") : _end(found, index + 1)]
            changes.append((at, at, f"{pattern} {using} "))
    for start, end, text in reversed(changes):
        update = update[:start] + text + update[end:]
    return update


def _end(found: Sequence[tuple[str, str, int]], start: int) -> int:
    """Return where the group that begins with a piece ends."""
    depth = 0
    for kind, piece, at in found[start:]:
        depth += (piece == "{") - (piece == "}") if kind == "sign" else 0
        if depth == 0:
            return at + len(piece)
    return found[-1][2] + len(found[-1][1])
