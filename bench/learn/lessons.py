"""What a model learns from, in two files: what its heads see of each article and should say, and the encoder beneath.

Neither a parser nor a text is needed to train on them: that may be done on another machine.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

LESSONS, ENCODER = "lessons.json.gz", "encoder.npz"


@dataclass(frozen=True)
class Part:
    """What one head sees of an article: the tokens and features of each row, the groups of its rows, and the answers.

    `features` are numbers of names in `Lessons.names`; of the rows of a group together one answer is asked. `events`
    numbers the event of each answer where at most one of an event's is right; elsewhere it is empty.
    """

    tokens: list[list[int]]
    features: list[list[int]]
    groups: list[int]
    answers: list[Any]
    events: list[int]


@dataclass(frozen=True)
class Lesson:
    """An article: its set ("open", "own", "practice" ...), its windows of word pieces, and what each head sees."""

    name: str
    source: str
    windows: list[tuple[list[int], list[int]]]
    parts: dict[str, Part]


@dataclass(frozen=True)
class Lessons:
    """All lessons, the names of the features of each head, and the encoder's arrays and word pieces."""

    names: dict[str, list[str]]
    lessons: list[Lesson]
    encoder: Mapping[str, NDArray[Any]]
    vocabulary: list[str]


def fold(name: str, count: int) -> int:
    """Return in which of so many parts an article lies: by its name, always the same."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % count


def save(folder: Path, lessons: Lessons) -> None:
    """Write lessons into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    told = {"names": lessons.names, "vocabulary": lessons.vocabulary, "lessons": [asdict(x) for x in lessons.lessons]}
    with gzip.open(folder / LESSONS, "wt", encoding="utf-8") as file:
        json.dump(told, file)
    np.savez(folder / ENCODER, **lessons.encoder)  # type: ignore[arg-type]


def load(folder: Path) -> Lessons:
    """Return the lessons of a folder. Raises FileNotFoundError where there are none."""
    with gzip.open(folder / LESSONS, "rt", encoding="utf-8") as file:
        told = json.load(file)
    with np.load(folder / ENCODER, allow_pickle=False) as held:
        encoder = dict(held)
    return Lessons(told["names"], list(_lessons(told["lessons"])), encoder, told["vocabulary"])


def _lessons(rows: Iterable[dict[str, Any]]) -> Iterable[Lesson]:
    for row in rows:
        yield Lesson(
            row["name"], row["source"], row["windows"], {head: Part(**part) for head, part in row["parts"].items()}
        )
