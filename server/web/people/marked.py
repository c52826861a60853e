"""Text cut into pieces for a template: marks of facts that may cross each other, and links to things within them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from server.web.people.facts import Thing


@dataclass(frozen=True, slots=True)
class Mark:
    """Words `[begin, end)` that bear the facts of these numbers."""

    begin: int
    end: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A thing's name at `[begin, end)`, or with the shape "date" an expression of time; its label is then the day."""

    begin: int
    end: int
    thing: Thing


@dataclass(frozen=True, slots=True)
class Piece:
    """One step of writing a paragraph.

    `kind` is "text", "thing", "open" (a mark begins; `anchor` is its id, "" where it goes on after a
    crossing), "close", "ref" (the number of a fact whose words end here) or "gap" (words that are not shown).
    """

    kind: str
    text: str = ""
    thing: Thing | None = None
    numbers: tuple[int, ...] = ()
    anchor: str = ""


def pieces(
    text: str,
    shown: Sequence[tuple[int, int]],
    marks: Iterable[Mark],
    spots: Iterable[Spot],
    within: tuple[int, int],
) -> tuple[Piece, ...]:
    """Return the pieces of the shown ranges of a paragraph that covers `within`; what is left out is a gap.

    Marks that cross are closed and opened again, so that the pieces always nest.
    """
    found: list[Piece] = []
    begin, end = within
    at = begin
    marks = [m for m in marks if m.begin < end and m.end > begin]
    for a, b in shown:
        if text[at:a].strip():
            found.append(Piece("gap"))
        elif found and a > at:
            found.append(Piece("text", " "))
        found += _range(text, a, b, marks, [s for s in spots if a <= s.begin and s.end <= b])
        at = b
    if text[at:end].strip():
        found.append(Piece("gap"))
    return tuple(found)


def _range(text: str, a: int, b: int, marks: list[Mark], spots: list[Spot]) -> list[Piece]:
    edges = {a, b}
    here = [Mark(max(m.begin, a), min(m.end, b), m.numbers) for m in marks if m.begin < b and m.end > a]
    whole = {(max(m.begin, a), min(m.end, b), m.numbers): m for m in marks}
    for mark in here:
        edges |= {mark.begin, mark.end}
    free: list[Spot] = []
    for spot in sorted(spots, key=lambda s: (s.begin, -s.end)):
        crossed = any(spot.begin < edge < spot.end for edge in edges)
        if not crossed and (not free or spot.begin >= free[-1].end):
            free.append(spot)
    starts = {spot.begin: spot for spot in free}
    for spot in free:
        edges |= {spot.begin, spot.end}
    found: list[Piece] = []
    stack: list[Mark] = []
    places = sorted(edges)
    for at, after in zip(places, [*places[1:], b], strict=True):
        _close(found, stack, at, whole)
        for mark in sorted((m for m in here if m.begin == at and m.end > at), key=lambda m: -m.end):
            origin = whole[mark.begin, mark.end, mark.numbers]
            anchor = f"char={origin.begin},{origin.end}" if origin.begin >= a else ""
            found.append(Piece("open", numbers=mark.numbers, anchor=anchor))
            stack.append(mark)
        if after > at:
            named = starts.get(at)
            found.append(Piece("thing" if named else "text", text[at:after], named.thing if named else None))
    return found


def _close(found: list[Piece], stack: list[Mark], at: int, whole: dict[tuple[int, int, tuple[int, ...]], Mark]) -> None:
    """Close the marks that end here; those that were opened after one of them are closed and go on after it."""
    ending = [m for m in stack if m.end == at]
    if not ending:
        return
    deepest = min(stack.index(m) for m in ending)
    above = stack[deepest:]
    done = [n for m in ending if whole[m.begin, m.end, m.numbers].end == at for n in m.numbers]
    found += [Piece("ref", numbers=(number,)) for number in sorted(done)]
    found += [Piece("close") for _ in above]
    del stack[deepest:]
    for mark in above:
        if mark.end > at:
            found.append(Piece("open", numbers=mark.numbers))
            stack.append(mark)
