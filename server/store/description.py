"""The file in which a dataset describes itself: for people to read and, but for a few lines, to change."""

from __future__ import annotations

import json
import os
import tomllib
from typing import TYPE_CHECKING, Any

from ontology.uris import check_base
from server.store import checkpoint
from server.store.errors import DatasetError

if TYPE_CHECKING:
    from pathlib import Path

    from server.store.dataset import Dataset

NAME = "communique.toml"
_TEXTS = ("title", "licence", "publisher", "show", "store")
_COMMENTS = {
    "base": "Every address in the dataset begins so; it cannot be changed.",
    "title": "",
    "licence": "",
    "publisher": "",
    "show": '"sentences" quotes what is evidence, "texts" whole articles (mind the copyright).',
    "plain": "Whether it has no articles and takes any write; it cannot be changed.",
    "store": "The store on another server that has the facts; another one is filled from the ledger.",
}
"""What is said of itself, in this order, and why; the last two where they are anything but usual."""
_UNUSUAL = ("plain", "store")


def read(folder: Path) -> dict[str, Any]:
    """Return what the dataset in a folder says of itself. Raises DatasetError where that cannot be used, or is none."""
    try:
        table = tomllib.loads((folder / NAME).read_text(encoding="utf-8"))
        known = {name: str(table[name]) for name in _TEXTS if name in table}
        return {**known, "base": check_base(str(table["base"])), "plain": table.get("plain") is True}
    except FileNotFoundError:
        raise DatasetError(folder, "is no dataset", "make one with 'communique publish'") from None
    except (KeyError, ValueError) as error:
        raise DatasetError(folder, f"{NAME} cannot be used ({error})", "correct that file") from error


def write(dataset: Dataset) -> None:
    """Write what a dataset says of itself, whole or not at all."""
    said = {name: getattr(dataset, name) for name in _COMMENTS}
    text = "".join(
        (f"# {_COMMENTS[name]}\n" if _COMMENTS[name] else "") + f"{name} = {json.dumps(value, ensure_ascii=False)}\n"
        for name, value in said.items()
        if value or name not in _UNUSUAL
    )
    fresh = dataset.folder / f".{NAME}.new"
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(dataset.folder / NAME)
    checkpoint.sync(dataset.folder)
