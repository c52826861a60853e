"""Whatever is given becomes articles with their text untouched, or is refused in one clear line."""

import io
import json
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.article import Refusal, articles, expected
from extractors.inputs import decode
from extractors.inputs.schema import day, web_address
from ontology.facts import Article

TEXT = "The minister met the envoy in the capital on Monday, officials said.\r\n\r\n  They will meet again.\t\n"
NEWS = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "url": "https://paper.example/a#top",
    "identifier": "a1",
    "headline": "Talks  held",
    "datePublished": "2024-03-01T23:30:00-05:00",
    "publisher": {"@type": "Organization", "name": "The Paper"},
    "articleBody": TEXT,
}
PAGE = """<!DOCTYPE html><html><head><title>Talks held - The Paper</title>
<meta property="og:title" content="Talks held"><meta property="article:published_time" content="2024-03-01T08:00:00Z">
<meta property="og:site_name" content="The Paper"><link rel="canonical" href="https://paper.example/talks">
<style>p{color:red} .gone, span.away { display : none }</style><script>var secret = "scripted words";</script></head>
<body><nav><a href="/">Home page navigation</a></nav><article><h1>Talks held</h1>
<p>The minister of the republic met the envoy of its neighbour in the capital on Monday, officials said.</p>
<!-- commented words --><p style="display:none">styled words that nobody sees on the page at all.</p>
<p class="lead gone">classed words that nobody sees on the page at all.</p><p hidden>attributed words nobody sees.</p>
<p>They agreed to meet again in June &amp; to open the border that has been shut since the war.</p>
<p>Nobody spoke of <span class="away">spanned words</span> the prisoners whom both of them still hold.</p>
<template><p>templated words that nobody sees.</p></template></article></body></html>"""


def read(path: Path, content: bytes | str) -> list[Article | Refusal]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(articles(path))


def one(path: Path, content: bytes | str) -> Article:
    found = read(path, content)
    assert len(found) == 1
    assert isinstance(found[0], Article), found[0]
    return found[0]


def refused(path: Path, content: bytes | str) -> str:
    found = read(path, content)
    assert len(found) == 1
    assert isinstance(found[0], Refusal), found[0]
    assert "\n" not in str(found[0])
    return str(found[0])


def test_plain_text_is_kept_to_the_character(tmp_path: Path) -> None:
    for name in ("a.txt", "noname"):
        assert one(tmp_path / name, TEXT) == Article(TEXT)


def test_json_gives_its_body_to_the_character_and_its_metadata(tmp_path: Path) -> None:
    expected_article = Article(TEXT, "https://paper.example/a", "a1", "Talks held", date(2024, 3, 1), "The Paper")
    for name in ("a.json", "noname"):
        assert one(tmp_path / name, json.dumps(NEWS)) == expected_article
        assert one(tmp_path / name, json.dumps(NEWS, indent=1)) == expected_article
        assert read(tmp_path / name, json.dumps([NEWS, NEWS])) == [expected_article] * 2
    assert one(tmp_path / "g.json", json.dumps({"@graph": [{"@type": "Person"}, NEWS]})) == expected_article
    assert one(tmp_path / "t.json", json.dumps(NEWS | {"@type": ["ReportageNewsArticle"]})) == expected_article


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1))
def test_any_body_survives(text: str) -> None:
    body = "It was the first of the days" + text
    line = json.dumps({"articleBody": body}).encode()
    sys_stdin, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(line))
    try:
        (found,) = articles("-")
    finally:
        sys.stdin = sys_stdin
    assert getattr(found, "text", None) == body


def test_lines_are_articles_and_a_bad_one_is_named_and_passed_over(tmp_path: Path) -> None:
    good = json.dumps(NEWS)
    content = f"{good}\n\n{{bad\n{good}\n{{}}\n{good}"
    for name in ("a.jsonl", "noname"):
        found = read(tmp_path / name, content)
        assert [isinstance(item, Article) for item in found] == [True, False, True, False, True]
        assert str(found[1]).startswith(f"{tmp_path / name}, line 3: it is no JSON")
        assert "line 5: there is no article" in str(found[3])
    assert expected(tmp_path / "a.jsonl") == 5


def test_a_page_gives_what_its_visitors_see_and_no_more(tmp_path: Path) -> None:
    article = one(tmp_path / "a.html", PAGE)
    assert article.headline == "Talks held"
    assert (article.published, article.publisher) == (date(2024, 3, 1), "The Paper")
    assert article.url == "https://paper.example/talks"
    assert "agreed to meet again in June & to open the border" in article.text
    for hidden in ("scripted", "commented", "styled", "classed", "attributed", "spanned", "templated", "navigation"):
        assert f"{hidden}" not in article.text
    assert one(tmp_path / "noname", PAGE) == article


