"""The one table of formats: what each is called in an address and in `Accept`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["page", "results", "graph"]


@dataclass(frozen=True, slots=True, eq=False)
class Format:
    """A format: its suffix in addresses, its media types (the first is given unless another is asked for), its name.

    Each is made once: it is equal to itself alone, and quick to look up by.
    """

    suffix: str
    kind: Kind
    types: tuple[str, ...]
    name: str
    iri: str = ""

    def content_type(self, media_type: str) -> str:
        """Return the Content-Type header for one of the media types: all that we write is UTF-8."""
        return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


_F = "http://www.w3.org/ns/formats/"
HTML = Format("html", "page", ("text/html", "application/xhtml+xml"), "HTML")
TURTLE = Format("ttl", "graph", ("text/turtle", "application/x-turtle"), "Turtle", _F + "Turtle")
JSON_RESULTS = Format(
    "json", "results", ("application/sparql-results+json", "application/json"), "JSON", _F + "SPARQL_Results_JSON"
)
RESULTS = (
    JSON_RESULTS,
    Format(
        "xml",
        "results",
        ("application/sparql-results+xml", "application/xml", "text/xml"),
        "XML",
        _F + "SPARQL_Results_XML",
    ),
    Format("csv", "results", ("text/csv",), "CSV", _F + "SPARQL_Results_CSV"),
    Format("tsv", "results", ("text/tab-separated-values",), "TSV", _F + "SPARQL_Results_TSV"),
)
"""For solutions and truth values."""
GRAPHS = (
    TURTLE,
    Format("nt", "graph", ("application/n-triples", "text/plain"), "N-Triples", _F + "N-Triples"),
    Format("jsonld", "graph", ("application/ld+json", "application/json"), "JSON-LD", _F + "JSON-LD"),
    Format("rdf", "graph", ("application/rdf+xml", "application/xml", "text/xml"), "RDF/XML", _F + "RDF_XML"),
    Format("trig", "graph", ("application/trig",), "TriG", _F + "TriG"),
    Format("nq", "graph", ("application/n-quads",), "N-Quads", _F + "N-Quads"),
)
"""For triples and quads."""
ATOM = Format("atom", "page", ("application/atom+xml", "application/xml", "text/xml"), "Atom")
"""For feeds."""
XML = Format("xml", "page", ("application/xml", "text/xml"), "XML")
TEXT = Format("txt", "page", ("text/plain", "text/markdown"), "Text")
"""For sitemaps, and for what tells programs of the site."""
DOCUMENTS = (HTML, *GRAPHS)
"""For what people and programs read alike."""


def by_suffix(suffix: str, offers: tuple[Format, ...]) -> Format | None:
    """Return the format with a suffix among some, None where there is none."""
    return next((form for form in offers if form.suffix == suffix), None)
