"""The dataset as an entry of a data catalogue: DCAT 3 with its dumps, their digests, and its services."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from flask import Blueprint, Response, request

from ontology import others, terms
from ontology.prefixes import WRITTEN
from server.store import citing, releases
from server.web.formats import GRAPHS
from server.web.front import offered
from server.web.manners import respond
from server.web.site import here, site, where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.web.formats import Format as Written

blueprint = Blueprint("catalog", __name__)

_DCAT = "http://www.w3.org/ns/dcat#"
_SPDX = "http://spdx.org/rdf/terms#"
_TYPES = "https://www.iana.org/assignments/media-types/"


@blueprint.get("/dcat")
def dcat() -> Response:
    """Describe the dataset, its dumps and its services to data catalogues."""
    links = where(request.script_root).dataset(offered()).at(f"{request.script_root}/dcat")
    return respond(GRAPHS, _written, links=links, key=f"{here()} {_sums()}")


def _written(form: Written) -> bytes:
    found = ox.RdfFormat.from_extension(form.suffix)
    assert found is not None
    prefixes = {**WRITTEN, "dcat": _DCAT, "spdx": _SPDX}
    return ox.serialize(_triples(), format=found, prefixes=prefixes) or b""


def _triples() -> Iterator[ox.Triple]:
    dataset, host = site().dataset, here()
    catalog, it = f"{site().base}dcat#catalog", f"{site().base}.well-known/void#dataset"
    yield _of(catalog, others.RDF_TYPE, _dcat("Catalog"))
    yield _of(catalog, others.DCTERMS_TITLE, ox.Literal(dataset.title))
    yield _of(catalog, _dcat("dataset"), ox.NamedNode(it))
    yield _of(it, others.RDF_TYPE, _dcat("Dataset"))
    yield _of(it, others.DCTERMS_TITLE, ox.Literal(dataset.title))
    yield _of(it, _dct("description"), ox.Literal(citing.ABOUT, language="en"))
    yield _of(it, others.DCTERMS_LICENSE, ox.NamedNode(dataset.licence))
    yield _of(it, _dct("conformsTo"), ox.NamedNode(terms.NS))
    yield _of(it, _dct("language"), ox.NamedNode("http://publications.europa.eu/resource/authority/language/ENG"))
    yield _of(it, _dcat("landingPage"), ox.NamedNode(f"{host}/"))
    if known := releases.versions(dataset.dumps):
        yield _of(it, _dcat("version"), ox.Literal(known[-1]))
    for word in ("news", "events", "offices", "quotations", "linked data"):
        yield _of(it, _dcat("keyword"), ox.Literal(word, language="en"))
    if dataset.publisher:
        publisher = f"{site().base}dcat#publisher"
        for subject in (catalog, it):
            yield _of(subject, _dct("publisher"), ox.NamedNode(publisher))
        yield _of(publisher, others.RDF_TYPE, ox.NamedNode(others.FOAF + "Agent"))
        yield _of(publisher, others.FOAF_NAME, ox.Literal(dataset.publisher))
    yield from _span(it)
    yield from _services(catalog, it, host)
    for name, (kind, what) in citing.FILES.items():
        yield from _distribution(it, name, kind, what, host)


def _span(it: str) -> Iterator[ox.Triple]:
    """Yield from which to which day the articles were published."""
    first, last = site().lists.span()
    if first:
        period = f"{site().base}dcat#period"
        yield _of(it, _dct("temporal"), ox.NamedNode(period))
        yield _of(period, others.RDF_TYPE, _dct("PeriodOfTime"))
        yield _of(period, _dcat("startDate"), ox.Literal(first, datatype=others.XSD_DATE))
        yield _of(period, _dcat("endDate"), ox.Literal(last, datatype=others.XSD_DATE))


def _services(catalog: str, it: str, host: str) -> Iterator[ox.Triple]:
    service = f"{site().base}dcat#sparql"
    yield _of(catalog, _dcat("service"), ox.NamedNode(service))
    yield _of(service, others.RDF_TYPE, _dcat("DataService"))
    yield _of(service, others.DCTERMS_TITLE, ox.Literal("SPARQL 1.1 endpoint", language="en"))
    yield _of(service, _dcat("endpointURL"), ox.NamedNode(f"{host}/sparql"))
    yield _of(service, _dcat("endpointDescription"), ox.NamedNode(f"{host}/sparql"))
    yield _of(service, _dct("conformsTo"), ox.NamedNode("https://www.w3.org/TR/sparql11-protocol/"))
    yield _of(service, _dcat("servesDataset"), ox.NamedNode(it))


def _distribution(it: str, name: str, kind: str, what: str, host: str) -> Iterator[ox.Triple]:
    path = site().dataset.dumps / name
    digest = dict(_sums()).get(name)
    if digest is None or not path.exists():
        return
    one, address = f"{site().base}dcat#{name}", ox.NamedNode(f"{host}/dumps/{name}")
    yield _of(it, _dcat("distribution"), ox.NamedNode(one))
    yield _of(one, others.RDF_TYPE, _dcat("Distribution"))
    yield _of(one, others.DCTERMS_TITLE, ox.Literal(what, language="en"))
    yield _of(one, others.DCTERMS_LICENSE, ox.NamedNode(site().dataset.licence))
    yield _of(one, _dcat("downloadURL"), address)
    yield _of(one, _dcat("accessURL"), address)
    yield _of(one, _dcat("mediaType"), ox.NamedNode(_TYPES + kind))
    if name.endswith(".gz"):
        yield _of(one, _dcat("compressFormat"), ox.NamedNode(_TYPES + "application/gzip"))
    size = ox.Literal(str(path.stat().st_size), datatype=ox.NamedNode(others.XSD + "nonNegativeInteger"))
    yield _of(one, _dcat("byteSize"), size)
    checksum = f"{one}-sha256"
    yield _of(one, ox.NamedNode(_SPDX + "checksum"), ox.NamedNode(checksum))
    yield _of(checksum, others.RDF_TYPE, ox.NamedNode(_SPDX + "Checksum"))
    algorithm = ox.NamedNode(_SPDX + "checksumAlgorithm_sha256")
    yield _of(checksum, ox.NamedNode(_SPDX + "algorithm"), algorithm)
    value = ox.Literal(digest, datatype=ox.NamedNode(others.XSD + "hexBinary"))
    yield _of(checksum, ox.NamedNode(_SPDX + "checksumValue"), value)


def _sums() -> tuple[tuple[str, str], ...]:
    """Return name and digest of each dump that is whole; none while they are written."""
    path = site().dataset.dumps / releases.SUMS
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return tuple((line[66:], line[:64]) for line in lines)


def _of(subject: str, predicate: ox.NamedNode, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), predicate, value)


def _dcat(name: str) -> ox.NamedNode:
    return ox.NamedNode(_DCAT + name)


def _dct(name: str) -> ox.NamedNode:
    return ox.NamedNode(others.DCTERMS + name)
