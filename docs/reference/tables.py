"""Write two tables of this folder: `python docs/reference/tables.py`.

question-lengths.md: the saved questions, their lengths, and that of the same question in Wikidata's model where there
is one (`wikidata/NAME.rq`). contradictions.md: what is planted to be caught, and by what.
"""

from __future__ import annotations

import re
import statistics
import sys
from pathlib import Path

HERE = Path(__file__).parent
if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent.parent))

from queries.catalogue import LONGEST, catalogue  # noqa: E402
from tests.contradictions import PLANTED  # noqa: E402

_QUESTIONS = """# The saved questions and their lengths

Lengths are counted in characters, header and PREFIX lines left out; {longest} is the limit. Where Wikidata's model has
what a question is about, the same question in that model stands in `docs/reference/wikidata/`, with its values written
in. Where there is no second length, that model has no place for it: for what is only planned, claimed, denied or
demanded, for who says so, or for the words.

Of the {both} questions that both can ask, the median is {ours} characters here and {theirs} there.

| question | name | parameters | here | Wikidata |
|---|---|---|---:|---:|
"""
_CONTRADICTIONS = """# Planted contradictions

What must not pass, planted one by one into an article that is fine, and what catches it: HermiT, from the ontology, or
SHACL, from the shapes. What SHACL catches is said in words, and the article is kept back.

| contradiction | HermiT | SHACL says |
|---|---|---|
"""


def questions() -> str:
    """Return the table of saved questions."""
    rows, pairs = [], []
    for saved in catalogue():
        path = HERE / "wikidata" / f"{saved.name}.rq"
        there = len(body(path.read_text(encoding="utf-8"))) if path.exists() else 0
        if there:
            pairs.append((len(saved.body), there))
        names = ", ".join(p.name for p in saved.parameters)
        rows.append(f"| {saved.summary} | `{saved.name}` | {names} | {len(saved.body)} | {there or ''} |\n")
    ours, theirs = (f"{statistics.median(side):.0f}" for side in zip(*pairs, strict=True))
    head = _QUESTIONS.format(longest=LONGEST, both=len(pairs), ours=ours, theirs=theirs)
    return head + "".join(rows)


def contradictions() -> str:
    """Return the table of planted contradictions."""
    rows = (f"| {c.name} | {'yes' if c.by_hermit else ''} | {c.message} |\n" for c in PLANTED)
    return _CONTRADICTIONS + "".join(rows)


def body(query: str) -> str:
    """Return a query without its PREFIX lines."""
    return "\n".join(line for line in query.splitlines() if not re.match(r"PREFIX\b", line)).strip()


TABLES = {"question-lengths.md": questions, "contradictions.md": contradictions}

if __name__ == "__main__":
    for name, table in TABLES.items():
        (HERE / name).write_text(table(), encoding="utf-8")
