"""Reports of wrong facts: what readers say is kept, a line each, for whoever curates the dataset."""

from __future__ import annotations

import json
import os
import time
from collections import deque
from dataclasses import asdict, dataclass
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

WRONG = {
    "not-said": "The words do not say this",
    "who": "Wrong person, state or organisation",
    "what": "Wrong kind of event",
    "status": "It did not happen, or it did: the standing is wrong",
    "date": "Wrong date",
    "place": "Wrong place",
    "other": "Something else",
}
"""What may be wrong with a fact, and how the form calls it."""
LONGEST = 2000
_FULL = 5_000_000
_EACH, _WITHIN = 5, 600.0


@dataclass(frozen=True, slots=True)
class Report:
    """One line of the file: the fact's IRI, a key of `WRONG`, and what the reader says instead."""

    about: str
    wrong: str
    says: str

    @property
    def line(self) -> str:
        """The line of the correction file."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


class TooManyError(Exception):
    """No more reports are taken now; `after` is when to try again, in seconds."""

    def __init__(self, detail: str, after: int) -> None:
        super().__init__(detail)
        self.after = after


class Box:
    """The file of reports in a dataset's folder; each address may hand in few in a while."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._seen: dict[str, deque[float]] = {}

    def take(self, report: Report, sender: str) -> None:
        """Keep a report on the disk. Raises TooManyError."""
        now = time.monotonic()
        with self._lock:
            for known in [name for name, times in self._seen.items() if now - times[-1] > _WITHIN]:
                del self._seen[known]
            times = self._seen.setdefault(sender, deque(maxlen=_EACH))
            if len(times) == _EACH and now - times[0] < _WITHIN:
                raise TooManyError("you have reported much in a short while", int(_WITHIN - (now - times[0])) + 1)
            if self._path.exists() and self._path.stat().st_size > _FULL:
                raise TooManyError("the box of reports is full; its curator has to empty it first", 86_400)
            times.append(now)
            descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(descriptor, (report.line + "\n").encode())
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def odd(iri: str) -> bool:
    """Say whether a text is too long for an IRI of ours or holds what no IRI may."""
    return len(iri) > 500 or any(c.isspace() or not c.isprintable() or c in '<>"{}|\\^`' for c in iri)


def read(about: str, wrong: str, says: str, base: str) -> Report | str:
    """Return the report that a form holds, or what is wrong with it."""
    about, says = about.strip(), " ".join(says.split())
    if not about.startswith(base) or odd(about):
        return f"Say which fact you mean: its address begins with {base}"
    if wrong not in WRONG:
        return "Choose what is wrong"
    if len(says) > LONGEST:
        return f"Say it in at most {LONGEST:,} characters"
    if wrong == "other" and not says:
        return "Say what is wrong"
    return Report(about, wrong, says)
