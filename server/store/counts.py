"""How much is in the default graph: counted once, then kept true by what comes and goes, as VoID in a graph of its own.

Counting anew takes seconds on a million triples; an article changes a few hundred.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import others, terms
from server.store.engine import Far, parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from server.store.engine import Store

    Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
    Row = Mapping[str, object]
    Ask = Callable[[str], Sequence[Row]]

_DEFAULT = ox.DefaultGraph()
_VOID = others.VOID
_CLASSES = "SELECT ?it (COUNT(*) AS ?n) { ?s a ?it FILTER(isIRI(?it)) } GROUP BY ?it"
_PROPERTIES = "SELECT ?it (COUNT(*) AS ?n) { ?s ?it ?o } GROUP BY ?it"
_DISTINCT = "SELECT (COUNT(DISTINCT ?%s) AS ?n) { ?s ?p ?o }"
_STORED = f"""SELECT ?what ?it ?n {{ GRAPH %s {{
  {{ ?part <{_VOID}class> ?it ; <{_VOID}entities> ?n BIND("class" AS ?what) }}
  UNION {{ ?part <{_VOID}property> ?it ; <{_VOID}triples> ?n BIND("property" AS ?what) }}
  UNION {{ ?it <{_VOID}distinctSubjects> ?n BIND("subjects" AS ?what) }}
  UNION {{ ?it <{_VOID}distinctObjects> ?n BIND("objects" AS ?what) }}
}} }}"""


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures of a default graph: different subjects and objects, triples by property, things by class (both IRIs)."""

    subjects: int = 0
    objects: int = 0
    properties: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)


def graph(base: str) -> ox.NamedNode:
    """Return the graph of the counts of the dataset with a base."""
    return ox.NamedNode(f"{base}.well-known/void")


def dataset(base: str) -> str:
    """Return the IRI that a dataset has in its description."""
    return f"{base}.well-known/void#dataset"


def base_of(store: Store) -> str:
    """Return the base of the dataset whose counts a store holds, "" where it was made with --plain and has none."""
    for quad in store.quads_for_pattern(None, others.RDF_TYPE, others.VOID_DATASET, None):
        name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        base = name.removesuffix(".well-known/void")
        if base != name and quad.subject == ox.NamedNode(dataset(base)):
            return base
    return ""


