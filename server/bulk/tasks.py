"""What there is to extract, cut into tasks: each becomes one shard, whoever works on it, wherever."""

from __future__ import annotations

import functools
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from extractors.article import archive, articles, died, files, kind_of, read
from extractors.inputs.refusal import Refusal
from extractors.news import read_news
from ontology.uris import short, slug

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from ontology.facts import Article

SLICE = 1 << 20
"""How many bytes of JSON Lines, or of small files, go into one shard: some 250 articles."""
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes of a file that a task reads: of JSON Lines the lines that begin in them, of all else the whole file."""

    name: str
    """As it was given: what refusals call it."""
    path: str
    begin: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Task:
    """One WARC file, a slice of a file of JSON Lines, or some small files; its shard is called `name`."""

    name: str
    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        """How many bytes it reads."""
        return sum(part.end - part.begin for part in self.parts)

    def digest(self) -> str:
        """Return SHA-256 (hex) of the names and the bytes that it reads; a file that is not there has none."""
        found = hashlib.sha256()
        for part in self.parts:
            found.update(f"{part.name}\0".encode())
            try:
                with Path(part.path).open("rb") as file:
                    begin, end = _bounds(file, part)
                    found.update(f"{end - begin}\0".encode())
                    file.seek(begin)
                    while begin < end and (block := file.read(min(_BLOCK, end - begin))):
                        found.update(block)
                        begin += len(block)
            except OSError as error:
                found.update(f"{error.errno}\0".encode())
        return found.hexdigest()

    def records(
        self, published: date | None, *, news: bool, left_out: Counter[str], may: Callable[[int], bool]
    ) -> Iterator[Article | Refusal]:
        """Read the articles, in order. `may` hears how many bytes are behind and says whether the next record is read.

        With `news` only English news is taken of web archives; `left_out` counts the other pages by reason.
        """
        behind = 0
        for part in self.parts:
            goes = functools.partial(_from, may, behind)
            yield from _records(part, published, left_out if news else None, goes)
            behind += part.end - part.begin


def _from(may: Callable[[int], bool], behind: int, at: int) -> bool:
    return may(behind + at)


def plan(sources: Iterable[str], slice_: int = SLICE) -> list[Task]:
    """Cut sources into tasks, in their order: files, folders, and @FILE, which lists sources one a line."""
    tasks: list[Task] = []
    small: list[Part] = []
    seen: set[str] = set()

    def gather() -> None:
        if small:
            tasks.append(_task(small[0], tuple(small)))
            small.clear()

    for name in _named(sources):
        path = os.path.realpath(name)
        if path in seen:
            continue
        seen.add(path)
        kind, size = kind_of(Path(name)), _size(path)
        if kind == "lines":
            gather()
            slices = (Part(name, path, at, min(at + slice_, size), kind) for at in range(0, max(size, 1), slice_))
            tasks += [_task(part, (part,)) for part in slices]
        elif kind == "warc":
            gather()
            tasks.append(_task(part := Part(name, path, 0, size, kind), (part,)))
        else:
            small.append(Part(name, path, 0, size, kind))
            if sum(part.end for part in small) >= slice_:
                gather()
    gather()
    return tasks


def _named(sources: Iterable[str]) -> Iterator[str]:
    for source in sources:
        if source.startswith("@"):
            listed = Path(source[1:])
            lines = (line.strip() for line in listed.read_text("utf-8").splitlines())
            yield from _named(str(listed.parent / line) for line in lines if line and not line.startswith("#"))
        elif Path(source).is_dir():
            yield from map(str, files(Path(source)))
        else:
            yield str(Path(source))


def _task(first: Part, parts: tuple[Part, ...]) -> Task:
    stem = slug(Path(first.name).name.partition(".")[0])[:60] or "articles"
    return Task(f"{stem}-{short(first.name)}-{first.begin:012d}", parts)


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def _bounds(file: BinaryIO, part: Part) -> tuple[int, int]:
    """Return where the bytes that are read begin and end: of JSON Lines, at the beginnings of lines."""
    if part.kind != "lines":
        return part.begin, part.end
    return _line(file, part.begin), _line(file, part.end)


def _line(file: BinaryIO, at: int) -> int:
    """Return where the first line begins that begins at a byte or after it."""
    if at == 0:
        return 0
    file.seek(at - 1)
    while (piece := file.readline(_BLOCK)) and not piece.endswith(b"\n"):
        pass
    return file.tell()


def _records(
    part: Part, published: date | None, left_out: Counter[str] | None, may: Callable[[int], bool]
) -> Iterator[Article | Refusal]:
    try:
        file = Path(part.path).open("rb")  # noqa: SIM115 - closed below
    except OSError:
        yield from articles(Path(part.name), published=published)  # says what is wrong with it
        return
    with file:
        begin, end = _bounds(file, part)
        if part.kind == "lines":
            name = f"{part.name} from byte {begin:,}" if begin else part.name
            window = cast("BinaryIO", _Window(file, begin, end))
            for item in read(name, window, "lines", published):
                yield item if may(file.tell() - part.begin) else died(_source(item))
        elif part.kind == "warc":

            def goes(_: str) -> bool:
                return may(min(file.tell(), end))

            if left_out is None:
                yield from archive(part.name, file, (published, ""), goes)
            else:
                yield from read_news(part.name, file, published, left_out, goes)
        elif may(0):
            yield from read(part.name, file, part.kind, published)
        else:
            yield died(part.name)


def _source(item: Article | Refusal) -> str:
    return item.source if isinstance(item, Refusal) else item.url or item.identifier or item.headline or "an article"


class _Window:
    """Lines of a file from one byte to another."""

    def __init__(self, file: BinaryIO, begin: int, end: int) -> None:
        self._file, self._end = file, end
        file.seek(begin)

    def readline(self, limit: int) -> bytes:
        return self._file.readline(min(limit, max(self._end - self._file.tell(), 0)))
