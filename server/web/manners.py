"""HTTP manners, in one place for every address that gives data.

An address says what it offers and how each is made; here it is chosen among them, tagged, cached, packed and linked.
"""

from __future__ import annotations

import itertools
import tempfile
import zlib
from typing import IO, TYPE_CHECKING
from urllib.parse import quote

from flask import Response, g, request
from flask.globals import request_ctx

from server.web.negotiation import choose, takes_gzip
from server.web.problems import Problem
from server.web.reply import Reply
from server.web.signposts import Link
from server.web.site import site
from server.web.tongue import SPOKEN, VARY, languages, tongue
from server.workers.answer import BLOCK, Answer
from server.workers.problems import QueryProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from flask import Flask

    from server.web.formats import Format

CACHE = "public, max-age=0, must-revalidate"
_PACKED_FROM = 1024
_SAFE = ";/?:@&=+$,#!'()*~%-._"
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Allow, Content-Location, ETag, Link, Location, Retry-After, Communique-Max-Rows",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_PREFLIGHT = {
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, If-Match, If-None-Match, Range",
    "Access-Control-Max-Age": "86400",
}
_SECURITY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


_SHARED = [*_CORS.items(), *_SECURITY.items()]
_PARTS = frozenset({"font/woff2", "text/css", "text/javascript", "application/javascript"})
"""What pages are made of, and what is no page itself: a policy for pages would only be carried along."""
_PAGES_ALONE = frozenset({"Content-Security-Policy", "X-Frame-Options", "Referrer-Policy"})


def respond(
    offers: Sequence[Format],
    make: Callable[[Format], Answer | bytes],
    *,
    address: Callable[[Format], str] | None = None,
    links: Iterable[Link] | Callable[[Format], Iterable[Link]] = (),
    key: str = "",
    chosen: Format | None = None,
    steady: bool = True,
) -> Response:
    """Answer a request with the format that suits it best.

    `make` gives the answer in a format. `address` gives each format's own path, "" where it has none; `links` are
    further Link headers, of a format where they differ; `key` distinguishes answers of one path beyond it and its query
    string. `chosen` overrides negotiation. Answers that are not `steady` carry no tag. Raises Problem 406.
    """
    form, media_type = (chosen, chosen.types[0]) if chosen else accepted(offers)
    headers = [("Link", ", ".join(_links(offers, form, address, links(form) if callable(links) else links)))]
    if address and (own := address(form)):
        headers.append(("Content-Location", header_safe(own)))
    if form.kind == "page":  # what people read names terms in their language
        key += f" {tongue()}"
        headers.append(("Content-Language", languages()))
    return answered(
        lambda: (make(form), form, media_type),
        headers=headers,
        key=f"{key} {media_type}",
        steady=steady,
        spoken=any(offer.kind == "page" for offer in offers),
    )


def answered(
    make: Callable[[], tuple[Answer | bytes, Format, str]],
    *,
    headers: Iterable[tuple[str, str]] = (),
    key: str = "",
    steady: bool = True,
    spoken: bool = False,
) -> Response:
    """Answer a request with what `make` gives: an answer, its format and its media type; or with 304 and without it.

    `key` names what distinguishes the answer from others of the same address. What is not `steady` is not to be kept;
    where something is `spoken`, one of the address's representations depends on the language that is asked for.
    """
    here, asked = site(), request_ctx.request  # itself: going through `request` takes a moment each time
    packed = takes_gzip(asked.headers.get("Accept-Encoding"))
    steady = steady and asked.method in {"GET", "HEAD"}
    told = [*headers, ("Vary", SPOKEN if spoken else VARY), ("Cache-Control", CACHE if steady else "no-store")]
    tag = here.etag(asked.script_root, asked.path, asked.query_string.decode("latin-1"), key)
    for known in (f"{tag}-gzip", tag) if packed else (tag,):
        if steady and asked.if_none_match.contains_weak(known):
            return Response(status=304, headers=[*told, ("ETag", f'"{known}"')])
    given = here.kept.get(tag) if steady else None
    answer, form, media_type = given or make()
    if steady and given is None and (isinstance(answer, bytes) or answer.whole):
        answer = answer if isinstance(answer, bytes) else _whole(answer)
        here.kept.put(tag, (answer, form, media_type))
    told.append(("Content-Type", form.content_type(media_type)))
    return _sent(answer, told, tag if steady else "", packed=packed)


def accepted(offers: Sequence[Format]) -> tuple[Format, str]:
    """Return the format and media type that the request's Accept header likes best. Raises Problem 406."""
    found = choose(request.headers.get("Accept"), tuple(offers))
    if found is None:
        raise not_acceptable(offers)
    return found


