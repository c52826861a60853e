"""A SPARQL endpoint asked with patience and mistrust: tried again, given up in time, no half answer taken for whole."""

from __future__ import annotations

import hashlib
import json
import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AGENT = "communique (SPARQLWrapper)"
_TRIES = 6
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0
_ONE_ANSWER = 30.0
"""Seconds for one answer, where the deadline leaves so many."""
_MOST = 64 * 1024 * 1024
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
END = "end"
"""The variable of the row that a query asks for last: an answer without it was cut, however well it was closed."""

Row = dict[str, str]


class EndpointError(Exception):
    """An endpoint that gave no answer: where, why, what to do."""


@dataclass(slots=True)
class Endpoint:
    """An endpoint's address, and how much time is left for all questions together (seconds, from its making)."""

    url: str
    deadline: float
    cache: Path | None = None
    wait: Callable[[float], None] = time.sleep
    asked: int = 0
    _begun: float = field(default_factory=time.monotonic)

    def rows(self, select: str, where: str) -> list[Row]:
        """Return the solutions of SELECT variables and a WHERE group, each value as its text.

        What was answered before comes from the cache. Raises EndpointError when the deadline has passed, the endpoint
        refuses the query, or it fails time and again.
        """
        query = f"SELECT {select} ?{END} {{ {{ {where} }} UNION {{ BIND(true AS ?{END}) }} }} ORDER BY ?{END}"
        name = hashlib.sha256(f"{self.url}\0{query}".encode()).hexdigest()
        kept = self.cache / f"{name}.json" if self.cache else None
        if kept is not None and kept.exists():
            return _solutions(kept.read_bytes())
        answer = self._answer(query)
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            fresh = kept.with_suffix(".new")
            fresh.write_bytes(answer)
            fresh.rename(kept)
        return _solutions(answer)

    def _answer(self, query: str) -> bytes:
        reason = ""
        for number in range(_TRIES):
            if number:
                self._pause(number, reason)
            self.asked += 1
            try:
                answer = self._once(query)
                _solutions(answer)
            except _RefusedError as error:
                raise EndpointError(f"{self.url}: it refuses the question ({error}); give another endpoint") from None
            except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
                reason = _told(error)
                if isinstance(error, HTTPError) and error.code not in _PASSING:
                    raise EndpointError(f"{self.url}: {reason}; give the address of a SPARQL endpoint") from None
            else:
                return answer
        raise EndpointError(f"{self.url}: no whole answer in {_TRIES} tries ({reason}); try again later")

    def _left(self) -> float:
        return self.deadline - (time.monotonic() - self._begun)

    def _pause(self, number: int, reason: str) -> None:
        """Wait before another try, longer each time and never in step with others."""
        seconds = min(_FIRST_WAIT * 2 ** (number - 1), _LONGEST_WAIT) * random.uniform(0.5, 1.5)  # noqa: S311 - no secret
        if seconds >= self._left():
            raise self._late(reason)
        self.wait(seconds)

    def _late(self, reason: str) -> EndpointError:
        told = f" ({reason})" if reason else ""
        return EndpointError(f"{self.url}: no answer within {self.deadline:g} s{told}; give a longer --deadline")

    def _once(self, query: str) -> bytes:
        from http.client import HTTPException  # noqa: PLC0415 - with the library below

        from SPARQLWrapper import POST, SPARQLExceptions, SPARQLWrapper  # noqa: PLC0415 - slow to load

        if self._left() <= 0:
            raise self._late("")
        until = time.monotonic() + min(self._left(), _ONE_ANSWER)
        wrapper = SPARQLWrapper(self.url, agent=AGENT, returnFormat="json")
        wrapper.setQuery(query)
        wrapper.setMethod(POST)
        wrapper.setTimeout(max(1, int(until - time.monotonic())))
        try:
            response = wrapper.query().response
            blocks: list[bytes] = []
            while block := response.read1(1 << 16):
                blocks.append(block)
                if time.monotonic() > until:
                    raise TimeoutError("it sends too slowly")
                if sum(map(len, blocks)) > _MOST:
                    raise _RefusedError("its answer is too large")
        except SPARQLExceptions.EndPointInternalError as error:
            raise OSError(_told(error)) from None
        except SPARQLExceptions.SPARQLWrapperException as error:
            raise _RefusedError(_told(error)) from None
        except HTTPException as error:
            raise OSError(_told(error)) from None
        if getattr(response, "length", 0):
            raise OSError("the connection was cut")
        return b"".join(blocks)


class _RefusedError(Exception):
    """An answer that another try would not make better."""


def _solutions(answer: bytes) -> list[Row]:
    """Return the rows of SPARQL JSON results. Raises ValueError where they are cut, by whatever means."""
    found: list[dict[str, Any]] = json.loads(answer)["results"]["bindings"]
    if not found or END not in found[-1]:
        raise ValueError("the answer was cut")
    return [{name: str(term["value"]) for name, term in row.items()} for row in found[:-1]]


def _told(error: Exception) -> str:
    return " ".join(f"{type(error).__name__} {error}".replace("\\n", " ").split())[:200]
