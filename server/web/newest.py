"""The newest rows of a saved question's answer: those that name what the newest articles tell of come first.

A short answer is read whole. Of a long one the newest facts are gone through, as the index has them, and the question
is asked of these alone, until there are rows enough: so what a feed takes does not grow with the dataset.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from server.search.entries import day_of
from server.web.people.nodes import values
from server.web.site import site
from server.workers.answer import Job
from server.workers.problems import QueryProblem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from queries.catalogue import Question
    from server.workers.pool import Row

WHOLE = 1000
"""How many rows an answer may have to be read whole."""
MOST = 10_000
"""How many are read where the newest facts do not give enough of them."""
FAR, STEP = 2000, 200
"""How many of the newest facts are gone through, and how many at a time."""
CLAIMS = 100
"""How many of the newest claims about each are gone through with it."""
_UNTOLD = 1 << 63


@dataclass(frozen=True, slots=True)
class Told:
    """A row of an answer, with the things that it tells of, and the ISO days of the first and the newest telling."""

    row: Row
    things: tuple[str, ...]
    place: int = _UNTOLD
    first: str = ""
    last: str = ""


def newest(question: Question, given: Mapping[str, str], most: int) -> list[Told]:
    """Return the newest rows of an answer, each once; `most` or all that there are.

    Raises QuestionError for a value that does not fit, QueryProblem for what cannot be answered.
    """
    query = question.bound(given, beside=question.nodes)
    rows = _rows(query, WHOLE)
    if rows is not None:
        return _sorted(question, rows)[:most]
    found = _walked(question, given, most) if question.nodes else []
    if len(found) < most:
        rows = _rows(query, MOST)
        found = found if rows is None else _sorted(question, rows)
    return found[:most]


def _walked(question: Question, given: Mapping[str, str], most: int) -> list[Told]:
    """Return rows that tell of the newest facts, in order, as many as are wanted where these give so many."""
    lists, after = site().lists, (0, 0)
    rows: list[Row] = []
    for _ in range(0, FAR, STEP):
        facts = lists.facts(after, STEP)
        if not facts:
            break
        after = facts[-1][1]
        claims = [f"{site().base}id/claim/{claim}" for fact, _ in facts for claim in lists.claims(fact, 0, CLAIMS)]
        for node in question.nodes:
            only = values(node, [*(fact for fact, _ in facts), *claims])
            rows += _rows(question.bound(given, beside=question.nodes, only=only), MOST) or ()
        # what is not found yet is told of in older articles: those before it are all there are
        found = [one for one in _sorted(question, rows) if one.place <= after[0]]
        if len(found) >= most:
            return found
    return []


def _sorted(question: Question, rows: Iterable[Row]) -> list[Told]:
    """Return rows newest first: each once, though several things may give the same one."""
    known: dict[str, tuple[int, int]] = {}
    found: dict[tuple[str, ...], Told] = {}
    for row in rows:
        own = {name: row[name] for name in question.columns if name in row}
        things = tuple(term.value for term in row.values() if isinstance(term, ox.NamedNode))
        for thing in things:
            if thing not in known:
                known[thing] = site().lists.told(thing)
        told = [known[thing] for thing in things if known[thing][0]]
        last, first = (min(n for n, _ in told), max(n for _, n in told)) if told else (_UNTOLD, _UNTOLD)
        one = Told(own, things, last, day_of(first) if told else "", day_of(last) if told else "")
        key = tuple(str(own.get(name)) for name in question.columns)
        before = found.get(key)
        if before is None:
            found[key] = one
        else:
            newer, older = sorted((before, one), key=lambda it: it.place)
            days = [day for day in (before.first, one.first) if day]
            found[key] = replace(newer, first=min(days, default=""), things=(*newer.things, *older.things))
    return sorted(found.values(), key=lambda one: one.place)


def _rows(query: str, most: int) -> list[Row] | None:
    """Return the solutions of a query, on the visitor's account; None where there are more."""
    most = min(site().max_rows or most, most)
    try:
        with closing(site().ask(Job(query, graph=None, base=site().base, rows=most))) as answer:
            data = b"".join(answer)
    except QueryProblem as problem:
        if problem.kind == "too-many-rows":
            return None
        raise
    found = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{name: term for name, term in zip(names, row, strict=True) if term is not None} for row in found]
