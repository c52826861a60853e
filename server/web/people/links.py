"""What every page knows of the site: where things have their pages and data, and what the dataset is called."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from ontology import terms
from ontology.uris import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMATS = (
    ("Turtle", "text/turtle", "ttl"),
    ("JSON-LD", "application/ld+json", "jsonld"),
    ("N-Triples", "application/n-triples", "nt"),
    ("RDF/XML", "application/rdf+xml", "rdf"),
)
"""Formats that a page links to: name, media type, suffix."""
_SAFE = "/~:@!$&()*+,;="


_BUILT = Path(__file__).parent.parent / "static" / "built" / "manifest.json"


@cache
def built() -> dict[str, str]:
    """Return what was built from packages: the path below static/ of each file by its plain name; nothing where not."""
    try:
        table = json.loads(_BUILT.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return {name: f"built/{entry['file']}" for name, entry in table.items()}


@dataclass(frozen=True, slots=True)
class Links:
    """A dataset as it is served: `base` begins its IRIs, `root` is the path under which this server answers."""

    base: str
    root: str
    title: str
    licence: str = ""
    version: str = ""
    built: Mapping[str, str] = field(default_factory=dict)
    """The path below static/ of what was built from packages, by its plain name."""

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

    def feed(self, iri: str) -> str:
        """Return the feed of an actor, a place or an office, "" for what has none."""
        kind, _, slug = iri.removeprefix(f"{self.base}id/").partition("/")
        known = iri.startswith(f"{self.base}id/") and kind in {*KINDS.values(), "office"}
        return f"{self.root}/feeds/{kind}/{quote(slug, safe=_SAFE)}.atom" if known else ""

    def dyad(self, one: str, other: str) -> str:
        """Return the page of two states together; their order does not matter."""
        a, b = sorted(quote(iri.rsplit("/", 1)[-1]) for iri in (one, other))
        return f"{self.root}/page/dyad/{a}/{b}"

    def extra(self, name: str) -> str:
        """Return the address of a file that was built from packages, "" where it was not."""
        return f"{self.root}/static/{self.built[name]}" if name in self.built else ""

    def static(self, name: str) -> str:
        """Return the address of a file of ours; it changes when the program does, so that it may be kept for long."""
        return f"{self.root}/static/{name}?v={self.version}" if self.version else f"{self.root}/static/{name}"

    @staticmethod
    def elsewhere(address: str) -> str:
        """Return how a link to another dataset is called, such as "Wikidata Q43"."""
        host = urlsplit(address).hostname or address
        names = {"www.wikidata.org": "Wikidata", "sws.geonames.org": "GeoNames", "www.geonames.org": "GeoNames"}
        return f"{names.get(host, host)} {address.rstrip('/').rsplit('/', 1)[-1]}"
