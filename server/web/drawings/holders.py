"""Who held an office when, as seen: bars from the first to the last day attested; where nobody was seen is a gap."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from server.web.drawings.svg import chart, cut, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markupsafe import Markup

_WIDTH, _ROW, _LEFT, _RIGHT = 640, 50, 14, 14


def holders(label: str, spans: Sequence[tuple[str, str, str, str, str]], href: Callable[[str], str]) -> Markup | None:
    """Return the drawing of an office's holders: IRI, name, phase, first and last ISO day.

    None where all is seen on one day.
    """
    dated = [s for s in spans if s[3] and s[4]]
    if not dated:
        return None
    first = min(date.fromisoformat(s[3]) for s in dated)
    last = max(date.fromisoformat(s[4]) for s in dated)
    if first == last:
        return None
    days = max((last - first).days, 1)
    first -= timedelta(days=max(days // 20, 5))
    last += timedelta(days=max(days // 20, 5))
    scale = (_WIDTH - _LEFT - _RIGHT) / (last - first).days

    def x(day: str) -> float:
        return _LEFT + (date.fromisoformat(day) - first).days * scale

    height = len(dated) * _ROW + 34
    pieces = [
        tag("line", x1=f"{at:.0f}", x2=f"{at:.0f}", y1=8, y2=height - 26, class_="grid")
        for at, _ in _ticks(first, last, x)
    ]
    pieces += [
        tag("text", text, x=f"{min(max(at, 24), _WIDTH - 24):.0f}", y=height - 8, text_anchor="middle")
        for at, text in _ticks(first, last, x)
    ]
    for row, (iri, name, phase, begin, end) in enumerate(sorted(dated, key=lambda s: (s[3], s[4], s[1]))):
        y = 12 + row * _ROW
        from_, to = x(begin), x(end)
        right = from_ > _WIDTH * 0.6
        pieces.append(
            tag(
                "a",
                tag("rect", x=4, y=y - 4, width=_WIDTH - 8, height=_ROW - 4, rx=6, class_="hit"),
                tag(
                    "text",
                    cut(name, 40) + ("" if phase == "current" else f" ({phase})"),
                    x=f"{min(to, _WIDTH - _RIGHT) if right else from_:.0f}",
                    y=y + 14,
                    text_anchor="end" if right else None,
                    class_="lbl",
                ),
                tag(
                    "rect",
                    x=f"{from_:.1f}",
                    y=y + 21,
                    width=f"{max(to - from_, 6):.1f}",
                    height=11,
                    rx=5,
                    class_=f"held {phase}",
                ),
                href=href(iri),
                aria_label=f"{name}, {phase}, seen {begin}" + (f" to {end}" if end != begin else ""),
            )
        )
    return chart("chart spans", label, _WIDTH, height, pieces)


def _ticks(first: date, last: date, x: Callable[[str], float]) -> list[tuple[float, str]]:
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((s for s in (1, 3, 6, 12, 24, 60, 120) if months / s <= 7), 240)
    found = []
    for number in range(first.year * 12, last.year * 12 + 12, step):
        day = date(number // 12, number % 12 + 1, 1)
        if first <= day <= last:
            text = str(day.year) if step >= 12 else f"{day:%b} {day.year}"
            found.append((x(day.isoformat()), text))
    return found or [(x(first.isoformat()), f"{first:%b} {first.year}")]
