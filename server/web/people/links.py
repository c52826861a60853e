"""What every page knows of the site: where things have their pages and data, and what the dataset is called."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from ontology import terms

FORMATS = (
    ("Turtle", "text/turtle", "ttl"),
    ("JSON-LD", "application/ld+json", "jsonld"),
    ("N-Triples", "application/n-triples", "nt"),
    ("RDF/XML", "application/rdf+xml", "rdf"),
)
"""Formats that a page links to: name, media type, suffix."""
_SAFE = "/~:@!$&()*+,;="


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
        """Return where a person reads of a node: its page here, or its own address elsewhere; "" unless http(s)."""
        if iri.startswith(self.base):
            path, mark, fragment = iri.removeprefix(self.base).partition("#")
            if path.startswith("id/"):
                path = "page/" + path.removeprefix("id/")
            return f"{self.root}/{quote(path, safe=_SAFE)}{mark}{fragment}"
        if iri.startswith(terms.NS):
            return f"{self.root}/ontology#{quote(iri.removeprefix(terms.NS))}"
        return iri if urlsplit(iri).scheme in {"http", "https"} else ""

    def formats(self, iri: str) -> list[tuple[str, str, str]]:
        """Return the data of a node: name of the format, media type, address."""
        if not iri.startswith(self.base):
            return []
        path = iri.removeprefix(self.base).partition("#")[0]
        if path.startswith("id/"):
            path = "data/" + path.removeprefix("id/")
        address = f"{self.root}/{quote(path, safe=_SAFE)}"
        return [(name, type_, f"{address}.{suffix}") for name, type_, suffix in FORMATS]

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
