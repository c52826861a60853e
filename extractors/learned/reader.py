"""The events of an article as a trained model reads them, with the rules as its features and its guard rails."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from extractors.happenings.events import evidence
from extractors.happenings.grammar import carrier, clause_verb
from extractors.happenings.same import FAMILIES, SPEECH
from extractors.learned.features import MUTUAL, View
from extractors.learned.heads import TYPES, pooled, softmax
from ontology.facts import STATUSES, Claim, Event

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence
    from typing import TypeVar

    from extractors.document import Document
    from extractors.happenings.status import Standing
    from extractors.learned.features import Pair
    from extractors.learned.model import Array, Model
    from extractors.reading import Quotation, Reading
    from ontology.facts import Entity, Moment, Status

    K = TypeVar("K", bound=Hashable)

LOOKBACK = 12
"""With how many earlier events of its family an event is compared."""
THINGS = frozenset({"City", "Region", "Place"})


def second(view: View, i: int) -> int:
    """Return the token that says most of an event's standing beside its own: the verb that carries or governs it."""
    token = view.doc[i]
    if token.pos_ in {"VERB", "AUX"}:
        return int(token.head.i)
    verb = carrier(token) or clause_verb(token)
    return int((verb if verb is not None else token.head).i)


@dataclass(frozen=True, slots=True)
class Telling:
    """One passage's event: its trigger, type, standing and all that was decided of it, with the probabilities."""

    token: int
    kind: str
    sure: float
    stand: Standing
    status: Status
    status_sure: float
    agents: tuple[Entity, ...] = ()
    recipients: tuple[Entity, ...] = ()
    moment: Moment | None = None
    place: Entity | None = None


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
        kinds, sure = self._types(view, vectors)
        carried = self._quoting(view, kinds, sure)
        kinds = dict(sorted(kinds.items()))
        tellings = self._tellings(view, vectors, kinds, sure, carried)
        firsts = self._merged(view, vectors, tellings)
        yield from _told(view, tellings, firsts, carried)

    # -- what happens ------------------------------------------------------------------------------------------------

    def _types(self, view: View, vectors: Array) -> tuple[dict[int, str], dict[int, Array]]:
        at = view.candidates
        heads = [view.doc[i].head.i for i in at]
        chances = softmax(self._model.heads["kind"](vectors, [at, heads], [view.token(i) for i in at]))
        sure = dict(zip(at, chances, strict=True))
        kinds = {i: best(row) for i, row in sure.items() if 1 - row[0] >= self._model.thresholds["event"]}
        return kinds, sure

    def _quoting(self, view: View, kinds: dict[int, str], sure: dict[int, Array]) -> dict[int, list[Quotation]]:
        """Return the speech act that each quotation stands on; where none was found, the likeliest word becomes one."""
        carried: defaultdict[int, list[Quotation]] = defaultdict(list)
        inside: defaultdict[Quotation, list[int]] = defaultdict(list)
        for i, quotation in view.quoted.items():
            if i in sure:
                inside[quotation].append(i)
        last: tuple[Entity, int, int] | None = None
        for q in view.quotations:
            if q.speaker is None:
                continue
            paragraph = view.document.paragraph_of(q.span.begin)
            options = [i for i in ([q.cue] if q.cue is not None else []) + inside[q] if i in sure]
            act = next((i for i in options if kinds.get(i) in SPEECH), None)
            if act is None and last is not None and last[:2] == (q.speaker, paragraph):
                act = last[2]
            if act is None:
                if not options:
                    continue
                act = max(options, key=lambda i: (speaks(sure[i]), -i))
                kinds[act] = best(sure[act], SPEECH)
            carried[act].append(q)
            last = (q.speaker, paragraph, act)
        return carried

    # -- how it stands, who, when, where -----------------------------------------------------------------------------

    def _tellings(
        self, view: View, vectors: Array, kinds: dict[int, str], sure: dict[int, Array], carried: dict[int, list[Quotation]]
    ) -> list[Telling]:
        standings = view.standings(kinds)
        told = list(kinds)
        heads = self._model.heads
        names = [view.status(i, kinds[i], standings[i][1], kinds) for i in told]
        chances = softmax(heads["status"](vectors, [told, [second(view, i) for i in told]], names))
        people = [(i, view.participants(i, *standings[i], kinds)) for i in told]
        who = self._grouped("role", vectors, [(i, [(m.entities, p) for m, p in found]) for i, found in people])
        dated = [(i, view.dates(i, kinds[i], standings[i][1].status)) for i in told]
        when = self._chosen("date", "undated", vectors, [(i, [((m.earliest, m.latest), m, p) for m, p in rows], none) for i, (rows, none) in dated])
        placed = [(i, view.places(i, kinds[i])) for i in told]
        where = self._chosen("place", "nowhere", vectors, [(i, [(e, e, p) for e, p in rows], none) for i, (rows, none) in placed])
        found = []
        for n, i in enumerate(told):
            status = STATUSES[int(chances[n].argmax())]
            agents, recipients = self._participants(kinds[i], who[n])
            if i in carried and (speaker := carried[i][0].speaker) is not None:
                agents, recipients = (speaker,), tuple(e for e in recipients if e != speaker)
            family = FAMILIES.get(kinds[i], kinds[i])
            chance = float(sum(p for p, t in zip(sure[i], TYPES, strict=True) if t and FAMILIES.get(t, t) == family))
            found.append(Telling(i, kinds[i], chance, standings[i][1], status, float(chances[n].max()), agents, recipients, when[n], where[n]))
        return found

    def _grouped(self, head: str, vectors: Array, cases: Sequence[tuple[int, list[tuple[tuple[Entity, ...], Pair]]]]) -> list[dict[Entity, Array]]:
        """Return for each event its candidates, each with the scores of all its mentions together."""
        rows = [(i, p) for i, found in cases for _, p in found]
        scores = self._model.heads[head](vectors, [[i for i, _ in rows], [p.token for _, p in rows]], [p.names for _, p in rows])
        result = []
        at = 0
        for _, found in cases:
            groups: defaultdict[Entity, list[int]] = defaultdict(list)
            for entities, _ in found:
                for entity in entities:
                    groups[entity].append(at)
                at += 1
            result.append({key: pooled(scores[members]) for key, members in groups.items()})
        return result

    def _participants(self, kind: str, who: dict[Entity, Array]) -> tuple[tuple[Entity, ...], tuple[Entity, ...]]:
        limit = self._model.thresholds["role"]
        chances = {e: 1 / (1 + np.exp(-row)) for e, row in who.items() if e.kind not in THINGS}
        if kind in MUTUAL:
            return tuple(e for e, row in chances.items() if row.max() >= limit), ()
        agents = tuple(e for e, row in chances.items() if row[0] >= max(limit, row[1]))
        return agents, tuple(e for e, row in chances.items() if row[1] >= limit and e not in agents)

    def _chosen(self, head: str, none: str, vectors: Array, cases: Sequence[tuple[int, list[tuple[Hashable, K, Pair]], tuple[str, ...]]]) -> list[K | None]:
        """Return for each event the candidate that is likelier than all others and than none."""
        rows = [(i, p) for i, found, _ in cases for _, _, p in found]
        scores = self._model.heads[head](vectors, [[i for i, _ in rows], [p.token for _, p in rows]], [p.names for _, p in rows])
        refusals = self._model.heads[none](vectors, [[i for i, _, _ in cases]], [names for _, _, names in cases])
        result: list[K | None] = []
        at = 0
        for n, (_, found, _) in enumerate(cases):
            groups: defaultdict[Hashable, list[int]] = defaultdict(list)
            values: dict[Hashable, K] = {}
            for key, value, _ in found:
                groups[key].append(at)
                values.setdefault(key, value)
                at += 1
            ranked = {key: float(pooled(scores[members])[0]) for key, members in groups.items()}
            top = max(ranked, key=lambda key: ranked[key], default=None)
            bar = float(refusals[n, 0]) + self._model.thresholds[head]
            result.append(values[top] if top is not None and ranked[top] > bar else None)
        return result

    # -- once or twice told ------------------------------------------------------------------------------------------

    def _merged(self, view: View, vectors: Array, tellings: list[Telling]) -> dict[int, int]:
        """Return for each telling's token the token of the telling that told its event first."""
        kinds = {t.token: t.kind for t in tellings}
        who = {i: view.who(i, trigger) for i, (trigger, _) in view.standings(kinds).items()}
        pairs = []
        for n, b in enumerate(tellings):
            family = FAMILIES.get(b.kind, b.kind)
            pairs += [(a, b) for a in tellings[:n] if FAMILIES.get(a.kind, a.kind) == family][-LOOKBACK:]
        tokens = [[a.token for a, _ in pairs], [b.token for _, b in pairs]]
        scores = self._model.heads["again"](vectors, tokens, [view.again(a.token, a.kind, b.token, b.kind, who) for a, b in pairs])
        bar = float(np.log(self._model.thresholds["again"] / (1 - self._model.thresholds["again"])))
        firsts = {t.token: t.token for t in tellings}
        ranked: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
        for (a, b), score in zip(pairs, scores[:, 0], strict=True):
            if score > bar:
                ranked[b.token].append((float(score), a.token))
        for b in tellings:
            if ranked[b.token]:
                firsts[b.token] = firsts[max(ranked[b.token])[1]]
        return firsts


