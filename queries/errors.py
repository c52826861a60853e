"""Why a saved question cannot be asked."""

from __future__ import annotations


class QuestionError(ValueError):
    """Which question (or parameter) is wrong, and why: one line for people."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason
