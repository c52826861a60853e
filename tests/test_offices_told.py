"""Offices that the words beside a name do not tell alone: by rank, by a later name, by a city, by whose official it is."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.pipeline import read
from ontology.facts import Article

CASES: tuple[tuple[str, tuple[str, ...]], ...] = (
    # a rank alone is a command in the article's state; one with another office is no more than its words
    ("Chilean troops stayed. General Rosa Quispe spoke.", ("Rosa Quispe military-commander Chile current",)),
    (
        "General Rosa Quispe, Chile's defence minister, spoke.",
        ("Rosa Quispe defence-minister Chile current",),
    ),
    (
        "The commander of the riot police in Lima, Rosa Quispe, spoke.",
        ("Rosa Quispe military-commander riot police current",),
    ),
    # the state to which somebody is sent is not whose ambassador it is
    ("Kenya spoke up. Ambassador Grace Wanja smiled.", ("Grace Wanja ambassador Kenya current",)),
    ("The session went on without the ambassador to Chad, Grace Wanja.", ()),
    # bodies that somebody heads, whatever they are called
    (
        "Ida Friis, who heads the locust control centre in Nouakchott, spoke.",
        ("Ida Friis organisation-head locust control centre current",),
    ),
    ("Ida Friis, who leads the Danish delegation, spoke.", ()),
    (
        "Ida Friis, who leads the Frisian Democratic Bloc, spoke.",
        ("Ida Friis party-leader Frisian Democratic Bloc current",),
    ),
    ("Zola Dube, who once headed the African Union, spoke.", ("Zola Dube organisation-head African Union former",)),
    ("Zola Dube headed the African Union.", ()),
    ("The chairwoman of the Justice Party, Zola Dube, spoke.", ("Zola Dube party-leader Justice Party current",)),
    (
        "The Danish Pilots' Union has a cause. The union, whose head, Ida Friis, spoke, is small.",
        ("Ida Friis organisation-head Danish Pilots' Union current",),
    ),
    # a city tells whose official speaks or is met there; a gathering in it does not
    (
        "Togo is dry. Peru sent word to Togo. In Santiago she held talks with Interior Minister Julio Salas.",
        ("Julio Salas interior-minister Chile current",),
    ),
    (
        "Togo is dry. Togo waits. Deputy Defence Minister Julio Salas said in Santiago that it would rain.",
        ("Julio Salas deputy-minister Chile current",),
    ),
    (
        "Togo is dry. Togo waits. President Julio Salas told a summit in Santiago that it would rain.",
        ("Julio Salas head-of-state Togo current",),
    ),
    # what an adjective of a thing tells is not the state that acts
    (
        "Moldova will stop passing Russian gas to the north, Deputy Prime Minister Petra Novak said.",
        ("Petra Novak deputy-head Moldova current",),
    ),
    # whose official somebody is by a person
    (
        "Danish Prime Minister Ida Friis sailed to Kenya. Kenya rejoiced, said her spokesman, Lars Holm.",
        ("Ida Friis head-of-government Denmark current", "Lars Holm spokesperson Denmark current"),
    ),
    # the only portfolio of an article is that of its bare minister
    (
        "The foreign ministers of Kenya and Peru met. The Kenyan minister, Grace Wanja, spoke.",
        ("Grace Wanja foreign-minister Kenya current",),
    ),
    ("The Kenyan minister, Grace Wanja, spoke.", ("Grace Wanja other-minister Kenya current",)),
    (
        "The Danish trade minister, Ida Friis, met the foreign minister. Minister Friis spoke.",
        ("Ida Friis other-minister Denmark current",),
    ),
    # a reference beside a name, read when it is known what it goes back to
    (
        "The foreign ministers of Peru and Chile met. Those of the two countries, Rosa Quispe and Julio Salas, smiled.",
        (),
    ),
    (
        "UNRWA is short of money. The agency's director, Rosa Quispe, spoke.",
        ("Rosa Quispe organisation-head UNRWA current",),
    ),
    # governors are of the region told last
    (
        "Rain fell on Oaxaca, a region of Mexico. The governor, Rosa Quispe, spoke.",
        ("Rosa Quispe governor-mayor Oaxaca current",),
    ),
    # departments, callings and honorifics are no part of a name
    (
        "Moroccan Minister of Foreign Affairs and Cooperation Driss Bennani spoke.",
        ("Driss Bennani foreign-minister Morocco current",),
    ),
    (
        "The Secretary of Foreign Relations of Mexico, Rosa Quispe, spoke.",
        ("Rosa Quispe foreign-minister Mexico current",),
    ),
    (
        "Danish Foreign Minister Amina Friis called her Nepalese counterpart, Shri Bishnu Koirala.",
        ("Amina Friis foreign-minister Denmark current", "Bishnu Koirala foreign-minister Nepal current"),
    ),
    ("The EU's envoy, the Croat Tomislav Baric, spoke.", ("Tomislav Baric envoy EU current",)),
    (
        "South Africa's Minister of International Relations, Zola Dube, spoke.",
        ("Zola Dube other-minister South Africa current",),
    ),
    ("Zambia's attorney general, Zola Dube, spoke.", ("Zola Dube other-office Zambia current",)),
    ("U.S. Attorney General Carol Hayes spoke.", ("Carol Hayes other-minister United States current",)),
    # members of parliaments
    (
        "The National Assembly met. Opposition chief whip Zola Dube spoke in Zambia.",
        ("Zola Dube legislator National Assembly current",),
    ),
    # named in the paragraph after the lead, by the full name that begins it
    (
        "Peru's prime minister suspended the cabinet on Monday.\n\nRosa Quispe, 61, would not say why.",
        ("Rosa Quispe head-of-government Peru current",),
    ),
    (
        "A former mayor of Cusco was set free on Monday.\n\nRosa Quispe was found by the river.",
        ("Rosa Quispe governor-mayor Cusco former",),
    ),
    (
        "Peru's prime minister, Julio Salas, suspended the cabinet.\n\nRosa Quispe, 61, would not say why.",
        ("Julio Salas head-of-government Peru current",),
    ),
    ("The ministers of Peru met.\n\nRosa Quispe, 61, was there.", ()),
)


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0][:60] for c in CASES])
def test_a_text_gives_exactly_these_offices(text: str, expected: tuple[str, ...]) -> None:
    report = read(Article(text=text, published=date(2023, 6, 1)), reader="rules")
    found = {f"{h.holder.name} {h.office.kind} {h.office.of.name} {h.phase}" for h in report.holdings}
    assert found == set(expected)


def on_day(text: str, day: date) -> set[tuple[str, str, str]]:
    report = read(Article(text=text, published=day), reader="rules")
    return {(h.holder.name, h.office.kind, h.office.of.name) for h in report.holdings}


def test_who_is_spoken_for_is_no_spokesman() -> None:
    found = on_day("A spokesman for Peruvian president Ida Friis declined to comment.", date(2025, 11, 21))
    assert found == {("Ida Friis", "head-of-state", "Peru")}


def test_a_president_is_not_of_a_state_that_has_another() -> None:
    text = (
        "The United States welcomed the talks. The United States has sent food to South Sudan since May."
        " President Salva Kiir thanked the United States for it."
    )
    assert on_day(text, date(2016, 7, 8)) == {("Salva Kiir", "head-of-state", "South Sudan")}


def test_a_minister_for_a_part_of_the_world_is_a_states() -> None:
    text = "Britain welcomed the vote. Ida Friis, Minister for Europe, said Britain would help."
    assert on_day(text, date(2025, 11, 21)) == {("Ida Friis", "other-minister", "United Kingdom")}


def test_a_secretary_whom_the_tables_know_is_the_american_one() -> None:
    text = "Secretary Michael R. Pompeo spoke with Foreign Minister Ida Friis of Peru."
    assert ("Michael R. Pompeo", "foreign-minister", "United States") in on_day(text, date(2018, 10, 5))


def test_a_chief_of_staff_of_an_office_is_no_soldier() -> None:
    text = "White House chief of staff Ida Friis resigned. Army chief of staff Ona Bell of Peru stayed."
    kinds = {name: kind for name, kind, _ in on_day(text, date(2025, 11, 21))}
    assert kinds == {"Ida Friis": "other-office", "Ona Bell": "military-commander"}


def test_a_title_in_a_department_ends_before_the_name() -> None:
    text = "Minister of the Environment and International Development Ida Friis of Peru arrived."
    assert {name for name, _, _ in on_day(text, date(2025, 11, 21))} == {"Ida Friis"}