def asker(store: Store) -> Ask:
    """Return what asks a store, in the way in which the functions here ask."""

    def ask(query: str) -> Sequence[Row]:
        found = store.query(query)
        assert isinstance(found, ox.QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [{name: row[name] for name in names} for row in found]

    return ask


def counted(ask: Ask) -> Counts:
    """Count all there is; an engine needs seconds for a million triples."""
    return Counts(
        _number(ask(_DISTINCT % "s")[0]),
        _number(ask(_DISTINCT % "o")[0]),
        Counter({_iri(row): _number(row) for row in ask(_PROPERTIES)}),
        Counter({_iri(row): _number(row) for row in ask(_CLASSES)}),
    )


def stored(ask: Ask, base: str) -> Counts | None:
    """Return the counts that the graph of them holds, None where there is none."""
    properties, classes, distinct = Counter[str](), Counter[str](), Counter[str]()
    for row in ask(_STORED % graph(base)):
        what = _text(row, "what")
        if what in {"subjects", "objects"}:
            distinct[what] = _number(row)
        else:
            (classes if what == "class" else properties)[_iri(row)] = _number(row)
    return Counts(distinct["subjects"], distinct["objects"], properties, classes) if distinct else None


def moved(
    counts: Counts, store: Store, leaving: set[ox.Quad], coming: set[ox.Quad], subjects: int | None = None
) -> Counts:
    """Return the counts as they are once quads of the default graph have left a store and others have come.

    The store is as it was before; what leaves is in it, and what comes is not. Of how many more subjects something is
    said then may be known.
    """
    properties, classes = counts.properties.copy(), counts.classes.copy()
    for quads, step in ((leaving, -1), (coming, 1)):
        for quad in quads:
            properties[quad.predicate.value] += step
            if quad.predicate == others.RDF_TYPE and isinstance(quad.object, ox.NamedNode):
                classes[quad.object.value] += step
    more = _subjects(store, leaving, coming) if subjects is None else subjects
    objects = _objects(store, leaving, {quad.object for quad in coming})
    return Counts(counts.subjects + more, counts.objects + objects, +properties, +classes)


def _subjects(store: Store, leaving: set[ox.Quad], coming: set[ox.Quad]) -> int:
    """Return of how many more subjects something is said once quads have left and come."""
    new = {quad.subject for quad in coming}
    touched = parts(store, new | {quad.subject for quad in leaving})
    return sum(_gain(seen.quads_for_pattern(s, None, None, _DEFAULT), leaving, s in new) for s, seen in touched)


def _objects(store: Store, leaving: set[ox.Quad], coming: set[Node]) -> int:
    """Return how many more different objects there are once quads have left and some objects came."""
    fewer = Counter(quad.object for quad in leaving)
    touched = coming | fewer.keys()
    if not isinstance(store, Far):
        return sum(_gain(_naming(store, o), leaving, o in coming) for o in touched)
    uses = store.uses(touched)
    return sum((o in coming or uses.get(o, 0) > fewer[o]) - (uses.get(o, 0) > 0) for o in touched)


def moves(
    store: Store,
    base: str,
    leaving: set[ox.Quad],
    coming: set[ox.Quad],
    *,
    subjects: int | None = None,
    anew: bool = False,
) -> tuple[set[ox.Quad], set[ox.Quad]]:
    """Return what leaves and what comes in the graph of the counts when quads do in the default graph.

    Where there are no counts yet, or they may be wrong (`anew`), all is counted. `subjects`: as `moved` takes it.
    """
    before = None if anew else stored(asker(store), base)
    now = moved(before or counted(asker(store)), store, leaving, coming, subjects)
    into = graph(base)
    had = set(store.quads_for_pattern(None, None, None, into))
    wanted = {*_head(base, into), *quads(now, dataset(base), into)}
    return had - wanted, wanted - had


def quads(counts: Counts, it: str, into: ox.NamedNode | ox.DefaultGraph = _DEFAULT) -> Iterator[ox.Quad]:
    """Yield counts as VoID statistics of the dataset `it`, in the order of their IRIs."""
    totals = {
        "triples": counts.properties.total(),
        "distinctSubjects": counts.subjects,
        "distinctObjects": counts.objects,
        "properties": len(counts.properties),
        "classes": len(counts.classes),
    }
    node = ox.NamedNode(it)
    for name, number in totals.items():
        yield ox.Quad(node, _term(name), _literal(number), into)
    for kind, found, unit in (("class", counts.classes, "entities"), ("property", counts.properties, "triples")):
        for iri, number in sorted(found.items()):
            mark = hashlib.sha256(iri.encode()).hexdigest()[:6]  # local names of two vocabularies may be one
            part = ox.NamedNode(f"{it}-{kind}-{iri.rpartition('#')[2].rpartition('/')[2]}-{mark}")
            yield ox.Quad(node, _term(f"{kind}Partition"), part, into)
            yield ox.Quad(part, _term(kind), ox.NamedNode(iri), into)
            yield ox.Quad(part, _term(unit), _literal(number), into)


def _head(base: str, into: ox.NamedNode) -> Iterator[ox.Quad]:
    it = ox.NamedNode(dataset(base))
    yield ox.Quad(it, others.RDF_TYPE, others.VOID_DATASET, into)
    yield ox.Quad(it, _term("uriSpace"), ox.Literal(base), into)
    yield ox.Quad(it, _term("vocabulary"), ox.NamedNode(terms.NS), into)


def _naming(store: Store, value: Node) -> Iterator[ox.Quad]:
    # pyoxigraph 0.5.13 on disk: the pattern of a number whose last byte is 255 finds the next numbers as well
    return (quad for quad in store.quads_for_pattern(None, None, value, _DEFAULT) if quad.object == value)


def _gain(before: Iterable[ox.Quad], leaving: set[ox.Quad], comes: bool) -> int:  # noqa: FBT001 - one question of three
    """Return 1 for a node that is new, -1 for one that is gone, else 0; `before` is where it stood."""
    was = stays = False
    for quad in before:
        was = True
        if comes or quad not in leaving:
            stays = True
            break
    return (comes or stays) - was


def _term(name: str) -> ox.NamedNode:
    return ox.NamedNode(_VOID + name)


def _literal(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=others.XSD_INTEGER)


def _iri(row: Row) -> str:
    return _text(row, "it")


def _number(row: Row) -> int:
    return int(_text(row, "n"))


def _text(row: Row, name: str) -> str:
    term = row[name]
    assert isinstance(term, ox.NamedNode | ox.Literal)
    return term.value
