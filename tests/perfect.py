"""Annotations written as the graph that a perfect reader would give, with what a test wants damaged."""

from collections.abc import Callable, Iterator

import pyoxigraph as ox

from bench.gold import Case, EventRow
from bench.names import norm
from ontology import others, terms
from ontology.uris import slug

BASE = "https://example.org/"


def nquads(cases: list[Case], change: Callable[[int, EventRow], EventRow | None] = lambda _, event: event) -> bytes:
    """Return cases as N-Quads; `change` may replace an event or leave it out, told by its number in its article."""
    return ox.serialize((quad for case in cases for quad in _quads(case, change)), format=ox.RdfFormat.N_QUADS) or b""


def _quads(case: Case, change: Callable[[int, EventRow], EventRow | None]) -> Iterator[ox.Quad]:
    ident, text = case.article.identifier, case.article.text
    graph = ox.NamedNode(f"{BASE}graph/{ident}")

    def node(kind: str, name: object) -> ox.NamedNode:
        return ox.NamedNode(f"{BASE}{ident}/{kind}/{name}")

    def say(subject: ox.NamedNode, predicate: ox.NamedNode, value: ox.NamedNode | ox.Literal) -> ox.Quad:
        return ox.Quad(subject, predicate, value, graph)

    def named(name: str, predicate: ox.NamedNode, subject: ox.NamedNode) -> Iterator[ox.Quad]:
        actor = node("actor", slug(norm(name)))
        yield say(subject, predicate, actor)
        yield say(actor, others.RDFS_LABEL, ox.Literal(name))

    yield say(node("article", ident), others.SCHEMA_IDENTIFIER, ox.Literal(ident))
    for number, holding in enumerate(case.facts.holdings):
        one, office = node("holding", number), node("office", number)
        yield say(one, others.RDF_TYPE, terms.Holding)
        yield from named(holding.person, terms.holder, one)
        yield say(one, terms.office, office)
        yield say(one, terms.phase, terms.BY_NAME[holding.when])
        yield say(office, terms.kind, ox.NamedNode(terms.NS + holding.kind))
        yield from named(holding.of, terms.officeOf, office)
    for number, given in enumerate(case.facts.events):
        event = change(number, given)
        if event is None:
            continue
        one, claim = node("event", number), node("claim", number)
        yield say(one, others.RDF_TYPE, terms.BY_NAME[event.type])
        yield say(one, terms.status, terms.BY_NAME[event.status])
        for name in event.agents:
            yield from named(name, terms.agent, one)
        for name in event.recipients:
            yield from named(name, terms.recipient, one)
        if event.place:
            yield from named(event.place, terms.place, one)
        for predicate, day in zip((terms.earliest, terms.latest), event.date or (), strict=False):
            if day:
                yield say(one, predicate, ox.Literal(day, datatype=others.XSD_DATE))
        yield say(claim, others.RDF_TYPE, terms.Claim)
        yield say(claim, terms.status, terms.happened)
        yield say(claim, terms.about, one)
        for begin, end in event.spans:
            words = node("words", f"{begin}-{end}")
            yield say(claim, terms.evidence, words)
            yield say(words, terms.beginIndex, ox.Literal(begin))
            yield say(words, terms.endIndex, ox.Literal(end))
            yield say(words, terms.text, ox.Literal(text[begin:end]))
    for number, quote in enumerate(case.facts.quotes):
        one = node("quote", number)
        yield say(one, terms.quote, ox.Literal(quote.quote))
        yield from named(quote.speaker, terms.speaker, one)
