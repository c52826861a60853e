"""Fetching, as a process of its own does it: `python -m extractors.net.fetch OPTIONS`.

Requests come as lines of JSON on standard input. Each is answered on standard output by a line of JSON, and by the body
where there is one. What a server sends is only ever bytes here: the process that asked reads them.
"""

from __future__ import annotations

import http.client
import json
import resource
import signal
import socket
import ssl
import sys
import time
import zlib
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urljoin
from urllib.robotparser import RobotFileParser

from extractors.inputs.decode import RAW_LIMIT
from extractors.inputs.refusal import RefusedError
from extractors.net.addresses import Target, resolved, target

if TYPE_CHECKING:
    from collections.abc import Iterator

AGENT = f"communique/{version('communique')} (reads news; obeys robots.txt)"
TOKEN = "communique"  # noqa: S105 - the name by which robots.txt speaks of us
LONGEST_PAUSE = 30.0
"""Seconds between two requests to one host are at most so many, whatever its robots.txt asks for."""
_CONNECT = 10.0
REDIRECTS = 5
"""How many redirects are followed."""
_ROBOTS_LIMIT = 500_000
_BLOCK = 65_536
_MEMORY = 1 << 30
_MOVED = {301, 302, 303, 307, 308}
_WORDS = {401: "it asks for a login", 403: "it is forbidden", 404: "there is nothing", 410: "it was withdrawn"}


@dataclass(frozen=True, slots=True)
class Options:
    """How to fetch: seconds for a request with its redirects, seconds between requests to a host, private ranges."""

    seconds: float = 30.0
    pause: float = 1.0
    private: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """What a server said of the body that it sent: final address, status, media type, encoding, validators."""

    url: str
    status: int
    media_type: str = ""
    charset: str = ""
    etag: str = ""
    modified: str = ""


class Agent:
    """Fetches, remembering what robots.txt says and when each host was last asked."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._robots: dict[str, RobotFileParser] = {}
        self._asked: dict[str, float] = {}
        self._context = ssl.create_default_context()

    def fetch(self, url: str, etag: str = "", modified: str = "") -> tuple[Head, bytes]:
        """Return what is at an address, following redirects. Raises RefusedError, saying why it was not to be had."""
        extra = {"If-None-Match": etag} if etag else {"If-Modified-Since": modified} if modified else {}
        with self._in_time():
            here = urldefrag(url).url
            for _ in range(REDIRECTS + 1):
                where = target(here)
                robots = self._rules(where)
                if not robots.can_fetch(TOKEN, here):
                    raise RefusedError("its robots.txt asks robots to stay away", "save the page and give the file")
                self._wait(where, float(robots.crawl_delay(TOKEN) or 0))
                head, body, moved = self._get(where, here, RAW_LIMIT, extra)
                if not moved:
                    return _usable(head), body
                here = urldefrag(urljoin(here, moved)).url
            raise RefusedError(f"it is redirected more than {REDIRECTS} times", "give the address where it ends")

    def _rules(self, where: Target) -> RobotFileParser:
        """Return what a host's robots.txt says: a missing one allows all, one that cannot be had forbids all."""
        if where.origin not in self._robots:
            rules = RobotFileParser()
            try:
                status, body = self._robots_text(f"{where.origin}/robots.txt")
            except RefusedError as error:
                raise RefusedError(f"its robots.txt is not to be had ({error.reason})", error.advice) from error
            if status >= 500:
                raise RefusedError(f"its robots.txt is not to be had (status {status})", "try again later")
            rules.parse(body.decode("utf-8", errors="replace").splitlines() if status == 200 else [])
            self._robots[where.origin] = rules
        return self._robots[where.origin]

    def _robots_text(self, url: str) -> tuple[int, bytes]:
        for _ in range(REDIRECTS + 1):
            head, body, moved = self._get(target(url), url, _ROBOTS_LIMIT, {})
            if not moved:
                return head.status, body
            url = urljoin(url, moved)
        return 404, b""  # as RFC 9309 has it

    def _wait(self, where: Target, delay: float) -> None:
        pause = min(max(delay, self._options.pause), LONGEST_PAUSE)
        left, _ = signal.setitimer(signal.ITIMER_REAL, 0)  # politeness does not count
        time.sleep(max(0.0, self._asked.get(where.host, -1e9) + pause - time.monotonic()))
        signal.setitimer(signal.ITIMER_REAL, left)
        self._asked[where.host] = time.monotonic()

    @contextmanager
    def _in_time(self) -> Iterator[None]:
        """Break off whatever takes longer than the time for a request, trickling headers and bodies as well."""

        def late(*_: object) -> None:
            raise RefusedError(f"no whole answer within {self._options.seconds:g} s", "try again later")

        before = signal.signal(signal.SIGALRM, late)
        signal.setitimer(signal.ITIMER_REAL, self._options.seconds)
        try:
            yield
        except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
            if isinstance(error, RefusedError):
                raise
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error) or repr(error)
            raise RefusedError(f"it was not to be had ({reason})", "check the address, or try again later") from error
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    def _get(self, where: Target, url: str, limit: int, extra: dict[str, str]) -> tuple[Head, bytes, str]:
        """Make one request; return what came, and where it is redirected to ("" where it is not)."""
        addresses = resolved(where, private=self._options.private)
        with closing(_Connection(where, addresses, self._context)) as connection:
            headers = {"User-Agent": AGENT, "Accept-Encoding": "gzip", "Connection": "close", **extra}
            connection.request("GET", where.path, headers=headers)
            response = connection.getresponse()
            moved = response.headers.get("Location", "") if response.status in _MOVED else ""
            wanted = response.status == 200 and not moved
            body = _body(response, limit) if wanted else b""
            head = Head(
                url=url,
                status=response.status,
                media_type=response.headers.get_content_type() if "Content-Type" in response.headers else "",
                charset=response.headers.get_content_charset() or "",
                etag=response.headers.get("ETag", ""),
                modified=response.headers.get("Last-Modified", ""),
            )
            return head, body, moved


