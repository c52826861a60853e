"""Facts written as triples: pure, and the same bytes for the same report."""

from __future__ import annotations

import bisect
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import others, terms
from ontology.codes import codes_of
from ontology.facts import STATUSES, Entity, Event, Report, Span, surest
from ontology.generate import triples as ontology_triples
from ontology.labels import event_label, holding_label, office_label, shortened
from ontology.uris import Scheme, article_slug

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ontology.facts import Claim, Holding, Moment, Office

Term = ox.NamedNode | ox.Literal


def graph(report: Report, base: str) -> tuple[ox.Quad, ...]:
    """Return what one article says as the sorted quads of its named graph, under a base IRI that ends in a slash."""
    writer = _Writer(report, Scheme(base, article_slug(report.article)))
    writer.write()
    name = ox.NamedNode(writer.scheme.graph)
    quads = {str(t): ox.Quad(t.subject, t.predicate, t.object, name) for t in writer.triples}
    return tuple(quads[key] for key in sorted(quads))


@cache
def classes_of(name: str) -> tuple[ox.NamedNode, ...]:
    """Return the class of a local name and all our classes above it, sorted by IRI. KeyError where there is none."""
    above = _above()
    found, waiting = set(), [terms.BY_NAME[name]]
    while waiting:
        kind = waiting.pop()
        found.add(kind)
        waiting += [k for k in above.get(kind, ()) if k not in found]
    return tuple(sorted(found, key=lambda k: k.value))


@cache
def _above() -> dict[ox.NamedNode, list[ox.NamedNode]]:
    """Return which of our classes stand directly above each."""
    above: dict[ox.NamedNode, list[ox.NamedNode]] = {}
    for t in ontology_triples():
        if (
            t.predicate == others.RDFS_SUBCLASS_OF
            and isinstance(t.subject, ox.NamedNode)
            and isinstance(t.object, ox.NamedNode)
            and t.object.value.startswith(terms.NS)
        ):
            above.setdefault(t.subject, []).append(t.object)
    return above


def leaf(iris: Iterable[str]) -> str:
    """Return the local name of the narrowest of a node's classes of ours, "" where there is none."""
    own = [iri.removeprefix(terms.NS) for iri in iris if iri.startswith(terms.NS)]
    return max(own, key=lambda name: (len(classes_of(name)), name), default="")


