"""Articles from the network and from archives: fetched under limits, and each bad one refused in one line."""

import gzip
import json
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import papers
import pytest
from papers import Answer, Site

from extractors.article import articles
from extractors.inputs.feed import Entry, entries
from extractors.inputs.refusal import Refusal, RefusedError
from extractors.net.addresses import is_public, resolved, target
from extractors.net.fetch import AGENT, Options
from extractors.net.fetcher import Fetcher
from extractors.net.follow import Followed
from extractors.net.online import online
from ontology.facts import Article
from server import cli


def page(words: str, *, canonical: str = "", published: str = "") -> bytes:
    """Return a page whose article says so."""
    head = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    head += f'<meta property="article:published_time" content="{published}">' if published else ""
    text = f"The minister of {words} met the envoy of its neighbour in the capital on Monday, officials said."
    more = "They agreed to meet again in June and to open the border that has been shut since the war."
    return f"<!DOCTYPE html><html><head>{head}</head><body><article><p>{text}</p><p>{more}</p></article></body></html>".encode()


@pytest.fixture
def site() -> Iterator[Site]:
    with papers.site() as found:
        yield found


@pytest.fixture(scope="module")
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(Options(seconds=2.0, pause=0.0, private=True)) as found:
        yield found


def refusal(fetcher: Fetcher, url: str) -> str:
    (found,) = online(url, fetcher)
    assert isinstance(found, Refusal), found
    assert "\n" not in str(found)
    assert found.source == url
    assert found.advice
    return found.reason


def test_a_page_is_fetched_as_ourselves_and_its_address_is_its_own(site: Site, fetcher: Fetcher) -> None:
    site.paths["/a?x=1"] = Answer(page("Peru", published="2024-03-01"))
    (found,) = online(f"{site.address}/a?x=1#top", fetcher)
    assert isinstance(found, Article)
    assert "The minister of Peru" in found.text
    assert (found.url, found.published) == (f"{site.address}/a?x=1", date(2024, 3, 1))
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a?x=1"]
    assert {headers["User-Agent"] for _, headers in site.asked} == {AGENT}
    assert AGENT.startswith("communique/")


def test_other_kinds_of_content_packed_ones_and_stated_encodings(site: Site, fetcher: Fetcher) -> None:
    news = {"@type": "NewsArticle", "articleBody": "The café is shut, the mayor said.", "datePublished": "2024-05-05"}
    site.paths["/a.json"] = Answer(json.dumps(news).encode(), "application/json")
    site.paths["/a.txt"] = Answer(news["articleBody"].encode("cp1252"), "text/plain; charset=windows-1252")
    site.paths["/gz"] = Answer(gzip.compress(page("Chile")), headers={"Content-Encoding": "gzip"})
    texts = []
    for path in ("/a.json", "/a.txt", "/gz"):
        (found,) = online(site.address + path, fetcher)
        assert isinstance(found, Article), found
        assert found.flags == ()
        texts.append(found.text)
    assert texts[0] == texts[1] == news["articleBody"]
    assert "The minister of Chile" in texts[2]


def test_a_page_cannot_take_the_place_of_another_hosts_article(site: Site, fetcher: Fetcher) -> None:
    site.paths["/liar"] = Answer(page("Peru", canonical="https://paper.example/famous"))
    site.paths["/print"] = Answer(page("Peru", canonical=f"{site.address}/story"))
    urls = [
        item.url
        for path in ("/liar", "/print")
        for item in online(site.address + path, fetcher)
        if isinstance(item, Article)
    ]
    assert urls == [f"{site.address}/liar", f"{site.address}/story"]


def test_redirects_are_followed_a_few_times_and_to_the_web_only(site: Site, fetcher: Fetcher) -> None:
    def moved(to: str) -> Answer:
        return Answer(status=302, headers={"Location": to})

    site.paths |= {
        "/old": moved("/new"),
        "/new": Answer(page("Peru")),
        "/loop": moved("/loop"),
        "/ftp": moved("ftp://a.example/"),
    }
    site.paths |= {"/file": moved("file:///etc/passwd")}
    (found,) = online(f"{site.address}/old", fetcher)
    assert isinstance(found, Article)
    assert found.url == f"{site.address}/new"
    assert "redirected more than 5 times" in refusal(fetcher, f"{site.address}/loop")
    assert "it leads to ftp:" in refusal(fetcher, f"{site.address}/ftp")
    assert "it leads to file:" in refusal(fetcher, f"{site.address}/file")


