"""What an utterance is, which verbs of saying tell an act of their own, and what several tellings are one event."""

import time

import pytest
from test_frames import named, read

from extractors.document import parse
from extractors.happenings import events
from extractors.happenings.speech import kind_of_words
from extractors.reading import Reading
from ontology.facts import Article, Event

WORDS = (
    ("We will not accept this ultimatum", "Rejection"),
    ("These reports are completely baseless", "Rejection"),
    ("They will face serious consequences", "Threat"),
    ("We reserve the right to answer", "Threat"),
    ("Both sides must put down their arms", "Demand"),
    ("It is essential that the road is opened", "Demand"),
    ("It is time to end this war", "Demand"),
    ("We will rebuild the bridge by spring", "Pledge"),
    ("This vote was a sham", "Accusation"),
    ("The decision was not helpful", "Accusation"),
    ("He was a hero of our independence", "Endorsement"),
    ("The harvest was good and the roads are dry", "Statement"),
    ("We do not need to ask anybody", "Statement"),
)

CLAUSES = (
    ("France said that it would leave the mine open.", "Pledge"),
    ("France said it would not accept the plan.", "Rejection"),
    ("France said it would bomb the bridge.", "Threat"),
    ("France said that Chad should wait.", "Demand"),
    ("France said that the vote was fraudulent.", "Accusation"),
    ("France said that the river was high.", "Statement"),
    ("France reiterated its support for Chad.", "Endorsement"),
    ("France reaffirmed its commitment to lower tariffs.", "Pledge"),
    ("France voiced concern over the harvest.", "Accusation"),
    ("France stressed the need for restraint.", "Demand"),
    ("France stressed the importance of trade.", "Statement"),
    ("France described the ballot as a farce.", "Accusation"),
    ("France admitted that its troops had failed.", "Statement"),
    ("France announced a day of mourning.", "Statement"),
)


@pytest.mark.parametrize(("words", "kind"), WORDS, ids=[w[0] for w in WORDS])
def test_the_words_of_a_quotation_tell_the_act(words: str, kind: str) -> None:
    assert kind_of_words(words) == kind


@pytest.mark.parametrize(("text", "kind"), CLAUSES, ids=[c[0] for c in CLAUSES])
def test_the_clause_tells_the_act(text: str, kind: str) -> None:
    told = read(text)
    assert told[0].type == kind, [(e.type, e.status) for e in told]


@pytest.mark.parametrize(
    "text",
    [
        "The newspaper said that Chad attacked Niger.",
        "Reporters said that Chad attacked Niger.",
    ],
)
def test_who_only_reports_makes_no_statement(text: str) -> None:
    assert [e.type for e in read(text)] == ["Attack"]


def test_a_verb_of_saying_gives_way_to_the_act_that_it_carries() -> None:
    told = read("We condemn the raid, Macron said.")
    assert "Statement" not in {e.type for e in told}
    assert "Accusation" in {e.type for e in told}


def test_a_participle_goes_on_with_the_act_above_it() -> None:
    assert [e.type for e in read("France condemned the vote, noting the low turnout.")] == ["Accusation"]


ONE = (
    ("Israel bombed Lebanon on Monday.\nThe bombing lasted two hours.", "Attack"),
    ("A bomb exploded in Kabul.\nFour people were killed in the blast.", "Violence"),
    ("The council adopted the resolution.\nThe adoption of the resolution took one hour.", "Legislation"),
    ("Chad and Niger signed an agreement.\nThe agreement was signed in Agadez.", "Agreement"),
    ("Macron arrived in Cairo for a visit.", "Visit"),
    ("Zambia held an election.\nThe vote was held in August.", "Election"),
    ("Merkel met Macron in Paris.\nThey discussed trade.", "Meeting"),
)


@pytest.mark.parametrize(("text", "kind"), ONE, ids=[o[0] for o in ONE])
def test_several_tellings_are_one_event(text: str, kind: str) -> None:
    told = read(text)
    assert [e.type for e in told] == [kind], [(e.type, e.claims[0].rule) for e in told]


TWO = (
    "France attacked Chad.\nAnother attack followed near Niger.",
    "Israel bombed Lebanon.\nRussia bombed Ukraine.",
    "France visited Chad in May.\nFrance will visit Niger.",
    "France invaded Chad.\nA week later the attack on Niger began.",
)


@pytest.mark.parametrize("text", TWO)
def test_what_differs_stays_apart(text: str) -> None:
    assert len(read(text)) == 2, [(e.type, e.status) for e in read(text)]


def seconds(text: str) -> tuple[float, list[Event]]:
    document = parse(Article(text))
    reading = Reading().plus(named(document))
    begin = time.process_time()
    found = list(events(document, reading))
    return time.process_time() - begin, found


def test_one_long_sentence_takes_time_in_proportion() -> None:
    """The law: four times the words, at most about four times the time (a square law would take sixteen)."""
    clause = (
        "France said that Chad attacked Niger and called for talks with Mali, which condemned the raid on the town, "
    )
    short, few = seconds(clause * 30)
    long, many = seconds(clause * 120)
    assert len(many) > 2 * len(few)
    assert long < 9 * max(short, 0.05)
