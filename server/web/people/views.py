"""The ways in which an answer can be shown, each an address of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.web import drawings

if TYPE_CHECKING:
    from collections.abc import Callable

    from markupsafe import Markup

    from server.web.people.results import Answer


@dataclass(frozen=True, slots=True)
class Views:
    """The names of the ways to show an answer, the one that is chosen, and its drawing where it has one."""

    names: tuple[str, ...] = ()
    chosen: str = ""
    drawing: Markup | None = None


def views(asked: str, answer: Answer | None, href: Callable[[str], str]) -> Views:
    """Return how an answer can be shown; where the one asked for does not fit it, the first is chosen."""
    if answer is None or answer.truth is not None:
        return Views()
    dots = [drawings.Dot(*place) for place in answer.places]
    possible = {
        "triples": bool(answer.turtle),
        "table": not answer.turtle,
        "timeline": bool(answer.moments),
        "map": any(drawings.located(dot.iri, dot.label) for dot in dots),
        "graph": answer.network is not None,
    }
    names = tuple(name for name, fits in possible.items() if fits)
    chosen = asked if asked in names else names[0]
    drawing = None
    if chosen == "map":
        drawing = drawings.world(dots, "Places in the answer", href, "row")
    elif chosen == "graph" and answer.network:
        drawing = drawings.network(answer.network, "What the answer links with what", href)
    return Views(names, chosen, drawing)
