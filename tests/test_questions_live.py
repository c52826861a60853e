"""The saved questions asked as people ask them: of a running endpoint through SPARQLWrapper, and by the command."""

from __future__ import annotations

import io
import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from ontology import terms
from queries.catalogue import Question, catalogue
from server import cli
from server.commands.ask import ask_endpoint
from server.store.dataset import open_dataset
from tests import webserver, world_dataset

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyoxigraph as ox


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return world_dataset.made(tmp_path_factory.mktemp("world") / "data")


@pytest.fixture(scope="module")
def store(folder: Path) -> ox.Store:
    """What the dataset holds: what its articles say, those who and what are the same taken together."""
    return open_dataset(folder).read_only()


def _row(values: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(values.items()))


@pytest.fixture(scope="module")
def endpoint(folder: Path) -> Iterator[str]:
    with webserver.serving(folder, "--workers", "1") as address:
        yield f"{address}/sparql"


@pytest.mark.parametrize("asked", catalogue(), ids=lambda q: q.name)
def test_sparqlwrapper_gets_the_rows_that_the_engine_finds(asked: Question, endpoint: str, store: ox.Store) -> None:
    out = io.BytesIO()
    ask_endpoint(endpoint, asked.bound(), "json", 30, out)
    found = json.loads(out.getvalue())
    assert found["head"]["vars"] == list(asked.columns)
    bindings = found["results"]["bindings"]
    there = [{c: row[c].value for c in asked.columns if row[c] is not None} for row in store.query(asked.bound())]
    assert there
    assert Counter(map(_row, there)) == Counter(_row({c: b[c]["value"] for c in b}) for b in bindings)


@pytest.mark.parametrize("asked", catalogue(), ids=lambda q: q.name)
def test_every_address_answers_with_rows_and_its_example_is_one(asked: Question, endpoint: str) -> None:
    status, body = webserver.get(endpoint.removesuffix("/sparql"), f"/queries/{asked.name}", "application/json")
    assert status == 200
    found = webserver.rows(body)
    assert {name: value.removeprefix(terms.NS) for name, value in asked.example.items()} in [
        {name: value.removeprefix(terms.NS) for name, value in row.items() if name in asked.example} for row in found
    ]


@pytest.mark.parametrize("form", ["table", "json", "csv", "tsv", "xml"])
@pytest.mark.parametrize("where", ["dataset", "endpoint"])
def test_the_command_asks_either_in_every_format(
    form: str, where: str, folder: Path, endpoint: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    place = str(folder) if where == "dataset" else endpoint
    asked = ("query", "office-on-day", "--param", "office=defence minister of Syria", "--param", "day=2025-10-11")
    assert cli.main([*asked, f"--{where}", place, "--format", form]) == 0
    out, err = capfdbinary.readouterr()
    assert b"Ashraf Abu Qasra" in out
    assert b"2025-10-12" in out
    assert err == b""


def test_a_table_names_our_terms_shortly(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["query", "pledges-kept", "--dataset", str(folder)]) == 0
    out, _ = capfd.readouterr()
    assert "cmq:happened" in out
    assert "cmq:planned" in out
    assert out.endswith("2 rows\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("office-on-dy",), "did you mean office-on-day"),
        (("office-on-day", "--param", "dy=1"), "there are office (string), day (date)"),
        (("office-on-day", "--param", "day=today"), "day is a day such as 2025-10-12, not 'today'"),
        (("zzz",), "there are accusations, agreements"),
    ],
)
def test_what_is_wrong_is_one_line_that_says_what_there_is(
    arguments: tuple[str, ...], words: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["query", *arguments, "--dataset", str(folder)]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("communique: ")
    assert words in err
    assert err.count("\n") == 1


def test_the_help_lists_every_question_with_its_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["query", "--help"])
    shown = capsys.readouterr().out
    for asked in catalogue():
        assert f"  {asked.name} " in shown
        assert asked.summary in shown
        assert all(f"{p.name}=" in shown for p in asked.parameters)
