"""Which event answers which, and what is part of a visit: read from articles of our own."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.pipeline import read
from ontology.facts import Article, Event


def told(text: str) -> tuple[Event, ...]:
    return read(Article(text=text, published=date(2025, 11, 21)), reader="rules").events


def one(events: tuple[Event, ...], kind: str) -> Event:
    [found] = [event for event in events if event.type == kind]
    return found


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("The Kurds demanded a federal system from Syria on Monday. Syria rejected the demand on Tuesday.", "Demand"),
        ("Chad accused Libya of arming the rebels. Libya rejected the accusation.", "Accusation"),
    ],
)
def test_a_rejection_answers_what_was_asked_of_who_rejects(text: str, asked: str) -> None:
    events = told(text)
    assert one(events, "Rejection").responds_to == (one(events, asked).handle,)


@pytest.mark.parametrize(
    "text",
    [
        "The Kurds demanded a federal system from Syria on Monday. Kenya rejected an offer of Oman on Tuesday.",
        "Syria rejected a proposal of Kenya on Monday. The Kurds demanded a federal system from Syria on Tuesday.",
        "The Kurds demanded a federal system from Syria. "
        + "The weather was fine in the hills. " * 15
        + "Syria rejected it.",
    ],
)
def test_what_others_asked_or_is_far_off_is_not_answered(text: str) -> None:
    assert one(told(text), "Rejection").responds_to == ()


def test_what_is_done_at_the_place_and_on_the_day_of_a_visit_is_part_of_it() -> None:
    events = told(
        "Peru's foreign minister, Rosa Villacorta, visited Quito on Wednesday. Villacorta met Ecuador's foreign minister,"
        " Mateo Larrea, in Quito on Wednesday. Peru and Chile signed an agreement in Lima on Tuesday."
    )
    visit = one(events, "Visit")
    assert one(events, "Meeting").part_of == (visit.handle,)
    assert one(events, "Agreement").part_of == visit.part_of == ()


def test_what_one_claims_and_another_denies_is_one_event_with_both_claims() -> None:
    events = told(
        "The Lake Movement allegedly attacked Bol on Sunday, Chad said. The Lake Movement denied on Monday that it had"
        " attacked Bol on Sunday."
    )
    attack = one(events, "Attack")
    assert attack.status == "denied"
    assert {(claim.status, claim.by.name) for claim in attack.claims if claim.by} == {
        ("claimed", "Chad"),
        ("denied", "Lake Movement"),
    }


def test_what_is_blamed_on_somebody_was_not_done_to_him() -> None:
    attack = one(told("Peru and Ecuador blamed the attack on the Putumayo Front, an armed group."), "Attack")
    assert [agent.name for agent in attack.agents] == ["Putumayo Front"]
    assert (attack.recipients, attack.status) == ((), "claimed")


def test_a_noun_that_says_nothing_of_it_does_not_tell_that_the_planned_took_place() -> None:
    text = "Hakan Fidan will meet Asaad al-Shaibani on Sunday. The talks are to deal with security, the ministry said."
    assert [claim.status for claim in one(told(text), "Meeting").claims] == ["planned", "planned"]


def test_the_fighting_is_not_what_one_side_alone_is_accused_of() -> None:
    text = "Chad accused the Lake Movement of burning three villages. Qatar helps people who have fled the fighting."
    assert one(told(text), "Violence").status == "claimed"


def test_mines_that_are_to_be_stopped_in_a_state_are_no_visit_to_it() -> None:
    assert "Visit" not in {event.type for event in told("They demand that Canada stop two gold mines in Peru.")}
    assert one(told("The envoy of Chad stopped in Lima on Monday."), "Visit").status == "happened"


def test_who_speaks_is_nobody_of_whom_is_spoken() -> None:
    text = 'Meera Rao met Ann Hay in Lima. "A neighbour who comes late is no neighbour," she said after the meeting.'
    assert [agent.name for agent in one(told(text), "Statement").agents] != ["neighbour"]
