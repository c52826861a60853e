"""What can be found: the entries that the merged graph gives, each with its place in the natural order of its room."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from ontology import others, terms
from ontology.triples import classes_of
from ontology.uris import slug
from server.search.other_names import other_names
from server.store.engine import parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from server.store.engine import Store

Said = dict[str, list[str]]
"""What is said of a node: the values of each property, in no order."""
Room = Literal["names", "titles", "sentences"]
ROOMS: tuple[Room, ...] = ("names", "titles", "sentences")
"""Actors, places and offices; events and articles; sentences that bear facts."""
BY_BEGINNING = frozenset({"names", "titles"})
"""The rooms that have an index of beginnings of SHORT lengths: of all sentences it would be as large as all else."""
SHORT = (2, 3)
_IN: tuple[tuple[Room, tuple[ox.NamedNode, ...]], ...] = (
    ("names", (terms.Actor, terms.Place, terms.Office)),
    ("titles", (terms.Event, terms.Article)),
)
_WORD = re.compile(r"[^\W_]+")
_DEFAULT = ox.DefaultGraph()
_DAYS = (terms.latest, terms.earliest, terms.published)
_FIRST = date(1900, 1, 1).toordinal()
_LAST = (1 << 16) - 1
_FOUND = 1000
"""How many nodes that were looked up are kept in mind."""
_DIGEST_BITS = 47
UNDATED = _LAST << _DIGEST_BITS
"""The numbers from here on are of what has no day."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be found: `source` is whose change may change it, `kind` the local name of its class.

    `number` is its place in the natural order of its room, made from its content: short names first, newest first.
    `plain` is a name in plain letters, `more` its other names, one a line, as they are written and in plain letters.
    """

    room: Room
    number: int
    iri: str
    source: str
    kind: str
    label: str
    plain: str = ""
    more: str = ""


def plain(name: str) -> str:
    """Return a name in plain letters, as addresses have it: also those that no folding of diacritics reaches."""
    return slug(name).replace("-", " ")


def words(text: str) -> list[str]:
    """Return the words of a text as the index has them: small letters without diacritics, and digits."""
    if text.isascii():
        return _WORD.findall(text.lower())
    plainer = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return _WORD.findall(unicodedata.normalize("NFC", plainer.lower()))


def source_of(subject: str) -> str:
    """Return the IRI of what a node's entries belong to: the article of words, else the node itself."""
    return subject.partition("#")[0]


def sources(store: Store) -> Iterator[str]:
    """Yield the IRIs of everything in a store that has entries; some twice."""
    for kind in (kind for _, kinds in _IN for kind in kinds):
        for quad in store.quads_for_pattern(None, others.RDF_TYPE, kind, _DEFAULT):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject.value


class Seen:
    """What the default graph of a store says of nodes: of some it is known beforehand, others are looked up."""

    def __init__(self, store: Store, known: Mapping[str, Said] | None = None) -> None:
        self.store = store
        self._known = known or {}
        self._found: dict[str, Said] = {}

    def of(self, iri: str) -> Said:
        """Return what is said of a node."""
        said = self._known.get(iri)
        if said is None:
            said = self._found.get(iri)
        if said is None:
            if len(self._found) >= _FOUND:
                self._found.clear()
            quads = self.store.quads_for_pattern(ox.NamedNode(iri), None, None, _DEFAULT)
            self._found[iri] = said = said_in(quads)
        return said

    def leading(self, by: ox.NamedNode, iri: str) -> Iterator[str]:
        """Yield the nodes of which a property gives a node."""
        for quad in self.store.quads_for_pattern(None, by, ox.NamedNode(iri), _DEFAULT):
            assert isinstance(quad.subject, ox.NamedNode)
            yield quad.subject.value


def seen_parts(
    store: Store, iris: Iterable[str], known: Mapping[str, Said] | None = None, *by: ox.NamedNode
) -> Iterator[tuple[str, Seen]]:
    """Yield nodes, each with what is said of it, and of what leads to it by some properties."""
    seen: Seen | None = None
    for node, part in parts(store, map(ox.NamedNode, iris), *by):
        if seen is None or seen.store is not part:
            seen = Seen(part, known)
        yield node.value, seen


