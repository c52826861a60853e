"""Dates: what an expression of time means, which event it dates, and what is carried from sentence to sentence."""

import time
from datetime import date, timedelta

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from extractors.document import Document, parse
from extractors.pipeline import read
from extractors.places import place_of
from extractors.reading import Reading, When
from extractors.speech import quotes
from extractors.when import date_of, moments
from extractors.when.context import Context
from extractors.when.grammar import RULES
from extractors.when.resolve import resolve
from ontology.facts import Article

PUBLISHED = date(2024, 5, 15)  # a Wednesday


def told(text: str, published: date | None = PUBLISHED) -> list[When]:
    return list(moments(parse(Article(text, published=published)), Reading()))


def days(when: When) -> str:
    first, last = when.moment.earliest, when.moment.latest
    if first == last:
        return str(first)
    return f"{first or ''}..{last or ''}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ministers met on Monday.", "2024-05-13"),
        ("The ministers met on Wednesday.", "2024-05-15"),
        ("The ministers met last Wednesday.", "2024-05-08"),
        ("The ministers met last Tuesday.", "2024-05-07"),  # not yesterday
        ("The ministers met on the 7th in Lima.", "2024-05-07"),
        ("The ministers will meet on Monday.", "2024-05-20"),
        ("The ministers are due to meet on Monday.", "2024-05-20"),
        ("The ministers are slated to meet on Monday.", "2024-05-20"),
        ("The ministers will meet next Friday.", "2024-05-17"),
        ("The ministers met on Monday of last week.", "2024-05-06"),
        ("The ministers met today.", "2024-05-15"),
        ("The ministers met earlier today.", "2024-05-15"),
        ("The ministers met this morning.", "2024-05-15"),
        ("The ministers met yesterday.", "2024-05-14"),
        ("The ministers met last night.", "2024-05-14"),
        ("The ministers will meet tomorrow.", "2024-05-16"),
        ("The ministers met on 3 April.", "2024-04-03"),
        ("The ministers met on April 3rd.", "2024-04-03"),
        ("The ministers met on November 3.", "2023-11-03"),
        ("The ministers will meet on November 3.", "2024-11-03"),
        ("The ministers met on April 3, 2021.", "2021-04-03"),
        ("The ministers met on Friday, April 12.", "2024-04-12"),
        ("The ministers met on 2021-04-03.", "2021-04-03"),
        ("The ministers will tour the coast June 19-23.", "2024-06-19..2024-06-23"),
        ("The ministers will tour the coast from 30 May to 2 June.", "2024-05-30..2024-06-02"),
        ("The ministers met in March.", "2024-03-01..2024-03-31"),
        ("The ministers met in August.", "2023-08-01..2023-08-31"),
        ("The ministers met in August 2019.", "2019-08-01..2019-08-31"),
        ("The ministers met in early August 2019.", "2019-08-01..2019-08-31"),
        ("The ministers met in 2019.", "2019-01-01..2019-12-31"),
        ("He was minister from 2014 to 2016.", "2014-01-01..2016-12-31"),
        ("He was minister in the 1990s.", "1990-01-01..1999-12-31"),
        ("The ministers met two weeks ago.", "2024-05-01"),
        ("The ministers met three months ago.", "2024-02-01..2024-02-29"),
        ("The ministers met last week.", "2024-05-06..2024-05-12"),
        ("The ministers met earlier this week.", "2024-05-13..2024-05-15"),
        ("The ministers will meet next month.", "2024-06-01..2024-06-30"),
        ("The ministers met last summer.", "2023-06-01..2023-08-31"),
        ("The ministers met in the first half of 2020.", "2020-01-01..2020-06-30"),
        ("The ministers met several times in the past four days.", "2024-05-11..2024-05-15"),
        ("The ministers will meet in the coming weeks.", "2024-05-15.."),
        ("The ministers met recently.", "..2024-05-15"),
        ("The ministers have met twice since Monday.", "2024-05-13.."),
        ("The ministers will meet by Friday.", "..2024-05-17"),
        ("The ministers will meet before June 3.", "..2024-06-03"),
        ("The ministers met on Christmas Day.", "2023-12-25"),
        ("The deal ended eight months of talks.", "2023-09-01..2024-05-31"),
        ("The ministers were to meet on Friday.", "2024-05-17"),
        ("The ministers will meet in three days.", "2024-05-18"),
        ("The ministers will meet in two weeks' time.", "2024-05-29"),
        ("The ministers met in June last year.", "2023-06-01..2023-06-30"),
        ("The ministers met in the spring.", "2024-03-01..2024-05-31"),
        ("The ministers met over the weekend.", "2024-05-11..2024-05-12"),
        ("The ministers will meet by year's end.", "..2024-12-31"),
        ("The ministers met at the 2015 summit.", "2015-01-01..2015-12-31"),
        ("The ministers met a fortnight ago.", "2024-05-01"),
        ("The ministers met for a third straight day.", "2024-05-13..2024-05-15"),
        ("The vote was to be held on the 29th.", "2024-05-29"),
        ("The ministers met a year and a half ago.", "2022-11-01..2022-11-30"),
        ("The ministers met half a year ago.", "2023-11-01..2023-11-30"),
        ("The ministers met on 20 January last year.", "2023-01-20"),
        ("The ministers met on March 3 this year.", "2024-03-03"),
        ("The ministers met in September of last year.", "2023-09-01..2023-09-30"),
        ("The ministers met on the 12th.", "2024-05-12"),
        ("The ministers met in the first week of May.", "2024-05-01..2024-05-07"),
        ("The ministers met in the last week of April.", "2024-04-24..2024-04-30"),
        ("The ministers will meet in the first half of June.", "2024-06-01..2024-06-15"),
        ("The ministers met in the first quarter.", "2024-01-01..2024-03-31"),
        ("The ministers will meet the week after next.", "2024-05-27..2024-06-02"),
        ("The ministers will meet within 48 hours.", "2024-05-15..2024-05-17"),
        ("The ministers will meet later in the year.", "2024-05-15..2024-12-31"),
        ("The ministers will meet before the end of June.", "..2024-06-30"),
        ("The ministers will meet by January 20.", "..2025-01-20"),
        ("The visit (May 14-16) is the first.", "2024-05-14..2024-05-16"),
        ("The ministers have refused for five weeks to meet.", "2024-04-10..2024-05-15"),
        ("The government had promised in February to meet them.", "2024-02-01..2024-02-29"),
        ("They will free the teachers arrested on July 29.", "2023-07-29"),
        ("The ministers met at the start of 2022.", "2022-01-01..2022-12-31"),
    ],
)
def test_an_expression_means_these_days(text: str, expected: str) -> None:
    assert [days(w) for w in told(text)][:1] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on May 2. They met again two days later.", ["2024-05-02", "2024-05-04"]),
        ("They met on May 2. On the same day they signed the deal.", ["2024-05-02", "2024-05-02"]),
        ("They met on May 2. The next day they signed the deal.", ["2024-05-02", "2024-05-03"]),
        ("They met on May 2. Hours later they signed the deal.", ["2024-05-02", "2024-05-02"]),
        ("They met on May 2. They had talked the day before.", ["2024-05-02", "2024-05-01"]),
        ("They met on May 2. They were freed the next morning.", ["2024-05-02", "2024-05-03"]),
        ("They met in 1998. Since then they have met often.", ["1998-01-01..1998-12-31", "1998-01-01.."]),
    ],
)
def test_an_expression_counts_from_the_one_before(text: str, expected: list[str]) -> None:
    assert [days(w) for w in told(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May spoke.",
        "Some 2000 troops left.",
        "The story was in USA Today.",
        "They may march on the town.",
        "They met twice in three days.",
        "The fall of the city was told.",
    ],
)
def test_a_name_or_number_is_no_day(text: str) -> None:
    assert [w.moment.text for w in told(text)] == []


