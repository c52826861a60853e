"""Train the learned reader and show how it reads articles that it was not trained on.

python -m bench.learn [--folds 5] [--epochs N] [--only-fold K] [--export FILE]
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from bench.learn import base
from bench.learn.calibrate import error, outcomes, table
from bench.learn.diagnose import diagnose
from bench.learn.gold import Case, align, cases, scorer
from bench.learn.own import own
from bench.learn.tensors import Names, below, parts
from bench.learn.train import Plan, lesson, train
from extractors.happenings import HAPPENINGS
from extractors.learned.encoder import Encoder
from extractors.learned.heads import SHAPES
from extractors.learned.model import Model, model_of, packed
from extractors.learned.pieces import Pieces
from extractors.learned.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from extractors.learned.model import Table
    from ontology.facts import Event

THRESHOLDS = {"event": 0.4, "seconded": 0.25, "trust": 2.0, "role": 0.5, "first": 0.2}


def output(case: Case, events: Iterable[Event]) -> dict[str, Any]:
    """Return a case's events in the form in which the scorer reads them from RDF."""
    rows, spans = [], []
    for e in events:
        told = [s for c in e.claims for s in c.evidence]
        spans += [((s.begin, s.end), s.of(case.view.document.article.text)) for s in told]
        date = (str(e.moment.earliest or ""), str(e.moment.latest or "")) if e.moment else None
        rows.append(
            {
                "type": e.type, "status": e.status, "date": date, "place": e.place.name if e.place else None,
                "agents": list(dict.fromkeys(a.name for a in e.agents)), "recipients": list(dict.fromkeys(a.name for a in e.recipients)),
                "confidence": max(c.confidence for c in e.claims), "learned": any(c.rule.startswith("learned:") for c in e.claims),
                "spans": [(s.begin, s.end) for s in told], "quotes": [{"speaker": e.agents[0].name, "quote": q} for q in e.quotes if e.agents],
            }
        )  # fmt: skip
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
        self.pieces, encoder = Pieces(self.vocabulary), Encoder(self.base)
        self.cases = {c.name: c for c in cases()}
        self.own = own() if plan.own else []
        every = [*self.cases.values(), *self.own]
        self.below = {c.name: below(c, encoder, self.pieces, plan.frozen) for c in every}
        self.gold = {name: c.gold for name, c in self.cases.items()}

    def model(
        self, names: Iterable[str], plan: Plan, calibration: Table = ([0, 1], [0, 1])
    ) -> tuple[Model, dict[str, Any], dict[str, Any]]:
        """Return a model trained on the named articles."""
        chosen = [self.cases[n] for n in names]
        for case in chosen:
            align(case)
        told = {c.name: parts(c, self.score) for c in [*chosen, *self.own]}
        known = Names({head: [row for p in told.values() for row in p[head].names] for head in SHAPES})
        lessons = [lesson(self.below[name], p, known) for name, p in told.items()]
        net = train(self.base, lessons, known.lists, plan)
        weights = {**self.base, **net.arrays()}
        about = {
            "vocabulary": self.vocabulary,
            "features": known.lists,
            "thresholds": THRESHOLDS,
            "calibration": calibration,
        }
        model = model_of(weights, about)
        return model, weights, about


def main() -> int:
    """Train, show, export; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.learn", description=__doc__.splitlines()[0])
    parser.add_argument("--folds", type=int, default=5, metavar="N")
    parser.add_argument("--first", type=int, default=5, metavar="N", help="try only so many of the folds")
    parser.add_argument("--epochs", type=int, default=7, metavar="N")
    parser.add_argument("--frozen", type=int, default=base.LAYERS, metavar="N")
    parser.add_argument("--rate", type=float, default=5e-5, metavar="X")
    parser.add_argument("--head-rate", type=float, default=1e-3, metavar="X")
    parser.add_argument("--no-own", dest="own", action="store_false", help="leave the articles of our own writing out")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="pickle the fold models")
    parser.add_argument("--export", type=Path, metavar="FILE", help="train on all articles and write the weights")
    args = parser.parse_args()
    torch.set_num_threads(1)
    plan = Plan(epochs=args.epochs, frozen=args.frozen, encoder_rate=args.rate, head_rate=args.head_rate, own=args.own)
    began = time.process_time()
    school = School(plan)
    print(f"read {len(school.cases)} articles ({time.process_time() - began:.0f} s)", flush=True)
    out: dict[str, Any] = {}
    line: Table = ([0, 1], [0, 1])
    kept = []
    for n, unseen in enumerate(folds(list(school.cases), args.folds, 3)[: args.first]):
        seen = [name for name in sorted(school.cases) if name not in unseen]
        model, weights, about = school.model(seen, plan)
        part = read([school.cases[name] for name in unseen], Reader(model))
        out |= part
        kept.append((unseen, weights, about))
        gold = {name: school.gold[name] for name in unseen}
        show(f"fold {n + 1} rules", gold, read([school.cases[x] for x in unseen], HAPPENINGS[0]))
        show(f"fold {n + 1}", gold, part)
        print("    heads: " + diagnose(model, [school.cases[name] for name in unseen], school.score), flush=True)
        if args.keep:
            args.keep.write_bytes(pickle.dumps(kept))
    if out:
        gold = {name: school.gold[name] for name in out}
        show("rules", gold, read([school.cases[x] for x in out], HAPPENINGS[0]))
        show("learned, cross-validated", gold, out)
        pairs = {n: outcomes({x: gold[x] for x in part}, out, school.score) for n, (part, _, _) in enumerate(kept)}
        every = [p for found in pairs.values() for p in found]
        line = table(every)
        others = {n: table([p for m, found in pairs.items() if m != n for p in found] or every) for n in pairs}
        held = [(float(np.interp(c, *others[n])), right) for n, found in pairs.items() for c, right in found]
        print(
            f"    calibration error {error(every):.3f}, calibrated by the other folds {error(held):.3f}; {line}",
            flush=True,
        )
    if args.export:
        _, weights, about = school.model(sorted(school.cases), plan, line)
        held = packed(weights)
        with args.export.open("wb") as file:
            np.savez(file, about=np.frombuffer(json.dumps(about).encode(), np.uint8), **held)  # type: ignore[arg-type]
    print(f"{time.process_time() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
