"""Bytes to text, without touching a character of it."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from extractors.inputs.refusal import RefusedError

RAW_LIMIT = 10_000_000
"""How many bytes one article may come in."""
TEXT_LIMIT = 2_000_000
"""How many bytes of UTF-8 its text may have."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_BINARY = re.compile(
    rb"\A(?:%PDF-|PK\x03\x04|\x1f\x8b|\x89PNG|\xff\xd8\xff|GIF8|\x7fELF|\xd0\xcf\x11\xe0|{\\rtf|BZh|7z\xbc)"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(raw: bytes, *, html: bool = False, charset: str = "") -> tuple[str, tuple[str, ...]]:
    """Return the text of bytes, and flags that say how sure its encoding is.

    Only a byte order mark is taken off; line ends stay as they are. `charset` is what the sender said. Raises
    RefusedError for what is too large or binary.
    """
    if len(raw) > RAW_LIMIT:
        raise RefusedError(f"it is {len(raw) / 1e6:.1f} MB large", "at most 10 MB are read of one article: split it")
    if _BINARY.match(raw):
        raise RefusedError("it is a binary file", "give HTML, plain text or JSON")
    text, flags = _decoded(raw, html=html, charset=charset)
    controls = len(_CONTROLS.findall(text))
    if "\0" in text or controls * 50 > len(text):
        raise RefusedError("it is binary data", "give HTML, plain text or JSON")
    return text, flags


def check_text(text: str) -> str:
    """Return an article's text. Raises RefusedError where it holds no words or is too large."""
    if len(text) > TEXT_LIMIT // 4 and len(text.encode()) > TEXT_LIMIT:
        raise RefusedError("its text is over 2 MB large", "split it into articles")
    if not re.search(r"[^\W\d_]{2}", text):
        raise RefusedError("it holds no text", "give an article with words in it")
    return text


def _decoded(raw: bytes, *, html: bool, charset: str) -> tuple[str, tuple[str, ...]]:
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            try:
                return raw[len(bom) :].decode(encoding), ()
            except UnicodeDecodeError:
                break
    declared = _META.search(raw[:4096]) if html else None
    for name in [charset] * bool(charset) + ([declared[1].decode("ascii")] if declared else []) + ["utf-8"]:
        try:
            return raw.decode(codecs.lookup(name).name), ()
        except (LookupError, UnicodeDecodeError):
            continue
    best = from_bytes(raw).best()
    encoding = best.encoding if best else "cp1252"
    return raw.decode(encoding, errors="replace"), (f"encoding guessed: {encoding.replace('_', '-')}",)
