"""Who with whom: one person, the events, and those who take part in them too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.web.drawings.svg import chart, cut, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markupsafe import Markup

    from server.web.people.entity import Companion
    from server.web.people.facts import Thing

_ROW = 46
_WIDTH = 480


def braid(me: Thing, together: Sequence[Companion], href: Callable[[str], str]) -> Markup:
    """Return the drawing of an entity's companions, each through the newest event that they share."""
    events = list(dict.fromkeys(one.event.iri for one in together if one.event))
    ordered = sorted(
        (one for one in together if one.event), key=lambda one: events.index(one.event.iri) if one.event else 0
    )
    height = max(len(ordered) * _ROW + 36, 110)
    middle = height / 2
    pieces: list[Markup] = []
    marks: list[Markup] = []
    by_event: dict[str, list[tuple[float, Companion]]] = {}
    for row, one in enumerate(ordered):
        assert one.event is not None
        y = (height - (len(ordered) - 1) * _ROW) / 2 + row * _ROW
        by_event.setdefault(one.event.iri, []).append((y, one))
    for found in by_event.values():
        y = sum(at for at, _ in found) / len(found)
        event = found[0][1].event
        assert event is not None
        pieces.append(tag("path", d=f"M22 {middle:.0f}C80 {middle:.0f} 90 {y:.0f} 150 {y:.0f}"))
        shown = " · ".join(w for w in (cut(event.kind, 13), event.when.words) if w)
        marks.append(
            tag(
                "a",
                tag("rect", x=80, y=f"{y - 12:.0f}", width=140, height=38, rx=6),
                tag("path", d=_star(150, y), class_="dotm"),
                tag(
                    "text",
                    shown,
                    x=150,
                    y=f"{y + 22:.0f}",
                    text_anchor="middle",
                    class_="sub",
                ),
                href=href(event.iri),
                aria_label=f"{shown}: {event.label}{', ' + event.pill if event.pill else ''}",
                class_="n k-event" if event.occurred else "n k-event open",
            )
        )
        for at, one in found:
            pieces.append(tag("path", d=f"M150 {y:.0f}C205 {y:.0f} 210 {at:.0f} 262 {at:.0f}"))
            number = f"{one.number} shared events" if one.number > 1 else "1 shared event"
            marks.append(
                tag(
                    "a",
                    tag("rect", x=252, y=f"{at - 20:.0f}", width=224, height=40, rx=6),
                    tag("circle", cx=266, cy=f"{at:.0f}", r=6, class_="dotm"),
                    tag("text", cut(one.thing.label, 25), x=280, y=f"{at - 1:.0f}"),
                    tag("text", f" {number}", x=280, y=f"{at + 14:.0f}", class_="sub"),
                    href=href(one.thing.iri),
                    class_=f"n k-{one.thing.shape}",
                )
            )
    centre = tag(
        "g",
        tag("circle", cx=22, cy=f"{middle:.0f}", r=9, class_="dotm"),
        tag("text", cut(me.label, 22), x=12, y=f"{middle - 18:.0f}"),
        class_=f"me k-{me.shape}",
    )
    return chart("net", f"Who takes part in events together with {me.label}", _WIDTH, height, [*pieces, centre, *marks])


def _star(x: float, y: float) -> str:
    return f"M{x:.0f} {y - 8:.0f}l2.3 5.7 5.7 2.3-5.7 2.3-2.3 5.7-2.3-5.7-5.7-2.3 5.7-2.3z"
