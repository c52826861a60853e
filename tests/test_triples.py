"""Facts as triples: complete by the shapes, the same whatever the order, and true to the article's words."""

from datetime import date

from ontology import others, terms
from ontology.facts import Article, Claim, Entity, Event, Holding, Moment, Office, Report, Span
from ontology.shapes import violations
from ontology.triples import graph

TEXT = "Foreign Minister Ana Lopez of Norland met her Sudland counterpart on Monday."
BASE = "https://example.org/"
ANA = Entity("Person", "Ana Lopez", "ana-lopez")
NORLAND = Entity("State", "Norland", "norland")
SUDLAND = Entity("State", "Sudland", "sudland")
DAY = date(2020, 3, 2)
CLAIM = Claim("happened", (Span(0, len(TEXT)),), "test", 0.5)
HOLDING = Holding(ANA, Office("foreign-minister", NORLAND), "current", "Foreign Minister", (CLAIM,))
MEETING = Event("e1", "Meeting", "happened", (CLAIM,), (ANA, SUDLAND), moment=Moment(DAY, DAY))
ARTICLE = Article(TEXT, "https://example.org/a", "a", "A meeting", DAY)


def report(*events: Event) -> Report:
    return Report(ARTICLE, (), (HOLDING,), events, (Span(0, len(TEXT)),), model="none 1")


def test_a_whole_report_conforms_to_the_shapes() -> None:
    assert violations(graph(report(MEETING), BASE)) == ()


def test_the_state_of_a_minister_takes_part() -> None:
    who = {q.object.value for q in graph(report(MEETING), BASE) if q.predicate == terms.participant}
    assert who == {BASE + "id/person/ana-lopez", BASE + "id/state/norland", BASE + "id/state/sudland"}


def test_a_former_minister_brings_no_state() -> None:
    former = Report(ARTICLE, (), (Holding(ANA, HOLDING.office, "former", "Foreign Minister", (CLAIM,)),), (MEETING,))
    who = {q.object.value for q in graph(former, BASE) if q.predicate == terms.participant}
    assert BASE + "id/state/norland" not in who


def test_one_event_told_with_two_statuses_has_the_higher_and_keeps_both_claims() -> None:
    planned = Event(
        "e2", "Meeting", "planned", (Claim("planned", (Span(0, 16),), "t"),), MEETING.agents, moment=MEETING.moment
    )
    quads = graph(report(planned, MEETING), BASE)
    events = {q.subject for q in quads if q.predicate == others.RDF_TYPE and q.object == terms.Meeting}
    assert len(events) == 1
    event = events.pop()
    assert [q.object for q in quads if q.subject == event and q.predicate == terms.status] == [terms.happened]
    assert sum(q.predicate == terms.about and q.object == event for q in quads) == 2


def test_evidence_is_the_words_of_the_article() -> None:
    words = [q.object.value for q in graph(report(MEETING), BASE) if q.predicate == terms.text]
    assert words == [TEXT]
