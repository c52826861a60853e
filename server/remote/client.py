"""Requests to a remote store with patience and mistrust: tried again, given up in time, no part taken for the whole.

SPARQLWrapper writes queries and updates as the protocol wants them; what opens them here follows no redirection (an
update that is sent on becomes a GET without its text) and answers a digest's challenge. Every request may be sent
twice: what is written is written by value, so that the second time changes nothing.
"""

from __future__ import annotations

import base64
import io
import random
import shutil
import time
import urllib.request
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import IO, TYPE_CHECKING, Any, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import quote

from server.remote.errors import RemoteError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from http.client import HTTPResponse

    from server.remote.address import Address

T = TypeVar("T")
AGENT = "communique (SPARQLWrapper)"
JSON, NTRIPLES = "application/sparql-results+json", "application/n-triples"
_FIRST_WAIT, _LONGEST_WAIT = 0.1, 5.0
_AT_FIRST = 5.0
"""Seconds that a store is given that never answered: its address may be wrong."""
_PASSING = frozenset({408, 425, 429, 502, 503, 504})
_PERHAPS = 3
"""How often a request is sent that the store says went wrong in it (500): it may be wrong for good."""


class PartError(Exception):
    """An answer that is not whole."""


@dataclass(slots=True)
class Client:
    """Who asks a store."""

    address: Address
    wait: Callable[[float], None] = time.sleep
    _known: bool = False
    _passwords: urllib.request.HTTPPasswordMgr = field(default_factory=urllib.request.HTTPPasswordMgrWithDefaultRealm)
    _authorization: str = ""

    def __post_init__(self) -> None:
        where = self.address
        if where.key:
            self._authorization = f"Bearer {where.key}"
        elif where.user and where.digest:
            urls = [url for url in (where.query, where.update, where.graphs) if url]
            self._passwords.add_password(None, urls, where.user, where.password)  # type: ignore[arg-type] # any realm
        elif where.user:
            told = base64.b64encode(f"{where.user}:{where.password}".encode()).decode()
            self._authorization = f"Basic {told}"

    def select(self, query: str, read: Callable[[bytes], T]) -> T:
        """Return what a function reads from the whole JSON results of a query.

        Where it raises PartError, or anything else says that the answer is a part, the query is sent again. Raises
        RemoteError.
        """
        return self._patiently(self.address.query, lambda: self._asked(query, JSON), lambda answer: read(answer.read()))

    def stream(self, query: str, accept: str, default: Sequence[str] = (), named: Sequence[str] = ()) -> IO[bytes]:
        """Return the answer of a query on its way; reading it raises RemoteError where it breaks off."""
        made = lambda: self._asked(query, accept, default, named)  # noqa: E731 - as in the others
        return self._patiently(self.address.query, made, lambda answer: answer)

    def update(self, text: str) -> None:
        """Do an update. Raises RemoteError; then it may have been done or not."""
        self._patiently(self.address.update, lambda: self._updated(text), lambda answer: answer.read())

    def graph(self, iri: str, file: IO[bytes], count: Callable[[], int]) -> None:
        """Write a graph of the graph store to an empty file as N-Triples; nothing where there is no such graph.

        "" is the store's default graph.
        It has to have as many lines as `count` tells of triples. Raises RemoteError.
        """
        url = self._graph(iri)
        made = lambda: urllib.request.Request(url, headers={"Accept": NTRIPLES})  # noqa: E731, S310 - checked before

        def read(answer: IO[bytes]) -> None:
            file.seek(0)
            file.truncate()
            shutil.copyfileobj(answer, file, 1 << 18)
            file.seek(0)
            came, wanted = sum(1 for line in file if line.strip()), count()
            file.seek(0)
            if came != wanted:
                raise PartError(f"of {wanted} triples {came} came")

        self._patiently(url, made, read, nothing=lambda: read(io.BytesIO()))

    def add(self, iri: str, triples: bytes) -> None:
        """Add N-Triples to a graph of the graph store. Raises RemoteError; then they may be there or not."""
        url = self._graph(iri)
        told = {"Content-Type": NTRIPLES}
        made = lambda: urllib.request.Request(url, triples, told, method="POST")  # noqa: E731, S310 - checked before
        self._patiently(url, made, lambda answer: answer.read())

    def _graph(self, iri: str) -> str:
        return f"{self.address.graphs}?graph={quote(iri, safe='')}" if iri else f"{self.address.graphs}?default"

    def _patiently(
        self,
        url: str,
        made: Callable[[], urllib.request.Request],
        read: Callable[[IO[bytes]], T],
        nothing: Callable[[], T] | None = None,
    ) -> T:
        patience = self.address.deadline if self._known else min(self.address.deadline, _AT_FIRST)
        until, tries, reason = time.monotonic() + patience, 0, ""
        while True:
            tries += 1
            try:
                return read(io.BufferedReader(self._opened(made(), until), 1 << 16))
            except HTTPError as error:
                reason = f"{error.code} {_line(error.read(2000).decode('utf-8', 'replace') or error.reason)}"
                if error.code == 404 and nothing is not None:
                    self._known = True
                    return nothing()
                if error.code not in _PASSING and not (error.code == 500 and tries < _PERHAPS):
                    raise RemoteError(f"the store at {url} refuses it ({reason})") from None
            except (URLError, HTTPException, PartError, TimeoutError, ConnectionError, EOFError) as error:
                reason = _line(str(getattr(error, "reason", "") or error) or type(error).__name__)
            pause = min(_FIRST_WAIT * 2 ** (tries - 1), _LONGEST_WAIT) * random.uniform(0.5, 1.5)  # noqa: S311 - no secret
            if time.monotonic() + pause >= until:
                advice = "see whether it runs and can be reached, then give the same command again"
                raise RemoteError(f"the store at {url} gives no whole answer in {patience:g} s ({reason}); {advice}")
            self.wait(pause)

    def _opened(self, request: urllib.request.Request, until: float) -> _Answer:
        if self._authorization:
            request.add_unredirected_header("Authorization", self._authorization)
        digest = urllib.request.HTTPDigestAuthHandler(self._passwords)  # a new one: it counts challenges, and gives up
        opener = urllib.request.build_opener(_NoRedirection(), digest)
        response = opener.open(request, timeout=max(0.1, min(until - time.monotonic(), self.address.deadline / 2)))
        self._known = True
        return _Answer(response, until)

    def _asked(
        self, query: str, accept: str, default: Sequence[str] = (), named: Sequence[str] = ()
    ) -> urllib.request.Request:
        return self._request(
            self.address.query, query, accept, {"default-graph-uri": default, "named-graph-uri": named}
        )

    def _updated(self, text: str) -> urllib.request.Request:
        return self._request(self.address.update, text, "*/*", {})

    @staticmethod
    def _request(url: str, text: str, accept: str, more: dict[str, Sequence[str]]) -> urllib.request.Request:
        from SPARQLWrapper import POST, SPARQLWrapper  # noqa: PLC0415 - slow to load

        wrapper = SPARQLWrapper(url, agent=AGENT)
        wrapper.setQuery(text)
        wrapper.setMethod(POST)
        wrapper.setOnlyConneg(True)
        for name, values in more.items():
            for value in values:
                wrapper.addParameter(name, value)
        request: urllib.request.Request = wrapper._createRequest()  # noqa: SLF001 - its own way of opening is too trusting
        request.add_header("Accept", accept)
        return request


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> None:
        """Follow nothing: the answer becomes an error."""


class _Answer(io.RawIOBase):
    """The bytes of an answer; its end is an end only where the store says so."""

    def __init__(self, response: HTTPResponse, until: float) -> None:
        super().__init__()
        self._response, self._until = response, until
        limit = response.headers.get("X-SPARQL-MaxRows")
        state = response.headers.get("X-SQL-State")
        if response.status == 206 or limit or state:
            why = f"it gives at most {limit} rows" if limit else f"{state or 206}: it ran out of its own time"
            response.close()
            raise RemoteError(f"{response.geturl()} gave a part of the answer ({why}); raise that limit of the store")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            count = self._response.readinto(buffer)
        except (HTTPException, OSError) as error:
            raise ConnectionError(f"the answer broke off ({_line(str(error)) or type(error).__name__})") from None
        if not count and len(buffer):
            if getattr(self._response, "length", 0):
                raise ConnectionError("the answer broke off")
            self._response.close()
        elif time.monotonic() > self._until:
            raise TimeoutError("the answer came too slowly")
        return count


def _line(text: str) -> str:
    return " ".join(text.split())[:300]
