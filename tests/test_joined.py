"""Which event answers which, and what is part of a visit: read from articles of our own."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.pipeline import read
from ontology.facts import Article, Event


def told(text: str) -> tuple[Event, ...]:
    return read(Article(text=text, published=date(2025, 11, 21))).events


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