def test_without_leave_nothing_private_is_reached_by_name_number_or_redirect(site: Site) -> None:
    port = target(site.address).port
    with Fetcher(Options(seconds=2.0, pause=0.0)) as strict:
        for host in ("127.0.0.1", "localhost", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"):
            assert "not public" in refusal(strict, f"http://{host}:{port}/a")
    assert site.asked == []


def test_a_public_host_that_redirects_into_the_private_network_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    from extractors.net import fetch

    with papers.site() as outer:
        outer.paths["/a"] = Answer(
            status=302, headers={"Location": outer.address.replace("127.0.0.1", "localhost") + "/b"}
        )
        outer.paths["/b"] = Answer(page("Peru"))
        # the number stands for a public host here, the name for a private one
        monkeypatch.setattr("extractors.net.addresses.is_public", lambda address: address == "127.0.0.1")
        monkeypatch.setattr(
            "socket.getaddrinfo",
            lambda host, port, *_, **__: [(2, 1, 6, "", ("127.0.0.1" if host == "127.0.0.1" else "10.0.0.7", port))],
        )
        with pytest.raises(RefusedError, match=r"localhost is at 10\.0\.0\.7, which is not public"):
            fetch.Agent(Options(pause=0.0)).fetch(f"{outer.address}/a")
        assert [path for path, _ in outer.asked] == ["/robots.txt", "/a"]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        *((a, True) for a in ("93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822")),
        *((a, False) for a in ("10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1")),
        *(
            (a, False)
            for a in ("0.0.0.0", "255.255.255.255", "::1", "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1")
        ),
        *((a, False) for a in ("64:ff9b::a00:1", "2002:a00:1::1", "::", "240.0.0.1", "192.0.2.1", "2001:db8::1")),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://a.example/", "leads to ftp:"),
        ("http:///x", "names no host"),
        ("http://me:secret@a.example/", "names a user"),
        ("http://a.example:99999/", "it is no address"),
        ("http://a.example/a b", "characters"),
        ("http://a.example/\u00e9", "characters"),
        ("http://a..example/", "it is no address"),
        ("http://[::1/", "it is no address"),
    ],
)
def test_what_is_no_address_is_refused(url: str, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        target(url)


def test_a_host_that_is_not_known_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise OSError("unknown")

    monkeypatch.setattr("socket.getaddrinfo", unknown)
    with pytest.raises(RefusedError, match=r"the host nowhere\.example is not known"):
        resolved(target("http://nowhere.example/"), private=False)


def test_robots_are_obeyed(site: Site, fetcher: Fetcher) -> None:
    site.paths["/robots.txt"] = Answer(
        b"User-agent: other\nDisallow: /\n\nUser-agent: communique\nDisallow: /no\n", "text/plain"
    )
    site.paths |= {
        "/no/a": Answer(page("Peru")),
        "/yes": Answer(page("Peru")),
        "/way": Answer(status=301, headers={"Location": "/no/a"}),
    }
    assert isinstance(next(online(f"{site.address}/yes", fetcher)), Article)
    assert "robots.txt asks robots to stay away" in refusal(fetcher, f"{site.address}/no/a")
    assert "robots.txt asks robots to stay away" in refusal(fetcher, f"{site.address}/way")
    with papers.site() as other:
        other.paths = {"/robots.txt": Answer(status=503), "/a": Answer(page("Peru"))}
        assert "its robots.txt is not to be had (status 503)" in refusal(fetcher, f"{other.address}/a")
        assert [path for path, _ in other.asked] == ["/robots.txt"]


def test_a_host_is_asked_no_faster_than_it_wishes(site: Site) -> None:
    site.paths = {"/robots.txt": Answer(b"User-agent: *\nCrawl-delay: 1\n"), "/a": Answer(page("Peru"))}
    with Fetcher(Options(pause=0.0, private=True)) as polite:
        begun = time.monotonic()
        for _ in range(2):
            assert isinstance(next(online(f"{site.address}/a", polite)), Article)
        assert time.monotonic() - begun >= 1.0


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(b"gone", status=410), "it was withdrawn"),
        (Answer(b"no", status=404), "there is nothing"),
        (Answer(b"no", status=401), "asks for a login"),
        (Answer(b"no", status=500), "answers 500"),
        (Answer(b"%PDF-1.7 words", "application/pdf"), "binary"),
        (Answer(b""), "no page that can be read|no text|no article"),
        (Answer(page("Peru"), short=50), "breaks off"),
        (Answer(page("Peru"), headers={"Content-Encoding": "br"}), "not asked for"),
        (Answer(gzip.compress(page("Peru"))[:-20], headers={"Content-Encoding": "gzip"}), "breaks off"),
        (Answer(b"not gzip at all", headers={"Content-Encoding": "gzip"}), "not to be had"),
        (Answer(gzip.compress(b"a" * 20_000_000), headers={"Content-Encoding": "gzip"}), "over 10 MB"),
        (Answer(b"a" * 10_000_001), "over 10 MB"),
        (Answer(b"{", "application/json"), "no JSON"),
        (Answer(b"<rss><channel/></rss>", "application/rss+xml"), "names no articles"),
    ],
)
def test_what_cannot_be_had_is_refused(site: Site, fetcher: Fetcher, answer: Answer, reason: str) -> None:
    import re

    site.paths["/x"] = answer
    assert re.search(reason, refusal(fetcher, f"{site.address}/x"))


