"""Reads articles by heads that were not trained on them, and scores what is read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.learn.calibrate import error, outcomes, table
from bench.learn.gold import scorer
from bench.learn.lessons import fold
from extractors.happenings.events import events as rules
from extractors.learned.model import model_of
from extractors.learned.reader import Reader
from extractors.learned.weights import Held

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from bench.learn.gold import Case
    from bench.learn.lessons import Lessons
    from extractors.learned.model import Model, Table
    from ontology.facts import Event

THRESHOLDS = {
    "event": 0.38,
    "seconded": 0.14,
    "trust": 4.0,
    "status": 0.5,
    "unreal": 0.24,
    "role": 0.5,
    "first": 0.3,
    "when": 0.27,
    "when ruled": 0.18,
    "when margin": 0.3,
    "where": 0.25,
    "where ruled": 0.14,
    "where margin": 0.3,
}


def crossvalidated(
    lessons: Lessons, heads: Sequence[Path], sets: frozenset[str], tried: Sequence[Mapping[str, float]] = ()
) -> Table:
    """Print how articles are read by heads that did not see them, set by set; return the calibration that follows."""
    from bench.learn.prepare import sources  # noqa: PLC0415 - reads every article

    score, folds = scorer(), len(heads)
    models: dict[int, tuple[Path, dict[str, Any]]] = {}
    for path in heads:
        with np.load(path, allow_pickle=False) as found:
            about = json.loads(bytes(found["about"]).decode())
            models[about["fold"]] = (path, about)
    held = [(source, told.read()) for source, told in sources() if source in sets and fold(told.name, 5) in models]
    pairs: list[tuple[float, bool]] = []
    for over in ({}, *tried):
        out: dict[str, Any] = {}
        for number, (path, about) in models.items():
            model = _model(lessons, path, about, over)
            out |= read((case for _, case in held if fold(case.name, 5) == number), Reader(model))
        print(f"{over or 'as shipped'}, {folds} parts")
        for name in sorted(sets):
            gold = {case.name: case.gold for source, case in held if source == name and case.name in out}
            if not over:
                show(f"{name}, rules", gold, read((c for s, c in held if s == name and c.name in out), rules), score)
            show(f"{name}, learned", gold, out, score)
        if not over:
            gold = {case.name: case.gold for _, case in held if case.name in out}
            parts = [{n: g for n, g in gold.items() if fold(n, 5) == number} for number in models]
            pairs = calibration([outcomes(part, out, score) for part in parts])
    return table(pairs)


def calibration(found: Sequence[Sequence[tuple[float, bool]]]) -> list[tuple[float, bool]]:
    """Print how far confidences are from what came true, each part calibrated by the others; return all pairs."""
    every = [pair for pairs in found for pair in pairs]
    held = []
    for n, pairs in enumerate(found):
        others = [pair for m, more in enumerate(found) if m != n for pair in more]
        line = table(others or list(pairs))
        held += [(float(np.interp(said, *line)), right) for said, right in pairs]
    print(f"calibration error {error(every):.3f}; calibrated by the other parts {error(held):.3f}")
    return every


def _model(lessons: Lessons, path: Path, about: Mapping[str, Any], over: Mapping[str, float]) -> Model:
    with np.load(path, allow_pickle=False) as held:
        arrays = {name: held[name] for name in held.files if name != "about"}
    told = {
        "vocabulary": lessons.vocabulary,
        "features": about["features"],
        "thresholds": {**THRESHOLDS, **over},
        "calibration": ([0.0, 1.0], [0.0, 1.0]),
    }
    return model_of(Held(arrays), told)


def read(found: Iterable[Case], extractor: Callable[..., Iterable[Event]]) -> dict[str, Any]:
    """Return what an extractor reads from cases, for the scorer."""
    return {c.name: output(c, extractor(c.view.document, c.view.reading)) for c in found}


def output(case: Case, events: Iterable[Event]) -> dict[str, Any]:
    """Return a case's events in the form in which the scorer reads them from RDF."""
    rows: list[dict[str, Any]] = []
    spans = []
    for e in events:
        told = [s for c in e.claims for s in c.evidence]
        spans += [((s.begin, s.end), s.of(case.view.document.article.text)) for s in told]
        date = (str(e.moment.earliest or ""), str(e.moment.latest or "")) if e.moment else None
        rows.append(
            {
                "type": e.type,
                "status": e.status,
                "date": date,
                "place": e.place.name if e.place else None,
                "agents": list(dict.fromkeys(a.name for a in e.agents)),
                "recipients": list(dict.fromkeys(a.name for a in e.recipients)),
                "confidence": max(c.confidence for c in e.claims),
                "learned": any(c.rule.startswith("learned:") for c in e.claims),
                "spans": [(s.begin, s.end) for s in told],
                "quotes": [{"speaker": e.agents[0].name, "quote": q} for q in e.quotes if e.agents],
            }
        )
    return {"events": rows, "holdings": [], "quotes": [q for r in rows for q in r["quotes"]], "evidence": spans}


def show(title: str, gold: dict[str, Any], out: dict[str, Any], score: Any) -> None:
    """Print the scorer's table."""
    result = score.score(gold, {name: out[name] for name in gold})
    names = [f"events {part}" for part in ("found", "family", "relaxed", "strict")]
    figures = [
        f"{name.removeprefix('events ')} {result[name]['F1']:.3f}"
        for name in (*names, "participants of matched", "quotes")
    ]
    predicted = result["events found"]
    print(f"{title}: " + ", ".join(figures) + f" ({predicted['predicted']} for {predicted['gold']})")
    print("    " + ", ".join(f"{k} {v}" for k, v in result["of matched events"].items()), flush=True)
