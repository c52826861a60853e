"""The whole URI scheme, and nowhere else.

A dataset has one base IRI, fixed when it is made. Under it:

    id/<kind>/<slug>              a thing: 303 to page/<kind>/<slug> or data/<kind>/<slug>.<suffix>
    article/<slug>                an article; article/<slug>#char=<begin>,<end> are words of it (RFC 5147)
    graph/<slug>                  the named graph that holds what one article says

Slugs come from content, never from a counter or a clock, so the same input always gives the same IRIs.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from ontology.facts import Article, Claim, Entity, Event, Holding, Moment, Office, Span

DEFAULT_BASE = "https://communique.invalid/"
"""The base IRI where none is given: `.invalid` never resolves, so nobody's name is borrowed."""

KINDS = {
    "Person": "person",
    "State": "state",
    "Organization": "organization",
    "Government": "organization",
    "GovernmentBody": "organization",
    "ArmedForce": "organization",
    "ArmedGroup": "organization",
    "PoliticalParty": "organization",
    "InternationalOrganization": "organization",
    "MediaOutlet": "organization",
    "Community": "community",
    "Group": "group",
    "City": "place",
    "Region": "place",
    "Place": "place",
}
"""The path segment of each kind of entity: kinds that an article may mix up share one, so that names meet."""

SEGMENTS = frozenset({*KINDS.values(), "office", "holding", "event", "claim", "run"})
"""All path segments that may follow `id/`."""


def check_base(base: str) -> str:
    """Return a base IRI that ends in a slash.

    Raises ValueError, saying what is wrong, unless it is an absolute http(s) IRI without query and fragment.
    """
    parts = urlsplit(base)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError(f"the base IRI must begin with http:// or https:// and a host, not {base!r}")
    if parts.query or parts.fragment or re.search(r"[\x00-\x20<>\"{}|\\^`]", base):
        raise ValueError(f'the base IRI must have no query, fragment, space or <>"{{}}|\\^`: {base!r}')
    return base if base.endswith("/") else base + "/"


def slug(name: str) -> str:
    """Return a name as lower-case words of letters and digits joined by hyphens; never empty.

    Diacritics of Latin letters fall away (Erdoğan and Erdogan are one); other scripts keep their letters; a name that
    mixes Latin with look-alike letters of another script keeps them and so never meets the Latin one.
    """
    plain = unicodedata.normalize(
        "NFKD", name.casefold().replace("\u0131", "i").replace("\u00f8", "o").replace("\u0142", "l")
    )
    words = re.sub(
        r"[^\w]+", "-", "".join(c for c in plain if not unicodedata.combining(c)).replace("'", "").replace("\u2019", "")
    )
    return words.replace("_", "-").strip("-")[:96].strip("-") or "x" + short(name)


def short(*parts: str) -> str:
    """Return 10 hexadecimal digits that identify the given strings."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10]


def article_slug(article: Article) -> str:
    """Return an article's slug: its day, host and a digest of its address (of its text where it has none)."""
    host = urlsplit(article.url).hostname or article.identifier or "text"
    day = article.published.isoformat() if article.published else "undated"
    return f"{day}-{slug(host.removeprefix('www.'))[:40]}-{short(article.url or article.identifier or article.text)}"


