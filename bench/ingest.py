"""How fast extracted articles become a dataset, beside the bare engine that is given the same quads."""

from __future__ import annotations

import functools
import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from bench.generate import stories, story
from ontology.shapes import violations
from ontology.triples import graph
from ontology.uris import DEFAULT_BASE, Scheme, article_slug
from server.store.dataset import Writer, open_dataset
from server.store.harvest import Harvest
from server.store.nquads import canonical
from server.store.publish import publish

if TYPE_CHECKING:
    from collections.abc import Callable

    from extractors.inputs.refusal import Refusal
    from ontology.facts import Article
    from server.store.publish import Summary

SHARE = 1 / 3
"""The least share of the bare engine's rate that ingest without shapes is to reach."""
SEEN = 2.0
"""Seconds after which an acknowledged article is to be visible."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Articles a second, by the clock and by the processor's time of this process."""

    wall: float
    cpu: float

    def line(self, name: str) -> str:
        """Return the figures on one line."""
        return f"  {name:<44} {self.wall:8.1f} articles/s   {self.cpu:8.1f} a processor second"


def read(article: Article, *, shapes: bool) -> Harvest:
    """Return a made-up article's facts as a reader hands them on, held against the shapes or not."""
    quads = graph(story(int(article.url.rpartition("/")[2])).report, DEFAULT_BASE)
    reasons = tuple(v.message for v in violations(quads)) if shapes else ()
    return Harvest(article, Scheme(DEFAULT_BASE, article_slug(article)).graph, canonical(quads), "made-up 1", reasons)


def run(count: int, jobs: int) -> tuple[list[str], list[str]]:
    """Measure; return what to print, and what is under its floor."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare = _bare(folder / "bare", count)
        ledger, again, seen = _ingest(folder / "ledger", count, 1, shapes=False)
        whole, _, _ = _ingest(folder / "whole", count, jobs, shapes=True)
        size = sum(1 for _ in open_dataset(folder / "ledger").read_only()) / count
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    share = ledger.cpu / bare.cpu
    lines = [
        f"  {count} made-up articles of 15 events, {size:.0f} quads each when merged; peak memory {peak:.0f} MB",
        bare.line("the bare engine, extend() of the same quads"),
        ledger.line("ledger, fold, merge, checkpoints"),
        again.line("the same again"),
        f"  {f'the same from facts, with shapes, {jobs} processes':<44} {whole.wall:8.1f} articles/s",
        f"  share of the bare engine's rate {share:.2f}; acknowledged to visible at most {seen:.1f} s",
    ]
    under = [f"ingest: {share:.2f} of the bare engine's rate is under {SHARE:.2f}"] * (share < SHARE)
    under += [f"ingest: the same again takes {ledger.cpu / again.cpu:.2f} of the time"] * (again.cpu < 10 * ledger.cpu)
    return lines, under


def _bare(path: Path, count: int) -> Rate:
    """Give the bare engine what the store holds of each article in the end: its graph, and its share of the merge."""
    every = [graph(one.report, DEFAULT_BASE) for one in stories(count)]
    store = ox.Store(str(path))
    begun = _now()
    for quads in every:
        store.extend(quads)
        store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    store.flush()
    return _rate(count, begun)


def _ingest(path: Path, count: int, jobs: int, *, shapes: bool) -> tuple[Rate, Rate, float]:
    """Publish articles twice; return both rates, and the longest time that an article waited to be seen."""
    articles = [one.report.article for one in stories(count)]
    reader = functools.partial(read, shapes=shapes)
    if not shapes:  # what is read is no part of what is measured here
        ready = {article: reader(article) for article in articles}
        reader = ready.__getitem__  # type: ignore[assignment]
    rates = []
    waits = [0.0]
    acknowledged: list[float] = []

    def told(_: Summary, __: Refusal | None) -> None:
        acknowledged.append(time.monotonic())

    for _ in range(2):
        with Writer(path, DEFAULT_BASE) as writer:
            writer.show = functools.partial(_shown, writer.show, acknowledged, waits)  # type: ignore[method-assign]
            begun = _now()
            publish(writer, articles, reader, jobs=jobs, told=told)
            rates.append(_rate(count, begun))
    return rates[0], rates[1], max(waits)


def _shown(show: Callable[[], Path], acknowledged: list[float], waits: list[float]) -> Path:
    """Let readers see what was acknowledged, and note how long the first of it waited."""
    done = show()
    waits += [time.monotonic() - first for first in acknowledged[:1]]
    acknowledged.clear()
    return done


def _now() -> tuple[float, float]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return time.monotonic(), used.ru_utime + used.ru_stime


def _rate(count: int, begun: tuple[float, float]) -> Rate:
    wall, cpu = (now - then for now, then in zip(_now(), begun, strict=True))
    return Rate(count / wall, count / cpu)
