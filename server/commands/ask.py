"""`query`: a saved question, a file or standard input, asked of a dataset or of an endpoint."""

from __future__ import annotations

import difflib
import io
import json
import sys
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from ontology import terms
from server.commands.errors import CommandError
from server.store.ask import QueryError, ask
from server.store.dataset import open_dataset

if TYPE_CHECKING:
    import argparse

_WIDEST = 60


def run_query(args: argparse.Namespace) -> int:
    """Ask and print the answer; return the exit status."""
    query = question(args.query, dict(args.param))
    form = "json" if args.format == "table" else args.format
    answer = io.BytesIO()
    try:
        if args.endpoint:
            ask_endpoint(args.endpoint, query, form, args.deadline, answer)
        else:
            dataset = open_dataset(args.dataset, args.store)
            dataset.read_only()  # says what is wrong where nothing can be asked
            ask(dataset.place, query, form, args.deadline, answer)
    except QueryError as error:
        raise CommandError(f"the query was not answered: {error}", 2 if error.malformed else 1) from None
    content = answer.getvalue()
    if args.format == "table" and content.lstrip()[:1] == b"{":
        sys.stdout.write(table(json.loads(content)))
    else:
        sys.stdout.buffer.write(content)
    sys.stdout.flush()
    return 0


def question(name: str, params: dict[str, str]) -> str:
    """Return the text of a query from standard input, a file or the catalogue; `params` are values of a saved one."""
    if name == "-" or Path(name).is_file():
        if params:
            raise CommandError("--param goes with a saved question: write the values into your own query")
        try:
            return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{name}: the query cannot be read ({_line(error)})") from None
    from queries.catalogue import catalogue  # noqa: PLC0415 - it reads all questions
    from queries.errors import QuestionError  # noqa: PLC0415

    try:
        saved = {query.name: query for query in catalogue()}
        if name not in saved:
            near = difflib.get_close_matches(name, saved, 3, 0.4)
            hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(saved)}"
            raise CommandError(f"there is no saved question and no file {name!r}; {hint}")
        return saved[name].bound(params)
    except QuestionError as error:
        raise CommandError(_line(error, 1000)) from None


def listed() -> str:
    """Return the saved questions for `--help`: their names, parameters and what they ask."""
    from queries.catalogue import catalogue  # noqa: PLC0415

    lines = ["saved questions (and the parameters of each):"]
    for query in catalogue():
        names = ", ".join(f"{p.name}={p.default.rpartition('#')[2]}" for p in query.parameters)
        lines += [f"  {query.name:24}  {query.summary}", f"  {'':24}  {names}"]
    return "\n".join([*lines, "", ""])


def ask_endpoint(url: str, query: str, form: str, deadline: float, output: IO[bytes]) -> None:
    """Write an endpoint's answer to an output. Raises QueryError where it gives none in time."""
    from SPARQLWrapper import POST, SPARQLExceptions, SPARQLWrapper  # noqa: PLC0415 - slow to load

    wrapper = SPARQLWrapper(url, agent="communique (SPARQLWrapper)")
    wrapper.setQuery(query)
    wrapper.setReturnFormat(form if wrapper.queryType in {"SELECT", "ASK"} else "turtle")
    wrapper.setTimeout(max(1, round(deadline)))
    if len(query) > 1500:
        wrapper.setMethod(POST)
    begun = time.monotonic()
    try:
        response = wrapper.query().response
        while block := response.read(1 << 16):
            output.write(block)
            if time.monotonic() - begun > deadline:
                raise QueryError(f"no whole answer within {deadline:g} s: ask for less, or give a longer --deadline")
    except SPARQLExceptions.QueryBadFormed as error:
        raise QueryError(_line(error), malformed=True) from None
    except (SPARQLExceptions.SPARQLWrapperException, OSError, ValueError) as error:
        raise QueryError(f"{url}: {_line(error)}") from None


def table(results: dict[str, Any]) -> str:
    """Return SPARQL JSON results as a table for people: one row a line, long values cut, our terms by short names."""
    if "boolean" in results:
        return "yes\n" if results["boolean"] else "no\n"
    names = results["head"]["vars"]
    rows = [[_cell(row.get(name)) for name in names] for row in results["results"]["bindings"]]
    widths = [max(len(text) for text in column) for column in zip(names, *rows, strict=True)]
    lines = [names, ["-" * width for width in widths], *rows]
    shown = "\n".join("  ".join(t.ljust(w) for t, w in zip(one, widths, strict=True)).rstrip() for one in lines)
    return f"{shown}\n{len(rows)} row{'' if len(rows) == 1 else 's'}\n"


def _cell(term: dict[str, str] | None) -> str:
    """Return a term on one line, a term of ours by its short name."""
    value = term["value"] if term else ""
    if term and term["type"] == "uri" and value.startswith(terms.NS):
        value = f"cmq:{value.removeprefix(terms.NS)}"
    flat = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    return flat if len(flat) <= _WIDEST else flat[: _WIDEST - 1] + "\u2026"


def _line(error: Exception, most: int = 300) -> str:
    return " ".join(str(error).replace("\\n", " ").split())[:most]
