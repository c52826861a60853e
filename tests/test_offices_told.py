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
        "Kenya is dry. Peru sent word to Kenya. In Santiago she held talks with Interior Minister Julio Salas.",
        ("Julio Salas interior-minister Chile current",),
    ),
    (
        "Kenya is dry. Kenya waits. Deputy Defence Minister Julio Salas said in Santiago that it would rain.",
        ("Julio Salas deputy-minister Chile current",),
    ),
    (
        "Kenya is dry. Kenya waits. President Julio Salas told a summit in Santiago that it would rain.",
        ("Julio Salas head-of-state Kenya current",),
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
