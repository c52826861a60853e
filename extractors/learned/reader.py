"""The events of an article as a trained model reads them, with the rules as its features and its guard rails.

The model decides which words tell which type of event, how each stands, who takes part, and which of the days and
places told are its own; what is said in quotation marks, which day an expression means and which tellings are one event
is for the rules.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from extractors.grammar import carrier, clause_verb
from extractors.happenings.events import assembled, telling
from extractors.happenings.same import FAMILIES
from extractors.happenings.whom import THINGS
from extractors.learned.circumstances import Time, times
from extractors.learned.features import content, of_status, of_word
from extractors.learned.heads import TYPES, likely, one_or_none, pooled, softmax
from extractors.learned.pairs import participants
from extractors.learned.story import Story, days
from extractors.learned.view import MUTUAL, View
from extractors.learned.whereabouts import Where, wheres
from extractors.when import carried
from ontology.facts import STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from extractors.document import Document
    from extractors.happenings.same import Told
    from extractors.happenings.status import Standing
    from extractors.learned.heads import Chances
    from extractors.learned.model import Array, Model
    from extractors.learned.pairs import Pair
    from extractors.lexicon import Trigger
    from extractors.reading import Mention, Reading
    from ontology.facts import Entity, Event, Span, Status

    Sides = tuple[tuple[Entity, ...], tuple[Entity, ...]]

C = TypeVar("C", Time, Where)
REAL = frozenset({"happened", "ongoing"})
RULED = frozenset({"rules=agent", "rules=recipient"})
"""What the pair of an event and a mention is called where the rules have it take part."""


class Reader:
    """Reads the events of an article with one model. An extractor like any other."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def __call__(self, document: Document, reading: Reading, /) -> Iterator[Event]:
        """Yield the events, in the order of the text, each once with all its passages."""
        view = View(document, reading)
        if not view.candidates:
            return
        vectors = self._model.vectors(document.doc)
        chances = self._chances(view, vectors)
        kinds = self._kinds(view, chances)
        standings, firm = self._standings(view, vectors, kinds)
        sides = self._sides(view, vectors, kinds, standings)
        found = {i: view.trigger(i, kind) for i, kind in kinds.items()}
        told = (
            _told(view, i, found, standings[i], sides[i], self._model.confidence(firm[i] * sure(chances[i], kinds[i])))
            for i in kinds
        )
        settle = functools.partial(self._settled, view, vectors)
        yield from assembled(document, reading, [t for t in told if t is not None], standings, view.around, settle)

    def _settled(
        self,
        view: View,
        vectors: Array,
        document: Document,
        reading: Reading,
        distinct: Sequence[Event],
        quoted: Sequence[Span],
        tellings: Mapping[str, str],
    ) -> list[Event]:
        """Return the events with the likeliest day and place of those that the text tells near, if likely enough.

        Each telling of an event is asked, and the one that is surest is believed.
        """
        ruled = carried(document, reading, distinct, quoted)
        words: defaultdict[str, list[int]] = defaultdict(list)
        for told, kept in tellings.items():
            words[kept] += [int(told)] if told.isdigit() else []
        story = Story(view, ruled)
        whens = [[(i, c) for i in words[e.handle] for c in times(view, i, e, story)] for e in ruled]
        places = [[(i, c) for i in words[e.handle] for c in wheres(view, i, e, story)] for e in ruled]
        moments = self._likeliest("when", vectors, whens, [days(e.moment) for e in ruled])
        sites = self._likeliest("where", vectors, places, [e.place for e in ruled])
        for n, (event, day, site) in enumerate(zip(ruled, moments, sites, strict=True)):
            if not words[event.handle]:
                continue
            moment = day.value if day is not None else None
            if days(moment) == days(event.moment):
                moment = event.moment  # told by the rules in more words
            ruled[n] = replace(event, moment=moment, place=site.value if site is not None else None)
        return ruled

    def _likeliest(
        self, head: str, vectors: Array, cases: list[list[tuple[int, C]]], rules: Sequence[object]
    ) -> list[C | None]:
        """Return for each event the likeliest candidate, None where none is likely; what the rules say needs less.

        `cases` has each candidate with the token of the telling by which it is judged.
        """
        rows = [(n, i, c) for n, found in enumerate(cases) for i, c in found]
        scores = self._model.heads[head](
            vectors, [[i for _, i, _ in rows], [c.token for *_, c in rows]], [c.names for *_, c in rows]
        )
        limits = self._model.thresholds
        groups: dict[tuple[int, int, object], int] = {}
        members = [groups.setdefault((n, i, c.key), len(groups)) for n, i, c in rows]
        events: dict[tuple[int, int], int] = {}
        asked = [events.setdefault((n, i), len(events)) for n, i, _ in groups]
        said = one_or_none(pooled(scores, members)[:, 0], asked).tolist()
        every: list[dict[object, float]] = [{} for _ in cases]
        for (n, _, key), at in groups.items():
            every[n][key] = max(said[at], every[n].get(key, 0.0))
        chosen: list[C | None] = []
        for found, rule, chances in zip(cases, rules, every, strict=True):
            key = max(chances, key=lambda k: chances[k], default=None)
            if (
                rule in chances
                and chances[rule] >= limits[f"{head} ruled"]
                and chances[rule] + limits[f"{head} margin"] >= chances[key]
            ):
                key = rule
            sure = key in chances and (key == rule or chances[key] >= limits[head])
            chosen.append(next(c for _, c in found if c.key == key) if sure else None)
        return chosen

    def _kinds(self, view: View, chances: dict[int, Chances]) -> dict[int, str]:
        """Return the type of each word that tells an event; where the rules say so too, less will do."""
        limits = self._model.thresholds
        least = min(limits["event"], limits["seconded"])
        found = {}
        for i, row in chances.items():
            if 1 - row[0] < least:
                continue
            rule = view.rule(i)
            kind = best(row)
            if rule and limits["trust"] * sure(row, rule) >= sure(row, kind):
                kind = rule
            if sure(row, kind) >= limits["seconded" if rule else "event"]:
                found[i] = kind
        return found

    def _chances(self, view: View, vectors: Array) -> dict[int, Chances]:
        """Return for each word that may tell an event how likely it tells each type."""
        at = view.candidates
        above = [view.doc[i].head.i for i in at]
        return dict(
            zip(
                at,
                softmax(
                    self._model.heads["kind"](
                        vectors, [at, above, [content(view, i) for i in at]], [of_word(view, i) for i in at]
                    )
                ),
                strict=True,
            )
        )

    def _standings(
        self, view: View, vectors: Array, kinds: dict[int, str]
    ) -> tuple[dict[int, Standing], dict[int, float]]:
        """Return how each event stands, and how likely that is."""
        rules = {i: stand for i, (_, stand) in view.standings(kinds).items()}
        names = [of_status(view, i, kinds[i], stand, kinds) for i, stand in rules.items()]
        rows = softmax(self._model.heads["status"](vectors, [list(rules), [second(view, i) for i in rules]], names))
        found, firm = {}, {}
        for (i, stand), row in zip(rules.items(), rows, strict=True):
            status = self._status(stand.status, row)
            same = status == stand.status
            found[i] = stand if same else replace(stand, status=status, because=stand.because or "learned")
            firm[i] = float(row[STATUSES.index(status)])
        return found, firm

    def _status(self, rule: Status, row: Chances) -> Status:
        """Return how an event stands: what the rules say is not real stays so, what the model doubts becomes so."""
        chances: dict[Status, float] = {s: float(c) for s, c in zip(STATUSES, row, strict=True)}
        unreal = sum(chance for status, chance in chances.items() if status not in REAL)
        doubted = rule not in REAL or unreal >= self._model.thresholds["unreal"]
        fits: list[Status] = [s for s in STATUSES if (s not in REAL) == doubted]
        status: Status = max(fits, key=lambda s: chances[s])
        if (rule not in REAL) == doubted and chances[status] < self._model.thresholds["status"]:
            return rule
        return status

    def _sides(
        self, view: View, vectors: Array, kinds: dict[int, str], standings: dict[int, Standing]
    ) -> dict[int, Sides]:
        """Return who does it and to whom: the mentions of an entity speak for it together."""
        cases = [(i, participants(view, i, view.trigger(i, kinds[i]), standings[i], kinds)) for i in kinds]
        rows = [(i, pair) for i, found in cases for _, pair in found]
        scores = self._model.heads["role"](
            vectors, [[i for i, _ in rows], [p.token for _, p in rows]], [p.names for _, p in rows]
        )
        groups: dict[tuple[int, Entity], int] = {}
        mentions = ((i, mention) for i, found in cases for mention, _ in found)
        pairs = [(i, e, n) for n, (i, mention) in enumerate(mentions) for e in mention.entities]
        members = [groups.setdefault((i, e), len(groups)) for i, e, _ in pairs]
        chances = likely(pooled(scores[[n for *_, n in pairs]], members))
        ruled = {(i, e) for i, e, n in pairs if not RULED.isdisjoint(rows[n][1].names)}
        who: dict[int, dict[Entity, Chances]] = {i: {} for i in kinds}
        for (i, e), n in groups.items():
            who[i][e] = chances[n]
        both = {i: _both(found) for i, found in cases}
        return {i: self._filled(kinds[i], who[i], {e for e in who[i] if (i, e) in ruled}, both[i]) for i in kinds}

    def _filled(self, kind: str, who: dict[Entity, Chances], ruled: set[Entity], both: tuple[Entity, ...]) -> Sides:
        chances = {e: row for e, row in who.items() if e.kind not in THINGS}
        if kind in MUTUAL:
            if both and chances.keys() >= set(both):
                return both, ()
            sides = self._likely({e: float(row.max()) for e, row in chances.items()}, 2)
            if len(sides) < 2 <= len(ruled):  # it takes two: "the two sides agreed"
                sides = tuple(e for e in chances if e in ruled or e in sides)
            return sides, ()
        agents = self._likely({e: float(row[0]) for e, row in chances.items() if row[0] >= row[1]}, 1)
        return agents, self._likely({e: float(row[1]) for e, row in chances.items() if e not in agents}, 1)

    def _likely(self, chances: dict[Entity, float], wanted: int) -> tuple[Entity, ...]:
        """Return who is likely enough: the first `wanted` need less than those beyond."""
        limits = self._model.thresholds
        ranked = sorted(chances.values(), reverse=True)
        bar = min(limits["role"], max(limits["first"], ranked[min(wanted, len(ranked)) - 1])) if ranked else 1.0
        return tuple(e for e, chance in chances.items() if chance >= bar)


