"""The catalogue of bad inputs: each has its receipt with a reason, and none stops the others."""

import functools
import json
from datetime import date
from pathlib import Path

import pytest
from corpus import BASE

from extractors.article import articles
from extractors.inputs.stub import is_stub
from ontology.facts import Article
from ontology.uris import Scheme, article_slug
from server.store.dataset import Writer, open_dataset
from server.store.harvest import Harvest
from server.store.nquads import canonical
from server.store.publish import publish

GOOD = "The minister met the envoy in the capital on Monday, officials said. They will meet again in June."
FRENCH = "Le ministre des affaires étrangères a rontré hier son homologue dans la capitale du pays voisin. " * 3
URL = "https://paper.example/a"
STUB = "The minister met the envoy in the capital on Monday. Subscribe now to read the full story."


def news(text: str, published: str = "2024-03-01") -> bytes:
    return json.dumps({"@type": "NewsArticle", "articleBody": text, "url": URL, "datePublished": published}).encode()


def page(body: str) -> bytes:
    return f"<html><body><article>{body}</article></body></html>".encode()


PARAGRAPHS = f"<p>{GOOD}</p><p>They agreed to open the border that has been shut since the war.</p>"
CATALOGUE = {
    "empty": ("a.txt", b"", "refused", "no text"),
    "no prose": ("a.txt", b"12 345 -- .\n", "refused", "no text"),
    "binary as text": ("a.txt", b"%PDF-1.7 words", "refused", "binary"),
    "binary data as a page": ("a.html", b"\x89PNG\r\n\x1a\n words", "refused", "binary"),
    "encoding by mark": ("a.txt", ("\ufeff" + GOOD).encode("utf-16"), "accepted", ""),
    "encoding by guess": (
        "a.txt",
        (GOOD + " The cafés of the town were shut. " * 9).encode("cp1252"),
        "flagged",
        "guessed",
    ),
    "over 10 MB": ("a.txt", b"x " * 5_000_001, "refused", "10 MB"),
    "over 2 MB of text": ("a.txt", b"word " * 400_001, "refused", "2 MB"),
    "malformed HTML": (
        "a.html",
        b"<html><body><article><p>" + PARAGRAPHS.encode() + b"<b><i></p></div><table",
        "accepted",
        "",
    ),
    "very deep HTML": ("a.html", page("<div>" * 5_000 + PARAGRAPHS + "</div>" * 5_000), "accepted|refused", ""),
    "not English": ("a.json", news(FRENCH), "flagged", "not English"),
    "no date": ("a.txt", GOOD.encode(), "accepted", ""),
    "from the future": ("a.json", news(GOOD, "2024-06-09"), "quarantined", "published on 2024-06-09"),
    "before 1900": ("a.json", news(GOOD, "1899-12-31"), "quarantined", "published on 1899-12-31"),
    "a paywall's stub": ("a.json", news(STUB), "flagged", "stub"),
    "broken JSON": ("a.json", b'{"articleBody": "x', "refused", "no JSON"),
    "half a surrogate": ("a.json", b'{"articleBody": "half \\ud83d of it"}', "refused", "surrogate"),
    "controls that turn text": ("a.txt", ("\u202e" + GOOD + "\u200b\u2066").encode(), "accepted", ""),
}


def read(article: Article, read_: list[Article]) -> Harvest:
    read_.append(article)
    return Harvest(article, Scheme(BASE, article_slug(article)).graph, canonical([]), "made-up 1")


def published(folder: Path, source: Path) -> list[Article]:
    """Publish a source and return the articles that were read."""
    seen: list[Article] = []
    with Writer(folder, BASE) as writer:
        publish(writer, articles(source), functools.partial(read, read_=seen), today=date(2024, 6, 1))
    return seen


@pytest.mark.parametrize("case", CATALOGUE)
def test_each_bad_input_has_its_receipt_and_stops_no_other(tmp_path: Path, case: str) -> None:
    name, content, receipt, reason = CATALOGUE[case]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(content)
    (tmp_path / "in/z.txt").write_text("And this is the next one, which is fine.")
    seen = published(tmp_path / "data", tmp_path / "in")
    assert seen[-1].text == "And this is the next one, which is fine."
    with open_dataset(tmp_path / "data").ledger() as ledger:
        found = list(ledger.receipts())
    assert len(found) == 2
    one = next((r for r in found if r.receipt != "accepted"), found[0])
    assert one.receipt in receipt.split("|")
    assert reason in " ".join(one.reasons)
    assert bool(one.reasons) is (one.receipt != "accepted")
    assert all("\n" not in reason for reason in one.reasons)


def test_offsets_count_every_control_of_the_original(tmp_path: Path) -> None:
    text = "\u202eThe min\u200bister\u2066 met the envoy.\u2069\r\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    assert [item.text for item in articles(tmp_path / "a.txt") if isinstance(item, Article)] == [text]


def test_what_comes_without_its_text_never_replaces_a_version_with_one(tmp_path: Path) -> None:
    for number, text in enumerate((GOOD, STUB, FRENCH)):
        path = tmp_path / f"{number}.json"
        path.write_bytes(news(text))
        published(tmp_path / "data", path)
        with open_dataset(tmp_path / "data").ledger() as ledger:
            (version,) = ledger.current()
            assert version.article.text == GOOD
            assert ledger.counts()["refused"] == number
    whole = GOOD + " They said so twice."
    path.write_bytes(news(whole))
    published(tmp_path / "data", path)
    with open_dataset(tmp_path / "data").ledger() as ledger:
        (version,) = ledger.current()
        assert version.article.text == whole
        assert ledger.counts()["refused"] == 0


@pytest.mark.parametrize(
    ("ending", "stub"),
    [
        ("Subscribe now to read the full story.", True),
        ("To continue reading, log in.\nAlready a subscriber?", True),
        ("This article is for subscribers only.", True),
        ("Sign in to continue.", True),
        ("He urged members to continue reading the treaty.", True),  # short and at the end: a doubt is no fact
        ("Voters may register to vote until Monday.", False),
        ("The court lets them subscribe to the fund.", False),
        ("The rebels kept reading the list aloud.", False),
    ],
)
def test_stubs_are_told_by_how_they_end(ending: str, stub: bool) -> None:
    assert is_stub(f"{GOOD} {ending}") is stub
    assert not is_stub(f"{GOOD * 20} {ending}")
