"""What of an article's graph bears on identity: its persons with their offices, office references, and events."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import terms
from ontology.others import RDF_TYPE, RDFS_LABEL, SKOS_ALT_LABEL
from ontology.triples import leaf
from ontology.uris import is_local
from server.identity.names import parts

if TYPE_CHECKING:
    from collections.abc import Iterable

Role = tuple[str, str]
"""An office: its kind, and the IRI of whose it is."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an article stands in the order in which articles are taken: its day ("" where unknown), then its graph."""

    day: str
    graph: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person as one or more articles have it; `at` is the first of these, `company` who else it tells of."""

    iri: str
    names: tuple[str, ...]
    roles: tuple[Role, ...]
    at: Place
    company: frozenset[str] = frozenset()

    @property
    def mark(self) -> tuple[str, tuple[str, ...], tuple[Role, ...]]:
        """What makes two mentions the same case: they are decided alike."""
        return self.iri, self.names, self.roles


@dataclass(frozen=True, slots=True)
class Sighting:
    """A named person seen in an office."""

    office: str
    person: str
    phase: str
    at: Place


@dataclass(frozen=True, slots=True)
class Reference:
    """An office named without its holder's full name: "the Turkish foreign minister", "Foreign Minister Fidan"."""

    iri: str
    office: str
    surname: str
    at: Place


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of one article. `sides` are those who act and are acted on, each with whom it stands for."""

    iri: str
    type: str
    speech: bool
    status: str
    earliest: str
    latest: str
    agents: tuple[str, ...]
    recipients: tuple[str, ...]
    place: str
    quotes: tuple[str, ...]
    content: tuple[str, ...]
    words: str
    """Which words of which text tell it, the same in every copy of the text; "" where that is not known."""
    at: Place


@dataclass(frozen=True, slots=True)
class Items:
    """All of one article; `stands` tells for whom its persons act."""

    persons: tuple[Person, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    references: tuple[Reference, ...] = ()
    happenings: tuple[Happening, ...] = ()
    stands: tuple[tuple[str, str], ...] = ()
    text: str = ""
    """Digest of the article's text, by which copies are known; "" where it has none."""
    day: str = ""


_WANTED = frozenset(
    {
        *(RDF_TYPE, RDFS_LABEL, SKOS_ALT_LABEL, terms.holder, terms.office, terms.phase, terms.kind, terms.officeOf),
        *(terms.incumbentOf, terms.about, terms.evidence, terms.status, terms.earliest, terms.latest, terms.agent),
        *(terms.recipient, terms.place, terms.quote, terms.content),
    }
)
"""The properties that bear on identity; most of a graph is about words and how they were read."""
_CLASSES: dict[ox.NamedNode | ox.Literal, str] = {
    terms.Person: "Person",
    terms.Holding: "Holding",
    terms.Event: "Event",
    terms.SpeechAct: "SpeechAct",
}
Said = dict[str, dict[ox.NamedNode, list[str]]]


def items(quads: Iterable[ox.Quad], at: Place, text: str = "") -> Items:
    """Return what of the quads of one article's graph bears on identity; `text` is the digest of its text."""
    said: Said = defaultdict(lambda: defaultdict(list))
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    classes: defaultdict[str, list[str]] = defaultdict(list)
    for quad in quads:
        predicate = quad.predicate
        if predicate not in _WANTED:
            continue
        subject, value = quad.subject, quad.object
        if not isinstance(subject, ox.NamedNode) or not isinstance(value, ox.NamedNode | ox.Literal):
            continue
        if predicate == RDF_TYPE:
            classes[subject.value].append(value.value)
            if value in _CLASSES:
                kinds[_CLASSES[value]].add(subject.value)
        else:
            said[subject.value][predicate].append(value.value)
    sightings = [s for iri in sorted(kinds["Holding"]) for s in _sighting(said, iri, at)]
    roles: defaultdict[str, set[Role]] = defaultdict(set)
    for seen in sightings:
        office = said.get(seen.office, {})
        for kind, of in zip(office.get(terms.kind, ()), office.get(terms.officeOf, ()), strict=False):
            roles[seen.person].add((kind, of))
    full = [iri for iri in sorted(kinds["Person"]) if not is_local(iri, at.graph)]
    company = frozenset(full)
    persons = tuple(Person(iri, _names(said, iri), tuple(sorted(roles[iri])), at, company - {iri}) for iri in full)
    references = [
        Reference(s.person, s.office, _surname(said, s.person), at)
        for s in sightings
        if s.person not in company and s.phase == "current"
    ]
    references += [
        Reference(iri, office, "", at)
        for iri in sorted(kinds["Person"])
        for office in said[iri].get(terms.incumbentOf, ())
    ]
    stands = {
        (p, said[o][terms.officeOf][0])
        for p, o in [(s.person, s.office) for s in sightings if s.phase == "current"]
        + [(r.iri, r.office) for r in references]
        if said.get(o, {}).get(terms.officeOf)
    }
    words = _words(said, text)
    return Items(
        persons,
        tuple(s for s in sightings if s.person in company),
        tuple(references),
        tuple(
            _happening(said, iri, leaf(classes[iri]), iri in kinds["SpeechAct"], words.get(iri, ""), at)
            for iri in sorted(kinds["Event"])
        ),
        tuple(sorted(stands)),
        text,
        at.day,
    )


def _sighting(said: Said, iri: str, at: Place) -> list[Sighting]:
    here = said[iri]
    pairs = zip(here[terms.office], here[terms.holder], here[terms.phase], strict=False)
    return [Sighting(office, person, _local_name(phase), at) for office, person, phase in pairs]


def _words(said: Said, text: str) -> dict[str, str]:
    """Return by which words of its text each event is told, as their offsets."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for here in list(said.values()):
        for about in here.get(terms.about, ()):
            found[about] |= {iri.rpartition("#")[2] for iri in here.get(terms.evidence, ())}
    return {iri: f"{text} {' '.join(sorted(ranges))}" for iri, ranges in found.items() if text}


def _happening(said: Said, iri: str, type_: str, speech: bool, words: str, at: Place) -> Happening:  # noqa: FBT001
    here = said[iri]
    first = {name: next(iter(here[term]), "") for name, term in (("e", terms.earliest), ("l", terms.latest))}
    return Happening(
        iri,
        type_,
        speech,
        _local_name(next(iter(here[terms.status]), "")),
        first["e"],
        first["l"],
        tuple(sorted(set(here[terms.agent]))),
        tuple(sorted(set(here[terms.recipient]))),
        next(iter(here[terms.place]), ""),
        tuple(sorted(here[terms.quote])),
        tuple(sorted(here[terms.content])),
        words,
        at,
    )


def _names(said: Said, iri: str) -> tuple[str, ...]:
    label, *rest = said[iri][RDFS_LABEL] or [iri]
    return (label, *sorted({*rest, *(n for n in said[iri][SKOS_ALT_LABEL] if len(parts(n)) > 1)} - {label}))


def _surname(said: Said, iri: str) -> str:
    return next(iter(said[iri][RDFS_LABEL]), "")


def _local_name(iri: str) -> str:
    return iri.removeprefix(terms.NS)
