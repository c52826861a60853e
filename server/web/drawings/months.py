"""Bars of events by month: filled what took place, hollow what did not (yet)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.web.drawings.svg import chart, tag
from server.web.people.wording import month, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from markupsafe import Markup

_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 420, 190, 34, 26
_MOST = 36


def months(label: str, counts: Mapping[str, tuple[int, int]], href: Callable[[str], str]) -> Markup | None:
    """Return bars for months ("2025-10") with what took place and what did not; years where there are too many months.

    None where nothing is dated.
    """
    if not counts:
        return None
    first, last = min(counts), max(counts)
    span = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7]) + 1
    by_year = span > _MOST
    totals: dict[str, tuple[int, int]] = {}
    for key, (done, other) in counts.items():
        at = key[:4] if by_year else key[:7]
        had = totals.get(at, (0, 0))
        totals[at] = (had[0] + done, had[1] + other)
    keys = [str(y) for y in range(int(first[:4]), int(last[:4]) + 1)] if by_year else _range(first, last)
    most = max(sum(n) for n in totals.values())
    wide = min((_WIDTH - _LEFT - 8) / len(keys), 64)
    unit = (_HEIGHT - _BOTTOM - 22) / most
    base = _HEIGHT - _BOTTOM
    pieces = [tag("line", x1=_LEFT, x2=_WIDTH - 8, y1=base, y2=base, class_="axis")]
    for share in sorted({most, (most + 1) // 2}):
        y = base - share * unit
        pieces.append(tag("line", x1=_LEFT, x2=_WIDTH - 8, y1=f"{y:.0f}", y2=f"{y:.0f}", class_="grid"))
        pieces.append(tag("text", str(share), x=_LEFT - 6, y=f"{y + 4:.0f}", text_anchor="end"))
    every = len(keys) * 66 // (_WIDTH - _LEFT) + 1 if wide < 66 else 1
    for number, key in enumerate(keys):
        x = _LEFT + number * wide
        name = key if by_year else month(key)
        if number % every == 0:
            middle = min(max(x + wide / 2, 28), _WIDTH - 28)
            pieces.append(tag("text", name, x=f"{middle:.0f}", y=_HEIGHT - 8, text_anchor="middle"))
        done, other = totals.get(key, (0, 0))
        if done + other:
            rest = f", {other} planned, claimed or otherwise open" if other else ""
            said = f"{name}: {plural(done, 'event')}{rest}"
            pieces.append(_bar((x, wide), (done * unit, other * unit), said=said, address=href(key)))
    return chart("chart", label, _WIDTH, _HEIGHT, pieces)


def _bar(place: tuple[float, float], heights: tuple[float, float], *, said: str, address: str) -> Markup:
    """Return a bar at left edge and width, of what took place and of the rest, standing on the axis."""
    x, wide = place
    done, other = heights
    base = _HEIGHT - _BOTTOM
    left, width = x + wide * 0.14, wide * 0.72
    bars = []
    if done:
        bars.append(_rect(left, base - done, width, done, "bar"))
    if other:
        bars.append(_rect(left, base - done - other, width, other, "bar hollow"))
    hit = _rect(x, base - done - other - 8, wide, done + other + 8, "hit")
    return tag("a", hit, *bars, href=address, aria_label=said)


def _rect(x: float, y: float, width: float, height: float, kind: str) -> Markup:
    return tag("rect", x=f"{x:.1f}", y=f"{y:.1f}", width=f"{width:.1f}", height=f"{height:.1f}", class_=kind)


def _range(first: str, last: str) -> list[str]:
    begin, end = (int(m[:4]) * 12 + int(m[5:7]) - 1 for m in (first, last))
    return [f"{n // 12}-{n % 12 + 1:02d}" for n in range(begin, end + 1)]
