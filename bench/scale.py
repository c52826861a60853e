"""How cost grows with the number of articles: loading, size, checkpoints, memory, and the latency of every question.

Articles are those of `bench.generate`, and what an extractor would read from them is what they were made of: reading so
many would take hours and is linear anyway, article by article. `python -m bench scale --read` measures that part. Times
are those of the processor, so that what else the machine does changes little; the load average tells how much that was.
"""

from __future__ import annotations

import math
import multiprocessing
import os
import resource
import statistics
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from bench.generate import day_of, happening, holder, stories, story, term_of
from ontology.prefixes import WRITTEN
from ontology.triples import graph
from ontology.uris import DEFAULT_BASE, Scheme, article_slug
from queries.catalogue import catalogue
from server.bulk.load import load
from server.bulk.shard import Done, ShardWriter, mark_of
from server.store.dataset import Writer, open_dataset
from server.store.harvest import Harvest
from server.store.nquads import canonical
from server.store.publish import publish

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ontology.facts import Article
    from queries.catalogue import Question

SHARD = 500
"""Articles in a shard."""
LINEAR = 1.1
"""Up to this exponent a cost counts as growing in step with the articles."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of so many articles: figures by name, and CPU seconds that each stage and question took."""

    articles: int
    costs: Mapping[str, float]
    stages: Mapping[str, float]
    questions: Mapping[str, float] = field(default_factory=dict)


def read(article: Article) -> Harvest:
    """Return the facts of which a made-up article was made."""
    quads = graph(story(int(article.url.rpartition("/")[2])).report, DEFAULT_BASE)
    return Harvest(article, Scheme(DEFAULT_BASE, article_slug(article)).graph, canonical(quads), "made-up 1")


