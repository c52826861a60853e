"""Common Crawl's CC-NEWS: of a web archive the English news is taken, each text once, under its own address and day."""

import io
import random
import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import sharded

from extractors.copies import COPY, Copies, NoCopiesError, signature
from extractors.inputs.refusal import Refusal
from extractors.inputs.warc import Page
from extractors.news import WORDS, dated, may_be_english, read_news, why_no_news
from ontology.facts import Article
from server import cli
from server.bulk.extract import extract
from server.bulk.load import load
from server.bulk.tasks import plan

pytest.importorskip("datasketch")
StatusAndHeaders = pytest.importorskip("warcio.statusandheaders").StatusAndHeaders
WARCWriter = pytest.importorskip("warcio.warcwriter").WARCWriter
NAMES = "Ana Bo Cem Dora Eli Fay Gil Hana Ivo Jun".split()
VERBS = "met called visited thanked warned invited praised blamed joined followed".split()
FRENCH = (
    "<p>Le ministre des affaires étrangères a rencontré son homologue à Paris lundi, selon un communiqué du gouvernement"
    " publié dans la soirée, et ils ont parlé de la frontière, du commerce et des prisonniers que les deux pays détiennent"
    " depuis la fin de la guerre, sans donner plus de détails sur le contenu des échanges ni sur la suite des discussions"
    " prévues dans les prochaines semaines entre les deux capitales et leurs alliés de la région.</p>"
)


def words(seed: int, sentences: int = 12) -> list[str]:
    """Return sentences of an article of our own making, others for each seed."""
    chance = random.Random(seed)
    return [
        f"{chance.choice(NAMES)} {chance.choice(VERBS)} {chance.choice(NAMES)} in the city on the {chance.randrange(1, 29)}th"
        f" and said that it would take {chance.randrange(2, 90)} days to open the border."
        for _ in range(sentences)
    ]


def page(sentences: list[str], *, head: str = "", lang: str = "en") -> bytes:
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    nav = "<nav><a href='/'>Home</a> <a href='/tag/war'>War</a></nav><script>var a = '<p>';</script>"
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><title>Talks</title>{head}</head><body>{nav}<article><h1>Talks</h1>{body}'
        "</article></body></html>"
    ).encode()


DAY = '<meta property="article:published_time" content="2024-03-01T08:00:00Z">'


class Writer(WARCWriter):  # type: ignore[misc]
    """One that leaves no temporary files behind."""

    def _create_temp_file(self) -> io.BytesIO:
        return io.BytesIO()


def crawl(path: Path, pages: list[tuple[str, bytes]]) -> Path:
    """Write an archive as Common Crawl does: packed, with requests beside the answers."""
    with path.open("wb") as file:
        writer = Writer(file, gzip=True)
        for url, body in pages:
            answer = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "x")], is_http_request=True)
            writer.write_record(writer.create_warc_record(url, "request", http_headers=asked, payload=io.BytesIO(b"")))
            writer.write_record(
                writer.create_warc_record(url, "response", http_headers=answer, payload=io.BytesIO(body))
            )
    return path


def read(path: Path) -> tuple[list[Article | Refusal], Counter[str]]:
    left_out = Counter[str]()
    with path.open("rb") as file:
        return list(read_news(path.name, file, None, left_out)), left_out


def test_an_archive_gives_its_english_news_alone(tmp_path: Path) -> None:
    canonical = '<link rel="canonical" href="https://paper.example/politics/talks">'
    publisher = '<meta property="og:site_name" content="The Paper">'
    path = crawl(
        tmp_path / "CC-NEWS-20240301.warc.gz",
        [
            ("https://paper.example/politics/talks?utm=1", page(words(1), head=canonical + publisher + DAY)),
            ("https://other.example/2024/03/02/more-talks.html", page(words(2))),
            ("https://journal.example/a/1", page([FRENCH], head=DAY, lang="fr")),
            ("https://journal.example/a/2", page([FRENCH], head=DAY, lang="en")),  # many say so by mistake
            ("https://paper.example/tag/war", page(words(3), head=DAY)),
            ("https://paper.example/", page(words(4), head=DAY)),
            ("https://paper.example/undated", page(words(5))),
            ("https://paper.example/caption", page(words(6, 2), head=DAY)),
            ("https://liar.example/x/y", page(words(7), head=canonical + DAY)),
        ],
    )
    found, left_out = read(path)
    assert [(one.url, one.published) for one in found if isinstance(one, Article)] == [
        ("https://paper.example/politics/talks", date(2024, 3, 1)),
        ("https://other.example/2024/03/02/more-talks.html", date(2024, 3, 2)),
        ("https://liar.example/x/y", date(2024, 3, 1)),
    ]
    assert len(found) == 3
    first = found[0]
    assert isinstance(first, Article)
    assert (first.publisher, first.headline) == ("The Paper", "Talks")
    assert words(1)[3] in first.text
    assert left_out == {
        "not English": 2, "no article in the page": 2, "no day of publication": 1, "too few words": 1,
    }  # fmt: skip


