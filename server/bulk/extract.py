"""One task made into one shard: the work of a process, wherever it runs; done again it changes nothing."""

from __future__ import annotations

import importlib
import resource
import time
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import TYPE_CHECKING

from extractors import READER
from extractors.copies import COPY, signature
from extractors.inputs.refusal import Refusal
from server.bulk.beat import Beat
from server.bulk.shard import Done, ShardError, ShardWriter, mark_of

if TYPE_CHECKING:
    from datetime import date

    from server.bulk.tasks import Task

HARVEST = "server.store.harvest:harvest"
_READS = ("ontology", "extractors", "server.store.harvest", "server.store.nquads")
"""What the facts of an article follow from: another byte in these is another version."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How all tasks are read, and where the shards go; `by` is the function that reads an article, as module:name."""

    folder: str
    base: str
    version: str
    model: str = ""
    reader: str = READER
    published: date | None = None
    news: bool = False
    by: str = HARVEST

    @property
    def key(self) -> str:
        """What a shard follows from beside its input."""
        options = f"{self.base} {self.reader} {self.published or ''} {'news' if self.news else ''}"
        return f"{self.version} {sha256(f'{options} {self.by}'.encode()).hexdigest()[:12]}"


@cache
def reading(model: str = "") -> str:
    """Return the version of what reads: the program and a digest of its rules, other people's extractors, the model.

    Raises NoModelError where there is none.
    """
    from extractors.document import load_model  # noqa: PLC0415 - seconds, for those who read

    found = sha256()
    for name in _READS:
        place = Path(importlib.import_module(name).__file__ or "")
        paths = [place] if place.name != "__init__.py" else sorted(place.parent.rglob("*"))
        for path in paths:
            if path.is_file() and "__pycache__" not in path.parts:
                found.update(f"{name} {path.name}\0".encode() + path.read_bytes())
    plugins = sorted(
        {str(p.dist and f"{p.dist.name} {p.dist.version}") for p in entry_points(group="communique.extractors")}
    )
    parts = (
        "communique",
        version("communique"),
        found.hexdigest()[:16],
        "spaCy",
        version("spacy"),
        load_model(model)[0],
    )
    return " ".join([*parts, *plugins])


def extract(task: Task, settings: Settings) -> Done:
    """Make the shard of a task, unless it is there; return its mark.

    Raises ShardError where this process has another version of the program than the one that planned the work.
    """
    folder = Path(settings.folder)
    key = settings.key
    given = task.digest()
    known = mark_of(folder, task.name)
    if known is not None and (known.input, known.version) == (given, key):
        return replace(known, skipped=True)
    if settings.by == HARVEST and (here := reading(settings.model)) != settings.version:
        raise ShardError(f"a worker reads with {here}, but {settings.version} was asked for; install the same on all")
    begun = time.process_time()
    counts, left_out = Counter[str](), Counter[str]()
    with Beat(folder, task.name) as beat:
        writer = ShardWriter(folder, task.name)
        try:
            _fill(writer, task, settings, beat, counts, left_out)
            mark = Done(task.name, given, key, settings.base, size=task.size, news=settings.news)
            done = writer.finish(replace(mark, counts=_sorted(counts), left_out=_sorted(left_out)))
        finally:
            writer.close()
    for stale in folder.glob(f".{task.name}.*.new"):
        stale.unlink(missing_ok=True)  # of attempts that died as they wrote
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return replace(done, cpu=time.process_time() - begun, peak=peak)


def _fill(
    writer: ShardWriter, task: Task, settings: Settings, beat: Beat, counts: Counter[str], left_out: Counter[str]
) -> None:
    module, _, name = settings.by.partition(":")
    read = getattr(importlib.import_module(module), name)
    number = 0

    def may(behind: int) -> bool:
        nonlocal number
        number += 1
        beat.at(number, counts.total(), behind)
        return number not in beat.fatal

    for item in task.records(settings.published, news=settings.news, left_out=left_out, may=may):
        if isinstance(item, Refusal):
            counts["copies" if item.reason.startswith(COPY) else "refused"] += 1
            writer.add(item)
            continue
        harvest = read(item, settings.base, settings.model, settings.reader)
        counts["quarantined" if harvest.reasons else "articles"] += 1
        writer.add(harvest, signature(item.text) if settings.news else "")


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))
