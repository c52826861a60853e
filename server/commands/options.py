"""What the commands' options have in common: the parser, and options that several commands take."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from server.commands import values

if TYPE_CHECKING:
    from collections.abc import Callable


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line and whose examples keep their line breaks."""

    more: Callable[[], str] | None = None
    """What the help lists before its examples, made only when somebody asks for it."""

    def __init__(self, **options: object) -> None:
        super().__init__(formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False, **options)  # type: ignore[arg-type]

    def format_help(self) -> str:
        """Return the help, with what there is `more` before its examples."""
        options, examples, lines = super().format_help().rpartition("examples:\n")
        return options + (self.more() if self.more else "") + examples + lines

    def error(self, message: str) -> None:  # type: ignore[override]
        """End the program with one line."""
        self.exit(2, f"communique: {message}; '{self.prog} --help' shows how\n")


def command(commands: argparse._SubParsersAction[Parser], name: str, run: str, what: str, *examples: str) -> Parser:
    """Add a command that a function runs (`run` is room:function), and return its parser."""
    epilog = "\n".join(["examples:", *(f"  {example}" for example in examples)])
    one = commands.add_parser(name, help=what, description=what[0].upper() + what[1:] + ".", epilog=epilog)
    one.set_defaults(run=run)
    return one


def dataset(one: argparse.ArgumentParser) -> None:
    """Let a command be told its dataset."""
    one.add_argument("--dataset", type=Path, required=True, metavar="DIR", help="the dataset's folder")


def store(one: argparse.ArgumentParser, what: str) -> None:
    """Let a command be told the address of a store on another server."""
    one.add_argument(
        "--store",
        type=values.store,
        default=os.environ.get("COMMUNIQUE_STORE") or None,
        metavar="URL",
        help=f"{what}: sparql+https://HOST/QUERY (default: COMMUNIQUE_STORE, or as it was made)",
    )


def deadline(one: argparse.ArgumentParser, default: float) -> None:
    """Let a command be told how long a query may take (seconds)."""
    one.add_argument(
        "--deadline",
        type=values.seconds,
        default=default,
        metavar="S",
        help="seconds that a query may take (default: %(default)g)",
    )
