"""The addresses of pages for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from server.web.people import lists, things
from server.web.people.wording import plural

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from server.web.people.desk import Desk


def blueprint(desk: Callable[[], Desk]) -> Blueprint:
    """Return the pages; `desk` is asked once a request."""
    pages = Blueprint("people", __name__, template_folder="../templates", static_folder="../static")

    @pages.app_context_processor
    def _known() -> dict[str, object]:
        return {"site": desk().site, "plural": plural}

    def page(rule: str, name: str, view: Callable[..., ResponseReturnValue], *methods: str) -> None:
        def answer(**given: str) -> ResponseReturnValue:
            return view(desk(), **given)

        pages.add_url_rule(rule, name, answer, methods=list(methods or ("GET",)))

    page("/", "home", lists.home)
    page("/articles", "articles", lists.articles)
    page("/events", "events", lists.events)
    page("/entities", "entities", lists.entities)
    page("/quotations", "quotations", lists.quotations)
    page("/search", "search", lists.search)
    page("/report", "report", lists.report, "GET", "POST")
    page("/article/<slug>", "article", things.article)
    page("/page/dyad/<one>/<other>", "dyad", things.dyad)
    page("/page/<kind>/<slug>", "thing", things.thing)
    return pages
