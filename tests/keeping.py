"""A dataset as others find it: its dump, its quads, and what is wrong with it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from server.store.dataset import Writer, open_dataset
from server.store.dumps import Format, write
from server.store.nquads import canonical
from server.store.verify import verify

if TYPE_CHECKING:
    from pathlib import Path


def dump(folder: Path, form: Format = "nquads") -> bytes:
    """Return the dump that readers of a dataset get."""
    output = io.BytesIO()
    write(open_dataset(folder).read_only(), output, form)
    return output.getvalue()


def content(folder: Path) -> bytes:
    """Return all quads that readers see, in order."""
    return canonical(open_dataset(folder).read_only())


def findings(folder: Path, *, rebuild: bool = False) -> list[str]:
    """Return what is wrong with a dataset, made anew first where that is asked for."""
    with Writer(folder, rebuild=rebuild) as writer:
        return list(verify(writer))
