"""Why a command ends early, in one line."""

from __future__ import annotations


class CommandError(Exception):
    """What is wrong and what to do; `status` is the exit status: 1 input refused, 2 wrong usage."""

    def __init__(self, message: str, status: int = 2) -> None:
        super().__init__(message)
        self.status = status


_KNOWN = frozenset(
    {"CommandError", "DatasetError", "NoCopiesError", "NoModelError", "NoWeightsError", "RemoteError", "ShardError"}
)
"""By name: who says what went wrong does not read in all that could."""


def in_one_line(error: Exception) -> str:
    """Return what went wrong in one line, for the person who gave the command."""
    words = " ".join(str(error).split())
    kind = type(error).__name__
    if kind in _KNOWN:
        return words
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return f"unexpected {kind}: {words}; COMMUNIQUE_DEBUG=1 shows where, please report it"
