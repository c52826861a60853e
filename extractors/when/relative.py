"""Expressions of time that count from the day of publication or from the day told before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from extractors.when.calendar import (
    WEEKDAYS,
    Interval,
    month_of,
    months_of,
    moved,
    number,
    week_of,
    weekday_after,
    weekday_before,
    year_of,
)
from extractors.when.context import DAY, LAST, NEXT, Context, Groups, pair, parted

if TYPE_CHECKING:
    from collections.abc import Callable


NTH: tuple[str, ...] = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def _weekday(words: Groups, context: Context) -> Interval | None:
    today, weekday = context.published, WEEKDAYS[words["w"].lower()]
    if today is None:
        return None
    rel = words.get("rel", "").lower().strip()
    if week := words.get("week", "").lower():
        return pair(week_of(today, {"last": -1, "this": 0, "next": 1}[week])[0] + timedelta(days=weekday))
    if rel in NEXT or (rel not in LAST and context.ahead):
        return pair(weekday_after(today, weekday, strictly=rel == "next"))
    back = today - DAY if rel == "last" else today  # nobody says "last Monday" of yesterday
    return pair(weekday_before(back, weekday, strictly=rel == "last"))


def _weekday_range(words: Groups, context: Context) -> Interval | None:
    today, first, last = context.published, WEEKDAYS[words["w"].lower()], WEEKDAYS[words["w2"].lower()]
    if today is None:
        return None
    begin = weekday_after(today, first) if context.ahead else weekday_before(today, first)
    return begin, weekday_after(begin, last)


def _today(_: Groups, context: Context) -> Interval | None:
    return pair(context.published)


def _yesterday(words: Groups, context: Context) -> Interval | None:
    if context.published is None:
        return None
    if words["word"].lower() == "overnight":
        return context.published - DAY, context.published
    return pair(context.published - (2 * DAY if "before" in words["word"].lower() else DAY))


def _tomorrow(words: Groups, context: Context) -> Interval | None:
    return pair(context.published and context.published + (2 * DAY if "after" in words["word"].lower() else DAY))


def _ago(words: Groups, context: Context) -> Interval | None:
    count = number(words["n"])
    return moved(context.published, -count, words["u"].lower()) if context.published and count else None


def _week_after(words: Groups, context: Context) -> Interval | None:
    """Resolve "the week after next"."""
    today, unit = context.published, words["u"].lower()
    if today is None:
        return None
    return week_of(today, 2) if unit == "week" else moved(today, 2, unit)


def _half_ago(words: Groups, context: Context) -> Interval | None:
    """Resolve "a year and a half ago", "half a year ago": the month where it is counted in years, else the week."""
    today = context.published
    count = 0 if words["u3"] else number(words["n"] or words["n2"])
    unit = (words["u"] or words["u2"] or words["u3"]).lower()
    if today is None or count is None:
        return None
    if unit in {"year", "decade"}:
        months = {"year": 12, "decade": 120}[unit]
        return month_of(today.year, today.month - count * months - months // 2)
    days = {"month": 30, "week": 7, "fortnight": 14, "day": 1}[unit]
    there = today - (count * days + days // 2) * DAY
    return week_of(there) if unit == "month" else (there, there)


def _vaguely(_: Groups, context: Context) -> Interval | None:
    return (None, context.published) if context.published else None


def near(words: Groups, context: Context) -> Interval | None:
    """Resolve "last month", "early next week", "later in the year"."""
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
        return parted(whole, {"part": part})
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
    today, count, unit = context.published, number(words["n"] or "0"), words["u"].lower()
    if today is None or context.ahead is not True:
        return None
    if unit == "hour":
        return today, today + -(-(count or 24) // 24) * DAY
    return today, moved(today, count, words["u"].lower())[1] if count else None


def _span_of(words: Groups, context: Context) -> Interval | None:
    """Resolve "eight months of talks", "has refused for a week": up to publication, the first of them counted back."""
    today, unit = context.published, words["u"].lower()
    count = number(words["n"].removesuffix(" 1/2"))
    if today is None or not count:
        return None
    begin = moved(today, -count, unit)[0]
    if words.get("half") or "1/2" in words["n"]:
        begin = {"year": month_of(today.year - count, today.month - 6)[0], "month": begin - 15 * DAY}.get(unit, begin)
        return begin, month_of(today.year, today.month)[1]
    return begin, (today if unit in {"day", "week"} else moved(today, 0, unit)[1])


def _nth_day(words: Groups, context: Context) -> Interval | None:
    """Resolve "for a third straight day": from the first of them to the last, which is that of publication."""
    today, n = context.published, NTH.index(words["nth"].lower()) + 1
    step = 7 if words["u"].lower() == "week" else 1
    return (today - n * step * DAY, today) if today else None


def _in_time(words: Groups, context: Context) -> Interval | None:
    """Resolve "in three days" where it looks ahead: "twice in three days" does not."""
    today, count = context.published, number(words["n"])
    if today is None or not count or not (context.ahead or words.get("time")):
        return None
    return moved(today, count, words["u"].lower())


def _years_end(words: Groups, context: Context) -> Interval | None:  # noqa: ARG001 - a resolver's signature
    return (None, year_of(context.published.year)[1]) if context.published else None


def _day_beside(words: Groups, context: Context) -> Interval | None:
    return _apart(
        {"n": "1", "u": words["u"], "rel": "earlier" if words["rel"].lower() == "before" else "later"}, context
    )


def _since_then(_: Groups, context: Context) -> Interval | None:
    return (context.known[0], None) if context.known and context.known[0] else None


def _that_day(_: Groups, context: Context) -> Interval | None:
    known = context.known
    if known is not None and known[0] != known[1]:
        return None
    return known or pair(context.published)


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
    if unit in {"morning", "afternoon", "evening", "night"}:
        unit = "day"
    if unit == "week" and known and known[0]:
        return week_of(known[0], -1 if step.endswith("earlier") else 1)
    return _apart({"n": "1", "u": unit, "rel": step[2:]}, context)


def _apart(words: Groups, context: Context) -> Interval | None:
    known, count, unit = context.known, number(words["n"]), words["u"].lower()
    if known is None or known[0] is None or not count or (unit == "day" and known[0] != known[1]):
        return None
    return moved(known[0], count if words["rel"].lower() in {"later", "after"} else -count, unit)


COUNTED: dict[str, Callable[[Groups, Context], Interval | None]] = {
    "weekday-range": _weekday_range,
    "weekday": _weekday,
    "today": _today,
    "yesterday": _yesterday,
    "tomorrow": _tomorrow,
    "ago": _ago,
    "half-ago": _half_ago,
    "vaguely-ago": _vaguely,
    "near": near,
    "end-of": near,
    "in-the": near,
    "last-few": _last_few,
    "next-few": _next_few,
    "within": _within,
    "recently": _vaguely,
    "span-of": _span_of,
    "for-long": _span_of,
    "nth-day": _nth_day,
    "weekend": near,
    "years-end": _years_end,
    "in-time": _in_time,
    "day-beside": _day_beside,
    "since-then": _since_then,
    "earlier-in": _that_day,
    "same": _same,
    "following": _following,
    "week-after": _week_after,
    "apart": _apart,
}
"""The resolver of each rule that counts."""
