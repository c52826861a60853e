"""What a dataset holds of each term of the ontology: a thing or two, to show how the term is used."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ontology import others, terms
from server.web.people.vocabulary import Term, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.web.people.nodes import Rows

_CHUNK = 40
_EACH = 2


def live(rows: Rows) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return what the dataset holds of each term: labels and IRIs of up to two things, by the term's name."""
    parts = [part for term in _all() if (part := _pattern(term))]
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for at in range(0, len(parts), _CHUNK):
        union = " UNION ".join(parts[at : at + _CHUNK])
        for row in rows(f"SELECT ?t ?s ?l {{ {union} }}"):
            found[row["t"].value.removeprefix(terms.NS)].append((row["l"].value, row["s"].value))
    return {name: tuple(sorted(pairs)[:_EACH]) for name, pairs in found.items()}


def _pattern(term: Term) -> str:
    """Return a sub-query for things that use a term, "" where the data do not."""
    it, label = f"<{term.iri}>", others.RDFS_LABEL
    if term.kind == "class":
        body = f"?s a {it}"
    elif term.kind == "property":
        body = f"?s {it} ?v"
    elif term.kind == "concept":
        body = (
            f"?s {terms.kind}|{terms.code}|{terms.status}|{terms.phase} {it} FILTER NOT EXISTS {{ ?s a {terms.Claim} }}"
        )
    else:
        return ""
    return f"{{ SELECT ({it} AS ?t) ?s ?l {{ {body} . ?s {label} ?l }} LIMIT {_EACH} }}"


def _all() -> Iterable[Term]:
    return (term for section in vocabulary().sections for term in section.terms)
