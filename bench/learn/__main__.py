"""Train the learned reader, and show how it reads articles that it was not trained on.

python -m bench.learn prepare LESSONS                      what the heads see of the annotated articles, into a folder
python -m bench.learn train LESSONS HEADS [--fold K]       train on all, or on all but the Kth of five parts
python -m bench.learn score LESSONS HEADS... --line FILE   read each part by the heads that did not see it
python -m bench.learn export LESSONS HEADS WEIGHTS --line FILE
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.learn.lessons import fold, load, save
from extractors.learned.weights import packed

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDS = 5
HELD = frozenset({"open", "practice", "unseen"})
"""The sets whose articles are held back in turn; the others always teach."""


def main(argv: Sequence[str] | None = None) -> int:
    """Do one step; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.learn", description=(__doc__ or "").splitlines()[0])
    steps = parser.add_subparsers(dest="step", required=True)
    for name in ("prepare", "train", "score", "export"):
        step = steps.add_parser(name)
        step.add_argument("lessons", type=Path)
        if name != "prepare":
            step.add_argument("heads", type=Path, nargs="+" if name == "score" else None)
        if name == "prepare":
            step.add_argument("--jobs", type=int, default=1, metavar="N", help="processes that read (default: 1)")
        if name == "train":
            step.add_argument("--fold", type=int, metavar="K", help=f"leave part K of {FOLDS} out")
            step.add_argument("--layers", type=int, metavar="N", help="of the encoder")
            step.add_argument("--epochs", type=int, metavar="N")
            step.add_argument("--device", default="cpu", help="of torch: cpu, cuda")
        if name == "export":
            step.add_argument("weights", type=Path)
        if name in {"score", "export"}:
            step.add_argument(
                "--line", type=Path, required=True, help="what the confidences mean, by the held-back parts"
            )
        if name == "score":
            step.add_argument("--set", dest="sets", action="append", choices=sorted(HELD), help="of this set alone")
            step.add_argument("--try", dest="tried", action="append", metavar="NAME=VALUE,...", help="other thresholds")
    args = parser.parse_args(argv)
    {"prepare": _prepare, "train": _train, "score": _score, "export": _export}[args.step](args)
    return 0


def _prepare(args: argparse.Namespace) -> None:
    from bench.learn.prepare import prepared  # noqa: PLC0415 - needs the parser

    lessons = prepared(args.jobs)
    save(args.lessons, lessons)
    print(f"{len(lessons.lessons)} articles, {sum(map(len, lessons.names.values()))} features")


def _train(args: argparse.Namespace) -> None:
    import torch  # noqa: PLC0415 - of the training environment alone

    from bench.learn.train import Plan, train  # noqa: PLC0415

    torch.set_num_threads(1)
    lessons = load(args.lessons)
    chosen = [
        one
        for one in lessons.lessons
        if args.fold is None or one.source not in HELD or fold(one.name, FOLDS) != args.fold
    ]
    given = {name: getattr(args, name) for name in ("layers", "epochs", "device") if getattr(args, name) is not None}
    arrays, features = train(lessons, chosen, replace(Plan(), **given))
    about = {"features": features, "fold": args.fold}
    args.heads.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(args.heads, about=_json(about), **packed(arrays))  # type: ignore[arg-type]
    print(f"{args.heads}: trained on {len(chosen)} articles")


def _score(args: argparse.Namespace) -> None:
    from bench.learn.score import crossvalidated  # noqa: PLC0415 - needs the parser

    over = [
        {name: float(value) for name, value in (part.split("=") for part in one.split(","))} for one in args.tried or []
    ]
    line = crossvalidated(load(args.lessons), args.heads, frozenset(args.sets or HELD), over)
    args.line.write_text(json.dumps(line) + "\n", "utf-8")


def _export(args: argparse.Namespace) -> None:
    from bench.learn.score import THRESHOLDS  # noqa: PLC0415

    lessons = load(args.lessons)
    with np.load(args.heads, allow_pickle=False) as held:
        arrays = {name: held[name] for name in held.files if name != "about"}
        features = json.loads(bytes(held["about"]).decode())["features"]
    about = {
        "vocabulary": lessons.vocabulary,
        "features": features,
        "thresholds": THRESHOLDS,
        "calibration": json.loads(args.line.read_text("utf-8")),
    }
    np.savez_compressed(args.weights, about=_json(about), **arrays)
    print(f"{args.weights}: {args.weights.stat().st_size / 1e6:.1f} MB")


def _json(value: Any) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.frombuffer(json.dumps(value).encode(), np.uint8)


if __name__ == "__main__":
    sys.exit(main())
