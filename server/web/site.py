"""What all addresses of an application share: the dataset, the pool of workers, and how IRIs become links."""

from __future__ import annotations

import hashlib
import os
import re
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast
from urllib.parse import quote

from flask import current_app, g, request

from server.search import NAME as INDEX
from server.search import Lists, find
from server.store.checkpoint import CURRENT
from server.web.kept import Kept
from server.web.signposts import Where

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.search.entries import Room
    from server.search.finding import Finding
    from server.store.dataset import Dataset
    from server.store.records import Fate
    from server.web.admission import Admission
    from server.web.people.reports import Box
    from server.web.watching import Tally
    from server.workers.answer import Answer, Job
    from server.workers.pool import Pool
    from server.workers.writing import Scribe

_T = TypeVar("_T")
_KEPT = 256
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?\Z")
_HERE = Path(__file__).parent


@dataclass(slots=True)
class Site:
    """A dataset on the web. `pool` answers queries, `scribe` writes; nothing here opens the store.

    `admission` lets queries in, `tally` counts. `token` is what a client must know to write; with "" nobody can.
    Queries of `slow` seconds or more are logged in full.
    """

    dataset: Dataset
    pool: Pool
    scribe: Scribe
    admission: Admission
    tally: Tally
    max_rows: int = 0
    token: str = ""
    stamp: str = ""
    slow: float = 1.0
    box: Box | None = None
    kept: Kept = field(default_factory=Kept)
    _cache: OrderedDict[tuple[str, str], object] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _current: str = ""

    def __post_init__(self) -> None:
        self._current = str(self.dataset.folder / "checkpoints" / CURRENT)

    @property
    def base(self) -> str:
        """What all IRIs of the dataset begin with: fixed, whatever host serves it."""
        return self.dataset.base

    @property
    def version(self) -> str:
        """The dataset's version: another one, other answers."""
        try:  # asked several times for each request: a Path would take ten times as long
            return os.readlink(self._current)  # noqa: PTH115
        except OSError:
            return "0"

    def ask(self, job: Job) -> Answer:
        """Answer a visitor's own query, on his account. Raises QueryProblem, and Problem 429 when he asks too much.

        What was spent on reading the request and on waiting is taken off the deadline.
        """
        begun = g.get("begun", time.monotonic())
        ticket = self.admission.enter(request.remote_addr or "")
        try:
            left = max(0.0, self.pool.deadline - (time.monotonic() - begun))
            return self.pool.run(job, deadline=left, then=ticket.leave)
        except BaseException:
            ticket.leave()
            raise

    def once(self, key: str, make: Callable[[], _T]) -> _T:
        """Return what `make` gives, made once for a version of the dataset."""
        full = (self.version, key)
        with self._lock:
            if full in self._cache:
                self._cache.move_to_end(full)
                return cast("_T", self._cache[full])
        made = make()
        with self._lock:
            for other in [other for other in self._cache if other[0] != full[0]]:
                del self._cache[other]  # an older version's index is not held open, so that it can be taken over
            self._cache[full] = made
            while len(self._cache) > _KEPT:
                self._cache.popitem(last=False)
        return made

    def etag(self, *parts: str) -> str:
        """Return a tag that changes with the dataset, the software and the given parts."""
        return hashlib.sha256("\0".join((self.version, self.stamp, *parts)).encode()).hexdigest()[:24]

    def text_of(self, graph: str) -> str:
        """Return the canonical text of the public version of an article, by its graph's IRI; "" where there is none."""
        with self.dataset.ledger() as ledger:
            return ledger.text_of(graph)

    def find(self, asked: str, room: Room, most: int) -> tuple[Finding, ...]:
        """Return what words find in a room of the index, the best first. Raises NoIndexError where it has none."""
        checkpoint = self.dataset.checkpoint
        return find(checkpoint / INDEX, asked, room, most) if checkpoint else ()

    @property
    def lists(self) -> Lists:
        """The lists that the index of the current version gives."""

        def made() -> Lists:
            checkpoint = self.dataset.checkpoint
            return Lists(checkpoint / INDEX if checkpoint else None)

        return self.once("lists", made)

    def fate_of(self, iri: str) -> Fate | None:
        """Return what became of a graph or a thing that is no more, None where there never was one."""
        with self.dataset.ledger() as ledger:
            return ledger.fate_of(iri)

    def link(self, iri: str) -> str:
        """Return the address on this host where an IRI of the dataset is shown to people; other IRIs as they are.

        Only http(s) becomes a link: of others "" is returned.
        """
        if not iri.startswith(self.base):
            return iri if iri.startswith(("http://", "https://")) else ""
        path, mark, fragment = iri.removeprefix(self.base).partition("#")
        if path.startswith("id/"):
            path = "page/" + path.removeprefix("id/")
        return f"{request.script_root}/{quote(path, safe='/~:@!$&()*+,;=')}{mark}{fragment}"


def here() -> str:
    """Return the address, without a slash at its end, at which the visitor sees this site; a proxy may tell of it."""
    told, host = request.headers.get("X-Forwarded-Proto", ""), request.headers.get("X-Forwarded-Host", "")
    scheme = told if told in {"http", "https"} else request.scheme
    return f"{scheme}://{host if _HOST.match(host) else request.host}{request.script_root}"


def where(root: str) -> Where:
    """Return where the dataset is visited, under an address or a path."""
    dataset = site().dataset
    return Where(root, dataset.base, dataset.licence, dataset.publisher)


def site() -> Site:
    """Return the site of the application that answers the current request."""
    found = current_app.extensions["communique"]
    assert isinstance(found, Site)
    return found


def software_stamp() -> str:
    """Return a digest of what besides the data shapes answers: the version, and the templates and static files."""
    digest = hashlib.sha256(version("communique").encode())
    for folder in ("templates", "static"):
        for path in sorted((_HERE / folder).rglob("*")):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()
