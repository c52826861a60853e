"""What a page says of itself in schema.org's words, for those who gather pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ontology import terms
from ontology.facts import OCCURRED

if TYPE_CHECKING:
    from server.web.people import facts as f
    from server.web.people.article import ArticlePage
    from server.web.people.entity import EntityPage
    from server.web.people.event import EventPage
    from server.web.people.nodes import Nodes

_STATUS = {"planned": "EventScheduled", "didNotHappen": "EventCancelled"}
_TYPES = {"person": "Person", "state": "Country", "org": "Organization", "place": "Place"}


def script(said: dict[str, Any]) -> Markup:
    """Return a description as JSON that can stand in a page: nothing in it ends the element around it."""
    text = json.dumps({"@context": "https://schema.org", **said}, ensure_ascii=False)

    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704


def of_article(page: ArticlePage) -> dict[str, Any]:
    """Return an article as NewsArticle."""
    return _known(
        {
            "@type": "NewsArticle",
            "@id": page.iri,
            "headline": page.headline,
            "datePublished": page.published.iso,
            "publisher": {"@type": "Organization", "name": page.publisher} if page.publisher else None,
            "url": page.url,
        }
    )


def of_event(page: EventPage, nodes: Nodes) -> dict[str, Any]:
    """Return an event as Event; what is only claimed, denied, sought or supposed as Claim: we rate nothing."""
    fact = page.fact
    sources = [
        {"@type": "NewsArticle", "@id": told.article.iri, "headline": told.article.label} for told in page.tellings
    ]
    if fact.status not in OCCURRED and fact.status not in _STATUS:
        return {"@type": "Claim", "@id": fact.iri, "name": fact.label, "appearance": sources}
    return _known(
        {
            "@type": "Event",
            "@id": fact.iri,
            "name": fact.label,
            "startDate": nodes.text(fact.iri, terms.earliest),
            "endDate": nodes.text(fact.iri, terms.latest),
            "eventStatus": f"https://schema.org/{_STATUS[fact.status]}" if fact.status in _STATUS else None,
            "location": _thing(page.place) if page.place else None,
            "actor": [_thing(one) for role in page.roles if not role.inferred for one in role.things],
            "subjectOf": sources,
        }
    )


def of_entity(page: EntityPage) -> dict[str, Any]:
    """Return a person, state, organisation or place."""
    offices = [h.office.label for h in page.holdings if h.office and h.phase == "current"]
    return _known(
        {
            **_thing(page.thing),
            "alternateName": list(page.aliases),
            "jobTitle": offices if page.thing.shape == "person" else None,
            "sameAs": list(page.same),
        }
    )


def _thing(one: f.Thing) -> dict[str, Any]:
    return {"@type": _TYPES.get(one.shape, "Thing"), "@id": one.iri, "name": one.label}


def _known(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value}
