"""Articles of our own writing, annotated by the word that tells each event.

A file holds many: `== DATE HEADLINE`, the text, then one line an event: `-- TYPE STATUS; word; agents; recipients;
date; place`. `word#2` is the second such word of the text; a seventh field `=word` says that this passage tells the
event of that earlier word once more.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.learn.gold import Told, bare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.learn.gold import Case

FOLDER = Path(__file__).parent / "own"


class NoteError(ValueError):
    """A line of an own article says what cannot be said."""


def own() -> Iterator[Told]:
    """Yield the articles of our own writing, each event at its word."""
    for path in sorted(FOLDER.glob("*.txt")):
        yield from (Told(name, functools.partial(_case, name, block)) for name, block in _blocks(path))


def _blocks(path: Path) -> Iterator[tuple[str, str]]:
    for n, block in enumerate(path.read_text("utf-8").split("\n== ")):
        yield f"own-{path.stem}-{n}", block.removeprefix("== ")


def _case(name: str, block: str) -> Case:
    head, *rest = block.splitlines()
    body = "\n".join(line for line in rest if not line.startswith("--")).strip()
    notes = [line[2:].strip() for line in rest if line.startswith("--")]
    gold: dict[str, Any] = {
        "events": [],
        "quotes": [],
        "holdings": [],
        "article": {"text": body, "date": head.split()[0], "title": head[11:]},
    }
    found = bare(name, gold)
    words: dict[str, int] = {}
    for note in notes:
        what, word, agents, recipients, date, place, *again = [part.strip() for part in note.split(";")] + (
            [""] if note.count(";") < 6 else []
        )
        kind, status = what.split()
        token = _token(found, word, f"{name}: {note}")
        if again and again[0]:
            number = words[again[0].removeprefix("=")]
        else:
            number = len(gold["events"])
            gold["events"].append(
                {
                    "type": kind,
                    "status": status,
                    "agents": _names(agents),
                    "recipients": _names(recipients),
                    "date": date or None,
                    "place": place or None,
                    "spans": [],
                }
            )
        words[word] = number
        if token in found.told:
            raise NoteError(f"{name}: {word} tells two events")
        found.told[token] = number
        found.main.setdefault(number, token)
        at = found.view.doc[token].idx
        gold["events"][number]["spans"].append((at, at + len(found.view.doc[token].text)))
    return found


def _token(found: Case, word: str, where: str) -> int:
    text, _, count = word.partition("#")
    places = [t.i for t in found.view.doc if t.text == text]
    if len(places) < int(count or 1):
        raise NoteError(f"no {word} in the text: {where}")
    return places[int(count or 1) - 1]


def _names(text: str) -> list[str]:
    return [name for name in re.split(r",\s*", text) if name]
