"""JSON-LD: the context is the ontology's, the frames use it, and what they shape says nothing else than the triples."""

import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

import ontology
from ontology import generate, jsonld, others, terms
from ontology.documents import MEDIA_TYPES, document, names
from tests import world

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own
HERE = Path(ontology.__file__).parent
CONTEXT = jsonld.context()["@context"]


def described(iri: str) -> list[ox.Triple]:
    """Return what the world says of a node, of what points to it and of what that points to, with labels and types."""
    triples = {quad.triple for quad in world.merged()}
    near = {iri}
    for _ in range(2):
        near |= {t.subject.value for t in triples if isinstance(t.object, ox.NamedNode) and t.object.value in near}
    near |= {t.object.value for t in triples if t.subject.value in near and isinstance(t.object, ox.NamedNode)}
    near |= {t.object.value for t in triples if t.subject.value in near and isinstance(t.object, ox.NamedNode)}
    return [t for t in triples if t.subject.value in near]


def one_of(kind: str) -> str:
    wanted = terms.BY_NAME[kind]
    return min(q.subject.value for q in world.merged() if q.predicate == others.RDF_TYPE and q.object == wanted)


def test_what_is_generated_is_committed() -> None:
    assert (HERE / "terms.py").read_text() == generate.render()
    assert (HERE / jsonld.CONTEXT).read_text() == jsonld.render()


def test_every_key_of_the_context_is_a_term_that_exists() -> None:
    for key, value in CONTEXT.items():
        if key.startswith("@") or key in {"cmq", "xsd", "id", "type", "included"}:
            continue
        iri = value if isinstance(value, str) else value.get("@id", value.get("@reverse"))
        if iri.startswith(terms.NS):
            assert iri.removeprefix(terms.NS) in terms.BY_NAME, key
        else:
            assert iri in {v.value for v in vars(others).values() if isinstance(v, ox.NamedNode)}


def test_every_property_that_articles_use_has_a_key() -> None:
    used = {q.predicate for q in world.merged()} - {others.RDF_TYPE}
    known = {v.get("@id") if isinstance(v, dict) else v for v in CONTEXT.values()}
    assert {p.value for p in used} <= known


@pytest.mark.parametrize("name", jsonld.frames())
def test_a_frame_uses_keys_of_the_context(name: str) -> None:
    text = (HERE / "frames" / f"{name}.jsonld").read_text()
    keys = set(re.findall(r'"([^"@]+)":', text)) - {"type"}
    assert keys <= CONTEXT.keys()
    assert json.loads(text)["type"] == [name]
    assert name in terms.BY_NAME


@pytest.mark.parametrize("name", jsonld.frames())
def test_a_framed_description_is_plain_and_true(name: str) -> None:
    iri = one_of(name)
    triples = described(iri)
    framed = jsonld.framed(triples, iri)
    assert framed == jsonld.framed(reversed(triples), iri)
    node = json.loads(framed)
    assert node["id"] == iri
    assert isinstance(node["label"], str)
    keys = set(re.findall(r'"([^"]+)":', json.dumps({k: v for k, v in node.items() if k != "@context"})))
    assert not {k for k in keys if k.startswith(("@", "http", "cmq:"))}
    said = set(rdflib.Graph().parse(data="".join(f"{t} .\n" for t in triples), format="nt"))
    by_engine = "".join(f"{quad.triple} .\n" for quad in ox.parse(framed, format=ox.RdfFormat.JSON_LD))
    for found in (
        set(rdflib.Graph().parse(data=by_engine, format="nt")),
        set(rdflib.Graph().parse(data=framed, format="json-ld")),
    ):
        assert found == said


def test_an_event_reads_without_knowing_rdf() -> None:
    planned = next(
        q.subject.value
        for q in world.merged()
        if q.predicate == others.RDFS_LABEL
        and q.object.value.startswith("Hakan Fidan, Yasar Guler")
        and "/event/" in q.subject.value
    )
    event = json.loads(jsonld.framed(described(planned), planned, context_at="/ontology/context.jsonld"))
    assert event["@context"] == "/ontology/context.jsonld"
    assert event["status"] == "planned"
    assert event["date"] == "2025-10-12"
    assert event["place"]["label"] == "Ankara"
    assert event["code"] == ["cameo-036", "plover-AGREE"]
    assert "Hakan Fidan" in [who["label"] for who in event["agent"]]
    claim = event["claims"][0]
    assert claim["status"] == "planned"
    assert claim["evidence"][0]["text"].startswith(("They would meet", "Foreign Minister"))
    assert claim["evidence"][0]["article"]["label"]


def test_what_has_no_frame_is_refused() -> None:
    with pytest.raises(KeyError, match="of no class that has a frame"):
        jsonld.framed([], "https://example.org/nothing")


@pytest.mark.parametrize("name", names())
def test_each_document_has_its_bytes_and_media_type(name: str) -> None:
    content, media_type = document(name)
    assert media_type == MEDIA_TYPES[name.rpartition(".")[2]]
    assert content


def test_the_ontology_is_the_same_in_every_syntax_and_the_same_bytes_each_time() -> None:
    sizes = {
        suffix: len(rdflib.Graph().parse(data=document(f"ontology.{suffix}")[0], format=form))
        for suffix, form in (("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"), ("rdf", "xml"))
    }
    assert len(set(sizes.values())) == 1
    before = [document(f"ontology.{suffix}")[0] for suffix in MEDIA_TYPES]
    document.cache_clear()
    from ontology import documents

    documents.canonical.cache_clear()
    assert before == [document(f"ontology.{suffix}")[0] for suffix in MEDIA_TYPES]
    with pytest.raises(KeyError, match="there is no document"):
        document("../pyproject.toml")
