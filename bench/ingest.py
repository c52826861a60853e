"""How fast extracted articles become a dataset, beside the bare engine that is given the same quads."""

from __future__ import annotations

import functools
import os
import resource
import tempfile
import time
from dataclasses import astuple, dataclass
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
"""The least share of the bare engine's rate that ingest is to reach, shapes and all."""
SEEN = 2.0
"""Seconds after which an acknowledged article is to be visible."""
_PARTS = 4
"""The run is told in so many parts: what grows with the dataset shows."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Articles a second, by the clock and by the processor's time of this process."""

    wall: float
    cpu: float

    def line(self, name: str) -> str:
        """Return the figures on one line."""
        return f"  {name:<44} {self.wall:8.1f} articles/s   {self.cpu:8.1f} a processor second"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a run: its rate, the longest time from acknowledged to visible in it, and the memory at its end."""

    rate: Rate
    waited: float
    memory: float

    def line(self, end: int) -> str:
        """Return the figures on one line."""
        return (
            f"    up to {end:>7}: {self.rate.wall:6.1f} articles/s, {self.rate.cpu:6.1f} a processor second;"
            f" visible within {self.waited:.1f} s; {self.memory:.0f} MB"
        )


def facts(article: Article) -> tuple[ox.Quad, ...]:
    """Return the facts of a made-up article."""
    return graph(story(int(article.url.rpartition("/")[2])).report, DEFAULT_BASE)


def read(article: Article) -> Harvest:
    """Read a made-up article as a reader does: its facts, held against the shapes."""
    return checked(article, facts(article))


def checked(article: Article, quads: tuple[ox.Quad, ...]) -> Harvest:
    """Return extracted facts as a reader hands them on, once they have been held against the shapes."""
    reasons = tuple(v.message for v in violations(quads))
    return Harvest(article, Scheme(DEFAULT_BASE, article_slug(article)).graph, canonical(quads), "made-up 1", reasons)


def run(count: int, jobs: int) -> tuple[list[str], list[str]]:
    """Measure; return what to print, and what is under its floor."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        some = min(count, 500)
        bare = _bare(folder / "bare", some)
        parts, again = _ingest(folder / "ledger", count)
        whole = _in_processes(folder / "whole", some, jobs)
        size = sum(1 for _ in open_dataset(folder / "ledger").read_only()) / count
    own = _mean([part.rate for part in parts]).cpu
    share, seen = own / bare.cpu, max(part.waited for part in parts)
    load = os.getloadavg()[0]
    lines = [
        f"  {count} made-up articles of 15 events, {size:.0f} quads each when merged; load {load:.1f}",
        bare.line("the bare engine, extend() of the same quads"),
        "  extracted articles: shapes, ledger, fold, merge, index, checkpoints, in one process",
        *(part.line(count * (n + 1) // _PARTS) for n, part in enumerate(parts)),
        again.line("the same again"),
        f"  {f'from facts to what is visible, {jobs} processes':<44} {whole.wall:8.1f} articles/s",
        f"  share of the bare engine's rate {share:.2f}; acknowledged to visible at most {seen:.1f} s",
    ]
    under = [f"ingest: {share:.2f} of the bare engine's rate is under {SHARE:.2f}"] * (share < SHARE)
    under += [f"ingest: the same again takes {own / again.cpu:.2f} of the time"] * (again.cpu < 10 * own)
    under += [f"ingest: an article waited {seen:.1f} s to be visible, more than {SEEN:.1f} s"] * (seen > SEEN)
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


def _ingest(path: Path, count: int) -> tuple[list[Part], Rate]:
    """Publish extracted articles, then the same again; return how the parts went, and the second rate."""
    parts: list[Part] = []
    waits: list[float] = []
    acknowledged: list[float] = []

    def told(_: Summary, __: Refusal | None) -> None:
        acknowledged.append(time.monotonic())

    with Writer(path, DEFAULT_BASE) as writer:
        writer.show = functools.partial(_shown, writer.show, acknowledged, waits)  # type: ignore[method-assign]
        for n in range(_PARTS):
            begin, end = count * n // _PARTS, count * (n + 1) // _PARTS
            rates = []
            for at in range(begin, end, _READY):  # what is read is no part of what is measured here
                some = [one.report.article for one in stories(min(_READY, end - at), at)]
                ready = {article: facts(article) for article in some}
                begun = _now()
                publish(writer, some, lambda article, ready=ready: checked(article, ready[article]), told=told)  # type: ignore[misc]
                rates.append(_rate(len(some), begun))
            parts.append(Part(_mean(rates), max(waits, default=0.0), _memory()))
            waits.clear()
    articles = [one.report.article for one in stories(min(count, _READY))]
    with Writer(path) as writer:
        begun = _now()
        publish(writer, articles, read)
        return parts, _rate(len(articles), begun)


_READY = 500
"""How many articles' facts are made before they are published: memory is that of the dataset, not of the test."""


def _in_processes(path: Path, count: int, jobs: int) -> Rate:
    articles = [one.report.article for one in stories(count)]
    with Writer(path, DEFAULT_BASE) as writer:
        begun = _now()
        publish(writer, articles, read, jobs=jobs)
        return _rate(count, begun)


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


def _mean(rates: list[Rate]) -> Rate:
    """Return the rate of all, from those of shares of one size."""
    return Rate(*(len(some) / sum(1 / one for one in some) for some in zip(*map(astuple, rates), strict=True)))


def _memory() -> float:
    """Return the megabytes of memory that this process has now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1]) if Path("/proc/self/statm").exists() else 0
    return pages * resource.getpagesize() / (1 << 20)
