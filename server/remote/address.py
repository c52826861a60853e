"""Where a remote store is: `sparql+http(s)://HOST/PATH` is its query address; the rest comes from the environment.

COMMUNIQUE_STORE_UPDATE and COMMUNIQUE_STORE_GRAPHS are the addresses for updates and of the graph store, whole or
relative to the query address; without them updates go to `update` beside an address that ends in `query`, else to the
query address itself, and graphs are read and written by queries and updates. COMMUNIQUE_STORE_USER and
COMMUNIQUE_STORE_PASSWORD are sent as COMMUNIQUE_STORE_AUTH says (basic or digest), or COMMUNIQUE_STORE_KEY as a bearer
token. COMMUNIQUE_STORE_DEADLINE is how many seconds one request may take, all its tries together. No secret is ever
part of an address: addresses are kept in files and told in messages.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from server.remote.errors import AddressError

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMES = ("sparql+http://", "sparql+https://")


@dataclass(frozen=True, slots=True)
class Address:
    """The addresses of a store, and what it is to be told of who asks; `graphs` is "" where it has no graph store."""

    query: str
    update: str
    graphs: str = ""
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    digest: bool = False
    key: str = field(default="", repr=False)
    deadline: float = 60.0
    """How many seconds one request may take, all its tries together."""

    def __str__(self) -> str:
        return f"sparql+{self.query}"


def is_address(text: str) -> bool:
    """Say whether a text is meant as the address of a store."""
    return text.startswith(SCHEMES)


def address(text: str, environment: Mapping[str, str] | None = None) -> Address:
    """Return the address of a store and what the environment says of it. Raises AddressError."""
    told = os.environ if environment is None else environment
    query = _checked(text.removeprefix("sparql+"), text if is_address(text) else "")
    beside = "update" if urlsplit(query).path.rpartition("/")[2] == "query" else ""
    found = [
        urljoin(query, told.get(f"COMMUNIQUE_STORE_{name}") or other)
        for name, other in (("UPDATE", beside), ("GRAPHS", ""))
    ]
    update = _checked(found[0], found[0])
    graphs = _checked(found[1], found[1]) if told.get("COMMUNIQUE_STORE_GRAPHS") else ""
    manner = told.get("COMMUNIQUE_STORE_AUTH") or "basic"
    if manner not in {"basic", "digest"}:
        raise AddressError(f"COMMUNIQUE_STORE_AUTH is {manner!r}; it is basic or digest")
    user, password, key = (told.get(f"COMMUNIQUE_STORE_{name}", "") for name in ("USER", "PASSWORD", "KEY"))
    return Address(query, update, graphs, user, password, manner == "digest", key, _seconds(told))


def _seconds(told: Mapping[str, str]) -> float:
    text = told.get("COMMUNIQUE_STORE_DEADLINE") or "60"
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e6:
        raise AddressError(f"COMMUNIQUE_STORE_DEADLINE is {text!r}; it is a number of seconds")
    return value


def _checked(url: str, given: str) -> str:
    """Return an http(s) address as it is. Raises AddressError."""
    wrong = AddressError(f"{given or url!r} is no address of a store such as sparql+https://host.example/query")
    try:
        parts = urlsplit(url)
        fine = given != "" and parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise wrong from None
    if not fine or any(char in url for char in ' <>"{}|\\^`\n\r\t'):
        raise wrong
    if "@" in parts.netloc:
        raise AddressError("an address has no password in it: give COMMUNIQUE_STORE_USER and COMMUNIQUE_STORE_PASSWORD")
    if parts.fragment:
        raise AddressError(f"{given!r} has a # in it; addresses for updates and graphs come from the environment")
    return url
