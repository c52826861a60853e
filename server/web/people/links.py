"""What every page knows of the site: where things have their pages and data, and what the dataset is called."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from ontology import terms
from ontology.uris import data_path, page_path

FORMATS = (
    ("Turtle", "text/turtle", "ttl"),
    ("JSON-LD", "application/ld+json", "jsonld"),
    ("N-Triples", "application/n-triples", "nt"),
    ("RDF/XML", "application/rdf+xml", "rdf"),
)
"""Formats that a page links to: name, media type, suffix."""


@dataclass(frozen=True, slots=True)
class Links:
    """A dataset as it is served: `base` begins its IRIs, `root` is the path under which this server answers."""

    base: str
    root: str
    title: str
    licence: str = ""
    version: str = ""
    fonts: tuple[str, ...] = ()

    def href(self, iri: str) -> str:
        """Return where a person reads of a node: its page here, or its own address elsewhere."""
        if iri.startswith(self.base):
            return f"{self.root}/{page_path(iri.removeprefix(self.base))}"
        if iri.startswith(terms.NS):
            return f"{self.root}/ontology#{quote(iri.removeprefix(terms.NS))}"
        return iri if urlsplit(iri).scheme in {"http", "https"} else ""

    def formats(self, iri: str) -> list[tuple[str, str, str]]:
        """Return the data of a node: name of the format, media type, address."""
        if not iri.startswith(self.base):
            return []
        path = data_path(iri.removeprefix(self.base))
        return [(name, type_, f"{self.root}/{path}.{suffix}") for name, type_, suffix in FORMATS]

    def dyad(self, one: str, other: str) -> str:
        """Return the page of two states together; their order does not matter."""
        a, b = sorted(quote(iri.rsplit("/", 1)[-1]) for iri in (one, other))
        return f"{self.root}/page/dyad/{a}/{b}"

    def static(self, name: str) -> str:
        """Return the address of a file of ours; it changes when the program does, so that it may be kept for long."""
        return f"{self.root}/static/{name}?v={self.version}" if self.version else f"{self.root}/static/{name}"

    @staticmethod
    def elsewhere(address: str) -> str:
        """Return how a link to another dataset is called, such as "Wikidata Q43"."""
        host = urlsplit(address).hostname or address
        names = {"www.wikidata.org": "Wikidata", "sws.geonames.org": "GeoNames", "www.geonames.org": "GeoNames"}
        return f"{names.get(host, host)} {address.rstrip('/').rsplit('/', 1)[-1]}"
