"""Pages that lead to others: home, lists, quotations, search; and the form for wrong facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request

from server.web.people import home as homes
from server.web.people import quotations as quotes
from server.web.people import reports
from server.web.people import search as searches
from server.web.people.desk import start
from server.web.people.nodes import Nodes, fetch
from server.web.people.questions import first_questions

if TYPE_CHECKING:
    from server.web.people.desk import Desk


def home(desk: Desk) -> str:
    """Return the first page."""
    page = desk.once("home", lambda: homes.home(desk.data))
    return render_template("home.html", title="Home", page=page, questions=first_questions())


def articles(desk: Desk) -> str:
    """Return the list of articles, newest first."""
    found = homes.articles(desk.data, start())
    entries = [homes.Entry(source.thing, source.published.words) for source in found]
    total = desk.data.lists.totals()[1]
    return _list("Articles", entries, total, f"{desk.site.root}/articles", current="Articles")


def events(desk: Desk) -> str:
    """Return the list of events, newest first."""
    return render_template(
        "list.html",
        title="Events",
        lede="Newest first; events without a date stand where they were told.",
        facts=homes.events(desk.data, start(), 20),
        start=start(),
        size=20,
        total=desk.data.lists.totals()[0],
        address=f"{desk.site.root}/events",
    )


def entities(desk: Desk) -> str:
    """Return the list of people, offices, states, organisations or places."""
    kind = request.args.get("kind", "person")
    if kind not in homes.KINDS:
        kind = "person"
    entries, total = homes.entities(desk.data, kind, start())
    address = f"{desk.site.root}/entities"
    tabs = [(name, f"{address}?kind={key}", key == kind) for key, (name, _) in homes.KINDS.items()]
    return _list(homes.KINDS[kind][0], entries, total, f"{address}?kind={kind}", tabs=tabs)


def _list(
    title: str, entries: object, total: int, address: str, *, current: str = "Entities", tabs: object = ()
) -> str:
    return render_template(
        "list.html",
        title=title,
        current=current,
        entries=entries,
        total=total,
        address=address,
        tabs=tabs,
        start=start(),
        size=homes.SIZE,
    )


def quotations(desk: Desk) -> str:
    """Return the quotations that answer what the form asks."""
    given = {name: request.args.get(name, "").strip()[:200] for name in ("speaker", "words", "from", "until")}
    asked = quotes.Asked(given["speaker"], given["words"], given["from"], given["until"])
    found, speakers, total = ((), {}, 0) if asked.errors else quotes.quotations(desk.data, asked, start())
    return render_template(
        "quotations.html",
        title="Quotations",
        current="Quotations",
        asked=asked,
        errors=asked.errors,
        facts=found,
        speakers=speakers,
        total=total,
        start=start(),
        size=quotes.SIZE,
        address=f"{desk.site.root}/quotations?{asked.query}" if asked.query else f"{desk.site.root}/quotations",
    )


def only(desk: Desk) -> str:
    """Return the page of the one thing, or the pair of states, that a search means, "" where it may mean several."""
    if pair := searches.pair(desk, _sought()):
        return desk.site.dyad(*pair)
    iri = searches.only(desk, _sought())
    return desk.site.href(iri) if iri else ""


def suggestions(desk: Desk) -> dict[str, object]:
    """Return what programs, and a field that searches as one types, are told; `limit` says how many of each."""
    most = request.args.get("limit", 8, type=int)
    return searches.suggestions(desk, _sought(), min(max(most, 1), searches.MOST))


def search(desk: Desk) -> str:
    """Return the page of what is found."""
    sought = _sought()
    hits, words = searches.search(desk, sought), searches.words(desk, sought)
    fewer = searches.fewer(desk, sought) if sought and not hits else ""
    return render_template(
        "search.html",
        title=f"Search: {sought}" if sought else "Search",
        sought=sought,
        hits=searches.search(desk, fewer) if fewer else hits,
        fewer=fewer,
        most=searches.MOST,
        words=words,
        questions=searches.questions(sought),
    )


def _sought() -> str:
    return " ".join(request.args.get("q", "").split())[:200]


def report(desk: Desk) -> tuple[str, int, dict[str, str]]:
    """Return the form for a wrong fact, or take what it holds."""
    given = request.form if request.method == "POST" else request.args
    about, wrong, says = (given.get(name, "") for name in ("about", "wrong", "says"))
    taken = trouble = ""
    status = 200
    headers: dict[str, str] = {}
    if request.method == "POST":
        read = reports.read(about, wrong, says, desk.site.base)
        if isinstance(read, str):
            trouble, status = read, 400
        elif desk.box is None:
            trouble, status = "This server takes no reports.", 403
        else:
            try:
                desk.box.take(read, request.remote_addr or "")
                taken = read.line
            except reports.TooManyError as error:
                trouble, status = f"Please try again later: {error}.", 429
                headers = {"Retry-After": str(error.after)}
    ours = about.startswith(desk.site.base) and not reports.odd(about)
    known = Nodes(fetch(desk.rows, [about]) if ours else ())
    page = render_template(
        "report.html",
        title="Report a wrong fact",
        about=about,
        wrong=wrong,
        says=says,
        kinds=reports.WRONG,
        fact=known.label(about) if about in known else "",
        back=desk.site.href(about) if about in known else f"{desk.site.root}/",
        trouble=trouble,
        taken=taken,
    )
    return page, status, headers
