"""`extract --shards` and `load`: archives made into shards, and shards into a dataset."""

from __future__ import annotations

import functools
import os
import sys
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from extractors.net.online import is_address
from server.bulk import beat, engines
from server.bulk.extract import Settings, extract, reading
from server.bulk.tasks import plan
from server.commands.errors import CommandError
from server.commands.progress import Shards

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from pathlib import Path

    from server.bulk.shard import Done
    from server.bulk.tasks import Task


def run_shards(args: argparse.Namespace) -> int:
    """Make the shards of what is given; return the exit status."""
    if args.url or args.format != "nquads" or "-" in args.source or any(map(is_address, args.source)):
        raise CommandError("--shards takes files, folders and @FILE, writes N-Quads, and goes without --url")
    tasks = plan(args.source, args.slice * 1_000_000)
    folder: Path = args.shards
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(
        str(folder.resolve()),
        args.base,
        reading(args.model),
        args.model,
        args.reader,
        args.published,
        args.only_news,
    )
    found, left_out = Counter[str](), Counter[str]()
    progress = Shards(len(tasks), sum(task.size for task in tasks))
    for done in _worked(args, tasks, settings):
        if done is None:
            progress.between(*beat.heard(folder))
            continue
        found.update(done.counts)
        left_out.update(done.left_out)
        found["shards"] += 1
        found["there already"] += done.skipped
        progress.at(done.size, sum(done.counts.values()), skipped=done.skipped)
    progress.clear()
    sys.stdout.write(f"{folder}: {_told(found, left_out)}\n")
    sys.stdout.flush()
    return 1 if found["refused"] or found["quarantined"] else 0


def _worked(args: argparse.Namespace, tasks: list[Task], settings: Settings) -> Iterator[Done | None]:
    work = functools.partial(extract, settings=settings)
    jobs = args.jobs or min(os.cpu_count() or 1, 16)
    if args.engine == "local":
        return engines.local(tasks, work, min(jobs, len(tasks)))
    return engines.dask(tasks, work, args.engine.partition(":")[2], jobs)


def _told(found: Counter[str], left_out: Counter[str]) -> str:
    shown = [
        f"{found['shards']:,} shards"
        + (f" ({found['there already']:,} there already)" if found["there already"] else "")
    ]
    shown += [f"{found['articles']:,} articles"]
    shown += [f"{found[name]:,} {name}" for name in ("copies", "quarantined", "refused") if found[name]]
    shown += [f"left out {n:,}: {reason}" for reason, n in sorted(left_out.items())]
    return ", ".join(shown)


def run_load(args: argparse.Namespace) -> int:
    """Make or extend a dataset of shards; return the exit status."""
    from server.bulk.load import load  # noqa: PLC0415 - extracting needs no store
    from server.store.releases import write_all  # noqa: PLC0415

    progress = Shards(0, 0)
    summary = load(args.dataset, args.shards, args.base, today=datetime.now(UTC).date(), told=progress.stage)
    progress.clear()
    if args.dumps:
        write_all(summary.dataset)
    sys.stdout.write(f"{args.dataset}: {summary}\n")
    return 1 if summary.counts["refused"] or summary.counts["quarantined"] else 0
