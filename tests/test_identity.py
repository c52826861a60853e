"""Identity across articles: who and what is the same, decided from what came before, whatever the order of coming."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
import webserver
from keeping import dump, findings

from bench import identity
from bench.generate import AFFAIRS, Story, day_of, holder, stories, story, term_of
from ontology import others, terms
from ontology.facts import Article, Claim, Entity, Event, Holding, Moment, Office, Report, Span
from ontology.shapes import violations
from ontology.triples import graph
from ontology.uris import Scheme, article_slug, matches_graph, slug
from server import cli
from server.identity.fold import Fold
from server.identity.items import Items, Place, items
from server.identity.names import likeness
from server.store.dataset import Writer, open_dataset
from server.store.errors import DatasetError
from server.store.harvest import Harvest
from server.store.nquads import canonical
from server.store.publish import publish
from server.store.retract import retract
from server.store.unmerge import remerge, unmerge
from server.store.verify import verify
from tests import world
from tests.telling import Told, on

BASE = "https://news.example.org/"


def harvested(report: Report) -> Harvest:
    name = Scheme(BASE, article_slug(report.article)).graph
    return Harvest(report.article, name, canonical(graph(report, BASE)), "made-up 1")


def published(folder: Path, reports: list[Report]) -> None:
    by_article = {report.article: report for report in reports}
    with Writer(folder, BASE) as writer:
        publish(writer, by_article, lambda article: harvested(by_article[article]))


def said(one: Story) -> tuple[str, Items]:
    name = Scheme(BASE, article_slug(one.report.article)).graph
    return name, items(graph(one.report, BASE), Place(str(one.report.article.published), name))


def telling(affairs: int, each: int) -> list[Story]:
    """Return as many articles of each of the first affairs: they tell of the same happenings and persons."""
    return [story(affair + AFFAIRS * turn) for turn in range(each) for affair in range(affairs)]


# names


@pytest.mark.parametrize(
    ("a", "b", "least"),
    [
        ("Asem al-Dabbani", "Asem Al Dabbani", 0.9),
        ("Ça\u011fr\u0131 Özgül", "Cagri Ozgul", 0.9),
        ("Zoltán Körösi", "Körösi Zoltán", 0.85),
        ("J. Whitlock", "John Whitlock", 0.5),
        ("Whitlock", "John Whitlock", 0.4),
    ],
)
def test_spellings_of_one_name_are_alike(a: str, b: str, least: float) -> None:
    assert likeness(a, b) == likeness(b, a)
    assert likeness(a, b)[0] >= least


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Bo Li", "Bo Lee"),
        ("Dmitri Volkov", "Dmitri Volkova"),
        ("Mahmoud Karrar", "Mohammed Karrar"),
        ("Ann Hay", "Ray"),
    ],
)
def test_other_names_are_not(a: str, b: str) -> None:
    assert likeness(a, b)[0] == 0


def test_labelled_and_made_up_pairs_are_decided_well_enough() -> None:
    lines, under = identity.run(120)
    assert under == [], "\n".join(lines)
    pairs = identity.labelled()
    assert sum(sum(identity.counts(one)) for one in pairs.values()) >= 60
    assert all(one.apart for one in pairs.values()), "a set without pairs that are not the same measures nothing"


def test_groups_help_to_tell_an_event_and_are_then_one_but_alone_tell_nothing(tmp_path: Path) -> None:
    officials = Entity("Group", "Turkish officials", "turkish-officials", local=True)
    crowd = Entity("Group", "protesters", "protesters", local=True)
    reports = []
    for name, day in (("first", "2025-10-11"), ("second", "2025-10-12")):
        told = Told(name, day, f"Minister in Damascus, {name}")
        told.event("Meeting", "happened", f"{name}: they met.", (world.QASRA, officials), when=on("2025-10-11"))
        told.event("Protest", "happened", f"{name}: they marched.", (crowd,), when=on("2025-10-11"))
        reports.append(told.report())
    published(tmp_path / "data", reports)
    store = open_dataset(tmp_path / "data").read_only()
    kinds = Counter(q.object for q in store.quads_for_pattern(None, others.RDF_TYPE, None, ox.DefaultGraph()))
    labels = Counter(q.object.value for q in store.quads_for_pattern(None, others.RDFS_LABEL, None, ox.DefaultGraph()))
    assert (kinds[terms.Meeting], kinds[terms.Protest]) == (1, 2)
    assert (labels["Turkish officials"], labels["protesters"]) == (1, 2)


# the fold


@pytest.mark.parametrize(
    ("affairs", "seeds"), [(12, range(2)), pytest.param(40, range(3), marks=pytest.mark.prove)], ids=["few", "all"]
)
def test_the_result_is_the_same_whatever_comes_when_and_goes_again(affairs: int, seeds: range) -> None:
    known = dict(map(said, telling(affairs, 3)))
    changed = {g: replace(i, persons=i.persons[1:], happenings=i.happenings[:7]) for g, i in known.items()}
    for seed in seeds:
        chance = random.Random(seed)
        now: dict[str, Items] = dict.fromkeys(known, Items())
        fold = Fold(":memory:", lambda g, now=now: now[g])
        for _ in range(8):
            some = chance.sample(sorted(known), len(known) // 4)
            step = {g: chance.choice((known[g], known[g], changed[g], Items())) for g in some}
            now.update(step)
            fold.take(step)
        anew = Fold(":memory:", now.__getitem__)
        anew.take(now)
        assert {g: fold.meant(g) for g in known} == {g: anew.meant(g) for g in known}
        assert sum(len(anew.meant(g).decisions) for g in known) > len(known)


def test_a_later_article_changes_nothing_about_an_earlier_one() -> None:
    known = dict(map(said, telling(15, 4)))
    order = sorted(known, key=lambda g: (known[g].persons[0].at.day, g))
    first = Fold(":memory:", known.__getitem__)
    first.take({g: known[g] for g in order[:30]})
    whole = Fold(":memory:", known.__getitem__)
    whole.take(known)
    assert [first.meant(g).decisions for g in order[:30]] == [whole.meant(g).decisions for g in order[:30]]
    assert any(whole.meant(g).decisions for g in order[30:])


def test_what_came_before_touches_only_what_rests_on_it() -> None:
    known = dict(map(said, stories(80)))
    fold = Fold(":memory:", known.__getitem__)
    fold.take(known)
    assert fold.take({min(known): known[min(known)]}) == {min(known)}


# the dataset


@pytest.mark.prove
def test_shuffled_articles_late_older_ones_included_give_the_same_bytes(tmp_path: Path) -> None:
    reports = [one.report for one in stories(90)]
    published(tmp_path / "a", reports)
    shuffled = [*reports]
    random.Random(4).shuffle(shuffled)
    for begin in range(0, 90, 30):
        published(tmp_path / "b", shuffled[begin : begin + 30])
    assert dump(tmp_path / "a") == dump(tmp_path / "b")
    assert findings(tmp_path / "b") == []
    store = open_dataset(tmp_path / "a").read_only()
    assert len(list(store.quads_for_pattern(None, terms.meant, None, ox.NamedNode(matches_graph(BASE))))) > 20
    for name in (
        g.value for g in store.named_graphs() if isinstance(g, ox.NamedNode) and g.value != matches_graph(BASE)
    ):
        assert violations(store.quads_for_pattern(None, None, None, ox.NamedNode(name))) == (), name
        break  # the other graphs have the same shapes, and each takes a second


@pytest.mark.parametrize("affairs", [8, pytest.param(40, marks=pytest.mark.prove)])
def test_each_true_event_and_person_is_one_node_that_all_its_articles_share(tmp_path: Path, affairs: int) -> None:
    whole = telling(affairs, 3)
    published(tmp_path, [one.report for one in whole])
    store = open_dataset(tmp_path).read_only()
    events = {str(q.subject) for q in store.quads_for_pattern(None, others.RDF_TYPE, terms.Event, ox.DefaultGraph())}
    true = {happening for one in whole for _, happening in one.events}
    assert len(true) <= len(events) <= 1.05 * len(true)
    dates = [str(q.subject) for q in store.quads_for_pattern(None, terms.date, None, ox.DefaultGraph())]
    assert len(dates) == len(set(dates)), "an event has one day, whatever its sources say"


PERU, ECUADOR = (Entity("State", name, slug(name)) for name in ("Peru", "Ecuador"))


def told(number: int, day: date, *facts: object, words: str = "") -> Report:
    words = words or f"They met in Lima, says paper {number}."
    article = Article(words, url=f"https://paper.example/{number}", headline=f"No. {number}", published=day)
    return Report(
        article,
        holdings=tuple(f for f in facts if isinstance(f, Holding)),
        events=tuple(f for f in facts if isinstance(f, Event)),
        reader="made-up",
        version="1",
    )


def person(name: str) -> Entity:
    return Entity("Person", name, slug(name), local=" " not in name)


def minister(one: Entity, of: Entity = PERU, kind: str = "foreign-minister", phase: str = "current") -> Holding:
    return Holding(one, Office(kind, of), phase, "minister", (Claim("happened", (Span(0, 4),), "made-up"),))  # type: ignore[arg-type]


def meeting(one: Entity, two: Entity, on: date, status: str = "happened") -> Event:
    claim = Claim(status, (Span(5, 8),), "made-up")  # type: ignore[arg-type]
    return Event("e1", "Meeting", status, (claim,), (one, two), moment=Moment(on, on))  # type: ignore[arg-type]


def names_of(store: ox.Store, iri: str) -> dict[str, set[str]]:
    return {
        kind: {
            q.object.value
            for q in store.quads_for_pattern(ox.NamedNode(iri), term, None, ox.DefaultGraph())
            if isinstance(q.object, ox.Literal)
        }
        for kind, term in (("label", others.RDFS_LABEL), ("alt", others.SKOS_ALT_LABEL))
    }


def test_one_person_under_several_spellings_is_one_node_with_every_spelling(tmp_path: Path) -> None:
    spellings = ("Asem al-Dabbani", "Asem Al Dabbani", "Asem Aldabbani", "Dabbani")
    reports = [told(n, date(2024, 1, 1 + n), minister(person(name))) for n, name in enumerate(spellings)]
    published(tmp_path, reports)
    store = open_dataset(tmp_path).read_only()
    persons = {q.subject.value for q in store.quads_for_pattern(None, others.RDF_TYPE, terms.Person, ox.DefaultGraph())}  # type: ignore[union-attr]
    assert persons == {f"{BASE}id/person/asem-al-dabbani"}
    found = names_of(store, persons.pop())
    assert len(found["label"]) == 1
    assert found["label"] | found["alt"] == set(spellings)
    holdings = list(store.quads_for_pattern(None, terms.seenTo, None, ox.DefaultGraph()))
    assert [q.object.value for q in holdings] == ["2024-01-04"], "one holding, as last seen"  # type: ignore[union-attr]
    assert findings(tmp_path) == []


def test_people_of_one_name_in_other_roles_are_kept_apart(tmp_path: Path) -> None:
    omar = person("Omar Haddad")
    published(tmp_path, [told(1, date(2024, 1, 1), minister(omar)), told(2, date(2024, 1, 2), minister(omar, ECUADOR))])
    store = open_dataset(tmp_path).read_only()
    persons = sorted(
        q.subject.value for q in store.quads_for_pattern(None, others.RDF_TYPE, terms.Person, ox.DefaultGraph())
    )  # type: ignore[union-attr]
    assert persons == [f"{BASE}id/person/omar-haddad", f"{BASE}id/person/omar-haddad-foreign-minister-ecuador"]
    assert findings(tmp_path) == []


def test_an_office_means_its_holder_as_seen_before_and_never_a_later_one(tmp_path: Path) -> None:
    unnamed = Entity("Person", "Peruvian foreign minister", "peruvian-foreign-minister", local=True)
    unnamed = replace(unnamed, incumbent=Office("foreign-minister", PERU))
    other = person("Kari Dahl")

    def calls(number: int, day: date) -> Report:
        return told(number, day, meeting(unnamed, other, day))

    reports = [
        calls(1, date(2024, 1, 1)),
        told(2, date(2024, 2, 1), minister(person("Ana Lopes"))),
        calls(3, date(2024, 2, 2)),
        told(4, date(2024, 3, 1), minister(person("Ruth Paz"))),
        calls(5, date(2024, 3, 2)),
    ]
    for name, order in (("a", reports), ("b", [*reversed(reports)])):
        for report in order:
            published(tmp_path / name, [report])
    assert dump(tmp_path / "a") == dump(tmp_path / "b")
    store = open_dataset(tmp_path / "a").read_only()
    met = {
        day: sorted(
            q.object.value.rpartition("/")[2]  # type: ignore[union-attr]
            for e in store.quads_for_pattern(
                None, terms.date, ox.Literal(day, datatype=others.XSD_DATE), ox.DefaultGraph()
            )
            for q in store.quads_for_pattern(e.subject, terms.agent, None, ox.DefaultGraph())
        )
        for day in ("2024-01-01", "2024-02-02", "2024-03-02")
    }
    assert met["2024-02-02"] == ["ana-lopes", "kari-dahl"]
    assert met["2024-03-02"] == ["kari-dahl", "ruth-paz"]
    assert [name.startswith("peruvian-foreign-minister-") for name in met["2024-01-01"]] == [False, True]
    assert names_of(store, f"{BASE}id/person/ana-lopes") == {"label": {"Ana Lopes"}, "alt": set()}
    assert findings(tmp_path / "a") == []


def test_sources_that_disagree_are_shown_as_disagreeing(tmp_path: Path) -> None:
    ana, bo = person("Ana Lopes"), person("Bo Ferri")
    both = (minister(ana), minister(bo, ECUADOR))
    published(
        tmp_path,
        [
            told(1, date(2024, 3, 14), *both, meeting(ana, bo, date(2024, 3, 12))),
            told(2, date(2024, 3, 15), *both, meeting(ana, bo, date(2024, 3, 13), "denied")),
        ],
    )
    store = open_dataset(tmp_path).read_only()
    prefix = f"PREFIX cmq: <{terms.NS}> "
    found = list(store.query(prefix + "SELECT ?e ?day ?s { ?e a cmq:Meeting ; cmq:date ?day ; cmq:status ?s }"))
    assert [(row["day"].value, row["s"]) for row in found] == [
        ("2024-03-13", terms.denied)
    ]  # the later one's, not between
    event = found[0]["e"]
    rows = store.query(
        prefix + f"SELECT ?day ?s {{ ?c cmq:about {event} ; cmq:earliest ?day ; cmq:status ?s }} ORDER BY ?day"
    )
    assert [(row["day"].value, row["s"]) for row in rows] == [
        ("2024-03-12", terms.happened),
        ("2024-03-13", terms.denied),
    ]
    log = list(store.quads_for_pattern(None, terms.reason, None, ox.NamedNode(matches_graph(BASE))))
    assert [q.object.value for q in log] == ["a day apart; 2 of 2 sides"]  # type: ignore[union-attr]
    with webserver.serving(tmp_path, "--workers", "1") as address:
        moved = next(store.quads_for_pattern(None, terms.matched, None, ox.NamedNode(matches_graph(BASE)))).object.value  # type: ignore[union-attr]
        for room in ("id", "page", "data"):
            status, _ = webserver.get(address, moved.replace(f"{BASE}id/", f"/{room}/"), "text/turtle")
            assert status == 301
        assert webserver.get(address, "/graph/matches", "text/turtle")[0] == 200
        status, body = webserver.get(address, "/graph/matches", "text/html")
        assert status == 200
        assert b"What is the same across articles" in body
        assert b"article/matches" not in body
        status, body = webserver.get(address, event.value.replace(f"{BASE}id/", "/page/"), "text/html")
        assert status == 200
        assert b"12 March 2024" in body
        assert b"13 March 2024" in body


def test_what_was_merged_can_be_taken_apart_and_stays_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reports = [
        told(n, date(2024, 1, n), minister(person(name))) for n, name in ((1, "Asem al-Dabbani"), (2, "Asem Aldabbani"))
    ]
    published(tmp_path, reports)
    before = dump(tmp_path)
    pair = [f"{BASE}id/person/asem-al-dabbani", f"{BASE}page/person/asem-aldabbani"]
    assert cli.main(["unmerge", *pair, "--dataset", str(tmp_path), "--no-dumps"]) == 2  # without a reason
    assert cli.main(["unmerge", *pair, "--dataset", str(tmp_path), "--no-dumps", "--reason", "brothers"]) == 0
    assert "kept apart" in capsys.readouterr().out
    apart = dump(tmp_path)
    assert f"<{BASE}id/person/asem-aldabbani>".encode() in apart
    assert findings(tmp_path) == []
    published(tmp_path, [told(3, date(2024, 1, 3), minister(person("Asem Aldabbani")))])
    with Writer(tmp_path, rebuild=True) as writer:
        assert list(verify(writer)) == []
        assert not unmerge(writer, *pair, "again")
        with pytest.raises(DatasetError, match="are not taken to be the same"):
            unmerge(writer, pair[0], f"{BASE}id/person/nobody", "x")
    assert f"<{BASE}id/person/asem-aldabbani>".encode() in dump(tmp_path)
    with Writer(tmp_path) as writer:
        assert remerge(writer, *pair)
        assert not remerge(writer, *pair)
    assert set(before.splitlines()) <= set(dump(tmp_path).splitlines()) | {
        line for line in before.splitlines() if b"seenTo" in line or b"abel>" in line
    }
    assert findings(tmp_path) == []


@pytest.mark.parametrize("room", ["event", "holding"])
def test_a_fact_that_several_articles_share_is_rejected_in_all_and_comes_back(tmp_path: Path, room: str) -> None:
    ana, bo = person("Ana Lopes"), person("Asem al-Dabbani")
    reports = [
        told(
            2, date(2024, 1, 3), minister(person("Dabbani")), meeting(ana, person("Asem Aldabbani"), date(2024, 1, 1))
        ),
        told(1, date(2024, 1, 2), minister(bo), meeting(ana, bo, date(2024, 1, 1))),
        told(3, date(2024, 1, 4), minister(person("Asem Al Dabbani"))),
    ]
    for report in reports:
        published(tmp_path / "data", [report])
    before = dump(tmp_path / "data")
    store = open_dataset(tmp_path / "data").read_only()
    kind = terms.Meeting if room == "event" else terms.Holding
    (fact,) = {q.subject.value for q in store.quads_for_pattern(None, others.RDF_TYPE, kind, ox.DefaultGraph())}  # type: ignore[union-attr]
    told_in = {str(q.graph_name) for q in store.quads_for_pattern(ox.NamedNode(fact), None, None, None)}
    assert len(told_in) >= 3, "two articles or more, and the merge"
    del store
    path = tmp_path / "c.tsv"
    for action in ("reject", "accept"):
        path.write_text(f"fact\tby\twhy\taction\n{fact}\tA. Reader\tit was not so\t{action}\n")
        assert cli.main(["correct", str(path), "--dataset", str(tmp_path / "data"), "--no-dumps"]) == 0
        assert (f"<{fact}>".encode() in dump(tmp_path / "data")) == (action == "accept")
        assert findings(tmp_path / "data") == []
    assert dump(tmp_path / "data") == before


def test_what_somebody_sets_right_stays_so_with_a_note_and_can_be_undone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, day = tmp_path / "data", date(2024, 3, 12)
    ana, bo = person("Ana Lopes"), person("Bo Ferri")
    reports = [told(n, date(2024, 3, 12 + n), minister(ana), meeting(ana, bo, day)) for n in (1, 2)]
    published(data, reports)
    before = dump(data)
    store = open_dataset(data).read_only()
    (event,) = {
        q.subject.value for q in store.quads_for_pattern(None, others.RDF_TYPE, terms.Meeting, ox.DefaultGraph())
    }  # type: ignore[union-attr]
    (held,) = {
        q.subject.value for q in store.quads_for_pattern(None, others.RDF_TYPE, terms.Holding, ox.DefaultGraph())
    }  # type: ignore[union-attr]
    del store

    def corrected(action: str, *lines: tuple[str, str, str]) -> int:
        rows = "".join(
            f"{fact}\tA. Reader\tas the minutes say\t{action}\t{name}\t{value}\n" for fact, name, value in lines
        )
        (tmp_path / "c.tsv").write_text("fact\tby\twhy\taction\tproperty\tvalue\n" + rows)
        return cli.main(["correct", str(tmp_path / "c.tsv"), "--dataset", str(data), "--no-dumps"])

    lines = [(event, "status", "denied"), (event, "date", "2024-03-11"), (held, "heldFrom", "2023-01-01")]
    assert corrected("set", *lines) == 0
    assert "0 rejected, 0 accepted again, 0 unchanged, 3 set" in capsys.readouterr().out
    published(data, [told(3, date(2024, 3, 15), minister(ana), meeting(ana, bo, day))])

    def values(iri: str, term: ox.NamedNode) -> list[str]:
        found = open_dataset(data).read_only().quads_for_pattern(ox.NamedNode(iri), term, None, ox.DefaultGraph())
        return sorted(q.object.value for q in found)  # type: ignore[union-attr]

    assert values(event, terms.status) == [terms.denied.value]
    assert values(event, terms.code) == []
    assert values(event, terms.date) == values(event, terms.earliest) == values(event, terms.latest) == ["2024-03-11"]
    assert values(event, others.RDFS_LABEL) == ["Ana Lopes and Bo Ferri met, 11 March 2024 (denied)"]
    assert values(held, terms.heldFrom) == ["2023-01-01"]
    assert "A. Reader set status to denied: as the minutes say" in values(event, others.SKOS_CHANGE_NOTE)
    assert findings(data) == []
    with Writer(data, rebuild=True) as writer:
        assert list(verify(writer)) == []
        retract(writer, "https://paper.example/3")
    assert corrected("accept", *lines) == 0
    assert "3 accepted again" in capsys.readouterr().out
    assert dump(data) == before
    for wrong in (
        (event, "heldTo", "2024-01-01"),
        (event, "status", "maybe"),
        (held, "heldTo", "soon"),
        (event, "", ""),
    ):
        assert corrected("set", wrong) == 2
        assert capsys.readouterr().err.count("\n") == 1
    assert dump(data) == before


@pytest.mark.prove
def test_a_writer_that_dies_between_store_and_decisions_is_made_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = [one.report for one in stories(82)]
    published(tmp_path / "whole", reports)
    published(tmp_path / "torn", reports[1::2])

    def dies(_: Fold) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Fold, "commit", dies)
    with pytest.raises(KeyboardInterrupt):
        published(tmp_path / "torn", reports[::2])
    monkeypatch.undo()
    Writer(tmp_path / "torn").close()
    assert findings(tmp_path / "torn") == []
    published(tmp_path / "torn", reports)
    assert dump(tmp_path / "torn") == dump(tmp_path / "whole")
    (tmp_path / "torn/matches.sqlite").unlink()
    assert findings(tmp_path / "torn") == []


def test_the_same_text_elsewhere_is_an_article_of_its_own_and_its_events_are_not_doubled(tmp_path: Path) -> None:
    vague = replace(meeting(person("Ana Lopes"), person("Bo Ferri"), date(2024, 1, 1)), moment=None)
    same = "They met in Lima."
    first, copy = told(1, date(2024, 1, 2), vague, words=same), told(2, date(2024, 1, 3), vague, words=same)
    other = told(3, date(2024, 1, 3), vague, words="They met in Quito.")
    for report in (copy, other, first):
        published(tmp_path, [report])
    store = open_dataset(tmp_path).read_only()
    events = list(store.quads_for_pattern(None, others.RDF_TYPE, terms.Event, ox.DefaultGraph()))
    assert len(events) == 2
    slugs = [f"{BASE}article/{article_slug(report.article)}" for report in (copy, first)]
    found = [str(q.triple) for q in store.quads_for_pattern(None, others.PROV_ALTERNATE_OF, None, ox.DefaultGraph())]
    assert found == [f"<{slugs[0]}> <{others.PROV}alternateOf> <{slugs[1]}>"]
    assert findings(tmp_path) == []
    with Writer(tmp_path) as writer:
        retract(writer, first.article.url)
        assert not list(writer.store.quads_for_pattern(None, others.PROV_ALTERNATE_OF, None, ox.DefaultGraph()))
        assert list(verify(writer)) == []


# the generator


def test_made_up_articles_are_the_same_alone_and_among_others_and_break_no_shape() -> None:
    assert list(stories(3, 40)) == [story(number) for number in (40, 41, 42)]
    one = story(81)
    assert violations(graph(one.report, BASE)) == ()
    assert len(one.events) == 15
    for fact in (*one.report.events, *one.report.holdings):
        assert all(span.of(one.report.article.text).strip() for claim in fact.claims for span in claim.evidence)
    days = [term_of("Peru", "foreign-minister", day_of(n)) for n in range(0, 8000, 40)]
    assert days == sorted(days)
    assert holder("Peru", "foreign-minister", days[0]) != holder("Peru", "foreign-minister", days[-1])