def test_slow_answers_end_in_time_and_the_next_is_fetched(site: Site, fetcher: Fetcher) -> None:
    site.paths |= {"/slow": Answer(page("Peru"), drip=0.2), "/a": Answer(page("Peru"))}
    begun = time.monotonic()
    assert "no whole answer within 2 s" in refusal(fetcher, f"{site.address}/slow")
    assert time.monotonic() - begun < 10
    assert isinstance(next(online(f"{site.address}/a", fetcher)), Article)
    assert "not to be had" in refusal(fetcher, "http://127.0.0.1:9/")


def test_a_fetching_process_that_dies_is_started_again(site: Site, fetcher: Fetcher) -> None:
    site.paths["/a"] = Answer(page("Peru"))
    assert isinstance(next(online(f"{site.address}/a", fetcher)), Article)
    assert fetcher._process is not None
    fetcher._process.kill()
    fetcher._process.wait()
    assert "too much memory or time" in refusal(fetcher, f"{site.address}/a")
    assert isinstance(next(online(f"{site.address}/a", fetcher)), Article)


def test_validators_spare_what_has_not_changed(site: Site, fetcher: Fetcher) -> None:
    site.paths["/a"] = Answer(page("Peru"), headers={"ETag": '"v1"', "Last-Modified": "Fri, 01 Mar 2024 10:00:00 GMT"})
    head, _ = fetcher.get(f"{site.address}/a")
    assert (head.etag, head.modified) == ('"v1"', "Fri, 01 Mar 2024 10:00:00 GMT")
    site.paths["/a"] = Answer(status=304)
    head, body = fetcher.get(f"{site.address}/a", etag=head.etag)
    assert (head.status, body) == (304, b"")
    assert site.asked[-1][1]["If-None-Match"] == '"v1"'


RSS = """<?xml version="1.0"?><!-- a feed --><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<link>https://paper.example/</link>
<item><title>One &amp; all</title><link> /one#top </link><pubDate>Fri, 01 Mar 2024 10:00:00 GMT</pubDate></item>
<item><guid>https://paper.example/two</guid><dc:date>2024-03-02</dc:date></item>
<item><title>again</title><link>/one</link></item><item><link>javascript:alert(1)</link></item><item/>
<item><guid isPermaLink="false">17</guid></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://paper.example/"/>
<entry><title>One &amp; all</title><link rel="enclosure" href="/sound.mp3"/><link rel="alternate" href="one"/>
<updated>2024-04-04T00:00:00Z</updated><published>2024-03-01T23:00:00-05:00</published></entry>
<entry><link href="https://paper.example/two"/><updated>2024-03-02T00:00:00Z</updated></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="x"><title>One &amp; all</title><link>/one</link>
<dc:date>2024-03-01</dc:date></item><item><link>https://paper.example/two</link><dc:date>2024-03-02</dc:date></item></rdf:RDF>"""


@pytest.mark.parametrize("feed", [RSS, ATOM, RDF, RSS.replace("</channel></rss>", ""), "\ufeff \n" + ATOM])
def test_feeds_name_their_articles(feed: str) -> None:
    assert entries(feed.encode(), "https://paper.example/feed") == [
        Entry("https://paper.example/one", "One & all", date(2024, 3, 1)),
        Entry("https://paper.example/two", "", date(2024, 3, 2)),
    ]