def not_acceptable(offers: Sequence[Format]) -> Problem:
    """Return the problem that lists what there is instead."""
    have = [form.types[0] for form in offers]
    return Problem(
        406,
        "not-acceptable",
        "None of the formats asked for is to be had here",
        f"Ask for {', '.join(have)}.",
        available=have,
    )


def header_safe(address: str) -> str:
    """Return an address as it may stand in a header: ASCII, without anything that could end the header's value."""
    return quote(address, safe=_SAFE)


def register(app: Flask) -> None:
    """Give every answer of an application, errors included, the headers that all share."""

    @app.after_request
    def _manners(response: Response) -> Response:
        if isinstance(response, Reply) and request.method != "OPTIONS":
            response.shared = tuple(_SHARED)
            return response
        there = {name.lower() for name in response.headers.keys()}  # noqa: SIM118 - they are a list of pairs
        needless = _PAGES_ALONE if response.mimetype in _PARTS else ()
        shared = [pair for pair in _SHARED if pair[0].lower() not in there and pair[0] not in needless]
        response.headers.extend(shared)
        if request.method == "OPTIONS" and response.status_code < 400:
            response.status_code = 204
            response.headers.extend(_PREFLIGHT)
            response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "GET, HEAD, OPTIONS")
            del response.headers["Content-Type"]
        return response


def written(link: Link) -> str:
    """Return a link as a Link header has it."""
    typed = f'; type="{link.type}"' if link.type else ""
    return f'<{header_safe(link.target)}>; rel="{link.relation}"{typed}'


def _links(
    offers: Sequence[Format], form: Format, address: Callable[[Format], str] | None, given: Iterable[Link]
) -> list[str]:
    links = list(given)
    relations = {link.relation for link in links}
    if "license" not in relations:
        links.append(Link(site().dataset.licence, "license"))
    if "describedby" not in relations:  # what has no description of its own is described with the dataset
        links.append(Link(f"{request.script_root}/.well-known/void", "describedby", "text/turtle"))
    others = (other for other in offers if address and other is not form)
    links += [Link(own, "alternate", other.types[0]) for other in others if address and (own := address(other))]
    return [written(link) for link in links]


def _sent(answer: Answer | bytes, headers: list[tuple[str, str]], tag: str, *, packed: bool) -> Response:
    length = len(answer) if isinstance(answer, bytes) else answer.length
    packed = packed and (length is None or length >= _PACKED_FROM)
    if packed:
        headers.append(("Content-Encoding", "gzip"))
    if tag:
        headers.append(("ETag", f'"{tag}-gzip"' if packed else f'"{tag}"'))
    if not isinstance(answer, Answer) or answer.whole:  # all of it is there
        body = _whole(answer) if isinstance(answer, Answer) else answer
        return Reply(b"".join(_gzip([body])) if packed else body, headers=headers)
    if request.method == "HEAD":  # nobody would take the blocks, nor give the worker back
        answer.close()
        response = Response(headers=headers)
        response.automatically_set_content_length = False
        return response
    blocks = _gzip(answer) if packed else iter(answer)
    if request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0":
        # such a client takes the end of the connection for the end of the answer: it must know the length beforehand
        file, size = _spooled(answer, blocks)
        response = Response(_File(file), headers=headers)
        response.content_length = size
        return response
    try:
        first = next(blocks)  # packed, it may hold all that came before the answer failed: then nothing was sent yet
    except QueryProblem:
        answer.close()
        raise
    blocks = itertools.chain((first,), blocks)
    noted = g._get_current_object()  # noqa: SLF001 - Flask's own way to keep what belongs to a request
    return Response(_Flow(answer, blocks, lambda: setattr(noted, "cut", True)), headers=headers)


def _whole(answer: Answer) -> bytes:
    try:
        return b"".join(answer)
    finally:
        answer.close()


def _spooled(answer: Answer, blocks: Iterator[bytes]) -> tuple[IO[bytes], int]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the response
    try:
        for block in blocks:
            file.write(block)
    except BaseException:
        file.close()
        raise
    finally:
        answer.close()
    size = file.tell()
    file.seek(0)
    return file, size


def _gzip(blocks: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(5, zlib.DEFLATED, 31)
    held = b""
    for block in blocks:
        held += packer.compress(block)
        if len(held) >= BLOCK:
            yield held
            held = b""
    yield held + packer.flush()


class _Flow:
    """The blocks of an answer on its way out; its worker is given back however that ends."""

    def __init__(self, answer: Answer, blocks: Iterator[bytes], cut: Callable[[], None]) -> None:
        self._answer, self._blocks, self._cut = answer, blocks, cut

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._blocks
        except QueryProblem:
            self._cut()
            raise

    def close(self) -> None:
        self._answer.close()


class _File:
    """A file's content in blocks."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        while block := self._file.read(BLOCK):
            yield block

    def close(self) -> None:
        self._file.close()
