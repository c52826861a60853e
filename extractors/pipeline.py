"""One article in, one report out: the extractors in their order."""

from __future__ import annotations

import functools
from importlib.metadata import entry_points, version
from typing import TYPE_CHECKING

from extractors import READER, learned
from extractors.document import parse
from extractors.happenings import HAPPENINGS, joined
from extractors.reading import Extractor, Reading
from extractors.speech import quotes
from extractors.when import moments
from extractors.who import WHO, departed, first_persons, merged
from ontology.facts import Entity, Event, Holding, Report, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ontology.facts import Article

BEFORE: tuple[Extractor, ...] = (*WHO, moments, quotes, first_persons)
"""Our own extractors of all but events, in order; each sees what those before it found."""
EXTRACTORS: tuple[Extractor, ...] = (*BEFORE, *HAPPENINGS)
"""All of them, with the events as the rules alone read them."""


def events_by(reader: str = READER) -> tuple[str, tuple[Extractor, ...]]:
    """Return a reader's name and its extractors of events.

    Raises NoWeightsError where the learned reader is asked for and its weights are not there.
    """
    if reader == "rules":
        return "rules", HAPPENINGS
    return "learned", (learned.shipped(),)


@functools.cache
def plugins() -> tuple[Extractor, ...]:
    """Return other people's extractors: the entry points `communique.extractors`, by name."""
    return tuple(point.load() for point in sorted(entry_points(group="communique.extractors"), key=lambda p: p.name))


def read(article: Article, model: str = "", reader: str = READER) -> Report:
    """Read one article with all extractors.

    `model` names a spaCy model (default: the best installed), `reader` one of READERS. Raises NoModelError or
    NoWeightsError where there is none.
    """
    name, events = events_by(reader)
    document = parse(article, model)
    reading = Reading()
    for extractor in (*BEFORE, *events, *plugins()):
        reading = reading.plus(extractor(document, reading))
    holdings = merged(reading.all(Holding))
    found = joined(reading.all(Event), holdings)
    holdings = merged(departed(document, holdings, found))
    return Report(
        article=article,
        entities=tuple(dict.fromkeys(_named(holdings, found))),
        holdings=holdings,
        events=found,
        sentences=tuple(_trimmed(s.start_char, s.text) for s in document.sentences if s.text.strip()),
        reader=name,
        model=document.model,
        version=version("communique"),
    )


def _named(holdings: Iterable[Holding], events: Iterable[Event]) -> Iterator[Entity]:
    for holding in holdings:
        yield from (holding.holder, holding.office.of)
        yield from (claim.by for claim in holding.claims if claim.by)
    for event in events:
        yield from (*event.agents, *event.recipients)
        yield from ([event.place] if event.place else [])
        yield from (claim.by for claim in event.claims if claim.by)


def _trimmed(begin: int, text: str) -> Span:
    lead = len(text) - len(text.lstrip())
    return Span(begin + lead, begin + len(text.rstrip()))
