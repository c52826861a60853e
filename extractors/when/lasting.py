"""How long an occasion lasts: "returned on Sunday from a three-day visit" tells its first day too."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from extractors.when.calendar import number
from extractors.when.clauses import STEPS

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.document import Document
    from ontology.facts import Moment

_LENGTH = re.compile(r"\b(?P<n>[a-z]+|\d{1,2})(?:-day(?: \w+)?| days of)\s$", re.IGNORECASE)
ENDS = frozenset("return end conclude close finish complete wrap leave depart".split())
"""Verbs of what is over: "ended a three-day trip on Tuesday"."""
_END = frozenset({"end", "close", "conclusion"})


def lasting(document: Document, noun: Token, moment: Moment) -> Moment:
    """Return all the days of an occasion of so many that was over on the one told; else the moment as it is."""
    match = _LENGTH.search(document.article.text, max(0, noun.idx - 40), noun.idx)
    days = number(match["n"]) if match is not None else None
    last = moment.latest
    if not days or last is None or moment.earliest != last or not _over(noun):
        return moment
    return replace(moment, earliest=last - timedelta(days=days - 1))


def _over(noun: Token) -> bool:
    token = noun
    for _ in range(STEPS):
        if token.head.i == token.i:
            break
        token = token.head
        if token.lemma_.lower() in _END or (token.pos_ in {"VERB", "AUX"} and token.lemma_ in ENDS):
            return True
        if token.pos_ in {"VERB", "AUX"}:
            break
    return False
