"""Participants, evidence, content, quotations, and one event for one happening."""

import pytest
from test_frames import named, read

from extractors.document import parse
from extractors.happenings import events
from extractors.reading import Mention, Quotation, Reading
from ontology.facts import Article, Entity, Event, Span


def one(text: str, kind: str) -> Event:
    found = [e for e in read(text) if e.type == kind]
    assert len(found) == 1, [(e.type, e.status) for e in read(text)]
    return found[0]


def names(entities: tuple[Entity, ...]) -> list[str]:
    return [e.name for e in entities]


@pytest.mark.parametrize(
    ("text", "kind", "agents", "recipients"),
    [
        ("Israel bombed Lebanon.", "Attack", ["Israel"], ["Lebanon"]),
        ("Lebanon was bombed by Israel.", "Attack", ["Israel"], ["Lebanon"]),
        ("Israel and Egypt condemned Iran.", "Accusation", ["Israel", "Egypt"], ["Iran"]),
        ("France held talks with Chad and Niger.", "Consultation", ["France", "Chad", "Niger"], []),
        ("Clashes between Armenia and Azerbaijan began.", "Clash", ["Armenia", "Azerbaijan"], []),
        ("France, which criticised Chad, is in Europe.", "Accusation", ["France"], ["Chad"]),
        ("France promised to attack Chad.", "Attack", ["France"], ["Chad"]),
        ("France urged Chad to attack Niger.", "Attack", ["Chad"], ["Niger"]),
        ("France accused Chad of attacking Niger.", "Attack", ["Chad"], ["Niger"]),
        ("Hamas claimed responsibility for the attack on Israel.", "Attack", ["Hamas"], ["Israel"]),
        ("Iran was behind the bombing of Israel.", "Attack", ["Iran"], ["Israel"]),
        ("Israel tightened sanctions against Iran.", "Sanction", ["Israel"], ["Iran"]),
        ("The bombing of Lebanon this week by Israel was brief.", "Attack", ["Israel"], ["Lebanon"]),
        ("France, which led the exercise, is in Europe.", "Mobilization", ["France"], []),
        ("Israel adopted a resolution calling for Iran to disarm.", "Demand", ["Israel"], ["Iran"]),
        ("France called for a ceasefire between Israel and Iran.", "Demand", ["France"], ["Israel", "Iran"]),
        ("Merkel said that Iran had violated the law.", "Accusation", ["Merkel"], ["Iran"]),
    ],
)
def test_the_roles_follow_the_structure(text: str, kind: str, agents: list[str], recipients: list[str]) -> None:
    event = one(text, kind)
    assert (names(event.agents), names(event.recipients)) == (agents, recipients)


def test_a_denial_is_aimed_at_the_accuser() -> None:
    assert names(one("Israel accused Iran of murder. Iran denied it.", "Rejection").recipients) == ["Israel"]


def test_a_statement_of_nobody_is_no_act() -> None:
    assert not [e for e in read("It was confirmed that the bridge is old.") if e.type == "Statement"]


def test_what_is_demanded_is_an_event_of_its_own() -> None:
    found = read("France urged Chad to attack Niger.")
    demand, attack = found
    assert demand.content == (attack.handle,)
    assert (attack.status, attack.claims[0].by) == ("sought", demand.agents[0])


def test_a_definite_noun_refers_back() -> None:
    found = read("Macron visited Egypt on Monday.\nThe visit lasted two days.")
    assert [e.type for e in found] == ["Visit"]
    assert len(found[0].claims) == 2


def test_two_attacks_on_others_stay_two() -> None:
    found = read("Israel attacked Lebanon.\nRussia attacked Ukraine.")
    assert [e.type for e in found] == ["Attack", "Attack"]


def test_a_dateline_tells_nothing() -> None:
    assert not read("ATTACK, Oct 12 (Agency) - It rained.")


def test_handles_follow_the_text() -> None:
    found = read("France held talks with Chad. Russia attacked Ukraine. Iran condemned Israel.")
    assert [e.handle for e in found] == ["e1", "e2", "e3"]
    begins = [e.claims[0].evidence[0].begin for e in found]
    assert begins == sorted(begins)


def test_evidence_lies_in_the_text_and_holds_the_trigger() -> None:
    text = "After long talks, France attacked Chad on Monday, officials said."
    event = one(text, "Attack")
    assert "attacked Chad" in event.claims[0].evidence[0].of(text)


TEXT = '"We will send more doctors to Haiti," Lula said. "Everyone is in our thoughts tonight," he added.'


def test_every_quotation_stands_on_exactly_one_speech_act() -> None:
    document = parse(Article(TEXT))
    speaker = Entity("Person", "Lula", "lula")
    spans = [(1, TEXT.index(',"')), (TEXT.index('"Everyone') + 1, TEXT.index(',"', 60))]
    said = {t.text: t.i for t in document.doc if t.text in {"said", "added", "he"}}
    quotations = [
        Quotation(Span(begin, end), TEXT[begin:end], speaker, said[cue])
        for (begin, end), cue in zip(spans, ("said", "added"), strict=True)
    ]
    he = Mention(Span(0, 1), said["he"], (speaker,), "pronoun")
    found = list(events(document, Reading().plus([*named(document), he, *quotations])))
    assert [words for e in found for words in e.quotes] == [q.words for q in quotations]
    assert all(speaker in e.agents for e in found if e.quotes)
    assert next(e for e in found if e.quotes).type == "Pledge"


def test_reading_twice_gives_the_same() -> None:
    assert read(TEXT) == read(TEXT)
