"""Articles of our own making, and a reader that turns their lines into quads: where language is not the point.

Run as a program it publishes a number of them into a folder, so that tests can kill it.
"""

import hashlib
import random
import sys
from datetime import date, timedelta
from pathlib import Path

import pyoxigraph as ox

from ontology import others, terms
from ontology.facts import STATUSES, Article
from ontology.uris import Scheme, article_slug
from server.store.dataset import Writer
from server.store.harvest import Harvest
from server.store.nquads import canonical
from server.store.publish import publish

BASE = "https://news.example.org/"
PEOPLE = ("ana-lopes", "bo-li", "cem-kaya", "dora-weiss", "eli-mor", "fay-owen")


def made(number: int) -> Article:
    """Return one of an endless series of articles; people and events come back in many of them."""
    chance = random.Random(number)
    lines = [
        f"It is said that {chance.choice(PEOPLE)} meets {chance.choice(PEOPLE)}"
        f" on {chance.randrange(6)} {chance.choice(STATUSES)}"
        for _ in range(4)
    ]
    published = date(2024, 1, 1) + timedelta(days=chance.randrange(40))
    return Article(
        "\n".join(lines), url=f"https://paper.example/{number}", headline=f"No. {number}", published=published
    )


def read(article: Article) -> Harvest:
    """Read such an article: one event a line, each with one claim and its words."""
    scheme = Scheme(BASE, article_slug(article))
    name = ox.NamedNode(scheme.graph)
    quads: list[ox.Quad] = []

    def say(subject: str, predicate: ox.NamedNode, value: ox.NamedNode | ox.Literal) -> None:
        quads.append(ox.Quad(ox.NamedNode(subject), predicate, value, name))

    say(scheme.article, others.RDF_TYPE, terms.Article)
    say(scheme.article, others.RDFS_LABEL, ox.Literal(article.headline))
    say(scheme.article, others.SCHEMA_URL, ox.NamedNode(article.url))
    say(scheme.article, terms.published, ox.Literal(str(article.published), datatype=others.XSD_DATE))
    begin = 0
    for line in article.text.split("\n"):
        one, _, two, _, day, status = line.split(" ")[-6:]
        event = f"{BASE}id/event/meeting-{hashlib.sha256(f'{sorted([one, two])}{day}'.encode()).hexdigest()[:8]}"
        say(event, others.RDF_TYPE, terms.Event)
        say(event, others.RDFS_LABEL, ox.Literal(f"{one} meets {two} ({status})"))
        say(event, terms.status, terms.BY_NAME[status])
        say(event, terms.code, ox.NamedNode(f"{terms.NS}code-of-{status}"))
        for person in (one, two):
            iri = f"{BASE}id/person/{person}"
            say(event, terms.agent, ox.NamedNode(iri))
            say(iri, others.RDF_TYPE, terms.Person)
            say(iri, others.RDFS_LABEL, ox.Literal(person.title() if begin else person.upper()))
        words = f"{scheme.article}#char={begin},{begin + len(line)}"
        claim = f"{BASE}id/claim/{hashlib.sha256(words.encode()).hexdigest()[:10]}"
        say(claim, terms.about, ox.NamedNode(event))
        say(claim, terms.status, terms.BY_NAME[status])
        say(claim, terms.confidence, ox.Literal("0.50", datatype=others.XSD_DECIMAL))
        say(claim, terms.evidence, ox.NamedNode(words))
        say(words, terms.text, ox.Literal(line))
        say(words, terms.beginIndex, ox.Literal(str(begin), datatype=others.XSD_INTEGER))
        say(words, terms.endIndex, ox.Literal(str(begin + len(line)), datatype=others.XSD_INTEGER))
        begin += len(line) + 1
    return Harvest(article, scheme.graph, canonical(quads), "made-up 1")


if __name__ == "__main__":
    with Writer(Path(sys.argv[1]), BASE) as open_writer:
        print("open", flush=True)
        publish(open_writer, (made(number) for number in range(int(sys.argv[2]))), read)
