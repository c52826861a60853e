"""What any store must do for a dataset: the same tests run on each kind (see test_stores.py).

A room of tests gives the fixtures `place`, which runs a store, `folder`, a dataset of the small world that has its facts
there, and `usual`, the same with its store in its folder. First come the words that the rooms of a dataset use of it, then what
a dataset looks like that has its facts there: its dump, its answers and its repairs are those of the store in a folder.
"""

from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from keeping import dump, findings

from ontology import others, terms
from ontology.prefixes import PREDEFINED
from queries.catalogue import Question, catalogue
from server import cli
from server.remote.address import address
from server.remote.store import Remote
from server.search import NAME
from server.store import engine
from server.store.dataset import Writer, open_dataset
from server.store.engine import Store
from server.store.retract import reinstate, retract
from server.store.verify import verify
from server.web.app import close, create_app
from tests import stores, world
from tests.test_questions import OTHERS
from tests.test_search import rows as indexed

BASE = "https://words.example.org/"
A, B, C = (ox.NamedNode(f"{BASE}id/thing/{name}") for name in "abc")
P, Q = (ox.NamedNode(f"{BASE}term#{name}") for name in "pq")
ONE, TWO = (ox.NamedNode(f"{BASE}graph/{name}") for name in ("one", "two"))
DEFAULT = ox.DefaultGraph()
XSD = others.XSD_INTEGER.value.removesuffix("integer")
VALUES = (
    ox.Literal("a text"),
    ox.Literal(""),
    ox.Literal('"quoted" \\ and\ttabbed\r\nin lines'),
    ox.Literal("Erdo\u011fan, \u4e2d\u6587, \U0001f600 and \u200f right to left"),
    ox.Literal("of many words " * 400),
    ox.Literal("Ecuador", language="en"),
    ox.Literal("Ecuador", language="es"),
    ox.Literal("7", datatype=others.XSD_INTEGER),
    ox.Literal("255", datatype=others.XSD_INTEGER),
    ox.Literal("0.68", datatype=ox.NamedNode(f"{XSD}decimal")),
    ox.Literal("2025-02-28", datatype=ox.NamedNode(f"{XSD}date")),
    ox.Literal("2025-02-28T10:30:00Z", datatype=ox.NamedNode(f"{XSD}dateTime")),
    ox.Literal("https://example.org/a?b=c&d", datatype=ox.NamedNode(f"{XSD}anyURI")),
    ox.NamedNode(f"{BASE}article/2025-03-03-a#char=0,49"),
    ox.NamedNode("https://example.org/caf%C3%A9?a=b&c=(d)"),
    ox.NamedNode("https://example.org/\u4e2d\u6587"),
)


def rows(store: Store, query: str) -> Counter[tuple[str, ...]]:
    found = store.query(query, prefixes=PREDEFINED)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return Counter(tuple(f"{name}={row[name]}" for name in names) for row in found)


