"""Link sets (RFC 9264): all signposts of a landing page, and of what belongs to it, in one document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request

from server.web.front import offered
from server.web.manners import header_safe, respond
from server.web.problems import Problem
from server.web.resources import known, known_article, split
from server.web.signposts import LINKSETS, Signposts
from server.web.site import here, where

if TYPE_CHECKING:
    from server.web.formats import Format

blueprint = Blueprint("linksets", __name__)


@blueprint.get("/linkset/<name>")
def dataset(name: str) -> Response:
    """Give the links of the dataset: what describes it, and its dumps."""
    room, chosen = split(name, LINKSETS)
    if room != "dataset":
        raise Problem(404, "not-found", "There is no such link set", "There is one at /linkset/dataset.")
    return _respond(where(here()).dataset(offered()), chosen)


@blueprint.get("/linkset/<segment>/<name>")
def thing(segment: str, name: str) -> Response:
    """Give the links of a thing or of an article."""
    slug, chosen = split(name, LINKSETS)
    if segment == "article":
        known_article(slug)
        return _respond(where(here()).article(slug), chosen)
    known(segment, slug)
    return _respond(where(here()).thing(segment, slug), chosen)


def as_json(posts: Signposts) -> bytes:
    """Return links as application/linkset+json."""
    contexts: dict[str, dict[str, Any]] = {}
    for anchor, link in posts.posts:
        target = {"href": link.target} | ({"type": link.type} if link.type else {})
        contexts.setdefault(anchor, {"anchor": anchor}).setdefault(link.relation, []).append(target)
    return (json.dumps({"linkset": list(contexts.values())}, indent=1) + "\n").encode()


def as_text(posts: Signposts) -> bytes:
    """Return links as application/linkset: as headers have them, each with its anchor."""
    lines = (
        f'<{header_safe(link.target)}>; rel="{link.relation}"'
        + (f'; type="{link.type}"' if link.type else "")
        + f'; anchor="{header_safe(anchor)}"'
        for anchor, link in posts.posts
    )
    return (",\n".join(lines) + "\n").encode()


def _respond(posts: Signposts, chosen: Format | None) -> Response:
    make = {"json": as_json, "txt": as_text}
    path = f"{request.script_root}{posts.linkset.removeprefix(here())}"
    return respond(
        LINKSETS,
        lambda form: make[form.suffix](posts),
        address=lambda form: f"{path}.{form.suffix}",
        key=here(),
        chosen=chosen,
    )