def _both(found: Sequence[tuple[Mention, Pair]]) -> tuple[Entity, ...]:
    """Return the two of whom one phrase, "the two sides", says that they do it together: whom it means is for rules."""
    return next((m.entities for m, pair in found if len(m.entities) == 2 and "rules=agent" in pair.names), ())


def second(view: View, i: int) -> int:
    """Return the token that says most of an event's standing beside its own: the verb that carries or governs it."""
    token = view.doc[i]
    if token.pos_ in {"VERB", "AUX"}:
        return int(token.head.i)
    verb = carrier(token) or clause_verb(token)
    return int((verb if verb is not None else token.head).i)


def best(row: Chances) -> str:
    """Return the likeliest type of the likeliest family."""
    families: defaultdict[str, float] = defaultdict(float)
    for kind, chance in zip(TYPES[1:], row[1:], strict=True):
        families[FAMILIES.get(kind, kind)] += float(chance)
    top = max(families, key=lambda f: families[f])
    return max((t for t in TYPES[1:] if FAMILIES.get(t, t) == top), key=lambda t: float(row[TYPES.index(t)]))


def sure(row: Chances, kind: str) -> float:
    """Return how likely a word tells an event of the family of a type."""
    family = FAMILIES.get(kind, kind)
    return float(sum(chance for t, chance in zip(TYPES, row, strict=True) if t and FAMILIES.get(t, t) == family))


def _told(
    view: View, i: int, found: dict[int, Trigger], stand: Standing, sides: Sides, confidence: float
) -> Told | None:
    told = telling(view.document, view.reading, i, found, stand, view.around)
    if told is None:
        return None
    claims = tuple(replace(c, rule=f"learned:{found[i].type}", confidence=confidence) for c in told.event.claims)
    event = replace(told.event, type=found[i].type, claims=claims, agents=sides[0], recipients=sides[1])
    return replace(told, event=event)