def test_without_a_day_of_publication_only_full_dates_are_read() -> None:
    assert [days(w) for w in told("They met on Monday, on May 3, 2021 and last week.", None)] == ["2021-05-03"]


def test_a_moment_explains_itself() -> None:
    when = told("The ministers have met twice since Monday.")[0]
    moment = when.moment
    assert (moment.text, moment.rule, moment.anchor) == ("since Monday", "since-weekday", PUBLISHED)
    assert told("They met in 2019.")[0].moment.anchor is None


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("On Monday, Peru condemned Chile.", "Accusation", "2024-05-13"),
        ("Peru's foreign minister, Ana Lopes, met Rui Costa in Lima on Monday.", "Meeting", "2024-05-13"),
        ("Peru will hold talks with Chile on Monday.", "Consultation", "2024-05-20"),
        ("Peru agreed on Tuesday to hold talks with Chile.", "Consultation", None),
        ("Peru said on Tuesday that it had attacked Chile.", "Attack", None),
        ("Peru attacked Chile, killing two people on Monday.", "Attack", "2024-05-13"),
        ("The attack on Chile that began on Monday killed two people.", "Attack", "2024-05-13"),
        ("Monday's attack on Chile killed two people.", "Attack", "2024-05-13"),
        ("Speaking in Geneva on Monday, Ana Lopes condemned Chile.", "Accusation", "2024-05-13"),
        ("Ana Lopes condemned Chile while speaking to reporters yesterday.", "Accusation", "2024-05-14"),
        ("Ana Lopes flew to Lima on Monday to meet Rui Costa.", "Meeting", "2024-05-13"),
        ("In a speech on Monday in which she condemned Chile, Ana Lopes wept.", "Accusation", "2024-05-13"),
        ("Peru has closed the border since Tuesday, when Chile attacked the port.", "Attack", "2024-05-14"),
        (
            "Peru signed an agreement with Chile on Tuesday, a day after Brazil attacked Bolivia.",
            "Attack",
            "2024-05-13",
        ),
        ("Five Peruvians were killed when rebels attacked a mosque on Monday.", "Attack", "2024-05-13"),
        (
            "Chile arrested three Peruvians last week, and on Monday Peru recalled its ambassador.",
            "Sanction",
            "2024-05-13",
        ),
        ("Ana Lopes condemned the attack, which killed ten people on Sunday.", "Attack", "2024-05-12"),
        ("In a statement issued on Monday, Peru condemned the attack.", "Accusation", "2024-05-13"),
        ("In a statement issued on Monday, Peru condemned the attack.", "Attack", None),
        ("Peru condemns the May 3 attack on Chile.", "Attack", "2024-05-03"),
        ("On Monday, a delegate read a statement and Peru condemned Chile.", "Accusation", "2024-05-13"),
        ("Peru will attend a summit that is due to discuss trade on Monday.", "Meeting", "2024-05-20"),
        ("Peru will train with Chile, beginning on Monday.", "Cooperation", "2024-05-20"),
        ("On Monday, Peru told of an attack of May 3 and condemned Chile.", "Accusation", "2024-05-13"),
        ("Peru attacked Chile.", "Attack", None),
        ("Peru deplored the killing on May 3 of six workers near Lima.", "Accusation", None),
        ("Chile complained of the attack. Peru condemned Chile this morning.", "Accusation", "2024-05-15"),
        ("At a conference convened in Lima on Monday, Peru condemned Chile.", "Accusation", "2024-05-13"),
        ("Peru condemned the attack in a report published on Monday.", "Accusation", "2024-05-13"),
        ("Peru holds to the truce brokered in Oslo on Monday.", "Agreement", "2024-05-13"),
        ("Talks between Peru and Chile are expected to resume on Monday.", "Consultation", "2024-05-20"),
        ("A fresh round of talks between Peru and Chile opens in Lima on Monday.", "Consultation", "2024-05-20"),
        ("Peru attacked Chile on Monday, and the army has arrested ten men.", "Coercion", None),
        ("LIMA, May 14 (Agency) - Peru has condemned Chile.", "Accusation", None),
        ("Peru ruled out talks with Chile before the vote on June 3.", "Rejection", None),
        ("Peru discussed the vote of 2010 and attacked Chile.", "Attack", None),
        ("Monday's attack on Chile must be investigated.", "Attack", "2024-05-13"),
        ("Ana Lopes began a three-day visit to Chile on Sunday.", "Visit", "2024-05-12"),
        ("Peru deplored the launch of a missile over Chile on May 3.", "Accusation", None),
        ("Peru deplored the launch of a missile over Chile on Monday.", "Accusation", "2024-05-13"),
        ("Rebels signed the accord on Tuesday but reject the terms.", "Rejection", None),
        ("Soldiers fled in January, hours before Peru attacked Chile.", "Attack", None),
        ("Peru attacked the port as recently as May 3.", "Attack", "2024-05-03"),
    ],
)
def test_an_event_has_the_date_of_its_own_words(text: str, kind: str, expected: str | None) -> None:
    found = [e for e in read(Article(text, published=PUBLISHED), reader="rules").events if e.type == kind]
    assert found, [e.type for e in read(Article(text, published=PUBLISHED), reader="rules").events]
    moment = found[0].moment
    assert (str(moment.earliest) if moment else None) == expected
    assert moment is None or moment.earliest == moment.latest


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Ana Lopes met Rui Costa in Lima on Monday.\nLopes condemned Chile.", "Accusation", "2024-05-13 Lima"),
        ("Ana Lopes spoke with Rui Costa on Monday.\nLopes condemned Chile.", "Accusation", "2024-05-13 None"),
        ("Ana Lopes met Rui Costa in Lima on Monday.\nLopes has often condemned Chile.", "Accusation", "None None"),
        ("Ana Lopes met Rui Costa in Lima on Monday.\nLopes had condemned Chile.", "Accusation", "None None"),
        ("Ana Lopes met Rui Costa in Lima on Monday.\nBrazil condemned Chile.", "Accusation", "None None"),
        ("Rebels bombed the port of Callao today.\nBrazil condemned the rebels.", "Accusation", "2024-05-15 None"),
        ("Rebels bombed the port of Callao on Monday.\nBrazil condemned the rebels.", "Accusation", "None None"),
    ],
)
def test_what_is_said_on_an_occasion_has_its_day_and_place(text: str, kind: str, expected: str) -> None:
    found = [e for e in read(Article(text, published=PUBLISHED), reader="rules").events if e.type == kind]
    assert len(found) == 1
    moment, place = found[0].moment, found[0].place
    assert f"{moment.earliest if moment else None} {place.name if place else None}" == expected


