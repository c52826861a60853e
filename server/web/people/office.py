"""An office: who held it when, as seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ontology import terms
from server.web.people import facts as f
from server.web.people.entity import HELD
from server.web.people.nodes import Nodes, fetch, fetch_names, term_label

if TYPE_CHECKING:
    from server.web.people.nodes import Data

LIKE = 12
"""How many offices like it a page leads to."""


@dataclass(frozen=True, slots=True)
class OfficePage:
    """All that an office's page shows; `spans` are its rows as IRI of the holder, name, phase, first, last day."""

    thing: f.Thing
    of: tuple[f.Thing, ...]
    kind: str
    holdings: tuple[f.Fact, ...]
    """Those that the page shows, the newest first."""
    held: int
    """How many holdings there are."""
    start: int
    spans: tuple[tuple[str, str, str, str, str], ...]
    siblings: tuple[f.Thing, ...]
    lede: str


def office(data: Data, iri: str, start: int = 0) -> OfficePage | None:
    """Return an office's page, its holdings from number `start` on; None where nothing is known of it."""
    rows = data.rows
    own = Nodes(fetch(rows, [iri]))
    if iri not in own:
        return None
    held, number = data.lists.holdings(iri, start, HELD)
    nodes = f.load(data, held)
    kinds = own.iris(iri, terms.kind)
    like = _like(data, iri, own.label(iri))
    names = Nodes(fetch_names(rows, [*own.iris(iri, terms.officeOf), *like]))
    found = tuple(f.of(nodes, h) for h in held)
    spans = tuple(
        (
            holder,
            nodes.label(holder),
            fact.phase,
            nodes.text(fact.iri, terms.seenFrom),
            nodes.text(fact.iri, terms.seenTo),
        )
        for fact in found
        for holder in nodes.iris(fact.iri, terms.holder)
    )
    return OfficePage(
        thing=f.thing(own, iri),
        of=tuple(f.thing(names, i) for i in own.iris(iri, terms.officeOf)),
        kind=term_label(kinds[0].removeprefix(terms.NS)).capitalize() if kinds else "",
        holdings=found,
        held=number,
        start=start,
        spans=spans,
        siblings=tuple(f.thing(names, i) for i in like),
        lede=_lede(spans, found) if not start else "",
    )


def _lede(spans: tuple[tuple[str, str, str, str, str], ...], found: tuple[f.Fact, ...]) -> str:
    current = [(span[4], span[1], fact) for span, fact in zip(spans, found, strict=False) if span[2] == "current"]
    if not current:
        return ""
    _, name, fact = max(current, key=lambda c: (c[0], c[1]))
    return f"{name}, as seen {fact.when.words}." if fact.when else f"{name}."


def _like(data: Data, iri: str, label: str) -> list[str]:
    kind, of, _ = label.partition(" of ")
    found = data.lists.beginning("Office", f"{kind}{of}", LIKE + 1) if of else []
    return [one for one in found if one != iri][:LIKE]
