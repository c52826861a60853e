"""The addresses of pages for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from ontology import terms
from server.web import drawings
from server.web.pages import article as articles
from server.web.pages import entity as entities
from server.web.pages import event as events
from server.web.pages import facts as f
from server.web.pages import home as homes
from server.web.pages import office as offices
from server.web.pages import quotations as quotes
from server.web.pages import state as states
from server.web.pages.nodes import Nodes, fetch
from server.web.pages.wording import day as day_words
from server.web.pages.wording import plural

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.web.pages.nodes import Rows
    from server.web.pages.site import Site


@dataclass(frozen=True, slots=True)
class Desk:
    """What the pages need of the server: answers to queries, the site, articles' texts, whether whole ones may show."""

    rows: Rows
    site: Site
    text_of: Callable[[str], str]
    """Gives the canonical text of the article of a graph's IRI, "" where there is none."""
    whole: bool = False


class GoneError(LookupError):
    """There is no such page, or it is no longer there."""


def blueprint(desk: Callable[[], Desk]) -> Blueprint:
    """Return the pages; `desk` is asked once a request."""
    pages = Blueprint(
        "pages", __name__, template_folder="../templates", static_folder="../static", static_url_path="/static"
    )

    @pages.app_context_processor
    def _known() -> dict[str, object]:
        return {"site": desk().site, "plural": plural}

    pages.add_url_rule("/", "home", lambda: _home(desk()))
    pages.add_url_rule("/articles", "articles", lambda: _articles(desk()))
    pages.add_url_rule("/events", "events", lambda: _events(desk()))
    pages.add_url_rule("/entities", "entities", lambda: _entities(desk()))
    pages.add_url_rule("/quotations", "quotations", lambda: _quotations(desk()))
    pages.add_url_rule("/article/<slug>", "article", lambda slug: _article(desk(), slug))
    pages.add_url_rule("/page/dyad/<one>/<other>", "dyad", lambda one, other: _dyad(desk(), one, other))
    pages.add_url_rule("/page/<kind>/<slug>", "thing", lambda kind, slug: thing(desk(), kind, slug))
    return pages


def thing(desk: Desk, kind: str, slug: str) -> str:
    """Return the page of a thing. Raises GoneError where the dataset knows none of that address."""
    iri = f"{desk.site.base}id/{kind}/{slug}"
    if kind == "event":
        return _event(desk, iri)
    if kind == "office":
        return _office(desk, iri)
    if kind in {"claim", "holding"}:
        return _statement(desk, iri)
    if kind == "state":
        return _state(desk, iri)
    return _entity(desk, iri)


def _start() -> int:
    return max(request.args.get("start", 0, type=int), 0)


def _home(desk: Desk) -> str:
    return render_template("home.html", title="Home", page=homes.home(desk.rows), questions=())


def _article(desk: Desk, slug: str) -> str:
    iri, graph = f"{desk.site.base}article/{slug}", f"{desk.site.base}graph/{slug}"
    nodes = articles.triples(desk.rows, graph)
    if iri not in nodes:
        raise GoneError(iri)
    now = articles.statuses(desk.rows, graph)
    page = articles.article(nodes, iri, desk.text_of(graph), whole=desk.whole, base=desk.site.base, now=now)
    return render_template(
        "article.html",
        title=page.headline,
        current="Articles",
        page=page,
        thing=f.Thing(iri, page.headline, "article"),
        subject=iri,
        canonical=iri,
        og_type="article",
    )


def _event(desk: Desk, iri: str) -> str:
    nodes = events.load(desk.rows, iri)
    if iri not in nodes:
        raise GoneError(iri)
    base = desk.site.base
    graphs = {a: a.replace(f"{base}article/", f"{base}graph/", 1) for a in nodes.of_type(terms.Article)}
    page = events.event(nodes, events.tellings(desk.rows, iri), iri, graphs, base)
    return render_template("event.html", title=page.fact.label, page=page, subject=iri, canonical=iri)


def _entity(desk: Desk, iri: str) -> str:
    page = entities.entity(desk.rows, iri, _start())
    if page is None:
        raise GoneError(iri)
    drawing = drawings.braid(page.thing, page.together, desk.site.href) if page.together else None
    return render_template(
        "entity.html",
        title=page.thing.label,
        current="Entities",
        page=page,
        drawing=drawing,
        subject=iri,
        canonical=iri,
    )


