"""From an expression of time to the interval of days that it means."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from extractors.when.calendar import (
    HOLIDAYS,
    MONTHS,
    SEASONS,
    Interval,
    make_day,
    month_of,
    months_of,
    year_of,
)
from extractors.when.context import Context, Groups, nearest, pair, parted, year_told
from extractors.when.relative import COUNTED

if TYPE_CHECKING:
    from collections.abc import Callable


def resolve(rule: str, words: Groups, context: Context) -> Interval | None:
    """Return the interval that the words of a rule's groups mean, or None where nothing tells."""
    try:
        return _RESOLVERS[rule](words, context)
    except (ValueError, OverflowError):  # a day outside the calendar
        return None


def _month_number(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def _iso(words: Groups, _: Context) -> Interval | None:
    return pair(make_day(int(words["y"]), int(words["mo"]), int(words["iso"])))


def _day(words: Groups, context: Context) -> Interval | None:
    month, day = _month_number(words["m"]), int(words["d"])
    if year := year_told(words):
        return pair(make_day(year, month, day))

    def make(year: int) -> tuple[date, date] | None:
        found = make_day(year, month, day)
        return (found, found) if found else None

    return nearest(make, context)


def _day_range(words: Groups, context: Context) -> Interval | None:
    year = words.get("y2") or words.get("y") or ""
    first, second = words.get("m") or words["m2"], words.get("m2") or words["m"]
    end = _day({"m": second, "d": words["d2"], "y": year}, context)
    if end is None or end[1] is None:
        return None
    begin = make_day(end[1].year - (_month_number(first) > end[1].month), _month_number(first), int(words["d"]))
    return (begin, end[1]) if begin and begin <= end[1] else None


def _month(words: Groups, context: Context) -> Interval | None:
    month, rel = _month_number(words["m"]), words.get("rel", "").lower()
    year = year_told(words)
    found = month_of(year, month) if year else nearest(lambda y: month_of(y, month), context, rel)
    return parted(found, words)


def _month_range(words: Groups, context: Context) -> Interval | None:
    year = words.get("y2") or words.get("y") or ""
    end = _month({"m": words["m2"], "y": year}, context)
    if end is None or end[1] is None:
        return None
    first = _month_number(words["m"])
    begin = month_of(end[1].year - (first > end[1].month), first)[0]
    return begin, end[1]


def _years(words: Groups, _: Context) -> Interval | None:
    first = int(words["y"])
    second = int(words["y2"]) if len(words["y2"]) == 4 else first - first % 100 + int(words["y2"])
    return (year_of(first)[0], year_of(second)[1]) if first < second else None


def _one_year(words: Groups, _: Context) -> Interval | None:
    return parted(year_of(int(words["y"])), words)


def _decade(words: Groups, _: Context) -> Interval | None:
    return parted(year_of(int(words["decade"]), 10), words)


def _month_near(words: Groups, context: Context) -> Interval | None:
    step = {"last": -1, "this": 0, "next": 1}[words["rel"].lower()]
    return month_of(context.published.year + step, _month_number(words["m"])) if context.published else None


def _season(words: Groups, context: Context) -> Interval | None:
    first = SEASONS[words["season"].lower()]
    year = year_told(words)
    if year:
        return months_of(year, first, 3)
    return nearest(lambda y: months_of(y, first, 3), context, words.get("rel", "").lower())


def _quarter(words: Groups, context: Context) -> Interval | None:
    year = year_told(words)
    if year is None:
        if context.published is None:
            return None
        year = context.published.year + {"last": -1, "next": 1}.get(words["rel"].lower(), 0)
    length = 3 if words["piece"].lower() == "quarter" else 6
    nth = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 12 // length}[words["nth"].lower()]
    return months_of(year, 1 + length * (nth - 1), length) if nth * length <= 12 else None


def _holiday(words: Groups, context: Context) -> Interval | None:
    month, day = HOLIDAYS[words["feast"].lower().replace("\u2019", "'")]
    if year := year_told(words):
        return pair(make_day(year, month, day))
    return nearest(lambda y: (date(y, month, day), date(y, month, day)), context)


_RESOLVERS: dict[str, Callable[[Groups, Context], Interval | None]] = {
    "iso-day": _iso,
    "day-range": _day_range,
    "day-range-british": _day_range,
    "day": _day,
    "day-british": _day,
    "month-of-year": _month,
    "month": _month,
    "month-range": _month_range,
    "year-range": _years,
    "year": _one_year,
    "decade": _decade,
    "month-near": _month_near,
    "season-here": _season,
    "season": _season,
    "season-near": _season,
    "quarter": _quarter,
    "holiday": _holiday,
    **COUNTED,
}
