"""What people set right: a standing, a day or a term of office that somebody signed for, whatever the articles say."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import terms
from ontology.codes import codes_of
from ontology.facts import STATUSES
from ontology.labels import day_label, standing
from ontology.others import RDF_TYPE, RDFS_LABEL, SKOS_CHANGE_NOTE, XSD_DATE
from ontology.triples import leaf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ontology.facts import Status
    from server.store.records import Change

DAYS = (terms.date, terms.earliest, terms.latest)
PROPERTIES: dict[str, tuple[str, tuple[ox.NamedNode, ...]]] = {
    "status": ("event", (terms.status,)),
    "date": ("event", DAYS),
    "heldFrom": ("holding", (terms.heldFrom,)),
    "heldTo": ("holding", (terms.heldTo,)),
}
"""What can be set: of which kind of fact, and which properties take the value."""


def fault(kind: str, name: str, value: str) -> str:
    """Return what is wrong with setting a property of a kind of fact to a value, "" where nothing is."""
    if name not in PROPERTIES or PROPERTIES[name][0] != kind:
        fit = [one for one, (of, _) in PROPERTIES.items() if of == kind]
        return f"of {kind}s one can set {' and '.join(fit) or 'nothing'}, not {name[:20]!r}"
    if name == "status":
        return "" if value in STATUSES else f"{value[:20]!r} is none of {', '.join(STATUSES)}"
    try:
        date.fromisoformat(value)
    except ValueError:
        return f"{value[:20]!r} is no day such as 2024-03-12"
    return ""


def changed(quads: Sequence[ox.Quad], changes: Mapping[str, Sequence[Change]]) -> list[ox.Quad]:
    """Return the quads of one article's graph with what was set, and a note of who set it and why.

    A value that the article has is replaced; where it has none it is added. The label and the codes of an event follow;
    the claims, which are the article's, do not.
    """
    found = list(quads)
    facts = {q.subject for q in found if q.predicate == RDF_TYPE and _iri(q.subject) in changes} if changes else set()
    for fact in sorted(facts, key=str):
        for change in changes[_iri(fact)]:
            found = _set(found, fact, change)
    return found


def _set(quads: list[ox.Quad], fact: object, change: Change) -> list[ox.Quad]:
    own = [quad for quad in quads if quad.subject == fact]
    assert isinstance(own[0].subject, ox.NamedNode)
    subject, graph = own[0].subject, own[0].graph_name
    _, predicates = PROPERTIES[change.property]
    said: defaultdict[ox.NamedNode, list[str]] = defaultdict(list)
    for quad in own:
        said[quad.predicate].append(getattr(quad.object, "value", ""))
    if change.property == "status":
        old = said[terms.status][0].removeprefix(terms.NS)
        value: ox.NamedNode | ox.Literal = terms.BY_NAME[change.value]
        more: list[tuple[ox.NamedNode, ox.NamedNode | ox.Literal]] = [
            (terms.code, code) for code in codes_of(leaf(said[RDF_TYPE]), _status(change.value))
        ]
        predicates = (terms.status, terms.code)
        more.append((terms.status, value))
        relabel = _ending(standing(_status(old)), standing(_status(change.value)))
    else:
        value = ox.Literal(change.value, datatype=XSD_DATE)
        more = [(predicate, value) for predicate in predicates]
        days = [day_label(date.fromisoformat(day)) for day in said[terms.date]]
        new = day_label(date.fromisoformat(change.value))
        relabel = lambda label: label.replace(days[0], new) if days and change.property == "date" else label  # noqa: E731
    note = f"{change.by} set {change.property} to {change.value}: {change.why}"
    more.append((SKOS_CHANGE_NOTE, ox.Literal(note)))
    kept = [quad for quad in quads if quad.subject != fact or quad.predicate not in {*predicates, RDFS_LABEL}]
    kept += [ox.Quad(subject, RDFS_LABEL, ox.Literal(relabel(label)), graph) for label in said[RDFS_LABEL]]
    return kept + [ox.Quad(subject, predicate, node, graph) for predicate, node in more]


def _ending(old: str, new: str) -> Callable[[str], str]:
    return lambda label: label.removesuffix(old) + new


def _status(name: str) -> Status:
    return next(status for status in STATUSES if status == name)


def _iri(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode) else ""


def by_fact(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """Return changes by their facts, in order."""
    found: defaultdict[str, list[Change]] = defaultdict(list)
    for change in sorted(changes, key=lambda c: (c.fact, c.property)):
        found[change.fact].append(change)
    return dict(found)
