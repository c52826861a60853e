"""Makes lessons of annotated articles: this part needs the parser and the texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.gold import PRACTICE, UNSEEN
from bench.learn import base
from bench.learn.gold import align, annotated, cases, golden, scorer
from bench.learn.lessons import Lesson, Lessons, Part
from bench.learn.own import own
from bench.learn.rows import rows
from extractors.learned.heads import SHAPES
from extractors.learned.pieces import Pieces
from extractors.learned.weights import packed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.learn.gold import Case


def sources() -> Iterator[tuple[str, Case]]:
    """Yield each annotated article with the set it belongs to, its events at the words that tell them."""
    for case in cases():
        align(case)
        yield "open", case
    for name, found in (
        ("own", own()),
        ("golden", golden()),
        ("practice", annotated(PRACTICE)),
        ("unseen", annotated(UNSEEN)),
    ):
        for case in found:
            yield name, case


def prepared() -> Lessons:
    """Return the lessons of all annotated articles that are here."""
    vocabulary = base.vocabulary()
    kept = [n for n, piece in enumerate(vocabulary) if base.latin(piece)]
    vocabulary = [vocabulary[n] for n in kept]
    weights = base.weights()
    weights["embed.word"] = weights["embed.word"][kept]
    pieces, score = Pieces(vocabulary), scorer()
    known: dict[str, dict[str, int]] = {head: {} for head in SHAPES}
    lessons = []
    for source, case in sources():
        parts = {
            head: Part(
                part.tokens,
                [[known[head].setdefault(name, len(known[head])) for name in row] for row in part.names],
                part.groups,
                [[*map(int, a)] if isinstance(a, tuple) else a for a in part.answers],
            )
            for head, part in rows(case, score).items()
        }
        windows = [([*w.ids], [at for _, at in w.words]) for w in pieces.windows(case.view.doc)]
        lessons.append(Lesson(case.name, source, windows, parts))
    return Lessons({head: [*names] for head, names in known.items()}, lessons, packed(weights), vocabulary)
