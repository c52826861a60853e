"""The options of the commands that work on shards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from server.commands import values
from server.commands.options import Parser, command, dataset

if TYPE_CHECKING:
    import argparse


def extracting(one: argparse.ArgumentParser) -> None:
    """Let `extract` write shards."""
    one.add_argument(
        "--shards",
        type=Path,
        metavar="DIR",
        help="write sorted N-Quads there, a shard for each web archive or slice of JSON Lines, for 'communique load';"
        " what is there is not read again; FILE may be @LIST, a file with one path a line",
    )
    one.add_argument(
        "--engine",
        type=values.engine,
        default="local",
        metavar="E",
        help="with --shards: local, processes of this machine (default); dask, or dask:ADDRESS of a scheduler",
    )
    one.add_argument(
        "--slice",
        type=values.number,
        default=1,
        metavar="MB",
        help="with --shards: how much JSON Lines, or how many small files, go into one (default: %(default)s)",
    )
    one.add_argument(
        "--only-news",
        action="store_true",
        help="with --shards: of web archives take English news alone, each text once (Common Crawl's CC-NEWS)",
    )


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the commands to the parser of the command line."""
    one = command(
        commands,
        "load",
        "shards:run_load",
        "make a dataset of shards, or add them to one",
        "communique load shards --dataset data --base https://news.example.org/",
    )
    one.add_argument("shards", nargs="+", type=Path, metavar="SHARDS", help="a folder of shards, loaded in their order")
    dataset(one)
    one.add_argument(
        "--base", type=values.base, metavar="IRI", help="what all addresses begin with (default: as in the shards)"
    )
    one.add_argument("--no-dumps", dest="dumps", action="store_false", help="leave the files in DIR/dumps as they are")
