"""Write what in the documentation follows from the program: `make docs`.

The reference pages come from the parser, the saved questions and the ontology. In pages with ```console blocks every
`$ command` is run, in order, in one folder that holds the examples, and what it prints is put below it; a ```python
block is run and the ```text block after it gets its output. Port 8000 is another one while this runs.
"""

from __future__ import annotations

import argparse
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Self

import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from docs.reference.tables import TABLES
from ontology import generate, terms
from queries.catalogue import catalogue
from server.cli import EPILOG, parser
from server.tables import TABLES as CSV_TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
MADE = "<!-- Written by make docs: change the program, not this page. -->\n"
SHIM = """#!/bin/sh
for word; do
    shift
    set -- "$@" "$(printf %s "$word" | sed "{rules}")"
done
exec {program} "$@"
"""
SAFE = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}


def command_line() -> str:
    """Return the reference of the commands and their options."""
    whole = parser()
    (commands,) = (action for action in whole._actions if isinstance(action, argparse._SubParsersAction))  # noqa: SLF001 - there is no other way to them
    lines = ["# The command line", "", MADE, "    communique [--version] [--help] COMMAND ...", ""]
    lines += [
        "Errors are one line on standard error. Exit status: 0 fine; 1 some input was refused, or a check found",
        "something; 2 wrong usage. `COMMUNIQUE_DEBUG=1` shows where an unexpected error came from.",
        "",
    ]
    for name, one in commands.choices.items():
        needed = [[*a.option_strings[-1:], str(a.metavar)] for a in one._actions if a.required]  # noqa: SLF001
        usage = " ".join(["communique", name, *(" ".join(words) for words in needed), "[option ...]"])
        lines += [f"## {name}", "", str(one.description), "", f"    {usage}", "", "| option | |", "|---|---|"]
        lines += [_row(one, action) for action in one._actions if action.dest != "help"]  # noqa: SLF001
        lines += ["", *(f"    {line.strip()}" for line in str(one.epilog).splitlines()[1:]), ""]
    assert EPILOG
    return "\n".join(lines)


def _row(one: argparse.ArgumentParser, action: argparse.Action) -> str:
    expanded = " ".join(one._get_formatter()._expand_help(action).split()).replace("|", "\\|")  # noqa: SLF001
    value = action.metavar or ("\\|".join(map(str, action.choices)) if action.choices else "")
    names = ", ".join(f"`{name}`" for name in action.option_strings)
    shown = f"{names} `{value}`" if names and action.nargs != 0 else names or f"`{value}`"
    shown = shown.replace("\\|", "|").replace("|", "\\|")
    return f"| {shown} | {expanded}{' (required)' if action.required and action.option_strings else ''} |"


def questions() -> str:
    """Return the reference of the saved questions."""
    lines = ["# Saved questions", "", MADE]
    lines += ["    communique query NAME --dataset DIR --param K=V ...", ""]
    for one in sorted(catalogue(), key=lambda one: one.name):
        lines += [f"## {one.name}", "", f"{one.summary}. {one.description}", ""]
        for parameter in one.parameters:
            lines += [f"- `{parameter.name}`: {parameter.description} (default: `{parameter.default}`)"]
        lines += [""] if one.parameters else []
    return "\n".join(lines)


def tables() -> str:
    """Return the reference of the tables of `dump --format csv`."""
    lines = ["# The tables", "", MADE, "    communique dump --dataset DIR --format csv --output FOLDER", ""]
    lines += [
        "CSV in UTF-8 with a header; lines end in a line feed, rows are sorted by IRI: the same bytes for the same",
        "facts. `datapackage.json` says the same to programs. An empty cell is a missing value. In pandas:",
        '`read_csv(path, dtype=DTYPES, keep_default_na=False, na_values=[""])` with the dtypes below.',
        "",
        "Columns that GDELT has and that say what nobody reads here (tone, religion) or what would rate an event",
        "(GoldsteinScale) are kept, in their places, and left empty.",
        "",
    ]
    for table in CSV_TABLES:
        lines += [f"## {table.name}.csv", "", f"A row is {table.row}.", "", "| column | dtype | |", "|---|---|---|"]
        lines += [f"| `{column.name}` | `{column.dtype}` | {column.what or 'left empty'} |" for column in table.columns]
        lines += [""]
    return "\n".join(lines)


def vocabulary() -> str:
    """Return the reference of classes, properties and schemes."""
    graph = rdflib.Graph()
    for name in generate.SOURCES:
        graph.parse(ROOT / "ontology" / name)
    lines = ["# The vocabulary", "", MADE, f"Namespace `{terms.NS}`, prefix `cmq:`.", ""]
    for heading, kinds in (
        ("Classes", (OWL.Class,)),
        ("Properties", (OWL.ObjectProperty, OWL.DatatypeProperty)),
        ("Individuals and concepts", (OWL.NamedIndividual, SKOS.Concept)),
    ):
        found = sorted(
            {str(s) for kind in kinds for s in graph.subjects(RDF.type, kind) if str(s).startswith(terms.NS)}
        )
        lines += [f"## {heading}", "", "| term | | broader |", "|---|---|---|"]
        lines += [_term(graph, rdflib.URIRef(iri)) for iri in found]
        lines += [""]
    return "\n".join(lines)