def test_a_government_speaks_in_its_own_release_on_the_day_of_publication() -> None:
    text = "The United States condemns the attack in Peru."
    url = {"release": "https://www.state.gov/a", "news": "https://example.org/a"}
    found = {
        name: [
            e.moment
            for e in read(Article(text, url=url[name], published=PUBLISHED), reader="rules").events
            if e.type == "Accusation"
        ]
        for name in url
    }
    assert found["news"] == [None]
    assert [m.rule if m else None for m in found["release"]] == ["release"]


def test_the_opening_of_an_article_of_the_day_is_of_that_day() -> None:
    text = "Rebels attacked a market in Kandahar.\nThe army said on Wednesday that ten people had died."
    moments_ = [e.moment for e in read(Article(text, published=PUBLISHED), reader="rules").events if e.type == "Attack"]
    assert [(m.earliest, m.rule) if m else None for m in moments_[:1]] == [(PUBLISHED, "opening-weekday")]


def test_a_carried_date_says_so() -> None:
    text = "Ana Lopes met Rui Costa in Lima on Monday.\nLopes condemned Chile."
    moment = next(
        e.moment for e in read(Article(text, published=PUBLISHED), reader="rules").events if e.type == "Accusation"
    )
    assert moment is not None
    assert moment.rule == "same-occasion-weekday"
    assert moment.span is not None
    assert moment.span.of(text) == "Monday"


