"""What a store holds beside the facts, and the counts that follow each change: always what counting anew would give."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from corpus import BASE, made, read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ontology import others, terms
from server.store import beside, counts, kept
from server.store.dataset import Writer, open_dataset
from server.store.dumps import FORMATS, Format, write
from server.store.publish import publish
from server.store.retract import retract
from server.store.stats import stats
from server.store.verify import verify

if TYPE_CHECKING:
    from pathlib import Path

EX = "https://example.org/"
NODES = st.sampled_from([ox.NamedNode(EX + name) for name in "abcde"])
VALUES = NODES | st.integers(0, 600).map(lambda n: ox.Literal(str(n), datatype=others.XSD_INTEGER))
QUADS = st.sets(
    st.builds(
        ox.Quad, NODES, st.sampled_from([others.RDF_TYPE, ox.NamedNode(EX + "p"), ox.NamedNode(EX + "q")]), VALUES
    ),
    max_size=30,
)


@given(before=QUADS, after=QUADS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_counts_that_follow_a_change_are_those_that_counting_gives(
    before: set[ox.Quad], after: set[ox.Quad], tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = ox.Store(str(tmp_path_factory.mktemp("store")))  # on disk: there the engine finds too much for some numbers
    ask = counts.asker(store)
    store.extend(before)
    told = counts.moved(counts.counted(ask), store, before - after, after - before)
    for quad in before - after:
        store.remove(quad)
    store.extend(after - before)
    assert told == counts.counted(ask)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Writer(tmp_path / "data", BASE) as writer:
        publish(writer, map(made, range(6)), read)
    return tmp_path / "data"


def test_a_dataset_answers_for_ontology_questions_and_counts_and_dumps_none_of_them(folder: Path) -> None:
    store = open_dataset(folder).read_only()
    named = {graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)}
    assert {graph.value for graph in kept.own(BASE)} <= named
    assert store.query(f"ASK {{ {terms.planned} {others.RDFS_LABEL} 'planned' }}")
    assert not any(beside.moves(store, BASE))
    whole = stats(open_dataset(folder))["triples"]
    forms: list[Format] = list(FORMATS)
    for form in forms:
        output = io.BytesIO()
        write(store, output, form)
        syntax = ox.RdfFormat.from_extension(FORMATS[form])
        assert syntax is not None
        found = list(ox.parse(output.getvalue(), format=syntax))
        assert not [quad for quad in found if beside.is_beside(quad.subject, BASE) or quad.graph_name in kept.own(BASE)]
        assert sum(quad.graph_name == ox.DefaultGraph() for quad in found) == whole["merged"]


def test_counts_stay_true_when_articles_go_and_come_back(folder: Path) -> None:
    with Writer(folder) as writer:
        key = next(iter(writer.ledger.current())).key
        retract(writer, key, "a test")
        assert list(verify(writer)) == []


def test_what_is_missing_or_old_is_brought_up_to_date_and_shown(folder: Path) -> None:
    with Writer(folder) as writer:
        store = writer.store
        stale = ox.Quad(ox.NamedNode(terms.NS + "Gone"), others.RDFS_LABEL, ox.Literal("gone"))
        store.add(stale)
        store.add(ox.Quad(stale.subject, stale.predicate, stale.object, beside.ONTOLOGY))
        store.remove(ox.Quad(terms.planned, others.RDFS_LABEL, ox.Literal("planned")))
        store.clear_graph(counts.graph(BASE))
        assert len(list(verify(writer))) >= 2
        seen = writer.dataset.checkpoint
        del store  # it holds the lock
    with Writer(folder) as writer:
        assert list(verify(writer)) == []
        assert writer.dataset.checkpoint != seen
        seen = writer.dataset.checkpoint
    with Writer(folder) as writer:
        assert writer.dataset.checkpoint == seen


def test_a_plain_dataset_holds_what_is_written_to_it_alone(tmp_path: Path) -> None:
    with Writer(tmp_path / "data", BASE, plain=True) as writer:
        assert len(writer.store) == 0
        writer.store.add(ox.Quad(terms.planned, others.RDFS_LABEL, ox.Literal("mine")))
        output = io.BytesIO()
        write(writer.store, output, "nquads")
        assert b"mine" in output.getvalue()
        assert kept.is_open(writer.dataset, beside.ONTOLOGY.value)


def test_nobody_writes_to_them_from_outside(folder: Path) -> None:
    dataset = open_dataset(folder)
    assert not any(kept.is_open(dataset, graph.value) for graph in kept.own(BASE))
