"""The annotated articles: our own in `tests/golden` and `examples`, and the real ones of the shared folder."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.names import interval
from extractors.article import Refusal, articles, files
from extractors.inputs import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.names import Interval, Range
    from ontology.facts import Article

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"
PRACTICE = ROOT / "bench" / "practice"
UNSEEN = ROOT / "bench" / "unseen"
EXAMPLES = ROOT / "examples"
UNREAL = frozenset({"planned", "sought", "claimed", "denied", "didNotHappen", "hypothetical"})
"""The statuses of what must never be reported as happened."""


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as annotated or as found: names, not nodes; `spans` are where the article's words tell it."""

    type: str
    status: str
    date: Interval | None
    agents: tuple[str, ...]
    recipients: tuple[str, ...]
    place: str | None
    spans: tuple[Range, ...]

    @property
    def who(self) -> tuple[str, ...]:
        """All participants."""
        return self.agents + self.recipients


@dataclass(frozen=True, slots=True)
class HoldingRow:
    """A person in an office: its kind, of which state or organisation, and current, former or future."""

    person: str
    kind: str
    of: str
    when: str


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A direct quotation."""

    speaker: str
    quote: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What an article says, as annotated or as found; `evidence` are ranges and the words said to stand there."""

    events: tuple[EventRow, ...] = ()
    holdings: tuple[HoldingRow, ...] = ()
    quotes: tuple[QuoteRow, ...] = ()
    evidence: tuple[tuple[Range, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """An article and what careful readers found in it."""

    article: Article
    facts: Facts


def shared_folder() -> Path:
    """Return where annotated real articles may lie: COMMUNIQUE_SHARED, or `shared` beside the checkout."""
    return Path(os.environ.get("COMMUNIQUE_SHARED") or ROOT.parent / "shared")


def own() -> list[Case]:
    """Return the cases of our own writing: annotated examples, and texts that stand in `tests/golden`."""
    found = {article.identifier: article for article in _examples()}
    found |= {path.stem: _text(path) for path in sorted((GOLDEN / "texts").glob("*.json"))}
    return [_case(path, found[path.stem]) for path in sorted((GOLDEN / "ann").glob("*.json"))]


def load(folder: Path, ids: Path | None = None) -> list[Case]:
    """Return the cases of a folder with `ann/ID.json` and `texts/ID.json`, or those whose ID is a line of `ids`."""
    wanted = set(ids.read_text("utf-8").split()) if ids else None
    return [
        _case(path, _text(folder / "texts" / path.name))
        for path in sorted((folder / "ann").glob("*.json"))
        if wanted is None or path.stem in wanted
    ]


def _examples() -> Iterator[Article]:
    for path in files(EXAMPLES):
        for article in articles(path):
            assert not isinstance(article, Refusal), article
            yield article if article.identifier else replace(article, identifier=path.stem)


def _text(path: Path) -> Article:
    value = json.loads(path.read_text("utf-8"))
    news = {
        "@type": "NewsArticle",
        "url": value.get("url") or f"https://example.org/{value['id']}",
        "identifier": value["id"],
        "headline": value["title"],
        "datePublished": value.get("date") or "",
        "articleBody": value["text"],
    }
    return schema.article(news)


def _case(path: Path, article: Article) -> Case:
    value = json.loads(path.read_text("utf-8"))
    return Case(
        article,
        Facts(
            tuple(_event(event, article.text) for event in value["events"]),
            tuple(HoldingRow(h["person"], h["kind"], h["of"], h["when"]) for h in value["holdings"]),
            tuple(QuoteRow(q["speaker"], q["quote"]) for q in value["quotes"] if q["speaker"]),
        ),
    )


def _event(value: dict[str, Any], text: str) -> EventRow:
    begins = [(text.find(words), len(words)) for words in (value["evidence"], *value.get("also", ()))]
    return EventRow(
        value["type"],
        value["status"],
        interval(value["date"]),
        tuple(value["agents"]),
        tuple(value["recipients"]),
        value["place"],
        tuple((begin, begin + length) for begin, length in begins),
    )
