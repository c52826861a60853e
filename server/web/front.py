"""The front page, and the files to download."""

from __future__ import annotations

import itertools
from urllib.parse import quote

from flask import Blueprint, Response, request, send_from_directory

from server.store import citing, releases
from server.store.dumps import FORMATS
from server.web import pages
from server.web.formats import HTML
from server.web.manners import respond, written
from server.web.pages import File, Group
from server.web.problems import Problem
from server.web.site import site, where

blueprint = Blueprint("front", __name__)
_KINDS = {".gz": "application/gzip", "metadata.json": "application/ld+json", ".json": "application/json"}
_BESIDE = {citing.CRATE: "all of these described, as RO-Crate", releases.SUMS: "their digests, for sha256sum --check"}


@blueprint.get("/")
def front() -> Response:
    """Show what there is."""
    posts = where(request.script_root).dataset(offered())
    return respond((HTML,), lambda _: pages.front().encode(), links=posts.at(posts.landing), key=repr(_files()))


@blueprint.get("/dumps/")
def dumps() -> Response:
    """List the files to download."""
    return respond((HTML,), lambda _: pages.dumps(_groups()).encode(), key=repr(_files()))


@blueprint.get("/about")
def about() -> Response:
    """Tell what the dataset is, where it comes from and how to cite it."""
    dataset = site().dataset
    known = releases.versions(dataset.dumps)
    names = frozenset(name for name, _ in _files())

    def made(_: object) -> bytes:
        return pages.about(dataset.publisher, known[-1] if known else "", names).encode()

    return respond((HTML,), made, key=repr(sorted(names)))


@blueprint.get("/dumps/<name>")
def dump(name: str) -> Response:
    """Give a file to download, or a part of it."""
    if name not in dict(_files()):
        raise Problem(404, "not-found", "There is no such file", "See the list at /dumps/.")
    folder = site().dataset.dumps.resolve()
    response = send_from_directory(folder, name, mimetype=_kind(name), max_age=0, conditional=True)
    links = where(request.script_root).dataset(offered()).at(f"{request.script_root}/dumps/{quote(name)}")
    response.headers["Link"] = ", ".join(map(written, links))
    return response


def offered() -> tuple[tuple[str, str], ...]:
    """Return name and media type of each file of data to download, without their digests."""
    return tuple((name, _kind(name)) for name, _ in _files() if not name.endswith((".sha256", "SHA256SUMS")))


def _kind(name: str) -> str:
    return next((kind for end, kind in _KINDS.items() if name.endswith(end)), "text/plain")


def _groups() -> list[Group]:
    """Return the files to download by what they are, without their digests."""
    sizes = dict(_files())
    mine = tuple(File(name, what, sizes.pop(name)) for name, (_, what) in citing.FILES.items() if name in sizes)
    known = releases.versions(site().dataset.dumps)
    changes = tuple(
        File(name, f"from {old} to {new}, as an RDF Patch", sizes.pop(name))
        for old, new in itertools.pairwise(known)
        if (name := releases.patch_name(old, new)) in sizes
    )
    earlier = tuple(
        File(name, f"version {version}", sizes.pop(name))
        for version in reversed(known[:-1])
        for suffix in FORMATS.values()
        if (name := f"{releases.NAME}-{version}.{suffix}.gz") in sizes
    )
    mine += tuple(File(name, what, sizes[name]) for name, what in _BESIDE.items() if name in sizes)
    groups = (
        Group(f"This version{f': {known[-1]}' if known else ''}", mine),
        Group("What changed", changes[::-1]),
        Group("Earlier versions", earlier),
    )
    return [group for group in groups if group.files]


def _files() -> list[tuple[str, int]]:
    """Return name and size of each file, without those that are being written."""
    folder = site().dataset.dumps
    if not folder.is_dir():
        return []
    files = (path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    hidden = {releases.MARK, releases.HISTORY}
    return sorted((path.name, path.stat().st_size) for path in files if path.name not in hidden)
