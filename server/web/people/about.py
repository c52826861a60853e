"""What the dataset is: its sources, what read them, its licence, how to cite it and how to have it set right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import render_template

from ontology import terms
from ontology.documents import VERSION
from server.web.people.desk import start
from server.web.people.home import tallied
from server.web.people.nodes import Nodes, fetch_names
from server.web.people.wording import When, plural, when

if TYPE_CHECKING:
    from server.web.people.desk import Desk

SIZE = 50
"""How many sources a page lists."""
_COUNTED = (
    (terms.Article, "article articles"),
    (terms.Event, "event events"),
    (terms.Person, "person people"),
    (terms.Office, "office offices"),
    (terms.State, "state states"),
)
_EXTRACTION = "Extraction by "
_READERS = {"learned": "the trained reader", "rules": "the rules alone"}
_COMMONS = re.compile(r"https?://creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/(\d\.\d)")


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher, "" where articles do not name theirs: how many articles, and from when to when."""

    name: str
    articles: int
    first: When
    last: When


@dataclass(frozen=True, slots=True)
class Run:
    """What read articles: reader, version and model by name, and how many it read."""

    name: str
    articles: int


def about(desk: Desk, publisher: str, software: str, version: str, offered: frozenset[str]) -> str:
    """Return the page about the dataset, as a version that may be cited; `offered` are the names of its dumps."""
    lists, site = desk.data.lists, desk.site
    found, total = lists.publishers(start(), SIZE)
    first, last = lists.span()
    numbers = tallied(desk.data, [kind for kind, _ in _COUNTED])
    return render_template(
        "about.html",
        title="About this dataset",
        current="About",
        counts=[plural(numbers[kind], *name.split()) for kind, name in _COUNTED if numbers[kind]],
        span=when(first, last).words if first else "",
        sources=[Source(s.name, s.articles, when(s.first, s.first), when(s.last, s.last)) for s in found],
        total=total,
        start=start(),
        size=SIZE,
        runs=_runs(desk),
        ontology=VERSION,
        software=software,
        licence=licence_name(site.licence),
        whole=desk.whole,
        citation=citation(publisher, site.title, version, last),
        base=desk.data.base,
        version=version,
        offered=offered,
    )


def _runs(desk: Desk) -> list[Run]:
    found = desk.data.lists.runs()
    names = Nodes(fetch_names(desk.rows, (iri for iri, _ in found)))
    return [Run(read_by(names.label(iri)), number) for iri, number in found]


def read_by(label: str) -> str:
    """Return in words what read articles, by the label of the run: reader, version and model."""
    reader, *rest = label.removeprefix(_EXTRACTION).split(" ", 2)
    words = ("", "version ", "with the language model ")
    return ", ".join(map("".join, zip(words, (_READERS.get(reader, reader), *rest), strict=False)))


def citation(publisher: str, title: str, version: str, last: str) -> str:
    """Return how to cite the dataset, but for its address; `last` is the ISO day of its newest article."""
    who = f"{publisher}. " if publisher and publisher != title else ""
    year = f" ({last[:4]})" if last else ""
    told = f", version {version}" if version else ""
    return f"{who}{title}{year}{told}. Data set."


def licence_name(address: str) -> str:
    """Return what a licence is called, by its address; the address itself where that is not known."""
    if found := _COMMONS.match(address):
        kind, name, number = found.groups()
        if kind == "licenses":
            return f"Creative Commons {name.upper()} {number}"
        return f"CC0 {number}" if name == "zero" else f"Public Domain Mark {number}"
    return address
