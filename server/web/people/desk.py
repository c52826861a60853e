"""What the pages need of the server, and what they say when there is no such page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import request

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.search.entries import Room
    from server.search.finding import Finding
    from server.web.people.links import Links
    from server.web.people.nodes import Data, Rows
    from server.web.people.reports import Box


@dataclass(frozen=True, slots=True)
class Desk:
    """What the pages need: data, the site's links, articles' texts, whether whole ones may be shown."""

    data: Data
    site: Links
    text_of: Callable[[str], str]
    """Gives the canonical text of the article of a graph's IRI, "" where there is none."""
    once: Callable[[str, Callable[[], Any]], Any]
    """Gives what a function makes, made once for a version of the dataset."""
    find: Callable[[str, Room, int], tuple[Finding, ...]]
    """Gives what words find in a room of the index, at most so many."""
    whole: bool = False
    box: Box | None = None
    """Where reports of wrong facts go; None where none are taken."""

    @property
    def rows(self) -> Rows:
        """Answers a query."""
        return self.data.rows


class GoneError(LookupError):
    """The dataset says nothing of a thing, or no longer; `args[0]` is its IRI."""


def start() -> int:
    """Return the number of the first entry that the request asks a list for."""
    return min(max(request.args.get("start", 0, type=int), 0), 10_000_000)
