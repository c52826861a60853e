"""A dataset is a folder: its description, its ledger, its store with checkpoints, its dumps, and one writer."""

from __future__ import annotations

import gc
import shutil
import sqlite3
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

import pyoxigraph as ox

from ontology.uris import DEFAULT_BASE, check_base
from server.identity import decided
from server.identity.fold import Fold
from server.remote.errors import AddressError, RemoteError
from server.search import Index, is_usable
from server.store import beside, checkpoint, counts, description, far, kept, view
from server.store.engine import move, opened
from server.store.errors import DatasetError
from server.store.folder import locked, room
from server.store.ledger import APPLIED, Ledger
from server.store.tallies import Tallies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

    from server.identity.items import Items
    from server.store.engine import Store
    from server.store.records import Version

_UNSEEN = "unseen"
"""The setting that says that the store is changed, or was by a process that died, and readers do not see it yet."""
_HOLDER = "store"
"""The setting that says to which store the articles were applied, and so what was applied: "" is that of the folder."""
DECIDED = "matches.sqlite"
"""The file of what is the same across articles; like the store, it is made anew from the ledger where it is lost."""
_GROUP = 200
"""How many articles one store transaction takes: enough that a much-named state is merged once for many."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """An existing dataset, as its description file gives it."""

    folder: Path
    base: str
    title: str = "News as linked data"
    licence: str = "https://creativecommons.org/licenses/by/4.0/"
    publisher: str = ""
    show: str = "sentences"
    """What may be shown of articles: "sentences" (those quoted as evidence) or "texts" (all)."""
    plain: bool = False
    """Whether it has no articles and takes any write, as conformance suites need it."""
    store: str = ""
    """The address of the store on another server that has its facts, "" where the store is in the folder."""

    @property
    def place(self) -> str:
        """What readers open with `engine.opened`: the checkpoint, or address and base of a store elsewhere."""
        return f"{self.store} {self.base}" if self.store else checkpoint.place(f"{self.folder}/checkpoints")

    @property
    def checkpoint(self) -> Path | None:
        """The folder that readers open read-only, None before anything was published; its name is the version."""
        return checkpoint.current(self.folder / "checkpoints")

    @property
    def dumps(self) -> Path:
        """The folder of files to download."""
        return self.folder / "dumps"

    def ledger(self) -> Ledger:
        """Open the ledger for reading."""
        return Ledger(self.folder, read_only=True)

    def read_only(self) -> Store:
        """Open the current checkpoint. Raises DatasetError before anything was published."""
        if self.checkpoint is None:
            raise DatasetError(self.folder, "nothing was published in it yet", "say 'communique publish' first")
        try:
            return opened(self.place)
        except AddressError as error:
            raise DatasetError(self.folder, str(error), "correct what the environment says of the store") from error
        except (OSError, ValueError) as error:
            raise DatasetError(
                self.folder, f"its checkpoint is damaged ({error})", "say 'communique rebuild'"
            ) from error


def open_dataset(folder: Path, store: str | None = None) -> Dataset:
    """Return the dataset in a folder, as another store has it where one is given. DatasetError where there is none."""
    dataset = Dataset(folder, **description.read(folder))
    return dataset if store is None else replace(dataset, store=store)


class Writer:
    """The one writer of a dataset; made with the dataset where there is none yet.

    On opening, what was acknowledged but not yet applied when the last writer ended is applied. Raises DatasetError
    when another writer is at work, when another base is asked for, or when something else lies in the folder.
    With the address of a `store`, that is where the facts go from now on; "" is the folder itself.
    """

    def __init__(
        self,
        folder: Path,
        base: str | None = None,
        *,
        rebuild: bool = False,
        plain: bool | None = None,
        store: str | None = None,
    ) -> None:
        with ExitStack() as stack:
            self._lock = stack.enter_context(locked(folder))
            self.dataset = open_or_make(folder, base, plain=plain, store=store)
            self.ledger = stack.enter_context(Ledger(folder))
            known = self.ledger.setting("base")
            if known and known != self.dataset.base:
                raise DatasetError(
                    folder,
                    f"{description.NAME} gives the base {self.dataset.base}, but it was made with {known}",
                    "put that back",
                )
            self.ledger.set("base", self.dataset.base)
            self._tallies = Tallies()
            self.swapped_in = 0.0  # seconds that the last swap of checkpoints took
            with room(folder):
                self._far = far.reached(self.dataset) if self.dataset.store else None
                fresh = rebuild or not self._is_kept()
                self._store = self._opened(fresh=fresh)
                self.fold = stack.enter_context(self._folded())
                self._keep_up()
                self._index = Index(folder, self._store, anew=fresh)
                stack.callback(self._index.close)
            self._stack = stack.pop_all()
        self.show()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let others write. What is not shown yet is, when the next writer opens."""
        del self._store, self._index
        self._stack.close()

    @property
    def store(self) -> Store:
        """The live store, for the writer's own eyes: readers open the checkpoint."""
        return self._store

    def record(self, versions: Iterable[Version]) -> int:
        """Acknowledge versions: when this returns they are on the disk, all or none. DatasetError on a full one."""
        with room(self.dataset.folder):
            return self.ledger.record(versions)

    def show(self) -> Path:
        """Apply what was acknowledged and let readers see it; return the checkpoint that they open."""
        seen = self.dataset.checkpoint
        with room(self.dataset.folder):
            return self._show(seen)

    def _show(self, seen: Path | None) -> Path:
        applied = int(self.ledger.setting(APPLIED) or 0)
        parted = self.fold.apart != self.ledger.apart().keys()
        current = seen is not None and is_usable(seen) and not self.ledger.setting(_UNSEEN)
        if seen is not None and current and applied == self.ledger.last() and not parted:
            return seen
        self.ledger.set(_UNSEEN, "yes")
        self._index.doubt()
        while (changed := self.ledger.changed(applied, _GROUP)) or parted:
            keys = (key for _, key in changed)
            upto = changed[-1][0] if changed else applied
            with _uncollected():
                now = view.apply(self._store, self.ledger, self.fold, keys, upto, self._tallies)
                self._index.update(now.touched(), now.said)
            del now
            self._store.flush()  # the log of the engine is not synced, and what was decided is not to be ahead of it
            self.fold.commit()
            applied, parted = upto, False
        self._index.settle()
        path = self.freeze(applied)
        self.ledger.set(APPLIED, str(applied))
        if self.ledger.setting(_UNSEEN):
            self.ledger.set(_UNSEEN, "")
        return path

    def freeze(self, version: int | None = None) -> Path:
        """Let readers see the store as it is, under a version (that of the ledger); return the checkpoint."""
        if self.dataset.plain:
            self._index.fill()  # any write may have changed anything
        self._store.flush()  # the engine's log is not synced: the mark may be ahead of it after a power cut
        number = int(self.ledger.setting(APPLIED) or 0) if version is None else version
        if self._far is not None:
            far.settle(self.dataset, self._far, int(self.ledger.setting(APPLIED) or 0), number)
        begun = time.monotonic()
        path = checkpoint.swap(self._store, self._index, self.dataset.folder / "checkpoints", number)
        self.swapped_in = time.monotonic() - begun
        return path

    def _keep_up(self) -> None:
        """Bring ontology and questions in the store up to those of the software, and count what was never counted."""
        if self.dataset.plain:
            return
        gone, come = beside.moves(self._store, self.dataset.base)
        default = [{quad for quad in quads if quad.graph_name == view.DEFAULT} for quads in (gone, come)]
        died = bool(self.ledger.setting(_UNSEEN))  # then facts may have come without being counted
        fewer, more = counts.moves(self._store, self.dataset.base, *default, anew=died)
        leaving, coming = gone | fewer, come | more
        if leaving or coming:
            self.ledger.set(_UNSEEN, "yes")  # before it is done: after a crash it is only shown again
            move(self._store, (leaving, coming))

    def _is_kept(self) -> bool:
        """Say whether the store holds what was applied, and goes with what was decided."""
        if not decided.is_usable(self.dataset.folder / DECIDED) or self.ledger.setting(_HOLDER) != self.dataset.store:
            return False
        if self._far is None:
            return (self.dataset.folder / "store").exists()
        return self._far.version >= int(self.ledger.setting(APPLIED) or 0)

    def _opened(self, *, fresh: bool) -> Store:
        path = self.dataset.folder / "store"
        if fresh:
            self.ledger.set(APPLIED, "0")
            shutil.rmtree(path, ignore_errors=True)
            for decided in self.dataset.folder.glob(f"{DECIDED}*"):
                decided.unlink()
            if self._far is not None:
                self._far.clear()
            self.ledger.set(_HOLDER, self.dataset.store)
        try:
            store = self._far or ox.Store(str(path))
            if fresh:
                kept.restore(self.dataset.folder, store)
        except RemoteError:
            raise
        except (OSError, ValueError) as error:
            raise DatasetError(
                self.dataset.folder, f"its store is damaged ({error})", "say 'communique rebuild'"
            ) from error
        return store

    def _folded(self) -> Fold:
        try:
            return Fold(str(self.dataset.folder / DECIDED), self._items)
        except sqlite3.Error as error:
            reason = f"what it knows to be the same is damaged ({error})"
            raise DatasetError(self.dataset.folder, reason, "say 'communique rebuild'") from error

    def _items(self, graph: str) -> Items:
        return view.facts(self.ledger, graph, self.ledger.rejected().keys()).items


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let no cycles be searched for, nor in what stays: what is made of a group of articles has none, and is much."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()  # all there is counts as old now
        if was:
            gc.enable()


