"""The tables in docs/reference are the ones that are made, and what they count can be asked."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest

from queries.catalogue import catalogue

FOLDER = Path(__file__).parent.parent / "docs" / "reference"


def tables() -> ModuleType:
    spec = importlib.util.spec_from_file_location("tables", FOLDER / "tables.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_tables_are_the_ones_that_are_made() -> None:
    for name, table in tables().TABLES.items():
        assert (FOLDER / name).read_text() == table(), f"{name}: say python docs/reference/tables.py"


@pytest.mark.parametrize("path", sorted((FOLDER / "wikidata").glob("*.rq")), ids=lambda p: p.stem)
def test_a_question_in_wikidatas_model_is_sparql_and_one_of_ours(path: Path) -> None:
    ox.Store().query(path.read_text())
    assert path.stem in {q.name for q in catalogue()}


def test_at_least_forty_questions_are_counted() -> None:
    rows = [
        line
        for line in (FOLDER / "question-lengths.md").read_text().splitlines()
        if line.startswith("| ") and "`" in line
    ]
    assert len(rows) == len(catalogue()) >= 40
    assert all(0 < int(row.split("|")[4]) <= 200 for row in rows)
