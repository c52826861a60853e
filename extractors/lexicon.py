"""The frames: which words tell which type of event, and where its participants stand."""

from __future__ import annotations

import functools
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from ontology.facts import Status

FOLDER = Path(__file__).parent / "frames"

PartOfSpeech = Literal["verb", "noun", "adjective"]


class FrameError(ValueError):
    """A frame file says something that no frame can say."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word, or a verb with its particle or preposition, that may tell an event of one type.

    `needs`, `every`, `objects`, `excludes` and `modifiers` narrow it: one of the needs must be met and every one of
    `every`; a verb's object must be among the objects, and none of the excludes ("*self": or be missing); a noun must
    stand with one of the modifiers, and with none of the excludes.
    `agents` and `recipients` name the slots in which the participants stand, `content` the status of what the event is
    about ("told": the content keeps its own tense). A row that is `last` gives way to every other.
    """

    type: str
    pos: PartOfSpeech
    words: tuple[str, ...]
    agents: tuple[str, ...]
    recipients: tuple[str, ...]
    needs: tuple[str, ...] = ()
    every: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    content: Status | Literal["told", ""] = ""
    mutual: bool = False
    speech: bool = False
    ongoing: bool = False
    last: bool = False

    @property
    def weight(self) -> tuple[bool, int, bool]:
        """How narrow it is: of two triggers that fit, the narrower one wins, and a Statement comes last."""
        return (
            self.type != "Statement" and not self.last,
            len(self.words),
            bool(self.objects or self.modifiers or self.every),
        )


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of our own and the facts that reading it must give."""

    type: str
    text: str
    facts: tuple[str, ...]


_ROW = {"verbs", "nouns", "adjectives", "agents", "recipients", "needs", "every", "objects", "excludes"}
_ROW |= {"modifiers", "content", "ongoing", "last"}
_FILE = {"type", "mutual", "speech", "row", "example"}
_KINDS: tuple[tuple[str, PartOfSpeech], ...] = (("verbs", "verb"), ("nouns", "noun"), ("adjectives", "adjective"))


def _known(found: dict[str, Any], allowed: set[str], where: Path) -> dict[str, Any]:
    if unknown := sorted(found.keys() - allowed):
        raise FrameError(f"{where.name}: unknown {', '.join(unknown)}; a frame has {', '.join(sorted(allowed))}")
    return found


@functools.cache
def frames() -> tuple[tuple[Trigger, ...], tuple[Example, ...]]:
    """Return the triggers and the examples of all frame files, in the order of their names.

    Raises FrameError on a file that says what a frame cannot say.
    """
    triggers: list[Trigger] = []
    examples: list[Example] = []
    for path in sorted(FOLDER.glob("*.toml")):
        frame = _known(tomllib.loads(path.read_text("utf-8")), _FILE, path)
        examples += [Example(frame["type"], e["text"], tuple(e["facts"])) for e in frame.get("example", ())]
        for row in frame["row"]:
            triggers += _row(frame, _known(row, _ROW, path))
    return tuple(triggers), tuple(examples)


def _row(frame: dict[str, Any], row: dict[str, Any]) -> list[Trigger]:
    mutual = frame.get("mutual", False)
    found = []
    for key, pos in _KINDS:
        agents: tuple[str, ...] = ("subject",) if pos != "noun" else ("by", "poss", "subject", "pre")
        recipients: tuple[str, ...] = ("object",) if pos == "verb" else ()
        if mutual and pos == "verb":
            agents, recipients = ("subject", "object", "with", "between", "to"), ()
        found += [
            Trigger(
                type=frame["type"],
                pos=pos,
                words=tuple(phrase.split()),
                agents=tuple(row.get("agents", agents)),
                recipients=tuple(row.get("recipients", recipients)),
                needs=_words(row, "needs"),
                every=_words(row, "every"),
                objects=_words(row, "objects"),
                excludes=_words(row, "excludes"),
                modifiers=_words(row, "modifiers"),
                content=row.get("content", ""),
                mutual=mutual,
                speech=frame.get("speech", False),
                ongoing=row.get("ongoing", False),
                last=row.get("last", False),
            )
            for phrase in _phrases(row.get(key, ()))
        ]
    return found


def _phrases(value: str | list[str]) -> list[str]:
    """Return a list of words or phrases: as such, or separated by commas in one string."""
    return [p.strip() for p in value.split(",") if p.strip()] if isinstance(value, str) else value


def _words(row: dict[str, Any], key: str) -> tuple[str, ...]:
    return tuple(_phrases(row.get(key, ())))


@functools.cache
def lexicon() -> dict[tuple[PartOfSpeech, str], tuple[Trigger, ...]]:
    """Return the triggers by part of speech and key word, the narrowest first.

    The key word is the verb of "call for" and the last noun of "phone call".
    """
    table: defaultdict[tuple[PartOfSpeech, str], list[Trigger]] = defaultdict(list)
    for trigger in frames()[0]:
        table[trigger.pos, trigger.words[-1 if trigger.pos == "noun" else 0]].append(trigger)
    return {key: tuple(sorted(rows, key=lambda t: t.weight, reverse=True)) for key, rows in table.items()}
