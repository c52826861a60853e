"""`extract` and `publish`: the commands that read articles."""

from __future__ import annotations

import functools
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

import pyoxigraph as ox

from extractors.article import Refusal, articles, expected
from extractors.net.fetch import Options
from extractors.net.fetcher import Fetcher
from extractors.net.follow import Followed
from extractors.net.online import is_address, online
from ontology.prefixes import WRITTEN
from ontology.uris import check_base
from server.commands.errors import CommandError
from server.commands.progress import Progress
from server.commands.shards import run_shards
from server.store.dataset import Writer
from server.store.harvest import Harvest, harvest, harvest_all
from server.store.merge import merge
from server.store.nquads import parsed
from server.store.publish import publish
from server.store.releases import write_all

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from ontology.facts import Article
    from server.store.publish import Summary

_FEW = 6
"""Up to so many articles a second process costs more time than it saves."""


def run_extract(args: argparse.Namespace) -> int:
    """Write the facts of articles to standard output, article by article; return the exit status."""
    if args.shards is not None:
        return run_shards(args)
    if args.engine != "local" or args.only_news:
        raise CommandError("--engine and --only-news go with --shards")
    total = _expected(args.source)
    progress = Progress(total)
    refused = 0

    def facts() -> Iterator[bytes]:
        nonlocal refused
        reader = functools.partial(harvest, base=_base(args.base), model=args.model, reader=args.reader)
        for done, item in enumerate(harvest_all(_items(args), reader, _jobs(args.jobs, total)), start=1):
            problem = item.kept_back() if isinstance(item, Harvest) else item
            if problem is None and isinstance(item, Harvest):
                yield item.nquads
            elif problem is not None:
                refused += 1
                progress.clear()
                _warn(str(problem))
            progress.at(done)
        progress.clear()

    write_facts(facts(), args.format, sys.stdout.buffer)
    return 1 if refused else 0


def write_facts(facts: Iterable[bytes], form: str, output: IO[bytes]) -> None:
    """Write N-Quads of articles in a format; each as soon as it is there, but Turtle, which is merged from all."""
    if form == "turtle":
        quads = merge(quad for nquads in facts for quad in parsed(nquads))
        ox.serialize((quad.triple for quad in quads), output, format=ox.RdfFormat.TURTLE, prefixes=WRITTEN)
        return
    if form == "jsonld":
        output.write(b"[")
    for number, nquads in enumerate(facts):
        if form == "nquads":
            output.write(nquads)
        elif form == "trig":
            text = _serialised(nquads, ox.RdfFormat.TRIG)
            head = text.index(b"\n<") + 1 if number else 0  # the prefixes are said once
            output.write(text[head:])
        else:
            text = _serialised(nquads, ox.RdfFormat.JSON_LD).strip()
            output.write((b",\n" if number else b"\n") + text[1:-1])
        output.flush()
    if form == "jsonld":
        output.write(b"\n]\n")
    output.flush()


def _serialised(nquads: bytes, form: ox.RdfFormat) -> bytes:
    return ox.serialize(parsed(nquads), format=form, prefixes=WRITTEN) or b""


def run_publish(args: argparse.Namespace) -> int:
    """Publish articles into a dataset; return the exit status."""
    if args.follow:
        return _follow(args)
    total = _expected(args.source)
    with Writer(args.dataset, args.base, store=args.store) as writer:
        for source in args.source:
            name = source if is_address(source) else "standard input" if source == "-" else str(Path(source))
            writer.ledger.forget(name, below=not is_address(source))
        return _published(args, writer, _items(args), total)


def _follow(args: argparse.Namespace) -> int:
    """Publish what is new in feeds until somebody ends it; others may write to the dataset between two rounds."""
    if other := next((source for source in args.source if not is_address(source)), ""):
        raise CommandError(f"--follow is for the addresses of feeds, and {other!r} is none")
    followed = Followed(args.source, args.every)
    with Fetcher(Options(private=args.private_addresses)) as fetcher:
        while True:
            with Writer(args.dataset, args.base, store=args.store) as writer:
                known = functools.partial(_is_known, writer)
                _published(args, writer, followed.articles(fetcher, known, args.published), None)
            try:
                time.sleep(followed.pause())
            except KeyboardInterrupt:
                return 0


def _is_known(writer: Writer, url: str) -> bool:
    return writer.ledger.newest_digest(url) != ""


def _published(args: argparse.Namespace, writer: Writer, items: Iterable[Article | Refusal], total: int | None) -> int:
    """Publish articles, say how that went, and return the exit status."""
    progress = Progress(total)

    def told(summary: Summary, refusal: Refusal | None) -> None:
        if refusal:
            progress.clear()
            _warn(str(refusal))
        progress.at(summary.done)

    reader = functools.partial(harvest, base=writer.dataset.base, model=args.model, reader=args.reader)
    today = datetime.now(UTC).date()
    jobs = _jobs(args.jobs, total)
    summary = publish(writer, items, reader, jobs=jobs, again=args.again, today=today, told=told)
    progress.clear()
    if args.dumps:
        write_all(writer.dataset)
    counts = {"new": summary.new, "replaced": summary.replaced, "unchanged": summary.unchanged}
    unusual = {"flagged": summary.flagged, "quarantined": summary.quarantined, "refused": summary.refused}
    shown = [f"{n} {name}" for name, n in counts.items()] + [f"{n} {name}" for name, n in unusual.items() if n]
    sys.stdout.write(f"{args.dataset}: {', '.join(shown)}\n")
    sys.stdout.flush()
    return 1 if summary.refused or summary.quarantined else 0


def _items(args: argparse.Namespace) -> Iterator[Article | Refusal]:
    with Fetcher(Options(private=args.private_addresses)) as fetcher:
        for source in args.source:
            if is_address(source):
                yield from online(source, fetcher, published=args.published)
            else:
                yield from articles(_source(source), published=args.published, url=args.url)


def _source(text: str) -> Path | Literal["-"]:
    return "-" if text == "-" else Path(text)


def _expected(sources: list[str]) -> int | None:
    """Return how many articles are to come: it is counted only where the number is of use."""
    counts = [None if is_address(source) else expected(_source(source)) for source in sources]
    return None if None in counts else sum(filter(None, counts))


def _jobs(asked: int, total: int | None) -> int:
    if asked:
        return asked
    return 1 if total is not None and total <= _FEW else min(os.cpu_count() or 1, 16)


def _base(text: str) -> str:
    try:
        return check_base(text)
    except ValueError as error:
        raise CommandError(str(error)) from None


def _warn(text: str) -> None:
    sys.stderr.write(f"communique: {text}\n")
