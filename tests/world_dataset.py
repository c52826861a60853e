"""The small world as a dataset on disk: what a server of it, or a command, is tested on."""

from pathlib import Path

from ontology.facts import Article
from ontology.triples import graph
from ontology.uris import Scheme, article_slug
from server.store.dataset import Writer
from server.store.harvest import Harvest
from server.store.nquads import canonical
from server.store.publish import publish
from tests import world


def made(folder: Path, base: str = world.BASE, store: str | None = None) -> Path:
    """Publish the small world into a folder, its facts into a store elsewhere if one is given; return the folder."""
    reports = {teller().report().article.identifier: teller().report() for teller in world.TELLERS}

    def read(article: Article) -> Harvest:
        quads = graph(reports[article.identifier], base)
        return Harvest(article, Scheme(base, article_slug(article)).graph, canonical(quads), "hand 1")

    with Writer(folder, base, store=store) as writer:
        publish(writer, (report.article for report in reports.values()), read)
    return folder
