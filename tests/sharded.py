"""Archives of made-up articles, and readers of them that worker processes can import; one dies where it is told to."""

import json
import os
import signal
import time
from dataclasses import asdict
from pathlib import Path

import corpus

from ontology.facts import Article
from server.bulk.extract import Settings
from server.store.harvest import Harvest


def read(article: Article, base: str, model: str, reader: str) -> Harvest:
    """Read a made-up article. One whose headline says so ends the process, or takes its time."""
    if "fatal" in article.headline:
        os.kill(os.getpid(), signal.SIGKILL)
    if "slow" in article.headline:
        time.sleep(0.1)
    return corpus.read(article)


def line(article: Article) -> str:
    """Return an article as a line of schema.org JSON."""
    return json.dumps({
        "@type": "NewsArticle",
        "articleBody": article.text,
        "url": article.url,
        "headline": article.headline,
        "datePublished": str(article.published),
    })  # fmt: skip


def archive(path: Path, numbers: range, headline: str = "") -> Path:
    """Write a file of JSON Lines with made-up articles."""
    made = [corpus.made(number) for number in numbers]
    texts = [line(Article(**{**asdict(one), "headline": f"{headline}{one.headline}"})) for one in made]
    path.write_text("\n".join(texts) + "\n", "utf-8")
    return path


def settings(folder: Path, **more: object) -> Settings:
    """Return how made-up articles are read into a folder, which is made."""
    folder.mkdir(exist_ok=True)
    given = {"base": corpus.BASE, "version": "made-up 1", "by": "sharded:read", **more}
    return Settings(str(folder), **given)  # type: ignore[arg-type]


def content(folder: Path) -> dict[str, bytes]:
    """Return what lies in a folder of shards, hidden files too."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