class _Writer:
    """Collects the triples of one report; the order in which they come does not matter."""

    def __init__(self, report: Report, scheme: Scheme) -> None:
        self.report, self.scheme = report, scheme
        self.triples: list[ox.Triple] = []
        self._labels: dict[str, str] = {}
        self._begins = [s.begin for s in report.sentences]
        self._states: dict[str, set[str]] = {}

    def write(self) -> None:
        article, iri = self.report.article, self.scheme.article
        self._node(iri, "Article", article.headline or article.url or article.identifier or shortened(article.text))
        for predicate, value in (
            (others.SCHEMA_IDENTIFIER, article.identifier),
            (others.SCHEMA_URL, article.url),
            (others.SCHEMA_HEADLINE, article.headline),
            (terms.publisher, article.publisher),
        ):
            if value:
                self._add(iri, predicate, ox.Literal(value))
        if article.published:
            self._add(iri, terms.published, _day(article.published.isoformat()))
        run = self.scheme.run(self.report.reader, self.report.version, self.report.model)
        named = " ".join(w for w in (self.report.reader, self.report.version, self.report.model) if w)
        self._node(run, "Run", f"Extraction by {named}")
        self._add(iri, terms.run, ox.NamedNode(run))
        for holding in self.report.holdings:
            self._holding(holding)
        events = merged_events(self.report.events, self.scheme)
        iris = {handle: e for e, handles in events.items() for handle in handles}
        # who states that something was done is its source: the deed is counted, not the statement in its place
        coded = {e.handle for e in events if e.type != "Statement" and codes_of(e.type, e.status)}
        told = {iris[h].handle for e in events if e.handle in coded for h in e.content if h in iris}
        for event in events:
            self._event(event, iris, is_content=event.handle in told)

    def _entity(self, entity: Entity) -> ox.NamedNode:
        iri = self.scheme.entity(entity)
        self._node(iri, entity.kind, entity.name)
        for alias in entity.aliases:
            if alias != self._labels[iri]:
                self._add(iri, others.SKOS_ALT_LABEL, ox.Literal(alias))
        if entity.within:
            self._add(iri, terms.within, self._entity(entity.within))
        if entity.incumbent:
            self._add(iri, terms.incumbentOf, self._office(entity.incumbent))
            self._stands(iri, entity.incumbent)
        return ox.NamedNode(iri)

    def _office(self, office: Office) -> ox.NamedNode:
        iri = self.scheme.office(office)
        self._node(iri, "Office", office_label(office))
        self._add(iri, terms.officeOf, self._entity(office.of))
        self._add(iri, terms.kind, terms.BY_NAME[office.kind])
        return ox.NamedNode(iri)

    def _stands(self, person: str, office: Office) -> None:
        """Let a person in an office act for whose office it is."""
        of = self._entity(office.of)
        self._add(person, terms.holds, ox.NamedNode(self.scheme.office(office)))
        self._add(person, terms.represents, of)
        # a mayor's city takes no part in what he does
        if office.of.kind not in {"City", "Region", "Place"}:
            self._states.setdefault(person, set()).add(of.value)

    def _holding(self, holding: Holding) -> None:
        iri, office = self.scheme.holding(holding), self._office(holding.office)
        holder = self._entity(holding.holder)
        self._node(iri, "Holding", holding_label(holding))
        self._add(iri, terms.holder, holder)
        self._add(iri, terms.office, office)
        self._add(iri, terms.phase, terms.BY_NAME[holding.phase])
        self._add(iri, terms.title, ox.Literal(holding.title))
        if self.report.article.published:
            for predicate in (terms.seenFrom, terms.seenTo):
                self._add(iri, predicate, _day(self.report.article.published.isoformat()))
        if holding.phase == "current":
            self._stands(holder.value, holding.office)
        for claim in holding.claims:
            self._claim(iri, claim)

    def _event(self, event: Event, iris: dict[str, Event], *, is_content: bool) -> None:
        iri = self.scheme.event(event)
        self._node(iri, event.type, event_label(event, self.report.article.text))
        self._add(iri, terms.status, terms.BY_NAME[event.status])
        speech = terms.SpeechAct in classes_of(event.type)
        agent_terms = [terms.agent, *([terms.speaker] if speech else [])]
        agent_terms += [terms.mediator] if event.type == "Mediation" else []
        recipient_terms = [terms.recipient, *([terms.addressee] if speech else [])]
        for entities, predicates in ((event.agents, agent_terms), (event.recipients, recipient_terms)):
            for entity in entities:
                node = self._entity(entity)
                for predicate in (*predicates, terms.participant):
                    self._add(iri, predicate, node)
                for state in sorted(self._states.get(node.value, ())):
                    self._add(iri, terms.participant, ox.NamedNode(state))
        if event.place:
            self._add(iri, terms.place, self._entity(event.place))
        if event.moment:
            for predicate, day in ((terms.earliest, event.moment.earliest), (terms.latest, event.moment.latest)):
                if day:
                    self._add(iri, predicate, _day(day.isoformat()))
            if event.moment.earliest and event.moment.earliest == event.moment.latest:
                self._add(iri, terms.date, _day(event.moment.earliest.isoformat()))
        for quote in event.quotes if speech else ():
            self._add(iri, terms.quote, ox.Literal(quote))
        for predicate, handles in (
            (terms.content, event.content if speech else ()),
            (terms.respondsTo, event.responds_to),
            (terms.partOf, event.part_of),
        ):
            for target in sorted({self.scheme.event(iris[h]) for h in handles if h in iris} - {iri}):
                self._add(iri, predicate, ox.NamedNode(target))
        content = sorted({iris[h].type for h in event.content if h in iris})
        rules = [claim.rule for claim in event.claims]
        for code in codes_of(event.type, event.status, is_content=is_content, content_types=content, rules=rules):
            self._add(iri, terms.code, code)
        for claim in event.claims:
            self._claim(iri, claim, event.moment)

    def _claim(self, about: str, claim: Claim, moment: Moment | None = None) -> None:
        """Write a claim; without a moment of its own its date was resolved as that of what it is about, `moment`."""
        iri = self.scheme.claim(about, claim)
        says = f"{claim.by.name} says" if claim.by else "The article says"
        words = claim.evidence[0].of(self.report.article.text)
        self._node(iri, "Claim", f"{says} ({claim.status}): \u201c{shortened(words)}\u201d")
        self._add(iri, terms.about, ox.NamedNode(about))
        self._add(iri, terms.status, terms.BY_NAME[claim.status])
        self._add(iri, terms.rule, ox.Literal(claim.rule))
        self._add(iri, terms.confidence, _decimal(claim.confidence))
        if claim.by:
            self._add(iri, terms.by, self._entity(claim.by))
        if claim.moment:
            for predicate, day in ((terms.earliest, claim.moment.earliest), (terms.latest, claim.moment.latest)):
                if day:
                    self._add(iri, predicate, _day(day.isoformat()))
        self._resolution(iri, claim.moment or moment)
        for span in claim.evidence:
            self._add(iri, terms.evidence, self._evidence(span))

    def _resolution(self, claim: str, moment: Moment | None) -> None:
        """Write how a date was resolved: from which words, by which rule, counted from which day."""
        if moment is None:
            return
        for predicate, value in ((terms.dateText, moment.text), (terms.dateRule, moment.rule)):
            if value:
                self._add(claim, predicate, ox.Literal(value))
        if moment.anchor:
            self._add(claim, terms.dateAnchor, _day(moment.anchor.isoformat()))

    def _evidence(self, span: Span) -> ox.NamedNode:
        iri, text = self.scheme.evidence(span), self.report.article.text
        self._node(iri, "Evidence", shortened(span.of(text)))
        self._add(iri, terms.article, ox.NamedNode(self.scheme.article))
        self._add(iri, terms.beginIndex, ox.Literal(span.begin))
        self._add(iri, terms.endIndex, ox.Literal(span.end))
        self._add(iri, terms.text, ox.Literal(span.of(text)))
        at = bisect.bisect_right(self._begins, span.begin) - 1
        if at >= 0:
            whole = Span(self.report.sentences[at].begin, max(self.report.sentences[at].end, span.end))
            self._add(iri, terms.sentence, ox.Literal(whole.of(text)))
        return ox.NamedNode(iri)

    def _node(self, iri: str, kind: str, label: str) -> None:
        """Type a node with all its classes and give it its one label: the first; later ones are further names."""
        for term in classes_of(kind):
            self._add(iri, others.RDF_TYPE, term)
        label = label.strip() or iri
        if self._labels.setdefault(iri, label) == label:
            self._add(iri, others.RDFS_LABEL, ox.Literal(label))
        else:
            self._add(iri, others.SKOS_ALT_LABEL, ox.Literal(label))

    def _add(self, subject: str, predicate: ox.NamedNode, value: Term) -> None:
        self.triples.append(ox.Triple(ox.NamedNode(subject), predicate, value))


