"""How far a shard has got, in a small file beside it: the driver shows it, and the next attempt learns where one died.

It works alike for processes of this machine and for those of a cluster, which share the folder and nothing else.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Self

from server.bulk.shard import ShardError

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

DEATHS = 3
"""So many attempts that die on one record, one after the other, and it is left out, with a receipt."""
_STARTS = 25
"""So many that die before the first record, and the machine is not fit for the work."""
_WIDTH = 512


class Beat:
    """The beat of one attempt. `fatal` holds the numbers of the records on which earlier attempts died."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / f".{name}.beat"
        before = _read(self._path)
        self._died: list[int] = before.get("died", []) + ([before["at"]] if "at" in before else [])
        self._fatal: set[int] = set(before.get("fatal", []))
        if len(self._died) >= DEATHS and len(set(self._died[-DEATHS:])) == 1 and self._died[-1]:
            self._fatal.add(self._died[-1])
        if Counter(self._died)[0] >= _STARTS:
            self._path.unlink()
            raise ShardError(f"{name}: the reader dies as it starts; it needs 500 MB of memory")
        self._file = self._path.open("w+b", buffering=0)
        self.at(0)

    @property
    def fatal(self) -> frozenset[int]:
        """The numbers of the records that are left out."""
        return frozenset(self._fatal)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Whatever ends an attempt but its death is none of the record's fault."""
        self._file.close()
        self._path.unlink(missing_ok=True)

    def at(self, number: int, articles: int = 0, bytes_: int = 0) -> None:
        """Say which record comes now (from 1 on), and how many articles and bytes are behind."""
        said = {"at": number, "articles": articles, "bytes": bytes_}
        more = {"died": self._died[-_STARTS:], "fatal": sorted(self._fatal)}
        self._file.seek(0)
        self._file.write(json.dumps(said | more).ljust(_WIDTH).encode())


def heard(folder: Path) -> tuple[int, int]:
    """Return how many articles and bytes are behind in all shards under way."""
    beats = [_read(path) for path in folder.glob(".*.beat")]
    return sum(beat.get("articles", 0) for beat in beats), sum(beat.get("bytes", 0) for beat in beats)


def _read(path: Path) -> dict[str, Any]:
    try:
        said = json.loads(path.read_bytes())
        return said if isinstance(said, dict) else {}
    except (OSError, ValueError):
        return {}
