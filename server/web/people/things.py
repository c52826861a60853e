"""The page of each kind of thing: articles, events, people and other actors, offices, pairs of states."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import render_template, request

from ontology import terms
from server.web import drawings
from server.web.people import article as articles
from server.web.people import entity as entities
from server.web.people import event as events
from server.web.people import facts as f
from server.web.people import notes, schema
from server.web.people import office as offices
from server.web.people import state as states
from server.web.people.desk import GoneError, start
from server.web.people.nodes import Nodes, fetch
from server.web.people.wording import day as day_words

if TYPE_CHECKING:
    from markupsafe import Markup

    from server.web.people.desk import Desk


def thing(desk: Desk, kind: str, iri: str) -> str:
    """Return the page of a thing; `kind` is the segment of its IRI. Raises GoneError where there is none."""
    if kind == "event":
        return _event(desk, iri)
    if kind == "office":
        return _office(desk, iri)
    if kind in {"claim", "holding"}:
        return _statement(desk, iri)
    if kind == "state":
        return _state(desk, iri)
    return _entity(desk, iri)


def article(desk: Desk, iri: str) -> str:
    """Return the page of an article. Raises GoneError."""
    graph = iri.replace(f"{desk.site.base}article/", f"{desk.site.base}graph/", 1)
    nodes = articles.triples(desk.rows, graph)
    if iri not in nodes:
        raise GoneError(iri)
    now = articles.statuses(desk.rows, graph)
    text, base = desk.text_of(graph), desk.site.base
    page = articles.article(nodes, iri, text, whole=desk.whole, base=base, now=now, start=start())
    return render_template(
        "article.html",
        title=page.headline,
        current="Articles",
        page=page,
        size=notes.SIZE,
        thing=f.Thing(iri, page.headline, "article"),
        subject=iri,
        canonical=iri,
        og_type="article",
        jsonld=schema.script(schema.of_article(page)),
    )


def _event(desk: Desk, iri: str) -> str:
    nodes = events.load(desk.data, iri, start())
    if iri not in nodes:
        raise GoneError(iri)
    base = desk.site.base
    graphs = {a: a.replace(f"{base}article/", f"{base}graph/", 1) for a in nodes.of_type(terms.Article)}
    told = events.tellings(desk.rows, iri) | events.tellings(desk.rows, iri, graphs.values())
    page = events.event(nodes, told, iri, graphs, base, start())
    jsonld = schema.script(schema.of_event(page, nodes))
    return render_template("event.html", title=page.fact.heading, page=page, subject=iri, canonical=iri, jsonld=jsonld)


def _entity(desk: Desk, iri: str) -> str:
    page = entities.entity(desk.data, iri, start())
    if page is None:
        raise GoneError(iri)
    day = request.args.get("asof", "")
    return render_template(
        "entity.html",
        title=page.thing.label,
        current="Entities",
        page=page,
        day=day,
        day_words=day_words(day),
        held=states.held(desk.data, iri, day),
        drawing=drawings.braid(page.thing, page.together, desk.site.href) if page.together else None,
        map=_map(desk, page),
        jsonld=schema.script(schema.of_entity(page)),
        subject=iri,
        canonical=iri,
    )


def _map(desk: Desk, page: entities.EntityPage) -> Markup | None:
    dots = [drawings.Dot(spot.thing.iri, spot.thing.label, spot.number) for spot in page.spots]
    if page.thing.shape == "place":
        dots = [drawings.Dot(page.thing.iri, page.thing.label, page.total)]
    return drawings.world(dots, f"Where events with {page.thing.label} are", desk.site.href)


def _state(desk: Desk, iri: str) -> str:
    page = entities.entity(desk.data, iri, start())
    if page is None:
        raise GoneError(iri)
    day = request.args.get("asof", "") or request.args.get("day", "")
    error = _wrong_day(day)
    day = "" if error else day
    monthly = desk.data.lists.months(iri)
    address = desk.site.href(iri)
    return render_template(
        "state.html",
        title=page.thing.label,
        current="Entities",
        page=page,
        day=day,
        day_words=day_words(day),
        day_error=error,
        held=states.held(desk.data, iri, day) if day else states.OnDay(tuple(map(states.Held, page.holdings))),
        partners=[one for one in page.together if one.thing.shape == "state"],
        drawing=drawings.braid(page.thing, page.together, desk.site.href) if page.together else None,
        chart=drawings.months(f"Events with {page.thing.label} by month", monthly, lambda _: f"{address}#timeline"),
        months=states.listed(monthly),
        map=_map(desk, page),
        jsonld=schema.script(schema.of_entity(page)),
        subject=iri,
        canonical=iri,
    )


def _office(desk: Desk, iri: str) -> str:
    page = offices.office(desk.data, iri, start())
    if page is None:
        raise GoneError(iri)
    day = request.args.get("asof", "")
    drawing = drawings.holders(f"Who held the office {page.thing.label} when", page.spans, desk.site.href)
    return render_template(
        "office.html",
        title=page.thing.label,
        current="Entities",
        page=page,
        day=day,
        day_words=day_words(day),
        held=states.held(desk.data, iri, day),
        drawing=drawing,
        subject=iri,
        canonical=iri,
    )


def _statement(desk: Desk, iri: str) -> str:
    """Return the page of a holding or a claim: the fact with its words."""
    about = next(iter(Nodes(fetch(desk.rows, [iri])).iris(iri, terms.about)), iri)
    nodes = f.load(desk.data, [about], events.SAID, start(), (iri,) if about != iri else ())
    if about not in nodes:
        raise GoneError(iri)
    fact = f.of(nodes, about)
    said = next((said for said in fact.said if said.iri == iri), None)
    return render_template(
        "statement.html",
        title=nodes.label(iri),
        fact=fact,
        said=said,
        start=start(),
        thing=f.thing(nodes, iri),
        subject=iri,
        canonical=iri,
    )


def dyad(desk: Desk, one: str, other: str) -> str:
    """Return the page of two states together. Raises GoneError."""
    a, b = (f"{desk.site.base}id/state/{slug}" for slug in (one, other))
    kind = request.args.get("kind", "")
    page = states.dyad(desk.data, a, b, kind, start())
    if page is None or a == b:
        raise GoneError(f"{a} and {b}")
    address = desk.site.dyad(a, b)
    return render_template(
        "dyad.html",
        title=f"{page.one.label} and {page.other.label}",
        current="Entities",
        page=page,
        kind=kind,
        families=page.families,
        address=address,
        chart=drawings.months(
            f"Events of {page.one.label} with {page.other.label}", page.months, lambda _: f"{address}#timeline"
        ),
        months=states.listed(page.months),
        saved="-".join(filter(None, (*address.split("/")[-2:], kind))),
        taken=f"{desk.site.root}/sparql?{urlencode({'query': states.query_of_both(a, b, kind)})}",
    )


def _wrong_day(day: str) -> str:
    try:
        date.fromisoformat(day or "2000-01-01")
    except ValueError:
        return f"{day!r} is no day; write it as 2025-10-12."
    return ""