def test_what_is_no_feed_is_none_and_a_hostile_one_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("https://secret.example/")
    assert entries(page("Peru")) is None
    assert entries(b"plain words about a <feed > of fish") is None
    assert entries(b"<html><body><feed >x</feed></body></html>") is None
    bomb = (
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
        + f'<!ENTITY f SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    )
    begun = time.monotonic()
    found = entries(f"{bomb}<rss><item><link>&m;</link></item><item><link>&f;</link></item></rss>".encode())
    assert not found
    assert entries(b"<rss>" + b"<item>" * 200_000) == []
    assert entries(b"<!-- " * 1000 + b"<rss>") is None
    assert time.monotonic() - begun < 5


def test_a_feed_is_published_article_by_article_and_a_bad_one_is_named(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import corpus

    from server.commands import read as commands_read
    from server.store.harvest import Harvest
    from server.store.nquads import canonical

    def fake(article: Article, base: str, model: str, reader: str) -> Harvest:
        return Harvest(article, f"{base}graph/{article.headline or 'none'}", canonical([]), "made-up 1")

    monkeypatch.setattr(commands_read, "harvest", fake)
    monkeypatch.setattr(commands_read, "Options", lambda **given: Options(pause=0.0, **given))
    items = "".join(
        f"<item><title>T{n}</title><link>/{n}</link><pubDate>Fri, 01 Mar 2024 10:00:00 GMT</pubDate></item>"
        for n in range(4)
    )
    site.paths["/feed"] = Answer(f"<rss><channel>{items}</channel></rss>".encode(), "application/rss+xml")
    site.paths |= {"/0": Answer(page("Peru")), "/1": Answer(page("Chile")), "/3": Answer(b"<rss><channel/></rss>")}
    command = [
        "publish",
        f"{site.address}/feed",
        "--dataset",
        str(tmp_path / "data"),
        "--base",
        corpus.BASE,
        "--no-dumps",
        "--jobs",
        "1",
    ]
    assert cli.main(command) == 1
    assert "is not public" in capsys.readouterr().err
    command.append("--private-addresses")
    assert cli.main(command) == 1
    shown = capsys.readouterr()
    assert shown.out.endswith("data: 2 new, 0 replaced, 0 unchanged, 2 refused\n")
    assert shown.err.splitlines() == [
        f"communique: {site.address}/2: there is nothing (status 404); check the address",
        f"communique: {site.address}/3: a feed names it as an article and it is a feed; give its address by itself",
    ]
    assert cli.main(command) == 1
    assert capsys.readouterr().out.endswith("data: 0 new, 0 replaced, 2 unchanged, 2 refused\n")
    assert cli.main(["receipts", "--dataset", str(tmp_path / "data"), "--format", "jsonl"]) == 0
    receipts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["source"].removeprefix(site.address), one["receipt"]) for one in receipts] == [
        ("/0", "accepted"),
        ("/1", "accepted"),
        ("/2", "refused"),
        ("/3", "refused"),
    ]
    (tmp_path / "feed.txt").write_text(RSS)
    (found,) = articles(tmp_path / "feed.txt")
    assert "it is a feed that names" in str(found)


def record(
    url: str, body: bytes, *, status: str = "200 OK", kind: str = "text/html", type_: str = "response", more: str = ""
) -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body
    head = f"WARC/1.0\r\nWARC-Type: {type_}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n"
    head += f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    return head.encode() + http + b"\r\n\r\n"


RECORDS = (
    record("https://paper.example/1", page("Peru", published="2024-03-01")),
    record("https://paper.example/robots.txt", b"User-agent: *", status="404 Not Found"),
    record("https://paper.example/p.png", b"\x89PNG", kind="image/png"),
    record("https://paper.example/2", b"", type_="request"),
    record("https://paper.example/3", gzip.compress(page("Chile")), more="Content-Encoding: gzip\r\n"),
    record("https://liar.example/4", page("Kenya", canonical="https://paper.example/1")),
    record("https://paper.example/5", b"<html><body></body></html>"),
)


def told(items: list[Article | Refusal]) -> list[str]:
    return [item.url if isinstance(item, Article) else f"{item.source}: {item.reason}" for item in items]


def test_a_feed_that_is_followed_is_asked_politely_and_each_article_once(site: Site, fetcher: Fetcher) -> None:
    now = [0.0]
    followed = Followed([f"{site.address}/feed"], 900, clock=lambda: now[0])

    def found() -> list[str]:
        """Ask what is due; return the last words of the addresses that were asked for."""
        before = len(site.asked)
        refused = [
            one.source
            for one in followed.articles(fetcher, lambda url: url.endswith("/known"))
            if isinstance(one, Refusal)
        ]
        assert refused in ([], [f"{site.address}/feed"])
        return [path for path, _ in site.asked[before:] if path != "/robots.txt"]

    def feed(*names: str) -> Answer:
        items = "".join(f"<item><link>/{name}</link></item>" for name in names)
        return Answer(
            f"<rss><channel>{items}</channel></rss>".encode(), "application/rss+xml", headers={"ETag": '"v1"'}
        )

    site.paths |= {"/feed": feed("one", "known"), "/one": Answer(page("Peru")), "/two": Answer(page("Chile"))}
    assert found() == ["/feed", "/one"]
    assert 900 <= followed.pause() <= 990
    assert found() == []
    now[0] += followed.pause()
    site.paths["/feed"] = Answer(status=304)
    assert found() == ["/feed"]
    assert site.asked[-1][1]["If-None-Match"] == '"v1"'
    pauses = []
    site.paths["/feed"] = Answer(status=404)
    for _ in range(9):
        now[0] += followed.pause()
        assert found() == ["/feed"]
        pauses.append(followed.pause())
    assert [p for p, least in zip(pauses, (1800, 3600, 7200), strict=False) if not least <= p <= 1.1 * least] == []
    assert 86400 <= pauses[-1] <= 1.1 * 86400
    now[0] += followed.pause()
    site.paths["/feed"] = feed("two", "one")
    assert found() == ["/feed", "/two"]
    assert followed.pause() <= 990


