"""Web archives: the pages in a WARC file, packed or not."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from extractors.inputs.decode import RAW_LIMIT
from extractors.inputs.refusal import Refusal
from extractors.inputs.schema import web_address

if TYPE_CHECKING:
    from collections.abc import Iterator

_KINDS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}


@dataclass(frozen=True, slots=True)
class Page:
    """A page as an archive has it. `kind` is html or text, `charset` what its server said."""

    url: str
    kind: str
    charset: str
    body: bytes


def pages(name: str, file: BinaryIO) -> Iterator[Page | Refusal]:
    """Read the pages of an archive: the answers with status 200 that are HTML or plain text.

    A page that breaks off is refused, as is the rest of an archive from where it is damaged.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - an extra
        from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415
    except ImportError:
        yield Refusal(name, "it is a web archive", "say 'pip install communique[warc]' to read those")
        return
    number = found = 0
    try:
        for record in ArchiveIterator(file):
            number += 1
            if record.rec_headers is None or record.rec_headers.get_header("WARC-Type") is None:
                raise ArchiveLoadFailed("no WARC headers")  # noqa: TRY301 - as its reader says of other damage
            if record.rec_type != "response" or record.http_headers is None:
                continue
            url = web_address(record.rec_headers.get_header("WARC-Target-URI") or "")
            media_type, charset = _content(record.http_headers.get_header("Content-Type") or "")
            if record.http_headers.get_statuscode() == "200" and media_type in _KINDS and url:
                found += 1
                body, whole = _body(record)
                if whole:
                    yield Page(url, _KINDS[media_type], charset, body)
                else:
                    yield Refusal(f"{name}, {url}", "it breaks off before its end", "get the whole archive")
        if not found:
            yield Refusal(name, "there are no pages in this archive", "give one with answers that are HTML")
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, zlib.error) as error:
        reason = " ".join(str(error).split())[:80]
        where = f"after record {number}" if number else "at its beginning"
        yield Refusal(name, f"it is damaged {where} ({reason})", "get the archive again; what was before is read")


def _body(record: Any) -> tuple[bytes, bool]:
    """Return a record's body, unpacked, at most one byte over the limit; and whether all of it was there."""
    stream, found = record.content_stream(), bytearray()
    while len(found) <= RAW_LIMIT and (block := stream.read(min(1 << 16, RAW_LIMIT + 1 - len(found)))):
        found += block
    if len(found) > RAW_LIMIT:
        return bytes(found), True  # refused for its size
    return bytes(found), getattr(record.raw_stream, "limit", 0) == 0


def _content(text: str) -> tuple[str, str]:
    media_type, _, rest = text.partition(";")
    charset = next(
        (part.partition("=")[2] for part in rest.split(";") if part.strip().lower().startswith("charset")), ""
    )
    return media_type.strip().lower(), charset.strip(" \"'")[:40]
