"""The ontology on the web: a page with an anchor for each term, the same as data, and the files that go with it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, request

from ontology import documents, terms
from server.web import pages
from server.web.formats import DOCUMENTS, HTML, Format, by_suffix
from server.web.manners import accepted, respond
from server.web.people.vocabulary import vocabulary
from server.web.problems import Problem
from server.web.signposts import Link
from server.web.site import site
from server.web.tongue import VARY

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

blueprint = Blueprint("ontology", __name__)
OFFERS = tuple(form for form in DOCUMENTS if form is HTML or form.suffix in documents.MEDIA_TYPES)
"""The page, and the syntaxes for triples: the ontology has no named graphs."""


@blueprint.get("/ontology")
@blueprint.get("/ontology.<suffix>")
@blueprint.get(f"/ontology/{documents.VERSION}")
def ontology(suffix: str = "") -> Response:
    """Give the ontology, in a format that the client accepts or in that of the suffix."""
    chosen = by_suffix(suffix, OFFERS)
    if suffix and chosen is None:
        have = ", ".join(form.suffix for form in OFFERS)
        raise Problem(404, "not-found", "There is no such format", f"There are {have}.")
    return _given(chosen=chosen)


@blueprint.get("/ontology/<path:name>")
def beside(name: str) -> AnyResponse:
    """Give the context, a frame, the shapes or a part of the terms; or send a client on to where a term is defined."""
    if name in documents.names() and not name.startswith("ontology."):
        content, media_type = documents.document(name)
        form = Format(name.rpartition(".")[2], "graph", (media_type,), "")
        return respond((form,), lambda _: content, chosen=form, key=hashlib.sha256(content).hexdigest())
    if name in vocabulary().pages:
        return _given(name)
    if name not in terms.BY_NAME:
        raise Problem(404, "not-found", "There is no such term", f"The ontology has no term {name}")
    form, _ = accepted(OFFERS)
    place = f"ontology/{vocabulary().page_of(name)}" if form is HTML else f"ontology.{form.suffix}"
    response = redirect(f"{site().link(site().base + place)}#{name}", 303)
    response.headers["Vary"] = VARY
    return response


def _given(part: str = "", chosen: Format | None = None) -> Response:
    """Give the ontology: to people its page or that of a part, to programs the whole."""
    root = f"{request.script_root}/ontology"
    return respond(
        OFFERS,
        lambda form: pages.ontology(part).encode() if form is HTML else written(form),
        address=lambda form: f"{root}/{part}" if part and form is HTML else f"{root}.{form.suffix}",
        links=[Link(documents.IRI, "cite-as")],
        chosen=chosen,
        key=_digest(),
    )


def written(form: Format) -> bytes:
    """Return the ontology in a format: always the same bytes."""
    return documents.document(f"ontology.{form.suffix}")[0]


def _digest() -> str:
    return hashlib.sha256(documents.document("ontology.nt")[0]).hexdigest()
