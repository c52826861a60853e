"""What all articles say together: the graphs of articles merged, subject by subject, into the default graph.

The result depends on the quads alone, never on the order in which articles came.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import terms
from ontology.facts import STATUSES
from ontology.others import RDFS_LABEL, SKOS_ALT_LABEL

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Subject = ox.NamedNode | ox.BlankNode | ox.Triple
Tally = Counter[tuple[ox.NamedNode, Node]]
"""How many graphs say each thing, property and value, of one subject."""
Days = dict[str, str]
"""The day of publication (ISO 8601, or "" where unknown) of the article of each graph, by the graph's IRI."""

_RANK = {terms.BY_NAME[status]: rank for rank, status in enumerate(STATUSES)}
_EXTREMES = {terms.seenFrom: min, terms.seenTo: max}
ONCE = frozenset({RDFS_LABEL, terms.status, *_EXTREMES})
"""What a subject can have only once."""
_WINNERS = frozenset({terms.status, terms.code, terms.date, terms.earliest, terms.latest})
"""What an event takes only from the article whose status won: a code follows the status it was given for, and days
that differ are never averaged. The claims keep what each article says."""


def merge(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return the merged default graph of article graphs, sorted; quads outside named graphs are left out."""
    by_subject: defaultdict[str, list[ox.Quad]] = defaultdict(list)
    found: Days = {}
    for quad in quads:
        if isinstance(quad.graph_name, ox.NamedNode):
            by_subject[str(quad.subject)].append(quad)
            if quad.predicate == terms.published and isinstance(quad.object, ox.Literal):
                found[quad.graph_name.value] = max(found.get(quad.graph_name.value, ""), quad.object.value)
    return [quad for subject in sorted(by_subject) for quad in merge_subject(by_subject[subject], found)]


def merge_subject(quads: Iterable[ox.Quad], days: Mapping[str, str]) -> list[ox.Quad]:
    """Return what `merged` does, sorted."""
    return sorted(merged(quads, days), key=str)


def merged(quads: Iterable[ox.Quad], days: Mapping[str, str]) -> set[ox.Quad]:
    """Return what the default graph says of one subject, from all that article graphs say of it.

    Everything said is kept, but for what a subject can have only once: its label (other names become skos:altLabel),
    an event's status with its codes, and the first and last day on which a holding was seen.
    """
    quads = list(quads)
    if len({quad.graph_name for quad in quads}) <= 1 and _is_plain(quads):
        return {ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads}
    subject, winner = quads[0].subject, _winner(quads, days)
    if winner is None:
        return tallied(subject, tally_of(quads))
    told: Tally = Counter()
    own: set[str] = set()
    for quad in quads:
        is_winner = _graph(quad) == winner
        if quad.predicate not in _WINNERS or (is_winner and quad.predicate != terms.status):
            told[quad.predicate, quad.object] += 1
        if is_winner and quad.predicate == RDFS_LABEL and isinstance(quad.object, ox.Literal):
            own.add(quad.object.value)
    return tallied(subject, told, own) | {ox.Quad(subject, terms.status, _status(quads, winner))}


def tally_of(quads: Iterable[ox.Quad]) -> Tally:
    """Return how many graphs say each thing of one subject."""
    return Counter((quad.predicate, quad.object) for quad in quads)


def tallied(subject: Subject, tally: Tally, own: Collection[str] = ()) -> set[ox.Quad]:
    """Return what the default graph says of a subject that no status is told of, from how many graphs say what.

    Where `own` labels are given, the one label is among these.
    """
    said: set[tuple[ox.NamedNode, Node]] = set()
    labels: Counter[str] = Counter()
    extremes: dict[ox.NamedNode, ox.Literal] = {}
    for (predicate, value), number in tally.items():
        if predicate == RDFS_LABEL and isinstance(value, ox.Literal):
            labels[value.value] += number
        elif predicate in _EXTREMES and isinstance(value, ox.Literal):
            known = extremes.get(predicate, value)
            extremes[predicate] = _EXTREMES[predicate](known, value, key=lambda literal: literal.value)
        else:
            said.add((predicate, value))
    if labels:
        label = min(own or labels, key=lambda label: (-labels[label], -len(label), label))
        said |= {(SKOS_ALT_LABEL, ox.Literal(other)) for other in labels if other != label}
        said.discard((SKOS_ALT_LABEL, ox.Literal(label)))
        said.add((RDFS_LABEL, ox.Literal(label)))
    return {ox.Quad(subject, p, o) for p, o in said | extremes.items()}


def _is_plain(quads: list[ox.Quad]) -> bool:
    """Say whether one graph says nothing of a subject that it can have only once and has more often."""
    once = [quad.predicate for quad in quads if quad.predicate in ONCE]
    return len(once) == len(set(once)) and not any(quad.predicate == SKOS_ALT_LABEL for quad in quads)


def _winner(quads: list[ox.Quad], days: Mapping[str, str]) -> str | None:
    """Return the graph whose status an event takes, None where the subject is no event.

    The latest article wins; on one day the higher status does, and then the graph's IRI decides. Claims carry a status
    as well, but each stands in one graph alone, so the rule changes nothing for them.
    """
    graphs = {_graph(quad) for quad in quads if quad.predicate == terms.status}
    ranked = ((days.get(graph, ""), -_RANK.get(_status(quads, graph), len(_RANK)), graph) for graph in graphs)
    return max(ranked, default=(None, None, None))[2]


def _status(quads: list[ox.Quad], graph: str) -> ox.NamedNode:
    """Return the highest status that one graph gives."""
    given = (
        quad.object
        for quad in quads
        if quad.predicate == terms.status and _graph(quad) == graph and isinstance(quad.object, ox.NamedNode)
    )
    return min(given, key=lambda status: (_RANK.get(status, len(_RANK)), status.value))


def _graph(quad: ox.Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