def test_copies_that_agencies_send_out_are_left_out_with_a_receipt(tmp_path: Path) -> None:
    wire = words(1, 20)
    pages = [
        ("https://a.example/2024/03/01/wire", page(wire)),
        ("https://b.example/2024/03/01/wire", page(["By our own staff in the capital of the country.", *wire[:-1]])),
        ("https://c.example/2024/03/01/own", page(words(2, 20))),
        ("https://d.example/2024/03/01/half", page([*wire[:8], *words(3, 12)])),
        ("https://a.example/2024/03/01/wire", page([*wire, "It was updated since, the paper said."])),
    ]
    found, left_out = read(crawl(tmp_path / "a.warc.gz", pages))
    assert [str(one) if isinstance(one, Refusal) else one.url for one in found] == [
        "https://a.example/2024/03/01/wire",
        f"https://b.example/2024/03/01/wire: {COPY} https://a.example/2024/03/01/wire; that one is read in its place",
        "https://c.example/2024/03/01/own",
        "https://d.example/2024/03/01/half",
        "https://a.example/2024/03/01/wire",  # a new version is none
    ]
    assert not left_out


def test_copies_in_other_archives_are_found_when_these_are_loaded(tmp_path: Path) -> None:
    wire = words(1, 20)
    archives = [
        crawl(tmp_path / f"{number}.warc.gz", [(f"https://{number}.example/2024/03/0{number}/wire", page(sentences))])
        for number, sentences in (
            (1, wire),
            (2, ["An editor added this line to the report.", *wire]),
            (3, words(9, 20)),
        )
    ]
    given = sharded.settings(tmp_path / "shards", news=True, by="test_news:bare")
    for task in plan(map(str, archives)):
        done = extract(task, given)
        assert done.counts == {"articles": 1}
    found = load(tmp_path / "data", [tmp_path / "shards"], jobs=1)
    assert found.counts["new"] == 2
    assert found.counts["copies"] == 1
    again = load(tmp_path / "data", [tmp_path / "shards"], jobs=1)
    assert (again.counts["copies"], again.counts["there already"]) == (0, 3)
    more = [crawl(tmp_path / "4.warc.gz", [("https://4.example/2024/03/04/wire", page(wire[1:]))])]
    for task in plan(map(str, more)):
        extract(task, given)
    assert load(tmp_path / "data", [tmp_path / "shards"], jobs=1).counts["copies"] == 1


def bare(article: Article, base: str, model: str, reader: str) -> object:
    """Read nothing from an article but that it is one."""
    from ontology.facts import Report
    from ontology.triples import graph
    from server.store.harvest import Harvest
    from server.store.nquads import canonical

    quads = graph(Report(article, (), (), (), (), "bare", "", "1"), base)
    return Harvest(article, quads[0].graph_name.value, canonical(quads), "bare 1")  # type: ignore[union-attr]


def test_the_command_reads_news_and_counts_what_it_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = [
        ("https://a.example/2024/03/01/wire", page(words(1))),
        ("https://b.example/2024/03/01/wire", page(words(1))),
        ("https://journal.example/a/1", page([FRENCH], lang="fr")),
    ]
    path = crawl(tmp_path / "CC-NEWS-1.warc.gz", texts)
    assert cli.main(["extract", str(path), "--shards", str(tmp_path / "shards"), "--only-news", "--jobs", "1"]) == 0
    assert capsys.readouterr().out == (
        f"{tmp_path / 'shards'}: 1 shards, 1 articles, 1 copies, left out 1: not English\n"
    )


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2024/03/02/x", date(2024, 3, 2)),
        ("https://a.example/news/2024-03-02-x.html", date(2024, 3, 2)),
        ("https://a.example/20240302/x", date(2024, 3, 2)),
        ("https://a.example/2024/02/30/x", None),
        ("https://a.example/2024/3", None),
        ("https://a.example/20240302123", None),
    ],
)
def test_an_address_tells_a_day_where_the_page_does_not(url: str, day: date | None) -> None:
    assert dated(Article("x", url=url), url).published == day
    assert dated(Article("x", url=url, published=date(2020, 1, 1)), url).published == date(2020, 1, 1)


def test_what_is_no_news() -> None:
    whole = Article("word " * WORDS, url="https://a.example/x", published=date(2024, 1, 1))
    assert why_no_news(whole) == ""
    assert why_no_news(Article("", url=whole.url, published=whole.published, flags=("a paywall's stub",))) == ""
    assert why_no_news(Article(whole.text, url="https://a.example/author/x", published=whole.published)) != ""
    assert why_no_news(Article(whole.text, url="https://a.example/live/2024/01/01/x", published=whole.published)) == ""


def test_the_language_of_a_page_is_told_from_its_words_in_linear_time() -> None:
    assert may_be_english(Page("u", "html", "", page(words(1))))
    assert may_be_english(Page("u", "html", "", page(words(1), lang="es")))
    assert not may_be_english(Page("u", "html", "", page([FRENCH])))
    begun = time.process_time()
    for piece in (b"<script ", b"<script>", b"<", b"<a", b"</script", b"<html lang="):
        may_be_english(Page("u", "html", "", piece * (200_000 // len(piece))))
    assert time.process_time() - begun < 5


def test_a_signature_is_of_the_words_alone_and_short_texts_have_none() -> None:
    text = " ".join(words(1))
    assert signature(text) == signature(text.upper().replace(" ", "\n"))
    assert signature(text) != signature(" ".join(words(2)))
    assert signature("Rain is expected. " * 5) == ""


def test_without_the_library_copies_are_told_of_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "datasketch", None)
    from extractors import copies

    copies._library.cache_clear()
    try:
        with pytest.raises(NoCopiesError, match=r"pip install communique\[news\]"):
            Copies()
    finally:
        copies._library.cache_clear()
