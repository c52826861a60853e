"""A shard: what was read from one task's articles, in two files that are the same for the same input, and a mark.

NAME.nq.gz           N-Quads, sorted: article after article by graph, line after line in each
NAME.articles.gz     a line of JSON for each input refused, then for each article, in the order of the quads
NAME.done            JSON: of which input, read by what, and the digests of both files; it comes last
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import tempfile
import zlib
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from extractors.inputs.refusal import Refusal
from ontology.facts import Article
from server.store.checkpoint import sync
from server.store.harvest import Harvest
from server.store.nquads import digest
from server.store.records import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DONE, FACTS, ARTICLES = ".done", ".nq.gz", ".articles.gz"
_LEVEL = 6


class ShardError(Exception):
    """A shard that cannot be used, and what to do; one line."""


@dataclass(frozen=True, slots=True)
class Done:
    """The mark of a shard that is whole.

    `input` is the digest of what was read, `version` what read it; `size` is in bytes of input, `cpu` and `peak`
    (seconds, MB) tell what it took and are not kept, so that the mark, too, is the same whoever made it.
    """

    name: str
    input: str
    version: str
    base: str
    facts: str = ""
    articles: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    size: int = 0
    news: bool = False
    skipped: bool = False
    cpu: float = 0.0
    peak: float = 0.0

    def text(self) -> str:
        """Return the mark as it is written."""
        kept = {name: value for name, value in asdict(self).items() if name not in {"skipped", "cpu", "peak"}}
        return json.dumps(kept, sort_keys=True, indent=1) + "\n"


def mark_of(folder: Path, name: str) -> Done | None:
    """Return the mark of a shard, None where there is none, or not all of its files."""
    try:
        said = json.loads((folder / f"{name}{DONE}").read_text("utf-8"))
        whole = all((folder / f"{name}{kind}").is_file() for kind in (FACTS, ARTICLES))
        return Done(**said) if whole else None
    except (OSError, ValueError, TypeError):
        return None


class ShardWriter:
    """Takes what was read, in any amount of it and little memory, and writes the shard when it is finished."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._spool = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - open as long as the writer
        self._rows: list[tuple[str, int, dict[str, Any], int, int]] = []
        self._refusals: list[dict[str, str]] = []
        self._first: dict[str, str] = {}

    def close(self) -> None:
        """Let go of what was spooled."""
        self._spool.close()

    def add(self, item: Harvest | Refusal, signature: str = "") -> None:
        """Take one input; `signature` is that of the article's text, where copies are looked for."""
        if isinstance(item, Refusal):
            self._refusals.append(asdict(item))
            return
        begin, packed = self._spool.tell(), zlib.compress(item.nquads, 1)
        self._spool.write(packed)
        article = {name: value for name, value in asdict(item.article).items() if value}
        if item.article.published:
            article["published"] = item.article.published.isoformat()
        row: dict[str, Any] = {"article": article, "graph": item.graph, "reader": item.reader}
        row |= {"bytes": len(item.nquads), "sha256": digest(item.nquads)}
        if item.reasons:
            row |= {"reasons": item.reasons, "advice": item.advice}
        if signature:
            row["signature"] = signature
        # versions of one article stay in the order in which they came, even where their graphs differ
        graph = self._first.setdefault(key_of(item.article), item.graph)
        self._rows.append((graph, len(self._rows), row, begin, len(packed)))

    def finish(self, mark: Done) -> Done:
        """Write the shard and its mark; return the mark with the digests."""
        with _written(self._folder, self._name + ARTICLES) as (output, articles):
            for row in (*self._refusals, *(row for _, _, row, _, _ in sorted(self._rows, key=lambda r: r[:2]))):
                output.write(json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n")
        with _written(self._folder, self._name + FACTS) as (output, facts):
            for _, _, _, begin, length in sorted(self._rows, key=lambda r: r[:2]):
                self._spool.seek(begin)
                output.write(zlib.decompress(self._spool.read(length)))
        done = replace(mark, facts=facts.hexdigest(), articles=articles.hexdigest())
        with _fresh(self._folder, self._name + DONE) as file:
            file.write(done.text().encode())
        return done


def read_shard(folder: Path, mark: Done) -> Iterator[tuple[Harvest | Refusal, str]]:
    """Yield what a shard holds, each article with the signature of its text. Raises ShardError where it is damaged."""
    for kind, known in ((ARTICLES, mark.articles), (FACTS, mark.facts)):
        path = folder / f"{mark.name}{kind}"
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != known:
                raise ShardError(f"{path}: it is not what was written; delete {mark.name}{DONE} and extract it again")
    with ExitStack() as stack:
        rows = stack.enter_context(gzip.open(folder / f"{mark.name}{ARTICLES}"))
        facts = stack.enter_context(gzip.open(folder / f"{mark.name}{FACTS}"))
        for line in rows:
            row = json.loads(line)
            if "article" not in row:
                yield Refusal(**row), ""
                continue
            nquads = facts.read(row["bytes"])
            said = row["article"]
            day = date.fromisoformat(said.pop("published")) if "published" in said else None
            said["flags"] = tuple(said.get("flags", ()))
            article = Article(**{"text": "", "published": day, **said})
            reasons = {"reasons": tuple(row["reasons"]), "advice": row["advice"]} if "reasons" in row else {}
            yield Harvest(article, row["graph"], nquads, row["reader"], **reasons), row.get("signature", "")


@contextmanager
def _fresh(folder: Path, name: str) -> Iterator[IO[bytes]]:
    """Write a file under another name, durably, and let it have its own when it is whole."""
    descriptor, path = tempfile.mkstemp(prefix=f".{name}.", suffix=".new", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(path).chmod(0o644)
        Path(path).rename(folder / name)
        sync(folder)
    except BaseException:
        Path(path).unlink(missing_ok=True)
        raise


@contextmanager
def _written(folder: Path, name: str) -> Iterator[tuple[gzip.GzipFile, Any]]:
    """Write a compressed file that is the same for the same content; its digest is told once it is closed."""
    with _fresh(folder, name) as file:
        hashing = _Hashing(file)
        with gzip.GzipFile("", "wb", _LEVEL, hashing, mtime=0) as output:
            yield output, hashing.digest


class _Hashing:
    """A file that knows the digest of what was written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.digest = file, hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()