class _Connection(http.client.HTTPConnection):
    """A connection to addresses that were checked, whatever the name would lead to now."""

    def __init__(self, where: Target, addresses: list[str], context: ssl.SSLContext) -> None:
        super().__init__(where.host, where.port)
        self.default_port = 443 if where.scheme == "https" else 80
        self._where, self._addresses, self._context = where, addresses, context

    def connect(self) -> None:
        problem: OSError = OSError("no address")
        for address in self._addresses:
            try:
                self.sock = socket.create_connection((address, self._where.port), timeout=_CONNECT)
                break
            except OSError as error:
                problem = error
        else:
            raise problem
        if self._where.scheme == "https":
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self._where.host)


def _body(response: http.client.HTTPResponse, limit: int) -> bytes:
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"identity", "", "gzip", "x-gzip", "deflate"}:
        raise RefusedError(f"it is packed in a way that was not asked for ({encoding[:20]})", "save it as a file")
    unpack = None if encoding in {"identity", ""} else zlib.decompressobj(47)
    found = bytearray()
    while block := response.read1(_BLOCK):
        found += unpack.decompress(block, limit + 1 - len(found)) if unpack else block
        if len(found) > limit:
            raise RefusedError(f"it is over {limit / 1e6:g} MB large", "save the article's text as a file")
    if response.length or (unpack and not unpack.eof):
        raise RefusedError("it breaks off before its end", "try again later")
    return bytes(found)


def _usable(head: Head) -> Head:
    if head.status in {200, 304}:
        return head
    phrase = http.client.responses.get(head.status, "")
    words = _WORDS.get(head.status, f"the server answers {head.status} {phrase}".rstrip())
    again = head.status in {408, 425, 429} or head.status >= 500
    raise RefusedError(f"{words} (status {head.status})", "try again later" if again else "check the address")


def serve(agent: Agent) -> None:
    """Answer requests until standard input ends."""
    for line in sys.stdin.buffer:
        told: dict[str, Any]
        body = b""
        try:
            head, body = agent.fetch(**json.loads(line))
            told = {"head": asdict(head), "length": len(body)}
        except RefusedError as error:
            told = {"reason": error.reason, "advice": error.advice}
        sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + body)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    serve(Agent(Options(**json.loads(sys.argv[1]))))
