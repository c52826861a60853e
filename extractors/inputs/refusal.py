"""An input that is no article, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an input was not taken: where it stands, the reason, and advice; one line of text."""

    source: str
    reason: str
    advice: str

    def __str__(self) -> str:
        return " ".join(f"{self.source}: {self.reason}; {self.advice}".split())


class RefusedError(ValueError):
    """Raised while reading one input, where only its reason and advice are known."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.advice = advice

    def of(self, source: str) -> Refusal:
        """Return the refusal of the input with this name."""
        return Refusal(source, self.reason, self.advice)
