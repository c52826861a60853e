"""What reading costs: processor time of both readers beside that of spaCy alone, on the same articles in one run."""

from __future__ import annotations

import functools
import time
from typing import TYPE_CHECKING

from bench.gold import PRACTICE, load
from extractors import READERS
from extractors.document import load_model
from extractors.pipeline import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ontology.facts import Article


def run(count: int) -> Iterator[str]:
    """Yield a line for spaCy alone and one for each reader: milliseconds of one processor an article, and the ratio.

    `count` articles of `bench/practice` are read; spaCy is measured before and after, as machines have moods.
    """
    articles = [case.article for case in load(PRACTICE)[:count]]
    name, parser = load_model()
    alone = [_cost(articles, lambda article: parser(article.text))]
    costs = {reader: _cost(articles, functools.partial(read, reader=reader)) for reader in READERS}
    alone.append(_cost(articles, lambda article: parser(article.text)))
    base = sum(alone) / len(alone)
    words = sum(len(article.text.split()) for article in articles) / len(articles)
    yield f"{len(articles)} articles of {words:.0f} words, one processor, the models loaded"
    yield f"{name} alone: {alone[0]:.0f} ms an article, afterwards {alone[1]:.0f}"
    for reader, cost in costs.items():
        yield f"{reader}: {cost:.0f} ms an article, {cost / base:.2f} times"


def _cost(articles: Sequence[Article], work: Callable[[Article], object]) -> float:
    """Return the milliseconds of processor time that work takes for an article, after one for warmth."""
    work(articles[0])
    begun = time.process_time()
    for article in articles:
        work(article)
    return (time.process_time() - begun) * 1000 / len(articles)
