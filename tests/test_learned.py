"""The learned reader: words in windows, the encoder, the heads, and what all of them read in sentences of our own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bench.learn.own import own
from extractors import READERS, one_thread
from extractors.document import load_model, parse
from extractors.learned import model as shipped
from extractors.learned.circumstances import times
from extractors.learned.exact import gelu
from extractors.learned.heads import TYPES, one_or_none, pooled, softmax
from extractors.learned.model import NoWeightsError, load
from extractors.learned.pieces import CORE, Pieces
from extractors.learned.story import Story
from extractors.learned.view import View
from extractors.learned.weights import Held, packed
from extractors.learned.whereabouts import wheres
from extractors.pipeline import BEFORE, events_by, read
from extractors.reading import Reading
from ontology.facts import Article, Event

if TYPE_CHECKING:
    from ontology.facts import Report

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "zur", "##ich", "##s", "us", "a", "b", ".", "-", "'"]

TEXT = """PARIS - French President Emmanuel Macron met German Chancellor Angela Merkel in Berlin on Friday. He condemned \
the attack on the Iraqi town of Tal Afar and urged Iran to withdraw its troops.

Merkel plans to visit Ankara next week, her office said. Turkey has denied that its jets bombed a hospital. "We will \
never accept such an accusation," Turkish Foreign Minister Mevlut Cavusoglu told reporters."""


def told(text: str, reader: str = "learned") -> Report:
    return read(Article(text, published=date(2019, 3, 3)), reader=reader)


def pieces() -> Pieces:
    return Pieces(VOCABULARY)


def looked_at(text: str, word: str, **known: object) -> tuple[View, int, Event, Story]:
    """Return a text as the heads look at it, a word, the event that the rules read there, and the article's story."""
    document, reading = parse(Article(text, published=date(2019, 3, 3))), Reading()
    for extractor in BEFORE:
        reading = reading.plus(extractor(document, reading))
    view = View(document, reading)
    i = next(t.i for t in document.doc if t.text == word)
    event = replace(Event(str(i), "Statement", "happened", ()), **known)  # type: ignore[arg-type]
    others = [t.event for t in view.told.values() if t is not None and t.event.handle != str(i)]
    return view, i, event, Story(view, [*others, event])


def test_the_heads_may_choose_the_day_of_publication_and_when_something_began() -> None:
    view, i, event, story = looked_at("Troops shelled the port on Monday. We regret that.", "regret")
    found = {str(t.value.earliest): t for t in times(view, i, event, story)}
    assert set(found) == {"2019-02-25", "2019-03-03"}
    assert any(name.startswith("running/") for name in found["2019-02-25"].names)
    assert any(name.startswith("as before/paragraph/True") for name in found["2019-02-25"].names)
    assert any(name.startswith("published/") for name in found["2019-03-03"].names)
    view, i, event, story = looked_at("Police have blocked the port since Monday.", "blocked", status="ongoing")
    assert (date(2019, 2, 25), None) in {t.key for t in times(view, i, event, story)}


def test_what_happened_is_read_as_past_where_the_clause_looks_ahead() -> None:
    view, i, event, story = looked_at(
        "The killing of ten men on Friday must be investigated.", "killing", type="Attack"
    )
    assert [t.value.earliest for t in times(view, i, event, story)][:1] == [date(2019, 3, 1)]


def test_the_heads_may_choose_the_city_of_the_dateline_a_seat_and_a_house() -> None:
    text = "LIMA, March 3 (Agency) - Paris welcomed the accord. Students rallied outside the Justice Ministry."
    view, i, event, story = looked_at(text, "rallied", type="Protest")
    found = {w.value.name: w.names for w in wheres(view, i, event, story)}
    assert {"Lima", "Paris", "France", "Justice Ministry"} <= set(found)
    assert "mention=dateline/City" in found["Lima"]


def test_a_word_is_cut_into_the_longest_pieces_without_case_and_accents() -> None:
    cut = pieces().cut
    assert [VOCABULARY[n] for n in cut("Zürichs")] == ["zur", "##ich", "##s"]
    assert [VOCABULARY[n] for n in cut("U.S.")] == ["[UNK]", ".", "[UNK]", "."]
    assert [VOCABULARY[n] for n in cut("a-b")] == ["a", "-", "b"]


def test_white_space_has_no_piece_and_an_endless_word_is_one_unknown() -> None:
    cut = pieces().cut
    assert cut("\n \u200b") == ()
    assert cut("a" * 100_000) == (VOCABULARY.index("[UNK]"),)


@pytest.mark.parametrize(
    "text", ["A b. " * 400, "a b " * 3000, "zurich", "", "\n\n a\n\n b.", "a " * CORE + ". b " * CORE]
)
def test_windows_hold_each_word_once_and_fit_the_encoder(text: str) -> None:
    doc = load_model()[1].make_doc(text)
    for token in doc:
        token.is_sent_start = token.i == 0 or doc[token.i - 1].text == "."
    windows = list(pieces().windows(doc))
    assert [i for w in windows for i, _ in w.words] == list(range(len(doc)))
    for w in windows:
        assert len(w.ids) <= 512
        assert all(0 <= at < len(w.ids) for _, at in w.words)
        assert all(a[1] <= b[1] for a, b in pairwise(w.words))


