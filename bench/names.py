"""When two names, dates or sentences of a scored article count as the same."""

from __future__ import annotations

import calendar
import difflib
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ALIASES = {
    "us": "united states",
    "u s": "united states",
    "usa": "united states",
    "united states of america": "united states",
    "america": "united states",
    "uk": "united kingdom",
    "britain": "united kingdom",
    "great britain": "united kingdom",
    "turkiye": "turkey",
    "republic of korea": "south korea",
    "rok": "south korea",
    "dprk": "north korea",
    "un": "united nations",
    "democratic peoples republic of korea": "north korea",
    "eu": "european union",
    "russian federation": "russia",
    "syrian arab republic": "syria",
    "peoples republic of china": "china",
    "uae": "united arab emirates",
}
_HONORIFIC = re.compile(
    r"^(the|mr|mrs|ms|dr|sir|gen|general|president|prime minister|king|prince|sheikh|ambassador|senator|secretary) "
)
_SENTENCE_END = re.compile(r"[.!?][\"\u201d\u2019)\]]*\s+|\n+")
_NEXT_END = re.compile(r"[.!?][\"\u201d\u2019)\]]*(\s+|$)|\n")

Interval = tuple[str, str]
"""The first and the last day, as in ISO 8601; an open end is ""."""
Range = tuple[int, int]
"""Half-open, in code points of the text."""
Expression = tuple[Range, Interval]
"""Where an expression of time stands, and the days that it is taken to mean."""


def norm(name: str | None) -> str:
    """Return a name in lower case without accents, punctuation and honorifics; of a known alias the common name."""
    plain = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower()
    text = " ".join(re.sub(r"[^a-z0-9 ]", " ", plain.replace("'s", "")).split())
    previous = None
    while previous != text:
        previous, text = text, _HONORIFIC.sub("", text)
    return ALIASES.get(text, text)


def same(one: str | None, other: str | None) -> bool:
    """Say whether two names are the same: equal, or one a part of the other that keeps its last word, or .9 alike."""
    a, b = norm(one), norm(other)
    if not a or not b:
        return a == b
    x, y = a.split(), b.split()
    part = x[-1] == y[-1] and (set(x) <= set(y) or set(y) <= set(x))
    return a == b or part or difflib.SequenceMatcher(None, a, b).ratio() >= 0.9


def alike(one: str, other: str) -> float:
    """Return how much two texts share, 0 to 1."""
    return difflib.SequenceMatcher(None, norm(one), norm(other)).ratio()


def common(xs: Iterable[str], ys: Iterable[str]) -> int:
    """Return how many of `xs` have a partner of their own in `ys`."""
    left, count = list(ys), 0
    for x in xs:
        partner = next((y for y in left if same(x, y)), None)
        if partner is not None:
            left.remove(partner)
            count += 1
    return count


def jaccard(a: Sequence[str], b: Sequence[str]) -> float:
    """Return how many names two sets share, of all that either has; 1 for two empty ones."""
    shared = common(a, b)
    union = len(a) + len(b) - shared
    return shared / union if union else 1.0


def interval(date: str | None) -> Interval | None:
    """Return the days of a date as annotated: '2025-10' is ('2025-10-01', '2025-10-31'), open ends are ''."""
    if not date:
        return None
    start, _, end = date.partition("/")
    return (_low(start), _high(end or start)) if "/" not in date or end else (_low(start), "")


def _low(day: str) -> str:
    return day + "-01-01"[3 * day.count("-") :] if day and day != ".." else ""


def _high(day: str) -> str:
    if not day or day == "..":
        return ""
    parts = [int(part) for part in day.split("-")]
    if len(parts) == 1:
        return f"{day}-12-31"
    return day if len(parts) == 3 else f"{day}-{calendar.monthrange(*parts)[1]:02d}"


def sentence(text: str, begin: int, end: int) -> Range:
    """Return a range widened to the sentences that it touches."""
    left = max((match.end() for match in _SENTENCE_END.finditer(text[:begin])), default=0)
    match = _NEXT_END.search(text, max(begin, end - 1))
    return left, match.start() + 1 if match else len(text)


def overlap(a: Range, b: Range) -> bool:
    """Say whether two ranges share a character."""
    return min(a[1], b[1]) > max(a[0], b[0])


def apart(a: Range, b: Range) -> tuple[int, int]:
    """Return how far two ranges are from each other: the characters between them, then twice that of their middles."""
    return max(0, a[0] - b[1], b[0] - a[1]), abs(sum(a) - sum(b))
