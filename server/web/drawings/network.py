"""What is linked with what: nodes in columns, lines between them, each node's name beside it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from server.web.drawings.layers import places
from server.web.drawings.svg import chart, cut, tag
from server.web.people.wording import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from markupsafe import Markup

    from server.web.people.facts import Thing
    from server.web.people.network import Edge, Network

_COLUMN, _ROW, _LEFT, _TOP = 285, 48, 20, 34
_LETTERS, _LETTER = 25, 7.2
"""How many letters a line of a name has, and how wide one is."""
_GLYPHS = {"state": "place", "holding": "office", "claim": "article", "evidence": "article", "": "person"}
Point = tuple[float, float]


def network(found: Network, label: str, href: Callable[[str], str]) -> Markup:
    """Return the drawing of a network. Each node is a link that also says where it leads."""
    at = places([node.iri for node in found.nodes], [(edge.source, edge.target) for edge in found.edges])
    spots: dict[str, Point] = {iri: (_LEFT + column * _COLUMN, _TOP + row * _ROW) for iri, (column, row) in at.items()}
    columns = max(column for column, _ in at.values()) + 1
    height = max(y for _, y in spots.values()) + _TOP
    known = {node.iri: node for node in found.nodes}
    lines = [_line(edge, known, spots) for edge in found.edges]
    captions = [caption for node in found.nodes if (caption := _caption(node, found, spots))]
    marks = [_mark(node, spots[node.iri], found, href(node.iri)) for node in found.nodes]
    pieces = [*lines, *captions, *marks]
    return chart("net graph", label, columns * _COLUMN - 20, round(height), pieces, natural=True)


def _line(edge: Edge, known: Mapping[str, Thing], spots: Mapping[str, Point]) -> Markup:
    (x0, y0), left = min((spots[iri], iri) for iri in (edge.source, edge.target))
    (x1, y1), _ = max((spots[iri], iri) for iri in (edge.source, edge.target))
    if x0 == x1:  # in one column: a bow on the side where no names stand
        bend = x0 - 14 - min((y1 - y0) / 8, 40)
        d = f"M{x0:.0f} {y0:.0f}C{bend:.0f} {y0:.0f} {bend:.0f} {y1:.0f} {x1:.0f} {y1:.0f}"
    else:
        x0 += 24 + _LETTER * max(map(len, _lines(known[left])))
        middle = max((x0 + x1) / 2, x1 - _COLUMN / 4)
        over = 0 if x1 - x0 < _COLUMN else _ROW * 0.6  # past a column: between the names of two rows
        d = f"M{x0:.0f} {y0:.0f}C{middle:.0f} {y0 - over:.0f} {middle:.0f} {y1 - over:.0f} {x1:.0f} {y1:.0f}"
    return tag("path", d=d, stroke_width=f"{1.4 + min(edge.number - 1, 8) * 0.4:.1f}")


def _lines(node: Thing) -> list[str]:
    """Return a name in at most two lines."""
    lines = textwrap.wrap(node.label, _LETTERS) or [""]
    return lines if len(lines) <= 2 else [lines[0], cut(" ".join(lines[1:]), _LETTERS)]


def _caption(node: Thing, found: Network, spots: Mapping[str, Point]) -> Markup | None:
    """Return by which properties the lines from the left lead to a node."""
    x, y = spots[node.iri]
    left = [edge for edge in found.edges if edge.target == node.iri and spots[edge.source][0] < x]
    names = list(dict.fromkeys(name for edge in left for name in edge.names))
    if not names:
        return None
    said = cut(", ".join(names), 14)
    return tag("text", said, x=f"{x - 14:.0f}", y=f"{y - 6:.0f}", text_anchor="end", class_="sub", aria_hidden="true")


def _mark(node: Thing, at: Point, found: Network, address: str) -> Markup:
    x, y = at
    shown = _lines(node)
    first = y + 5 - 8 * (len(shown) - 1)
    number = sum(node.iri in {edge.source, edge.target} for edge in found.edges)
    glyph = f"#g-{_GLYPHS.get(node.shape, node.shape)}"
    said = f"{node.label}{', ' + node.pill if node.pill else ''}: {plural(number, 'link')}"
    inside = [
        tag("title", said),  # no aria-label: it would have to repeat a name that is cut here
        tag("rect", x=f"{x - 12:.0f}", y=f"{y - 22:.0f}", width=230, height=44, rx=6),
        tag("use", href=glyph, x=f"{x - 8:.0f}", y=f"{y - 8:.0f}", width=16, height=16, class_="dotm"),
        *(
            tag("text", f"{line} ", x=f"{x + 15:.0f}", y=f"{first + 17 * row:.0f}", class_="name")
            for row, line in enumerate(shown)
        ),
    ]
    name = f"n k k-{node.shape}{' open' if node.pill else ''}"
    return tag("a", *inside, href=address, class_=name) if address else tag("g", *inside, class_=name)