def open_or_make(folder: Path, base: str | None, *, plain: bool | None, store: str | None = None) -> Dataset:
    """Return the dataset in a folder, made where there is none; who calls holds the lock. Raises as `Writer` does."""
    if not (folder / description.NAME).exists():
        foreign = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
        if foreign:
            reason = f"is no dataset and not empty (it holds {foreign[0]!r})"
            raise DatasetError(folder, reason, "choose a new or empty folder")
        description.write(Dataset(folder, check_base(base or DEFAULT_BASE), plain=bool(plain), store=store or ""))
    dataset = open_dataset(folder)
    if base is not None and check_base(base) != dataset.base:
        reason = f"its base is {dataset.base}, and addresses that were given out do not change"
        raise DatasetError(folder, reason, "leave --base out, or publish into another folder")
    if plain is not None and plain != dataset.plain:
        reason = "it was made with --plain" if dataset.plain else "it was made without --plain"
        raise DatasetError(folder, f"{reason}, and that does not change", "choose another folder")
    if store is not None and store != dataset.store:
        dataset = replace(dataset, store=store)
        description.write(dataset)
    if dataset.plain and dataset.store:
        raise DatasetError(
            folder, "it was made with --plain and takes its writes itself", "leave its store in the folder"
        )
    return dataset
