"""How much of the service one client may take: seconds of query time, and how many queries at once.

Seconds come back as time passes, as with Wikidata's service; who has spent them is told when to come again.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from server.web.problems import Problem
from server.workers.problems import QueryProblem

if TYPE_CHECKING:
    from collections.abc import Callable

_REMEMBERED = 10_000


@dataclass(slots=True)
class _Client:
    left: float
    seen: float
    running: int = 0
    waiting: int = 0


@dataclass(slots=True)
class Ticket:
    """One query of a client on its way; hand it back when the answer is out, however that ended."""

    admission: Admission
    client: str
    begun: float
    _used: bool = False

    def leave(self) -> None:
        """Hand the ticket back; a second time does nothing."""
        if not self._used:
            self._used = True
            self.admission.leave(self)


@dataclass(slots=True)
class Admission:
    """Lets clients in: each has `budget` seconds, which come back at `refill` a second, and `at_once` queries at once.

    `queue` more may wait for that, for `patience` seconds.
    """

    budget: float = 60.0
    refill: float = 1.0
    at_once: int = 4
    queue: int = 64
    patience: float = 10.0
    refused: int = 0
    clock: Callable[[], float] = time.monotonic
    _clients: OrderedDict[str, _Client] = field(default_factory=OrderedDict)
    _state: threading.Condition = field(default_factory=threading.Condition)

    @property
    def most(self) -> int:
        """How many queries of one client can be under way, those that wait included."""
        return self.at_once + self.queue

    def enter(self, address: str) -> Ticket:
        """Let a query of a client in.

        Raises Problem 429 when it spent its seconds, QueryProblem (busy) when too many of its queries are under way.
        """
        name = client_of(address)
        with self._state:
            client = self._known(name)
            if client.left <= 0:
                self.refused += 1
                wait = max(1, round(1 - client.left / self.refill))
                raise Problem(
                    429,
                    "too-many-seconds",
                    "Your queries took too many seconds",
                    f"Each client has {self.budget:g} s of query time, which come back at {self.refill:g} a second.",
                    {"Retry-After": str(wait)},
                )
            if client.running >= self.at_once:
                if client.waiting >= self.queue:
                    raise QueryProblem("busy", "too many of your queries are under way; ask one after the other")
                client.waiting += 1
                try:
                    if not self._state.wait_for(lambda: client.running < self.at_once, self.patience):
                        raise QueryProblem("busy", "too many of your queries are under way; ask one after the other")
                finally:
                    client.waiting -= 1
            client.running += 1
        return Ticket(self, name, self.clock())

    def leave(self, ticket: Ticket) -> None:
        """Count what a query took."""
        with self._state:
            client = self._known(ticket.client)
            client.running -= 1
            client.left -= self.clock() - ticket.begun
            self._state.notify_all()

    def _known(self, name: str) -> _Client:
        now = self.clock()
        client = self._clients.setdefault(name, _Client(self.budget, now))
        client.left = min(self.budget, client.left + (now - client.seen) * self.refill)
        client.seen = now
        self._clients.move_to_end(name)
        if len(self._clients) > _REMEMBERED:
            oldest = next(iter(self._clients))
            if not self._clients[oldest].running and not self._clients[oldest].waiting:
                del self._clients[oldest]
        return client


@lru_cache(4096)
def client_of(address: str) -> str:
    """Return what counts as one client: an IPv4 address, or the /64 network of an IPv6 address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
