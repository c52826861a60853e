"""Texts that people give for parameters, parsed into RDF terms: nothing is ever pasted into a query."""

from __future__ import annotations

import difflib
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, Literal

import pyoxigraph as ox

from ontology import others, terms
from ontology.prefixes import PREDEFINED
from queries.errors import QuestionError

Type = Literal["string", "iri", "date", "integer", "decimal"]
TYPES: Final[dict[str, Type]] = {
    "string": "string",
    "iri": "iri",
    "date": "date",
    "integer": "integer",
    "decimal": "decimal",
}
"""The types of parameters, by the suffix of the variable that names them."""

_NEVER_IN_IRI = frozenset('<>"{}|\\^`')


def term(name: str, kind: Type, value: str) -> ox.NamedNode | ox.Literal:
    """Return the term that a text means as a value of a parameter.

    An IRI may be whole, prefixed (`cmq:Meeting`) or the bare name of a term of ours (`Meeting`). Raises QuestionError,
    saying what was expected.
    """
    text = value.strip()
    if kind == "string":
        if any(not c.isprintable() for c in text):
            raise QuestionError(name, f"{name} is a text without control characters")
        return ox.Literal(text)
    if kind == "date":
        try:
            return ox.Literal(date.fromisoformat(text).isoformat(), datatype=others.XSD_DATE)
        except ValueError:
            raise QuestionError(name, f"{name} is a day such as 2025-10-12, not {value!r}") from None
    if kind == "integer":
        if not text.removeprefix("-").isdecimal() or not text.isascii() or len(text) > 18:
            raise QuestionError(name, f"{name} is a whole number, not {value!r}")
        return ox.Literal(str(int(text)), datatype=others.XSD_INTEGER)
    if kind == "decimal":
        return ox.Literal(_decimal(name, text), datatype=others.XSD_DECIMAL)
    return _iri(name, text)


def _decimal(name: str, text: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or len(text) > 18 or abs(number.adjusted()) > 18:
        raise QuestionError(name, f"{name} is a number such as 0.5, not {text!r}")
    plain = f"{number.normalize():f}"
    return plain if "." in plain else plain + ".0"


def _iri(name: str, text: str) -> ox.NamedNode:
    if text in terms.BY_NAME:
        return terms.BY_NAME[text]
    prefix, colon, local = text.partition(":")
    whole = PREDEFINED[prefix] + local if colon and prefix in PREDEFINED else text
    if whole.startswith(terms.NS) or not colon:
        known = whole.removeprefix(terms.NS)
        if known not in terms.BY_NAME:
            near = difflib.get_close_matches(known, terms.BY_NAME, 3, 0.6)
            hint = f"did you mean {' or '.join(near)}?" if near else "it is a term of the ontology or a whole IRI"
            raise QuestionError(name, f"{name}: {text!r} is no term of the ontology; {hint}")
        return terms.BY_NAME[known]
    if not whole.startswith(("http://", "https://", "urn:")) or any(
        c in _NEVER_IN_IRI or c.isspace() or not c.isprintable() for c in whole
    ):
        raise QuestionError(name, f"{name} is an IRI that begins with http:// or https://, not {text!r}")
    return ox.NamedNode(whole)
