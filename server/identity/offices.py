"""Who is meant by an office: its holder, as articles before that one saw it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from server.identity.names import surname_in
from server.identity.people import Decision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from server.identity.items import Reference, Sighting

REMEMBERED = 400
"""Days after which a sighting of a holder is too old to mean anybody by the office alone."""
_NAMED, _UNNAMED = 0.9, 0.8
"""How sure a holder is, with the surname beside the office and without it."""


def incumbent(
    reference: Reference, sightings: Iterable[Sighting], whom: Callable[[Sighting], Decision]
) -> Decision | None:
    """Return who held the office when the article of a reference appeared, None where that is not known.

    `sightings` are those of the office in articles before it, the latest first; `whom` tells whom each one means. With
    a surname the last holder of that name is meant; without one the last holder alone, unless that day's articles name
    two, or somebody has been called the former holder since.
    """
    former: set[str] = set()
    day = ""
    found: dict[str, Decision] = {}
    for seen in sightings:
        if found and seen.at.day != day:
            break
        person = whom(seen)
        if seen.phase == "former":
            former.add(person.meant)
        if seen.phase != "current" or not _recent(seen.at.day, reference.at.day):
            continue
        if reference.surname and not surname_in(reference.surname, person.name):
            continue
        day = seen.at.day
        found[person.meant] = person
    if len(found) != 1:
        return None
    person = next(iter(found.values()))
    if person.meant in former:
        return None
    score = _NAMED if reference.surname else _UNNAMED
    return Decision(person.meant, person.name, "office", score, (f"held the office as seen on {day}",))


def _recent(seen: str, now: str) -> bool:
    """Say whether a day is not long before another one; what has no day tells nothing of when."""
    return bool(seen and now) and (date.fromisoformat(now) - date.fromisoformat(seen)).days <= REMEMBERED
