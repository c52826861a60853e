"""Score what was extracted against annotations.

An event is matched, one to one, to an annotated event of the same family whose evidence shares a sentence with it:

    found     any type, evidence in the same sentence
    family    the same family as well (all consultations, all violence, all changes of office are one each)
    relaxed   family, the same status, and at least half of the participants of both in common
    strict    family, the same status, the same days, the same agents and the same recipients

Holdings match on person, kind, state or organisation, and phase; quotations on speaker and on words (.8 shared).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from bench.gold import UNREAL, EventRow, Facts, HoldingRow, QuoteRow
from bench.names import alike, common, jaccard, overlap, same, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from bench.gold import Case

FAMILY = {
    **dict.fromkeys(("Visit", "Meeting", "Call", "Mediation", "Consultation"), "Consultation"),
    **dict.fromkeys(("Clash", "Attack", "Violence"), "Violence"),
    **dict.fromkeys(("Appointment", "Departure", "Election", "OfficeChange"), "OfficeChange"),
}
EVENTS = ("found", "family", "relaxed", "strict")
KINDS = (*(f"events {name}" for name in EVENTS), "participants of matched", "holdings", "quotes")
NOTHING = Facts()
T = TypeVar("T", HoldingRow, QuoteRow)


@dataclass(slots=True)
class Tally:
    """How many are right, of how many annotated and how many found."""

    right: int = 0
    gold: int = 0
    found: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.gold + other.gold, self.found + other.found)

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what is annotated that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __str__(self) -> str:
        return f"P={self.precision:.3f} R={self.recall:.3f} F1={self.f1:.3f} gold={self.gold} predicted={self.found}"


@dataclass(slots=True)
class Share:
    """How many of how many."""

    part: int = 0
    whole: int = 0

    def add(self, hit: bool) -> None:  # noqa: FBT001 - one more that is, or is not
        """Count one more."""
        self.whole += 1
        self.part += hit

    @property
    def value(self) -> float:
        """The share, 0 to 1; 1 of nothing."""
        return self.part / self.whole if self.whole else 1.0

    def __str__(self) -> str:
        return f"{self.part}/{self.whole} = {self.value:.3f}" if self.whole else "0/0"


@dataclass(slots=True)
class Score:
    """The figures of a set of articles, and, line by line, what was wrong."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in KINDS})
    type: Share = field(default_factory=Share)
    status: Share = field(default_factory=Share)
    date: Share = field(default_factory=Share)
    place: Share = field(default_factory=Share)
    false_happened: Share = field(default_factory=Share)
    evidence: Share = field(default_factory=Share)
    articles: Share = field(default_factory=Share)
    errors: list[str] = field(default_factory=list)

    @property
    def facts(self) -> Tally:
        """All facts: events as in relaxed, holdings and quotations together."""
        return self.tallies["events relaxed"] + self.tallies["holdings"] + self.tallies["quotes"]

    def figures(self) -> dict[str, float]:
        """Return the figures that have floors: each 0 to 1, and higher is better.

        Shares of what was matched have none: they may fall as more is found.
        """
        return {
            "holdings F1": self.tallies["holdings"].f1,
            "quotes F1": self.tallies["quotes"].f1,
            **{f"events {name} F1": self.tallies[f"events {name}"].f1 for name in EVENTS},
            "not reported as happened": 1 - self.false_happened.value if self.false_happened.whole else 1.0,
            "evidence exact": self.evidence.value,
        }

    def lines(self) -> list[str]:
        """Return the table for people."""
        rows: list[tuple[str, object]] = [
            *self.tallies.items(),
            ("ALL FACTS (events relaxed + holdings + quotes)", self.facts),
            ("type of matched events", self.type),
            ("status of matched events", self.status),
            ("date where annotated", self.date),
            ("place where annotated", self.place),
            ("reported as happened though it did not", self.false_happened),
            ("evidence equal to the article's words", self.evidence),
            ("articles", f"{self.articles.part}/{self.articles.whole}"),
        ]
        return [f"{name:48}{row}" for name, row in rows]


def score(cases: Iterable[Case], output: Mapping[str, Facts]) -> Score:
    """Score the facts found in articles, by identifier, against those annotated."""
    total = Score()
    for case in cases:
        total.articles.add(case.article.identifier in output)
        _add(total, case, output.get(case.article.identifier, NOTHING))
    return total