DAYS = st.dates(date(1500, 1, 1), date(2090, 12, 31))
PHRASES = [
    *("Monday", "last Friday", "next Sunday", "today", "yesterday", "tomorrow", "overnight", "two weeks ago"),
    *("a month ago", "fifty years ago", "last month", "next year", "this week", "this weekend", "the past few weeks"),
    *("the next three days", "29 February", "February 29, 2023", "31 December", "early March", "March", "winter 2009"),
    *(
        "last spring",
        "the last quarter of this year",
        "1999",
        "the 1990s",
        "from 2009 to 2011",
        "from June 30 to July 2",
    ),
    *("between Monday and Friday", "within two days", "Christmas", "the end of the month", "three years of"),
]


@given(st.sampled_from(PHRASES), DAYS, st.sampled_from([True, False, None]), DAYS)
def test_every_reading_is_an_interval(phrase: str, published: date, ahead: bool | None, known: date) -> None:
    """Law: a rule that matches gives None or an interval whose ends are in order, on every day of the calendar."""
    for rule, pattern in RULES:
        match = pattern.search(f"{phrase} it")
        if match is None:
            continue
        groups = {name: value or "" for name, value in match.groupdict().items()}
        found = resolve(rule, groups, Context(published, ahead, (known, known)))
        assert found is None or found[0] is None or found[1] is None or found[0] <= found[1]


