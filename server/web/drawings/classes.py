"""The main classes and what joins them, drawn from the ontology: arrows go from a property's domain to its range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.web.drawings.svg import chart, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markupsafe import Markup

PLACES = {
    "Article": (90, 40, "article"),
    "Run": (90, 160, "article"),
    "Evidence": (300, 40, "article"),
    "Claim": (520, 40, "article"),
    "Status": (770, 40, "date"),
    "SpeechAct": (300, 160, "event"),
    "Event": (520, 160, "event"),
    "Place": (770, 160, "place"),
    "Person": (300, 280, "person"),
    "Actor": (520, 280, "person"),
    "State": (770, 280, "place"),
    "Phase": (90, 400, "date"),
    "Holding": (300, 400, "office"),
    "Office": (520, 400, "office"),
}
"""The classes in the picture: where each stands (its centre), and which colour it has."""
ARROWS = (
    ("Article", "run", "Run"),
    ("Evidence", "article", "Article"),
    ("Claim", "evidence", "Evidence"),
    ("Claim", "status", "Status"),
    ("Claim", "about", "Event"),
    ("Event", "status", "Status"),
    ("Event", "place", "Place"),
    ("Event", "participant", "Actor"),
    ("SpeechAct", "content", "Event"),
    ("Holding", "holder", "Person"),
    ("Holding", "phase", "Phase"),
    ("Holding", "office", "Office"),
    ("Office", "officeOf", "Actor"),
    ("Person", "", "Actor"),
    ("State", "", "Actor"),
    ("State", "", "Place"),
    ("SpeechAct", "", "Event"),
)
"""The arrows: from, property ("" for "is a"), to."""
_WIDTH, _HEIGHT, _BOX, _TALL = 860, 440, 116, 40


def classes(href: Callable[[str], str]) -> Markup:
    """Return the picture; `href` gives the address of a term by its name."""
    pieces = [piece for arrow in ARROWS for piece in _arrow(*arrow, href)]
    for name, (x, y, shape) in PLACES.items():
        box = tag(
            "rect", x=x - _BOX / 2, y=y - _TALL / 2, width=_BOX, height=_TALL, rx=8, fill="var(--card)",
            stroke=f"var(--{shape})" if shape != "article" else "var(--ink)", stroke_width=2,
        )  # fmt: skip
        pieces.append(
            tag("a", box, tag("text", name, x=x, y=y + 5, text_anchor="middle", class_="lbl"), href=href(name))
        )
    return chart("chart", "The main classes and the properties that join them", _WIDTH, _HEIGHT, pieces)


def _arrow(one: str, name: str, other: str, href: Callable[[str], str]) -> Iterator[Markup]:
    (x1, y1, _), (x2, y2, _) = PLACES[one], PLACES[other]
    beside = 11 if (one, other) == ("SpeechAct", "Event") else 0  # two arrows between the same boxes
    y1, y2 = y1 + (beside if name else -beside), y2 + (beside if name else -beside)
    dx, dy = x2 - x1, y2 - y1
    reach = min(_BOX / 2 / abs(dx) if dx else 9, _TALL / 2 / abs(dy) if dy else 9)
    ax, ay, bx, by = x1 + dx * reach, y1 + dy * reach, x2 - dx * reach, y2 - dy * reach
    length = (dx * dx + dy * dy) ** 0.5
    ux, uy = dx / length, dy / length
    yield tag(
        "line", x1=f"{ax:.0f}", y1=f"{ay:.0f}", x2=f"{bx - 8 * ux:.0f}", y2=f"{by - 8 * uy:.0f}",
        class_="axis", stroke_dasharray=None if name else "5 4",
    )  # fmt: skip
    tip = [(bx, by), (bx - 10 * ux - 5 * uy, by - 10 * uy + 5 * ux), (bx - 10 * ux + 5 * uy, by - 10 * uy - 5 * ux)]
    yield tag(
        "polygon", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in tip), stroke="var(--line2)",
        fill="var(--line2)" if name else "var(--card)",
    )  # fmt: skip
    x, y = (ax + bx) / 2, (ay + by) / 2
    text = name or "is a"
    if abs(dx) < 1:
        word = tag("text", text, x=f"{x + 8:.0f}", y=f"{y + 4:.0f}")
    else:
        low = 16 if beside and name else -6
        word = tag("text", text, x=f"{x:.0f}", y=f"{y + (low if abs(dy) < 1 else -8):.0f}", text_anchor="middle")
    yield tag("a", word, href=href(name)) if name else word
