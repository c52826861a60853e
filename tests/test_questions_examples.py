"""The examples as our own reader reads them: the saved questions asked of them, each row as a reader judged it."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from bench.gold import shared_folder
from ontology import reasoning, terms
from ontology.shapes import violations
from queries.catalogue import Question, catalogue
from server import cli
from tests.answers import MISSING, RIGHT, ROOT, TABLES, UNREAD, judged, published, rows, tally
from tests.test_questions import OTHERS

every = pytest.mark.parametrize("asked", catalogue(), ids=lambda q: q.name)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    return published(tmp_path_factory.mktemp("examples") / "data")


@every
def test_a_question_finds_the_rows_that_a_reader_judged(store: ox.Store, asked: Question) -> None:
    known = sorted(row for row, judgement in judged(asked) if not judgement.startswith(MISSING))
    found = sorted(rows(store, asked).elements())
    assert found == known, (
        f"python -m tests.answers writes {asked.name}.csv anew; judge each row of it that is {UNREAD}"
    )
    assert not rows(store, asked).keys() & {row for row, judgement in judged(asked) if judgement.startswith(MISSING)}


@every
def test_every_row_was_read_and_each_question_has_one_that_is_right(asked: Question) -> None:
    judgements = [judgement for _, judgement in judged(asked)]
    assert [one for one in judgements if not re.fullmatch(r"right(: .+)?|(wrong|missing): .+", one)] == []
    assert any(one.startswith(RIGHT) for one in judgements)


def test_the_tables_are_those_of_the_questions_and_their_sum_is_told() -> None:
    assert {path.stem for path in TABLES.iterdir()} == {asked.name for asked in catalogue()}
    count = tally()
    told = f"{count[RIGHT]} of the {count[RIGHT] + count['wrong']} rows are right, and {count[MISSING]} are missing"
    assert told in (ROOT / "docs" / "how-to" / "measure-accuracy.md").read_text("utf-8")


@pytest.mark.prove
@pytest.mark.skipif(not reasoning.available(), reason="HermiT needs Java, and there is none")
def test_what_all_examples_say_together_is_consistent(store: ox.Store) -> None:
    assert reasoning.consistent(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))


@every
def test_each_parameter_when_changed_changes_the_rows(store: ox.Store, asked: Question) -> None:
    usual = rows(store, asked)
    same = [name for name, value in OTHERS[asked.name].items() if rows(store, asked, **{name: value}) == usual]
    assert same == []


def test_iris_in_answers_are_of_our_terms_alone(store: ox.Store) -> None:
    """Things are named by their labels; a status or a code is itself what is asked for."""
    for asked in catalogue():
        for row in store.query(asked.bound()):
            for column in asked.columns:
                assert not isinstance(row[column], ox.NamedNode) or row[column].value.startswith(terms.NS), asked.name


def test_each_question_is_answered_at_once(store: ox.Store) -> None:
    """None of them grows with the square of the data: each ends on the examples within the engine's first second."""
    import time

    for asked in catalogue():
        begun = time.process_time()
        list(store.query(asked.bound()))
        assert time.process_time() - begun < 1, asked.name


@pytest.mark.prove
@pytest.mark.shared
@pytest.mark.skipif(not reasoning.available(), reason="HermiT needs Java, and there is none")
def test_the_article_that_this_began_with_is_consistent_and_complete(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = shared_folder() / "seed" / "article.txt"
    if not path.exists():
        pytest.skip("needs seed/article.txt: COMMUNIQUE_SHARED names no folder with it")
    assert cli.main(["extract", str(path), "--published", "2025-10-12"]) == 0
    quads = list(ox.parse(capfdbinary.readouterr().out, format=ox.RdfFormat.N_QUADS))
    assert len(quads) > 200
    assert violations(quads) == ()
    assert reasoning.consistent(quads)
