"""What can be wrong with a dataset, in words for the person who has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(eq=False)
class DatasetError(Exception):
    """A dataset that cannot be used as asked: which, why, and what to do."""

    folder: Path
    reason: str
    advice: str

    def __str__(self) -> str:
        return f"{self.folder}: {self.reason}; {self.advice}"
