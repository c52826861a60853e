"""`dump`, `verify`, `rebuild`, `backup`, `restore`, `stats` and `serve`: the commands on a dataset that is there."""

from __future__ import annotations

import gzip
import json
import sys
from typing import IO, TYPE_CHECKING

from server.commands.checking import checked
from server.commands.errors import CommandError
from server.search import is_usable
from server.store.backup import backup, restore
from server.store.dataset import Writer, open_dataset
from server.store.dumps import put, write
from server.store.engine import near
from server.store.errors import DatasetError
from server.store.patch import PatchError, write_patch
from server.store.releases import write_all
from server.store.stats import stats

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from server.store.dataset import Dataset
    from server.store.engine import Store


def run_dump(args: argparse.Namespace) -> int:
    """Write a dataset to standard output or to a file with its digest beside it; return the exit status."""
    store = open_dataset(args.dataset, args.store).read_only()
    if args.format == "csv":
        return _dump_tables(store, args.output)
    if args.patch is not None and args.format != "nquads":
        raise CommandError("--patch goes with --format nquads: it compares two such dumps")

    def made(output: IO[bytes]) -> None:
        if args.patch is None:
            write(store, output, args.format)
        else:
            write_patch(store, args.patch, output)

    try:
        if args.output is None or str(args.output) == "-":
            made(sys.stdout.buffer)
            sys.stdout.flush()
        else:
            found = put(args.output, made)
            sys.stderr.write(f"{found}  {args.output}\n")
    except (PatchError, gzip.BadGzipFile, EOFError) as error:
        raise CommandError(str(error) if isinstance(error, PatchError) else f"{args.patch}: {error}", 1) from None
    return 0


def _dump_tables(store: Store, folder: Path | None) -> int:
    if folder is None or str(folder) == "-":
        raise CommandError("--format csv writes several files: say where to with --output DIR")
    if folder.exists() and not folder.is_dir():
        raise CommandError(f"{folder} is no folder: --format csv writes several files, into a folder")
    from server.tables import write_tables  # noqa: PLC0415 - the other commands need no maps

    with near(store) as copy:
        sums = write_tables(copy, folder)
    for name, found in sums.items():
        sys.stderr.write(f"{found}  {folder / name}\n")
    return 0


def run_verify(args: argparse.Namespace) -> int:
    """Check a dataset and print what is wrong with it; return 1 where anything was."""
    dataset = open_dataset(args.dataset)
    findings = 0
    for finding in checked(args.dataset, store=args.store, rebuild=args.rebuild):
        findings += 1
        sys.stdout.write(f"{finding}\n")
    if findings:
        advice = "say 'communique restore' with a copy" if args.rebuild else "say 'communique verify --rebuild'"
        number = "1 finding" if findings == 1 else f"{findings} findings"
        sys.stderr.write(f"communique: {args.dataset}: {number}; {advice}\n")
        return 1
    with dataset.ledger() as ledger:
        public = ledger.counts()["public"]
    sys.stdout.write(f"{args.dataset}: sound ({public} articles)\n")
    return 0


def run_rebuild(args: argparse.Namespace) -> int:
    """Make the store of a dataset anew from its ledger; return the exit status."""
    open_dataset(args.dataset)
    with Writer(args.dataset, rebuild=True) as writer:
        public = writer.ledger.counts()["public"]
        if args.dumps:
            write_all(writer.dataset)
    sys.stdout.write(f"{args.dataset}: made anew from the ledger ({public} articles)\n")
    return 0


def run_backup(args: argparse.Namespace) -> int:
    """Copy a dataset; return the exit status."""
    public = backup(open_dataset(args.dataset), args.target)
    sys.stdout.write(f"{args.target}: a copy of {args.dataset} ({public} articles)\n")
    return 0


def run_restore(args: argparse.Namespace) -> int:
    """Make a dataset from a copy; return the exit status."""
    public = restore(args.source, args.dataset)
    if args.dumps:
        write_all(open_dataset(args.dataset))
    sys.stdout.write(f"{args.dataset}: made from {args.source} ({public} articles)\n")
    return 0


def run_stats(args: argparse.Namespace) -> int:
    """Print how much a dataset holds; return the exit status."""
    counts = stats(open_dataset(args.dataset))
    if args.format == "json":
        sys.stdout.write(json.dumps(counts, indent=2) + "\n")
        return 0
    for heading, lines in counts.items():
        sys.stdout.write(f"{heading}\n")
        for name, number in lines.items():
            sys.stdout.write(f"  {name:<20} {number:>12,}\n")
    return 0


def _make_searchable(dataset: Dataset) -> None:
    """Make the index of a dataset that an older version wrote without one; where that cannot be, say so."""
    if dataset.checkpoint is None or is_usable(dataset.checkpoint):
        return
    try:
        Writer(dataset.folder).close()
    except DatasetError as error:
        sys.stderr.write(
            f"communique: {dataset.folder}: an older version wrote it, so that nothing can be searched or listed until"
            f" 'communique rebuild' or 'publish' ({error.reason})\n"
        )


def run_serve(args: argparse.Namespace) -> int:
    """Serve a dataset until it is told to stop; return the exit status."""
    if args.plain:
        Writer(args.dataset, args.base, plain=True).close()  # made, where there was none
    elif args.base:
        raise CommandError("--base goes with --plain: a dataset that is there has its base")
    dataset = open_dataset(args.dataset, args.store)
    dataset.read_only()  # says what is wrong where nothing can be served
    _make_searchable(dataset)
    from server.web.serve import serve  # noqa: PLC0415 - the other commands need no web server

    serve(
        dataset,
        args.host,
        args.port,
        workers=args.workers,
        deadline=args.deadline,
        memory=args.memory * 1024 * 1024,
        max_rows=args.max_rows,
        behind_proxy=args.behind_proxy,
    )
    return 0