def _term(graph: rdflib.Graph, node: rdflib.URIRef) -> str:
    def name(iri: object) -> str:
        return f"`{str(iri).removeprefix(terms.NS)}`"

    broader = [
        name(o)
        for p in (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.broader)
        for o in graph.objects(node, p)
        if isinstance(o, rdflib.URIRef) and str(o).startswith(terms.NS)
    ]
    text = graph.value(node, RDFS.comment) or graph.value(node, SKOS.prefLabel) or graph.value(node, RDFS.label) or ""
    comment = " ".join(str(text).split()).replace("|", "\\|")
    return f"| {name(node)} | {comment} | {', '.join(sorted(broader))} |"


class Shell:
    """A folder in which commands of the documentation are run; servers that they start are stopped at the end."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self.folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="communique-docs-")))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        tools = self.folder / ".tools"
        tools.mkdir()
        rule = f"s|127.0.0.1:8000\\(/[^ ]*\\)*|127.0.0.1:{self.port}\\1|"
        self._shim(tools / "curl", rule, "/usr/bin/curl")
        program = f"'{sys.executable}' -m server.cli"
        self._shim(tools / "communique", f"/sparql$/{rule}; s|^8000$|{self.port}|", program)
        self._shim(tools / "python", "", f"'{sys.executable}'")
        (self.folder / "examples").symlink_to(ROOT / "examples")
        self.env = SAFE | {"PATH": f"{tools}:{SAFE['PATH']}", "PYTHONPATH": str(ROOT), "COLUMNS": "120"}
        self.env |= {name: os.environ[name] for name in ("COMMUNIQUE_MODEL",) if name in os.environ}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self._stack.close()

    @staticmethod
    def _shim(path: Path, rules: str, program: str) -> None:
        path.write_text(SHIM.format(rules=rules, program=program), "utf-8")
        path.chmod(0o755)

    def run(self, command: str) -> str:
        """Run a command and return what it prints; one that ends in `&` is a server: wait until it answers."""
        if command.endswith("&"):
            self._serve(command[:-1])
            return ""
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command],
            cwd=self.folder,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=300,
        )
        if done.returncode not in {0, 141}:  # 141: the reader of a pipe had seen enough
            raise RuntimeError(f"{command!r} ended with {done.returncode}: {done.stdout}")
        return done.stdout.replace(f"127.0.0.1:{self.port}", "127.0.0.1:8000")

    def python(self, code: str) -> str:
        """Run a program and return what it prints."""
        (self.folder / ".program.py").write_text(code.replace("127.0.0.1:8000/sparql", f"127.0.0.1:{self.port}/sparql"))
        return self.run("python .program.py")

    def _serve(self, command: str) -> None:
        server = subprocess.Popen(
            ["bash", "-c", f"exec {command}"],
            cwd=self.folder,
            env=self.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._stack.callback(server.wait)
        self._stack.callback(server.terminate)
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.2)
        raise RuntimeError(f"{command!r} does not answer")


_BLOCK = re.compile(r"^```(console|python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def executed(text: str) -> str:
    """Return a page with the output of its commands and programs as they are now."""
    with Shell() as shell:
        printed = ""

        def again(match: re.Match[str]) -> str:
            nonlocal printed
            kind, body = match[1], match[2]
            if kind == "console":
                body = "".join(f"{given}{_tidy(shell.run(command))}" for given, command in _commands(body))
            elif kind == "python":
                printed = shell.python(body)
            else:
                body = _tidy(printed)
            return f"```{kind}\n{body}```"

        return _BLOCK.sub(again, text)


def _commands(body: str) -> Iterator[tuple[str, str]]:
    """Yield the commands of a block as they stand and as they are run: lines with `>` go on with the one before."""
    for match in re.finditer(r"^\$ (.*\n(?:> ?.*\n)*)", body, re.MULTILINE):
        yield match[0], re.sub(r"^> ?", "", match[1], flags=re.MULTILINE).rstrip("\n")


def _tidy(output: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in output.splitlines())


PAGES: dict[Path, Callable[[], str]] = {
    DOCS / "reference" / "command-line.md": command_line,
    DOCS / "reference" / "questions.md": questions,
    DOCS / "reference" / "vocabulary.md": vocabulary,
    DOCS / "reference" / "csv-tables.md": tables,
    **{DOCS / "reference" / name: table for name, table in TABLES.items()},
}
EXECUTED = (
    ROOT / "README.md",
    DOCS / "tutorial.md",
    *(DOCS / "how-to" / f"{name}.md" for name in ("ask", "read-articles", "use-tables")),
)


def main() -> int:
    """Write all pages."""
    for path, page in PAGES.items():
        path.write_text(page(), "utf-8")
    for path in EXECUTED:
        path.write_text(executed(path.read_text("utf-8")), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
