"""The command line: `communique COMMAND`.

Exit status: 0 fine; 1 some input was refused, or a check found something; 2 wrong usage.
"""

from __future__ import annotations

import importlib
import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from extractors import READER, READERS, one_thread
from ontology.uris import DEFAULT_BASE
from server.commands import bulk, upkeep, values
from server.commands.errors import in_one_line
from server.commands.options import Parser, command, dataset, deadline, store

if TYPE_CHECKING:
    import argparse

EPILOG = """examples:
  communique extract article.html                           facts of one article, as N-Quads
  communique publish news/ --dataset data                   read a folder of articles into a dataset
  communique serve --dataset data --port 8000               pages and a SPARQL endpoint
  communique query - --dataset data < question.rq           ask it

exit status: 0 fine; 1 some input was refused or a check found something; 2 wrong usage"""


def main(argv: list[str] | None = None) -> int:
    """Run a command and return its exit status; whatever goes wrong is one line on standard error."""
    args = parser().parse_args(argv)
    one_thread()
    room, _, function = args.run.partition(":")
    try:
        return int(getattr(importlib.import_module(f"server.commands.{room}"), function)(args))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains when it flushes at exit
        return 141
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # nobody is to see a traceback
        if os.environ.get("COMMUNIQUE_DEBUG"):
            raise
        sys.stderr.write(f"communique: {in_one_line(error)}\n")
        return int(getattr(error, "status", 2))


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands and options."""
    whole = Parser(prog="communique", description="English news as linked data.", epilog=EPILOG)
    whole.add_argument("--version", action="version", version=f"communique {version('communique')}")
    commands = whole.add_subparsers(metavar="COMMAND", required=True)

    one = command(
        commands,
        "extract",
        "read:run_extract",
        "write the facts of articles as RDF, touching no dataset",
        "communique extract article.html > facts.nq",
        "echo 'Peru and Chile signed a treaty.' | communique extract - --published 2025-03-01 --format turtle",
        "communique extract archive.jsonl --jobs 4 | gzip > facts.nq.gz",
        "communique extract @archives.txt --only-news --shards shards --engine dask:tcp://10.0.0.1:8786",
    )
    _reading(one, "FILE")
    one.add_argument(
        "--format",
        choices=("nquads", "trig", "turtle", "jsonld"),
        default="nquads",
        help="nquads (default), trig and jsonld: a graph per article; turtle: all merged into one graph",
    )
    one.add_argument(
        "--base",
        type=values.base,
        default=DEFAULT_BASE,
        metavar="IRI",
        help="what all addresses begin with (default: %(default)s)",
    )
    bulk.extracting(one)

    one = command(
        commands,
        "publish",
        "read:run_publish",
        "read articles into a dataset; what it has already is left alone",
        "communique publish news/ --dataset data --base https://news.example.org/",
        "communique publish article.txt --published 2025-10-12 --url https://example.org/a --dataset data",
        "communique publish https://paper.example/feed.xml --dataset data --follow",
        "zcat archive.jsonl.gz | communique publish - --dataset data",
    )
    _reading(one, "SOURCE")
    dataset(one)
    store(one, "the store on another server that the facts go to from now on; local: the one in the dataset's folder")
    one.add_argument(
        "--base",
        type=values.base,
        metavar="IRI",
        help=f"what all addresses begin with, fixed when the dataset is made (default: {DEFAULT_BASE})",
    )
    one.add_argument(
        "--follow", action="store_true", help="go on asking the feeds whose addresses are given for new articles"
    )
    one.add_argument(
        "--every",
        type=values.seconds,
        default=900.0,
        metavar="S",
        help="with --follow: seconds between two questions to one feed, more where it fails (default: %(default)g)",
    )
    one.add_argument("--again", action="store_true", help="read again what is published already, as after an upgrade")
    one.add_argument("--no-dumps", dest="dumps", action="store_false", help="leave the files in DIR/dumps as they are")

    one = command(
        commands,
        "serve",
        "keep:run_serve",
        "serve pages, data and a SPARQL endpoint",
        "communique serve --dataset data --host 127.0.0.1 --port 8000",
        "communique serve --dataset scratch --plain",
    )
    dataset(one)
    store(one, "the store on another server that answers, in place of the dataset's own")
    one.add_argument("--host", default="127.0.0.1", metavar="H", help="address to listen on (default: %(default)s)")
    one.add_argument(
        "--port", type=values.port, default=8000, metavar="N", help="port to listen on (default: %(default)s)"
    )
    one.add_argument(
        "--workers",
        type=values.number,
        default=os.cpu_count() or 1,
        metavar="N",
        help="how many queries run at once (default: one a processor)",
    )
    deadline(one, float(os.environ.get("COMMUNIQUE_DEADLINE") or 10))
    one.add_argument(
        "--memory",
        type=values.number,
        default=1024,
        metavar="MB",
        help="memory that one query may take (default: %(default)s)",
    )
    one.add_argument(
        "--plain",
        action="store_true",
        help="make a dataset without articles where there is none; with COMMUNIQUE_TOKEN it takes any write",
    )
    one.add_argument(
        "--base",
        type=values.base,
        metavar="IRI",
        help=f"what all addresses begin with, for --plain (default: {DEFAULT_BASE})",
    )
    one.add_argument(
        "--behind-proxy",
        action="store_true",
        help="take the client's address from the last X-Forwarded-For, which a proxy must set",
    )
    one.add_argument(
        "--max-rows",
        type=values.count,
        default=0,
        metavar="N",
        help="refuse answers of more rows; 0: any number (default: %(default)s)",
    )

    one = command(
        commands,
        "query",
        "ask:run_query",
        "ask a saved question or a SPARQL query of a dataset or an endpoint",
        "communique query question.rq --dataset data",
        "echo 'SELECT ?p { ?p a cmq:Person }' | communique query - --dataset data --format csv",
        "communique query office-on-day --param day=2025-10-12 --endpoint http://127.0.0.1:8000/sparql",
    )
    one.more = _questions
    one.add_argument(
        "query", metavar="NAME|FILE|-", help="a saved question, a file with a query, or - for standard input"
    )
    one.add_argument(
        "--param",
        type=values.pair,
        action="append",
        default=[],
        metavar="K=V",
        help="a value of a saved question; may be repeated",
    )
    where = one.add_mutually_exclusive_group(required=True)
    where.add_argument("--dataset", type=Path, metavar="DIR", help="the dataset to ask")
    where.add_argument("--endpoint", type=values.address, metavar="URL", help="the SPARQL endpoint to ask")
    store(one, "the store on another server that answers, in place of the dataset's own")
    one.add_argument(
        "--format",
        choices=("table", "json", "csv", "tsv", "xml"),
        default="table",
        help="of the answer (default: %(default)s); triples always come as Turtle",
    )
    deadline(one, 60.0)

    bulk.add(commands)
    upkeep.add(commands)
    return whole


def _questions() -> str:
    from server.commands.ask import listed  # noqa: PLC0415 - it reads all questions

    return listed()


def _reading(one: argparse.ArgumentParser, name: str) -> None:
    one.add_argument(
        "source",
        nargs="+",
        metavar=name,
        help="HTML, plain text, schema.org NewsArticle (JSON, JSON Lines), WARC, a folder of these, the address of a"
        " page or of an RSS or Atom feed, or -",
    )
    one.add_argument(
        "--published", type=values.day, metavar="DAY", help="day of publication (YYYY-MM-DD) of what states none"
    )
    one.add_argument("--url", type=values.address, metavar="URL", help="address of an article that states none")
    one.add_argument(
        "--model", default="", metavar="NAME", help="spaCy model (default: COMMUNIQUE_MODEL, or the best installed)"
    )
    one.add_argument(
        "--reader",
        choices=READERS,
        default=READER,
        help="who reads the events: a trained model over the rules, or the rules alone, which find less and take a"
        " third of the time; either gives the same bytes on any machine (default: %(default)s)",
    )
    one.add_argument(
        "--private-addresses", action="store_true", help="let addresses lead into private networks, as on an intranet"
    )
    one.add_argument(
        "--jobs", type=values.number, default=0, metavar="N", help="how many processes read (default: one a processor)"
    )


if __name__ == "__main__":
    sys.exit(main())
