"""The options of the commands that keep a dataset: written out, checked, amended, copied."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from server.commands import values
from server.commands.options import Parser, command, dataset, deadline, store

if TYPE_CHECKING:
    import argparse


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the commands to the parser of the command line."""
    one = command(
        commands,
        "dump",
        "keep:run_dump",
        "write a dataset as one sorted file, or as tables",
        "communique dump --dataset data --format nquads | sha256sum",
        "communique dump --dataset data --format turtle --output data.ttl.gz",
        "communique dump --dataset data --format csv --output tables",
        "communique dump --dataset data --patch old.nq.gz --output changes.rdfp",
    )
    dataset(one)
    store(one, "the store on another server that has it, in place of the dataset's own")
    one.add_argument(
        "--format",
        choices=("nquads", "trig", "turtle", "csv"),
        default="nquads",
        help="nquads (default) and trig: every article's graph and the merged default graph; turtle: the merged one; "
        "csv: tables of events, offices and quotations, in a folder",
    )
    one.add_argument(
        "--output",
        type=Path,
        metavar="FILE|DIR",
        help="instead of standard output; .gz compresses; its digest goes to FILE.sha256; for csv the folder",
    )
    one.add_argument(
        "--patch",
        type=Path,
        metavar="OLD",
        help="write only what changed since OLD, an nquads dump (plain or .gz), as an RDF Patch",
    )

    one = command(
        commands,
        "verify",
        "keep:run_verify",
        "check a dataset against its ledger",
        "communique verify --dataset data",
        "communique verify --dataset data --rebuild",
    )
    dataset(one)
    store(one, "the store on another server that has the facts from now on; local: the one in the dataset's folder")
    one.add_argument("--rebuild", action="store_true", help="make the store anew from the ledger first")

    one = command(commands, "stats", "keep:run_stats", "count what a dataset holds", "communique stats --dataset data")
    dataset(one)
    one.add_argument(
        "--format", choices=("table", "json"), default="table", help="of the counts (default: %(default)s)"
    )

    one = command(
        commands,
        "retract",
        "amend:run_retract",
        "withdraw an article: its facts leave the dataset, a tombstone stays",
        "communique retract https://paper.example/a --dataset data --reason withdrawn-by-the-paper",
        "communique retract https://paper.example/a --dataset data --undo",
    )
    one.add_argument("article", metavar="URL", help="the article's address or identifier, or its IRI in the dataset")
    dataset(one)
    one.add_argument("--reason", default="", metavar="TEXT", help="why, for those who ask for it")
    one.add_argument("--undo", action="store_true", help="let a withdrawn article back in")
    _dumps(one)

    one = command(
        commands,
        "correct",
        "amend:run_correct",
        "leave out or set right facts that somebody signs for, however often they are read again",
        "communique correct corrections.tsv --dataset data",
    )
    one.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="lines with tabs, the first one: fact by why (and action: reject, accept or set; with set property and"
        " value: status or date of an event, heldFrom or heldTo of a holding); a fact is the address of an event, a"
        " holding or a claim",
    )
    dataset(one)
    _dumps(one)

    one = command(
        commands,
        "unmerge",
        "amend:run_unmerge",
        "keep apart two persons or events that were taken to be the same",
        "communique unmerge https://news.example.org/id/person/a https://news.example.org/id/person/b --dataset data"
        " --reason namesakes",
        "communique unmerge https://news.example.org/id/person/a https://news.example.org/id/person/b --dataset data"
        " --undo",
    )
    one.add_argument("a", metavar="A", help="what both were taken to be: the address of its page")
    one.add_argument("b", metavar="B", help="what is not the same: its own address, which leads there")
    dataset(one)
    one.add_argument("--reason", default="", metavar="TEXT", help="why, for those who ask for it")
    one.add_argument("--undo", action="store_true", help="let what articles say decide again")
    _dumps(one)

    one = command(
        commands,
        "link",
        "amend:run_link",
        "link states, cities, people and offices to Wikidata and GeoNames",
        "communique link --dataset data",
        "communique link --dataset data --endpoint https://query.wikidata.org/sparql",
    )
    dataset(one)
    one.add_argument(
        "--endpoint",
        type=values.address,
        metavar="URL",
        help="ask this SPARQL endpoint for people and offices; without it states and cities alone are linked, from a"
        " table that comes with the program",
    )
    deadline(one, 600.0)
    _dumps(one)

    one = command(
        commands,
        "receipts",
        "amend:run_receipts",
        "list what became of every input",
        "communique receipts --dataset data --failed",
        "communique receipts --dataset data --format jsonl > receipts.jsonl",
    )
    dataset(one)
    one.add_argument("--failed", action="store_true", help="only what was quarantined or refused")
    one.add_argument(
        "--format",
        choices=("text", "jsonl"),
        default="text",
        help="text: receipt, source and reasons with tabs between them; jsonl: an object a line (default: %(default)s)",
    )

    one = command(
        commands,
        "rebuild",
        "keep:run_rebuild",
        "make the store anew from the ledger",
        "communique rebuild --dataset data",
    )
    dataset(one)
    _dumps(one)

    one = command(
        commands,
        "backup",
        "keep:run_backup",
        "copy a dataset, while it is written to or not",
        "communique backup copies/monday --dataset data",
    )
    one.add_argument("target", type=Path, metavar="TARGET", help="a new folder; what is in it is a dataset itself")
    dataset(one)

    one = command(
        commands,
        "restore",
        "keep:run_restore",
        "make a dataset from a copy",
        "communique restore copies/monday --dataset data",
    )
    one.add_argument("source", type=Path, metavar="SOURCE", help="a folder that 'communique backup' made")
    dataset(one)
    _dumps(one)


def _dumps(one: argparse.ArgumentParser) -> None:
    one.add_argument("--no-dumps", dest="dumps", action="store_false", help="leave the files in DIR/dumps as they are")
