"""Pages for people: facts first, each with its words; what is planned never looks done; nothing of the page is raw."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import pages_world as world
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from server.web.app import close, create_app
from server.web.people import wording
from server.web.people.facts import Part, Thing, linked, original
from server.web.people.marked import Mark, pieces
from server.web.people.reports import Box, Report, TooManyError, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

PEOPLE = {"Accept": "text/html"}
EXAMPLES = Path(__file__).parent.parent / "examples"
LISTS = (
    "/",
    "/articles",
    "/events",
    "/entities",
    "/quotations",
    "/queries/",
    "/sparql",
    "/search?q=an",
    "/report",
    "/about",
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    app = create_app(world.publish(tmp_path_factory.mktemp("pages") / "dataset"))
    yield app.test_client()
    close(app)


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path, headers=PEOPLE)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.get_data(as_text=True)


def visible(text: str) -> str:
    """Return what of a page is read: without code, triples and what is not shown."""
    spaced = re.sub(r"(?=<(?:dt|dd|li|p|h\d|div|td|th|details|summary|figure|section)\b|<span class=.pill)", " ", text)
    tree = lxml_html.fromstring(spaced)
    for hidden in tree.xpath("//script|//style|//pre|//code|//textarea|//*[@class='iri']|//head|//input"):
        hidden.drop_tree()
    return " ".join(tree.text_content().split())


def links(text: str) -> set[str]:
    return {html.unescape(href).partition("#")[0] for href in re.findall(r'href="(/[^"]*)"', text)}


def walk(client: FlaskClient) -> dict[str, str]:
    """Return every page that links lead to from the first one, with forms left unfilled."""
    passed = re.compile(
        r"/(static|data|feeds|dumps/.|sparql\?|report\?|queries/.|graph|changes|dcat|\.well|openapi|llms)|.*\.(ttl|jsonld|nt|rdf)$"
    )
    found: dict[str, str] = {}
    waiting = list(LISTS)
    while waiting:
        path = waiting.pop()
        if path not in found and not passed.match(path):
            found[path] = page(client, path)
            waiting += links(found[path]) - found.keys()
    return found


@pytest.fixture(scope="module")
def walked(client: FlaskClient) -> dict[str, str]:
    return walk(client)


def test_the_walk_meets_every_kind_of_page(walked: dict[str, str]) -> None:
    kinds = {"/" + "/".join(path.split("/")[1:3]) for path in walked if path.startswith("/page/")}
    wanted = {"person", "office", "state", "organization", "place", "event", "dyad", "community", "group"}
    assert kinds >= {f"/page/{kind}" for kind in wanted}
    assert len([path for path in walked if path.startswith("/article/")]) == 4


def test_no_page_shows_an_address_where_there_is_a_label(walked: dict[str, str]) -> None:
    for path, text in walked.items():
        seen = visible(text)
        assert world.BASE not in seen, path
        assert "/id/" not in seen, path
        assert "https://w3id.org" not in seen.replace("https://w3id.org/communique/ns#", "") or path == "/ontology", (
            path
        )


def test_every_event_leads_to_its_words_and_the_words_stand_in_the_article(walked: dict[str, str]) -> None:
    events = [path for path in walked if path.startswith("/page/event/")]
    assert len(events) >= 12
    for path in events:
        tree = lxml_html.fromstring(walked[path])
        quotes = tree.xpath("//blockquote")
        assert quotes, path
        for quotation in quotes:
            (mark,) = quotation.xpath("./mark")
            (address,) = quotation.xpath(".//a[contains(@href, '#char=')]/@href")
            article, _, anchor = address.partition("#")
            (words,) = lxml_html.fromstring(walked[article]).xpath(f"//mark[@id='{unquote(anchor)}']")
            (paragraph,) = words.xpath("ancestor::p")
            for number in paragraph.xpath(".//a[@class='ref' or @class='ref not']"):
                number.drop_tree()
            # words that cross others go on in a second mark of the same fact
            assert mark.text_content().startswith(words.text_content())
            whole = "".join(w.text_content() for w in paragraph.xpath(".//mark[@data-f=$f]", f=words.get("data-f")))
            assert mark.text_content() in whole


def test_every_fact_listed_has_its_source(walked: dict[str, str]) -> None:
    for path, text in walked.items():
        for item in lxml_html.fromstring(text).xpath("//ol[@class='tl']/li"):
            assert item.xpath(".//details//blockquote/mark"), (path, item.text_content()[:80])


def test_what_is_planned_never_looks_done(client: FlaskClient, walked: dict[str, str]) -> None:
    for text in walked.values():
        for item in lxml_html.fromstring(text).xpath("//ol[@class='tl']/li"):
            pills = item.xpath("./div/span[contains(@class, 'pill not')]/text()")
            hollow = item.xpath(".//svg[contains(@class, 'hollow')]")
            assert bool(pills) == bool(hollow), item.text_content()[:80]
    before = page(client, "/article/2025-03-03-wire-example-ccbb5febef")
    note = lxml_html.fromstring(before).xpath("//div[contains(@class, 'note') and contains(., 'to meet in')]")[0]
    assert "open" in note.get("class")
    assert "planned" in note.text_content()
    assert "By a later article: happened" in note.text_content()


def test_an_event_shows_its_claims_side_by_side_and_where_they_differ(walked: dict[str, str]) -> None:
    (text,) = [t for path, t in walked.items() if path.startswith("/page/event/meeting-2025-03-07")]
    cards = lxml_html.fromstring(text).xpath("//ul[@class='claims']/li")
    assert len(cards) == 2
    assert "differ in the standing: happened, planned" in visible(text)
    (attack,) = [t for path, t in walked.items() if path.startswith("/page/event/attack")]
    told = [
        " ".join(card.text_content().split())
        for card in lxml_html.fromstring(attack).xpath("//ul/li[@class='card not']")
    ]
    assert [re.sub(r".*(claimed|denied) .*?([A-Z]\w+ [A-Z]\w+) says so.*", r"\2: \1", card) for card in told] == [
        "Straits Council: claimed",
        "Coastal Brigade: denied",
    ]


def test_an_event_leads_to_what_it_answers_and_is_about(walked: dict[str, str]) -> None:
    (demand,) = [t for path, t in walked.items() if path.startswith("/page/event/demand")]
    assert "What it is about no date, told 3 Mar 2025 Orsany to withdraw sought" in visible(demand)
    assert "What followed" in visible(demand)
    (rejection,) = [t for path, t in walked.items() if path.startswith("/page/event/rejection")]
    assert "Responds to" in visible(rejection)


def test_a_date_says_how_it_was_resolved(walked: dict[str, str]) -> None:
    text = walked["/article/2025-03-03-wire-example-ccbb5febef"]
    (day,) = lxml_html.fromstring(text).xpath("//p//span[@class='e k-date']")
    assert (day.text_content(), day.get("title").replace("\u00a0", " ")) == ("Friday", "7 Mar 2025")
    assert "date read from \u201cFriday\u201d, counted from 8 Mar 2025 (weekday)" in visible(text)


def test_pages_describe_themselves_in_schema_org(walked: dict[str, str]) -> None:
    found = {}
    for path, text in walked.items():
        for said in lxml_html.fromstring(text).xpath("//script[@type='application/ld+json']/text()"):
            found[path] = json.loads(said)
    article = found["/article/2025-03-03-wire-example-ccbb5febef"]
    assert article["@type"] == "NewsArticle"
    assert article["headline"].endswith("<script>alert(1)</script>")
    assert article["datePublished"] == "2025-03-03"
    (visit,) = [
        said for path, said in found.items() if path.startswith("/page/event/visit") and "Orsany" in said["name"]
    ]
    assert (visit["@type"], visit["startDate"], visit["endDate"]) == ("Event", "2026-01-19", "2026-01-25")
    assert visit["eventStatus"] == "https://schema.org/EventScheduled"
    (attack,) = [said for path, said in found.items() if path.startswith("/page/event/attack")]
    assert attack["@type"] == "Claim"
    assert found["/page/person/mara-lindqvist"]["jobTitle"] == ["foreign minister of Velia"]
    assert "ClaimReview" not in json.dumps(found)


def test_an_office_shows_its_holders_with_gaps(client: FlaskClient) -> None:
    text = page(client, "/page/office/velia-foreign-minister")
    bars = lxml_html.fromstring(text).xpath("//*[local-name()='svg'][@class='chart spans']//*[local-name()='a']")
    assert [bar.get("aria-label").partition(", seen")[0] for bar in bars] == [
        "Bram Okonjo, current",
        "Mara Lindqvist, current",
        "Bram Okonjo, former",
        "Inês Şahin, current",
    ]
    assert "Inês Şahin, as seen 15 Jan 2026." in visible(text)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-03-05", "in office Mara Lindqvist, foreign minister of Velia"),
        ("2023-06-01", "in office Bram Okonjo, foreign minister of Velia"),
        ("2024-12-31", "seen later Mara Lindqvist, foreign minister of Velia"),
        ("2025-05-01", "seen before Mara Lindqvist, foreign minister of Velia"),
    ],
)
def test_a_state_shows_who_held_office_on_a_day(client: FlaskClient, day: str, expected: str) -> None:
    assert expected in visible(page(client, f"/page/state/velia?day={day}"))


def test_a_day_that_is_none_is_told(client: FlaskClient) -> None:
    assert "is no day; write it as 2025-10-12" in visible(page(client, "/page/state/velia?day=yesterday"))
    assert "is no day; write it as 2025-10-12" in visible(page(client, "/quotations?from=2025-13-40"))


def test_a_pair_of_states_is_one_page_in_either_order(client: FlaskClient) -> None:
    one, other = page(client, "/page/dyad/velia/orsany"), page(client, "/page/dyad/orsany/velia")
    assert "Velia and Orsany agreed" in visible(one)
    assert "Velia and Orsany agreed" in visible(other)
    talks = visible(page(client, "/page/dyad/orsany/velia?kind=talks"))
    assert "met in Ankara" in talks
    assert "Velia and Orsany agreed" not in talks
    page(client, "/page/dyad/orsany/atlantis", 404)


def test_an_article_shows_only_the_sentences_that_bear_a_fact(client: FlaskClient) -> None:
    text = visible(page(client, "/article/2025-03-03-wire-example-ccbb5febef"))
    assert "The weather was mild" not in text
    assert "Nobody knows" not in text
    assert "[… not shown]" in text


def test_a_dataset_may_show_whole_texts(tmp_path: Path) -> None:
    folder = world.publish(tmp_path / "dataset")
    settings_ = folder / "communique.toml"
    settings_.write_text(settings_.read_text().replace('show = "sentences"', 'show = "texts"'))
    app = create_app(folder)
    try:
        text = visible(page(app.test_client(), "/article/2025-03-03-wire-example-ccbb5febef"))
    finally:
        close(app)
    assert "The weather was mild" in text
    assert "Nobody knows what the talks will bring." in text


def test_what_articles_say_never_becomes_markup(walked: dict[str, str]) -> None:
    for path, text in walked.items():
        assert "<script>alert" not in text, path
        tree = lxml_html.fromstring(text)
        assert not tree.xpath("//script[not(@src) and not(@type='application/ld+json')]"), path
        assert not tree.xpath("//*[@style or @onclick or @onload]"), path
        assert not [u for u in tree.xpath("//@src") if not u.startswith("/")], path
        assert not [u for u in tree.xpath("//link[@rel!='canonical']/@href") if not u.startswith("/")], path


def test_pages_keep_their_budgets(walked: dict[str, str]) -> None:
    for path, text in walked.items():
        tree = lxml_html.fromstring(text)
        assert len(tree.xpath("//*")) <= 1500, path
        assert len(zlib.compress(text.encode(), 9)) <= 40_000, path
    static = Path(__file__).parent.parent / "server/web/static"
    assert len(zlib.compress((static / "site.css").read_bytes(), 9)) <= 6_000
    assert len(zlib.compress((static / "site.js").read_bytes(), 9)) <= 3_000


def test_files_are_sent_packed_and_kept(client: FlaskClient) -> None:
    text = page(client, "/")
    (sheet,) = re.findall(r'href="(/static/site.css[^"]*)"', text)
    answer = client.get(sheet, headers={"Accept-Encoding": "gzip"})
    assert (answer.headers["Content-Encoding"], answer.mimetype) == ("gzip", "text/css")
    assert "immutable" in answer.headers["Cache-Control"]
    assert (
        client.get(sheet, headers={"If-None-Match": answer.headers["ETag"], "Accept-Encoding": "gzip"}).status_code
        == 304
    )
    assert "Content-Encoding" not in client.get(sheet, headers={"Accept-Encoding": "gzip;q=0"}).headers
    assert client.get("/static/../app.py").status_code == 404


def test_the_editor_offers_our_terms_with_their_meaning(client: FlaskClient) -> None:
    offered = {one["label"]: one for one in client.get("/terms.json").get_json()}
    assert offered["cmq:Meeting"]["info"] == "Talks in person, a summit."
    assert offered["cmq:foreign-minister"]["detail"] == "foreign minister"
    assert "OPTIONAL" in offered


def test_ids_on_a_page_are_unique(walked: dict[str, str]) -> None:
    for path, text in walked.items():
        ids = lxml_html.fromstring(text).xpath("//@id")
        assert len(ids) == len(set(ids)), path


def test_search_finds_names_without_their_diacritics_and_words(client: FlaskClient) -> None:
    assert client.get("/search?q=sahin", headers=PEOPLE).headers["Location"] == "/page/person/ines-sahin"
    assert client.get("/search?q=Tomas+Oyelaran", headers=PEOPLE).headers["Location"] == "/page/person/tomas-oyelaran"
    assert "Inês Şahin praised" not in visible(page(client, "/search?q=truce+holds"))
    assert "could visit Velia if the truce holds" in visible(page(client, "/search?q=truce+holds"))
    found = client.get("/search?q=lind", headers={"Accept": "application/json"}).get_json()
    assert (found["things"][0]["label"], found["things"][0]["page"]) == (
        "Mara Lindqvist",
        "/page/person/mara-lindqvist",
    )
    assert all("Lindqvist" in one["sentence"] and "#char=" in one["page"] for one in found["sentences"])
    assert "0 results" in visible(page(client, "/search?q=%22%7D%20DROP%20ALL%20%5C"))


def test_quotations_are_found_by_speaker_words_and_days(client: FlaskClient) -> None:
    assert "3 quotations" in visible(page(client, "/quotations"))
    assert "We will not yield" in visible(page(client, "/quotations?speaker=oyelaran"))
    assert "1 quotation " in visible(page(client, "/quotations?words=QUARREL"))
    assert "2 quotations" in visible(page(client, "/quotations?from=2025-01-01"))
    assert "0 quotations" in visible(page(client, "/quotations?words=%22)%20%7D"))


def test_saved_questions_answer_with_links_and_tell_what_is_wrong(client: FlaskClient) -> None:
    text = page(client, "/queries/office-on-day?office=foreign+minister+of+Velia&day=2025-03-05")
    assert 'href="/page/person/mara-lindqvist"' in text
    wrong = visible(page(client, "/queries/office-on-day?day=soon", 400))
    assert "day is a day such as 2025-10-12" in wrong
    page(client, "/queries/no-such-question", 404)


def test_the_query_page_answers_and_points_to_the_error(client: FlaskClient) -> None:
    query = "SELECT ?e ?d { ?e a cmq:Meeting ; cmq:earliest ?d }"
    text = page(client, f"/sparql?query={query}")
    assert "Mara Lindqvist and Tomas Oyelaran met in Ankara" in visible(text)
    assert '<time datetime="2025-03-07">' in text
    assert "hollow" in page(client, "/sparql?view=timeline&query=SELECT ?e ?d { ?e a cmq:Visit ; cmq:earliest ?d }")
    broken = page(client, "/sparql?query=SELECT%20*%0A%7B%20%3Fs%20%3Fp%20", 400)
    assert 'aria-invalid="true"' in broken
    assert re.search(r"<pre>\s+2  \{ \?s \?p", broken)
    assert "Yes" in visible(page(client, "/sparql?query=ASK { ?e a cmq:Meeting }"))
    assert "cmq:Meeting" in page(client, "/sparql?query=CONSTRUCT { ?e a cmq:Meeting } { ?e a cmq:Meeting }")
    assert client.get(f"/sparql?query={query}").mimetype == "application/sparql-results+json"


def test_places_in_an_answer_are_on_a_map(client: FlaskClient) -> None:
    path = "/sparql?view=map&query=SELECT ?e ?p { ?e cmq:place ?p }"
    tree = lxml_html.fromstring(page(client, path))
    dots = tree.xpath("//*[local-name()='svg'][@class='map']//*[local-name()='a']/@aria-label")
    assert dots == ["Ankara, 1 row"]
    listed = [" ".join(item.text_content().split()) for item in tree.xpath("//section[@id='results']/ul/li")]
    assert "Port Vela 1 row" in listed
    nowhere = page(client, "/sparql?view=map&query=SELECT ?p { ?e cmq:place ?p FILTER(CONTAINS(STR(?p), 'vela')) }")
    assert "<table>" in nowhere


def test_a_wrong_fact_is_reported_kept_and_limited(client: FlaskClient) -> None:
    fact = world.BASE + "id/person/mara-lindqvist"
    assert "Mara Lindqvist" in visible(page(client, f"/report?about={fact}"))
    form = {"about": fact, "wrong": "who", "says": "It is\nanother <b>Mara</b>"}
    answer = client.post("/report", data=form, headers=PEOPLE)
    assert answer.status_code == 200
    box = client.application.extensions["communique"].dataset.folder / "reports.jsonl"
    assert box.read_text() == Report(fact, "who", "It is another <b>Mara</b>").line + "\n"
    assert client.post("/report", data={**form, "about": "https://elsewhere.example/x"}).status_code == 400
    statuses = [client.post("/report", data=form).status_code for _ in range(5)]
    assert statuses == [200] * 4 + [429]


def test_a_box_of_reports_takes_a_few_from_each_sender(tmp_path: Path) -> None:
    box = Box(tmp_path / "reports.jsonl")
    report = Report("https://pages.example/id/x", "date", "")
    for _ in range(5):
        box.take(report, "one")
    with pytest.raises(TooManyError):
        box.take(report, "one")
    box.take(report, "other")
    assert (tmp_path / "reports.jsonl").read_text().count("\n") == 6


@pytest.mark.parametrize(
    ("about", "wrong", "says"),
    [("id/x", "who", ""), (world.BASE + "id/<x>", "who", ""), (world.BASE, "nothing", ""), (world.BASE, "other", " ")],
)
def test_a_report_that_says_nothing_is_refused(about: str, wrong: str, says: str) -> None:
    assert isinstance(read(about, wrong, says, world.BASE), str)


def test_lists_of_unknown_kinds_and_starts_do_no_harm(client: FlaskClient) -> None:
    for path in (
        "/entities?kind=x",
        "/events?start=-5",
        "/events?start=x",
        "/articles?start=99999",
        "/page/state/velia?start=40",
    ):
        assert "<h1" in page(client, path)


NASTY = (
    '"',
    "\\",
    "'); DROP ALL #",
    "} } UNION {",
    "<x>",
    "%00",
    "\u202e\u200b",
    "\U0001f600",
    "a" * 5000,
    "?x",
    "${7*7}",
    "{{7*7}}",
    "../..",
)


@pytest.mark.parametrize("text", NASTY)
def test_nothing_that_is_typed_breaks_a_page(client: FlaskClient, text: str) -> None:
    for path, name in (
        ("/search", "q"),
        ("/quotations", "speaker"),
        ("/quotations", "words"),
        ("/quotations", "from"),
        ("/entities", "kind"),
        ("/events", "start"),
        ("/page/state/velia", "day"),
        ("/page/dyad/orsany/velia", "kind"),
        ("/queries/quotations", "speaker"),
        ("/queries/office-on-day", "office"),
        ("/report", "about"),
        ("/sparql", "query"),
        ("/sparql", "view"),
    ):
        answer = client.get(path, query_string={name: text}, headers=PEOPLE)
        assert answer.status_code in {200, 302, 400, 414, 422}, (path, name, answer.status_code)
        assert "49" not in visible(answer.get_data(as_text=True)) or "7*7" not in text
    for path in (f"/page/person/{quote(text)}", f"/page/dyad/{quote(text)}/velia", f"/article/{quote(text)}"):
        assert client.get(path, headers=PEOPLE).status_code in {308, 404}, path
    assert client.get("/events?start=99999999999999999999", headers=PEOPLE).status_code == 200


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        ("2025-10-12", "2025-10-12", "12 Oct 2025"),
        ("2025-10-12", "2025-10-14", "12\u201314 Oct 2025"),
        ("2025-09-29", "2025-10-05", "29 Sep \u2013 5 Oct 2025"),
        ("2024-12-30", "2025-01-02", "30 Dec 2024 \u2013 2 Jan 2025"),
        ("2025-02-01", "2025-02-28", "Feb 2025"),
        ("2025-01-01", "2025-12-31", "2025"),
        ("", "2025-10-07", "by 7 Oct 2025"),
        ("2025-10-07", "", "from 7 Oct 2025"),
        ("", "", ""),
    ],
)
def test_intervals_are_written_as_people_write_them(earliest: str, latest: str, words: str) -> None:
    assert wording.when(earliest, latest).words.replace("\u00a0", " ").replace("\u2060", "") == words


@pytest.mark.parametrize(
    ("label", "headline"),
    [
        ("A and B to meet in Ankara, 12 October 2025 (planned)", "A and B to meet in Ankara"),
        ("A clashed, until 5 October 2025", "A clashed"),
        ("A visited, 1 May 2025 to 3 May 2025 (did not happen)", "A visited"),
        ("A, foreign minister of B (current)", "A, foreign minister of B"),
        ("(planned)", "(planned)"),
    ],
)
def test_headlines_leave_date_and_standing_to_the_page(label: str, headline: str) -> None:
    assert wording.headline(label) == headline


def test_the_first_place_of_a_name_is_its_link() -> None:
    velia, minister = Thing("v", "Velia"), Thing("m", "minister of Velia")
    assert linked("Ana, minister of Velia, met Velia", [velia, minister]) == (
        Part("Ana, "),
        Part("minister of Velia", minister),
        Part(", met "),
        Part("Velia", velia),
    )


def test_words_on_the_original_page_are_addressed_safely() -> None:
    assert original("javascript:alert(1)", "x") == ""
    assert original("https://a.example/b", "co-operate, now") == "https://a.example/b#:~:text=co%2Doperate%2C%20now"
    long = original("https://a.example/b", " ".join(f"w{n}" for n in range(20)))
    assert long == "https://a.example/b#:~:text=w0%20w1%20w2%20w3%20w4,w15%20w16%20w17%20w18%20w19"


@given(
    st.text(alphabet="ab \u05d0\U0001f600", min_size=1, max_size=30).flatmap(
        lambda text: st.tuples(
            st.just(text),
            st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, 30)), max_size=6),
        )
    )
)
@settings(max_examples=300, deadline=None)
def test_pieces_nest_keep_the_text_and_number_every_mark(case: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = case
    marks = [Mark(begin, min(begin + length, len(text)), (n,)) for n, (begin, length) in enumerate(spans)]
    found = pieces(text, [(0, len(text))], marks, [], (0, len(text)))
    assert "".join(piece.text for piece in found) == text
    depth = 0
    for piece in found:
        depth += {"open": 1, "close": -1}.get(piece.kind, 0)
        assert depth >= 0
    assert depth == 0
    assert sorted(n for piece in found if piece.kind == "ref" for n in piece.numbers) == list(range(len(marks)))
    inside = dict.fromkeys(range(len(marks)), "")
    stack: list[tuple[int, ...]] = []
    for piece in found:
        if piece.kind == "open":
            stack.append(piece.numbers)
        elif piece.kind == "close":
            stack.pop()
        else:
            for (number,) in stack:
                inside[number] += piece.text
    assert inside == {m.numbers[0]: text[m.begin : m.end] for m in marks}


def test_a_saved_question_is_an_address_for_programs_too(client: FlaskClient) -> None:
    path = "/queries/office-on-day?office=foreign+minister+of+Velia&day=2025-03-05"
    csv = client.get(path + "&format=csv")
    assert (csv.mimetype, csv.get_data(as_text=True)) == (
        "text/csv",
        "who,from,to\r\nMara Lindqvist,2025-03-03,2025-03-08\r\n",
    )
    assert client.get(path).get_json()["results"]["bindings"][0]["who"]["value"] == "Mara Lindqvist"
    wrong = client.get("/queries/office-on-day?day=soon", headers={"Accept": "text/csv, application/problem+json"})
    assert (wrong.status_code, wrong.mimetype) == (400, "application/problem+json")
    assert client.get("/queries/office-on-day?nonsense=1&format=csv").status_code == 400


def test_the_events_of_a_pair_can_be_taken_away(client: FlaskClient) -> None:
    (address,) = re.findall(r'href="(/sparql\?[^"]*format=csv)"', page(client, "/page/dyad/orsany/velia"))
    answer = client.get(html.unescape(address))
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    rows = answer.get_data(as_text=True).splitlines()
    assert len(rows) == 6
    assert any("Consultation" in row and "Meeting" in row and "2025-03-07,2025-03-07,happened" in row for row in rows)


@pytest.mark.prove
def test_every_page_of_the_examples_keeps_these_laws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = [sys.executable, "-m", "server.cli", "publish", str(EXAMPLES), "--dataset", str(tmp_path / "d")]
    subprocess.run([*command, "--base", "https://examples.example/"], check=True, capture_output=True)
    monkeypatch.setattr(world, "BASE", "https://examples.example/")
    app = create_app(tmp_path / "d")
    try:
        found = walk(app.test_client())
    finally:
        close(app)
    assert len([path for path in found if path.startswith("/page/event/")]) > 100
    test_no_page_shows_an_address_where_there_is_a_label(found)
    test_every_event_leads_to_its_words_and_the_words_stand_in_the_article(found)
    test_every_fact_listed_has_its_source(found)
    test_what_articles_say_never_becomes_markup(found)
    test_pages_keep_their_budgets(found)
    test_ids_on_a_page_are_unique(found)
