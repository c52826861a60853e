"""Write outlines.json and places.csv from open data: run by hand when those change.

    python -m server.web.drawings.build_map countries-50m.json natural_earth_50m_places.csv

Sources: Natural Earth 1:50m (public domain), its borders as packed by world-atlas 2.0.2 (ISC).
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Point = tuple[float, float]
TOLERANCE = 0.05
"""How far, in degrees, a simplified border may lie from the true one."""


def main() -> None:
    """Read the two files named on the command line and write the tables beside this program."""
    borders, places = map(Path, sys.argv[1:3])
    topology = json.loads(borders.read_text(encoding="utf-8"))
    table = {"arcs": _arcs(topology), "countries": _countries(topology)}
    (HERE / "outlines.json").write_text(json.dumps(table, separators=(",", ":")) + "\n", encoding="utf-8")
    with (
        places.open(encoding="utf-8") as source,
        (HERE / "places.csv").open("w", encoding="utf-8", newline="") as target,
    ):
        rows = [(r["name_en"] or r["name"], r["name"], r["namealt"], r["iso_a2"], r) for r in csv.DictReader(source)]
        target.write("# Source: Natural Earth 1:50m populated places (public domain); written by build_map.py\n")
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(("name", "other", "iso", "lon", "lat"))
        for name, other, alt, iso, row in sorted(rows, key=lambda r: (r[0], -int(float(r[4]["pop_max"] or 0)))):
            names = ";".join(dict.fromkeys(n for n in (other, alt) if n and n != name))
            writer.writerow((name, names, iso, f"{float(row['longitude']):.2f}", f"{float(row['latitude']):.2f}"))


def _arcs(topology: dict[str, Any]) -> list[list[int]]:
    """Return the borders as hundredths of a degree: the first point, then steps."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        steps: list[int] = []
        before = (0, 0)
        for lon, lat in _simplified(points):
            here = (round(lon * 100), round(lat * 100))
            if not steps or here != before:
                steps += [here[0] - before[0], here[1] - before[1]]
            before = here
        found.append(steps)
    return found


def _countries(topology: dict[str, Any]) -> list[list[Any]]:
    found = []
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        found.append([shape["properties"]["name"], [polygon[0] for polygon in polygons]])
    return found


def _simplified(points: list[Point]) -> list[Point]:
    """Return the points without which a line would stray too far (Douglas and Peucker)."""
    keep = {0, len(points) - 1}
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        far, at = 0.0, -1
        for number in range(first + 1, last):
            away = _distance(points[number], points[first], points[last])
            if away > far:
                far, at = away, number
        if far > TOLERANCE**2:
            keep.add(at)
            waiting += [(first, at), (at, last)]
    return [points[number] for number in sorted(keep)]


def _distance(point: Point, a: Point, b: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    px, py = point[0] - a[0], point[1] - a[1]
    length = dx * dx + dy * dy
    share = max(0.0, min(1.0, (px * dx + py * dy) / length)) if length else 0.0
    return (px - share * dx) ** 2 + (py - share * dy) ** 2


if __name__ == "__main__":
    main()