@dataclass(frozen=True, slots=True)
class Scheme:
    """The IRIs of everything that one article speaks of, under one base."""

    base: str
    article_slug: str

    @property
    def article(self) -> str:
        """The article's IRI."""
        return f"{self.base}article/{self.article_slug}"

    @property
    def graph(self) -> str:
        """The IRI of the named graph of what the article says."""
        return f"{self.base}graph/{self.article_slug}"

    def entity(self, entity: Entity) -> str:
        """Return an actor's or a place's IRI; a local one carries its article."""
        name = f"{entity.key}-{short(self.article_slug)}" if entity.local else entity.key
        return f"{self.base}id/{KINDS[entity.kind]}/{name}"

    def office(self, office: Office) -> str:
        """Return an office's IRI."""
        return f"{self.base}id/office/{_tail(self.entity(office.of))}-{office.kind}"

    def holding(self, holding: Holding) -> str:
        """Return a holding's IRI: one for each person, office and phase."""
        of = f"{_tail(self.entity(holding.holder))}-{_tail(self.office(holding.office))}"
        return f"{self.base}id/holding/{of}-{holding.phase}"

    def event(self, event: Event) -> str:
        """Return an event's IRI, from its type, interval, participants and place.

        What is known too vaguely to be met again (no day, no actors) keeps to its article.
        """
        who = sorted(self.entity(e) for e in (*event.agents, *event.recipients))
        moment = event.moment
        day = moment.earliest if moment and moment.earliest == moment.latest else None
        general = day is not None and len(who) > 1
        own = () if general else (self.article_slug, *(str(s) for c in event.claims for s in c.evidence))
        where = self.entity(event.place) if event.place else ""
        roles = "|".join(sorted(self.entity(e) for e in event.agents))
        # what several articles say alike meets here; status differs between tellings and stays out, quotes do not
        digest = short(event.type, _interval(moment), roles, *who, where, *event.quotes, *own)
        return f"{self.base}id/event/{slug(event.type)}-{day.isoformat() + '-' if day else ''}{digest}"

    def claim(self, about: str, claim: Claim) -> str:
        """Return the IRI of a claim of this article about an event or a holding."""
        spans = ",".join(f"{s.begin}-{s.end}" for s in claim.evidence)
        by = self.entity(claim.by) if claim.by else ""
        return f"{self.base}id/claim/{short(self.article_slug, about, claim.status, spans, by)}"

    def evidence(self, span: Span) -> str:
        """Return the IRI of words of the article, by RFC 5147."""
        return f"{self.article}#char={span.begin},{span.end}"

    def run(self, reader: str, version: str, model: str) -> str:
        """Return the IRI of the extraction that read the article: same reader, version and model, same run."""
        return f"{self.base}id/run/{slug(reader)}-{short(reader, version, model)}"


def is_local(iri: str, graph: str) -> bool:
    """Say whether an entity's IRI is one of those that are known in the article of a graph alone."""
    return iri.endswith(local_mark(graph))


def local_mark(graph: str) -> str:
    """Return how the IRIs of those end that are known in the article of a graph alone."""
    return f"-{short(_tail(graph))}"


def holding_of(person: str, office: str, phase: str) -> str:
    """Return the IRI of a person's holding of an office, from their IRIs and the phase's local name."""
    base, _, tail = person.rpartition("/id/person/")
    return f"{base}/id/holding/{tail}-{_tail(office)}-{phase}"


def namesake(person: str, kind: str, of: str) -> str:
    """Return the IRI of somebody with another one's name, told apart by an office: its kind, and whose it is."""
    return f"{person}-{slug(kind)}-{_tail(of)}"


def matches_graph(base: str) -> str:
    """Return the IRI of the graph of decisions on what is the same across articles."""
    return f"{base}graph/matches"


def match_of(base: str, graph: str, iri: str) -> str:
    """Return the IRI of the decision on what one article calls by an IRI."""
    return f"{matches_graph(base)}#{short(_tail(graph), iri)}"


def links_graph(base: str) -> str:
    """Return the IRI of the graph of links to other datasets."""
    return f"{base}graph/links"


def link_of(base: str, ours: str, theirs: str) -> str:
    """Return the IRI of the reason for a link."""
    return f"{links_graph(base)}#{short(ours, theirs)}"


def article_of(graph: str) -> str:
    """Return the IRI of the article that a graph holds the facts of."""
    base, _, tail = graph.rpartition("/graph/")
    return f"{base}/article/{tail}"


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def _interval(moment: Moment | None) -> str:
    return f"{moment.earliest}/{moment.latest}" if moment else ""
