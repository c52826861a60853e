"""Search: the index follows from the store alone, names come before titles, no words are syntax, none take long."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pages_world as world
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontology.others import SKOS_ALT_LABEL
from ontology.triples import graph
from ontology.uris import Scheme, article_slug
from server.commands.keep import _make_searchable
from server.search import NAME, Finding, find
from server.search.entries import ROOMS, Room, words
from server.store import corrections, retract
from server.store.change import Change, apply
from server.store.dataset import Writer, open_dataset
from server.store.harvest import Harvest
from server.store.nquads import canonical
from server.store.publish import publish
from server.store.records import Correction
from server.web.app import close, create_app

if TYPE_CHECKING:
    from pathlib import Path

    from ontology.facts import Article

HELD = world.HELD


def read(article: Article) -> Harvest:
    """Read an article of the small world: its facts are known by its address."""
    report = next(report for report in world.reports() if report.article.url == article.url)
    quads = graph(replace(report, article=article), world.BASE)
    return Harvest(article, Scheme(world.BASE, article_slug(article)).graph, canonical(quads), "hand 1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return world.publish(tmp_path / "dataset")


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return index(world.publish(tmp_path_factory.mktemp("search") / "dataset"))


def index(folder: Path) -> Path:
    checkpoint = open_dataset(folder).checkpoint
    assert checkpoint is not None
    return checkpoint / NAME


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as db:
        for room in ROOMS:  # the words of each row are those that are indexed, and no others
            db.execute(f"INSERT INTO {room}_words ({room}_words, rank) VALUES ('integrity-check', 1)")
        held = {"words": db.execute("SELECT * FROM words ORDER BY room, word").fetchall()}
        for table in (
            "things",
            "takes",
            "together",
            "told",
            "quoted",
            "facts",
            "news",
            "holdings",
            "held",
            "owned",
            "published",
        ):
            held[table] = sorted(db.execute(f"SELECT * FROM {table}").fetchall())
            assert held[table], table
        return held | {room: db.execute(f"SELECT * FROM {room} ORDER BY number").fetchall() for room in ROOMS}


def labels(path: Path, asked: str, room: Room = "names", most: int = 10) -> list[str]:
    return [one.label for one in find(path, asked, room, most)]


def rebuilt(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    with Writer(folder, rebuild=True):
        return rows(index(folder))


def test_the_index_says_what_the_store_does_however_it_came_to_it(folder: Path) -> None:
    def same() -> dict[str, list[tuple[object, ...]]]:
        found = rows(index(folder))
        assert found == rows(folder / NAME)
        assert found == rebuilt(folder)
        return found

    first = same()
    assert all(first.values())
    (fact,) = find(index(folder), "stated good day", "titles", 9)
    with Writer(folder) as writer:
        row = corrections.Row(Correction(fact.iri, "C. Urator", "she said no such thing"), accept=False)
        corrections.correct(writer, [row], folder / "corrections.tsv")
    assert find(index(folder), "stated good day", "titles", 9) == ()
    corrected = same()
    assert corrected != first
    with Writer(folder) as writer:
        retract.retract(writer, HELD.url)
    assert same() != corrected
    with Writer(folder) as writer:
        retract.reinstate(writer, HELD.url)
    assert same() == corrected


def test_the_words_of_a_retracted_article_are_found_no_more(folder: Path) -> None:
    assert labels(index(folder), "good day fishers", "sentences")
    with Writer(folder) as writer:
        retract.retract(writer, HELD.url)
    assert labels(index(folder), "good day fishers", "sentences") == []
    assert "fishers" not in {word for _, word, _ in rows(index(folder))["words"]}
    assert b"Velian fishers" not in index(folder).read_bytes()
    assert labels(index(folder), "lindqvist") == ["Mara Lindqvist"], "another article names her as well"


def test_articles_that_come_again_in_other_words_leave_no_old_ones(folder: Path) -> None:
    later = replace(HELD, text=HELD.text.replace("good day", "bad day"))
    report = next(report for report in world.reports() if report.article.url == HELD.url)
    assert report.article.text != later.text
    with Writer(folder) as writer:
        publish(writer, [later], read)
    assert labels(index(folder), "good day fishers", "sentences") == []
    assert labels(index(folder), "bad day fishers", "sentences")


def test_what_is_called_just_so_comes_first_then_whole_words_then_beginnings(seen: Path) -> None:
    found = find(seen, "vel", "names", 10)
    assert {one.how for one in found} == {"beginning"}
    found = find(seen, "velia", "names", 10)
    assert (found[0].label, found[0].how) == ("Velia", "name")
    assert ("foreign minister of Velia", "words") in {(one.label, one.how) for one in found}
    assert [one.how for one in found] == sorted(
        (one.how for one in found), key=["name", "other name", "words", "beginning"].index
    )


@pytest.mark.parametrize("beginning", ["li", "lin", "lind", "lindqvis"])
def test_a_beginning_of_any_length_is_enough(seen: Path, beginning: str) -> None:
    assert "Mara Lindqvist" in labels(seen, beginning)
    assert labels(seen, f"mara {beginning}") == ["Mara Lindqvist"]
    assert any("Lindqvist" in label for label in labels(seen, beginning, "sentences"))
    assert labels(seen, f"{beginning} mara") == ([] if beginning != "lindqvist" else ["Mara Lindqvist"])


def test_case_diacritics_and_the_order_of_words_make_no_difference(seen: Path) -> None:
    for asked in ("Inês Şahin", "INES SAHIN", "sahin ine", "Ine\u0302s S\u0327ahin"):
        assert labels(seen, asked) == ["Inês Şahin"], asked
    assert labels(seen, "ines oyelaran") == []


def test_a_sentence_that_bears_several_facts_is_found_once(seen: Path) -> None:
    found = find(seen, "lindqvist", "sentences", 60)
    assert len({(one.source, one.label) for one in found}) == len(found)
    assert all(one.iri.startswith(f"{one.source}#char=") for one in found)


def test_common_words_are_found_in_the_natural_order(seen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ranked = labels(seen, "velia", "titles", 60)
    monkeypatch.setattr("server.search.finding.COMMON", 0)
    natural = [one.label for one in find(seen, "velia", "titles", 60) if one.how == "words"]
    assert set(natural) < set(ranked)
    with closing(sqlite3.connect(seen)) as db:
        numbers = [db.execute("SELECT number FROM titles WHERE label = ?", (label,)).fetchone()[0] for label in natural]
    assert numbers == sorted(numbers)
    days = [label[-4:] for label in natural if label[-4:].isdigit()]
    assert days == sorted(days, reverse=True), "newest first"
    assert len(set(days)) > 1


@pytest.mark.parametrize(
    "asked", ["", "   ", '"', "_", "*", "^", "NEAR(", "a OR", "-", "\0", "label:", "))((", "'; --"]
)
def test_no_words_are_syntax(seen: Path, asked: str) -> None:
    for room in ROOMS:
        assert all(isinstance(one, Finding) for one in find(seen, asked, room, 5))
    assert labels(seen, f'{asked} lindqvist"') in ([], ["Mara Lindqvist"])


def test_many_words_find_what_few_find_that_have_them_all(seen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(seen)) as db:
        told = [row[0] for row in db.execute("SELECT label FROM sentences ORDER BY number")]
    monkeypatch.setattr("server.search.finding.COMMON", 0)
    for tried in (1, 2, 200):  # with few tries the engine has to look all of them up
        monkeypatch.setattr("server.search.finding._TRIED", tried)
        for sentence in told:
            some = words(sentence)[:8]
            wanted = [one for one in told if set(some) <= set(words(one))]
            assert [one.label for one in find(seen, " ".join(some), "sentences", 60) if one.how == "words"] == wanted
            assert sentence in labels(seen, " ".join([*some[:-1], some[-1][:4]]), "sentences", 60)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="\"*^-+:(){}NEARORNOT '\\%_\0", max_size=60))
def test_any_words_can_be_asked_for(seen: Path, asked: str) -> None:
    for room in ROOMS:
        assert len(find(seen, asked, room, 3)) <= 3


def test_a_writer_that_ended_in_between_is_made_good(folder: Path) -> None:
    before = rows(index(folder))
    with Writer(folder) as writer:
        writer._index.doubt()
        writer._index._db.execute("DELETE FROM names")
    with Writer(folder):
        assert rows(folder / NAME) == before
    (folder / NAME).write_bytes(b"this is no database, and it is longer than a header of one would be: " * 20)
    with Writer(folder):
        assert rows(folder / NAME) == before
    (folder / NAME).unlink()
    with Writer(folder):
        assert rows(folder / NAME) == before


def test_a_dataset_of_before_there_was_an_index_says_what_to_do_and_gets_one(folder: Path) -> None:
    index(folder).unlink()
    app = create_app(folder, token="")
    try:
        answer = app.test_client().get("/search?q=velia", headers={"Accept": "application/json"})
        assert answer.status_code == 503
        assert "communique rebuild" in answer.get_json(force=True)["detail"]
        assert app.test_client().get("/events").status_code == 503
        assert app.test_client().get("/ontology").status_code == 200
        with Writer(folder):
            assert labels(index(folder), "velia")
        assert app.test_client().get("/search?q=velia", headers={"Accept": "application/json"}).status_code == 200
    finally:
        close(app)


def test_serving_a_dataset_without_an_index_makes_one_or_says_that_there_is_none(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Writer(folder):
        index(folder).unlink()
        _make_searchable(open_dataset(folder))  # the lock is held
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "nothing can be searched" in said
    assert "another process" in said
    _make_searchable(open_dataset(folder))
    assert labels(index(folder), "velia")
    seen = open_dataset(folder).checkpoint
    _make_searchable(open_dataset(folder))
    assert open_dataset(folder).checkpoint == seen
    assert capsys.readouterr().err == ""


def test_a_dataset_without_articles_is_searched_as_well(tmp_path: Path) -> None:
    with Writer(tmp_path / "plain", world.BASE, plain=True) as writer:
        text = (
            f"INSERT DATA {{ <{world.BASE}id/person/x> a cmq:Person, cmq:Actor ; rdfs:label 'Søren Ødegård' ."
            f" <{world.BASE}id/person/y> a cmq:Person, cmq:Actor ; rdfs:label 'Odegard Hall' }}"
        )
        apply(writer, Change("update", update=text, base=world.BASE))
        writer.freeze()
    assert labels(index(tmp_path / "plain"), "soren odegard") == ["Søren Ødegård"]


@pytest.fixture(scope="module")
def called(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of a few states, offices and bodies, that says of none what else it is called."""
    things = [("state/turkey", "State", "Turkey"), ("state/united-states", "State", "United States")]
    things += [("organization/united-nations", "InternationalOrganization", "United Nations")]
    things += [("person/turk-ish", "Person", "Turki Shahin"), ("state/velia", "State", "Velia")]
    held = [
        ("state/turkey", "Turkey", "foreign minister"),
        ("state/turkey", "Turkey", "deputy minister"),
        ("state/united-states", "United States", "head of state"),
        ("state/velia", "Velia", "head of state"),
    ]
    said = [f"<{world.BASE}id/{end}> a cmq:{kind}, cmq:Actor ; rdfs:label '{name}' ." for end, kind, name in things]
    said += [
        f"<{world.BASE}id/office/{end[6:]}-{title.replace(' ', '-')}> a cmq:Office ; rdfs:label '{title} of {name}' ;"
        f" cmq:officeOf <{world.BASE}id/{end}> ; cmq:kind cmq:{title.replace(' ', '-')} ."
        for end, name, title in held
    ]
    folder = tmp_path_factory.mktemp("called") / "plain"
    with Writer(folder, world.BASE, plain=True) as writer:
        text = f"INSERT DATA {{ {' '.join(said)} }}"
        apply(writer, Change("update", update=text, base=world.BASE))
        writer.freeze()
    return folder


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Turkish", "Turkey"),
        ("Türkiye", "Turkey"),
        ("turks", "Turkey"),
        ("US", "United States"),
        ("U.S.", "United States"),
        ("UN", "United Nations"),
        ("Turkish foreign minister", "foreign minister of Turkey"),
        ("turkish minister of foreign affairs", "foreign minister of Turkey"),
        ("American president", "head of state of United States"),
        ("US president", "head of state of United States"),
        ("president of the velia", ""),
        ("President of Velia", "head of state of Velia"),
        ("Turkish president", ""),
    ],
)
def test_states_bodies_and_offices_are_found_by_what_people_call_them(called: Path, asked: str, found: str) -> None:
    hits = [one for one in find(index(called), asked, "names", 5) if one.how == "other name"]
    assert [one.label for one in hits] == [found] * bool(found)
    assert labels(index(called), asked)[:1] == [found] * bool(found)


def test_what_people_call_a_state_leads_to_its_page_and_answers_questions(called: Path) -> None:
    app = create_app(called, token="")
    try:
        client = app.test_client()
        assert client.get("/search?q=Turkish").headers["Location"] == "/page/state/turkey"
        answer = client.get("/search?q=Turkish+foreign+minister")
        assert answer.headers["Location"] == "/page/office/turkey-foreign-minister"
        assert "/page/dyad/turkey/united-states" in client.get("/search?q=Turkish+American").text
        page = client.get(
            "/queries/office-on-day?office=Turkish+foreign+minister&day=2025-01-01", headers={"Accept": "text/html"}
        )
        assert "Nothing here is called" not in page.text
        assert 'value="foreign minister of Turkey"' in page.text
    finally:
        close(app)


def test_other_names_change_nothing_of_what_is_published(called: Path) -> None:
    store = open_dataset(called).read_only()
    assert not list(store.quads_for_pattern(None, SKOS_ALT_LABEL, None, None))
