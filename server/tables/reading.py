"""The merged graph as the tables read it: nodes with their values, actors with their codes, words that bear a fact."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import others, terms
from ontology.triples import classes_of
from server.tables.countries import code_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.store.engine import Store

_DEFAULT = ox.DefaultGraph()
_ROLES = {
    "Government": "GOV",
    "GovernmentBody": "GOV",
    "ArmedForce": "MIL",
    "ArmedGroup": "REB",
    "PoliticalParty": "PTY",
    "InternationalOrganization": "IGO",
    "MediaOutlet": "MED",
}
"""The CAMEO role of each class of actors that has one."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who takes part: IRI, label, three-letter code of its state, CAMEO role; all "" for nobody."""

    iri: str = ""
    name: str = ""
    country: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Words that bear a claim, with the claim's status, who says so, and the article."""

    iri: str
    text: str
    sentence: str
    status: str
    by: str
    article: str
    url: str
    publisher: str
    published: str
    begin: int


class Graph:
    """The default graph of a store, read node by node."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.actor = lru_cache(maxsize=50_000)(self._actor)
        self._article = lru_cache(maxsize=50_000)(self._told)

    def of_class(self, kind: ox.NamedNode) -> list[str]:
        """Return the IRIs of a class's members, sorted."""
        return self.subjects(others.RDF_TYPE, kind.value)

    def subjects(self, predicate: ox.NamedNode, value: str) -> list[str]:
        """Return the IRIs of the nodes that lead to one by a property, sorted."""
        quads = self._store.quads_for_pattern(None, predicate, ox.NamedNode(value), _DEFAULT)
        return sorted(quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode))

    def values(self, iri: str, predicate: ox.NamedNode) -> list[str]:
        """Return the values of a node's property, IRIs and texts alike, sorted."""
        try:
            node = ox.NamedNode(iri)
        except ValueError:  # "" for nobody; and graphs written from outside may have a text where a node should be
            return []
        quads = self._store.quads_for_pattern(node, predicate, None, _DEFAULT)
        return sorted(quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode | ox.Literal))

    def value(self, iri: str, predicate: ox.NamedNode) -> str:
        """Return the first of a property's values, "" where there is none."""
        return next(iter(self.values(iri, predicate)), "")

    def name(self, iri: str, predicate: ox.NamedNode) -> str:
        """Return the local name of a property's value that is a term of ours."""
        return self.value(iri, predicate).removeprefix(terms.NS)

    def _number(self, iri: str, predicate: ox.NamedNode) -> int:
        text = self.value(iri, predicate)
        return int(text) if text.isdecimal() else 0

    def label(self, iri: str) -> str:
        """Return a node's label, "" for ""."""
        return self.value(iri, others.RDFS_LABEL) if iri else ""

    def leaf(self, iri: str) -> str:
        """Return the local name of a node's most special class, "" where it has none of ours."""
        names = [value.removeprefix(terms.NS) for value in self.values(iri, others.RDF_TYPE)]
        return min((n for n in names if n in terms.BY_NAME), key=lambda n: (-len(classes_of(n)), n), default="")

    def words(self, about: str) -> list[Words]:
        """Return the words that bear the claims about an event or a holding: of the newest article first."""
        found = []
        for claim in self.subjects(terms.about, about):
            by, status = self.label(self.value(claim, terms.by)), self.name(claim, terms.status)
            for iri in self.values(claim, terms.evidence):
                text, article = self.value(iri, terms.text), self.value(iri, terms.article)
                sentence, begin = self.value(iri, terms.sentence), self._number(iri, terms.beginIndex)
                url, publisher, published = self._article(article)
                of = (article, url, publisher, published)
                found.append(Words(iri, text, sentence or text, status, by, *of, begin))
        found.sort(key=lambda words: (words.article, words.begin, words.iri, words.status, words.by))
        found.sort(key=lambda words: words.published, reverse=True)
        return found

    def _told(self, article: str) -> tuple[str, str, str]:
        return (
            self.value(article, others.SCHEMA_URL),
            self.value(article, terms.publisher),
            self.value(article, terms.published),
        )

    def _actor(self, iri: str) -> Actor:
        kind = self.leaf(iri)
        states = [iri] if kind == "State" else self._states(iri)
        country = code_of(states[0]) if len(states) == 1 else ""
        role = "GOV" if kind == "Person" and states else _ROLES.get(kind, "")
        return Actor(iri, self.label(iri), country, role)

    def _states(self, iri: str) -> list[str]:
        near: Iterable[str] = (*self.values(iri, terms.represents), *self.values(iri, terms.within))
        return sorted({one for one in near if self.leaf(one) == "State"})
