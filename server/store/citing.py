"""How a version of the dataset is cited, and what its files are: CITATION.cff and RO-Crate 1.1. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from server.store.dataset import Dataset

CITATION = "CITATION.cff"
CRATE = "ro-crate-metadata.json"
ABOUT = "What news articles say of actors, offices, states and events, each fact with the exact words that bear it."
FILES: dict[str, tuple[str, str]] = {
    "communique.nq.gz": ("application/n-quads", "every article's graph and the merged default graph, as N-Quads"),
    "communique.trig.gz": ("application/trig", "every article's graph and the merged default graph, as TriG"),
    "communique.ttl.gz": ("text/turtle", "the merged default graph, as Turtle"),
    "events.csv.gz": ("text/csv", "a table of events in the column layout of GDELT 1.0"),
    "offices.csv.gz": ("text/csv", "a table of who was seen in which office"),
    "quotations.csv.gz": ("text/csv", "a table of quotations"),
    "datapackage.json": ("application/json", "the columns of the tables, and their types"),
    CITATION: ("text/plain", "how to cite this version"),
}
"""Media type, below any packing, and content of each file that belongs to a version."""


def written(
    dataset: Dataset, version: str, day: str, folder: Path, sums: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield name and text of the files that describe a version: each may tell of those before it.

    `day` is that of the newest article ("" where there is none), `sums` are the digests of the files in `folder`.
    """
    yield CITATION, citation(dataset, version, day)
    yield CRATE, crate(dataset, version, day, folder, sums)


def citation(dataset: Dataset, version: str, day: str) -> str:
    """Return how to cite a version, in the Citation File Format 1.2.0."""
    said: dict[str, str] = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it as below, with its version.",
        "title": dataset.title,
        "type": "dataset",
        "version": version,
        "abstract": ABOUT,
        "license-url": dataset.licence,
        "url": dataset.base,
    } | ({"date-released": day} if day else {})
    lines = [f"{name}: {_quoted(text)}" for name, text in said.items() if text]
    author = dataset.publisher or f"The publisher of {dataset.title}"
    return "\n".join([*lines, "authors:", f"  - name: {_quoted(author)}"]) + "\n"


def crate(dataset: Dataset, version: str, day: str, folder: Path, sums: Mapping[str, str]) -> str:
    """Return the description of a version's files as RO-Crate 1.1."""
    names = [name for name in FILES if (folder / name).exists()]
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": dataset.title,
        "description": ABOUT,
        "identifier": dataset.base,
        "version": version,
        "license": {"@id": dataset.licence},
        "hasPart": [{"@id": name} for name in names],
    }
    if day:
        root["datePublished"] = day
    if dataset.publisher:
        root["publisher"] = {"@id": "#publisher"}
    graph: list[dict[str, Any]] = [
        {
            "@id": CRATE,
            "@type": "CreativeWork",
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
            "about": {"@id": "./"},
        },
        root,
        *(_file(folder, name, sums) for name in names),
    ]
    if dataset.publisher:
        graph.append({"@id": "#publisher", "@type": "Organization", "name": dataset.publisher})
    said = {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph}
    return json.dumps(said, indent=2, ensure_ascii=False) + "\n"


def _file(folder: Path, name: str, sums: Mapping[str, str]) -> dict[str, Any]:
    kind, what = FILES[name]
    said = {"@id": name, "@type": "File", "name": name, "description": what}
    packed = [kind, "application/gzip"] if name.endswith(".gz") else kind
    known = {"sha256": sums[name]} if name in sums else {}
    return said | {"encodingFormat": packed, "contentSize": str((folder / name).stat().st_size)} | known


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
