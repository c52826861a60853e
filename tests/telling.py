"""Facts written by hand, for tests: an article grows sentence by sentence, and every fact names its sentence."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ontology.facts import STATUSES, Article, Claim, Entity, Event, Holding, Moment, Office, Report, Span
from ontology.uris import slug

if TYPE_CHECKING:
    from ontology.facts import EntityKind, Phase, Status

PUBLISHER = "Meridian Wire"


def entity(kind: EntityKind, name: str, within: Entity | None = None, aliases: tuple[str, ...] = ()) -> Entity:
    return Entity(kind, name, slug(name), within=within, aliases=aliases)


def state(name: str) -> Entity:
    return entity("State", name)


def person(name: str, *aliases: str) -> Entity:
    return entity("Person", name, aliases=aliases)


def on(first: str, last: str = "") -> Moment:
    """Return the moment from one day to another, both ISO 8601; one day where there is no other."""
    return Moment(date.fromisoformat(first), date.fromisoformat(last or first))


class Told:
    """An article as it is being told."""

    def __init__(self, name: str, day: str, headline: str) -> None:
        self.name, self.day, self.headline = name, date.fromisoformat(day), headline
        self.sentences: list[str] = []
        self.holdings: list[Holding] = []
        self.events: list[Event] = []

    def claim(
        self,
        sentence: str,
        status: Status = "happened",
        *,
        by: Entity | None = None,
        confidence: float = 0.9,
        when: Moment | None = None,
        rule: str = "frame",
    ) -> Claim:
        if sentence not in self.sentences:
            self.sentences.append(sentence)
        begin = sum(len(s) + 1 for s in self.sentences[: self.sentences.index(sentence)])
        return Claim(status, (Span(begin, begin + len(sentence)),), rule, confidence, by, when)

    def seat(self, holder: Entity, kind: str, of: Entity, title: str, sentence: str, phase: Phase = "current") -> None:
        claim = self.claim(sentence, rule="office:before", confidence=0.97)
        self.holdings.append(Holding(holder, Office(kind, of), phase, title, (claim,)))

    def event(
        self,
        kind: str,
        status: Status,
        sentence: str,
        agents: tuple[Entity, ...],
        recipients: tuple[Entity, ...] = (),
        *,
        when: Moment | None = None,
        place: Entity | None = None,
        by: Entity | None = None,
        confidence: float = 0.9,
        more: tuple[Claim, ...] = (),
        quotes: tuple[str, ...] = (),
        content: tuple[str, ...] = (),
        responds_to: tuple[str, ...] = (),
        part_of: tuple[str, ...] = (),
    ) -> str:
        handle = f"e{len(self.events) + 1}"
        claims = (self.claim(sentence, status, by=by, confidence=confidence), *more)
        highest = min((claim.status for claim in claims), key=STATUSES.index)
        self.events.append(
            Event(handle, kind, highest, claims, agents, recipients, place, when, quotes, content, responds_to, part_of)
        )
        return handle

    def report(self) -> Report:
        text = " ".join(self.sentences)
        starts = [sum(len(s) + 1 for s in self.sentences[:n]) for n in range(len(self.sentences))]
        spans = tuple(Span(b, b + len(s)) for b, s in zip(starts, self.sentences, strict=True))
        url = f"https://meridian.example/{self.day:%Y/%m/%d}/{self.name}"
        article = Article(text, url, self.name, self.headline, self.day, PUBLISHER)
        return Report(article, (), tuple(self.holdings), tuple(self.events), spans, reader="hand", version="1")
