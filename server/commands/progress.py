"""How far a batch has got, on a terminal; nothing at all in a pipe."""

from __future__ import annotations

import sys
import time


class Progress:
    """A line on standard error that is written over as work goes on: count, share, rate and time left."""

    def __init__(self, total: int | None) -> None:
        self._total = total
        self._begun = time.monotonic()
        self._shown = 0.0
        self._on = sys.stderr.isatty()

    def at(self, done: int) -> None:
        """Show that so many inputs are dealt with; ten times a second at most."""
        self.say(line(done, self._total, time.monotonic() - self._begun), last=done == self._total)

    def say(self, text: str, *, last: bool = False) -> None:
        """Show a line; ten times a second at most, but the `last` in any case."""
        now = time.monotonic()
        if self._on and (last or now - self._shown >= 0.1):
            self._shown = now
            sys.stderr.write(f"\r\x1b[K{text}")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away, so that other lines can be written."""
        if self._on:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


class Shards:
    """The same for shards: what is left is told by bytes of input, the rate by articles read in this run."""

    def __init__(self, shards: int, size: int) -> None:
        self._shards, self._size = shards, size
        self._done = self._behind = self._skipped = self._articles = 0
        self._begun = time.monotonic()
        self._line = Progress(None)
        self._stage = ""

    def at(self, size: int, articles: int, *, skipped: bool) -> None:
        """Note a shard that is done, of so many bytes and articles; one that was there already tells of no rate."""
        self._done += 1
        self._behind += size
        self._skipped += size if skipped else 0
        self._articles += 0 if skipped else articles
        self.between(0, 0)

    def between(self, articles: int, size: int) -> None:
        """Show it with what is behind in shards under way."""
        seconds = time.monotonic() - self._begun
        worked = self._behind + size - self._skipped
        left = (self._size - self._behind - size) / worked * seconds if worked > 0 else 0.0
        more = f", {duration(left)} left" if left > 0 else ""
        rate = (self._articles + articles) / seconds if seconds > 0 else 0.0
        bar = "#" * (20 * (self._behind + size) // self._size if self._size else 0)
        count = f"{self._done:,}/{self._shards:,} shards, {self._articles + articles:,} articles"
        self._line.say(f"[{bar:<20}] {count}, {rate:.1f}/s{more}")

    def stage(self, what: str, done: int, total: int) -> None:
        """Show how far a stage of a longer work has got."""
        if what != self._stage:
            self._stage, self._begun = what, time.monotonic()
        self._line.say(f"{what}: {line(done, total, time.monotonic() - self._begun)}")

    def clear(self) -> None:
        """Take the line away."""
        self._line.clear()


def line(done: int, total: int | None, seconds: float) -> str:
    """Return the text of the line after so many inputs and seconds."""
    rate = done / seconds if seconds > 0 else 0.0
    if not total:
        return f"{done:,} articles, {rate:.1f}/s"
    left = f", {duration((total - done) / rate)} left" if rate and done < total else ""
    bar = "#" * (20 * done // total)
    return f"[{bar:<20}] {done:,}/{total:,} ({100 * done // total}%), {rate:.1f}/s{left}"


def duration(seconds: float) -> str:
    """Return a time in words: 40 s, 3 min 20 s, 2 h 5 min."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
