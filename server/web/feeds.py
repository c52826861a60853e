"""Feeds: what is newly told of a thing, of a type of events, or in answer to a saved question; newest first, paged.

An entry is dated by the articles that tell of it: its id never changes, and `updated` moves when a newer article tells
of it again. What a feed says follows from the dataset alone, so it is tagged and answered like all other data.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, request

from ontology import terms
from ontology.uris import KINDS
from queries.catalogue import Question, catalogue
from queries.errors import QuestionError
from server.web import pages
from server.web.atom import Entry, Feed, written
from server.web.formats import ATOM
from server.web.manners import respond
from server.web.newest import newest
from server.web.people import facts as f
from server.web.people.desk import start
from server.web.people.nodes import Nodes, fetch_names, term_label
from server.web.problems import Problem
from server.web.resources import known as known_thing
from server.web.site import here, site

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.web.newest import Told

blueprint = Blueprint("feeds", __name__)

SIZE = 50
"""How many entries a page of a feed has; the next page is linked."""
TELLING = 10
"""How many claims of each an entry gives."""


@blueprint.get("/feeds/events.atom")
def all_events() -> Response:
    """Give the feed of all events."""
    return _told("events", "Events", terms.Event.value, site().link(f"{site().base}events"))


@blueprint.get("/feeds/events/<name>.atom")
def events(name: str) -> Response:
    """Give the feed of a type of events, by the local name of its class."""
    kind = terms.BY_NAME.get(name)
    if kind is None or not site().lists.news(kind.value, 0, 1):
        raise Problem(404, "not-found", "There is no such feed", f"There are no events of a class {name}.")
    page = f"{request.script_root}/ontology#{quote(name)}"
    return _told(f"events/{name}", f"Events: {term_label(name)}", kind.value, page)


@blueprint.get("/feeds/<segment>/<slug>.atom")
def thing(segment: str, slug: str) -> Response:
    """Give the feed of an actor, a place or an office: its events and who is seen in office."""
    if segment not in {*KINDS.values(), "office"}:
        raise Problem(404, "not-found", "There is no such feed", "See /feeds/events.atom, /queries/ and /entities.")
    iri = known_thing(segment, slug)
    label = Nodes(fetch_names(pages.desk().rows, [iri])).label(iri)
    return _told(f"{segment}/{slug}", label, iri, site().link(iri))


@blueprint.get("/feeds/queries/<name>.atom")
def question(name: str) -> Response:
    """Give the feed of a saved question: an entry for each row of its answer, with the request's values."""
    saved: dict[str, Question] = {one.name: one for one in catalogue()}
    if name not in saved:
        raise Problem(404, "not-found", "There is no such question", "See the list at /queries/.")
    one = saved[name]
    names = [parameter.name for parameter in one.parameters]
    given = {key: request.args[key] for key in names if request.args.get(key, "").strip()}
    try:
        one.bound(given)
    except QuestionError as error:
        raise Problem(400, "bad-request", "A value does not fit the question", error.reason) from None
    asked = f"?{urlencode(given)}" if given else ""
    title = one.summary + (f" ({', '.join(f'{key}: {value}' for key, value in given.items())})" if given else "")
    page = f"{request.script_root}/queries/{quote(name)}{asked}"

    def entries(begin: int) -> list[Entry]:
        told = newest(one, given, begin + SIZE + 1)[begin:]
        return [_row(row, f"{site().base}feeds/queries/{quote(name)}.atom{asked}", page) for row in told]

    return _respond(f"queries/{quote(name)}.atom{asked}", title, page, entries)


def _told(path: str, title: str, of: str, page: str) -> Response:
    """Answer with the feed of what is told of a thing, or of a class of events."""

    def entries(begin: int) -> list[Entry]:
        iris = site().lists.news(of, begin, SIZE + 1)
        nodes = f.load(pages.desk().data, iris, TELLING)
        return [_entry(f.of(nodes, iri)) for iri in iris]

    return _respond(f"{path}.atom", title, page, entries)


def _respond(path: str, title: str, page: str, entries: Callable[[int], list[Entry]]) -> Response:
    """Answer with a page of a feed; `entries` gives those from a number on, one more than a page has if there are."""
    begin = start()
    base, host = site().base, here()
    own, mark, asked = path.partition("?")

    def at(number: int) -> str:
        numbered = "&".join(part for part in (asked, f"start={number}" if number else "") if part)
        return f"{host}/feeds/{own}{'?' if numbered else ''}{numbered}"

    def make(_: object) -> bytes:
        some = entries(begin)
        links = [("first", at(0))] if begin else []
        links += [("previous", at(max(begin - SIZE, 0)))] if begin else []
        links += [("next", at(begin + SIZE))] if len(some) > SIZE else []
        dataset = site().dataset
        feed = Feed(
            id=f"{base}feeds/{own}{mark}{asked}",
            title=f"{title} \u00b7 {dataset.title}",
            author=dataset.publisher or dataset.title,
            address=at(begin),
            page=_absolute(page),
            licence=dataset.licence,
            entries=tuple(some[:SIZE]),
            links=tuple(links),
        )
        return written(feed, _first_day())

    return respond((ATOM,), make, key=host)


def _entry(fact: f.Fact) -> Entry:
    days = sorted(day for when in (fact.told, *(words.published for words in fact.words)) if (day := when.order))
    text = "\n\n".join(
        dict.fromkeys(
            f"{words.before}{words.text}{words.after} \u2014 {words.article.label}"
            + (f", {words.published.words}" if words.published else "")
            for words in fact.words
        )
    )
    standing = f" ({fact.pill})" if fact.pill and fact.status != "happened" else ""
    told = f"{fact.kind}, {fact.pill}" if fact.pill else fact.kind
    return Entry(
        id=fact.iri,
        title=fact.heading if standing in fact.heading else fact.heading + standing,
        published=days[0] if days else "",
        updated=days[-1] if days else "",
        address=_absolute(site().link(fact.iri)),
        text=f"{told}\n\n{text}" if text else told,
        category=fact.kind,
    )


def _row(told: Told, feed: str, page: str) -> Entry:
    """Return a row of an answer as an entry: dated by the articles that tell of what it names."""
    row = told.row
    digest = hashlib.sha256("\x1f".join(f"{name} {row[name]}" for name in sorted(row)).encode()).hexdigest()[:16]
    here_ = next((iri for iri in told.things if iri.startswith(site().base)), "")
    shown = {name: getattr(term, "value", str(term)).removeprefix(terms.NS) for name, term in row.items()}
    return Entry(
        id=f"{feed}#row-{digest}",
        title=" \u00b7 ".join(shown.values()) or "(an empty row)",
        published=told.first,
        updated=told.last,
        address=_absolute(site().link(here_) if here_ else page),
        text="\n".join(f"{name}: {text}" for name, text in shown.items()),
    )


def _first_day() -> str:
    """Return the day of the oldest article: what has no day of its own is as old as the dataset."""
    return site().lists.span()[0] or "1970-01-01"


def _absolute(address: str) -> str:
    root = here().removesuffix(request.script_root) if request.script_root else here()
    return root + address if address.startswith("/") else address
