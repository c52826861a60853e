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
        now = time.monotonic()
        if self._on and (now - self._shown >= 0.1 or done == self._total):
            self._shown = now
            sys.stderr.write(f"\r\x1b[K{line(done, self._total, now - self._begun)}")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away, so that other lines can be written."""
        if self._on:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


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
