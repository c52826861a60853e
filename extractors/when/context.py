"""What an expression of time is resolved against, and the helpers of all resolvers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from extractors.when.calendar import Interval, part_of

if TYPE_CHECKING:
    from collections.abc import Callable

LAST = frozenset({"last", "past", "this past", "previous", "the previous"})
NEXT = frozenset({"next", "coming", "this coming", "following", "the following"})
DAY = timedelta(days=1)
LONG_PAST, SOON = 300, 60
"""Days: after so many, a day of the year is told with its year, where the next one comes within so many."""
Groups = dict[str, str]
"""The words of a pattern's groups, '' where one is missing."""


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is resolved against.

    `published` is the day of publication, or None; `ahead` says that its verb looks ahead, None that nothing tells;
    `known` is the interval of the expression told before it, for "the same day" and "two days later".
    """

    published: date | None
    ahead: bool | None = None
    known: Interval | None = None


def pair(day: date | None) -> Interval | None:
    """Return a day as an interval, None for none."""
    return (day, day) if day else None


def nearest(make: Callable[[int], tuple[date, date] | None], context: Context, rel: str = "") -> Interval | None:
    """Return what `make` gives for the year that is meant where none is named."""
    today = context.published
    if today is None:
        return None
    years = [f for y in (today.year - 1, today.year, today.year + 1, today.year + 2) if (f := make(y))]
    before = [f for f in years if f[0] <= today]
    after = [f for f in years if f[1] >= today]
    if rel in LAST:
        before = [f for f in before if f[1] < today] or before
    ahead = (context.ahead and rel not in LAST) or rel in NEXT or (not rel and _sooner(today, before, after))
    if rel == "this":
        return make(today.year)
    found = after[:1] if ahead else before[-1:]
    return found[0] if found else None


def _sooner(today: date, before: list[tuple[date, date]], after: list[tuple[date, date]]) -> bool:
    """Say whether what lies ahead is so much nearer that the past one would have been told with its year."""
    if not before or not after:
        return False
    return (today - before[-1][1]).days > LONG_PAST and (after[0][0] - today).days < SOON


def year_told(words: Groups, key: str = "y") -> int | None:
    """Return the year that a group holds, or None."""
    return int(words[key]) if words.get(key) else None


def parted(found: Interval | None, words: Groups) -> Interval | None:
    """Return the part of an interval that the words name ("early", "the end of"), all of it where they name none."""
    part = words.get("part", "").lower().removesuffix(" of").removeprefix("the ").split(" ")[-1]
    if found is None or not part or found[0] is None or found[1] is None:
        return found
    return part_of((found[0], found[1]), part)