class StoreContract:
    """The laws of stores."""

    @pytest.fixture
    def store(self, place: stores.Place) -> Store:
        """A store that has nothing of BASE yet."""
        if not place.store:
            return ox.Store()
        remote = Remote(address(place.store), BASE)
        remote.clear()
        return remote

    # the words

    def test_what_is_put_in_comes_out(self, store: Store) -> None:
        quads = {ox.Quad(A, P, value, graph) for value in VALUES for graph in (DEFAULT, ONE)}
        store.extend(quads)
        assert set(store) == quads
        assert set(store.quads_for_pattern(None, None, None, ONE)) == {q for q in quads if q.graph_name == ONE}
        assert set(store.quads_for_pattern(None, None, None, DEFAULT)) == {q for q in quads if q.graph_name != ONE}

    def test_putting_twice_is_putting_once(self, store: Store) -> None:
        quads = [ox.Quad(A, P, value, ONE) for value in VALUES]
        store.extend(quads)
        store.extend(quads)
        assert sorted(map(str, store)) == sorted(map(str, quads))

    def test_what_is_moved_goes_and_comes_and_nothing_else_does(self, store: Store) -> None:
        stays, goes, comes = ox.Quad(A, P, B, ONE), ox.Quad(A, P, B, TWO), ox.Quad(A, P, B)
        store.extend([stays, goes])
        for _ in range(2):  # an answer may be lost, and the move sent again
            engine.move(store, ([goes], [comes]))
            assert set(store) == {stays, comes}
        assert goes not in store
        assert comes in store

    def test_much_is_moved_at_once(self, store: Store) -> None:
        some = {ox.Quad(A, P, ox.Literal(f"{n} " * 20), graph) for n in range(1500) for graph in (DEFAULT, ONE)}
        store.extend(some)
        assert set(store) == some
        engine.move(store, ({quad for quad in some if quad.graph_name == ONE}, ()))
        assert set(store) == {quad for quad in some if quad.graph_name != ONE}

    def test_patterns_find_what_they_say(self, store: Store) -> None:
        quads = {ox.Quad(s, p, o, g) for s in (A, B) for p in (P, Q) for o in VALUES[5:] for g in (DEFAULT, ONE, TWO)}
        store.extend(quads)
        o = VALUES[10]
        for s, p, v, g in (
            (A, None, None, None),
            (A, P, None, DEFAULT),
            (None, P, o, ONE),
            (None, None, o, None),
            (A, P, o, TWO),
            (C, None, None, None),
        ):
            wanted = {
                q
                for q in quads
                if s in {None, q.subject}
                and p in {None, q.predicate}
                and v in {None, q.object}
                and g in {None, q.graph_name}
            }
            assert set(store.quads_for_pattern(s, p, v, g)) == wanted

    def test_graphs_are_there_while_something_is_in_them(self, store: Store) -> None:
        store.extend([ox.Quad(A, P, B, ONE), ox.Quad(A, P, B, TWO), ox.Quad(A, P, B)])
        assert set(store.named_graphs()) == {ONE, TWO}
        assert store.contains_named_graph(ONE)
        store.remove_graph(ONE)
        assert set(store.named_graphs()) == {TWO}
        assert not store.contains_named_graph(ONE)
        store.clear_graph(DEFAULT)
        assert set(store) == {ox.Quad(A, P, B, TWO)}

    def test_parts_say_of_nodes_all_that_the_store_does(self, store: Store) -> None:
        words = [ox.NamedNode(f"{A.value}#char={n},{n + 1}") for n in range(3)]
        quads = [ox.Quad(node, P, B, g) for node in (A, B, C, *words) for g in (DEFAULT, ONE)]
        store.extend([*quads, *(ox.Quad(node, terms.article, A) for node in words)])
        for node, seen in engine.parts(store, [A, B]):
            assert set(seen.quads_for_pattern(node, None, None)) == set(store.quads_for_pattern(node, None, None))
        for _, seen in engine.parts(store, [A], terms.article):
            leading = {quad.subject for quad in seen.quads_for_pattern(None, terms.article, A, DEFAULT)}
            assert leading == set(words)
            for node in words:
                assert set(seen.quads_for_pattern(node, None, None)) == set(store.quads_for_pattern(node, None, None))

    def test_uses_are_counted_for_every_kind_of_node(self, store: Store) -> None:
        store.extend([ox.Quad(s, P, o, g) for o in VALUES for s in (A, B) for g in (DEFAULT, ONE)])
        if isinstance(store, engine.Far):
            assert store.uses([*VALUES, C]) == dict.fromkeys(VALUES, 2)
        else:
            assert all(len(list(store.quads_for_pattern(None, None, o, DEFAULT))) == 2 for o in VALUES)

    # queries

    def test_a_query_sees_the_default_graph_and_named_ones_apart(self, store: Store) -> None:
        store.extend([ox.Quad(A, P, B), ox.Quad(B, P, C, ONE), ox.Quad(C, P, A, TWO), ox.Quad(A, P, B, TWO)])
        assert rows(store, "SELECT ?s { ?s ?p ?o }") == {(f"s={A}",): 1}
        found = {
            row for row in rows(store, "SELECT ?g ?s WHERE{GRAPH ?g{?s ?p ?o}}") if BASE in row[0]
        }  # Virtuoso has more
        assert found == {(f"g={ONE}", f"s={B}"), (f"g={TWO}", f"s={C}"), (f"g={TWO}", f"s={A}")}
        assert rows(store, f"SELECT ?o {{ ?s ?p ?o . GRAPH {TWO} {{ ?s ?p ?o }} }}") == {(f"o={B}",): 1}
        assert rows(store, f"SELECT ?s FROM {ONE} {{ ?s ?p ?o }}") == {(f"s={B}",): 1}
        nested = "SELECT ?s ?n { ?s ?p ?o { SELECT (COUNT(?x) AS ?n) { ?x ?y ?z } } }"
        assert rows(store, nested) == {(f"s={A}", f"n={ox.Literal(1)}"): 1}

    @pytest.mark.parametrize(
        ("query", "wanted"),
        [
            ("ASK {}", True),
            (f"ASK {{ {A} ?p ?o }}", True),
            (f"ASK {{ {{ {C} ?p ?o }} UNION {{ ?s ?p {C} }} }}", False),
            (f"ASK {{ ?s {P} ?o }} VALUES ?s {{ {A} {C} }}", True),
            (f"ASK {{ ?s {P} ?o }} VALUES ?s {{ {C} }}", False),
        ],
    )
    def test_ask(self, store: Store, query: str, wanted: bool) -> None:
        store.extend([ox.Quad(A, P, B), ox.Quad(C, Q, C, ONE)])
        found = store.query(query)
        assert isinstance(found, ox.QueryBoolean)
        assert bool(found) is wanted

    @pytest.mark.parametrize(
        ("query", "wanted"),
        [
            ("CONSTRUCT { ?o ?p ?s } WHERE { ?s ?p ?o }", {ox.Triple(B, P, A)}),
            ("CONSTRUCT WHERE { ?s ?p ?o }", {ox.Triple(A, P, B)}),
            (
                f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH ?g {{ ?s ?p ?o . ?s {Q} ?x }} }}",
                {ox.Triple(A, Q, ox.Literal("in lines\n"))},
            ),
            (f"DESCRIBE {A}", {ox.Triple(A, P, B)}),
            ("DESCRIBE ?s WHERE { ?s ?p ?o } LIMIT 1", {ox.Triple(A, P, B)}),
            (f"DESCRIBE {C}", set()),
        ],
    )
    def test_triples(self, store: Store, query: str, wanted: set[ox.Triple]) -> None:
        store.extend([ox.Quad(A, P, B), ox.Quad(B, P, C, ONE), ox.Quad(A, Q, ox.Literal("in lines\n"), ONE)])
        found = store.query(query)
        assert isinstance(found, ox.QueryTriples)
        assert set(found) == wanted

    def test_a_malformed_query_is_told_with_its_place(self, store: Store) -> None:
        with pytest.raises(SyntaxError, match="1:13"):
            store.query("SELECT * { ]")

    # a dataset

    def test_its_dump_is_the_same(self, folder: Path, usual: Path) -> None:
        assert dump(folder) == dump(usual)

    def test_it_is_sound(self, folder: Path) -> None:
        assert findings(folder) == []

    @pytest.mark.parametrize("asked", catalogue(), ids=lambda asked: asked.name)
    def test_a_saved_question_has_the_same_rows(self, folder: Path, usual: Path, asked: Question) -> None:
        far, near = open_dataset(folder).read_only(), open_dataset(usual).read_only()
        assert rows(far, asked.bound())
        for values in ({}, *({name: value} for name, value in OTHERS[asked.name].items())):
            assert rows(far, asked.bound(values)) == rows(near, asked.bound(values)), values

    def test_its_index_is_the_same(self, folder: Path, usual: Path) -> None:
        assert indexed(folder / NAME) == indexed(usual / NAME)
        for one in (folder, usual):
            with Writer(one) as writer:
                writer._index.fill()
        assert indexed(folder / NAME) == indexed(usual / NAME)

    def test_it_is_served_alike(self, folder: Path, usual: Path) -> None:
        apps = [create_app(one, workers=1, deadline=60, token="secret") for one in (folder, usual)]
        far, near = (app.test_client() for app in apps)
        try:
            with open_dataset(usual).ledger() as ledger:
                graph = next(iter(ledger.current())).graph.removeprefix(world.BASE)
            planned = quote("SELECT * { ?e cmq:status cmq:planned ; rdfs:label ?l } ORDER BY ?e")
            state = quote(f"DESCRIBE <{world.BASE}id/state/peru>")
            for path in (
                "/",
                "/events",
                f"/{graph}.nq",
                "/healthz",
                f"/sparql?query={planned}",
                f"/sparql?query={state}",
            ):
                answers = [client.get(path, headers={"Accept": "*/*"}) for client in (far, near)]
                assert answers[0].status_code == answers[1].status_code == 200, (path, answers[0].data[:500])
                assert answers[0].data == answers[1].data, path
            write = {"Authorization": "Bearer secret", "Content-Type": "application/sparql-update"}
            for verb in ("INSERT", "DELETE"):
                told = far.post("/sparql", data=f"{verb} DATA {{ GRAPH {ONE} {{ {A} {P} {B} }} }}", headers=write)
                assert told.status_code == (403 if open_dataset(folder).store else 204)
        finally:
            for app in apps:
                close(app)

    @pytest.mark.prove
    def test_what_is_withdrawn_goes_and_comes_back(self, folder: Path, usual: Path) -> None:
        before = dump(folder)
        with open_dataset(folder).ledger() as ledger:
            key = next(iter(ledger.current())).key
        for one in (folder, usual):
            with Writer(one) as writer:
                assert retract(writer, key, "asked to")
        assert dump(folder) == dump(usual) != before
        assert findings(folder) == []
        for one in (folder, usual):
            with Writer(one) as writer:
                assert reinstate(writer, key)
        assert dump(folder) == dump(usual) == before

    @pytest.mark.prove
    def test_damage_is_found_and_made_good(self, folder: Path) -> None:
        before = dump(folder)
        with Writer(folder) as writer:
            quads = [q for q in writer.store if q.predicate == others.RDFS_LABEL and "/id/person/" in str(q.subject)]
            stray = ox.Quad(A, P, B, ox.NamedNode(f"{world.BASE}graph/stray"))
            engine.move(writer.store, (quads[:3], [stray]))
            found = list(verify(writer))
            assert any("stray" in one for one in found)
            assert any("differs from the ledger" in one or "merges" in one for one in found)
        assert cli.main(["verify", "--dataset", str(folder), "--rebuild"]) == 0
        assert dump(folder) == before
