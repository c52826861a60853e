"""How fast the local engine reads real texts with more processes, and how much memory a worker takes."""

from __future__ import annotations

import functools
import json
import os
import tempfile
import time
from pathlib import Path

from bench.accuracy import cases
from ontology.uris import DEFAULT_BASE
from server.bulk import engines
from server.bulk.extract import Settings, extract, reading
from server.bulk.tasks import plan

SPEED = 1.7
"""How many times as fast two processes are to be as one, on two cores that do nothing else."""
MEMORY = 500
"""MB that a worker may take."""
_SLICE = 20_000


def texts() -> list[dict[str, str]]:
    """Return the texts of the project's own annotated articles, as schema.org objects."""
    own = [case.article for case in (*cases("own"), *cases("practice"))]
    return [{"@type": "NewsArticle", "articleBody": one.text, "datePublished": str(one.published)} for one in own]


def run(count: int, jobs: int) -> list[str]:
    """Read so many articles with one process and with `jobs`; return what to print."""
    own = texts()
    lines = [f"  {count} readings of {len(own)} texts of our own; load average {os.getloadavg()[0]:.1f} before"]
    rates = {}
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        said = [own[number % len(own)] | {"url": f"https://bench.example/{number}"} for number in range(count)]
        (place / "a.jsonl").write_text("\n".join(map(json.dumps, said)) + "\n", "utf-8")
        tasks = plan([str(place / "a.jsonl")], _SLICE)
        for number in (1, jobs):
            (place / f"{number}").mkdir()
            settings = Settings(str(place / f"{number}"), DEFAULT_BASE, reading())
            work = functools.partial(extract, settings=settings)
            ended: list[float] = []
            done = []
            for one in engines.local(tasks, work, number):
                if one:
                    done.append(one)
                    ended.append(time.monotonic())
            # from the first shard of each process on: they have loaded the model by then, and stay busy until the end
            counted = sum(sum(one.counts.values()) for one in done[number:-number])
            seconds = ended[-number - 1] - ended[number - 1]
            rates[number] = counted / seconds
            cpu, peak = sum(one.cpu for one in done) / count, max(one.peak for one in done)
            lines.append(
                f"  {number} processes: {rates[number]:.2f} articles/s, {cpu * 1000:.0f} ms CPU an article,"
                f" at most {peak:.0f} MB a worker; load average {os.getloadavg()[0]:.1f}"
            )
    return [*lines, f"  {jobs} processes are {rates[jobs] / rates[1]:.2f} times as fast as one"]