@given(st.sampled_from(PHRASES), DAYS)
def test_a_past_weekday_is_never_ahead(phrase: str, published: date) -> None:
    """Law: "on Monday" in the past lies within the week up to publication."""
    match = dict(RULES)["weekday"].fullmatch("Monday")
    assert match is not None
    groups = {name: value or "" for name, value in match.groupdict().items()}
    found = resolve("weekday", groups, Context(published, False))
    assert found is not None
    assert found[0] is not None
    assert timedelta(0) <= published - found[0] < timedelta(7), phrase


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from([*PHRASES, "Peru", "met", ",", "and", "in", "the", "\n"]), min_size=1, max_size=12))
def test_a_span_slices_back_to_its_words(words: list[str]) -> None:
    """Law: an expression's span, and its moment's, cut the expression's words out of the text."""
    text = " ".join(words)
    for when in told(text):
        assert when.moment.text == when.span.of(text)
        assert when.moment.span == when.span


def chain(sentences: int) -> Document:
    """One sentence without an end: each clause hangs on the one before."""
    words: list[str] = []
    heads: list[int] = []
    deps: list[str] = []
    pos: list[str] = []
    for n in range(sentences):
        at = len(words)
        words += ["Peru", "met", "Chile", "in", "Lima", "on", "Monday", "and"]
        heads += [at + 1, at - 7 if n else at + 1, at + 1, at + 1, at + 3, at + 1, at + 5, at + 1]
        deps += ["nsubj", "conj" if n else "ROOT", "dobj", "prep", "pobj", "prep", "pobj", "cc"]
        pos += ["PROPN", "VERB", "PROPN", "ADP", "PROPN", "ADP", "PROPN", "CCONJ"]
    doc = Doc(
        spacy.blank("en").vocab, words, heads=heads, deps=deps, pos=pos, tags=["VBD" if p == "VERB" else p for p in pos]
    )
    return Document(Article(doc.text, published=PUBLISHED), doc, "made")


def said(clauses: int) -> Document:
    """One sentence without an end, in which somebody says something in each clause."""
    words: list[str] = []
    heads: list[int] = []
    deps: list[str] = []
    pos: list[str] = []
    for n in range(clauses):
        at = len(words)
        words += ["Peru", "said", '"', "we", "will", "all", "go", '"', "and"]
        heads += [at + 1, at - 8 if n else at + 1, at + 1, at + 6, at + 6, at + 6, at + 1, at + 1, at + 1]
        deps += ["nsubj", "conj" if n else "ROOT", "punct", "nsubj", "aux", "advmod", "ccomp", "punct", "cc"]
        pos += ["PROPN", "VERB", "PUNCT", "PRON", "AUX", "ADV", "VERB", "PUNCT", "CCONJ"]
    tags = ["VBD" if word == "said" else p for word, p in zip(words, pos, strict=True)]
    doc = Doc(spacy.blank("en").vocab, words, heads=heads, deps=deps, pos=pos, tags=tags)
    return Document(Article(doc.text, published=PUBLISHED), doc, "made")


