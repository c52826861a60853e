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
from extractors.when.context import DAY, Context, Groups, nearest, pair, parted, year_told
from extractors.when.relative import COUNTED, near

if TYPE_CHECKING:
    from collections.abc import Callable


SATURDAY = 5


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
    year = year_told(words)
    if year is None and words.get("rel") and context.published is not None:
        year = context.published.year + {"last": -1, "this": 0, "next": 1}[words["rel"].lower()]
    if year:
        return pair(make_day(year, month, day))

    def make(year: int) -> tuple[date, date] | None:
        found = make_day(year, month, day)
        return (found, found) if found else None

    return nearest(make, context)


def _day_range(words: Groups, context: Context) -> Interval | None:
    first, second = words.get("m") or words["m2"], words.get("m2") or words["m"]

    def make(year: int) -> tuple[date, date] | None:
        end = make_day(year, _month_number(second), int(words["d2"]))
        begin = make_day(year - (_month_number(first) > _month_number(second)), _month_number(first), int(words["d"]))
        return (begin, end) if begin and end and begin <= end else None

    year = words.get("y2") or words.get("y")
    return make(int(year)) if year else nearest(make, context)


def _day_of_month(words: Groups, context: Context) -> Interval | None:
    """Resolve "the 12th": of this month, or of the one before or after it, as the clause looks back or ahead."""
    today, day = context.published, int(words["d"])
    if today is None:
        return None
    step = {"last": -1, "next": 1}.get(words["rel"].lower())
    if step is None:
        step = (
            0
            if words["rel"] or (day >= today.day if context.ahead else day <= today.day)
            else 1
            if context.ahead
            else -1
        )
    month = month_of(today.year, today.month + step)[0]
    return pair(make_day(month.year, month.month, day))


def _week_of_month(words: Groups, context: Context) -> Interval | None:
    """Resolve "the first week of May" and "the last days of June"."""
    if words["m"]:
        whole = _month({"m": words["m"], "y": words["y"]}, context)
    else:
        whole = near({"rel": words["rel"], "u": "month"}, context)
    if whole is None or whole[0] is None or whole[1] is None:
        return None
    first, last, nth, piece = whole[0], whole[1], words["nth"].lower(), words["piece"].lower()
    n = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}[nth]
    if piece == "half":
        return {0: (first, first.replace(day=15)), 1: (first.replace(day=16), last)}.get(n)
    if piece == "day":
        return pair(last if n < 0 else first + n * DAY)
    if piece == "weekend":
        saturdays = [d for d in (first + i * DAY for i in range(last.day)) if d.weekday() == SATURDAY]
        return (saturdays[n], saturdays[n] + DAY)
    week = 7 * DAY
    return (last - week + DAY, last) if n < 0 else (first + n * week, first + n * week + week - DAY)


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
    today = context.published
    return parted(month_of(today.year + step, _month_number(words["m"])), words) if today else None


def _season(words: Groups, context: Context) -> Interval | None:
    first = SEASONS[words["season"].lower()]
    year = year_told(words)
    if year:
        return months_of(year, first, 3)
    return nearest(lambda y: months_of(y, first, 3), context, words.get("rel", "").lower())


def _quarter(words: Groups, context: Context) -> Interval | None:
    if words["nth2"]:  # no year told: the one that has begun, or is to come
        n = {"first": 0, "second": 1, "third": 2, "fourth": 3}[words["nth2"].lower()]
        return nearest(lambda y: months_of(y, 1 + 3 * n, 3), context)
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
    "year-pair": _years,
    "day-of-month": _day_of_month,
    "week-of-month": _week_of_month,
    "decade": _decade,
    "month-near": _month_near,
    "season-here": _season,
    "season": _season,
    "season-near": _season,
    "quarter": _quarter,
    "holiday": _holiday,
    **COUNTED,
}
