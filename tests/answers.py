"""The answers of the saved questions on the examples, as a reader of the articles judged them, row by row.

`tests/golden/questions` has a table for each question: the rows that it finds on the examples with its defaults, and
what a reader says of each. `right` is what the articles say, as far as it goes (`right: ...` says how far). `wrong: ...`
is found and is not so, `missing: ...` is so and is not found: both are defects of reading that are still open, with what
is the matter. After a change,

    python -m tests.answers

writes the tables anew: rows that were judged keep their judgement, those that are new are `unread`. Read the articles,
say what each is, and let the tests see it: no row stays unread.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import terms
from queries.catalogue import catalogue
from server import cli

if TYPE_CHECKING:
    from queries.catalogue import Question

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
TABLES = ROOT / "tests" / "golden" / "questions"
BASE = "https://news.example.org/"
RIGHT, MISSING, UNREAD = "right", "missing", "unread"
Row = tuple[str, ...]
"""The values of an answer by column, as texts: "" where there is none, terms of ours with the prefix cmq:."""


def published(folder: Path) -> ox.Store:
    """Publish the examples into a folder, which may not be there yet, and return what they say together."""
    assert cli.main(["publish", str(EXAMPLES), "--dataset", str(folder), "--base", BASE]) == 0
    return ox.Store.read_only(str(folder / "checkpoints" / "current"))


def rows(store: ox.Store, asked: Question, **values: str) -> Counter[Row]:
    """Return the rows of a question with its defaults or other values, each with how often it is found."""
    found = store.query(asked.bound(values))
    return Counter(tuple(_text(row[column]) for column in asked.columns) for row in found)


def judged(asked: Question) -> list[tuple[Row, str]]:
    """Return the rows of a question's table, each with its judgement, in the order of the table."""
    path = TABLES / f"{asked.name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        head, *lines = csv.reader(file)
    assert head == [*asked.columns, "judged"], f"{path.name}: its columns are not those of the question"
    return [(tuple(line[:-1]), line[-1]) for line in lines]


def written(asked: Question, found: Counter[Row]) -> int:
    """Write the table of a question for the rows found, and return how many of them nobody has read."""
    known: dict[Row, list[str]] = {}
    for row, judgement in judged(asked):
        known.setdefault(row, []).append(judgement)
    lines = []
    for row, times in found.items():
        said = [RIGHT if one.startswith(MISSING) else one for one in known.pop(row, [])]
        lines += [(*row, judgement) for judgement in (said + [UNREAD] * times)[:times]]
    lines += [(*row, one) for row, said in known.items() for one in said if one.startswith(MISSING)]
    with (TABLES / f"{asked.name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([(*asked.columns, "judged"), *sorted(lines)])
    return sum(line[-1] == UNREAD for line in lines)


def tally() -> Counter[str]:
    """Return how many rows of all tables are right, wrong, missing and unread."""
    return Counter(judgement.partition(":")[0] for asked in catalogue() for _, judgement in judged(asked))


def _text(term: object) -> str:
    value = str(getattr(term, "value", ""))
    return value.replace(terms.NS, "cmq:", 1) if isinstance(term, ox.NamedNode) else value


def main() -> int:
    """Write all tables, and say what is to be read."""
    TABLES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        store = published(Path(folder) / "data")
        for asked in catalogue():
            if unread := written(asked, rows(store, asked)):
                print(f"{TABLES / asked.name}.csv: {unread} to read")
    print(", ".join(f"{count} {name}" for name, count in sorted(tally().items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
