"""The store's indexes held against each other: a query that takes another one must find the same quads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph as ox


def disagreements(store: ox.Store, name: str) -> Iterator[str]:
    """Yield by which ways into a store other quads are found than by reading it from end to end.

    The engine keeps its quads nine times, sorted otherwise, and answers from the copy that fits a query best.
    """
    subjects: set[ox.NamedNode | ox.BlankNode | ox.Triple] = set()
    predicates: set[ox.NamedNode] = set()
    values: set[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = set()
    whole = _sum(_seen(store, subjects, predicates, values))
    ways = {
        "subject": (quad for s in subjects for quad in store.quads_for_pattern(s, None, None, None)),
        "property": (quad for p in predicates for quad in store.quads_for_pattern(None, p, None, None)),
        # pyoxigraph 0.5.13 on disk: the pattern of a number whose last byte is 255 finds the next numbers as well
        "value": (q for o in values for q in store.quads_for_pattern(None, None, o, None) if q.object == o),
    }
    yield from (
        f"{name} finds other quads by {way} than it holds" for way, quads in ways.items() if _sum(quads) != whole
    )
    for graph in store.named_graphs():
        held = list(store.quads_for_pattern(None, None, None, graph))
        by = {
            "property": (q for p in {q.predicate for q in held} for q in store.quads_for_pattern(None, p, None, graph)),
            "value": (
                q
                for o in {q.object for q in held}
                for q in store.quads_for_pattern(None, None, o, graph)
                if q.object == o
            ),
        }
        for way, quads in by.items():
            if _sum(quads) != _sum(held):
                yield f"{name} finds other quads by {way} in {graph.value} than it holds"


def _seen(store: ox.Store, subjects: set, predicates: set, values: set) -> Iterator[ox.Quad]:  # type: ignore[type-arg]
    """Yield all quads of a store, and note what they are made of."""
    for quad in store:
        subjects.add(quad.subject)
        predicates.add(quad.predicate)
        values.add(quad.object)
        yield quad


def _sum(quads: Iterable[ox.Quad]) -> tuple[int, int]:
    """Return number and sum of quads, the same for the same quads in any order."""
    number = total = 0
    for quad in quads:
        number += 1
        total += hash(quad)
    return number, total
