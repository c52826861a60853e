"""Dates, statuses and rules as people write them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

PILLS = {
    "happened": "",
    "ongoing": "ongoing",
    "planned": "planned",
    "sought": "sought",
    "claimed": "claimed",
    "denied": "denied",
    "didNotHappen": "did not happen",
    "hypothetical": "hypothetical",
}
"""What the pill of a status says; what happened needs none."""
SAID = {
    "Statement": "said",
    "Pledge": "pledge",
    "Demand": "demand",
    "Rejection": "rejection",
    "Accusation": "accusation",
    "Threat": "threat",
    "Endorsement": "endorsement",
}


@dataclass(frozen=True, slots=True)
class When:
    """An interval of days in words; `iso` is a machine's form of it ("" where it has none)."""

    words: str
    iso: str = ""
    order: str = ""

    def __bool__(self) -> bool:
        return bool(self.words)


def day(iso: str) -> str:
    """Return such as "12 Oct 2025"; what is no ISO date comes back as it is."""
    try:
        found = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{found.day}\u00a0{_MONTHS[found.month - 1]} {found.year}"


def when(earliest: str, latest: str) -> When:
    """Return an interval of ISO days in words; an empty end is open."""
    if not earliest and not latest:
        return When("")
    if not earliest:
        return When(f"by {day(latest)}", latest, latest)
    if not latest:
        return When(f"from {day(earliest)}", earliest, earliest)
    if earliest == latest:
        return When(day(earliest), earliest, earliest)
    a, b = date.fromisoformat(earliest), date.fromisoformat(latest)
    if (a.month, a.day, b.month, b.day) == (1, 1, 12, 31) and a.year == b.year:
        return When(str(a.year), str(a.year), earliest)
    if a.year == b.year and a.month == b.month:
        if a.day == 1 and b.day == calendar.monthrange(b.year, b.month)[1]:
            return When(f"{_MONTHS[a.month - 1]} {a.year}", earliest[:7], earliest)
        return When(f"{a.day}\u2013\u2060{day(latest)}", earliest, earliest)
    if a.year == b.year:
        return When(f"{a.day}\u00a0{_MONTHS[a.month - 1]} \u2013 {day(latest)}", earliest, earliest)
    return When(f"{day(earliest)} \u2013 {day(latest)}", earliest, earliest)


def month(iso: str) -> str:
    """Return such as "Oct 2025" for an ISO month or day."""
    return f"{_MONTHS[int(iso[5:7]) - 1]} {iso[:4]}"


def plural(number: int, one: str, many: str = "") -> str:
    """Return such as "1 fact" or "12,345 facts"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def reading(rule: str) -> str:
    """Return in words how a rule read a fact, as far as its name tells."""
    parts = rule.split(":")
    how = {
        "verb": "read from the verb \u201c{}\u201d",
        "noun": "read from the noun \u201c{}\u201d",
        "light": "read from the phrase with \u201c{}\u201d",
        "adjective": "read from the word \u201c{}\u201d",
    }
    if len(parts) == 3 and parts[1] in how:
        return how[parts[1]].format(parts[2])
    if parts[0] == "learned":
        return "read by the trained reader"
    if parts[-1] == "quotation":
        return "read from a direct quotation"
    return f"read by the rule {' '.join(p for p in parts if p)}" if rule else ""


def resolved(text: str, rule: str, anchor: str) -> str:
    """Return in words how an expression of time was resolved, "" where there was none."""
    if not text:
        return ""
    since = f", counted from {day(anchor)}" if anchor else ""
    by = f" ({rule.replace('-', ' ')})" if rule else ""
    return f"date read from \u201c{text}\u201d{since}{by}"


_TAIL = re.compile(
    r"(?:, (?:from |until )?\d{1,2} [A-Z][a-z]+ \d{4}(?: to \d{1,2} [A-Z][a-z]+ \d{4})?)?"
    r"(?: \((?:ongoing|planned|sought|claimed|denied|did not happen|hypothetical|current|former|future)\))?$"
)


def headline(label: str) -> str:
    """Return an event's or a holding's label without the date and standing that stand beside it on a page."""
    return _TAIL.sub("", label) or label


def sure(confidence: float) -> str:
    """Return such as "55% sure"."""
    return f"{confidence:.0%} sure" if confidence else ""
