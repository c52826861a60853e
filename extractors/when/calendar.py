"""Days, weeks, months, seasons: intervals of days and the arithmetic on them."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

Interval = tuple[date | None, date | None]
"""First and last day; None leaves that end open."""

MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if n}
MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if n} | {"sept": 9}
WEEKDAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""A season's first month (of the northern hemisphere, where nothing tells which one is meant)."""
HOLIDAYS = {
    "new year's day": (1, 1),
    "valentine's day": (2, 14),
    "international women's day": (3, 8),
    "april fools' day": (4, 1),
    "victory day": (5, 9),
    "may day": (5, 1),
    "bastille day": (7, 14),
    "halloween": (10, 31),
    "armistice day": (11, 11),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
}
"""Feasts on a fixed day of the year. A day that states keep on different dates is not here."""

_NUMBERS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
]
NUMBERS = {word: n for n, word in enumerate(_NUMBERS)} | {"a": 1, "an": 1, "twenty": 20, "thirty": 30, "forty": 40}
NUMBERS |= {"couple of": 2, "a couple of": 2, "fifty": 50, "half a": 0}


def number(words: str) -> int | None:
    """Return the whole number that words or digits say, or None."""
    words = words.lower().strip()
    return int(words) if words.isdigit() else NUMBERS.get(words)


def make_day(year: int, month: int, day: int) -> date | None:
    """Return a day, or None where the calendar has no such day."""
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1 <= year <= 9999):
        return None
    return date(year, month, day) if day <= calendar.monthrange(year, month)[1] else None


def month_of(year: int, month: int) -> tuple[date, date]:
    """Return the first and the last day of a month; `month` may lie outside 1..12 and then counts on."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def months_of(year: int, month: int, count: int) -> tuple[date, date]:
    """Return the first and the last day of `count` months, beginning with this one."""
    return month_of(year, month)[0], month_of(year, month + count - 1)[1]


def year_of(year: int, years: int = 1) -> tuple[date, date]:
    """Return the first and the last day of a year, or of some from this one on."""
    return date(year, 1, 1), date(year + years - 1, 12, 31)


def week_of(day: date, weeks: int = 0) -> tuple[date, date]:
    """Return Monday and Sunday of the week of `day`, moved by `weeks`."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)
    return monday, monday + timedelta(days=6)


def weekday_before(day: date, weekday: int, *, strictly: bool = False) -> date:
    """Return the last such weekday on or before `day` (before it, with `strictly`)."""
    back = (day.weekday() - weekday) % 7
    return day - timedelta(days=7 if strictly and not back else back)


def weekday_after(day: date, weekday: int, *, strictly: bool = False) -> date:
    """Return the first such weekday on or after `day` (after it, with `strictly`)."""
    on = (weekday - day.weekday()) % 7
    return day + timedelta(days=7 if strictly and not on else on)


def moved(day: date, count: int, unit: str) -> tuple[date, date]:
    """Return the interval `count` units away from `day`: exact for days and weeks, the month or the year for those."""
    if unit == "month":
        return month_of(day.year, day.month + count)
    if unit in {"year", "decade"}:
        return year_of(day.year + count * (10 if unit == "decade" else 1))
    there = day + timedelta(days=count * {"week": 7, "fortnight": 14}.get(unit, 1))
    return there, there


def part_of(whole: tuple[date, date], part: str) -> tuple[date, date]:
    """Return the early, middle or late part of a week or a decade.

    Of a month or a year all is returned: "late June" has no first day on which two readers agree.
    """
    first, last = whole
    third = {"early": 0, "start": 0, "beginning": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}[part]
    days = (last - first).days + 1
    if days > 1000:
        years = [(0, 3), (3, 7), (6, 10)][third]
        return date(first.year + years[0], 1, 1), date(first.year + years[1] - 1, 12, 31)
    if days > 20:
        return whole
    begin, end = [(0, 2), (2, 4), (4, 6)][third]
    return first + timedelta(days=begin), first + timedelta(days=end)
