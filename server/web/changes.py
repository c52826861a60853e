"""What changed since a version: for those who keep a copy, as JSON to go on from and as an Atom feed.

The numbers are those of the ledger, so they follow from what was published, not from any clock; `next` is what to ask
for the next time. An article that means others since another one came is told of with the number of that one. What a
curator rejected or set right is not told here: the patches beside the dumps have every quad.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from server.web.atom import Entry, Feed, written
from server.web.formats import ATOM, Format
from server.web.manners import respond
from server.web.problems import Problem
from server.web.site import here, site

if TYPE_CHECKING:
    from server.store.records import Step

blueprint = Blueprint("changes", __name__)

SIZE = 1000
"""About how many changes an answer has, those with one number together; a feed has 50."""
_FEED = 50
_JSON = Format("json", "page", ("application/json",), "JSON")


@blueprint.get("/changes")
def changes() -> Response:
    """Tell which articles are new, replaced, withdrawn or reinterpreted since a version."""
    text = request.args.get("since", "0")
    if not (text.isascii() and text.isdecimal() and len(text) <= 15):
        advice = "Give the number of a version, as the last answer told it: since=0 gives all."
        raise Problem(400, "bad-request", "since is no number of a version", advice)
    since = int(text)
    return respond((_JSON, ATOM), lambda form: _atom(since) if form is ATOM else _json(since), key=here())


def _json(since: int) -> bytes:
    with site().dataset.ledger() as ledger:
        told = ledger.steps(since, SIZE)
        last = told[-1].number if told else since
        more = bool(told and ledger.steps(last, 1))
    said = {
        "since": since,
        "changes": [_said(step) for step in told],
        "more": more,
        "next": f"{here()}/changes?since={last}",
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def _said(step: Step) -> dict[str, object]:
    slug = step.graph.removeprefix(f"{site().base}graph/")
    said: dict[str, object] = {"number": step.number, "change": step.change, "published": step.published or None}
    said |= {"article": f"{site().base}article/{slug}", "graph": step.graph}
    return said if step.change == "withdrawn" else said | {"data": f"{here()}/graph/{slug}.nq"}


def _atom(since: int) -> bytes:
    with site().dataset.ledger() as ledger:
        steps = ledger.steps(since, _FEED, newest=True)
    dataset, base = site().dataset, site().base
    feed = Feed(
        id=f"{base}changes",
        title=f"Changes \u00b7 {dataset.title}",
        author=dataset.publisher or dataset.title,
        address=f"{here()}/changes?since={since}",
        page=f"{here()}/articles",
        licence=dataset.licence,
        entries=tuple(_entry(step) for step in steps),
    )
    return written(feed, "1970-01-01")


def _entry(step: Step) -> Entry:
    slug = step.graph.removeprefix(f"{site().base}graph/")
    return Entry(
        id=f"{site().base}changes#{step.number}",
        title=f"{step.change.capitalize()}: {slug}",
        published=step.published,
        updated=step.published,
        address=f"{here()}/article/{slug}",
        text=f"The article {slug} is {step.change}.",
        category=step.change,
    )
