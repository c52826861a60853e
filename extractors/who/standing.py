"""Each holding once: what the same title says again, what a rank or a bare "minister" says less well."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.who.whose import ranked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractors.document import Document
    from extractors.who.offices import Link
    from extractors.who.titles import Title
    from ontology.facts import Entity, Holding, Office

PORTFOLIOS = frozenset("foreign-minister defence-minister interior-minister finance-minister deputy-minister".split())
"""Kinds of ministers whom "the minister" may mean afterwards."""


def merged(holdings: Iterable[Holding]) -> tuple[Holding, ...]:
    """Return each holding once, with the claims of all that are the same."""
    found: dict[tuple[Entity, str, Entity, str], Holding] = {}
    given = tuple({(h.holder, h.office.kind, h.title, h.phase, h.claims[0]): h for h in holdings}.values())
    former = {(h.holder, h.office) for h in given if h.phase == "former"}
    ministers = {(h.holder, h.office.of) for h in given if h.phase == "current" and h.office.kind in PORTFOLIOS}
    offices_: defaultdict[Entity, set[Office]] = defaultdict(set)
    for holding in given:
        if not ranked(holding.office.kind, holding.title):
            offices_[holding.holder].add(holding.office)
    for holding in given:
        if (
            holding.phase == "current"
            and (holding.holder, holding.office) in former
            and all(c.rule == "office:predicate" for c in holding.claims)
        ):
            continue  # "the former president ... before becoming president"
        bare = holding.office.kind == "other-minister" and holding.title.lower() == "minister"
        if bare and (holding.holder, holding.office.of) in ministers:
            continue  # "Foreign Minister Josephat Mutiso ... Minister Mutiso"
        if ranked(holding.office.kind, holding.title) and offices_[holding.holder] - {holding.office}:
            continue  # "General Ida Friis, the defence minister": what she is told is more than her rank
        key = (holding.holder, holding.office.kind, holding.office.of, holding.phase)
        known = found.get(key)
        found[key] = replace(known, claims=tuple(dict.fromkeys((*known.claims, *holding.claims)))) if known else holding
    return tuple(found.values())


def stands_in(document: Document, title: Title) -> bool:
    """Say whether a title is held in somebody's stead: "acting president"."""
    return any(t.lower_ in {"acting", "interim", "caretaker"} for t in document.doc[title.start : title.core])


def sorted_out(document: Document, links: tuple[Link, ...], told: list[Title]) -> tuple[Link, ...]:
    """Return the links, the bare "minister" being of the one portfolio that the article tells of, if it is one."""
    portfolios = {t.kind for t in told if t.kind in PORTFOLIOS - {"deputy-minister"}}
    if len(portfolios) != 1 or any(t.kind == "other-minister" and not _bare(document, t) for t in told):
        return links
    kind = portfolios.pop()
    return tuple(replace(k, title=replace(k.title, kind=kind)) if _bare(document, k.title) else k for k in links)


def _bare(document: Document, title: Title) -> bool:
    """Say whether a title is "minister" alone, with no more than whose it is."""
    bare = title.kind == "other-minister" and title.words.lower() == "minister" and title.phase == "current"
    return bare and not any(t.tag_ in {"NN", "NNS"} for t in document.doc[title.start : title.core])