def test_quotations_without_end_take_linear_time() -> None:
    def took(document: Document, expected: int) -> float:
        begin = time.process_time()
        assert len(list(quotes(document, Reading()))) == expected
        return time.process_time() - begin

    took(said(50), 50)
    assert took(said(1200), 1200) < 10 * took(said(300), 300)


def seconds(document: Document) -> float:
    begin = time.process_time()
    reading = Reading().plus(moments(document, Reading()))
    reading = reading.plus(quotes(document, reading))
    dated = sum(date_of(document, reading, t) is not None for t in document.doc if t.pos_ == "VERB")
    for token in document.doc:
        if token.pos_ == "VERB":
            place_of(document, reading, token)
    assert dated == len(document.doc) // 8
    return time.process_time() - begin


def test_a_sentence_without_end_takes_linear_time() -> None:
    short, long = chain(500), chain(2000)
    seconds(chain(100))
    assert seconds(long) < 10 * seconds(short)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("On Monday crowds attacked the port. Police arrested ten men.", "Coercion", "2024-05-13"),
        ("On Monday crowds attacked the port. Police have arrested ten men.", "Coercion", None),
        (
            "Peru's army said on Monday that it was ready. Its commander, Ana Lopes, condemned Chile.",
            "Accusation",
            "2024-05-13",
        ),
        (
            "Peru's army said on Monday that it was ready. A lawmaker, Ana Lopes, condemned Chile.",
            "Accusation",
            None,
        ),
        (
            "The Red Cross said on Monday that it was ready. Red Cross spokeswoman Ana Lopes condemned Chile.",
            "Accusation",
            "2024-05-13",
        ),
        (
            "Ana Lopes and Rui Costa met in Lima on Monday. The port was busy.\n\nAfter the talks, they signed an accord.",
            "Agreement",
            "2024-05-13",
        ),
        ("Ana Lopes met Rui Costa on Monday. For her part, the envoy praised Chile.", "Endorsement", "2024-05-13"),
        ("Ana Lopes said on Monday that Peru welcomes the accord.", "Endorsement", "2024-05-13"),
        ("It was the first attack since Ana Lopes was sworn in on Monday. She condemned Chile.", "Accusation", None),
    ],
)
def test_what_goes_on_has_the_day_of_what_came_before(text: str, kind: str, expected: str | None) -> None:
    found = [e for e in read(Article(text, published=PUBLISHED), reader="rules").events if e.type == kind]
    assert found, [e.type for e in read(Article(text, published=PUBLISHED), reader="rules").events]
    moment = found[0].moment
    assert (str(moment.earliest) if moment else None) == expected


def test_a_reaction_shares_the_day_of_the_lead_until_another_time_is_told() -> None:
    text = "A plane crashed in Lima on Wednesday.\n\nRui Costa mourned the dead.{}\n\nAna Lopes praised the pilots."
    for between, expected in (("", PUBLISHED), (" The airport was bombed in 1998.", None)):
        events = read(Article(text.format(between), published=PUBLISHED), reader="rules").events
        praise = [e for e in events if e.type == "Endorsement"][-1]
        assert (praise.moment.earliest if praise.moment else None) == expected


def test_an_occasion_that_was_over_after_some_days_has_all_of_them() -> None:
    text = "Ana Lopes returned on Sunday from a three-day visit to Chile."
    (event,) = read(Article(text, published=PUBLISHED), reader="rules").events
    assert event.moment is not None
    assert (event.moment.earliest, event.moment.latest) == (date(2024, 5, 10), date(2024, 5, 12))


def test_years_count_from_the_year_told_before() -> None:
    assert [days(w) for w in told("They met in 2011. Four years later they met again.")] == [
        "2011-01-01..2011-12-31",
        "2015-01-01..2015-12-31",
    ]


def test_what_goes_on_is_not_over() -> None:
    text = "The attacks on Chile that began on May 3 continue. Peru has attacked Chile since Monday."
    found = [e for e in read(Article(text, published=PUBLISHED), reader="rules").events if e.type == "Attack"]
    assert [(str(e.moment.earliest), e.moment.latest) for e in found if e.moment and e.status == "ongoing"]
    assert all(e.moment.latest is None for e in found if e.moment and e.status == "ongoing")
