"""The store made of the whole ledger at once: for a first load, or where more is to come than is there.

What `view.apply` does article by article is done in three passes here: all articles are folded in their order; the
graphs that follow are written as N-Quads; what they say of each subject is merged, a share of the subjects at a time.
The engine's bulk loader takes the result. Stopped anywhere, it goes on from the last pass or group that was whole.
"""

from __future__ import annotations

import functools
import json
import multiprocessing
import shutil
import zlib
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from ontology.others import SKOS_ALT_LABEL
from server.identity.fold import Fold
from server.identity.resolved import matches
from server.search import NAME as INDEX
from server.store import checkpoint, kept, view
from server.store.changes import by_fact
from server.store.ledger import APPLIED, Ledger
from server.store.merge import ONCE, merged
from server.store.nquads import lines, parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    Told = Callable[[str, int, int], None]

PLACE = ".build"
DECIDED = "matches.sqlite"
_GROUP = 200
"""How many articles are folded, or written, at once."""
_SHARES = 64
"""Into how many shares the subjects are cut: one must fit into memory."""
_ONCE = frozenset(str(term).encode() for term in ONCE)
_ALSO = str(SKOS_ALT_LABEL).encode()


def build(folder: Path, base: str, jobs: int = 1, told: Told = lambda _what, _done, _total: None) -> int:
    """Make store and matches of a dataset's folder anew from its ledger; return how many articles they hold.

    Nobody else may have the dataset open for writing. `told` hears what is done, how much of it, and how much there is.
    The index for searching is left for the next writer to make.
    """
    place = folder / PLACE
    with ExitStack() as stack:
        ledger = stack.enter_context(Ledger(folder))
        key = json.dumps([ledger.last(), base, sorted(ledger.rejected()), [str(c) for c in ledger.changes()]])
        if not (place / "key").is_file() or (place / "key").read_text("utf-8") != key:
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            (place / "key").write_text(key, "utf-8")
        every = [graph for _, graph in ledger.public()]
        _fold(place, ledger, every, told)
        groups = [(number, every[at : at + _GROUP]) for number, at in enumerate(range(0, len(every), _GROUP))]
        run: Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]] = map
        if jobs > 1:
            context = multiprocessing.get_context("forkserver")
            run = stack.enter_context(ProcessPoolExecutor(jobs, mp_context=context)).map
        write = functools.partial(_write, folder, base)
        for done, _ in enumerate(run(write, groups), start=1):
            told("writing graphs", min(done * _GROUP, len(every)), len(every))
        merge = functools.partial(_merge, folder, len(groups))
        for done, _ in enumerate(run(merge, range(_SHARES)), start=1):
            told("merging", done, _SHARES)
        _load(place, folder)
        told("loading", len(every), len(every))
        _swap(place, folder, ledger)
    return len(every)


def _fold(place: Path, ledger: Ledger, every: list[str], told: Told) -> None:
    rejected, apart = ledger.rejected().keys(), ledger.apart()
    mark = place / "folded"
    begin = int(mark.read_text("ascii")) if mark.is_file() else 0
    with Fold(str(place / DECIDED), lambda graph: view.facts(ledger, graph, rejected).items) as fold:
        for at in range(begin, len(every), _GROUP):
            fold.take({graph: view.facts(ledger, graph, rejected).items for graph in every[at : at + _GROUP]}, apart)
            fold.commit()
            mark.write_text(str(at + _GROUP), "ascii")  # a group that is taken again changes nothing
            told("deciding who is who", min(at + _GROUP, len(every)), len(every))