def test_a_word_stands_where_its_first_piece_does() -> None:
    doc = load_model()[1].make_doc("a Zurichs b")
    (window,) = pieces().windows(doc)
    assert [VOCABULARY[window.ids[at]] for _, at in window.words] == ["a", "zur", "b"]


def test_shipped_weights_come_back_within_half_a_step() -> None:
    rows = np.random.default_rng(1).normal(size=(5, 40)).astype(np.float32)
    rows[2] = 0
    held = Held(packed({"x": rows, "y": rows[0]}))
    assert packed({"x": rows})["x"].dtype == np.int8
    assert np.abs(held.plain("x") - rows).max() <= np.abs(rows).max() / 127 / 2 + 1e-6
    assert np.abs(held.plain("y") - rows[0]).max() < 2e-3


def test_probabilities_add_up_and_mentions_speak_together() -> None:
    scores = np.array([[1.0, 2.0], [700.0, -700.0]], np.float32)
    assert softmax(scores).sum(1) == pytest.approx([1, 1])
    assert pooled(np.zeros((5, 1), np.float32), [1, 0, 1, 1, 1])[:, 0] == pytest.approx([0, np.log(4)])


def test_of_the_days_of_an_event_one_is_right_or_none() -> None:
    chances = one_or_none(np.array([2.0, 2.0, -3.0, 0.0]), [0, 0, 1, 1])
    assert chances[0] == chances[1] == pytest.approx(np.exp(2) / (2 * np.exp(2) + 1))
    assert chances[2:] == pytest.approx(np.exp([-3, 0]) / (np.exp(-3) + 2)), "none is as likely as a score of 0"
    assert one_or_none(np.zeros(0), []).shape == (0,)
    assert gelu(np.array([[-9.0, 0.0, 9.0]], np.float32))[0] == pytest.approx([0, 0, 9], abs=1e-4)


def test_the_encoder_hears_the_neighbours_of_a_word() -> None:
    model = load()
    nlp = load_model()[1]
    one, two = (model.vectors(nlp(text)) for text in ("The bank fell.", "The bank opened."))
    assert one.shape == (4, 384)
    assert np.isfinite(one).all()
    assert not np.allclose(one[1], two[1], atol=1e-3)


def test_a_head_passes_over_features_that_it_does_not_know() -> None:
    head = load().heads["kind"]
    rows = np.ones((1, 384), np.float32)
    known, unknown = head(rows, [[0]] * 3, [["pos=VERB"]]), head(rows, [[0]] * 3, [["pos=VERB", "no such feature"]])
    assert (known == unknown).all()
    assert head(rows, [[], []], []).shape == (0, len(TYPES))


def test_events_are_read_with_their_standing_and_their_words() -> None:
    report = told(TEXT)
    assert report.reader == "learned"
    found = {e.type: e for e in report.events}
    assert found["Meeting"].status == "happened"
    assert {a.name for a in found["Meeting"].agents} == {"Emmanuel Macron", "Angela Merkel"}
    assert found["Demand"].status == "happened"
    assert found["Withdrawal"].status == "sought"
    assert found["Visit"].status == "planned"
    assert all(e.status != "happened" for e in report.events if e.type == "Attack" and e.agents)
    for event in report.events:
        for claim in event.claims:
            assert 0 <= claim.confidence <= 1
            assert all(TEXT[s.begin : s.end].strip() for s in claim.evidence)


@pytest.mark.parametrize("verb", ["cancelled", "called off", "postponed"])
def test_what_is_cancelled_has_not_happened(verb: str) -> None:
    text = f"Peruvian Foreign Minister Rosa Quispe {verb} a lunch with Chile's ambassador, Ana Soto, that had been planned."
    events = [e for e in read(Article(text=text), reader="learned").events if e.type in {"Meeting", "Consultation"}]
    assert {e.status for e in events} in ({"didNotHappen"}, {"didNotHappen", "planned"})


def test_the_model_says_that_it_read() -> None:
    rules = {c.rule.split(":")[0] for e in told(TEXT).events for c in e.claims}
    assert "learned" in rules


def test_the_same_article_is_read_the_same() -> None:
    assert told(TEXT) == told(TEXT)


def test_the_rules_alone_are_there_on_request() -> None:
    report = told(TEXT, "rules")
    assert report.reader == "rules"
    assert report.events
    assert not any(c.rule.startswith("learned") for e in report.events for c in e.claims)


def test_without_weights_it_is_said_what_is_missing_and_the_rules_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped, "WEIGHTS", shipped.WEIGHTS.with_name("none.npz"))
    assert events_by("rules")[0] == "rules"
    with pytest.raises(NoWeightsError, match="rules"):
        load(shipped.WEIGHTS)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", ["", " \n\n ", "42.", "?" * 50, "Yes", "The the of and."])
def test_what_tells_nothing_gives_nothing(text: str, reader: str) -> None:
    assert told(text, reader).events == ()


def test_articles_of_our_own_writing_teach_every_type() -> None:
    taught = {e["type"] for told in own() for e in told.read().gold["events"]}
    assert taught == set(TYPES[1:])


def test_matrices_keep_to_one_thread_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    one_thread()
    assert (os.environ["OPENBLAS_NUM_THREADS"], os.environ["OMP_NUM_THREADS"]) == ("1", "3")
    program = "import server.cli, sys; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0, "it is set too late"
