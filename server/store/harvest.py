"""Articles turned into checked N-Quads, in this process or in several; in the order in which they came."""

from __future__ import annotations

import multiprocessing
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors import READER
from extractors.inputs.refusal import Refusal
from ontology.facts import Article
from ontology.uris import Scheme, article_slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Harvest:
    """What was read from an article: canonical N-Quads of its named graph, by which reader.

    `reasons` say why the facts must not be published (shapes that they break, an error in reading); empty when fine.
    """

    article: Article
    graph: str
    nquads: bytes
    reader: str
    reasons: tuple[str, ...] = ()
    advice: str = "please report this"

    def kept_back(self) -> Refusal | None:
        """Return the refusal of an article whose facts must not be published, None where they may."""
        if not self.reasons:
            return None
        first, *rest = self.reasons
        more = f" and {len(rest)} more" if rest else ""
        article = self.article
        source = article.url or article.identifier or article.headline or repr(article.text[:40])
        return Refusal(source, f"its facts are kept back: {first}{more}", self.advice)


def harvest(article: Article, base: str, model: str = "", reader: str = READER) -> Harvest:
    """Read one article under a base IRI. Raises NoModelError or NoWeightsError where what reads is not installed."""
    # loading these takes seconds, which commands that read nothing should not
    from extractors.document import NoModelError  # noqa: PLC0415
    from extractors.learned import NoWeightsError  # noqa: PLC0415
    from extractors.pipeline import read  # noqa: PLC0415
    from ontology.shapes import violations  # noqa: PLC0415
    from ontology.triples import graph  # noqa: PLC0415
    from server.store.nquads import canonical  # noqa: PLC0415

    name = Scheme(base, article_slug(article)).graph
    try:
        report = read(article, model, reader)
        quads = graph(report, base)
        broken = violations(quads)
    except (NoModelError, NoWeightsError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever one article does to the reader, the others go on
        return Harvest(article, name, b"", "", (f"it could not be read ({type(error).__name__}: {error})",))
    reasons = tuple(f"{v.node} {v.path}: {v.message}" for v in broken)
    return Harvest(article, name, canonical(quads), f"{report.reader} {report.version} {report.model}".strip(), reasons)


def harvest_all(
    items: Iterable[Article | Harvest | Refusal], reader: Callable[[Article], Harvest], jobs: int = 1
) -> Iterator[Harvest | Refusal]:
    """Read articles with `jobs` processes and hand all else through, in the order given.

    A reader that dies on an article takes no other article with it: that one is refused.
    """
    if jobs <= 1:
        yield from (reader(item) if isinstance(item, Article) else item for item in items)
        return
    pool = _Pool(reader, jobs)
    try:
        waiting: deque[tuple[Article, Future[Harvest]] | Harvest | Refusal] = deque()
        for item in items:
            waiting.append((item, pool.submit(item)) if isinstance(item, Article) else item)
            if len(waiting) > 2 * jobs:
                yield pool.result(waiting.popleft())
        while waiting:
            yield pool.result(waiting.popleft())
    finally:
        pool.close()


class _Pool:
    """Processes that read; forked from a clean server process, never from one that has an engine's threads."""

    def __init__(self, reader: Callable[[Article], Harvest], jobs: int) -> None:
        self._reader, self._jobs = reader, jobs
        self._executor = self._start(jobs)

    def submit(self, article: Article) -> Future[Harvest]:
        try:
            return self._executor.submit(self._reader, article)
        except BrokenProcessPool:
            self._executor = self._start(self._jobs)
            return self._executor.submit(self._reader, article)

    def result(self, item: tuple[Article, Future[Harvest]] | Harvest | Refusal) -> Harvest | Refusal:
        if not isinstance(item, tuple):
            return item
        article, future = item
        try:
            return future.result()
        except BrokenProcessPool:
            return self._alone(article)

    def close(self) -> None:
        self._executor.shutdown(cancel_futures=True)

    def _alone(self, article: Article) -> Harvest | Refusal:
        """Read an article that was under way when a process died: in a process of its own, as it may be the cause."""
        with self._start(1) as single:
            try:
                return single.submit(self._reader, article).result()
            except BrokenProcessPool:
                source = article.url or article.identifier or article.headline or "an article"
                return Refusal(source, "the reader died on it", "read it alone, with more memory")

    @staticmethod
    def _start(jobs: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("forkserver"))
