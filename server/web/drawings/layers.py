"""Where the nodes of a graph stand: in columns from left to right, in rows that never overlap; the same each time."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

COLUMNS = 4
"""Up to how many columns the direction of the edges is kept; else nodes stand by their distance from the centre."""
_SWEEPS = 8
Links = list[tuple[str, str]]


def places(nodes: Sequence[str], edges: Links) -> dict[str, tuple[int, float]]:
    """Return column and row of each node: linked ones near each other, each connected part below the one before."""
    found: dict[str, tuple[int, float]] = {}
    top = 0.0
    for part in _parts(nodes, edges):
        own = [(a, b) for a, b in edges if a in part]
        columns = _columns([n for n in nodes if n in part], own)
        rows = _rows(columns, own)
        least = min(rows.values())
        found |= {node: (column, rows[node] - least + top) for node, column in columns.items()}
        top += max(rows.values()) - least + 1.25
    return found


def _parts(nodes: Sequence[str], edges: Links) -> list[set[str]]:
    near = _near(edges)
    parts: list[set[str]] = []
    seen: set[str] = set()
    for node in nodes:
        if node not in seen:
            part = set(_distances(node, near))
            parts.append(part)
            seen |= part
    return parts


def _near(edges: Links) -> dict[str, list[str]]:
    near: defaultdict[str, list[str]] = defaultdict(list)
    for a, b in edges:
        near[a].append(b)
        near[b].append(a)
    return near


def _distances(start: str, near: Mapping[str, Iterable[str]]) -> dict[str, int]:
    found, waiting = {start: 0}, deque([start])
    while waiting:
        node = waiting.popleft()
        for other in near.get(node, ()):
            if other not in found:
                found[other] = found[node] + 1
                waiting.append(other)
    return found


def _columns(nodes: Sequence[str], edges: Links) -> dict[str, int]:
    """Return each node's column: right of all that lead to it where that takes few columns and there is no circle."""
    depth = dict.fromkeys(nodes, 0)
    for _ in range(COLUMNS + 1):
        before = dict(depth)
        for a, b in edges:
            depth[b] = max(depth[b], depth[a] + 1)
        if depth == before:
            break
    if max(depth.values()) >= COLUMNS:
        return _distances(nodes[0], _near(edges))
    for node in sorted(nodes, key=lambda n: -depth[n]):  # what only leads on stands next to where it leads
        after = [depth[b] for a, b in edges if a == node]
        if after and not any(b == node for _, b in edges):
            depth[node] = min(after) - 1
    return depth


def _rows(columns: Mapping[str, int], edges: Links) -> dict[str, float]:
    """Return each node's row: as near to the middle of its neighbours as the order of its column allows."""
    near = _near(edges)
    layers: defaultdict[int, list[str]] = defaultdict(list)
    for node, column in columns.items():
        layers[column].append(node)
    row = {node: float(at) for layer in layers.values() for at, node in enumerate(layer)}
    order = sorted(layers)
    for sweep in range(_SWEEPS):
        for column in order if sweep % 2 == 0 else reversed(order):
            wanted = {}
            for node in layers[column]:
                others = [row[n] for n in near[node] if columns[n] != column]
                wanted[node] = sum(others) / len(others) if others else row[node]
            layers[column].sort(key=lambda n: (wanted[n], row[n]))
            row |= _spread(layers[column], wanted)
    return row


def _spread(layer: Sequence[str], wanted: Mapping[str, float]) -> dict[str, float]:
    """Return rows a whole step apart, each as near to what is wanted as a single pass brings it."""
    found: dict[str, float] = {}
    last = float("-inf")
    for node in layer:
        last = max(wanted[node], last + 1)
        found[node] = last
    drift = sum(found[node] - wanted[node] for node in layer) / len(layer)
    return {node: at - drift for node, at in found.items()}
