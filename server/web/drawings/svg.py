"""Small helpers for SVG: every text and attribute is escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable


def tag(name: str, /, *inside: str, **attributes: object) -> Markup:
    """Return an element; in attribute names a final underscore falls away and other underscores become hyphens."""
    said = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), value)
        for key, value in attributes.items()
        if value is not None
    )
    body = Markup("").join(escape(piece) for piece in inside)
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), said, body)  # noqa: S704 - names are our own


def chart(kind: str, label: str, width: int, height: int, pieces: Iterable[Markup], *, natural: bool = False) -> Markup:
    """Return a drawing that a reader of the screen meets as a labelled group of links.

    It is as wide as its column, or, where it is to keep its `natural` size, as wide as its pixels say.
    """
    size = {"width": width, "height": height} if natural else {}
    return tag("svg", *pieces, class_=kind, viewBox=f"0 0 {width} {height}", role="group", aria_label=label, **size)


def cut(text: str, most: int) -> str:
    """Return a text of at most `most` characters, with an ellipsis where it was longer."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "\u2026"