def merged_events(events: Iterable[Event], scheme: Scheme) -> dict[Event, tuple[str, ...]]:
    """Return the events of an article, those with one IRI as one, each with the handles that mean it.

    Of several statuses the first in rank is the event's; every claim stays.
    """
    groups: dict[str, list[Event]] = {}
    for event in events:
        groups.setdefault(scheme.event(event), []).append(event)
    found: dict[Event, tuple[str, ...]] = {}
    for same in groups.values():
        one = min(same, key=lambda e: STATUSES.index(e.status))
        whole = replace(
            one,
            claims=surest(c for e in same for c in e.claims),
            content=tuple(dict.fromkeys(h for e in same for h in e.content)),
            responds_to=tuple(dict.fromkeys(h for e in same for h in e.responds_to)),
            part_of=tuple(dict.fromkeys(h for e in same for h in e.part_of)),
        )
        # an IRI with its article's spans is made from the claims of the event as it was read
        found[whole if scheme.event(whole) == scheme.event(one) else one] = tuple(e.handle for e in same)
    return found


def _day(value: str) -> ox.Literal:
    return ox.Literal(value, datatype=others.XSD_DATE)


def _decimal(value: float) -> ox.Literal:
    number = Decimal(str(round(value, 3))).normalize()
    text = f"{number:f}"
    return ox.Literal(text, datatype=others.XSD_DECIMAL)
