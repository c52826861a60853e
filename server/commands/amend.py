"""`retract`, `correct` and `receipts`: what becomes of articles after they came, and what did when they came."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from server.commands.errors import CommandError
from server.links.endpoint import Endpoint, EndpointError
from server.links.update import link
from server.store.corrections import correct, read
from server.store.dataset import Writer, open_dataset
from server.store.releases import write_all
from server.store.retract import reinstate, retract
from server.store.unmerge import remerge, unmerge

if TYPE_CHECKING:
    import argparse


def run_retract(args: argparse.Namespace) -> int:
    """Withdraw an article or let it back in; return the exit status."""
    open_dataset(args.dataset)
    with Writer(args.dataset) as writer:
        if args.undo:
            done, told = reinstate(writer, args.article), ("is back", "was not retracted")
        else:
            done, told = retract(writer, args.article, args.reason), ("retracted", "was retracted already")
        if args.dumps:
            write_all(writer.dataset)
    sys.stdout.write(f"{args.dataset}: {args.article} {told[0] if done else told[1]}\n")
    return 0


def run_correct(args: argparse.Namespace) -> int:
    """Reject facts, or take them back in; return the exit status."""
    rows = read(args.file, open_dataset(args.dataset).base)
    with Writer(args.dataset) as writer:
        done = correct(writer, rows, args.file)
        if args.dumps:
            write_all(writer.dataset)
    told = f"{done.rejected} rejected, {done.accepted} accepted again, {done.unchanged} unchanged"
    told += f", {done.set} set" if done.set else ""
    sys.stdout.write(f"{args.dataset}: {told}\n")
    return 0


def run_unmerge(args: argparse.Namespace) -> int:
    """Keep two things apart, or let them be judged again; return the exit status."""
    open_dataset(args.dataset)
    if not args.undo and not args.reason.strip():
        raise CommandError("say with --reason why the two are not the same: it is kept with the decision")
    with Writer(args.dataset) as writer:
        if args.undo:
            done, told = remerge(writer, args.a, args.b), ("judged by the articles again", "were not kept apart")
        else:
            done, told = unmerge(writer, args.a, args.b, args.reason), ("kept apart", "were kept apart already")
        if args.dumps:
            write_all(writer.dataset)
    sys.stdout.write(f"{args.dataset}: {args.a} and {args.b} {told[0] if done else told[1]}\n")
    return 0


def run_link(args: argparse.Namespace) -> int:
    """Link what a dataset has to other datasets; return the exit status."""
    open_dataset(args.dataset)
    endpoint = Endpoint(args.endpoint, args.deadline, args.dataset / "cache") if args.endpoint else None
    with Writer(args.dataset) as writer:
        try:
            done = link(writer, endpoint)
        except EndpointError as error:
            raise CommandError(str(error), 1) from None
        if args.dumps:
            write_all(writer.dataset)
    sys.stdout.write(f"{args.dataset}: {done.certain} certain links, {done.close} close ones\n")
    return 0


def run_receipts(args: argparse.Namespace) -> int:
    """Print what became of every input; return the exit status."""
    with open_dataset(args.dataset).ledger() as ledger:
        for one in ledger.receipts(failed=args.failed):
            if args.format == "jsonl":
                told = {"source": one.source, "receipt": one.receipt, "reasons": one.reasons}
                sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
            else:
                sys.stdout.write("\t".join(map(_line, (one.receipt, one.source, "; ".join(one.reasons)))) + "\n")
    return 0


def _line(text: str) -> str:
    """Return a text on one line, without what a terminal would take for a command."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
