"""Events told of in several articles: which tellings are one event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, product
from typing import TYPE_CHECKING

from ontology.triples import classes_of
from ontology.uris import local_mark
from server.identity.people import Decision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from server.identity.items import Happening

THRESHOLD = 0.7
_LONGEST = 7
"""Days of an interval that is still a time to meet at; "in May" is none."""
_DAY, _NEXT_DAY = 0.3, 0.2
"""What the same day is worth, and the day before or after: papers count from different clocks."""
_SIDES, _PLACE, _OTHER_PLACE, _OTHER_ROLES = 0.5, 0.2, -0.3, -0.35
GROUP = "/id/group/"
"""What is in the IRIs of groups and in no others."""
_VAGUE = frozenset({"Statement", "Pledge", "Demand", "Rejection", "Accusation", "Threat", "Endorsement"})
"""Speech acts: the same people say much on one day, so that only their words or what they are about tell."""


@dataclass(frozen=True, slots=True)
class Telling:
    """An event as one article tells it, its persons known; `stands` gives for whom each side acts."""

    event: Happening
    agents: frozenset[str]
    recipients: frozenset[str]
    stands: tuple[tuple[str, str], ...] = ()
    content: frozenset[str] = frozenset()
    """What a speech act is about, by type."""

    @property
    def sides(self) -> frozenset[str]:
        """Who acts and who is acted on."""
        return self.agents | self.recipients


def telling(
    event: Happening, known: Mapping[str, str], stands: Iterable[tuple[str, str]], types: Mapping[str, str]
) -> Telling:
    """Return an event of an article with its persons as they are known; `types` are those of the article's events.

    A group ("Turkish officials") belongs to its article. Here it goes by its words alone, without the article's mark,
    so that two tellings can have it in common.
    """
    mark = local_mark(event.at.graph)
    agents, recipients = (
        frozenset(known.get(iri) or (iri.removesuffix(mark) if _groups({iri}) else iri) for iri in some)
        for some in (event.agents, event.recipients)
    )
    pairs = tuple(sorted((known.get(person, person), of) for person, of in stands))
    content = frozenset(types[iri] for iri in event.content if iri in types)
    return Telling(event, agents, recipients, tuple(p for p in pairs if p[0] in agents | recipients), content)


def keys(one: Telling) -> frozenset[str]:
    """Return what tellings of one event share at least one of: a day and two of the sides (one and the place).

    The day after the last is among them, so that tellings a day apart meet; and so are the words, which copies share.
    """
    days = list(_days(one.event))
    days += [days[-1] + timedelta(days=1)] if days else []
    ends = sorted({stand for side in one.sides for stand in _all(one, side)})
    pairs = [f"{a} {b}" for a, b in combinations(ends, 2) if not _same_side(one, a, b) and not _groups({a, b})]
    if len(one.sides) == 1:
        pairs = [f"{end} {one.event.place}" for end in ends if one.event.place and not _groups({end})]
    family = _family(one.event.type)
    found = frozenset(f"{day} {family} {pair}" for day, pair in product(days, pairs))
    return found | {f"{family} {one.event.words}"} if one.event.words else found


def groups_meant(one: Telling, first: Telling) -> Iterator[tuple[str, str]]:
    """Yield the groups of a telling, each with the like one of the first telling of its event."""
    mine, theirs = local_mark(one.event.at.graph), local_mark(first.event.at.graph)
    yield from ((side + mine, side + theirs) for side in sorted(one.sides & first.sides) if _groups({side}))


def decide(
    one: Telling, earlier: Iterable[tuple[Telling, Decision]], apart: AbstractSet[frozenset[str]] = frozenset()
) -> Decision:
    """Return which event a telling is of: its own, or one that was told of before.

    `earlier` are those before it, in order, that share a key with it, and which events they are of.
    """
    known: dict[str, list[Telling]] = {}
    for other, decision in earlier:
        known.setdefault(decision.meant, []).append(other)
    best, points = "", 0.0
    reasons: tuple[str, ...] = ()
    for iri, tellings in known.items():
        found, why = _against(one, iri, tellings, apart)
        if found > points:
            best, points, reasons = iri, found, why
    if points < THRESHOLD or best == one.event.iri:
        return Decision(one.event.iri, "")
    return Decision(best, "", "event", round(points, 2), reasons)


def score(a: Telling, b: Telling) -> tuple[float, tuple[str, ...]]:
    """Return how much speaks for two tellings being of one event (0 to 1), and the reasons."""
    if not _alike(a.event.type, b.event.type):
        return 0.0, ()
    if a.event.words and a.event.words == b.event.words:
        return 1.0, ("the same words in a copy of the text",)
    time = _time(a.event, b.event)
    if not time:
        return 0.0, ()
    if a.event.type in _VAGUE and not _same_words(a, b):
        return 0.0, ()
    shared = _shared(a, b)
    most = max(len(a.sides), len(b.sides))
    if not shared or (shared < 2 and most > 1):
        return 0.0, ()
    points = time + _SIDES * shared / most
    reasons = ["the same day" if time == _DAY else "a day apart", f"{shared} of {most} sides"]
    if a.event.place and b.event.place:
        same = a.event.place == b.event.place
        points += _PLACE if same else _OTHER_PLACE
        reasons.append("the same place" if same else "other places")
    elif time == _DAY:
        points += _PLACE / 2
    if a.agents != b.agents and a.recipients and b.recipients and not _shared_among(a, b, a.agents, b.agents):
        points += _OTHER_ROLES
        reasons.append("roles exchanged")
    return max(0.0, min(points, 1.0)), tuple(reasons)


def _against(
    one: Telling, iri: str, tellings: list[Telling], apart: AbstractSet[frozenset[str]]
) -> tuple[float, tuple[str, ...]]:
    iris = {iri, *(told.event.iri for told in tellings)}
    if any(told.event.at.graph == one.event.at.graph for told in tellings):
        return 0.0, ()  # an article that tells of both tells them apart
    if any(frozenset({one.event.iri, other}) in apart for other in iris):
        return 0.0, ()
    if one.event.iri in iris:
        return 1.0, ("the same in all",)
    return max((score(one, told) for told in tellings), key=lambda found: found[0])


def _time(a: Happening, b: Happening) -> float:
    first, second = set(_days(a)), set(_days(b))
    if first & second:
        return _DAY
    near = {day + timedelta(days=n) for day in first for n in (-1, 1)}
    return _NEXT_DAY if near & second else 0.0


def _days(event: Happening) -> Iterator[date]:
    """Return the days on which an event can have been; none where that is not known closely enough."""
    if not event.earliest or not event.latest:
        return
    first, last = date.fromisoformat(event.earliest), date.fromisoformat(event.latest)
    if (last - first).days < _LONGEST:
        yield from (first + timedelta(days=n) for n in range((last - first).days + 1))


def _alike(a: str, b: str) -> bool:
    """Say whether two types can be of one event: the same, or one the narrower of the other."""
    return a == b or a in _family_tree(b) or b in _family_tree(a)


def _family_tree(type_: str) -> frozenset[str]:
    names = {str(c.value).rpartition("#")[2] for c in classes_of(type_)}
    return frozenset(names - {"Event", "SpeechAct"})


def _family(type_: str) -> str:
    """Return the widest class of an event below Event."""
    return min(_family_tree(type_), key=lambda name: (len(classes_of(name)), name), default=type_)


def _all(one: Telling, side: str) -> list[str]:
    return [side, *(of for person, of in one.stands if person == side)]


def _same_side(one: Telling, a: str, b: str) -> bool:
    return (a, b) in one.stands or (b, a) in one.stands


def _shared(a: Telling, b: Telling) -> int:
    return _shared_among(a, b, a.sides, b.sides)


def _shared_among(a: Telling, b: Telling, mine: AbstractSet[str], theirs: AbstractSet[str]) -> int:
    """Return how many sides two tellings have in common: the same, or a person and the state that it acts for."""
    left = sorted(theirs - mine)
    count = 0 if _groups(mine & theirs) else len(mine & theirs)
    for side in sorted(mine - theirs):
        other = next((o for o in left if o in _all(a, side) or side in _all(b, o)), None)
        if other is not None:
            left.remove(other)
            count += 1
    return count


def _groups(sides: AbstractSet[str]) -> bool:
    """Say whether all sides are groups: "protesters" here and there alone make no event the same."""
    return all(GROUP in side for side in sides)


def _same_words(a: Telling, b: Telling) -> bool:
    """Say whether two speech acts have words in common, or at least are about the same kind of thing."""
    if a.event.quotes and b.event.quotes:
        return any(x in y or y in x for x, y in product(_plain(a.event), _plain(b.event)))
    return bool(a.content) and a.content == b.content


def _plain(event: Happening) -> list[str]:
    return ["".join(c for c in quote.casefold() if c.isalnum()) for quote in event.quotes]
