"""The application: its rooms, the pool of workers behind them, and where it is mounted."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from server.store.dataset import Dataset, open_dataset
from server.web import (
    catalog,
    changes,
    crawling,
    describe,
    feeds,
    files,
    front,
    graphs,
    linksets,
    manners,
    ontology,
    openapi,
    pages,
    problems,
    resources,
    sparql,
    tongue,
    watching,
)
from server.web.admission import Admission
from server.web.people import routes as people
from server.web.people.reports import Box
from server.web.reply import Application
from server.web.site import Site, software_stamp
from server.web.watching import Tally
from server.workers.pool import Pool
from server.workers.writing import Scribe

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask import Flask

_PREFIX = re.compile(r"(?:/[\w.~-]+)+\Z", re.ASCII)
_MEBIBYTE = 1 << 20
FOUND = (catalog, changes, crawling, feeds, linksets)
"""The rooms by which others find the dataset, and follow it."""
_WRITING = 30.0
_BUDGET = 6


def create_app(
    dataset: Path | str | Dataset,
    *,
    workers: int = 2,
    deadline: float = 10.0,
    memory: int = 1024 * _MEBIBYTE,
    max_rows: int = 0,
    token: str | None = None,
) -> Flask:
    """Return the application that serves a dataset; its workers end with it, or with `close(app)`.

    `workers` is how many short queries run at once, `deadline` how many seconds a query may take, `memory` how many
    bytes of address space one may use, `max_rows` how many rows an answer may have (0: any number). `token` allows
    writes; by default it is COMMUNIQUE_TOKEN. Raises DatasetError where there is no dataset.
    """
    chosen = dataset if isinstance(dataset, Dataset) else open_dataset(Path(dataset))
    app = Application(__name__, static_folder=None)
    app.url_map.strict_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = 64 * _MEBIBYTE
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    far = chosen.store != ""
    pool = Pool(lambda: chosen.place, workers=workers, deadline=deadline, memory=memory, sockets=far)
    allowed = os.environ.get("COMMUNIQUE_TOKEN", "") if token is None else token
    scribe = Scribe(chosen, deadline=max(deadline, _WRITING), memory=memory)
    box = Box(chosen.folder / "reports.jsonl")
    # a client may have half of what could run at once, and as many queries wait as there are threads to spare
    admission = Admission(budget=_BUDGET * deadline, at_once=max(2, 2 * workers), patience=deadline)
    site = Site(chosen, pool, scribe, admission, Tally(), max_rows, allowed, software_stamp(), deadline / 2, box)
    app.extensions["communique"] = site
    app.jinja_env.globals.update(link=site.link)
    for room in (front, sparql, graphs, resources, ontology, describe, openapi, *FOUND, watching, people, files):
        app.register_blueprint(room.blueprint)
    pages.register(app)
    tongue.register(app)
    problems.register(app)
    manners.register(app)
    watching.register(app)
    app.wsgi_app = Mount(app.wsgi_app, urlsplit(site.base).path)  # type: ignore[method-assign]
    return app


def close(app: Flask) -> None:
    """End the workers of an application."""
    site = app.extensions["communique"]
    assert isinstance(site, Site)
    site.pool.close()


class Mount:
    """Lets an application answer below the path of its base IRI, and below the prefix that a proxy tells of.

    Links are written without host and scheme, so that a visitor stays where he came in.
    """

    def __init__(self, inner: WSGIApplication, path: str) -> None:
        self._inner = inner
        self._path = unquote(path).rstrip("/")

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request below the path or the prefix, or at the root."""
        prefix = environ.get("HTTP_X_FORWARDED_PREFIX", "").rstrip("/")
        if _PREFIX.match(prefix) and ".." not in prefix:
            environ["SCRIPT_NAME"] = prefix
            environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix(prefix) or "/"
        elif self._path and f"{environ['PATH_INFO']}/".startswith(self._path + "/"):
            environ["SCRIPT_NAME"] = self._path
            environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix(self._path) or "/"
        return self._inner(environ, start_response)
