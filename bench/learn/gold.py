"""The annotated articles as training cases: which token tells which annotated event."""

from __future__ import annotations

import functools
import importlib.util
import os
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.gold import own as ours
from extractors.document import parse
from extractors.grammar import carrier
from extractors.happenings.same import FAMILIES, SPEECH
from extractors.learned.view import View, lexical
from extractors.pipeline import BEFORE
from extractors.reading import Reading
from ontology.facts import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from bench.gold import EventRow


def shared() -> Path:
    """Return the folder of the annotated articles. Raises FileNotFoundError where it is missing."""
    folder = Path(os.environ.get("COMMUNIQUE_SHARED", "../shared")) / "gold"
    if not folder.is_dir():
        raise FileNotFoundError(f"no annotated articles at {folder}: set COMMUNIQUE_SHARED")
    return folder


@functools.cache
def scorer() -> ModuleType:
    """Return the scorer that lies beside the annotated articles."""
    spec = importlib.util.spec_from_file_location("score", shared() / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Told:
    """An annotated article by its name, and how to read it."""

    name: str
    read: Callable[[], Case]


@dataclass
class Case:
    """An article, its reading by the rules up to its events, and its annotation.

    `told` maps the token that tells an annotated event to the event's number; `main` has the one token of each event
    that stands in its best passage.
    """

    name: str
    view: View
    gold: dict[str, Any]
    told: dict[int, int] = field(default_factory=dict)
    main: dict[int, int] = field(default_factory=dict)


def real() -> Iterator[Told]:
    """Yield the open articles."""
    gold = scorer().load_gold(shared(), shared() / "open.txt")
    yield from (Told(name, functools.partial(case, name, gold[name])) for name in sorted(gold))


def annotated(folder: Path) -> Iterator[Told]:
    """Yield the annotated articles of a folder; nothing where it is missing."""
    gold = scorer().load_gold(folder) if folder.is_dir() else {}
    yield from (Told(name, functools.partial(case, name, gold[name])) for name in sorted(gold))


def golden() -> Iterator[Told]:
    """Yield the examples and the texts of `tests/golden`."""
    for one in ours():
        gold = {
            "events": [_event(e) for e in one.facts.events],
            "quotes": [],
            "holdings": [],
            "article": {"text": one.article.text},
        }
        yield Told(one.article.identifier, functools.partial(_aligned, one.article, gold))


def _event(row: EventRow) -> dict[str, Any]:
    return {
        "type": row.type,
        "status": row.status,
        "date": "/".join(day or ".." for day in row.date) if row.date else None,
        "place": row.place,
        "agents": [*row.agents],
        "recipients": [*row.recipients],
        "spans": [*row.spans],
    }


def case(name: str, gold: dict[str, Any]) -> Case:
    """Return one annotated article, read by the rules up to its events, each event at the word that tells it."""
    return _aligned(_article(name, gold), gold)


def bare(name: str, gold: dict[str, Any]) -> Case:
    """Return one annotated article whose events have no words yet."""
    return _case(_article(name, gold), gold)


def _article(name: str, gold: dict[str, Any]) -> Article:
    text = gold["article"]
    return Article(text["text"], identifier=name, published=date.fromisoformat(text["date"]))


def _aligned(article: Article, gold: dict[str, Any]) -> Case:
    found = _case(article, gold)
    align(found)
    return found


def _case(article: Article, gold: dict[str, Any]) -> Case:
    document = parse(article)
    reading = Reading()
    for extractor in BEFORE:
        reading = reading.plus(extractor(document, reading))
    return Case(article.identifier, View(document, reading), gold)


def align(case: Case) -> None:
    """Find the token that tells each passage of each annotated event: no token tells two.

    The rules' triggers and the passage's clause decide.
    """
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - of the training environment alone

    view = case.view
    passages = [(n, k, span) for n, e in enumerate(case.gold["events"]) for k, span in enumerate(e["spans"])]
    tokens = list(view.candidates)
    cost = np.full((len(passages), len(tokens)), 100.0)
    for row, (n, k, (begin, end)) in enumerate(passages):
        kind = case.gold["events"][n]["type"]
        inside = [i for i in tokens if begin <= view.doc[i].idx < end]
        for i in inside:
            cost[row, tokens.index(i)] = -_prior(view, i, kind, begin, end) + 0.01 * k
    rows, columns = linear_sum_assignment(cost)
    case.told, case.main = {}, {}
    for row, column in zip(rows, columns, strict=True):
        if cost[row, column] < 50:
            n, k, _ = passages[row]
            case.told[tokens[column]] = n
            if k == 0:
                case.main[n] = tokens[column]


def _prior(view: View, i: int, kind: str, begin: int, end: int) -> float:
    t = view.doc[i]
    rule = view.found.get(i)
    family = FAMILIES.get(kind, kind)
    score = 0.0
    if rule is not None:
        score += 3.0 if rule.type == kind else 2.4 if FAMILIES.get(rule.type, rule.type) == family else 0.6
        if rule.type == "Statement" and kind in SPEECH and kind != "Statement":
            score += 0.8
    else:
        lex = lexical(t)
        score += 1.5 if kind in lex else 1.2 if any(FAMILIES.get(x, x) == family for x in lex) else 0.0
    if t.head.i == i or not begin <= t.head.idx < end:
        score += 1.5  # the passage's own head
    elif t.head.dep_ == "ROOT":
        score += 0.3
    if t.pos_ == "VERB":
        score += 0.5
    elif t.pos_ == "NOUN" and carrier(t) is not None:
        score += 0.4
    elif t.pos_ in {"PROPN", "AUX", "ADJ"}:
        score -= 0.5
    if kind in SPEECH and i in view.cues:
        score += 1.0
    return score
