"""Search over names, event sentences, headlines and the words that bear facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import others, terms
from ontology.uris import slug
from server.web.people import facts as f
from server.web.people.nodes import Nodes, fetch, fetch_names, term_label

if TYPE_CHECKING:
    from server.web.people.nodes import Rows

MOST = 60
_WORDS = 8
_STEPS = ((terms.Actor, terms.Place, terms.Office), (terms.Article,), (terms.Event,))
_RANK = {"person": 0, "state": 1, "office": 2, "org": 3, "place": 4, "article": 5, "event": 6}


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: a thing, what kind it is, and its other names that were meant."""

    thing: f.Thing
    note: str


def search(rows: Rows, asked: str, most: int = MOST) -> tuple[Hit, ...]:
    """Return things of which a name has all the words asked for, whatever their diacritics; names first."""
    words = asked.casefold().split()[:_WORDS]
    if not words:
        return ()
    tests = " && ".join(f"({_has('LCASE(?l)', word)}{_slugged(word)})" for word in words)
    iris: list[str] = []
    for kinds in _STEPS:  # names first: events are many, and looked through only where names do not fill the list
        if len(iris) < most:
            query = (
                f"SELECT DISTINCT ?s {{ VALUES ?k {{ {' '.join(map(str, kinds))} }} ?s a ?k ;"
                f" {others.RDFS_LABEL}|{others.SKOS_ALT_LABEL} ?l FILTER ({tests}) }} LIMIT {2 * most}"
            )
            iris += [row["s"].value for row in rows(query)]
    nodes = Nodes(fetch_names(rows, iris))
    hits = [Hit(f.thing(nodes, iri), term_label(nodes.leaf(iri))) for iri in nodes.subjects_all()]
    return tuple(sorted(hits, key=lambda hit: _order(hit, asked.casefold()))[:most])


def words(rows: Rows, asked: str, most: int = 10) -> tuple[f.Words, ...]:
    """Return words that bear facts and have all the words asked for; of newer articles first."""
    wanted = asked.casefold().split()[:_WORDS]
    if not wanted:
        return ()
    tests = " && ".join(_has("LCASE(?t)", word) for word in wanted)
    query = (
        f"SELECT ?e (MAX(STR(?d)) AS ?day) {{ ?e {terms.sentence} ?t FILTER ({tests}) ?e {terms.article} ?a"
        f" OPTIONAL {{ ?a {terms.published} ?d }} }} GROUP BY ?e ORDER BY DESC(?day) ?e LIMIT {int(most) * 3}"
    )
    iris = [row["e"].value for row in rows(query)]
    triples = fetch(rows, iris)
    articles = {value.value for _, p, value in triples if p == terms.article.value}
    nodes = Nodes([*triples, *fetch(rows, articles)])
    found: dict[str, f.Words] = {}
    for iri in iris:
        one = f.words_of(nodes, iri)
        found.setdefault(one.before + one.text + one.after, one)
    return tuple(found.values())[:most]


def _has(what: str, word: str) -> str:
    return f"CONTAINS({what}, {ox.Literal(word)})"


def _slugged(word: str) -> str:
    """Return the test that meets names without their diacritics: addresses are made of plain letters."""
    plain = slug(word)
    if len(plain) < 3 or not plain.isascii():
        return ""
    return f" || (?k != {terms.Event} && ?k != {terms.Article} && CONTAINS(STRAFTER(STR(?s), '/id/'), '{plain}'))"


def _order(hit: Hit, asked: str) -> tuple[bool, int, bool, str, str]:
    label = hit.thing.label.casefold()
    return label != asked, _RANK.get(hit.thing.shape, 9), not label.startswith(asked), label, hit.thing.iri
