"""`shapes.ttl` as quick checks: they pass what conforms, as nearly every article does, in a twentieth of the time.

The shapes stay the one source: the checks are compiled from them, and a constraint without a check here is refused when
they are. A yes is what pyshacl would say too; a no is for pyshacl to look at, which has the words for people.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from ontology.generate import triples
from ontology.others import RDF, RDF_TYPE, RDFS_SUBCLASS_OF, XSD_DATE, XSD_DECIMAL, XSD_INTEGER, XSD_STRING

SHAPES = Path(__file__).with_name("shapes.ttl")
Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Said = Mapping[Node, Collection[Node]]
_SH = "http://www.w3.org/ns/shacl#"
_FORMS = {
    XSD_DATE: re.compile(r"\d{4}-\d\d-\d\d", re.ASCII),
    XSD_INTEGER: re.compile(r"[+-]?\d+", re.ASCII),
    XSD_DECIMAL: re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII),
    XSD_STRING: re.compile(".*", re.DOTALL),
}
"""The datatypes that are known here, each with forms that are surely right."""
_NONE: frozenset[Node] = frozenset()
_Worth = tuple[bool, Decimal]


class ShapeError(ValueError):
    """A shape with a constraint that has no quick check."""


class View(NamedTuple):
    """A graph to be checked: what is said of each node, of which classes it is, and, by property, whose value it is."""

    said: Mapping[Node, Said]
    kinds: Mapping[Node, frozenset[Node]]
    values: Mapping[Node, Said]


Check = Callable[[View, Node], bool]


class Checks(NamedTuple):
    """All shapes compiled: checks by the class and by the property of nodes, and the properties asked for backwards."""

    of_class: Mapping[Node, tuple[Check, ...]]
    of_property: Mapping[Node, tuple[Check, ...]]
    backwards: frozenset[Node]


def conforms(quads: Iterable[ox.Quad]) -> bool:
    """Say whether a graph surely conforms to the shapes; graph names are not looked at. Raises ShapeError."""
    checks = compiled()
    view = _viewed(quads, checks.backwards)
    if view is None:
        return False
    by_kinds = {kinds: [c for k in kinds for c in checks.of_class.get(k, ())] for kinds in set(view.kinds.values())}
    for node, said in view.said.items():
        for check in by_kinds.get(view.kinds.get(node, _NONE), ()):
            if not check(view, node):
                return False
        for predicate in said:
            for check in checks.of_property.get(predicate, ()):
                if not check(view, node):
                    return False
    return True


def _viewed(quads: Iterable[ox.Quad], backwards: frozenset[Node]) -> View | None:
    """Return a graph as it is checked, None where it says something of classes themselves: none of ours does."""
    said: dict[Node, dict[Node, set[Node]]] = {}
    values: defaultdict[Node, defaultdict[Node, set[Node]]] = defaultdict(lambda: defaultdict(set))
    last: Node | None = None
    here: dict[Node, set[Node]] = {}
    for quad in quads:
        subject, predicate, value = quad.subject, quad.predicate, quad.object
        if subject != last:  # what is said of one node mostly stands together, and to look a node up is what takes time
            last, here = subject, said.setdefault(subject, {})
        here.setdefault(predicate, set()).add(value)
        if predicate in backwards:
            values[predicate][value].add(subject)
        elif predicate == RDFS_SUBCLASS_OF:
            return None
    above = _above()
    widened: dict[frozenset[Node], frozenset[Node]] = {}
    kinds: dict[Node, frozenset[Node]] = {}
    for node, here in said.items():
        if RDF_TYPE in here:
            own = frozenset(here[RDF_TYPE])
            if own not in widened:
                widened[own] = own.union(*(above.get(kind, _NONE) for kind in own))
            kinds[node] = widened[own]
    return View(said, kinds, values)


@cache
def _above() -> dict[Node, frozenset[Node]]:
    """Return all classes above each class."""
    direct: defaultdict[Node, set[Node]] = defaultdict(set)
    for t in triples():
        if t.predicate == RDFS_SUBCLASS_OF and isinstance(t.object, ox.NamedNode):
            direct[t.subject].add(t.object)
    found: dict[Node, frozenset[Node]] = {}
    for kind in direct:
        seen: set[Node] = set()
        waiting = [kind]
        while waiting:
            fresh = direct.get(waiting.pop(), set()) - seen
            seen |= fresh
            waiting += fresh
        found[kind] = frozenset(seen)
    return found


@cache
def compiled(path: Path = SHAPES) -> Checks:
    """Return the checks of a file of shapes. Raises ShapeError for a constraint that has none here."""
    shapes = _Shapes(path)
    of_class: defaultdict[Node, tuple[Check, ...]] = defaultdict(tuple)
    of_property: defaultdict[Node, tuple[Check, ...]] = defaultdict(tuple)
    for shape in shapes.nodes():
        checks = tuple(shapes.checks(shape))
        for target in shapes.all(shape, "targetClass"):
            of_class[target] += checks
        for target in shapes.all(shape, "targetSubjectsOf"):
            of_property[target] += checks
    return Checks(dict(of_class), dict(of_property), frozenset(shapes.backwards))


class _Shapes:
    """The triples of a file of shapes, and what compiles them."""

    def __init__(self, path: Path) -> None:
        self._said: defaultdict[Node, defaultdict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            self._said[quad.subject][quad.predicate.value].append(quad.object)
        self.backwards: set[Node] = set()

    def nodes(self) -> list[Node]:
        kind = ox.NamedNode(f"{_SH}NodeShape")
        return [node for node, said in self._said.items() if kind in said.get(RDF_TYPE.value, ())]

    def all(self, shape: Node, name: str) -> list[Node]:
        return self._said[shape].get(_SH + name, [])

    def checks(self, shape: Node) -> Iterator[Check]:
        """Yield the checks of the nodes that a shape is for."""
        for name, values in self._constraints(shape, "targetClass", "targetSubjectsOf"):
            for value in values:
                if name == "property":
                    yield self._property(value)
                else:
                    yield self._each(name, value)

    def _property(self, shape: Node) -> Check:
        """Return the check of the values that a node has by way of a path."""
        least, most = 0, 1 << 30
        tests: list[Check] = []
        pairs: list[tuple[Callable[[Collection[Node], Collection[Node]], bool], Node]] = []
        for name, values in self._constraints(shape, "path"):
            for value in values:
                if name == "minCount":
                    least = self._number(value, at_most=1)  # two forms of one value count once for some
                elif name == "maxCount":
                    most = self._number(value)
                elif name in _PAIRS:
                    pairs.append((_PAIRS[name], value))
                else:
                    tests.append(self._each(name, value))
        reach = self._path(shape)

        def check(view: View, node: Node) -> bool:
            values = reach(view, node)
            if not least <= len(values) <= most:
                return False
            for value in values:
                for test in tests:
                    if not test(view, value):
                        return False
            return all(pair(values, view.said[node].get(other, ())) for pair, other in pairs)

        return check

    def _path(self, shape: Node) -> Callable[[View, Node], Collection[Node]]:
        (path,) = self.all(shape, "path")
        if isinstance(path, ox.NamedNode):
            return lambda view, node: view.said[node].get(path, ())
        if list(self._said[path]) != [f"{_SH}inversePath"]:
            raise ShapeError(f"{SHAPES.name}: a path other than a property or its inverse has no quick check")
        (inverse,) = self.all(path, "inversePath")
        self.backwards.add(inverse)
        return lambda view, node: view.values[inverse].get(node, ()) if inverse in view.values else ()

    def _each(self, name: str, value: Node) -> Check:
        """Return the check of one node or value against one constraint."""
        if name == "class":
            return lambda view, node: value in view.kinds.get(node, _NONE)
        if name == "or":
            some = [self._whole(shape) for shape in self._listed(value)]
            return lambda view, node: any(check(view, node) for check in some)
        if name == "not":
            inner = self._whole(value)
            return lambda view, node: not inner(view, node)
        if name == "in":
            among = frozenset(self._listed(value))
            return lambda _, node: node in among
        if name == "datatype" and value in _FORMS:
            return lambda _, node: isinstance(node, ox.Literal) and node.datatype == value and _is_formed(node)
        if name == "nodeKind" and value == ox.NamedNode(f"{_SH}IRI"):
            return lambda _, node: isinstance(node, ox.NamedNode)
        if name == "minLength":
            length = self._number(value)
            return lambda _, node: isinstance(node, ox.NamedNode | ox.Literal) and len(node.value) >= length
        if name == "pattern" and isinstance(value, ox.Literal):
            form = re.compile(value.value)
            return lambda _, node: isinstance(node, ox.NamedNode) and form.search(node.value) is not None
        if name in {"minInclusive", "maxInclusive"} and isinstance(value, ox.Literal):
            bound, is_least = (False, Decimal(value.value)), name == "minInclusive"
            return lambda _, node: _at_most(bound, _worth(node)) if is_least else _at_most(_worth(node), bound)
        raise ShapeError(f"{SHAPES.name}: sh:{name} {value} has no quick check: write one in ontology/conforming.py")

    def _whole(self, shape: Node) -> Check:
        """Return the check of a shape within a shape: only classes, of which a no is as sure as a yes."""
        checks: list[Check] = []
        for name, values in self._constraints(shape):
            if name not in {"class", "or"}:
                raise ShapeError(f"{SHAPES.name}: sh:{name} within sh:or or sh:not has no quick check")
            checks += [self._each(name, value) for value in values]
        return lambda view, node: all(check(view, node) for check in checks)

    def _constraints(self, shape: Node, *known: str) -> Iterator[tuple[str, list[Node]]]:
        """Yield what a shape asks for, by the local name of the property; `known` are seen to elsewhere."""
        for predicate, values in self._said[shape].items():
            name = predicate.removeprefix(_SH)
            if name not in {*known, "message", RDF_TYPE.value}:
                yield name, values

    def _listed(self, head: Node) -> Iterator[Node]:
        while head != ox.NamedNode(f"{RDF}nil"):
            (first,), (rest,) = self._said[head][f"{RDF}first"], self._said[head][f"{RDF}rest"]
            yield first
            head = rest

    @staticmethod
    def _number(value: Node, at_most: int = 1 << 30) -> int:
        if not isinstance(value, ox.Literal) or not value.value.isdecimal() or int(value.value) > at_most:
            raise ShapeError(f"{SHAPES.name}: {value} is no number that a quick check can count to")
        return int(value.value)


def _is_formed(value: ox.Literal) -> bool:
    """Say whether a literal of a known datatype surely has the form of one."""
    form = _FORMS.get(value.datatype)
    if form is None or form.fullmatch(value.value) is None:
        return False
    if value.datatype != XSD_DATE:
        return True
    try:
        date.fromisoformat(value.value)
    except ValueError:
        return False
    return True


def _worth(node: Node) -> _Worth | None:
    """Return whether a literal is a day rather than a number, and how great; None where it is neither for sure."""
    if not isinstance(node, ox.Literal) or node.datatype == XSD_STRING or not _is_formed(node):
        return None
    is_day = node.datatype == XSD_DATE
    return is_day, Decimal(date.fromisoformat(node.value).toordinal() if is_day else node.value)


def _at_most(a: _Worth | None, b: _Worth | None, *, strictly: bool = False) -> bool:
    """Say whether both can be compared for sure, and the first is not greater."""
    return a is not None and b is not None and a[0] == b[0] and (a[1] < b[1] if strictly else a[1] <= b[1])


def _ordered(values: Iterable[Node], others: Iterable[Node], *, strictly: bool) -> bool:
    return all(_at_most(_worth(a), _worth(b), strictly=strictly) for a, b in product(values, others))


_PAIRS: dict[str, Callable[[Collection[Node], Collection[Node]], bool]] = {
    "lessThan": lambda values, others: _ordered(values, others, strictly=True),
    "lessThanOrEquals": lambda values, others: _ordered(values, others, strictly=False),
    "equals": lambda values, others: set(values) == set(others),
    "disjoint": lambda values, others: set(values).isdisjoint(others),
}
"""The constraints between the values of a path and those of a property of the same node."""
