"""Train the learned reader and show how it reads articles that it was not trained on.

python -m bench.learn [--folds 5] [--epochs N] [--only-fold K] [--export FILE]
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from bench.learn import base
from bench.learn.base import latin
from bench.learn.calibrate import error, outcomes, table
from bench.learn.diagnose import diagnose
from bench.learn.gold import Case, align, cases, practice, scorer
from bench.learn.own import own
from bench.learn.tensors import Names, below, parts
from bench.learn.train import Plan, lesson, train
from extractors.happenings.events import events as rules
from extractors.learned.encoder import Encoder
from extractors.learned.heads import SHAPES
from extractors.learned.model import Model, model_of
from extractors.learned.pieces import Pieces
from extractors.learned.reader import Reader
from extractors.learned.weights import Held, packed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from extractors.learned.model import Table
    from ontology.facts import Event

THRESHOLDS = {
    "event": 0.42,
    "seconded": 0.05,
    "trust": 100.0,
    "status": 0.6,
    "unreal": 0.35,
    "role": 0.5,
    "first": 0.3,
    "when": 0.25,
    "when ruled": 0.15,
    "when margin": 0.3,
    "where": 0.25,
    "where ruled": 0.15,
    "where margin": 0.3,
}


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


def read(found: Iterable[Case], extractor: Callable[..., Iterable[Event]]) -> dict[str, Any]:
    """Return what an extractor reads from cases, for the scorer."""
    return {c.name: output(c, extractor(c.view.document, c.view.reading)) for c in found}


def show(title: str, gold: dict[str, Any], out: dict[str, Any]) -> None:
    """Print the scorer's table."""
    result = scorer().score(gold, out)
    rows = [
        f"{k.removeprefix('events ')} {result[k]['F1']:.3f}"
        for k in (
            "events found",
            "events family",
            "events relaxed",
            "events strict",
            "participants of matched",
            "quotes",
        )
    ]
    predicted = result["events found"]
    print(f"{title}: " + ", ".join(rows) + f" ({predicted['predicted']} for {predicted['gold']})")
    print("    " + ", ".join(f"{k} {v}" for k, v in result["of matched events"].items()), flush=True)


def folds(names: list[str], count: int, seed: int) -> list[list[str]]:
    """Return the articles in so many parts, by chance but always the same."""
    order = sorted(names)
    random.Random(seed).shuffle(order)
    return [order[n::count] for n in range(count)]


class School:
    """All that training needs, computed once: cases, the frozen layers' rows, the names of features."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.score = plan, scorer()
        self.base, self.vocabulary = base.weights(), base.vocabulary()
        self.pieces, encoder = Pieces(self.vocabulary), Encoder(Held(packed(self.base)))
        self.cases = {c.name: c for c in cases()}
        self.own = [*own(), *practice()] if plan.own else []
        every = [*self.cases.values(), *self.own]
        self.below = {c.name: below(c, encoder, self.pieces, plan.frozen) for c in every}
        self.gold = {name: c.gold for name, c in self.cases.items()}

    def model(
        self, names: Iterable[str], calibration: Table = ([0, 1], [0, 1])
    ) -> tuple[Model, dict[str, Any], dict[str, Any]]:
        """Return a model trained on the named articles."""
        chosen = [self.cases[n] for n in names]
        for case in chosen:
            align(case)
        told = {c.name: parts(c, self.score) for c in [*chosen, *self.own]}
        known = Names({head: [row for p in told.values() for row in p[head].names] for head in SHAPES})
        lessons = [lesson(self.below[name], p, known) for name, p in told.items()]
        net = train(self.base, lessons, known.lists, self.plan)
        weights = {**self.base, **net.arrays()}
        about = {
            "vocabulary": self.vocabulary,
            "features": known.lists,
            "thresholds": THRESHOLDS,
            "calibration": calibration,
        }
        model = model_of(Held(packed(weights)), about)
        return model, weights, about


def main() -> int:
    """Train, show, export; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.learn", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folds", type=int, default=5, metavar="N", help="read each article by a model of the others")
    parser.add_argument("--epochs", type=int, default=Plan.epochs, metavar="N")
    parser.add_argument("--frozen", type=int, default=base.LAYERS, metavar="N", help="layers that are not trained")
    parser.add_argument("--no-own", dest="own", action="store_false", help="leave the articles of our own writing out")
    parser.add_argument("--export", type=Path, metavar="FILE", help="train on all articles and write the weights")
    args = parser.parse_args()
    torch.set_num_threads(1)
    plan = Plan(epochs=args.epochs, frozen=args.frozen, own=args.own)
    school = School(plan)
    print(f"{len(school.cases)} annotated articles, {len(school.own)} of our own writing", flush=True)
    line = crossvalidated(school, args.folds) if args.folds else ([0.0, 1.0], [0.0, 1.0])
    if args.export:
        export(school, line, args.export)
        print(f"{args.export}: {args.export.stat().st_size / 1e6:.1f} MB")
    return 0


def crossvalidated(school: School, count: int) -> Table:
    """Print how articles are read by models that were not trained on them; return the calibration that follows."""
    out: dict[str, Any] = {}
    parts = folds(list(school.cases), count, 3)
    for n, unseen in enumerate(parts, start=1):
        model, _, _ = school.model([name for name in sorted(school.cases) if name not in unseen])
        out |= read([school.cases[name] for name in unseen], Reader(model))
        figures = diagnose(model, [school.cases[name] for name in unseen], school.score)
        print(f"fold {n}, heads alone: {figures}", flush=True)
    show("rules", school.gold, read(school.cases.values(), rules))
    show("learned, cross-validated", school.gold, out)
    found = [outcomes({name: school.gold[name] for name in part}, out, school.score) for part in parts]
    every = [pair for pairs in found for pair in pairs]
    held = []
    for n, pairs in enumerate(found):
        line = table([pair for m, others in enumerate(found) if m != n for pair in others])
        held += [(float(np.interp(said, *line)), right) for said, right in pairs]
    print(f"calibration error {error(every):.3f}; calibrated by the other folds {error(held):.3f}")
    return table(every)


def export(school: School, line: Table, path: Path) -> None:
    """Train on all articles and write the weights as they are shipped."""
    _, weights, about = school.model(sorted(school.cases), line)
    kept = [n for n, piece in enumerate(about["vocabulary"]) if latin(piece)]
    about["vocabulary"] = [about["vocabulary"][n] for n in kept]
    held = packed({**weights, "embed.word": weights["embed.word"][kept]})
    with path.open("wb") as file:
        np.savez_compressed(file, about=np.frombuffer(json.dumps(about).encode(), np.uint8), **held)  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main())
