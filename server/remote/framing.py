"""A query as another engine is to be asked it: with our prefixes, and with our default graph.

Engines differ in what a query sees outside GRAPH: a default graph of its own (Oxigraph, Fuseki, Stardog) or all graphs
at once (Virtuoso, GraphDB, QLever, Neptune). Of all that is said the dataset's default graph is what articles say
together, so where there is none it is a named graph, what a query has outside GRAPH is asked of that one, and GRAPH
with a variable does not find it. This is the one place where that difference is known.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from server.workers.guard import pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


_AGGREGATES = frozenset({"GROUP", "HAVING", "COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})


class _Piece(NamedTuple):
    kind: str
    text: str
    at: int
    depth: int

    @property
    def word(self) -> str:
        return self.text.upper() if self.kind == "word" else ""


def prefixed(query: str, base: str | None, prefixes: Mapping[str, str]) -> str:
    """Return a query with BASE, and with PREFIX for those of some prefixes that it uses and does not declare."""
    found = _pieces(query)
    declared = {b.text for a, b in itertools.pairwise(found) if a.word == "PREFIX"}
    used = {p.text.partition(":")[0] for p in found if p.kind == "name" and p.text[0] != "@"}
    wanted = [name for name in sorted(used & prefixes.keys()) if f"{name}:" not in declared]
    head = f"BASE <{base}> " if base else ""
    return head + "".join(f"PREFIX {name}: <{prefixes[name]}> " for name in wanted) + query


def framed(query: str, default: str, hidden: Iterable[str]) -> str:
    """Return a query whose default graph is a named one (the engine's own for ""), and which finds some graphs not.

    A query that chooses its graphs with FROM stays as it is. It must be SPARQL: see to that before.
    """
    found = _pieces(query)
    words = {piece.word for piece in found if not piece.depth}
    if "FROM" in words:
        return query
    inserts: list[tuple[int, str]] = []
    unseen = ", ".join(f"<{iri}>" for iri in hidden)
    for number, piece in enumerate(found[:-2]):
        variable, after = found[number + 1], found[number + 2]
        if piece.word == "GRAPH" and variable.kind == "variable" and after.text == "{":
            end = found[_closing(found, number + 2)].at + 1
            inserts.append((end, f" FILTER({variable.text} NOT IN ({unseen})) "))
    groups = [i for i, piece in enumerate(found) if piece.text == "{" and piece.kind == "sign" and not piece.depth]
    if groups and default:
        short = "CONSTRUCT" in words and found[groups[0] - 1].word != "CONSTRUCT"  # CONSTRUCT WHERE { P }
        opening = groups[1 if "CONSTRUCT" in words and not short else 0]
        begin, end = found[opening].at + 1, found[_closing(found, opening)].at
        if short:  # there GRAPH is not allowed
            inserts.append((found[opening - 1].at, f"{{{query[begin:end]}}} "))
        if query[begin:end].strip():
            inserts += [(begin, f" GRAPH <{default}> {{"), (end, "} ")]
    parts, last = [], 0
    for at, text in sorted(inserts, key=lambda one: one[0]):  # of two at one place, the first in the list comes first
        parts += [query[last:at], text]
        last = at
    return "".join([*parts, query[last:]])


def constructed(query: str) -> str:
    """Return a DESCRIBE as the CONSTRUCT of all that is said of what it names: engines differ in what they describe.

    Other queries stay as they are. Raises ValueError for DESCRIBE *, whose variables only the engine knows.
    """
    found = _pieces(query)
    start = next((i for i, piece in enumerate(found) if piece.word == "DESCRIBE" and not piece.depth), -1)
    if start < 0:
        return query
    end = next(
        (i for i in range(start, len(found)) if found[i].word in {"WHERE", "FROM"} or found[i].text == "{"), None
    )
    targets = found[start + 1 : end]
    if any(piece.text == "*" for piece in targets):
        raise ValueError("DESCRIBE * is not answered here: name the variables")
    group = next((p.at for p in found[end:] if p.word == "WHERE" or p.text == "{"), 0) if end is not None else 0
    middle = query[found[end].at : group] if end is not None else ""
    named = " ".join(piece.text for piece in targets if piece.kind != "variable")
    rest = query[group:] if group else ""
    parts = [f"{{ SELECT ({p.text} AS ?_it) {rest} }}" for p in targets if p.kind == "variable"]
    parts += [f"{{ VALUES ?_it {{ {named} }} }}"] if named else []
    pattern = f"{{ {' UNION '.join(parts)} ?_it ?_p ?_o }}"
    return f"{query[: found[start].at]}CONSTRUCT {{ ?_it ?_p ?_o }} {middle} WHERE {pattern}"


def selected(query: str) -> str:
    """Return an ASK as the SELECT of one solution: Virtuoso answers ASK with a table of its own."""
    at = next(piece.at for piece in _pieces(query) if piece.word == "ASK" and not piece.depth)
    return f"{query[:at]}SELECT (1 AS ?is) {query[at + 3 :]} LIMIT 1"


def inlined(query: str) -> str:
    """Return a query whose last VALUES stands in its group, where it means the same: Virtuoso wants it projected else.

    Behind an aggregate it does not mean the same, and stays.
    """
    found = _pieces(query)
    last = next((i for i, piece in enumerate(found) if piece.word == "VALUES" and not piece.depth), 0)
    if not last or any(piece.word in _AGGREGATES for piece in found):
        return query
    group = max(piece.at for piece in found[:last] if piece.text == "}" and not piece.depth)
    begin = found[last].at
    return f"{query[:group]} {query[begin:]} {query[group:begin]}"


def _pieces(query: str) -> list[_Piece]:
    """Return words and signs with how deep in brackets they stand; a closing one as deep as what it opens."""
    found: list[_Piece] = []
    depth = 0
    for kind, text, at in pieces(query):
        depth -= kind == "sign" and text in {")", "}", "]"}
        found.append(_Piece(kind, text, at, depth))
        depth += kind == "sign" and text in {"(", "{", "["}
    return found


def _closing(found: Sequence[_Piece], opening: int) -> int:
    depth = found[opening].depth
    return next(i for i in range(opening + 1, len(found)) if found[i].depth == depth and found[i].text == "}")