def test_embedded_json_outranks_open_graph(tmp_path: Path) -> None:
    embedded = f'<script type="application/ld+json">{json.dumps(NEWS | {"articleBody": "other"})}</script></head>'
    article = one(tmp_path / "a.html", PAGE.replace("</head>", embedded))
    assert (article.url, article.identifier) == ("https://paper.example/a", "a1")
    assert "agreed to meet again" in article.text


@pytest.mark.parametrize(
    ("raw", "flag"),
    [
        ("\ufeffThe café of the town".encode(), ""),
        ("\ufeffThe café of the town".encode("utf-16-le"), ""),
        (("The cafés of the town. " * 9).encode("cp1252"), "encoding guessed"),
    ],
)
def test_encodings(tmp_path: Path, raw: bytes, flag: str) -> None:
    article = one(tmp_path / "a.txt", raw)
    assert article.text.startswith("The café")
    assert [f.startswith(flag) for f in article.flags] == ([True] if flag else [])


def test_a_page_may_declare_its_encoding(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", "<head><meta charset='iso-8859-1'>").replace("June", "J\u00fcne")
    assert "J\u00fcne" in one(tmp_path / "a.html", page.encode("iso-8859-1")).text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it holds no text"),
        (b" \n\t\n", "it holds no text"),
        (b"12 345 -- .", "it holds no text"),
        (b"%PDF-1.7 and words", "binary"),
        (b"\x89PNG\r\n", "binary"),
        (b"words \0 words", "binary"),
        (b"x" * (decode.RAW_LIMIT + 1), "10 MB"),
        (b"word " * 400_001, "over 2 MB"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    assert reason in refused(tmp_path / "a.txt", content)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"a": 1,\n "b" }', "line 2"),
        ("[]", "no article in the JSON"),
        ('{"@type": "NewsArticle"}', "no articleBody"),
        ('{"articleBody": 3}', "no articleBody"),
        ('{"articleBody": "half \\ud83d of it"}', "surrogate"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_json_that_is_no_article_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    assert reason in refused(tmp_path / "a.json", content)


def test_pages_without_article_and_very_deep_ones_do_no_harm(tmp_path: Path) -> None:
    assert "no article in the page" in refused(tmp_path / "a.html", "<html><body></body></html>")
    deep = "<div>" * 20_000 + "deep words" + "</div>" * 20_000
    assert len(read(tmp_path / "b.html", f"<html><body>{deep}</body></html>")) == 1


def test_missing_files_and_empty_folders_are_refused(tmp_path: Path) -> None:
    assert "no such file" in str(next(articles(tmp_path / "none.txt")))
    assert "no articles in this folder" in str(next(articles(tmp_path)))


def test_a_folder_is_read_in_order_and_only_what_can_be_an_article(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b/1.txt", "a.txt", "c.jsonl", "picture.png", ".hidden.txt", ".git/x.txt"):
        (tmp_path / name).write_text(
            json.dumps(NEWS | {"articleBody": f"This is {name}"}) if "jsonl" in name else f"This is {name}"
        )
    texts = [item.text for item in articles(tmp_path) if isinstance(item, Article)]
    assert texts == ["This is a.txt", "This is b/1.txt", "This is c.jsonl"]
    assert expected(tmp_path) == 3


def test_what_is_given_fills_in_what_is_not_said(tmp_path: Path) -> None:
    given_day, given_url = date(2024, 5, 5), "https://given.example/x"
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.json").write_text(json.dumps(NEWS))
    (plain,) = articles(tmp_path / "a.txt", published=given_day, url=given_url)
    (said,) = articles(tmp_path / "b.json", published=given_day, url=given_url)
    assert isinstance(plain, Article)
    assert isinstance(said, Article)
    assert (plain.published, plain.url) == (given_day, given_url)
    assert (said.published, said.url) == (date(2024, 3, 1), "https://paper.example/a")


def test_of_a_text_that_is_not_english_the_metadata_alone_is_kept(tmp_path: Path) -> None:
    french = "Le ministre des affaires étrangères a rencontré hier son homologue dans la capitale. " * 3
    article = one(tmp_path / "a.json", json.dumps(NEWS | {"articleBody": french}))
    assert (article.text, article.headline) == ("", "Talks held")
    assert article.flags == ("not English: only its metadata is kept",)
    plain = one(tmp_path / "a.txt", french)
    assert plain.identifier.startswith("text-")
    assert plain.identifier != one(tmp_path / "b.txt", french + "Oui.").identifier


def test_days_and_addresses() -> None:
    assert day("2024-03-01T00:00:00Z") == day("20240301") == day("Fri, 01 Mar 2024 10:00:00 GMT") == date(2024, 3, 1)
    assert day("2024-02-30") is None
    assert day("yesterday") is None
    assert day("") is None
    assert web_address("javascript:alert(1)") == web_address("https://a b") == web_address("") == ""
    assert web_address(" HTTPS://paper.example/x?y=1#z ") == "HTTPS://paper.example/x?y=1"
