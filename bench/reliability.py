"""Reliability: how often what the rules are so sure of is right, measured on articles that did not set the figure."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.gold import EventRow
from bench.score import match_events
from extractors.pipeline import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from bench.gold import Case
    from bench.names import Interval
    from ontology.facts import Event, Moment

FOLDS = 5
WEIGHT = 20
"""How many events of all rules a rule's own events are mixed with: few events prove little."""
RANGES = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """An event that was read: of which type, by which sort of rule, how sure, and whether it was right.

    Right is an event where an annotated one of the same family and status shares a sentence with it. `fold` is the
    number of the share of the articles to which its article belongs.
    """

    type: str
    rule: str
    said: float
    right: bool
    fold: int


def outcomes(cases: Sequence[Case], model: str = "") -> list[Outcome]:
    """Read the articles of cases by the rules and judge each event."""
    found = []
    for n, case in enumerate(cases):
        events = read(case.article, model, "rules").events
        kept = [_row(event) for event in events]
        rows = {id(row): event for row, event in zip(kept, events, strict=True)}
        pairs = match_events(case.facts.events, kept, case.article.text, typed=True)
        right = {id(row) for gold, row in pairs if gold.status == row.status}
        for row in kept:
            claim = rows[id(row)].claims[0]
            rule = claim.rule.split(":")[1]
            found.append(Outcome(row.type, rule, claim.confidence, id(row) in right, n % FOLDS))
    return found


def table(rows: Iterable[Outcome]) -> dict[tuple[str, str], float]:
    """Return how often events are right, by type and rule: shares drawn towards that of the rule, and of all."""
    kept = list(rows)
    share = _share(kept, 0.5)
    rules, both = defaultdict(list), defaultdict(list)
    for row in kept:
        rules[row.rule].append(row)
        both[row.type, row.rule].append(row)
    by_rule = {rule: _share(found, share) for rule, found in rules.items()}
    return {key: round(_share(found, by_rule[key[1]]), 2) for key, found in sorted(both.items())} | {
        ("", rule): round(value, 2) for rule, value in sorted(by_rule.items())
    }


def held_out(rows: Sequence[Outcome]) -> list[tuple[float, bool]]:
    """Return for each event how sure the other folds make its rule, and whether it was right."""
    found = []
    for fold in range(FOLDS):
        learned = table(row for row in rows if row.fold != fold)
        for row in rows:
            if row.fold == fold:
                said = learned.get((row.type, row.rule), learned.get(("", row.rule), 0.5))
                found.append((said, row.right))
    return found


def error(pairs: Sequence[tuple[float, bool]]) -> float:
    """Return the expected calibration error over ten equal ranges of confidence."""
    return sum(abs(said - right) * n for _, n, said, right in reliability(pairs)) / max(len(pairs), 1)


def reliability(pairs: Sequence[tuple[float, bool]]) -> list[tuple[float, int, float, float]]:
    """Return for each range of confidence that occurs: its lower end, how many, the mean said, the share right."""
    ranges = defaultdict(list)
    for said, right in pairs:
        ranges[min(int(said * RANGES), RANGES - 1)].append((said, right))
    return [
        (
            n / RANGES,
            len(found),
            sum(said for said, _ in found) / len(found),
            sum(right for _, right in found) / len(found),
        )
        for n, found in sorted(ranges.items())
    ]


def write(rows: Iterable[Outcome], path: Path) -> None:
    """Write the table of confidences that the rules give, by sort of rule and type."""
    found: dict[str, dict[str, float]] = {}
    for (kind, rule), value in table(rows).items():
        found.setdefault(rule, {})[kind] = value
    path.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", "utf-8")


def lines(rows: Sequence[Outcome]) -> list[str]:
    """Return the table for people: what the rules say now, and what held-out folds would make them say."""
    shown = []
    for title, pairs in (("as the rules say", [(r.said, r.right) for r in rows]), ("held out", held_out(rows))):
        shown += [f"{title}: expected calibration error {error(pairs):.3f}", "confidence  events  said   right"]
        shown += [f"{low:<12.1f}{n:<8}{said:.3f}  {right:.3f}" for low, n, said, right in reliability(pairs)]
    return shown


def _share(rows: Sequence[Outcome], prior: float) -> float:
    return (sum(row.right for row in rows) + WEIGHT * prior) / (len(rows) + WEIGHT)


def _row(event: Event) -> EventRow:
    return EventRow(
        event.type,
        event.status,
        _days(event.moment),
        tuple(who.name for who in event.agents),
        tuple(who.name for who in event.recipients),
        event.place.name if event.place else None,
        tuple((span.begin, span.end) for claim in event.claims for span in claim.evidence),
    )


def _days(moment: Moment | None) -> Interval | None:
    if moment is None:
        return None
    return (str(moment.earliest or ""), str(moment.latest or ""))
