"""A map of places: borders cropped to the points, without tiles and without any request to others."""

from __future__ import annotations

import csv
import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ontology.uris import slug
from server.web.drawings.svg import chart, tag
from server.web.people.wording import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markupsafe import Markup

_HERE = Path(__file__).parent
_WIDTH, _HEIGHT, _PAD, _LEAST, _MOST = 480, 315, 3.2, 20, 24
_BOLD, _LIGHT, _TALL = 8.6, 7.4, 17
"""How wide a letter of a place's name and of a country's is, and how far lines of text are apart."""
Point = tuple[float, float]
_Box = tuple[float, float, float, float]
"""Left, top, right and bottom of what is taken."""
# states that Natural Earth calls otherwise than we do
_OTHERWISE = {
    "united-states-of-america": "united-states",
    "dem-rep-congo": "democratic-republic-of-the-congo",
    "congo": "republic-of-the-congo",
    "czechia": "czech-republic",
    "cote-divoire": "ivory-coast",
    "bosnia-and-herz": "bosnia-and-herzegovina",
    "central-african-rep": "central-african-republic",
    "dominican-rep": "dominican-republic",
    "eq-guinea": "equatorial-guinea",
    "s-sudan": "south-sudan",
    "timor-leste": "east-timor",
    "macedonia": "north-macedonia",
    "eswatini": "eswatini",
    "cabo-verde": "cape-verde",
    "vatican": "vatican-city",
}


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on the map: IRI, label, number of events."""

    iri: str
    label: str
    number: int


def located(iri: str, label: str) -> Point | None:
    """Return longitude and latitude of a city or a state by its address and label, None where they are not known."""
    key = iri.rsplit("/", 1)[-1]
    table = _states() if "/state/" in iri else _cities()
    return table.get(key) or table.get(slug(label))


def world(dots: Sequence[Dot], label: str, href: Callable[[str], str], what: str = "event") -> Markup | None:
    """Return the map of the places that can be located, None where none can be; `what` is what their numbers count."""
    placed = [(at, dot) for dot in dots[:_MOST] if (at := located(dot.iri, dot.label))]
    if not placed:
        return None
    points = [_mercator(*at) for at, _ in placed]
    x0, y0, x1, y1 = _frame(points)
    scale = _WIDTH / (x1 - x0)
    pieces = [tag("rect", class_="sea", width=_WIDTH, height=_HEIGHT)]
    names: list[tuple[float, float, str]] = []
    taken: list[_Box] = []
    for name, rings in _outlines():
        path, middle = _drawn(rings, (x0, y0, x1, y1), scale)
        if path:
            pieces.append(tag("path", d=path))
        if middle:
            names.append((*middle, name))
    spots = [((x - x0) * scale, (y - y0) * scale) for x, y in points]
    taken += [(x - 9, y - 9, x + 9, y + 9) for x, y in spots]
    marks = [
        _dot((x, y), dot, taken, href(dot.iri), what)
        for (x, y), (_, dot) in sorted(zip(spots, placed, strict=True), key=lambda pair: -pair[1][1].number)
    ]
    return chart("map", label, _WIDTH, _HEIGHT, [*pieces, *_country_names(names, taken), *marks])


def _dot(at: Point, dot: Dot, taken: list[_Box], address: str, what: str) -> Markup:
    """Return a place with its name, where that stands free; it takes its room."""
    x, y = at
    wide = _BOLD * len(dot.label)
    inside = [tag("circle", class_="dot", cx=f"{x:.0f}", cy=f"{y:.0f}", r=f"{min(5 + dot.number**0.5, 11):.0f}")]
    for left in (x + 11, x - 11 - wide):
        box = (left, y - _TALL / 2, left + wide, y + _TALL / 2)
        if left > 2 and left + wide < _WIDTH and _free(box, taken):
            taken.append(box)
            anchor = {"x": f"{x - 11:.0f}", "text_anchor": "end"} if left < x else {"x": f"{x + 11:.0f}"}
            inside.append(tag("text", dot.label, class_="lbl", y=f"{y + 5:.0f}", **anchor))
            break
    return tag("a", *inside, href=address, aria_label=f"{dot.label}, {plural(dot.number, what)}")


def _free(box: _Box, taken: Sequence[_Box]) -> bool:
    return not any(box[0] < x1 and x0 < box[2] and box[1] < y1 and y0 < box[3] for x0, y0, x1, y1 in taken)


def _frame(points: Sequence[Point]) -> tuple[float, float, float, float]:
    across = max(max(p[axis] for p in points) - min(p[axis] for p in points) for axis in (0, 1))
    pad = max(_PAD, across * 0.12)
    x0, x1 = min(p[0] for p in points) - pad, max(p[0] for p in points) + pad
    if x1 - x0 < _LEAST:
        x0, x1 = (x0 + x1 - _LEAST) / 2, (x0 + x1 + _LEAST) / 2
    y0, y1 = min(p[1] for p in points) - pad, max(p[1] for p in points) + pad
    if (x1 - x0) / (y1 - y0) < _WIDTH / _HEIGHT:
        centre, half = (x0 + x1) / 2, (y1 - y0) * _WIDTH / _HEIGHT / 2
        return centre - half, y0, centre + half, y1
    centre, half = (y0 + y1) / 2, (x1 - x0) * _HEIGHT / _WIDTH / 2
    return x0, centre - half, x1, centre + half


def _drawn(
    rings: Sequence[Sequence[Point]], frame: tuple[float, float, float, float], scale: float
) -> tuple[str, Point | None]:
    """Return the path of a country within the frame, and where its name may stand (None where it shows too little)."""
    x0, y0, x1, y1 = frame
    path: list[str] = []
    best: list[Point] = []
    for ring in rings:
        if max(p[0] for p in ring) < x0 or min(p[0] for p in ring) > x1:
            continue
        if max(p[1] for p in ring) < y0 or min(p[1] for p in ring) > y1:
            continue
        steps, inside = _ring(ring, x0, y0, scale)
        if steps:
            path.append(steps)
        if len(inside) > max(len(best), 6):
            best = inside
    if best:
        xs, ys = [p[0] for p in best], [p[1] for p in best]
        if max(xs) - min(xs) > 56 and max(ys) - min(ys) > 20:
            return "".join(path), ((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)
    return "".join(path), None


def _ring(ring: Sequence[Point], x0: float, y0: float, scale: float) -> tuple[str, list[Point]]:
    text, inside = "", []
    last: tuple[int, int] | None = None
    count = 0
    for x, y in ring:
        here = (
            max(-60, min(_WIDTH + 60, round((x - x0) * scale))),
            max(-60, min(_HEIGHT + 60, round((y - y0) * scale))),
        )
        if 0 < here[0] < _WIDTH and 0 < here[1] < _HEIGHT:
            inside.append((float(here[0]), float(here[1])))
        if last is None:
            text = f"M{here[0]} {here[1]}"
        elif here != last:
            text += f"l{here[0] - last[0]} {here[1] - last[1]}"
            count += 1
        last = here
    return (text + "z" if count > 2 else ""), inside


def _country_names(names: Sequence[tuple[float, float, str]], taken: list[_Box]) -> list[Markup]:
    """Return the names of countries that find room: in the middle, or else a little above or below."""
    found: list[Markup] = []
    for x, y, name in names:
        half = _LIGHT * len(name) / 2
        at = min(_WIDTH - half - 6, max(half + 6, x))
        for shift in (0, _TALL, -_TALL, 2 * _TALL, -2 * _TALL):
            base = min(_HEIGHT - 10, max(18, y + shift))
            box = (at - half - 4, base - 12, at + half + 4, base + 4)
            if _free(box, taken):
                taken.append(box)
                found.append(tag("text", name, class_="cty", x=f"{at:.0f}", y=f"{base:.0f}", aria_hidden="true"))
                break
    return found


def _mercator(lon: float, lat: float) -> Point:
    lat = max(-80.0, min(83.0, lat))
    return lon, -math.degrees(math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)))


@cache
def _table() -> list[tuple[str, list[list[Point]]]]:
    """Return the countries with their outer rings, as longitude and latitude."""
    table = json.loads((_HERE / "outlines.json").read_text(encoding="utf-8"))
    arcs: list[list[Point]] = []
    for steps in table["arcs"]:
        x = y = 0
        points = []
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x / 100, y / 100))
        arcs.append(points)
    found = []
    for name, rings in table["countries"]:
        whole = []
        for ring in rings:
            points = []
            for number in ring:
                arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                points += arc[1:] if points else arc
            whole.append(_unbroken(points))
        found.append((name, whole))
    return found


def _unbroken(ring: Sequence[Point]) -> list[Point]:
    """Return a ring that goes on across the date line: else its sides would be drawn around the whole world."""
    found: list[Point] = []
    for lon, lat in ring:
        turn = round((lon - found[-1][0]) / 360) * 360 if found else 0
        found.append((lon - turn, lat))
    return found


@cache
def _outlines() -> list[tuple[str, list[list[Point]]]]:
    return [(name, [[_mercator(*p) for p in ring] for ring in rings]) for name, rings in _table()]


@cache
def _states() -> dict[str, Point]:
    """Return the middle of each state's largest part, by the last segment of its address."""
    found = {}
    for name, rings in _table():
        ring = max(rings, key=len)
        xs, ys = [p[0] for p in ring], [p[1] for p in ring]
        key = slug(name)
        found[_OTHERWISE.get(key, key)] = ((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)
    return found


@cache
def _cities() -> dict[str, Point]:
    """Return where cities are, by the last segment of their address; of namesakes the largest."""
    found: dict[str, Point] = {}
    with (_HERE / "places.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            for name in (row["name"], *row["other"].split(";")):
                if name:
                    found.setdefault(slug(name), (float(row["lon"]), float(row["lat"])))
    return found
