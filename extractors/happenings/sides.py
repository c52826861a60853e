"""Who stands on whose side: a person on that of the state or body whose office he holds."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ontology.facts import Holding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractors.reading import Reading
    from ontology.facts import Entity

PARTIES = frozenset({"State", "Government", "ArmedForce", "GovernmentBody", "ArmedGroup", "PoliticalParty"})
"""Kinds that can be an adversary."""


class Sides:
    """Which actors of an article speak for which others."""

    def __init__(self, reading: Reading) -> None:
        self._of: defaultdict[Entity, set[Entity]] = defaultdict(set)
        for holding in reading.all(Holding):
            self._of[holding.holder].add(holding.office.of)

    def side(self, one: Entity) -> set[Entity]:
        """Return an actor with all for whom it speaks."""
        found = {one, *self._of.get(one, ())}
        within = one.within
        while within is not None and within not in found:
            found.add(within)
            within = within.within
        return found

    def same(self, some: Iterable[Entity], others: Iterable[Entity]) -> bool:
        """Say whether an actor of the one group stands on the side of one of the other."""
        left = {e for one in some for e in self.side(one)}
        return any(left & self.side(other) for other in others)

    def against(self, some: Iterable[Entity], others: Iterable[Entity]) -> bool:
        """Say whether both groups are known and none of them shares a side, so that one speaks of the other."""
        some, others = tuple(some), tuple(others)
        party = any(e.kind in PARTIES for other in others for e in self.side(other))
        return bool(some) and party and not self.same(some, others)
