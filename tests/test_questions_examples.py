"""The examples as our own reader reads them: consistent by HermiT, and the saved questions asked of them as they are."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from bench.gold import shared_folder
from ontology import reasoning, terms
from ontology.shapes import violations
from queries.catalogue import Question, catalogue, question
from server import cli
from tests.test_questions import OTHERS

pytestmark = pytest.mark.prove
EXAMPLES = Path(__file__).parent.parent / "examples"
SILENT = {
    "dates-differ": "one reader dates an event once in an article, and events of several articles are one when their days agree"
}
"""The questions that have no row on what is read from the examples, each with the reason."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    folder = tmp_path_factory.mktemp("examples") / "data"
    assert cli.main(["publish", str(EXAMPLES), "--dataset", str(folder), "--base", "https://news.example.org/"]) == 0
    return ox.Store.read_only(str(folder / "checkpoints" / "current"))


@pytest.mark.skipif(not reasoning.available(), reason="HermiT needs Java, and there is none")
def test_what_all_examples_say_together_is_consistent(store: ox.Store) -> None:
    assert reasoning.consistent(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))


def rows(store: ox.Store, asked: Question, **values: str) -> list[tuple[str, ...]]:
    found = store.query(asked.bound(values))
    return sorted(tuple(f"{c}={row[c]}" for c in asked.columns) for row in found)


@pytest.mark.parametrize("asked", [q for q in catalogue() if q.name not in SILENT], ids=lambda q: q.name)
def test_a_question_answers_on_what_is_read_and_each_parameter_changes_the_rows(
    store: ox.Store, asked: Question
) -> None:
    usual = rows(store, asked)
    assert usual
    assert [name for name, value in OTHERS[asked.name].items() if rows(store, asked, **{name: value}) == usual] == []


@pytest.mark.parametrize("name", SILENT)
def test_what_is_said_to_have_no_row_has_none(store: ox.Store, name: str) -> None:
    """When it has one, its reason goes."""
    assert rows(store, question(name)) == []


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
