"""What a store on another server answers, read: solutions, one number, whether there is anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from server.remote.client import PartError

if TYPE_CHECKING:
    from collections.abc import Sequence


def boolean(found: Any) -> ox.QueryBoolean:
    """Return whether there is any solution."""
    words = "true" if next(iter(found), None) is not None else "false"
    told = ox.parse_query_results(f'{{"head":{{}},"boolean":{words}}}', format=ox.QueryResultsFormat.JSON)
    assert isinstance(told, ox.QueryBoolean)
    return told


def solutions(data: bytes, names: Sequence[str]) -> list[dict[str, Any]]:
    """Return the rows of JSON results, without what is not bound. Raises PartError where they break off."""
    try:
        found = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
        assert isinstance(found, ox.QuerySolutions)
        known = {variable.value for variable in found.variables}
        wanted = [name for name in names if name in known]
        return [{name: row[name] for name in wanted if row[name] is not None} for row in found]
    except (SyntaxError, ValueError) as error:
        raise PartError(f"its answer is no JSON of solutions: {error}") from None


def number(term: ox.Literal) -> int:
    """Return the number that a count is."""
    return int(term.value)