def match_events(
    gold: Sequence[EventRow], found: Sequence[EventRow], text: str, *, typed: bool
) -> Iterator[tuple[EventRow, EventRow]]:
    """Yield pairs of an annotated and a found event, one to one, the best first; `typed`: within a family only."""
    wide = [[sentence(text, *span) for span in event.spans] for event in found]
    candidates = []
    for i, g in enumerate(gold):
        ours = [sentence(text, *span) for span in g.spans]
        for j, p in enumerate(found):
            kin = _family(g.type) == _family(p.type)
            if (typed and not kin) or not any(overlap(one, other) for one in wide[j] for other in ours):
                continue
            close = any(overlap(one, other) for one in g.spans for other in p.spans)
            rank = (kin, common(g.who, p.who), g.type == p.type, g.status == p.status, close)
            candidates.append((rank, -i, -j))
    taken_gold, taken_found = set(), set()
    for _, i, j in sorted(candidates, reverse=True):
        if -i not in taken_gold and -j not in taken_found:
            taken_gold.add(-i)
            taken_found.add(-j)
            yield gold[-i], found[-j]


def _family(kind: str) -> str:
    return FAMILY.get(kind, kind)


def _add(total: Score, case: Case, found: Facts) -> None:
    text, gold = case.article.text, case.facts
    for (begin, end), words in found.evidence:
        total.evidence.add(text[begin:end] == words)
    for name in EVENTS:
        total.tallies[f"events {name}"] += Tally(0, len(gold.events), len(found.events))
    total.tallies["events found"].right += sum(1 for _ in match_events(gold.events, found.events, text, typed=False))
    matched = list(match_events(gold.events, found.events, text, typed=True))
    for one, other in matched:
        _pair(total, one, other, case.article.identifier)
    left, extra = {id(one) for one, _ in matched}, {id(other) for _, other in matched}
    total.errors += [_told(case, "missed event", e) for e in gold.events if id(e) not in left]
    total.errors += [_told(case, "extra event", e) for e in found.events if id(e) not in extra]
    _match(total, "holdings", case, gold.holdings, found.holdings, _same_holding)
    _match(total, "quotes", case, gold.quotes, found.quotes, _same_quote)


def _pair(total: Score, one: EventRow, other: EventRow, identifier: str) -> None:
    """Count a pair of matched events."""
    status, date = one.status == other.status, one.date == other.date
    who = jaccard(one.who, other.who)
    roles = jaccard(one.agents, other.agents) == 1 and jaccard(one.recipients, other.recipients) == 1
    total.tallies["events family"].right += 1
    total.tallies["events relaxed"].right += status and who >= 0.5
    total.tallies["events strict"].right += status and date and roles
    total.tallies["participants of matched"] += Tally(common(one.who, other.who), len(one.who), len(other.who))
    total.type.add(one.type == other.type)
    total.status.add(status)
    if one.status in UNREAL:
        total.false_happened.add(other.status == "happened")
    if one.date:
        total.date.add(date)
    if one.place:
        total.place.add(same(one.place, other.place))
    if not (status and date and who == 1):
        total.errors.append(f"{identifier}\tdiffers\tgold {_short(one)}; got {_short(other)}")


def _match(
    total: Score, name: str, case: Case, gold: Sequence[T], found: Sequence[T], equal: Callable[[T, T], bool]
) -> None:
    left = list(found)
    total.tallies[name] += Tally(0, len(gold), len(found))
    for one in gold:
        partner = next((other for other in left if equal(one, other)), None)
        if partner is None:
            total.errors.append(f"{case.article.identifier}\tmissed {name[:-1]}\t{one}")
        else:
            left.remove(partner)
            total.tallies[name].right += 1
    total.errors += [f"{case.article.identifier}\textra {name[:-1]}\t{other}" for other in left]


def _same_holding(a: HoldingRow, b: HoldingRow) -> bool:
    return same(a.person, b.person) and a.kind == b.kind and same(a.of, b.of) and a.when == b.when


def _same_quote(a: QuoteRow, b: QuoteRow) -> bool:
    return same(a.speaker, b.speaker) and alike(a.quote, b.quote) >= 0.8


def _told(case: Case, what: str, event: EventRow) -> str:
    words = " / ".join(case.article.text[begin:end][:100] for begin, end in event.spans)
    return f"{case.article.identifier}\t{what}\t{_short(event)} | {words}"


def _short(event: EventRow) -> str:
    days = "/".join(event.date) if event.date else "undated"
    return f"{event.type} {event.status} {days} {list(event.agents)} -> {list(event.recipients)}"
