"""The ontology on the web: a page with an anchor for each term, and the Turtle that it comes from in every format."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
from flask import Blueprint, Response, redirect, request

from ontology import terms
from ontology.generate import triples
from server.store.dumps import PREFIXES
from server.web import pages
from server.web.formats import DOCUMENTS, HTML, Format, by_suffix
from server.web.manners import accepted, respond
from server.web.problems import Problem
from server.web.site import site

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

blueprint = Blueprint("ontology", __name__)


@blueprint.get("/ontology")
@blueprint.get("/ontology.<suffix>")
def ontology(suffix: str = "") -> Response:
    """Give the ontology, in a format that the client accepts or in that of the suffix."""
    chosen = by_suffix(suffix, DOCUMENTS)
    if suffix and chosen is None:
        raise Problem(
            404, "not-found", "There is no such format", f"There are {', '.join(f.suffix for f in DOCUMENTS)}."
        )
    root = request.script_root
    return respond(
        DOCUMENTS,
        lambda form: pages.ontology().encode() if form is HTML else written(form),
        address=lambda form: f"{root}/ontology.{form.suffix}",
        links=[(terms.NS.rstrip("#"), "cite-as")],
        chosen=chosen,
        key=_digest(),
    )


@blueprint.get("/ontology/<name>")
def term(name: str) -> AnyResponse:
    """Send a client on to where a term is defined."""
    if name not in terms.BY_NAME:
        raise Problem(404, "not-found", "There is no such term", f"The ontology has no term {name}")
    form, _ = accepted(DOCUMENTS)
    place = "ontology" if form is HTML else f"ontology.{form.suffix}"
    response = redirect(f"{site().link(site().base + place)}#{name}", 303)
    response.headers["Vary"] = "Accept, Accept-Encoding"
    return response


@cache
def written(form: Format) -> bytes:
    """Return the ontology in a format: the same bytes as long as this process runs."""
    found = ox.RdfFormat.from_extension(form.suffix)
    assert found is not None
    return ox.serialize(_triples(), format=found, prefixes=PREFIXES) or b""


@cache
def _triples() -> tuple[ox.Triple, ...]:
    return tuple(triples())


@cache
def _digest() -> str:
    """Return what changes with the triples, and with the names that blank nodes have in this process."""
    return str(hash(_triples()))
