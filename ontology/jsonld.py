"""JSON-LD for people who write web pages: the context, made from the ontology, and frames that shape a description."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox
from pyld import jsonld

from ontology import others, terms
from ontology.generate import triples as ontology_triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Json = dict[str, Any]

CONTEXT: Final = "context.jsonld"
"""The name of the context's file, and the last part of the address at which it is served."""

_HERE = Path(__file__).parent
_FRAMES = _HERE / "frames"
_REVERSE = {
    "claims": "about",
    "holdings": "holder",
    "holders": "office",
    "offices": "officeOf",
    "events": "participant",
    "eventsHere": "place",
    "answers": "respondsTo",
    "parts": "partOf",
    "passages": "article",
    "bears": "evidence",
}
"""Keys that look at a property from its other end."""
_MANY = frozenset(
    {"agent", "recipient", "participant", "speaker", "addressee", "mediator", "content", "contentOf", "respondsTo"}
    | {"partOf", "code", "quote", "evidence", "holds", "represents", "holderOf", "title"}
)
"""Properties that can have several values: always a list, so that programs need not look."""
_DATES = frozenset({"date", "earliest", "latest", "seenFrom", "seenTo", "heldFrom", "heldTo", "published"})
_NAMES = frozenset({"status", "phase", "kind", "code"})
"""Properties whose values are terms of ours: written by their bare names."""
_FOREIGN = {
    "label": others.RDFS_LABEL,
    "altLabel": others.SKOS_ALT_LABEL,
    "sameAs": others.OWL_SAME_AS,
    "closeMatch": others.SKOS_CLOSE_MATCH,
    "identifier": others.SCHEMA_IDENTIFIER,
    "url": others.SCHEMA_URL,
    "headline": others.SCHEMA_HEADLINE,
    "Document": others.FOAF_DOCUMENT,
    "primaryTopic": others.FOAF_PRIMARY_TOPIC,
    "license": others.DCTERMS_LICENSE,
    "isPartOf": others.DCTERMS_IS_PART_OF,
}
_KINDS = {
    others.OWL + "ObjectProperty": "object",
    others.OWL + "DatatypeProperty": "datatype",
}


@cache
def context() -> Json:
    """Return the context as the ontology gives it: local names for our terms, lists where there can be several.

    Classes and concepts need no entry: `@vocab` shortens them.
    """
    ranges = {t.subject: t.object for t in ontology_triples() if t.predicate.value == others.RDFS + "range"}
    kinds: dict[str, str] = {}
    for t in ontology_triples():
        if t.predicate == others.RDF_TYPE and isinstance(t.object, ox.NamedNode) and t.object.value in _KINDS:
            subject = t.subject.value if isinstance(t.subject, ox.NamedNode) else ""
            if subject.startswith(terms.NS):
                kinds[subject.removeprefix(terms.NS)] = _KINDS[t.object.value]
    found: Json = {
        "@version": 1.1,
        "@vocab": terms.NS,
        "cmq": terms.NS,
        "xsd": others.XSD,
        "id": "@id",
        "included": "@included",
        "type": {"@id": "@type", "@container": "@set"},
    }
    for name, iri in _FOREIGN.items():
        found[name] = {"@id": iri.value}
    found["altLabel"]["@container"] = "@set"
    for name in ("sameAs", "closeMatch"):
        found[name] |= {"@type": "@id", "@container": "@set"}
    for name in ("primaryTopic", "license", "isPartOf"):
        found[name]["@type"] = "@id"
    for name in sorted(kinds):
        entry: Json = {"@id": terms.NS + name}
        if kinds[name] == "object":
            entry["@type"] = "@vocab" if name in _NAMES else "@id"
        elif name in _DATES:
            entry["@type"] = others.XSD_DATE.value
        elif isinstance(kind := ranges.get(terms.BY_NAME[name]), ox.NamedNode) and kind != others.XSD_STRING:
            entry["@type"] = kind.value
        if name in _MANY:
            entry["@container"] = "@set"
        found[name] = entry if len(entry) > 1 else entry["@id"]
    for name, of in sorted(_REVERSE.items()):
        found[name] = {"@reverse": terms.NS + of, "@type": "@id", "@container": "@set"}
    return {"@context": found}


def render() -> str:
    """Return the text of `context.jsonld`."""
    return json.dumps(context(), indent=1, ensure_ascii=False) + "\n"


@cache
def frames() -> Mapping[str, Json]:
    """Return the frames by the name of their class, the narrowest classes first."""
    order = ("Person", "State", "Organization", "Actor", "Place", "Office", "Holding", "Event", "Claim", "Evidence")
    files = {name: _FRAMES / f"{name}.jsonld" for name in (*order, "Article", "Run")}
    return {name: json.loads(path.read_text(encoding="utf-8")) for name, path in files.items()}


def framed(triples: Iterable[ox.Triple], iri: str, *, context_at: str = "") -> bytes:
    """Return the description of a node as compact JSON-LD: the node first, what it points to within it.

    With `context_at`, an address, the context is named; without, as much of it as is needed is written out. What the
    frame of the node's class does not reach follows as `included`, so that no triple is lost. Raises KeyError where the
    triples do not say of which of our classes the node is.
    """
    given = {t for t in triples if isinstance(t.subject, ox.NamedNode)}
    expanded = _expanded(given)
    kinds = {k for node in expanded if node.get("@id") == iri for k in node.get("@type", ())}
    name = next((n for n in frames() if terms.BY_NAME[n].value in kinds), None)
    if name is None:
        raise KeyError(f"{iri} is of no class that has a frame")
    frame = {**frames()[name], **context(), "@id": iri}
    frame.pop("type", None)
    made: Any = jsonld.frame(expanded, frame, _OPTIONS)
    body = {key: value for key, value in made.items() if key != "@context"}
    said = ox.parse(json.dumps(made).encode(), format=ox.RdfFormat.JSON_LD)
    if left := given - {quad.triple for quad in said}:
        rest: Any = jsonld.compact(_expanded(left), context(), _OPTIONS)
        rest.pop("@context")
        body["included"] = rest.get("@graph", [rest])
    whole = context()["@context"]
    used = set(re.findall(r'"(\w+)":', json.dumps(body)))
    needed = {key: value for key, value in whole.items() if key in used or key.startswith("@") or key == "cmq"}
    return json.dumps({"@context": context_at or needed, **body}, indent=1, ensure_ascii=False).encode() + b"\n"


def _expanded(triples: Iterable[ox.Triple]) -> list[Json]:
    lines = sorted(f"{t} .\n" for t in triples)
    found: Any = jsonld.from_rdf("".join(lines), {"format": "application/n-quads"})
    assert isinstance(found, list)
    return found


def _refuse(address: str, _options: object) -> Json:
    raise ValueError(f"nothing is fetched for JSON-LD: {address}")


_OPTIONS: Any = {"omitDefault": True, "ordered": True, "documentLoader": _refuse}

if __name__ == "__main__":
    (_HERE / CONTEXT).write_text(render(), encoding="utf-8")
