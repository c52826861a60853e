"""What article graphs say of things that many name: kept in memory, so that one more article needs none of them read.

A state is in every tenth article. What is said of it in all of them is counted when it is first touched; from then on
the counts follow what comes and goes.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from ontology import terms
from server.store.merge import tally_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyoxigraph as ox

    from server.store.merge import Subject, Tally

_MANY = 8
"""From so many graphs on a subject is kept."""
_KEPT = 5000
"""How many subjects are kept, those that were touched last: some tens of megabytes."""


class Tallies:
    """The tallies of the subjects of one store that are kept. Who writes to the store must keep them true."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Subject, Tally] = OrderedDict()

    def moved(self, subject: Subject, gone: Iterable[ox.Quad], come: Iterable[ox.Quad]) -> Tally | None:
        """Return the tally of a subject once quads of article graphs have gone and come, None where it is not kept."""
        tally = self._kept.get(subject)
        if tally is None:
            return None
        self._kept.move_to_end(subject)
        tally.update(tally_of(come))
        tally.subtract(tally_of(gone))
        if any(predicate == terms.status for predicate, _ in tally):
            del self._kept[subject]  # which status stands is no matter of how many say so
            return None
        self._kept[subject] = tally = +tally
        return tally

    def keep(self, subject: Subject, quads: Sequence[ox.Quad]) -> None:
        """Note what all article graphs say of a subject, where many do and none tells of a status."""
        graphs = {quad.graph_name for quad in quads} if len(quads) >= _MANY else ()
        if len(graphs) >= _MANY and not any(quad.predicate == terms.status for quad in quads):
            self._kept[subject] = tally_of(quads)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget all."""
        self._kept.clear()
