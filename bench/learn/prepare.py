"""Makes lessons of annotated articles: this part needs the parser and the texts."""

from __future__ import annotations

import functools
import multiprocessing
from typing import TYPE_CHECKING

from bench.gold import PRACTICE, UNSEEN
from bench.learn import base
from bench.learn.gold import annotated, golden, real, scorer
from bench.learn.lessons import Lesson, Lessons, Part
from bench.learn.own import own
from bench.learn.rows import rows
from extractors.learned.heads import SHAPES
from extractors.learned.pieces import Pieces
from extractors.learned.weights import packed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.learn.gold import Told
    from bench.learn.rows import Rows

    Windows = list[tuple[list[int], list[int]]]


def sources() -> Iterator[tuple[str, Told]]:
    """Yield the annotated articles, each with the set it belongs to."""
    for name, found in (
        ("open", real()),
        ("own", own()),
        ("golden", golden()),
        ("practice", annotated(PRACTICE)),
        ("unseen", annotated(UNSEEN)),
    ):
        for told in found:
            yield name, told


def prepared(jobs: int = 1) -> Lessons:
    """Return the lessons of all annotated articles that are here, read by so many processes."""
    vocabulary, kept = _kept()
    weights = base.weights()
    weights["embed.word"] = weights["embed.word"][kept]
    known: dict[str, dict[str, int]] = {head: {} for head in SHAPES}
    lessons = []
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        for name, source, found, windows in pool.imap(_seen, sources(), chunksize=4):
            parts = {
                head: Part(
                    part.tokens,
                    [[known[head].setdefault(name, len(known[head])) for name in row] for row in part.names],
                    part.groups,
                    [[*map(int, a)] if isinstance(a, tuple) else a for a in part.answers],
                    part.events,
                )
                for head, part in found.items()
            }
            lessons.append(Lesson(name, source, windows, parts))
    return Lessons({head: [*names] for head, names in known.items()}, lessons, packed(weights), vocabulary)


def _seen(given: tuple[str, Told]) -> tuple[str, str, dict[str, Rows], Windows]:
    """Return an article's name and set, what the heads see of it, and its windows."""
    source, told = given
    case = told.read()
    windows = [([*w.ids], [at for _, at in w.words]) for w in _pieces().windows(case.view.doc)]
    return case.name, source, rows(case, scorer()), windows


@functools.cache
def _kept() -> tuple[list[str], list[int]]:
    """Return the pieces that can stand in an English text, and their numbers."""
    vocabulary = base.vocabulary()
    kept = [n for n, piece in enumerate(vocabulary) if base.latin(piece)]
    return [vocabulary[n] for n in kept], kept


@functools.cache
def _pieces() -> Pieces:
    return Pieces(_kept()[0])
