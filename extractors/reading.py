"""What an extractor is, and what the ones before it found.

An extractor is a bare callable `(Document, Reading) -> Iterable[Fact]`. A `Reading` is frozen: each extractor sees all
that those before it yielded, and nothing is taken back.
"""

from __future__ import annotations

from collections.abc import Iterable  # noqa: TC003 - a protocol is read at run time
from dataclasses import dataclass, field
from typing import Protocol, TypeVar, cast

from extractors.document import Document  # noqa: TC001 - a protocol is read at run time
from ontology.facts import Entity, Event, Holding, Moment, Office, Span


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase, name or pronoun and whom or what it refers to, in this place of the text.

    `head` is the index of its head token in `Document.doc`. "The two sides" refers to two entities, "they" to more.
    `rule` says how it was resolved ("name", "surname", "pronoun", "counterpart", "title", "group" ...).
    A mention of a coordination ("A and B") is one mention for each conjunct, at that conjunct's head.
    """

    span: Span
    head: int
    entities: tuple[Entity, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class When:
    """An expression of time at `span` (head token `head`) and the interval of days that it resolves to."""

    span: Span
    head: int
    moment: Moment


@dataclass(frozen=True, slots=True)
class Quotation:
    """A direct quotation: `span` covers its words without the marks, of `text` in the canonical text.

    `speaker` is None where nobody could be named; `cue` is the token of the reporting verb, or None; `words` are the
    words as published (pieces of a split quotation joined by a space).
    """

    span: Span
    words: str
    speaker: Entity | None
    cue: int | None = None
    moment: Moment | None = None
    pieces: tuple[Span, ...] = ()


Fact = Mention | When | Quotation | Holding | Event
F = TypeVar("F", Mention, When, Quotation, Holding, Event)


@dataclass(frozen=True, slots=True)
class Reading:
    """All facts found so far, in the order in which they were found."""

    facts: tuple[Fact, ...] = ()
    _heads: dict[int, tuple[Mention, ...]] = field(default_factory=dict, compare=False, repr=False)
    _kinds: dict[type, tuple[Fact, ...]] = field(default_factory=dict, compare=False, repr=False)
    _held: dict[Entity, tuple[Holding, ...]] = field(default_factory=dict, compare=False, repr=False)

    def plus(self, facts: Iterable[Fact]) -> Reading:
        """Return a reading with `facts` after the ones it has."""
        new = tuple(facts)
        heads = dict(self._heads)
        for fact in new:
            if isinstance(fact, Mention):
                heads[fact.head] = (*heads.get(fact.head, ()), fact)
        return Reading(self.facts + new, heads)

    def all(self, kind: type[F]) -> tuple[F, ...]:
        """Return the facts of one kind, in order."""
        if kind not in self._kinds:  # kept: asked for once a trigger, a long article would take quadratic time
            self._kinds[kind] = tuple(fact for fact in self.facts if isinstance(fact, kind))
        return cast("tuple[F, ...]", self._kinds[kind])

    def held_by(self, holder: Entity) -> tuple[Holding, ...]:
        """Return the offices that somebody holds, held or is to hold, each as it is first told."""
        if not self._held:
            told: dict[Entity, dict[tuple[Office, str], Holding]] = {}
            for holding in self.all(Holding):
                told.setdefault(holding.holder, {}).setdefault((holding.office, holding.phase), holding)
            self._held.update((who, tuple(offices.values())) for who, offices in told.items())
        return self._held.get(holder, ())

    def at(self, token: int) -> Mention | None:
        """Return the mention whose head is the token of this index: the one found last, or None."""
        found = self._heads.get(token)
        return found[-1] if found else None


class Extractor(Protocol):
    """Reads a document, knowing what was found before, and yields the facts it finds."""

    def __call__(self, document: Document, reading: Reading, /) -> Iterable[Fact]:
        """Yield the facts that this extractor finds."""
        ...
