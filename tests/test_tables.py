"""The tables of `dump --format csv`: GDELT's columns, documented types, the same bytes, and each row its sentence."""

import csv
import hashlib
import json
import random
import re
from datetime import date
from pathlib import Path

import pages_world
import pyoxigraph as ox
import pytest

from ontology.facts import Article
from ontology.uris import article_slug
from server import cli
from server.store.dataset import open_dataset
from server.tables import TABLES, write_tables
from server.tables.countries import code_of

CHECKS = {
    "integer": lambda text: re.fullmatch(r"-?\d+", text) and -(2**63) <= int(text) < 2**63,
    "number": lambda text: float(text) == float(text),
    "string": lambda text: text == text.strip("\0"),
    "date": date.fromisoformat,
}
TEXTS = {
    f"{pages_world.BASE}article/{article_slug(article)}": article
    for article in vars(pages_world).values()
    if isinstance(article, Article)
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("tables")
    pages_world.publish(made / "data")
    assert cli.main(["dump", "--dataset", str(made / "data"), "--format", "csv", "--output", str(made / "out")]) == 0
    return made


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_event_table_begins_with_the_columns_of_gdelt() -> None:
    names = TABLES[0].names
    assert names[:5] == ("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate")
    assert names[25:35] == tuple(
        "IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles"
        " AvgTone".split()
    )
    assert names[35] == "Actor1Geo_Type"
    assert names[56:58] == ("DATEADDED", "SOURCEURL")
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_cell_is_of_the_type_that_is_documented(folder: Path, table) -> None:  # noqa: ANN001
    found = rows(folder, table.name)
    assert found
    assert tuple(found[0]) == table.names
    for column in table.columns:
        cells = [row[column.name] for row in found if row[column.name]]
        assert all(CHECKS[column.type](cell) for cell in cells), column.name
        assert column.what or not cells, f"{column.name} is said to be empty"
    package = json.loads((folder / "out" / "datapackage.json").read_text("utf-8"))
    told = next(one for one in package["resources"] if one["name"] == table.name)
    data = (folder / "out" / told["path"]).read_bytes()
    assert told["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert told["bytes"] == len(data)
    assert [(f["name"], f["type"]) for f in told["schema"]["fields"]] == [(c.name, c.type) for c in table.columns]


@pytest.mark.parametrize("name", ["events", "offices", "quotations"])
def test_every_row_leads_to_its_words_in_the_article(folder: Path, name: str) -> None:
    for row in rows(folder, name):
        address, _, span = row["EvidenceIRI"].partition("#char=")
        text = TEXTS[address].text
        begin, end = (int(number) for number in span.split(","))
        assert row.get("SOURCEURL") == TEXTS[address].url
        assert row["Sentence"] in text
        assert text[begin:end] in row["Sentence"]
        assert row.get("Words", text[begin:end]) == text[begin:end]
        assert row.get("Quotation", "") in text[begin:end]


def test_one_row_is_traced_to_its_sentence(folder: Path) -> None:
    found = [row for row in rows(folder, "events") if row["EventType"] == "Meeting"]
    assert {(row["Actor1Name"], row["Actor2Name"]) for row in found} == {
        ("Mara Lindqvist", "Tomas Oyelaran"),
        ("Tomas Oyelaran", "Mara Lindqvist"),
    }
    assert len({row["EventIRI"] for row in found}) == 1
    assert len({row["GLOBALEVENTID"] for row in found}) == 2
    row = found[0]
    # announced by one article, held in another: the newest one's status, and a sentence of it
    assert (row["Status"], row["SQLDATE"], row["FractionDate"]) == ("happened", "20250307", "2025.2658")
    assert (row["EventCode"], row["EventRootCode"], row["QuadClass"], row["PloverCode"]) == (
        "040",
        "04",
        "1",
        "CONSULT",
    )
    assert (row["NumMentions"], row["NumArticles"], row["DATEADDED"]) == ("2", "2", "20250303")
    assert row["Sentence"] == (
        "Velian Foreign Minister Mara Lindqvist met Orsan Foreign Minister Tomas Oyelaran in Ankara on Friday."
    )
    assert (row["ActionGeo_FullName"], row["ActionGeo_Type"], row["ActionGeo_Lat"][:2]) == ("Ankara", "4", "39")


def test_what_did_not_happen_has_no_code(folder: Path) -> None:
    found = rows(folder, "events")
    assert {"planned", "sought", "denied", "claimed", "hypothetical"} & {row["Status"] for row in found}
    for row in found:
        if row["Status"] in {"sought", "denied", "didNotHappen", "hypothetical"}:
            assert not row["EventCode"] + row["QuadClass"] + row["PloverCode"]
        if row["Status"] == "planned" and row["EventCode"]:
            assert row["EventRootCode"] == "03"
    claimed = next(row for row in found if row["EventType"] == "Attack")
    assert (claimed["Status"], claimed["SaidBy"]) == ("claimed", "Straits Council")


def test_a_vague_date_is_not_made_exact(folder: Path) -> None:
    visit = next(row for row in rows(folder, "events") if row["Earliest"] == "2026-01-19")
    assert (visit["SQLDATE"], visit["MonthYear"], visit["Year"], visit["FractionDate"]) == ("", "202601", "2026", "")


def test_offices_and_quotations(folder: Path) -> None:
    held = {(row["Person"], row["Phase"]): row for row in rows(folder, "offices")}
    mara = held["Mara Lindqvist", "current"]
    assert (mara["Office"], mara["Kind"], mara["Of"]) == ("foreign minister of Velia", "foreign-minister", "Velia")
    assert (mara["SeenFrom"], mara["SeenTo"], mara["NumArticles"]) == ("2025-03-03", "2025-03-08", "2")
    assert ("Bram Okonjo", "former") in held
    said = {row["Quotation"]: row for row in rows(folder, "quotations")}
    fishers = said["This is a good day for the Velian fishers"]
    assert (fishers["Speaker"], fishers["Addressees"]) == ("Mara Lindqvist", "the Velian fishers")


def test_the_same_facts_give_the_same_bytes_in_whatever_order_they_came(folder: Path, tmp_path: Path) -> None:
    quads = list(open_dataset(folder / "data").read_only())
    random.Random(7).shuffle(quads)
    store = ox.Store()
    for quad in quads:
        store.add(quad)
    sums = write_tables(store, tmp_path / "again")
    for name, digest in sums.items():
        assert (tmp_path / "again" / name).read_bytes() == (folder / "out" / name).read_bytes()
        assert hashlib.sha256((folder / "out" / name).read_bytes()).hexdigest() == digest
    assert sorted(path.name for path in (tmp_path / "again").iterdir()) == sorted(sums)


def test_what_is_written_from_outside_may_lack_anything(tmp_path: Path) -> None:
    store = ox.Store()
    store.load(
        b"PREFIX c: <https://w3id.org/communique/ns#> <https://x.example/e> a c:Event ; c:agent 'nobody' ."
        b" <https://x.example/c> c:about <https://x.example/e> ; c:evidence <https://x.example/w> , 'words' .",
        format=ox.RdfFormat.TURTLE,
    )
    write_tables(store, tmp_path)
    with (tmp_path / "events.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["EventIRI"], row["NumMentions"], row["Sentence"]) == ("https://x.example/e", "2", "")


def test_where_to_must_be_said(folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    command = ["dump", "--dataset", str(folder / "data"), "--format", "csv"]
    assert cli.main(command) == 2
    assert "--output DIR" in capsys.readouterr().err
    (tmp_path / "file").touch()
    assert cli.main([*command, "--output", str(tmp_path / "file")]) == 2
    assert "is no folder" in capsys.readouterr().err


def test_states_have_the_codes_of_iso_3166() -> None:
    assert [code_of(f"https://x.example/id/state/{name}") for name in ("peru", "south-korea", "namibia", "velia")] == [
        "PER",
        "KOR",
        "NAM",
        "",
    ]


def test_it_loads_in_pandas_with_the_documented_dtypes(folder: Path) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    for table in TABLES:
        dtypes = {column.name: column.dtype for column in table.columns}
        path = folder / "out" / f"{table.name}.csv"
        frame = pandas.read_csv(path, dtype=dtypes, keep_default_na=False, na_values=[""])
        assert {name: str(kind) for name, kind in frame.dtypes.items()} == dtypes
        assert len(frame) == len(rows(folder, table.name))