def said_in(quads: Iterable[ox.Quad]) -> Said:
    """Return what quads about one node say: the values of each property."""
    said: Said = {}
    for quad in quads:
        value = quad.object
        if isinstance(value, ox.NamedNode | ox.Literal):
            said.setdefault(quad.predicate.value, []).append(value.value)
    return said


def entries(seen: Seen, source: str) -> Iterator[Entry]:
    """Yield the entries of an actor, a place, an office, an event or an article with its sentences."""
    said = seen.of(source)
    types = said.get(others.RDF_TYPE.value, [])
    room: Room | None = next((room for room, kinds in _IN if any(kind.value in types for kind in kinds)), None)
    label = min(said.get(others.RDFS_LABEL.value, []), default="")
    if room is None or not label:
        return
    named = {*said.get(others.SKOS_ALT_LABEL.value, [])}
    if room == "names":
        owners, kinds = (said.get(name.value, []) for name in (terms.officeOf, terms.kind))
        named.update(other_names(source, label, owners, kinds))
    other = sorted(named - {label})
    own = plain(label) if room == "names" else ""
    more = dict.fromkeys([*other, *(plain(name) for name in other), own] if own else other)
    day = max((day for name in _DAYS for day in said.get(name.value, [])), default="")
    if not day and terms.Event.value in types:
        day = _told(seen, source)
    order = len(label) if room == "names" else newest_first(day)
    yield Entry(room, number_of(order, source), source, source, _leaf(types), label, own, "\n".join(more))
    if terms.Article.value in types:
        yield from _sentences(seen, source, order)


def _sentences(seen: Seen, article: str, order: int) -> Iterator[Entry]:
    """Yield each sentence of an article once, whatever number of facts it bears: the first words in it stand for it."""
    found: dict[str, str] = {}
    for words_ in seen.leading(terms.article, article):
        for sentence in seen.of(words_).get(terms.sentence.value, []):
            found[sentence] = min(found.get(sentence, words_), words_)
    for sentence, iri in sorted(found.items()):
        yield Entry("sentences", number_of(order, article, sentence), iri, article, "Evidence", sentence)


def _told(seen: Seen, event: str) -> str:
    """Return the ISO day of the newest article that tells of an event, by the IRIs of its words; "" where none has."""
    claims = seen.leading(terms.about, event)
    found = (word for claim in claims for word in seen.of(claim).get(terms.evidence.value, []))
    return max((day for word in found if (day := told_on(source_of(word)))[:1].isdigit()), default="")


def told_on(article: str) -> str:
    """Return the ISO day of an article's publication, which its IRI begins with; what is none where it has none."""
    return article.rpartition("/")[2][:10]


def _leaf(types: list[str]) -> str:
    """Return the local name of the narrowest of some classes."""
    names = [value.removeprefix(terms.NS) for value in types]
    return min((n for n in names if n in terms.BY_NAME), key=lambda n: (-len(classes_of(n)), n), default="")


def newest_first(day: str) -> int:
    """Return a number that is smaller for later days; what has no day comes last."""
    try:
        return min(max(_LAST - (date.fromisoformat(day[:10]).toordinal() - _FIRST), 0), _LAST)
    except ValueError:
        return _LAST


def day_of(number: int) -> str:
    """Return the ISO day that put an entry in its place among the newest first, "" where it has none."""
    order = number >> _DIGEST_BITS
    return date.fromordinal(_LAST - order + _FIRST).isoformat() if order < _LAST else ""


def number_of(order: int, *content: str) -> int:
    """Return the number of an entry: first by an order (up to 65535), then by its content."""
    digest = hashlib.sha256("\x1f".join(content).encode()).digest()
    return min(order, _LAST) << _DIGEST_BITS | int.from_bytes(digest[:8], "big") >> (64 - _DIGEST_BITS)