def shards(folder: Path, count: int) -> Path:
    """Write the shards of so many articles, those that are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for begin in range(0, count, SHARD):
        name = f"made-up-{begin:09d}"
        if mark_of(folder, name) is None:
            writer = ShardWriter(folder, name)
            for one in stories(min(SHARD, count - begin), begin):
                writer.add(read(one.report.article))
            writer.finish(Done(name, f"{count} {begin}", "made-up", DEFAULT_BASE))
            writer.close()
    return folder


def measure(made: Path, folder: Path, count: int) -> Figures:
    """Load shards into a new dataset and ask it everything; run in a process of its own, for its memory."""
    stages: defaultdict[str, float] = defaultdict(float)
    then = used = _cpu()

    def told(what: str, _done: int, _total: int) -> None:
        nonlocal then
        now = _cpu()
        stages[what] += now - then
        then = now

    begun = time.monotonic()
    load(folder, [made], jobs=1, at_once=1, told=told)
    costs = {"load, s by the clock": time.monotonic() - begun, "load, CPU s": _cpu() - used}
    costs |= {f"  {name}, CPU s": seconds for name, seconds in stages.items()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    store = open_dataset(folder).read_only()
    costs["quads"] = sum(1 for _ in store)
    costs["triples of the merged graph"] = sum(1 for _ in store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    costs |= {f"{name}, bytes": _size(folder / name) for name in ("ledger.sqlite", "store", "search.sqlite")}
    costs["memory of the load, MB"] = peak
    with Writer(folder) as writer:
        times = []
        for _ in range(5):
            begun = time.monotonic()
            writer.freeze()
            times.append((time.monotonic() - begun) * 1000)
        costs["a checkpoint, ms"] = statistics.median(times)
        begun = time.process_time()
        publish(writer, [story(count).report.article], read)
        costs["one more article, CPU ms"] = (time.process_time() - begun) * 1000
    store = open_dataset(folder).read_only()
    asked = {}
    for question in catalogue():
        times = []
        while len(times) < 3 and sum(times) < 1:
            begun = time.process_time()
            answer = store.query(question.bound(values(question, count)), prefixes=dict(WRITTEN))
            assert isinstance(answer, ox.QuerySolutions)
            answer.serialize(format=ox.QueryResultsFormat.JSON)
            times.append(time.process_time() - begun)
        asked[question.name] = min(times)
    return Figures(count, costs, dict(stages), asked)


def values(question: Question, count: int) -> dict[str, str]:
    """Return values for a question's parameters that so many made-up articles have something to say about."""
    day = day_of(count // 2)
    one, two = (state for state, _ in happening(0, count // 80).sides)
    person = holder(one, "foreign-minister", term_of(one, "foreign-minister", day))
    texts = {
        "person": person, "name": person, "speaker": person, "words": person, "office": f"foreign minister of {one}",
        "other": two, "whom": two, "target": two, "to": two, "publisher": "Wire 1", "place": "Lima",
        "article": f"The day in brief, no. {count // 2}", "topic": "meeting", "rule": "made-up", "below": "0.95",
    }  # fmt: skip
    dates = {"day": str(day), "from": str(day_of(0)), "to": str(day_of(count))}
    return {
        p.name: dates[p.name] if p.type == "date" else p.default if p.type == "iri" else texts.get(p.name, one)
        for p in question.parameters
    }


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """Return k of the cost = c * articles^k that fits points best, by least squares of logarithms."""
    logs = [(math.log(x), math.log(max(y, 1e-9))) for x, y in points]
    mean = [statistics.mean(axis) for axis in zip(*logs, strict=True)]
    spread = sum((x - mean[0]) ** 2 for x, _ in logs)
    return sum((x - mean[0]) * (y - mean[1]) for x, y in logs) / spread if spread else math.nan


def run(counts: list[int], work: Path | None = None) -> list[str]:
    """Measure each number of articles and print as it goes; return the table of all with their exponents."""
    found: list[Figures] = []
    with tempfile.TemporaryDirectory() as name:
        place = work or Path(name)
        print(
            f"  {datetime.now(UTC):%Y-%m-%d %H:%M}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True
        )
        for count in sorted(counts):
            made = shards(place / f"shards-{count}", count)
            context = multiprocessing.get_context("spawn")
            with ProcessPoolExecutor(1, mp_context=context) as alone:
                found.append(alone.submit(measure, made, place / f"data-{count}", count).result())
            print("\n".join(one(found[-1])), flush=True)
    return table(found)


def one(figures: Figures) -> list[str]:
    """Return what was measured of one number of articles, as lines."""
    count, costs = figures.articles, figures.costs
    stages = ", ".join(f"{name} {seconds:.1f}" for name, seconds in figures.stages.items())
    slowest = sorted(figures.questions.items(), key=lambda item: -item[1])[:5]
    rate, busy = costs["quads"] / costs["load, CPU s"], os.getloadavg()[0]
    return [
        f"  {count:,} articles: {costs['quads']:,.0f} quads, {costs['quads'] / count:,.0f} an article",
        f"    load {costs['load, CPU s']:.1f} CPU s ({count / costs['load, CPU s']:.1f} articles/s): {stages}",
        f"    {rate:,.0f} quads a processor second; {costs['load, s by the clock']:.0f} s, load average {busy:.1f}",
        "    slowest questions: " + ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in slowest),
    ]


def table(found: list[Figures]) -> list[str]:
    """Return the figures of all numbers of articles, each line with its exponent and whether it is linear."""
    rows = {name: [(f.articles, f.costs[name]) for f in found] for name in found[0].costs}
    rows |= {
        f"question {name}, CPU ms": [(f.articles, f.questions[name] * 1000) for f in found]
        for name in found[0].questions
    }
    lines = [f"  {'':<40}" + "".join(f"{f.articles:>14,}" for f in found) + f"{'exponent':>12}"]
    for name, points in rows.items():
        k = exponent(points)
        shown = "".join(f"{value:>14,.1f}" if value < 1000 else f"{value:>14,.0f}" for _, value in points)
        lines.append(f"  {name:<40}{shown}{k:>12.2f}" + (" more than linear" if k > LINEAR else ""))
    return lines


def _cpu() -> float:
    every = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in every)


def _size(path: Path) -> int:
    return sum(p.stat().st_size for p in (path.rglob("*") if path.is_dir() else [path]) if p.is_file())
