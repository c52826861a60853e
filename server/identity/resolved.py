"""An article's graph with those it means: what was read, under the addresses that all articles share."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import terms
from ontology.others import PROV_ALTERNATE_OF, PROV_WAS_DERIVED_FROM, RDF_TYPE, RDFS_LABEL, SKOS_ALT_LABEL, XSD_DECIMAL
from ontology.uris import article_of, holding_of, match_of, matches_graph
from server.identity.names import surname_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from server.identity.people import Decision


@dataclass(frozen=True, slots=True)
class Meant:
    """Who and what one article means: decisions by its own IRIs, and its events that other articles date otherwise."""

    decisions: Mapping[str, Decision] = field(default_factory=dict)
    disputed: frozenset[str] = frozenset()
    copy_of: str = ""
    """The graph of the first article that has the same text, "" where this is the only one or the first."""


def resolved(quads: Iterable[ox.Quad], meant: Meant) -> list[ox.Quad]:
    """Return the quads of an article's graph with the IRIs that are meant; nothing else that it says changes.

    Each node keeps one label: the name that the article uses, or where it uses none, the one of who is meant. Where
    articles differ on the day of an event, each claim tells the days that its own article gives.
    """
    quads = list(quads)
    if not quads or meant == Meant():
        return quads
    names = {iri: decision.meant for iri, decision in meant.decisions.items()}
    names |= _holdings(quads, names)
    quads += _own_days(quads, meant.disputed)
    labels: defaultdict[str, list[ox.Quad]] = defaultdict(list)
    found: list[ox.Quad] = []
    nodes = {ox.NamedNode(iri): ox.NamedNode(new) for iri, new in names.items()}
    for quad in quads:
        subject, value, new = quad.subject, quad.object, quad
        if subject in nodes or value in nodes:
            new = ox.Quad(nodes.get(subject, subject), quad.predicate, nodes.get(value, value), quad.graph_name)  # type: ignore[arg-type]
        if quad.predicate == RDFS_LABEL and isinstance(subject, ox.NamedNode):
            found += _called(quad, new, meant.decisions, labels[new.subject.value])  # type: ignore[union-attr]
        else:
            found.append(new)
    if meant.copy_of:
        graph = quads[0].graph_name
        assert isinstance(graph, ox.NamedNode)
        ours, theirs = ox.NamedNode(article_of(graph.value)), ox.NamedNode(article_of(meant.copy_of))
        found.append(ox.Quad(ours, PROV_ALTERNATE_OF, theirs, graph))
    main = {(label.subject, label.object) for some in labels.values() for label in some[:1]}
    return [q for q in dict.fromkeys(found) if q.predicate != SKOS_ALT_LABEL or (q.subject, q.object) not in main]


def matches(decisions: Mapping[str, Decision], graph: str, base: str) -> Iterator[ox.Quad]:
    """Yield the log of the decisions on one article, for the graph of matches."""
    where = ox.NamedNode(matches_graph(base))
    article = ox.NamedNode(article_of(graph))
    for iri, decision in sorted(decisions.items()):
        node = ox.NamedNode(match_of(base, graph, iri))
        label = f"{iri.rpartition('/')[2]} is {decision.meant.rpartition('/')[2]} ({decision.method})"
        for predicate, value in (
            (RDF_TYPE, terms.Match),
            (RDFS_LABEL, ox.Literal(label)),
            (terms.matched, ox.NamedNode(iri)),
            (terms.meant, ox.NamedNode(decision.meant)),
            (terms.method, ox.Literal(decision.method)),
            (terms.score, ox.Literal(f"{decision.score:g}", datatype=XSD_DECIMAL)),
            (terms.reason, ox.Literal("; ".join(decision.reasons))),
            (PROV_WAS_DERIVED_FROM, article),
        ):
            yield ox.Quad(node, predicate, value, where)


def _holdings(quads: Iterable[ox.Quad], names: Mapping[str, str]) -> dict[str, str]:
    """Return the new IRIs of the holdings of persons who have new ones."""
    said: defaultdict[str, dict[object, str]] = defaultdict(dict)
    for quad in quads:
        if quad.predicate in {terms.holder, terms.office, terms.phase} and isinstance(quad.object, ox.NamedNode):
            said[quad.subject.value][quad.predicate] = quad.object.value  # type: ignore[union-attr]
    return {
        iri: holding_of(names[one[terms.holder]], one[terms.office], one[terms.phase].removeprefix(terms.NS))
        for iri, one in said.items()
        if one.get(terms.holder) in names and terms.office in one and terms.phase in one
    }


def _own_days(quads: Iterable[ox.Quad], disputed: frozenset[str]) -> list[ox.Quad]:
    days: defaultdict[str, list[ox.Quad]] = defaultdict(list)
    about: list[ox.Quad] = []
    dated: set[object] = set()
    for quad in quads:
        if quad.predicate in {terms.earliest, terms.latest}:
            dated.add(quad.subject)
            if isinstance(quad.subject, ox.NamedNode) and quad.subject.value in disputed:
                days[quad.subject.value].append(quad)
        elif quad.predicate == terms.about and isinstance(quad.object, ox.NamedNode) and quad.object.value in disputed:
            about.append(quad)
    return [
        ox.Quad(claim.subject, day.predicate, day.object, claim.graph_name)
        for claim in about
        if claim.subject not in dated
        for day in days[claim.object.value]  # type: ignore[union-attr]
    ]


def _called(quad: ox.Quad, new: ox.Quad, decisions: Mapping[str, Decision], labels: list[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield a node's label, or what becomes of it where another node that is meant had one, or it is no name."""
    assert isinstance(quad.subject, ox.NamedNode)
    assert isinstance(quad.object, ox.Literal)
    decision = decisions.get(quad.subject.value)
    further = ox.Quad(new.subject, SKOS_ALT_LABEL, quad.object, quad.graph_name)
    if decision is not None and decision.method == "office":
        if surname_in(quad.object.value, decision.name):
            yield further
        new = ox.Quad(new.subject, RDFS_LABEL, ox.Literal(decision.name), quad.graph_name)
    if not labels:
        labels.append(new)
        yield new
    elif new.object != labels[0].object:
        yield further
