"""Laws of the scorer: annotations score 1 against themselves, and every damage costs what it must."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bench.gold import EventRow, own, shared_folder
from bench.names import common, interval, same, sentence
from bench.output import load_output
from bench.score import match_events, score
from tests.perfect import nquads

CASES = own()
ORIGINAL = shared_folder() / "gold" / "score.py"


def worse(number: int, event: EventRow) -> EventRow | None:
    """Every seventh event is lost, the others told with another status, day, side or type."""
    return {
        0: None,
        1: replace(event, status="happened"),
        2: replace(event, date=None),
        3: replace(event, agents=event.agents[:1], recipients=("Narnia",)),
        4: replace(event, type="Statement"),
        5: replace(event, place="Ankara"),
    }.get(number % 7, event)


def test_annotations_score_one_against_themselves() -> None:
    figures = score(CASES, load_output(nquads(CASES))).figures()
    assert {name: value for name, value in figures.items() if value != 1} == {}


def test_nothing_found_scores_nothing() -> None:
    result = score(CASES, {})
    assert (result.facts.f1, result.articles.part) == (0, 0)
    assert result.tallies["holdings"].gold == sum(len(case.facts.holdings) for case in CASES)


def test_each_damage_costs_what_it_must() -> None:
    case = next(case for case in CASES if case.article.identifier == "ankara-security-talks")
    events = case.facts.events

    def told(change: dict[int, EventRow | None]) -> dict[str, float]:
        return score([case], load_output(nquads([case], change.get))).figures()

    planned = next(n for n, event in enumerate(events) if event.status == "planned")
    as_done = told({planned: replace(events[planned], status="happened")})
    unreal = sum(e.status not in {"happened", "ongoing"} for e in events)
    assert as_done["not reported as happened"] == pytest.approx(1 - 1 / unreal)
    assert as_done["events relaxed F1"] == pytest.approx(1 - 1 / len(events))
    assert as_done["events family F1"] == 1

    undated = told({3: replace(events[3], date=None)})
    assert undated["events strict F1"] == pytest.approx(1 - 1 / len(events))
    assert undated["events relaxed F1"] == 1

    lost = told({0: None})
    assert lost["events found F1"] == pytest.approx(2 * (len(events) - 1) / (2 * len(events) - 1))


def test_wrong_words_are_noticed() -> None:
    text = nquads(CASES).replace(b'text> "The Kurds demand', b'text> "The Turks demand')
    assert score(CASES, load_output(text)).evidence.value < 1


def test_an_event_is_matched_once() -> None:
    text = "Peru and Chile met. They signed a treaty."
    one = EventRow("Meeting", "happened", None, ("Peru", "Chile"), (), None, ((0, 18),))
    two = EventRow("Agreement", "happened", None, ("Peru", "Chile"), (), None, ((20, 40),))
    assert list(match_events([one, two], [one, one], text, typed=True)) == [(one, one)]
    assert list(match_events([one, two], [two, one], text, typed=False)) == [(one, one), (two, two)]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Fidan", "Hakan Fidan", True),
        ("Foreign Minister Fidan", "Hakan Fidan", False),
        ("President Erdo\u011fan", "Recep Tayyip Erdogan", True),
        ("US", "United States", True),
        ("North Korea", "South Korea", False),
        (None, None, True),
        (None, "Peru", False),
    ],
)
def test_names_that_are_the_same(one: str | None, other: str | None, expected: bool) -> None:
    assert same(one, other) is expected


def test_each_name_has_one_partner() -> None:
    assert common(["Peru", "Peru"], ["Peru", "Chile"]) == 1


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (None, None),
        ("2025", ("2025-01-01", "2025-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2025-10-12", ("2025-10-12", "2025-10-12")),
        ("2025-10-06/2025-10-08", ("2025-10-06", "2025-10-08")),
        ("../2025-10", ("", "2025-10-31")),
        ("2014/..", ("2014-01-01", "")),
    ],
)
def test_dates_become_intervals(date: str | None, expected: tuple[str, str] | None) -> None:
    assert interval(date) == expected


def test_a_range_widens_to_its_sentence() -> None:
    text = 'Peru agreed. "It is done," she said. Chile waits.'
    begin, end = sentence(text, text.index("done"), text.index("done") + 4)
    assert text[begin:end] == '"It is done," she said.'


@pytest.mark.shared
def test_the_numbers_are_those_of_the_annotators_script(tmp_path: Path) -> None:
    if not ORIGINAL.is_file():
        pytest.skip("needs the annotators' script: COMMUNIQUE_SHARED names no folder with gold/score.py")
    texts = tmp_path / "texts"
    texts.mkdir()
    for case in CASES:
        a = case.article
        value = {"id": a.identifier, "title": a.headline, "date": str(a.published), "url": a.url, "text": a.text}
        (texts / f"{a.identifier}.json").write_text(json.dumps(value), "utf-8")
    (tmp_path / "ann").symlink_to(Path(__file__).parent / "golden" / "ann")
    output = tmp_path / "out.nq"
    output.write_bytes(nquads(CASES, worse))
    run = [sys.executable, "-W", "ignore", str(ORIGINAL), str(tmp_path), str(output), "--json"]
    theirs = json.loads(subprocess.run(run, capture_output=True, check=True, text=True).stdout)
    ours = score(CASES, load_output(output.read_bytes()))
    assert 0 < ours.facts.f1 < 1
    for name, tally in [*ours.tallies.items(), ("ALL FACTS (events relaxed + holdings + quotes)", ours.facts)]:
        row = {"P": tally.precision, "R": tally.recall, "F1": tally.f1, "gold": tally.gold, "predicted": tally.found}
        assert theirs[name] == pytest.approx(row, abs=0.0006), name
    shares = dict(zip(theirs["of matched events"], (ours.type, ours.status, ours.date, ours.place), strict=False))
    assert {name: str(share) for name, share in shares.items()} == {n: theirs["of matched events"][n] for n in shares}
    assert str(ours.false_happened) == theirs["of matched events"]["reported as happened though it did not"]
    assert str(ours.evidence) == theirs["evidence equal to the article's words"]
