"""Frozen values: what an article says, before it is written as triples.

They flow one way: an extractor makes them, nothing changes them. Names of kinds, types, statuses and phases are the
local names of the ontology's terms, so that writing triples is a table look-up and a misspelling fails.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 - the annotations are read at run time
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

EntityKind = Literal[
    "Person",
    "State",
    "Organization",
    "Government",
    "GovernmentBody",
    "ArmedForce",
    "ArmedGroup",
    "PoliticalParty",
    "InternationalOrganization",
    "MediaOutlet",
    "Community",
    "Group",
    "City",
    "Region",
    "Place",
]
"""Classes of actors and places; a State is both."""

Status = Literal["happened", "ongoing", "didNotHappen", "denied", "claimed", "planned", "sought", "hypothetical"]
STATUSES: tuple[Status, ...] = (
    "happened",
    "ongoing",
    "didNotHappen",
    "denied",
    "claimed",
    "planned",
    "sought",
    "hypothetical",
)
"""The statuses in their order of rank: where claims differ, the first of these is the event's."""

OCCURRED = frozenset({"happened", "ongoing"})
"""The statuses of what took place."""

Phase = Literal["current", "former", "future"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range `[begin, end)` of Unicode code points in an article's canonical text."""

    begin: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.begin < self.end:
            raise ValueError(f"a span needs 0 <= begin < end, not {self.begin}, {self.end}")

    def of(self, text: str) -> str:
        """Return the words of `text` that this span covers."""
        return text[self.begin : self.end]

    def overlaps(self, other: Span) -> bool:
        """Say whether the two spans share a character."""
        return self.begin < other.end and other.begin < self.end


@dataclass(frozen=True, slots=True)
class Article:
    """One version of one news article.

    `text` is the canonical text: every offset in the graph counts its code points, so it never changes after this.
    `headline` is no part of it. `published` is the day of publication, or None where nothing states one.
    """

    text: str
    url: str = ""
    identifier: str = ""
    headline: str = ""
    published: date | None = None
    publisher: str = ""
    flags: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of all that is published of this version; another digest is another version."""
        parts = (
            self.text,
            self.url,
            self.identifier,
            self.headline,
            str(self.published),
            self.publisher,
            *self.flags,
        )
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Entity:
    """An actor or a place.

    `key` identifies it within its kind, world-wide; with `local` set it is known in its article alone (unnamed groups,
    bare surnames), and its IRI says so. `links` are certain IRIs of the same thing elsewhere (Wikidata, GeoNames).
    `incumbent` is the office by which an article means somebody without a name ("the Turkish foreign minister").
    """

    kind: EntityKind
    name: str
    key: str
    local: bool = False
    aliases: tuple[str, ...] = field(default=(), compare=False)
    within: Entity | None = field(default=None, compare=False)
    links: tuple[str, ...] = field(default=(), compare=False)
    incumbent: Office | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Moment:
    """When: an interval of days with honest ends, and how it was resolved.

    `earliest` and `latest` are the interval's first and last day; None leaves that end open. `text` is the expression
    as written, `span` where it stands, `anchor` the day it was counted from, `rule` the name of the rule that did.
    """

    earliest: date | None
    latest: date | None
    text: str = ""
    rule: str = ""
    anchor: date | None = None
    span: Span | None = None

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"{self.text!r}: {self.earliest} is after {self.latest}")


@dataclass(frozen=True, slots=True)
class Office:
    """A post, such as foreign minister of Turkey. `kind` is a concept of the office scheme, `of` whose post it is."""

    kind: str
    of: Entity


@dataclass(frozen=True, slots=True)
class Claim:
    """Who says that something is so, with what standing, in which words.

    No `by` means that the article says it in its own voice. `confidence` is a calibrated probability (0 to 1) that the
    fact is right; `rule` names the pattern or model that read it.
    """

    status: Status
    evidence: tuple[Span, ...]
    rule: str
    confidence: float = 0.5
    by: Entity | None = None
    moment: Moment | None = None


def surest(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return each claim once, as it is surest: "held talks" may be read by either of its words."""
    found: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        said = (claim.status, claim.by, claim.evidence)
        if said not in found or claim.confidence > found[said].confidence:
            found[said] = claim
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Holding:
    """A person seen in an office, in one phase; `title` is the title as written."""

    holder: Entity
    office: Office
    phase: Phase
    title: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """One reported happening, with all the passages that tell it.

    `handle` names it within its article ("e3"), for `content`, `responds_to` and `part_of` of others. `type` is a leaf
    of the event classes. Mutual events have every side among `agents`. A speech act's speaker is its agent, and what is
    said, demanded or denied is another event, named in its `content`. `quote` holds a direct quotation's words.
    """

    handle: str
    type: str
    status: Status
    claims: tuple[Claim, ...]
    agents: tuple[Entity, ...] = ()
    recipients: tuple[Entity, ...] = ()
    place: Entity | None = None
    moment: Moment | None = None
    quotes: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    responds_to: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All that was read from one article, and by what: a run's name and version make the result repeatable."""

    article: Article
    entities: tuple[Entity, ...] = ()
    holdings: tuple[Holding, ...] = ()
    events: tuple[Event, ...] = ()
    sentences: tuple[Span, ...] = ()
    reader: str = "rules"
    model: str = ""
    version: str = ""
