"""The accuracy gate: no figure falls under its floor, and no floor falls without a reason."""

import json
from pathlib import Path

import pytest

from bench.__main__ import main
from bench.accuracy import FLOORS, Floor, FloorError, cases, floors, key, lowered, measure, raised, save, under
from bench.gold import GOLDEN, own
from bench.names import norm
from bench.output import load_output
from bench.score import score
from tests.perfect import nquads

NEEDS = "needs annotated real articles: COMMUNIQUE_SHARED names no folder with gold/open.txt"


@pytest.mark.parametrize(
    ("name", "reader"),
    [
        ("own", "rules"),
        ("own", "learned"),
        pytest.param("seed", "rules", marks=pytest.mark.shared),
        pytest.param("open", "rules", marks=pytest.mark.shared),
    ],
)
def test_no_figure_is_under_its_floor(name: str, reader: str) -> None:
    """What the model reads of its own lessons says nothing of other articles, but much of a model that is broken."""
    found = cases(name)
    if not found:
        assert name != "own"
        pytest.skip(NEEDS)
    limits, kept = floors(), key(name, reader)
    assert limits[kept], "no floors"
    assert under(kept, measure(found, reader=reader), limits) == []


def test_own_articles_are_news_of_the_whole_world_in_every_status() -> None:
    found = own()
    assert len(found) >= 12
    assert all(150 <= len(case.article.text.split()) <= 350 for case in found)
    states = {norm(holding.of) for case in found for holding in case.facts.holdings}
    assert len(states) >= 25
    frames = {p.stem for p in (Path(__file__).parent.parent / "extractors" / "frames").glob("*.toml")}
    assert {event.type.lower() for case in found for event in case.facts.events} >= frames
    assert {event.status for case in found for event in case.facts.events} == {
        *("happened", "ongoing", "planned", "sought", "claimed", "denied", "didNotHappen", "hypothetical")
    }


def test_every_annotation_quotes_its_article() -> None:
    for path in sorted((GOLDEN / "ann").glob("*.json")):
        text = next(case.article.text for case in own() if case.article.identifier == path.stem)
        value = json.loads(path.read_text("utf-8"))
        rows = [*value["holdings"], *value["events"], *value["quotes"]]
        missing = [words for row in rows for words in (row["evidence"], *row.get("also", ())) if words not in text]
        assert missing == [], path.name
        known = {event["id"] for event in value["events"]}
        assert all(event.get("content_of", "e1") in known for event in value["events"])


def test_a_figure_under_its_floor_is_told() -> None:
    found = own()
    perfect = score(found, load_output(nquads(found)))
    limits = raised("own", perfect, {})
    assert set(limits["own"]) == set(perfect.figures())
    assert under("own", perfect, limits) == []
    worse = score(found, load_output(nquads(found, lambda n, e: e if n else None)))
    assert any(line.startswith("own, events found F1: 0.9") for line in under("own", worse, limits))


def test_floors_rise_and_never_fall_by_themselves() -> None:
    found = own()
    perfect = score(found, load_output(nquads(found)))
    worse = score(found, load_output(nquads(found, lambda n, e: e if n else None)))
    high = raised("own", perfect, {})
    assert raised("own", worse, high) == high
    low = raised("own", worse, {})
    assert low["own"]["events found F1"].floor < worse.figures()["events found F1"]


def test_a_floor_is_lowered_only_with_a_reason(tmp_path: Path) -> None:
    limits = {"own": {"quotes F1": Floor(0.9)}}
    with pytest.raises(FloorError, match="reason"):
        lowered("own", "quotes F1", 0.8, "", limits)
    with pytest.raises(FloorError, match="there is no floor 'quotes'"):
        lowered("own", "quotes", 0.8, "scare quotes are no longer counted", limits)
    less = lowered("own", "quotes F1", 0.8, "scare quotes are no longer counted", limits)
    assert less == {"own": {"quotes F1": Floor(0.8, 0.9, "scare quotes are no longer counted")}}
    path = tmp_path / "floors.json"
    save(less, path)
    assert floors(path) == less
    path.write_text(path.read_text("utf-8").replace("scare quotes are no longer counted", ""), "utf-8")
    with pytest.raises(FloorError, match=r"lowered from 0\.9 to 0\.8"):
        floors(path)


def test_the_file_of_floors_is_written_as_it_stands(tmp_path: Path) -> None:
    save(floors(), tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == FLOORS.read_bytes()


def test_score_of_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ids").write_text("suva-cyclone-readout\n", "utf-8")
    output = tmp_path / "out.nq"
    output.write_bytes(nquads(own()))
    assert main(["score", str(GOLDEN), str(output), "--ids", str(tmp_path / "ids")]) == 0
    assert "articles                                        1/1" in capsys.readouterr().out


def test_lowering_without_a_reason_fails(capsys: pytest.CaptureFixture[str]) -> None:
    before = FLOORS.read_bytes()
    assert main(["accuracy", "--lower", "own", "quotes F1", "0.1"]) == 1
    assert "with a reason" in capsys.readouterr().err
    assert FLOORS.read_bytes() == before
