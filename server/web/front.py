"""The front page, and the files to download."""

from __future__ import annotations

from flask import Blueprint, Response, send_from_directory

from server.web import pages
from server.web.formats import HTML
from server.web.manners import respond
from server.web.problems import Problem
from server.web.site import site

blueprint = Blueprint("front", __name__)


@blueprint.get("/")
def front() -> Response:
    """Show what there is."""
    return respond((HTML,), lambda _: pages.front().encode(), links=[("/.well-known/void", "describedby")])


@blueprint.get("/dumps/")
def dumps() -> Response:
    """List the files to download."""
    return respond((HTML,), lambda _: pages.dumps(_files()).encode(), key=repr(_files()))


@blueprint.get("/dumps/<name>")
def dump(name: str) -> Response:
    """Give a file to download, or a part of it."""
    if name not in dict(_files()):
        raise Problem(404, "not-found", "There is no such file", "See the list at /dumps/.")
    kind = "application/gzip" if name.endswith(".gz") else "text/plain"
    folder = site().dataset.dumps.resolve()
    return send_from_directory(folder, name, mimetype=kind, max_age=0, conditional=True)


def _files() -> list[tuple[str, int]]:
    """Return name and size of each file, without those that are being written."""
    folder = site().dataset.dumps
    if not folder.is_dir():
        return []
    files = (path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    return sorted((path.name, path.stat().st_size) for path in files if path.name != "VERSION")
