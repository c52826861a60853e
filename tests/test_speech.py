"""Quotations: what stands between marks, and who says it."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.document import parse
from extractors.pipeline import EXTRACTORS
from extractors.reading import Quotation, Reading
from extractors.speech import inside, quoted, quotes
from extractors.when import moments
from ontology.facts import Article


def said(text: str) -> list[Quotation]:
    document = parse(Article(text))
    reading = Reading()
    for extractor in EXTRACTORS[: EXTRACTORS.index(quotes) + 1]:
        reading = reading.plus(extractor(document, reading))
    return list(reading.all(Quotation))


def pairs(text: str) -> list[tuple[str, str]]:
    return [(q.speaker.name if q.speaker else "", q.words) for q in said(text)]


WORDS = "We will open the border"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f'Ana Lopes said, "{WORDS}."', "Ana Lopes"),
        (f'"{WORDS}," said Ana Lopes.', "Ana Lopes"),
        (f'"{WORDS}," Ana Lopes said on Monday.', "Ana Lopes"),
        (f'Ana Lopes told reporters: "{WORDS}".', "Ana Lopes"),
        (f"Ana Lopes said \u201c{WORDS}\u201d.", "Ana Lopes"),
        (f'According to Ana Lopes, "{WORDS}."', "Ana Lopes"),
        (f'The foreign minister, Ana Lopes, said "{WORDS}".', "Ana Lopes"),
        (f'Secretary of State for Defence Ana Lopes said: "{WORDS}."', "Ana Lopes"),
        (f'Ana Lopes met Rui Costa in Lima. "{WORDS}," she said.', "Ana Lopes"),
        (f'Ana Lopes issued a statement saying "{WORDS}".', "Ana Lopes"),
        (f'Reuters quoted Ana Lopes as saying "{WORDS}".', "Ana Lopes"),
        (f'Ana Lopes was quoted as saying "{WORDS}".', "Ana Lopes"),
        (f'"{WORDS}," she wrote on X.', ""),
        (f'Ana Lopes said Lima was against it but added, "{WORDS}."', "Ana Lopes"),
        (f'Students lay in the snow. "{WORDS}," one of them, Ana Lopes, said.', "Ana Lopes"),
        (f'Rui Costa left. "{WORDS}," Ana Lopes called out at the square.', "Ana Lopes"),
        (f'The police stayed. The president, Ana Lopes, wants them gone: "{WORDS}."', "Ana Lopes"),
        (f'Bishop Rui Costa spoke of Ana Lopes. "{WORDS}," the bishop said.', "Rui Costa"),
        (f'Bishop Rui Costa carried messages. "{WORDS}," the clergyman said.', "Rui Costa"),
        (f'The army balked. "{WORDS}," Col. Rui Costa told the press.', "Rui Costa"),
        (f'Rafael Andrade Noboa came. "{WORDS}," Andrade said.', "Rafael Andrade Noboa"),
        (f'Javier Ortega-Vidal came. "{WORDS}," Ortega said.', "Javier Ortega-Vidal"),
        (f'Swedish mediator Rui Costa hopes for peace. "{WORDS}," the Swede said.', "Rui Costa"),
        (f'South Korean Foreign Minister Lee Tae-sik came. "{WORDS}," said Tae-sik.', "Lee Tae-sik"),
        (f'"{WORDS}."\n\n- Ana Lopes, Minister of Trade', "Ana Lopes"),
        (f'The Deputy Relief Coordinator, Ana Lopes, spoke. "{WORDS}," she said.', "Ana Lopes"),
        ('Ana Lopes spoke of the need "to open the border to all".', "Ana Lopes"),
        ('Ana Lopes hit back with accusations that Peru was "looking for an easy way out".', "Ana Lopes"),
        (f'"{WORDS}," read a statement by the Peruvian army.', "Peruvian army"),
        (f'"{WORDS}," read a statement from the office of Ana Lopes.', "office of Ana Lopes"),
        (f"\u201d{WORDS},\u201d said Ana Lopes.", "Ana Lopes"),
        (f"\u201c{WORDS},\u201c said Ana Lopes.", "Ana Lopes"),
        (f"Ana Lopes said ''\"{WORDS}\"''.", "Ana Lopes"),
        (f"'{WORDS},' said Ana Lopes.", "Ana Lopes"),
        (f'In the words of Ana Lopes, "{WORDS}".', "Ana Lopes"),
        (f'"{WORDS}!" cried one survivor, Ana Lopes.', "Ana Lopes"),
        (f'A spokesman for the Peruvian army said "{WORDS}".', "spokesman for the Peruvian army"),
        (f'A statement by the Peruvian army said: "{WORDS}."', "Peruvian army"),
        ('The men were "tired but on their feet", a spokeswoman, Ana Lopes, told reporters.', "Ana Lopes"),
        ('The court found that the move was "a penalty in all but name".', "court"),
        ('The move was "a penalty in all but name", the Peruvian army held.', "Peruvian army"),
        ('"Mirror, no more and no less," Ana Lopes tweeted.', "Ana Lopes"),
        ('Protesters carried signs reading "Hands off our water and land".', "Protesters"),
        (f'"{WORDS}", chanted the protesters.', "protesters"),
    ],
)
def test_the_speaker_is_found(text: str, speaker: str) -> None:
    assert [p[0] for p in pairs(text)] == [speaker]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '"We will open the border," said Ana Lopes. "It was closed for too long."',
            [("Ana Lopes", "We will open the border"), ("Ana Lopes", "It was closed for too long.")],
        ),
        (
            '"We will open the border," Ana Lopes said, adding that "it was closed for too long".',
            [("Ana Lopes", "We will open the border"), ("Ana Lopes", "it was closed for too long")],
        ),
        (
            'Ana Lopes said: "We will open the border.\n"It was closed for too long," she added.',
            [("Ana Lopes", "We will open the border."), ("Ana Lopes", "It was closed for too long")],
        ),
        (
            'Ana Lopes said "we will open it all" but Rui Costa said "we will keep it shut".',
            [("Ana Lopes", "we will open it all"), ("Rui Costa", "we will keep it shut")],
        ),
        (
            'A spokesman for the army spoke. The spokesman said, "We will open the border."',
            [("spokesman for the army", "We will open the border.")],
        ),
    ],
)
def test_the_pieces_of_what_is_said_are_each_a_quotation(text: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        'Ana Lopes called it "a sad day".',
        'Rui Costa, known as "the man of the people", left.',
        'The so-called "party of the people\'s power" won.',
        'The book, entitled "The Long Road to Lima", was sold.',
        'The film "Roads That Lead Nowhere Fast" won.',
        "Ana Lopes's sister didn't say that they'd come.",
    ],
)
def test_what_is_no_quotation_is_left_alone(text: str) -> None:
    assert pairs(text) == []


def test_a_quotation_knows_its_verb_its_day_and_its_place_in_the_text() -> None:
    text = 'On May 3, 2021, Ana Lopes said, "We will open the border."'
    quotation = said(text)[0]
    assert quotation.span.of(text) == quotation.words == "We will open the border."
    assert quotation.cue is not None
    assert parse(Article(text)).doc[quotation.cue].text == "said"
    assert quotation.moment is not None
    assert str(quotation.moment.earliest) == "2021-05-03"


PIECES = ["Ana Lopes", "said", '"', "\u201c", "\u201d", "'", "we will go home now", ",", ".", "\n", "he", "''"]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14))
def test_any_marks_give_spans_of_their_words(pieces: list[str]) -> None:
    """Law: whatever the marks, each quotation is cut out of the text, inside its paragraph, and they do not overlap."""
    text = " ".join(pieces)
    document = parse(Article(text))
    passages = quoted(document)
    for passage in passages:
        assert passage.outer.begin <= passage.span.begin
        assert passage.span.end <= passage.outer.end
        assert "\n" not in passage.span.of(text)
        assert inside(passages, passage.span.begin) == passage
    assert all(a.outer.end <= b.outer.begin for a, b in pairwise(passages))
    reading = Reading().plus(moments(document, Reading()))
    for quotation in quotes(document, reading):
        assert quotation.span.of(text) == quotation.words


def test_a_paragraph_left_open_is_spoken_by_who_goes_on() -> None:
    text = 'It rained.\n\n"The border was never closed.\n\n"We will open it again," said Ana Lopes.'
    assert pairs(text) == [("Ana Lopes", "The border was never closed."), ("Ana Lopes", "We will open it again")]


def test_the_apostrophe_of_many_owners_opens_no_quotation() -> None:
    text = "The rebels' chief negotiator met the villagers' mayor. Ana Lopes said the two countries' fleets stayed."
    assert pairs(text) == []
