"""Whom words without a name mean: groups by what says which they are, titles alone, pairs, pronouns."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.pipeline import read
from ontology.facts import Article, Report


def reading(text: str) -> Report:
    return read(Article(text=text, published=date(2025, 11, 21)), reader="rules")


def doers(text: str, kind: str) -> list[set[str]]:
    return [{e.name for e in (*x.agents, *x.recipients)} for x in reading(text).events if x.type == kind]


def speakers(text: str) -> list[str]:
    return [event.agents[0].name for event in reading(text).events for _ in event.quotes]


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("A spokesman for the guards accused Chad of lying.", "spokesman for the guards"),
        ("Observers from the African Union criticised Chad.", "Observers from the African Union"),
        ("The leaders of eighteen villages accused Chad of lying.", "leaders of eighteen villages"),
        ("Residents of Lima accused Chad of lying.", "Residents of Lima"),
        ("Local residents in Lima accused Chad of lying.", "Local residents"),
        ("Students held in Lima accused Chad of lying.", "Students"),
    ],
)
def test_a_group_has_in_its_name_what_says_which_it_is(sentence: str, who: str) -> None:
    [found] = doers(sentence, "Accusation")
    assert who in found


def test_members_of_two_bodies_are_two_groups() -> None:
    text = "Members of parliament accused Chad of lying. Members of the union accused Peru of lying."
    assert [sorted(found - {"Chad", "Peru"}) for found in doers(text, "Accusation")] == [
        ["Members of parliament"],
        ["Members of the union"],
    ]


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("Secretary Ida Tarh met Foreign Minister Ona Bell of Chad in Lima.", "Secretary"),
        ("Minister of Defence Ida Tarh of Peru met President Ona Bell of Chad.", "Minister"),
        ("Foreign Minister Ona Bell of Chad arrived in Lima. She met Foreign Minister Ida Tarh of Peru.", "Minister"),
    ],
)
def test_a_title_alone_means_who_was_last_named_by_it(first: str, title: str) -> None:
    [found] = doers(f"{first} The {title} accused Libya of lying.", "Accusation")
    assert found == {"Ida Tarh", "Libya"}


def test_the_ministers_are_two_named_far_apart() -> None:
    text = (
        "Foreign Minister Ona Bell of Chad arrived in Lima on Monday. The weather was fine. It had rained for weeks."
        " She was received by Foreign Minister Ida Tarh of Peru. The ministers accused Libya of lying."
    )
    assert doers(text, "Accusation") == [{"Ona Bell", "Ida Tarh", "Libya"}]


def test_who_urges_both_is_neither() -> None:
    text = "Chad and Libya fought over the wells in spring. Kenya sent an envoy. Peru urged both to sign the treaty."
    [found] = doers(text, "Demand")
    assert found == {"Peru", "Chad", "Libya"}


def test_a_pronoun_does_not_go_back_into_a_quotation() -> None:
    text = 'Ida Tarh, the mayor of Lima, resigned. "I thank Ona Bell and my daughter for their help," she said.'
    assert speakers(text) == ["Ida Tarh"]


def test_who_gives_his_own_name_has_it() -> None:
    text = '"We walked for four days and three nights," said a driver, who gave his name only as Ibrahim.'
    assert speakers(text) == ["Ibrahim"]


def test_a_name_that_the_parser_cuts_in_two_is_one() -> None:
    [holding] = reading("Malawi's President Bingu wa Mutharika left for Lima on Monday.").holdings
    assert holding.holder.name == "Bingu wa Mutharika"


def test_a_surname_behind_a_particle_is_nobody_elses() -> None:
    text = "President José Eduardo dos Santos visited a school."
    found = read(Article(text=text, published=date(2012, 9, 5)), reader="rules").holdings
    assert "Colombia" not in {h.office.of.name for h in found}


def test_the_head_is_not_who_leads_something_else() -> None:
    text = "Its leader Ona Bell thanked Chad. The head of the observers, who came late, accused Peru of lying."
    assert all("Ona Bell" not in found for found in doers(text, "Accusation"))
