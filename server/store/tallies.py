"""What article graphs say of things that several name: kept in memory, so that one more article needs none read.

A state is in every tenth article. What is said of it in all of them is counted when it is first touched; from then on
the counts follow what comes and goes. An event is told of by a few articles within days: what these say of it is kept
as it is, because it matters which of them says what; and so are the articles themselves.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

from ontology import terms
from server.store.merge import merged, tallied, tally_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import pyoxigraph as ox

    from server.store.merge import Subject, Tally
    from server.store.view import Facts

_MANY = 8
"""From so many graphs on it is counted how many say what of a subject."""
_SEVERAL = 2
"""From so many on a subject is kept: of most only one article ever speaks."""
_KEPT = 1500
_TOLD = 100
"""How many subjects and articles are kept, those that were touched last: some tens of megabytes each."""


class Kept(NamedTuple):
    """What the default graph says of a subject, and why: what each article graph does, or how many of them say what.

    Where it tells neither it is not worth keeping.
    """

    shown: set[ox.Quad]
    quads: frozenset[ox.Quad] = frozenset()
    tally: Tally | None = None

    def moved(
        self, subject: Subject, gone: Collection[ox.Quad], come: Collection[ox.Quad], days: Mapping[str, str]
    ) -> Kept:
        """Return what there is once quads of article graphs have gone and come, in articles of these days."""
        if self.tally is not None:
            tally = self.tally.copy()
            tally.update(tally_of(come))
            tally.subtract(tally_of(gone))
            tally = +tally
            return Kept(tallied(subject, tally), tally=tally)
        quads = self.quads.difference(gone).union(come) if self.quads else come
        shown = merged(quads, days)
        graphs = len({quad.graph_name for quad in quads}) if len(quads) >= _SEVERAL else 0
        if graphs < _SEVERAL:
            return Kept(shown)
        if graphs < _MANY or any(quad.predicate == terms.status for quad in quads):
            return Kept(shown, frozenset(quads))  # which status stands is no matter of how many say so
        return Kept(shown, tally=tally_of(quads))


class Tallies:
    """What is kept of the subjects of one store. Who writes to the store must keep it true."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Subject, Kept] = OrderedDict()
        self._told: OrderedDict[str, tuple[Facts, set[ox.Quad]]] = OrderedDict()

    def take(self, subject: Subject, come: Iterable[ox.Quad]) -> Kept | None:
        """Return what is kept of a subject, and keep it no more; None where what comes makes that useless."""
        kept = self._kept.pop(subject, None)
        is_enough = kept is None or kept.tally is None or not any(quad.predicate == terms.status for quad in come)
        return kept if is_enough else None

    def keep(self, subject: Subject, what: Kept) -> None:
        """Keep what there is of a subject, where that is worth it."""
        if what.quads or what.tally is not None:
            self._kept[subject] = what
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)

    def told(self, graph: str) -> tuple[Facts, set[ox.Quad]] | None:
        """Return what is kept of an article: what was read from it, and what the store holds of it."""
        return self._told.get(graph)

    def tell(self, graph: str, told: Facts, shown: set[ox.Quad]) -> None:
        """Keep what there is of an article that was touched: those that come next may let it mean something else."""
        self._told.pop(graph, None)
        self._told[graph] = told, shown
        if len(self._told) > _TOLD:
            self._told.popitem(last=False)

    def clear(self) -> None:
        """Forget all."""
        self._kept.clear()
        self._told.clear()