def _state(desk: Desk, iri: str) -> str:
    page = entities.entity(desk.rows, iri, _start())
    if page is None:
        raise GoneError(iri)
    day = request.args.get("day", "")
    error = _wrong_day(day)
    day = "" if error else day
    spans = states.spans_of(desk.rows, [h.iri for h in page.holdings]) if day else {}
    monthly = states.monthly(desk.rows, f"VALUES ?a {{ <{iri}> }} ?e {terms.participant} ?a .")
    address = desk.site.href(iri)
    return render_template(
        "state.html",
        title=page.thing.label,
        current="Entities",
        page=page,
        day=day,
        day_words=day_words(day),
        day_error=error,
        held=states.held_on(page.holdings, spans, day),
        partners=[one for one in page.together if one.thing.shape == "state"],
        drawing=drawings.braid(page.thing, page.together, desk.site.href) if page.together else None,
        chart=drawings.months(f"Events with {page.thing.label} by month", monthly, lambda _: f"{address}#timeline"),
        months=states.listed(monthly),
        subject=iri,
        canonical=iri,
    )


def _office(desk: Desk, iri: str) -> str:
    page = offices.office(desk.rows, iri)
    if page is None:
        raise GoneError(iri)
    drawing = drawings.holders(f"Who held the office {page.thing.label} when", page.spans, desk.site.href)
    return render_template(
        "office.html",
        title=page.thing.label,
        current="Entities",
        page=page,
        drawing=drawing,
        subject=iri,
        canonical=iri,
    )


def _statement(desk: Desk, iri: str) -> str:
    """Return the page of a holding or a claim: the fact with its words."""
    about = next(iter(Nodes(fetch(desk.rows, [iri])).iris(iri, terms.about)), iri)
    nodes = f.load(desk.rows, [about])
    if about not in nodes:
        raise GoneError(iri)
    fact = f.of(nodes, about)
    said = next((said for said in fact.said if said.iri == iri), None)
    return render_template(
        "statement.html",
        title=nodes.label(iri),
        fact=fact,
        said=said,
        thing=f.thing(nodes, iri),
        subject=iri,
        canonical=iri,
    )


def _dyad(desk: Desk, one: str, other: str) -> str:
    a, b = (f"{desk.site.base}id/state/{slug}" for slug in (one, other))
    kind = request.args.get("kind", "")
    page = states.dyad(desk.rows, a, b, kind, _start())
    if page is None or a == b:
        raise GoneError(f"{a} and {b}")
    monthly = states.monthly(desk.rows, states.both(a, b))
    address = desk.site.dyad(a, b)
    return render_template(
        "dyad.html",
        title=f"{page.one.label} and {page.other.label}",
        current="Entities",
        page=page,
        kind=kind,
        families=states.families(desk.rows, a, b),
        address=address,
        chart=drawings.months(
            f"Events of {page.one.label} with {page.other.label}", monthly, lambda _: f"{address}#timeline"
        ),
        months=states.listed(monthly),
        csv="",
        json="",
    )


def _articles(desk: Desk) -> str:
    found = homes.articles(desk.rows, _start())
    entries = [homes.Entry(source.thing, source.published.words) for source in found]
    return _list("Articles", "Articles", entries, homes.total(desk.rows, terms.Article), f"{desk.site.root}/articles")


def _events(desk: Desk) -> str:
    total = homes.total(desk.rows, terms.Event)
    return render_template(
        "list.html",
        title="Events",
        lede="Newest first; events without a date are on the pages of those who took part.",
        facts=homes.events(desk.rows, _start(), 20),
        start=_start(),
        size=20,
        total=total,
        address=f"{desk.site.root}/events",
    )


def _entities(desk: Desk) -> str:
    kind = request.args.get("kind", "person")
    if kind not in homes.KINDS:
        kind = "person"
    entries, total = homes.entities(desk.rows, kind, _start())
    address = f"{desk.site.root}/entities"
    tabs = [(name, f"{address}?kind={key}", key == kind) for key, (name, _) in homes.KINDS.items()]
    return _list(homes.KINDS[kind][0], "Entities", entries, total, f"{address}?kind={kind}", tabs)


def _list(title: str, current: str, entries: object, total: int, address: str, tabs: object = ()) -> str:
    return render_template(
        "list.html",
        title=title,
        current=current,
        entries=entries,
        total=total,
        address=address,
        tabs=tabs,
        start=_start(),
        size=homes.SIZE,
    )


def _quotations(desk: Desk) -> str:
    given = {name: request.args.get(name, "").strip()[:200] for name in ("speaker", "words", "from", "until")}
    asked = quotes.Asked(given["speaker"], given["words"], given["from"], given["until"])
    found, speakers, total = ((), {}, 0) if asked.errors else quotes.quotations(desk.rows, asked, _start())
    return render_template(
        "quotations.html",
        title="Quotations",
        current="Quotations",
        asked=asked,
        errors=asked.errors,
        facts=found,
        speakers=speakers,
        total=total,
        start=_start(),
        size=quotes.SIZE,
        address=f"{desk.site.root}/quotations?{asked.query}" if asked.query else f"{desk.site.root}/quotations",
    )


def _wrong_day(day: str) -> str:
    try:
        date.fromisoformat(day or "2000-01-01")
    except ValueError:
        return f"{day!r} is no day; write it as 2025-10-12."
    return ""
