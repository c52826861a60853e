"""The document of a thing: all that is said of it, and of what leads to it a page, counted, with names and words.

What leads to a thing may be much: every event of a state does. So it comes in pages, and each document says how much
there is by each property and where the next page is. The order is that of the engine's own index, which a checkpoint
never changes: sorting would have to go through all of it for every page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import pyoxigraph as ox

from ontology import others, terms

SIZE = 200
"""How many incoming links a page has, and how many articles' graphs."""
_HYDRA = "http://www.w3.org/ns/hydra/core#"
_COUNTED = "SELECT ?q (COUNT(*) AS ?n) {{ ?s ?q {it} }} GROUP BY ?q ORDER BY ?q"
_GRAPHS = "SELECT (COUNT(DISTINCT ?graph) AS ?n) {{ GRAPH ?graph {{ {it} ?p ?o }} }}"
_PAGE = "SELECT ?s ?q {{ ?s ?q {it} }} OFFSET {start} LIMIT {size}"
_SOURCES = "SELECT DISTINCT ?graph {{ GRAPH ?graph {{ {it} ?p ?o }} }} OFFSET {start} LIMIT {size}"
_TERM = "FILTER(!STRSTARTS(STR({}), STR(cmq:)))"
"""Terms of the ontology are named by their IRIs alone: in JSON a status is then a word, not an object."""
_WORDS = f"{terms.evidence} ?words . ?words ?wp ?wo OPTIONAL {{{{ ?wo rdfs:label ?wn {_TERM.format('?wo')} }}}}"
_QUERY = f"""CONSTRUCT {{{{
  {{it}} ?p ?o . ?o rdfs:label ?on . ?s rdfs:label ?sn . ?near ?np ?no . ?no rdfs:label ?nn .
  ?words ?wp ?wo . ?wo rdfs:label ?wn .
  {{told}}
}}}} WHERE {{{{
  {{{{ {{it}} ?p ?o OPTIONAL {{{{ ?o rdfs:label ?on {_TERM.format("?o")} }}}} }}}}
  UNION {{{{ {{it}} {_WORDS} }}}}
  UNION {{{{ VALUES ?s {{{{ {{others}} }}}} ?s rdfs:label ?sn }}}}
  UNION {{{{ VALUES ?near {{{{ {{near}} }}}} ?near ?np ?no
    OPTIONAL {{{{ ?no rdfs:label ?nn {_TERM.format("?no")} }}}} }}}}
  UNION {{{{ VALUES ?claim {{{{ {{claims}} }}}} ?claim {_WORDS} }}}}
}}}}"""
"""All of a thing both ways, its claims and holdings in full, the words, and the names of all that is linked.

What comes in is named in it: a subselect would be joined with all that is said of anything.
"""
_FULL = frozenset({terms.about.value, terms.holder.value, terms.office.value})

Rows = Callable[[str], Iterable[Mapping[str, object]]]


@dataclass(frozen=True, slots=True)
class Document:
    """A page of a thing's document: the thing's node, the document's IRI, and the first incoming link that it has."""

    it: str
    iri: str
    start: int
    counts: Mapping[str, int]
    """How many links come in, by property."""
    graphs: int = 0
    """How many articles' graphs tell of it: a page has as many of them as of links."""

    @property
    def total(self) -> int:
        """How many links come in."""
        return sum(self.counts.values())

    @property
    def neighbours(self) -> tuple[tuple[str, int], ...]:
        """Which pages stand before and after this one: relation, and first link."""
        before = (("prev", max(self.start - SIZE, 0)),) if self.start else ()
        return before + ((("next", self.start + SIZE),) if self.start + SIZE < self.longest else ())

    @property
    def longest(self) -> int:
        """How many entries the pages have to hold."""
        return max(self.total, self.graphs)

    def query(self, rows: Rows, base: str, licence: str) -> str:
        """Return the query that makes it, which names the links of this page."""
        asked = {"it": self.it, "start": self.start, "size": SIZE}
        links = [(str(row["s"]), _text(row["q"])) for row in rows(_PAGE.format(**asked))]
        sources = [str(row["graph"]) for row in rows(_SOURCES.format(**asked))]
        told = [str(triple) for triple in self._told(base, licence)]
        told += [f"{subject} <{predicate}> {self.it}" for subject, predicate in links]
        told += [f"<{paged(self.iri, self.start)}> dcterms:source {source}" for source in sources]
        near = {subject for subject, predicate in links if predicate in _FULL}
        return _QUERY.format(
            it=self.it,
            told=" .\n".join(told),
            others=" ".join(sorted({subject for subject, _ in links} - near)),
            near=" ".join(sorted(near)),
            claims=" ".join(sorted({subject for subject, predicate in links if predicate == terms.about.value})),
        )

    def _told(self, base: str, licence: str) -> Iterable[ox.Triple]:
        """Yield what the document says of itself."""
        document, topic = ox.NamedNode(paged(self.iri, self.start)), ox.NamedNode(self.it[1:-1])
        yield ox.Triple(document, others.RDF_TYPE, ox.NamedNode(others.FOAF + "Document"))
        yield ox.Triple(document, ox.NamedNode(others.FOAF + "primaryTopic"), topic)
        yield ox.Triple(document, others.DCTERMS_LICENSE, ox.NamedNode(licence))
        yield ox.Triple(document, ox.NamedNode(others.DCTERMS + "isPartOf"), ox.NamedNode(base))
        yield ox.Triple(document, ox.NamedNode(_HYDRA + "totalItems"), _number(self.total))
        for relation, start in self.neighbours:
            name = {"prev": "previous"}.get(relation, relation)
            yield ox.Triple(document, ox.NamedNode(_HYDRA + name), ox.NamedNode(paged(self.iri, start)))
        for number, (predicate, count) in enumerate(sorted(self.counts.items()), start=1):
            name = predicate.rpartition("#")[2].rpartition("/")[2]
            links = ox.NamedNode(f"{self.iri}#in-{number}")
            yield ox.Triple(links, others.RDF_TYPE, ox.NamedNode(others.VOID + "Linkset"))
            yield ox.Triple(links, others.RDFS_LABEL, ox.Literal(f"Links that come in by {name}: {count:,}"))
            yield ox.Triple(links, ox.NamedNode(others.DCTERMS + "isPartOf"), document)
            yield ox.Triple(links, ox.NamedNode(others.VOID + "linkPredicate"), ox.NamedNode(predicate))
            yield ox.Triple(links, ox.NamedNode(others.VOID + "triples"), _number(count))


def counted(it: str, rows: Rows) -> tuple[dict[str, int], int]:
    """Return how many links come in to a node, by property, and how many articles' graphs tell of it."""
    links = {_text(row["q"]): int(_text(row["n"])) for row in rows(_COUNTED.format(it=it))}
    return links, sum(int(_text(row["n"])) for row in rows(_GRAPHS.format(it=it)))


def _text(term: object) -> str:
    assert isinstance(term, ox.NamedNode | ox.Literal)
    return term.value


def paged(address: str, start: int) -> str:
    """Return the address of a page of a document."""
    return f"{address}?{urlencode({'start': start})}" if start else address


def _number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=others.XSD_INTEGER)
