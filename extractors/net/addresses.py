"""Where a fetch may go: http and https, to hosts whose every address is public."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from extractors.inputs.refusal import RefusedError

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart: where to connect, and what to ask for there."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, as robots.txt is valid for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


def target(url: str) -> Target:
    """Take an address apart. Raises RefusedError for what is no http(s) address or names a user."""
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode() if "[" not in parts.netloc else parts.hostname or ""
    except ValueError as error:  # idna's errors are ValueErrors, too
        raise RefusedError(f"it is no address ({error})", "correct it") from error
    if parts.scheme not in {"http", "https"}:
        raise RefusedError(f"it leads to {parts.scheme or 'nothing'}:", "only http and https are fetched")
    if not host:
        raise RefusedError("it names no host", "correct it")
    if parts.username is not None or parts.password is not None:
        raise RefusedError("it names a user", "only what everybody may read is fetched")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii() or any(char <= " " or char == "\x7f" for char in path):
        raise RefusedError("it has characters that no address may have", "write them as %XX")
    return Target(parts.scheme, host, port or (443 if parts.scheme == "https" else 80), path)


def resolved(where: Target, *, private: bool) -> list[str]:
    """Return the IP addresses of a host, all of which are public unless `private` ones are allowed.

    Raises RefusedError where there are none, or where one is not public. Who connects must use these: asking for the
    name again could give others.
    """
    try:
        found = socket.getaddrinfo(where.host, where.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise RefusedError(f"the host {where.host} is not known", "check the address and the network") from error
    addresses = list(dict.fromkeys(str(info[4][0]).partition("%")[0] for info in found))
    for address in addresses:
        if not private and not is_public(address):
            reason = f"the host {where.host} is at {address}, which is not public"
            raise RefusedError(reason, "--private-addresses allows that, where you trust the source")
    return addresses


def is_public(address: str) -> bool:
    """Say whether an IP address, and the one that it stands for, is reached over the public internet."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
        inner = ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None and not is_public(str(inner)):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved
