"""Our own files: the stylesheet, the script, and what is built from packages (fonts, the query editor)."""

from __future__ import annotations

import hashlib
import mimetypes
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, request

from server.web.negotiation import weight, wishes
from server.web.problems import Problem

blueprint = Blueprint("files", __name__)
_FOLDER = Path(__file__).parent / "static"
_TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
_FOREVER, _DAY = "public, max-age=31536000, immutable", "public, max-age=86400"


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is sent: its bytes plain and by coding."""

    data: bytes
    packed: dict[str, bytes]
    type: str
    tag: str


@blueprint.get("/static/<path:name>")
def static(name: str) -> Response:
    """Give a file, packed as the client takes it; what has a digest in its address may be kept for ever."""
    file = _files().get(name)
    if file is None:
        raise Problem(404, "not-found", "There is no such file")
    wanted = wishes(request.headers.get("Accept-Encoding", ""))
    coding = next((c for c in ("br", "gzip") if c in file.packed and weight(c, wanted) > 0), "")
    tag = f"{file.tag}-{coding}" if coding else file.tag
    keep = _FOREVER if name.startswith("built/") or request.args.get("v") else _DAY
    headers = {"ETag": f'"{tag}"', "Cache-Control": keep, "Vary": "Accept-Encoding"}
    if request.if_none_match.contains_weak(tag):
        return Response(status=304, headers=headers)
    if coding:
        headers["Content-Encoding"] = coding
    return Response(file.packed[coding] if coding else file.data, headers=headers, content_type=file.type)


@cache
def _files() -> dict[str, File]:
    """Return all files by their path below static/: there are few, and they change only with the program."""
    return {
        path.relative_to(_FOLDER).as_posix(): _read(path)
        for path in sorted(_FOLDER.rglob("*"))
        if path.is_file() and path.suffix != ".br"
    }


def _read(path: Path) -> File:
    data = path.read_bytes()
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    packed = {}
    if path.suffix != ".woff2":
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        packed["gzip"] = packer.compress(data) + packer.flush()
        smaller = path.with_name(path.name + ".br")
        if smaller.exists():
            packed["br"] = smaller.read_bytes()
    text = kind.startswith("text/") or kind.endswith(("xml", "json"))
    return File(data, packed, f"{kind}; charset=utf-8" if text else kind, hashlib.sha256(data).hexdigest()[:24])
