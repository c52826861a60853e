"""Why a command ends early, in one line."""

from __future__ import annotations


class CommandError(Exception):
    """What is wrong and what to do; `status` is the exit status: 1 input refused, 2 wrong usage."""

    def __init__(self, message: str, status: int = 2) -> None:
        super().__init__(message)
        self.status = status
