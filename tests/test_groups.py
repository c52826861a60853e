"""Who acts without a name, or under another: groups, numbers, peoples, capitals, pronouns and pairs."""

import pytest

from extractors.pipeline import read
from ontology.facts import Article, Event


def one(text: str, kind: str) -> Event:
    found = [e for e in read(Article(text=text), reader="rules").events if e.type == kind]
    assert len(found) == 1, [(e.type, e.status) for e in read(Article(text=text), reader="rules").events]
    return found[0]


@pytest.mark.parametrize(
    ("text", "kind", "agents", "recipients"),
    [
        ("Police arrested four of his aides.", "Coercion", ["Police"], ["four of his aides"]),
        ("Kenya released those held in the camp.", "Concession", ["Kenya"], ["those held in the camp"]),
        ("Men in uniform attacked a village in Kenya.", "Attack", ["Men in uniform"], []),
        ("Countries such as Kenya and Chad oppose the treaty.", "Rejection", ["Kenya", "Chad"], []),
        ("Ten leaders, including Rosa Quispe, were arrested.", "Coercion", [], ["Ten leaders", "Rosa Quispe"]),
        ("Brussels accused Moscow of lying.", "Accusation", ["European Union"], ["Russia"]),
        ("Several governments condemned Kenya.", "Accusation", ["Several governments"], ["Kenya"]),
        ("The Iranians rejected the plan of Kenya.", "Rejection", ["Iran"], ["Kenya"]),
        ("Kenya pledged $344 million.", "Pledge", ["Kenya"], []),
        ("Rosa Quispe called on him to resign.", "Demand", ["Rosa Quispe"], []),
        (
            "Danish Defence Minister Lars Holm met Israeli and Palestinian envoys.",
            "Meeting",
            ["Lars Holm", "Israeli envoys", "Palestinian envoys"],
            [],
        ),
    ],
)
def test_who_takes_part(text: str, kind: str, agents: list[str], recipients: list[str]) -> None:
    event = one(text, kind)
    assert ([e.name for e in event.agents], [e.name for e in event.recipients]) == (agents, recipients)


def test_the_two_sides_are_the_states_of_their_ministers() -> None:
    text = (
        "Danish Foreign Minister Lars Holm and Kenyan Foreign Minister Amina Otieno held talks.\n"
        "The two sides signed an agreement."
    )
    assert [e.name for e in one(text, "Agreement").agents] == ["Denmark", "Kenya"]


def test_the_ministers_are_those_named_together() -> None:
    text = (
        "Danish Foreign Minister Lars Holm and Kenyan Foreign Minister Amina Otieno held talks.\n"
        "The ministers condemned Chad."
    )
    assert {e.name for e in one(text, "Accusation").agents} == {"Lars Holm", "Amina Otieno"}


def test_a_dateline_is_no_subject() -> None:
    text = "NAIROBI (Agency) - Kenyan President Amina Otieno condemned Chad."
    assert [e.name for e in one(text, "Accusation").agents] == ["Amina Otieno"]


def test_a_city_with_an_article_is_read() -> None:
    assert read(Article(text="Judges in The Hague met on Monday."), reader="rules").events is not None


def test_half_a_noun_phrase_is_no_name() -> None:
    entities = read(Article(text="The talks, the foreign ministry of Turkey said, were good."), reader="rules").entities
    assert "foreign ministry of" not in [entity.name for entity in entities]
    assert [e.name for e in entities if e.kind == "GovernmentBody"] == ["foreign ministry of Turkey"]


def test_the_king_is_no_president() -> None:
    text = "Peruvian President Rosa Quispe opened the summit in Lima. The king, who was late, condemned Chad."
    assert [e.name for e in one(text, "Accusation").agents] == ["king"]
