"""Links of people and offices, asked of an endpoint that speaks as Wikidata does."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from server.identity.names import likeness
from server.links.link import Link

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from server.links.endpoint import Endpoint, Row

_T = TypeVar("_T")
_BATCH = 25
_SKOS_ALT = "<http://www.w3.org/2004/02/skos/core#altLabel>"
_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
_WDT = "http://www.wikidata.org/prop/direct/"
_INSTANCE, _POSITION, _JURISDICTION = f"<{_WDT}P31>", f"<{_WDT}P39>", f"<{_WDT}P1001>"
_HUMAN = "<http://www.wikidata.org/entity/Q5>"
_SAME = 0.95
"""From this likeness on a name is the same in another spelling at most."""
_OF = r"(?: (?:of|for) .+)?"
POSTS = {
    kind: re.compile(rf"(?:{words}){_OF}", re.IGNORECASE)
    for kind, words in {
        "head-of-state": "president|king|queen|emir|sultan|emperor|monarch|head of state",
        "head-of-government": "prime minister|chancellor|premier|head of government|taoiseach",
        "foreign-minister": "minister (?:of|for) (?:foreign|external) (?:affairs|relations)|foreign minister"
        "|foreign secretary|(?:united states )?secretary of state",
        "defence-minister": "minister (?:of|for) (?:national )?defen[cs]e|defen[cs]e minister|secretary of defen[cs]e",
        "interior-minister": "minister (?:of|for) (?:the )?interior|interior minister|home secretary",
        "finance-minister": "minister (?:of|for) finance|finance minister|chancellor of the exchequer",
    }.items()
}
"""How the posts of each kind are called there."""


@dataclass(frozen=True, slots=True)
class Known:
    """A person of ours: IRI, names, and offices, each a kind and the identifier of its state there."""

    iri: str
    names: tuple[str, ...]
    offices: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Post:
    """An office of ours: IRI, kind, and the identifier of its state there."""

    iri: str
    kind: str
    state: str


def people(persons: Sequence[Known], endpoint: Endpoint) -> Iterator[Link]:
    """Yield the links of persons. Raises EndpointError.

    Certain is who alone has the name and the office of that state. The only one of the name with another office of the
    state, or of whom no office is known here, is close; namesakes without an office in common are nobody.
    """
    for batch in _batches(persons):
        names = " ".join(sorted({_literal(name) for person in batch for name in person.names}))
        rows = endpoint.rows(
            "?name ?item ?post ?state",
            f"VALUES ?name {{ {names} }} ?item {_LABEL}|{_SKOS_ALT} ?name ; {_INSTANCE} {_HUMAN} ."
            f" OPTIONAL {{ ?item {_POSITION} ?p . ?p {_LABEL} ?post ; {_JURISDICTION} ?state"
            " FILTER(LANG(?post) = 'en') }",
        )
        for person in batch:
            if (found := _person(person, rows)) is not None:
                yield found


def posts(offices: Sequence[Post], endpoint: Endpoint) -> Iterator[Link]:
    """Yield the links of offices: certain where the state has one such post there. Raises EndpointError."""
    by_state: defaultdict[str, list[Post]] = defaultdict(list)
    for office in offices:
        if office.kind in POSTS:
            by_state[office.state].append(office)
    for batch in _batches(sorted(by_state)):
        values = " ".join(f"<{state}>" for state in batch)
        rows = endpoint.rows(
            "?item ?post ?state",
            f"VALUES ?state {{ {values} }} ?item {_JURISDICTION} ?state ; {_LABEL} ?post FILTER(LANG(?post) = 'en')",
        )
        for office in (one for state in batch for one in by_state[state]):
            fits = sorted({r["item"] for r in rows if r["state"] == office.state and _fits(office.kind, r["post"])})
            for item in fits if len(fits) <= 3 else ():
                why = "the state's only post of the kind" if len(fits) == 1 else f"one of {len(fits)} posts of the kind"
                yield Link(office.iri, item, len(fits) == 1, "endpoint", why)


def _person(person: Known, rows: Sequence[Row]) -> Link | None:
    held: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in rows:
        if any(likeness(row["name"], name)[0] >= _SAME for name in person.names):
            held[row["item"]].add((row.get("post", ""), row.get("state", "")))
    fits = sorted(item for item, theirs in held.items() if _office(person.offices, theirs))
    if len(fits) == 1:
        why = f"name and office ({_office(person.offices, held[fits[0]])}) agree, and nobody else's do"
        return Link(person.iri, fits[0], certain=True, method="endpoint", reason=why)
    states = {state for _, state in person.offices}
    near = fits or sorted(item for item, theirs in held.items() if states & {state for _, state in theirs})
    if len(near) == 1:
        return Link(
            person.iri, near[0], certain=False, method="endpoint", reason="the name, and an office of that state"
        )
    if not person.offices and len(held) == 1:
        return Link(
            person.iri, next(iter(held)), certain=False, method="endpoint", reason="the only person of that name"
        )
    return None


def _office(ours: AbstractSet[tuple[str, str]], theirs: AbstractSet[tuple[str, str]]) -> str:
    found = (post for kind, state in sorted(ours) for post, of in sorted(theirs) if of == state and _fits(kind, post))
    return next(found, "")


def _fits(kind: str, post: str) -> bool:
    return kind in POSTS and POSTS[kind].fullmatch(post) is not None


def _literal(name: str) -> str:
    plain = name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\r", " ")
    return f'"{plain}"@en'


def _batches(every: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (every[n : n + _BATCH] for n in range(0, len(every), _BATCH))