def _write(folder: Path, base: str, group: tuple[int, list[str]]) -> None:
    """Write the graphs of some articles as the store is to hold them, and their lines by shares of subjects."""
    number, graphs = group
    place = folder / PLACE
    if (place / f"graphs-{number}.nq").is_file():
        return
    shares: defaultdict[int, list[bytes]] = defaultdict(list)
    with Ledger(folder, read_only=True) as ledger, Fold(str(place / DECIDED), _none) as fold:
        rejected, changes = ledger.rejected().keys(), by_fact(ledger.changes())
        said = bytearray()
        for graph in graphs:
            meant = fold.meant(graph)
            quads = view.shown(view.facts(ledger, graph, rejected).quads, meant, rejected, changes)
            for line in {f"{quad} .\n".encode() for quad in quads}:
                said += line
                shares[zlib.crc32(line[: line.index(b" ")]) % _SHARES].append(line)
            if quads:
                said += lines(matches(meant.decisions, graph, base))
    for share, some in shares.items():
        (place / f"share-{share}-{number}.nq").write_bytes(b"".join(some))
    _put(place / f"graphs-{number}.nq", bytes(said))


def _merge(folder: Path, groups: int, share: int) -> None:
    """Write what the default graph says of a share of the subjects."""
    place = folder / PLACE
    if (place / f"merged-{share}.nq").is_file():
        return
    by_subject: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for number in range(groups):
        path = place / f"share-{share}-{number}.nq"
        for line in path.read_bytes().splitlines(keepends=True) if path.is_file() else ():
            by_subject[line[: line.index(b" ")]].append(line)
    days: dict[str, str] = {}
    found = bytearray()
    with Ledger(folder, read_only=True) as ledger:
        for some in by_subject.values():
            if _is_plain(some):
                found += b"".join(line[: line.rindex(b" <")] + b" .\n" for line in some)
                continue
            quads = parsed(b"".join(some))
            days.update(ledger.days({quad.graph_name.value for quad in quads} - days.keys()))  # type: ignore[union-attr]
            found += b"".join(f"{quad} .\n".encode() for quad in merged(quads, days))
    _put(place / f"merged-{share}.nq", bytes(found))


def _is_plain(some: list[bytes]) -> bool:
    """Say whether lines of a subject are merged by leaving out their graph, without a look at what they say.

    That is so where one graph alone says them and nothing in it that could be there once and is there more often.
    """
    if len({line[line.rindex(b" <") :] for line in some}) > 1:
        return False
    heads = [line.split(b" ", 2)[1] for line in some]
    once = [head for head in heads if head in _ONCE]
    return len(once) == len(set(once)) and _ALSO not in heads


def _load(place: Path, folder: Path) -> None:
    shutil.rmtree(place / "store", ignore_errors=True)
    store = ox.Store(str(place / "store"))
    store.bulk_load(cast("IO[bytes]", _Joined(sorted(place.glob("[gm]*.nq")))), ox.RdfFormat.N_QUADS)
    kept.restore(folder, store)
    store.flush()


def _swap(place: Path, folder: Path, ledger: Ledger) -> None:
    """Put what was made in its place. Killed in between, the next writer makes it anew, article by article."""
    ledger.set(APPLIED, "0")
    shutil.rmtree(folder / "store", ignore_errors=True)
    for stale in (*folder.glob(f"{DECIDED}*"), *folder.glob(f"{INDEX}*")):
        stale.unlink()
    (place / DECIDED).rename(folder / DECIDED)
    (place / "store").rename(folder / "store")
    checkpoint.sync(folder)
    ledger.set(APPLIED, str(ledger.last()))
    shutil.rmtree(place)


class _Joined:
    """Files read as one."""

    def __init__(self, paths: list[Path]) -> None:
        self._paths = iter(paths)
        self._file: IO[bytes] | None = None

    def read(self, size: int = -1) -> bytes:
        while True:
            if self._file is None:
                path = next(self._paths, None)
                if path is None:
                    return b""
                self._file = path.open("rb")
            if found := self._file.read(size):
                return found
            self._file.close()
            self._file = None


def _put(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    fresh = path.with_suffix(".new")
    fresh.write_bytes(data)
    fresh.rename(path)


def _none(graph: str) -> Any:
    raise AssertionError(f"{graph} was folded before")
