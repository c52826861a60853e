"""From an expression of time to the interval of days that it means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from extractors.when.calendar import (
    HOLIDAYS,
    MONTHS,
    SEASONS,
    WEEKDAYS,
    Interval,
    make_day,
    month_of,
    months_of,
    moved,
    number,
    part_of,
    week_of,
    weekday_after,
    weekday_before,
    year_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

LAST = frozenset({"last", "past", "this past", "previous", "the previous"})
NEXT = frozenset({"next", "coming", "this coming", "following", "the following"})
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is resolved against.

    `published` is the day of publication, or None; `ahead` says that its verb looks ahead, None that nothing tells;
    `known` is the interval of the expression told before it, for "the same day" and "two days later".
    """

    published: date | None
    ahead: bool | None = None
    known: Interval | None = None


Groups = dict[str, str]


def resolve(rule: str, words: Groups, context: Context) -> Interval | None:
    """Return the interval that the words of a rule's groups mean, or None where nothing tells."""
    try:
        return _RESOLVERS[rule](words, context)
    except (ValueError, OverflowError):  # a day outside the calendar
        return None


def _month_number(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def _pair(day: date | None) -> Interval | None:
    return (day, day) if day else None


def _nearest(make: Callable[[int], tuple[date, date] | None], context: Context, rel: str = "") -> Interval | None:
    """Return what `make` gives for the year that is meant where none is named."""
    today = context.published
    if today is None:
        return None
    years = [f for y in (today.year - 1, today.year, today.year + 1, today.year + 2) if (f := make(y))]
    before = [f for f in years if f[0] <= today]
    after = [f for f in years if f[1] >= today]
    if rel in LAST:
        before = [f for f in before if f[1] < today] or before
    ahead = context.ahead or rel in NEXT
    if rel == "this":
        return make(today.year)
    found = after[:1] if ahead else before[-1:]
    return found[0] if found else None


def _year(words: Groups, key: str = "y") -> int | None:
    return int(words[key]) if words.get(key) else None


def _iso(words: Groups, _: Context) -> Interval | None:
    return _pair(make_day(int(words["y"]), int(words["mo"]), int(words["iso"])))


def _day(words: Groups, context: Context) -> Interval | None:
    month, day = _month_number(words["m"]), int(words["d"])
    if year := _year(words):
        return _pair(make_day(year, month, day))

    def make(year: int) -> tuple[date, date] | None:
        found = make_day(year, month, day)
        return (found, found) if found else None

    return _nearest(make, context)


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
    year = _year(words)
    found = month_of(year, month) if year else _nearest(lambda y: month_of(y, month), context, rel)
    return _parted(found, words)


def _parted(found: Interval | None, words: Groups) -> Interval | None:
    part = words.get("part", "").lower().removesuffix(" of").removeprefix("the ").split(" ")[-1]
    if found is None or not part or found[0] is None or found[1] is None:
        return found
    return part_of((found[0], found[1]), part)


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
    return _parted(year_of(int(words["y"])), words)


def _decade(words: Groups, _: Context) -> Interval | None:
    return _parted(year_of(int(words["decade"]), 10), words)


def _season(words: Groups, context: Context) -> Interval | None:
    first = SEASONS[words["season"].lower()]
    year = _year(words)
    if year:
        return months_of(year, first, 3)
    return _nearest(lambda y: months_of(y, first, 3), context, words["rel"].lower())


def _quarter(words: Groups, context: Context) -> Interval | None:
    year = _year(words)
    if year is None:
        if context.published is None:
            return None
        year = context.published.year + {"last": -1, "next": 1}.get(words["rel"].lower(), 0)
    length = 3 if words["piece"].lower() == "quarter" else 6
    nth = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 12 // length}[words["nth"].lower()]
    return months_of(year, 1 + length * (nth - 1), length) if nth * length <= 12 else None


def _weekday(words: Groups, context: Context) -> Interval | None:
    today, weekday = context.published, WEEKDAYS[words["w"].lower()]
    if today is None:
        return None
    rel = words.get("rel", "").lower().strip()
    if week := words.get("week", "").lower():
        return _pair(week_of(today, {"last": -1, "this": 0, "next": 1}[week])[0] + timedelta(days=weekday))
    if rel in NEXT or (rel not in LAST and context.ahead):
        return _pair(weekday_after(today, weekday, strictly=rel == "next"))
    return _pair(weekday_before(today, weekday, strictly=rel == "last"))


def _weekday_range(words: Groups, context: Context) -> Interval | None:
    today, first, last = context.published, WEEKDAYS[words["w"].lower()], WEEKDAYS[words["w2"].lower()]
    if today is None:
        return None
    begin = weekday_after(today, first) if context.ahead else weekday_before(today, first)
    return begin, weekday_after(begin, last)


def _today(_: Groups, context: Context) -> Interval | None:
    return _pair(context.published)


def _yesterday(words: Groups, context: Context) -> Interval | None:
    if context.published is None:
        return None
    if words["word"].lower() == "overnight":
        return context.published - DAY, context.published
    return _pair(context.published - (2 * DAY if "before" in words["word"].lower() else DAY))


def _tomorrow(words: Groups, context: Context) -> Interval | None:
    return _pair(context.published and context.published + (2 * DAY if "after" in words["word"].lower() else DAY))


def _ago(words: Groups, context: Context) -> Interval | None:
    count = number(words["n"])
    return moved(context.published, -count, words["u"].lower()) if context.published and count else None


def _vaguely(_: Groups, context: Context) -> Interval | None:
    return (None, context.published) if context.published else None


def _near(words: Groups, context: Context) -> Interval | None:
    today, rel, unit = context.published, words.get("rel", "this").lower(), words["u"].lower()
    if today is None:
        return None
    step = -1 if rel in LAST else 1 if rel in NEXT else 0
    if unit == "weekend":
        if step < 0 or (not step and not context.ahead):
            sunday = weekday_before(today, 6) if not step or today.weekday() != 6 else today - 7 * DAY
            return sunday - DAY, sunday
        saturday = weekday_after(today, 5, strictly=step > 0)
        return saturday, saturday + DAY
    if unit == "week":
        whole = week_of(today, step)
    elif unit == "quarter":
        whole = months_of(today.year, 1 + 3 * ((today.month - 1) // 3 + step), 3)
    else:
        whole = moved(today, step, unit)
        if unit == "decade":
            whole = year_of(today.year - today.year % 10 + 10 * step, 10)
    part = words.get("part", "").lower()
    if rel == "past" and unit in {"week", "month"}:
        return today - (7 if unit == "week" else 30) * DAY, today
    if part in {"earlier", "later"} and not step:
        return (whole[0], today) if part == "earlier" else (today, whole[1])
    if part and part not in {"earlier", "later"}:
        return _parted(whole, {"part": part})
    if unit == "week" and not step:
        return (today, whole[1]) if context.ahead else (whole[0], today)
    return whole


def _last_few(words: Groups, context: Context) -> Interval | None:
    today, unit = context.published, words["u"].lower()
    count = number(words["n"] or "1")
    if today is None:
        return None
    if count is None:
        return None, today
    if unit == "hour":
        return today - -(-count // 24) * DAY, today
    begin = moved(today, -count, unit)[0]
    return begin, (year_of(today.year)[1] if unit in {"year", "decade"} else today)


def _next_few(words: Groups, context: Context) -> Interval | None:
    today, unit, count = context.published, words["u"].lower(), number(words["n"] or "0")
    if today is None or not count:
        return (today, None) if today else None
    if unit == "hour":
        return today, today + -(-count // 24) * DAY
    return today, moved(today, count, unit)[1]


def _within(words: Groups, context: Context) -> Interval | None:
    today, count = context.published, number(words["n"])
    if today is None or context.ahead is not True:
        return None
    return today, moved(today, count, words["u"].lower())[1] if count else None


def _span_of(words: Groups, context: Context) -> Interval | None:
    """Resolve "eight months of talks" as the months up to publication, the first of them counted back."""
    today, unit = context.published, words["u"].lower()
    count = number(words["n"].removesuffix(" 1/2"))
    if today is None or not count:
        return None
    begin = moved(today, -count, unit)[0]
    if words.get("half") or "1/2" in words["n"]:
        begin = {"year": month_of(today.year - count, today.month - 6)[0], "month": begin - 15 * DAY}.get(unit, begin)
        return begin, month_of(today.year, today.month)[1]
    return begin, (today if unit in {"day", "week"} else moved(today, 0, unit)[1])


def _since_then(_: Groups, context: Context) -> Interval | None:
    return (context.known[0], None) if context.known and context.known[0] else None


def _that_day(_: Groups, context: Context) -> Interval | None:
    known = context.known
    if known is not None and known[0] != known[1]:
        return None
    return known or _pair(context.published)


def _same(words: Groups, context: Context) -> Interval | None:
    known = context.known
    if known is None or known[0] is None or known[1] is None:
        return None
    if words["u"].lower() == "day":
        return known if known[0] == known[1] else None
    return week_of(known[0]) if words["u"].lower() == "week" else moved(known[0], 0, words["u"].lower())


def _following(words: Groups, context: Context) -> Interval | None:
    step = "1 earlier" if words["rel"].lower() == "previous" else "1 later"
    unit, known = words["u"].lower(), context.known
    if unit == "week" and known and known[0]:
        return week_of(known[0], -1 if step.endswith("earlier") else 1)
    return _apart({"n": "1", "u": unit, "rel": step[2:]}, context)


def _apart(words: Groups, context: Context) -> Interval | None:
    known, count, unit = context.known, number(words["n"]), words["u"].lower()
    if known is None or known[0] is None or not count or (unit == "day" and known[0] != known[1]):
        return None
    return moved(known[0], count if words["rel"].lower() in {"later", "after"} else -count, unit)


def _holiday(words: Groups, context: Context) -> Interval | None:
    month, day = HOLIDAYS[words["feast"].lower().replace("\u2019", "'")]
    if year := _year(words):
        return _pair(make_day(year, month, day))
    return _nearest(lambda y: (date(y, month, day), date(y, month, day)), context)


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
    "season": _season,
    "season-near": _season,
    "quarter": _quarter,
    "weekday-range": _weekday_range,
    "weekday": _weekday,
    "today": _today,
    "yesterday": _yesterday,
    "tomorrow": _tomorrow,
    "ago": _ago,
    "vaguely-ago": _vaguely,
    "near": _near,
    "end-of": _near,
    "last-few": _last_few,
    "next-few": _next_few,
    "within": _within,
    "recently": _vaguely,
    "span-of": _span_of,
    "since-then": _since_then,
    "earlier-in": _that_day,
    "same": _same,
    "following": _following,
    "apart": _apart,
    "holiday": _holiday,
}
