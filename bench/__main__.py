"""`python -m bench`: how well articles are read; `speed`: how fast; `ingest` ...: datasets; `score`: files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bench import baselines, engines, identity, ingest, large, pages, scale, search, speed
from bench.accuracy import (
    ASKED_FOR,
    FLOORS,
    SETS,
    FloorError,
    cases,
    floors,
    key,
    lowered,
    measure,
    raised,
    save,
    shown,
    under,
)
from bench.gold import load
from bench.output import load_output
from bench.reliability import lines, outcomes, write
from bench.score import score
from extractors import READERS
from extractors.happenings.confidence import TABLE as CONFIDENCES

if TYPE_CHECKING:
    from bench.gold import Case

EVERY = tuple(name for name in SETS if name not in ASKED_FOR)
"""The sets that are read where none is named."""


def main(argv: list[str] | None = None) -> int:
    """Run measurements; return 1 where a figure is under its floor."""
    args = _parser().parse_args(argv)
    try:
        if args.command == "score":
            return run_score(args)
        if args.command == "baselines":
            print("\n".join(baselines.run(args.set or EVERY, args.jobs)))
            return 0
        if args.command == "search":
            return search.run(args.articles)
        if args.command == "identity":
            return _told(*identity.run(args.articles))
        if args.command == "ingest":
            return _told(*ingest.run(args.articles, args.jobs))
        if args.command == "large":
            print("\n".join(large.run(args.articles)))
            return 0
        if args.command == "scale":
            lines = engines.run(args.articles[0], args.jobs) if args.read else scale.run(args.articles, args.work)
            print("\n".join(lines))
            return 0
        if args.command == "speed":
            for line in speed.run(args.articles):
                print(line, flush=True)
            return 0
        if args.command == "pages":
            return _told(*pages.run(args.articles, args.keep))
        return run_lower(args) if args.lower else run_accuracy(args)
    except FloorError as error:
        sys.stderr.write(f"bench: {error}\n")
        return 1


def run_accuracy(args: argparse.Namespace) -> int:
    """Measure each set that is here, print the tables, and say what is under its floor; or raise the floors."""
    limits = floors()
    faults: list[str] = []
    read_cases: list[Case] = []
    for name in args.set or EVERY:
        found = cases(name)
        if not found:
            print(f"\n{name}: not measured, COMMUNIQUE_SHARED holds no annotated articles")
            continue
        result = measure(found, args.jobs, args.model, args.reader)
        kept = key(name, args.reader)
        print(f"\n{kept}: {SETS[name]}")
        print("\n".join(result.lines()))
        if args.errors:
            print("\n".join(result.errors))
        read_cases += found
        faults += under(kept, result, limits)
        limits = raised(kept, result, limits) if args.do_raise else limits
    if args.reliability or args.calibrate:
        rows = outcomes(read_cases, args.model)
        print("\n" + "\n".join(lines(rows)))
        if args.calibrate:
            write(rows, CONFIDENCES)
            print(f"confidences written to {shown(CONFIDENCES)}")
    print("\n" + ("\n".join(faults) if faults else "no figure is under its floor"))
    if args.do_raise:
        save(limits)
        print(f"floors raised in {shown(FLOORS)}")
    return 1 if faults else 0


def run_lower(args: argparse.Namespace) -> int:
    """Lower one floor, for a reason that is written down."""
    name, figure, value = args.lower
    save(lowered(name, figure, float(value), args.reason, floors()))
    print(f"{name}, {figure}: now {value}, with its reason, in {shown(FLOORS)}")
    return 0


def run_score(args: argparse.Namespace) -> int:
    """Score N-Quads that are there against annotations that are there."""
    result = score(load(args.gold, args.ids), load_output(args.output.read_bytes()))
    print("\n".join(result.lines() + (result.errors if args.errors else [])))
    return 0


def _told(lines: list[str], faults: list[str]) -> int:
    """Print figures and what is under its floor; return the exit status."""
    print("\n".join(lines))
    print("\n" + ("\n".join(faults) if faults else "no figure is under its floor"))
    return 1 if faults else 0


def _parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        prog="python -m bench", description="Measure how well articles are read and how fast they are found."
    )
    commands = whole.add_subparsers(dest="command", metavar="COMMAND")
    one = commands.add_parser("accuracy", help="read annotated articles, score the facts, check the floors (default)")
    for parser in (whole, one):
        parser.set_defaults(
            set=[],
            jobs=1,
            model="",
            reader="rules",
            errors=False,
            reliability=False,
            calibrate=False,
            do_raise=False,
            lower=None,
            reason="",
        )
    one.add_argument("--set", action="append", choices=tuple(SETS), help="only this set; may be repeated")
    one.add_argument(
        "--reader",
        choices=READERS,
        help="who reads: the rules (the default), or the model, which has learned from all of these articles",
    )
    one.add_argument("--jobs", type=int, metavar="N", help="how many processes read (default: 1)")
    one.add_argument("--model", metavar="NAME", help="spaCy model (default: the best installed)")
    one.add_argument("--errors", action="store_true", help="list what was missed, extra or different")
    one.add_argument("--reliability", action="store_true", help="say how often what the rules are sure of is right")
    one.add_argument("--calibrate", action="store_true", help="set the rules' confidences to what is measured")
    one.add_argument("--raise", dest="do_raise", action="store_true", help="raise the floors to what is measured")
    one.add_argument("--lower", nargs=3, metavar=("SET", "FIGURE", "VALUE"), help="lower a floor; needs --reason")
    one.add_argument("--reason", metavar="TEXT", help="why a floor is lowered; it is kept beside it")
    other = commands.add_parser("baselines", help="both readers beside spaCy alone and HeidelTime, in one table")
    other.add_argument("--set", action="append", choices=tuple(SETS), help="only this set; may be repeated")
    other.add_argument("--jobs", type=int, default=1, metavar="N", help="how many processes read (default: 1)")
    two = commands.add_parser("score", help="score N-Quads against a folder of annotations")
    two.add_argument("gold", type=Path, metavar="FOLDER", help="with ann/ID.json and texts/ID.json")
    two.add_argument("output", type=Path, metavar="FILE.nq")
    two.add_argument("--ids", type=Path, metavar="FILE", help="keep to the articles named in it, one a line")
    two.add_argument("--errors", action="store_true", help="list what was missed, extra or different")
    three = commands.add_parser("search", help="measure how long a search takes")
    three.add_argument("--articles", type=int, default=100_000, metavar="N", help="in the index (default: %(default)s)")
    four = commands.add_parser("identity", help="decide labelled and made-up pairs of persons, offices and events")
    four.add_argument("--articles", type=int, default=400, metavar="N", help="made-up articles (default: 400)")
    six = commands.add_parser("scale", help="measure how cost grows with the number of articles")
    six.add_argument(
        "--articles", type=int, nargs="+", default=[1000, 3000, 10_000], metavar="N", help="made-up articles"
    )
    six.add_argument("--jobs", type=int, default=2, metavar="N", help="processes that read (default: 2)")
    six.add_argument("--work", type=Path, metavar="DIR", help="keep shards and datasets there")
    six.add_argument("--read", action="store_true", help="read N real texts instead, with 1 process and with --jobs")
    seven = commands.add_parser("large", help="reckon what very many articles would take")
    seven.add_argument("--articles", type=int, default=large.ARTICLES, metavar="N", help="(default: %(default)s)")
    five = commands.add_parser("ingest", help="measure how fast extracted articles become a dataset")
    five.add_argument("--articles", type=int, default=500, metavar="N", help="made-up articles (default: 500)")
    five.add_argument("--jobs", type=int, default=2, metavar="N", help="processes that check facts (default: 2)")
    six = commands.add_parser("pages", help="measure how long each kind of page takes, and how large it is")
    six.add_argument("--articles", type=int, default=2000, metavar="N", help="made-up articles (default: 2000)")
    six.add_argument("--keep", type=Path, metavar="DIR", help="make the dataset there, or use the one that is there")
    seven = commands.add_parser("speed", help="measure what both readers cost beside spaCy alone")
    seven.add_argument("--articles", type=int, default=40, metavar="N", help="of bench/practice (default: 40)")
    return whole


if __name__ == "__main__":
    sys.exit(main())
