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

FOLDER = Path(__file__).parent.parent / "frames"

PartOfSpeech = Literal["verb", "noun", "adjective"]


class FrameError(ValueError):
    """A frame file says something that no frame can say."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word, or a verb with its particle or preposition, that may tell an event of one type.

    `needs` and `objects` narrow it: one of the slots must be filled, the object's lemma must be among the objects.
    `agents` and `recipients` name the slots in which the participants stand, `content` the status of what the event is
    about ("told": the content keeps its own tense).
    """

    type: str
    pos: PartOfSpeech
    words: tuple[str, ...]
    agents: tuple[str, ...]
    recipients: tuple[str, ...]
    needs: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    content: Status | Literal["told", ""] = ""
    mutual: bool = False
    speech: bool = False
    ongoing: bool = False

    @property
    def weight(self) -> tuple[int, int, bool]:
        """How narrow it is: of two triggers that fit, the narrower one wins, and a Statement comes last."""
        return (self.type != "Statement", len(self.words), bool(self.objects))


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of our own and the facts that reading it must give."""

    type: str
    text: str
    facts: tuple[str, ...]


_ROW = {"verbs", "nouns", "adjectives", "agents", "recipients", "needs", "objects", "content", "ongoing"}
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
                needs=tuple(row.get("needs", ())),
                objects=tuple(row.get("objects", ())),
                content=row.get("content", ""),
                mutual=mutual,
                speech=frame.get("speech", False),
                ongoing=row.get("ongoing", False),
            )
            for phrase in row.get(key, ())
        ]
    return found


@functools.cache
def lexicon() -> dict[tuple[PartOfSpeech, str], tuple[Trigger, ...]]:
    """Return the triggers by part of speech and key word, the narrowest first.

    The key word is the verb of "call for" and the last noun of "phone call".
    """
    table: defaultdict[tuple[PartOfSpeech, str], list[Trigger]] = defaultdict(list)
    for trigger in frames()[0]:
        table[trigger.pos, trigger.words[-1 if trigger.pos == "noun" else 0]].append(trigger)
    return {key: tuple(sorted(rows, key=lambda t: t.weight, reverse=True)) for key, rows in table.items()}
