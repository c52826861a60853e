"""Shards made into a dataset: into its ledger first, shard after shard, then the store at once."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.inputs.refusal import Refusal
from server.bulk.shard import DONE, ShardError, mark_of, read_shard
from server.store.build import build
from server.store.dataset import Writer, open_or_make
from server.store.folder import locked, room
from server.store.harvest import Harvest
from server.store.ledger import APPLIED, Ledger
from server.store.publish import publish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from extractors.copies import Copies
    from ontology.facts import Article
    from server.bulk.shard import Done
    from server.store.dataset import Dataset
    from server.store.records import Version

    Told = Callable[[str, int, int], None]

_AT_ONCE = 1000
"""From so many articles on that the store has not, it is made anew, if it has no more than these itself."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of shards: how many inputs went which way, and whether the store was made at once."""

    dataset: Dataset
    counts: Counter[str]
    whole: bool

    def __str__(self) -> str:
        there = self.counts["there already"]
        shown = [f"{self.counts['shards']:,} shards" + (f" ({there:,} there already)" if there else "")]
        shown += [f"{self.counts[name]:,} {name}" for name in ("new", "replaced", "unchanged")]
        shown += [
            f"{n:,} {name}" for name in ("flagged", "copies", "quarantined", "refused") if (n := self.counts[name])
        ]
        return ", ".join(shown)


class _Ledger:
    """Records what comes, and shows nothing: the store is made afterwards."""

    swapped_in = 0.0

    def __init__(self, dataset: Dataset, ledger: Ledger) -> None:
        self.dataset, self.ledger = dataset, ledger

    def record(self, versions: Iterable[Version]) -> int:
        """Write versions durably."""
        with room(self.dataset.folder):
            return self.ledger.record(versions)

    def show(self) -> None:
        """Do nothing."""


def load(
    folder: Path,
    shards: Iterable[Path],
    base: str | None = None,
    *,
    today: date | None = None,
    jobs: int = 0,
    at_once: int = _AT_ONCE,
    told: Told = lambda _what, _done, _total: None,
) -> Loaded:
    """Bring shards into the dataset of a folder, which is made where there is none; stopped anywhere, it goes on.

    The result is that of publishing their articles in the same order. Raises ShardError where there are none, where one
    is damaged, or where their bases differ; DatasetError as `Writer` does.
    """
    marks = list(_marks(shards))
    if not marks:
        raise ShardError("there are no shards: make them with 'communique extract --shards'")
    bases = {mark.base for _, mark in marks}
    if len(bases) > 1:
        raise ShardError(
            f"the shards differ in their base ({' and '.join(sorted(bases))}): load them into two datasets"
        )
    (shared,) = bases
    if base is not None and base != shared:
        raise ShardError(f"the shards were made with --base {shared}: leave --base out, or extract them again")
    counts = Counter[str]()
    with locked(folder):
        dataset = open_or_make(folder, shared, plain=None)
        with Ledger(folder) as ledger:
            ledger.set("base", dataset.base)
            copies = _copies(marks)
            for number, (place, mark) in enumerate(marks, start=1):
                counts["shards"] += 1
                key = f"shard {mark.name}"
                known = ledger.setting(key) == f"{mark.facts} {mark.articles}"
                counts["there already"] += known
                if not known or copies is not None:
                    counts.update(_record(_Ledger(dataset, ledger), place, mark, today, copies, known=known))
                ledger.set(key, f"{mark.facts} {mark.articles}")
                told("recording shards", number, len(marks))
            applied, last = int(ledger.setting(APPLIED) or 0), ledger.last()
        whole = not dataset.store and last - applied >= max(at_once, applied)  # one elsewhere is filled by its writer
        if whole:
            with room(folder):
                build(folder, dataset.base, jobs or min(os.cpu_count() or 1, 16), told)
    with Writer(folder):
        pass  # on opening it shows what is recorded
    told("counting, and the index", 1, 1)
    return Loaded(dataset, counts, whole)


def _marks(shards: Iterable[Path]) -> Iterator[tuple[Path, Done]]:
    for place in shards:
        if not place.is_dir():
            raise ShardError(f"{place}: there is no such folder")
        for path in sorted(place.glob(f"*{DONE}")):
            mark = mark_of(place, path.name.removesuffix(DONE))
            if mark is None:
                raise ShardError(f"{path}: its shard is not whole; say 'communique extract --shards' again")
            yield place, mark


def _copies(marks: list[tuple[Path, Done]]) -> Copies | None:
    """Return what tells copies across shards, None where they were not made of news alone."""
    if not any(mark.news for _, mark in marks):
        return None
    from extractors.copies import Copies  # noqa: PLC0415 - an extra

    return Copies()


def _record(
    writer: _Ledger, place: Path, mark: Done, today: date | None, copies: Copies | None, *, known: bool
) -> Counter[str]:
    """Record a shard; of one that is known only the texts are kept in mind, of which others may be copies."""
    found = Counter[str]()
    read: dict[str, Harvest] = {}

    def items() -> Iterator[Article | Refusal]:
        for item, signature in read_shard(place, mark):
            article = item.article if isinstance(item, Harvest) else None
            copy = copies.refusal(article, signature) if copies and article and signature else None
            if known:
                continue
            if copy is not None:
                found["copies"] += 1
                writer.ledger.refuse(copy.source, copy.reason, copy.advice)
            elif isinstance(item, Refusal) or article is None:
                assert isinstance(item, Refusal)
                yield item
            else:
                read.clear()  # what was asked for is published by now
                read[article.digest] = item
                yield article

    summary = publish(writer, items(), lambda article: read[article.digest], today=today)
    names = ("new", "replaced", "unchanged", "flagged", "quarantined", "refused")
    return found + Counter({name: getattr(summary, name) for name in names})