def test_following_goes_on_until_it_is_ended(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from server.commands import read as commands_read
    from server.store.harvest import Harvest
    from server.store.nquads import canonical

    def fake(article: Article, base: str, model: str, reader: str) -> Harvest:
        return Harvest(article, f"{base}graph/{article.url.rpartition('/')[2]}", canonical([]), "made-up 1")

    rounds: list[float] = []

    def sleep(seconds: float) -> None:
        rounds.append(seconds)
        if len(rounds) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(commands_read, "harvest", fake)
    monkeypatch.setattr(commands_read, "Options", lambda **given: Options(pause=0.0, **given))
    monkeypatch.setattr(commands_read.time, "sleep", sleep)
    site.paths |= {
        "/feed": Answer(b"<rss><channel><item><link>/one</link></item></channel></rss>", "application/rss+xml")
    }
    site.paths["/one"] = Answer(page("Peru"))
    command = ["publish", f"{site.address}/feed", "--dataset", str(tmp_path / "data"), "--no-dumps", "--jobs", "1"]
    assert cli.main([*command, "--private-addresses", "--follow", "--every", "0.001"]) == 0
    assert [line.partition(": ")[2] for line in capsys.readouterr().out.splitlines()] == [
        "1 new, 0 replaced, 0 unchanged",
        "0 new, 0 replaced, 0 unchanged",
    ]
    assert cli.main(["publish", str(tmp_path), "--dataset", str(tmp_path / "data"), "--follow"]) == 2
    assert "--follow is for the addresses of feeds" in capsys.readouterr().err


@pytest.mark.parametrize("packed", [False, True])
def test_archives_give_their_pages(tmp_path: Path, packed: bool) -> None:
    pytest.importorskip("warcio")
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    path.write_bytes(b"".join(map(gzip.compress, RECORDS)) if packed else b"".join(RECORDS))
    found = list(articles(tmp_path))
    assert told(found) == [
        "https://paper.example/1",
        "https://paper.example/3",
        "https://liar.example/4",
        f"{path}, https://paper.example/5: there is no article in the page",
    ]
    first = found[0]
    assert isinstance(first, Article)
    assert first.published == date(2024, 3, 1)
    assert "The minister of Peru" in first.text


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"no archive at all " * 50, ["a.warc: it is damaged"]),
        (b"", ["a.warc: there are no pages"]),
        (RECORDS[0] + RECORDS[5][:-200], ["https://paper.example/1", "a.warc, https://liar.example/4: it breaks off"]),
        (gzip.compress(RECORDS[0]) + gzip.compress(RECORDS[5])[:-90], ["https://paper.example/1", "breaks off"]),
        (
            gzip.compress(RECORDS[0]) + b"\x1f\x8bnonsense" * 30,
            ["https://paper.example/1", "a.warc: it is damaged after record 1"],
        ),
        (
            record("https://paper.example/9", gzip.compress(b"a" * 30_000_000), more="Content-Encoding: gzip\r\n"),
            ["10.0 MB large"],
        ),
    ],
)
def test_a_damaged_archive_is_read_as_far_as_it_is_whole(tmp_path: Path, content: bytes, expected: list[str]) -> None:
    pytest.importorskip("warcio")
    (tmp_path / "a.warc").write_bytes(content)
    found = told(list(articles(tmp_path / "a.warc")))
    assert len(found) == len(expected), found
    for line, words in zip(found, expected, strict=True):
        assert words in line


def test_without_the_library_an_archive_is_refused_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "warcio.archiveiterator", None)
    (tmp_path / "a.warc").write_bytes(RECORDS[0])
    assert [str(item) for item in articles(tmp_path / "a.warc")] == [
        f"{tmp_path / 'a.warc'}: it is a web archive; say 'pip install communique[warc]' to read those"
    ]