def best(row: Array, among: frozenset[str] = frozenset(TYPES[1:])) -> str:
    """Return the likeliest type of the likeliest family."""
    families: defaultdict[str, float] = defaultdict(float)
    for kind, chance in zip(TYPES, row, strict=True):
        if kind in among:
            families[FAMILIES.get(kind, kind)] += float(chance)
    top = max(families, key=lambda f: families[f])
    return max((t for t in TYPES if t in among and FAMILIES.get(t, t) == top), key=lambda t: float(row[TYPES.index(t)]))


def speaks(row: Array) -> float:
    """Return how likely a word tells a speech act."""
    return float(sum(chance for kind, chance in zip(TYPES, row, strict=True) if kind in SPEECH))


def _told(view: View, tellings: list[Telling], firsts: dict[int, int], carried: dict[int, list[Quotation]]) -> Iterator[Event]:
    """Yield the events, each with the claims of all its tellings, the quotations and the content of speech acts."""
    groups: defaultdict[int, list[Telling]] = defaultdict(list)
    for telling in tellings:
        groups[firsts[telling.token]].append(telling)
    handles = {token: f"e{n}" for n, token in enumerate(groups, start=1)}
    speakers = {token: group[0].agents[0] for token, group in groups.items() if group[0].kind in SPEECH and group[0].agents}
    parents: dict[int, int] = {}
    for t in tellings:
        quoting = next((act for act, qs in carried.items() if view.quoted.get(t.token) in qs), None)
        above = t.stand.content_of if t.stand.content_of in firsts else quoting
        if above is not None and firsts[above] != firsts[t.token]:
            parents.setdefault(firsts[t.token], firsts[above])
    for token, group in groups.items():
        first = group[0]
        source = speakers.get(parents[token]) if token in parents and first.kind not in SPEECH else None
        claims = tuple(
            Claim(t.status, (evidence(view.document, view.doc[t.token]), *(q.span for q in carried.get(t.token, ()))),
                  f"learned:{t.kind}", round(t.sure * t.status_sure, 3), source)
            for t in group
        )
        agents = first.agents or next((t.agents for t in group if t.agents), ())
        recipients = first.recipients or next((t.recipients for t in group if t.recipients), ())
        yield Event(
            handle=handles[token],
            type=first.kind,
            status=min((t.status for t in group), key=STATUSES.index) if first.kind not in SPEECH else first.status,
            claims=tuple(replace(c, evidence=tuple(dict.fromkeys(c.evidence))) for c in claims),
            agents=agents,
            recipients=tuple(e for e in recipients if e not in agents),
            place=next((t.place for t in group if t.place), None),
            moment=next((t.moment for t in group if t.moment), None),
            quotes=tuple(q.words for t in group for q in carried.get(t.token, ())),
            content=tuple(handles[t] for t, above in parents.items() if above == token),
        )
