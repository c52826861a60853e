"""The examples as our own reader reads them: consistent by HermiT, and the saved questions asked of them as they are."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from bench.gold import shared_folder
from ontology import reasoning
from ontology.shapes import violations
from queries.catalogue import catalogue
from server import cli

pytestmark = pytest.mark.prove
EXAMPLES = Path(__file__).parent.parent / "examples"
ANSWER = 30
"""How many of the questions must answer with their default values: the others wait for facts that are not read yet."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    folder = tmp_path_factory.mktemp("examples") / "data"
    assert cli.main(["publish", str(EXAMPLES), "--dataset", str(folder), "--base", "https://news.example.org/"]) == 0
    return ox.Store.read_only(str(folder / "checkpoints" / "current"))


@pytest.mark.skipif(not reasoning.available(), reason="HermiT needs Java, and there is none")
def test_what_all_examples_say_together_is_consistent(store: ox.Store) -> None:
    assert reasoning.consistent(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))


def test_most_questions_answer_on_what_is_read(store: ox.Store) -> None:
    silent = [q.name for q in catalogue() if not list(store.query(q.bound()))]
    assert len(catalogue()) - len(silent) >= ANSWER, f"no row from {', '.join(silent)}"


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
