"""Made-up articles as a reader hands them on. Run as a program it publishes them into a folder, so that tests can end it.

storied.py FOLDER COUNT [STORE]  prints the number of articles that are acknowledged, each time that it grows
"""

import sys
from pathlib import Path

from bench.generate import stories, story
from extractors.inputs.refusal import Refusal
from ontology.facts import Article
from ontology.triples import graph
from ontology.uris import Scheme, article_slug
from server.remote.errors import RemoteError
from server.store.dataset import Writer
from server.store.errors import DatasetError
from server.store.harvest import Harvest
from server.store.nquads import canonical
from server.store.publish import Summary, publish

BASE = "https://news.example.org/"


def read(article: Article) -> Harvest:
    """Return the facts of a made-up article, which its address numbers."""
    report = story(int(article.url.rpartition("/")[2])).report
    assert report.article == article
    return Harvest(article, Scheme(BASE, article_slug(article)).graph, canonical(graph(report, BASE)), "made-up 1")


def told(summary: Summary, refusal: Refusal | None) -> None:
    assert refusal is None
    print(summary.done, flush=True)


if __name__ == "__main__":
    try:
        with Writer(Path(sys.argv[1]), BASE, store=(*sys.argv[3:], None)[0]) as open_writer:
            print("open", flush=True)
            publish(open_writer, (one.report.article for one in stories(int(sys.argv[2]))), read, told=told)
    except (DatasetError, RemoteError) as error:
        sys.exit(str(error))
