"""The addresses that are for people alone: lists, quotations, pairs of states, saved questions, search, reports."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, request

from queries.catalogue import Question, catalogue
from queries.errors import QuestionError
from server.web import describe, pages, tongue
from server.web.formats import DOCUMENTS, HTML, RESULTS, Format, by_suffix
from server.web.manners import accepted, respond
from server.web.people import lists, questions, things
from server.web.people.asking import found
from server.web.people.desk import GoneError
from server.web.problems import Problem
from server.web.site import here, site
from server.workers.answer import Answer, Job

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

blueprint = Blueprint("people", __name__)
_JSON = Format("json", "page", ("application/json",), "JSON")


@blueprint.get("/articles")
def articles() -> Response:
    """List articles."""
    return respond((HTML,), lambda _: lists.articles(pages.desk()).encode())


@blueprint.get("/events")
def events() -> Response:
    """List events."""
    return respond((HTML,), lambda _: lists.events(pages.desk()).encode())


@blueprint.get("/entities")
def entities() -> Response:
    """List people, offices, states, organisations, places."""
    return respond((HTML,), lambda _: lists.entities(pages.desk()).encode())


@blueprint.get("/quotations")
def quotations() -> Response:
    """Show quotations by speaker, words and days."""
    return respond((HTML,), lambda _: lists.quotations(pages.desk()).encode())


@blueprint.get("/page/dyad/<one>/<other>")
def dyad(one: str, other: str) -> Response:
    """Show two states together."""
    try:
        page = things.dyad(pages.desk(), one, other)
    except (GoneError, ValueError):
        detail = f"{one} and {other} are not two states here."
        raise Problem(404, "not-found", "There is no such pair", detail) from None
    return respond((HTML,), lambda _: page.encode())


@blueprint.get("/search")
def search() -> Response:
    """Find things by name, and words of articles; as JSON for programs and for a field that searches as one types."""
    form, _ = accepted((HTML, _JSON))
    if form is HTML and (address := lists.only(pages.desk())):
        response = redirect(address, 302)
        response.headers["Vary"] = tongue.SPOKEN
        response.headers["Cache-Control"] = "no-store"
        return Response(response.get_data(), response.status_code, response.headers)

    def made(form: Format) -> bytes:
        desk = pages.desk()
        if form is HTML:
            return lists.search(desk).encode()
        return json.dumps(lists.suggestions(desk), ensure_ascii=False).encode()

    return respond((HTML, _JSON), made)


@blueprint.route("/report", methods=["GET", "POST"])
def report() -> Response:
    """Show the form for a wrong fact, or take what it holds."""
    return tongue.page(*lists.report(pages.desk()))


@blueprint.get("/terms.json")
def completions() -> Response:
    """Give the query editor what it offers."""
    return respond((_JSON,), lambda _: json.dumps(questions.completions(), ensure_ascii=False).encode())


@blueprint.get("/queries/")
def saved() -> Response:
    """List the saved questions; to programs as queries that can be run, in SHACL's terms."""
    return respond(
        DOCUMENTS,
        lambda form: questions.index_page().encode() if form is HTML else describe.questions(form),
        chosen=by_suffix(request.args.get("format", ""), DOCUMENTS),
        key=here(),
    )


@blueprint.get("/queries/<name>")
def question(name: str) -> Response:
    """Ask a saved question: as a form with its answer for people, as data for programs."""
    known: dict[str, Question] = {one.name: one for one in catalogue()}
    if name not in known:
        raise Problem(404, "not-found", "There is no such question", "See the list at /queries/.")
    chosen = by_suffix(request.args.get("format", ""), RESULTS)
    form = chosen or accepted((*RESULTS, HTML))[0]
    given = _given(known[name])
    if form is not HTML:
        return respond((*RESULTS, HTML), _asked(known[name], given), chosen=chosen)
    text, status = questions.question_page(
        pages.desk(), found, known[name], given, request.args.get("view", ""), f"{here()}/sparql"
    )
    if status != 200:
        return tongue.page(text, status)
    return respond((*RESULTS, HTML), lambda _: text.encode())


def _given(saved_: Question) -> dict[str, str]:
    """Return what the request gives; `asof` is the day of the question. Raises Problem 400 where it has none."""
    given = request.args.to_dict()
    day = given.pop("asof", "") if "asof" not in {p.name for p in saved_.parameters} else ""
    if not day:
        return given
    if not saved_.day:
        raise Problem(400, "bad-request", "The question has no day", "Leave asof out: no parameter of it is a date.")
    return {saved_.day: day} | given


def _asked(saved_: Question, given: Mapping[str, str]) -> Callable[[Format], Answer]:
    """Return what answers a question in a format, with the given values of its parameters."""
    own = {"format", "view"} - {parameter.name for parameter in saved_.parameters}
    try:
        query = saved_.bound({name: value for name, value in given.items() if name not in own and value.strip()})
    except QuestionError as error:
        raise Problem(400, "bad-request", "A value does not fit the question", error.reason) from None
    rows = site().max_rows
    return lambda form: site().ask(Job(query, results=form.suffix, graph=None, base=site().base, rows=rows))
