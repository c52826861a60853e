"""Texts of any length: parsed piece by piece, as if they had been parsed whole."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import document
from extractors.document import parse, pieces
from extractors.pipeline import read
from ontology.facts import Article

TEXT = "Ana Lopes met Rui Costa in Lima on Monday. They signed an accord.\n\nPeru praised it. "


@settings(deadline=None)
@given(st.text(alphabet="ab.\n "), st.integers(min_value=2, max_value=30))
def test_pieces_make_up_the_text_again(text: str, size: int) -> None:
    found = pieces(text, size)
    assert "".join(found) == text
    assert all(len(piece) <= size for piece in found)
    assert all(found) or not text


def test_a_piece_ends_with_a_paragraph_or_a_sentence_or_a_word() -> None:
    assert pieces("aa\nbb cc. dd ee", 8)[0] == "aa\n" + "bb "
    assert pieces("One two. Three four five", 14)[0] == "One two. "
    assert pieces("One two three\nfour five", 20)[0] == "One two three\n"
    assert pieces("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_a_text_in_pieces_is_parsed_as_it_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    article = Article(TEXT * 6, published=date(2024, 5, 15))
    whole = parse(article).doc
    monkeypatch.setattr(document, "pieces", lambda text: pieces(text, len(TEXT) * 2))
    parts = parse(article).doc
    assert parts.text == article.text
    assert [t.idx for t in parts] == [t.idx for t in whole]
    assert [s.start_char for s in parts.sents] == [s.start_char for s in whole.sents]
    assert [(t.head.i, t.dep_, t.lemma_) for t in parts] == [(t.head.i, t.dep_, t.lemma_) for t in whole]


@pytest.mark.prove
def test_a_text_of_more_than_a_million_characters_is_read() -> None:
    filling = "The weather was fine and nothing else was told.\n\n" * 21_000
    text = TEXT + filling + "Ana Lopes visited Quito on Tuesday."
    assert len(text) > 1_000_000
    events = read(Article(text, published=date(2024, 5, 15)), reader="rules").events
    last = next(e for e in events if e.type == "Visit")
    assert last.claims[0].evidence[0].of(text) == "Ana Lopes visited Quito on Tuesday."
    assert last.moment is not None
    assert last.moment.earliest == date(2024, 5, 14)
