"""What stands in quotation marks: found by the marks alone, paragraph by paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ontology.facts import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractors.document import Document

_MARK = re.compile(
    "''|[\"\u201c\u201d\u201e\u00ab\u00bb]|(?<![\\w.,!?])['\u2018](?=\\w|\\[)|(?<=[\\w.,!?\\]])['\u2019](?!\\w)"
)
_SINGLE = frozenset("'\u2018\u2019")
_DOUBLE = frozenset('"\u201c\u201d')
_OPENS = frozenset("\u201c\u201e\u00ab")
_CLOSES = frozenset("\u00bb")


@dataclass(frozen=True, slots=True)
class Quoted:
    """What stands between two marks: `span` without them, `outer` with them.

    `closed` is False where the paragraph ends before the quotation does, which then goes on in the next paragraph.
    """

    span: Span
    outer: Span
    closed: bool = True


def quoted(document: Document) -> tuple[Quoted, ...]:
    """Return all that stands in quotation marks, in order; quotations inside quotations are part of the outer one."""
    text = document.article.text
    return tuple(q for p in document.paragraphs for q in _in_paragraph(text, p.begin, p.end))


def _in_paragraph(text: str, begin: int, end: int) -> Iterator[Quoted]:
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(text, begin, end):
        sign = mark.group()
        if opened is None:
            if (
                (sign != "\u201d" or _begins_word(text, mark))
                and sign not in _CLOSES
                and not (sign in _SINGLE and (_owns(text, mark) or not _paired(text, mark, end)))
            ):
                opened = mark
            continue
        single = opened.group() in _SINGLE
        if (sign in _SINGLE) != single or (sign == "''") != (opened.group() == "''"):
            continue  # another kind of mark: a quotation inside the quotation
        again = sign in _OPENS and not _ends_word(text, mark)
        if again or (sign == '"' and _begins(text, mark, begin)):
            if text[opened.end() : mark.start()].strip():  # opened again before it was closed
                yield from _quoted(text, opened, mark.start(), mark.start())
            opened = mark
            continue
        yield from _quoted(text, opened, mark.start(), mark.end())
        opened = None
    if opened is not None and opened.group() not in _SINGLE and opened.group() != "''":
        yield from _quoted(text, opened, end, end, closed=False)


def _begins_word(text: str, mark: re.Match[str]) -> bool:
    """Say whether a closing mark stands where only an opening one can: after a blank, before a word."""
    return not text[max(0, mark.start() - 1) : mark.start()].strip() and text[mark.end() : mark.end() + 1].isalnum()


def _ends_word(text: str, mark: re.Match[str]) -> bool:
    """Say whether an opening mark stands where only a closing one can: after a word, before a blank."""
    before, after = text[max(0, mark.start() - 1) : mark.start()], text[mark.end() : mark.end() + 1]
    return bool(before.strip()) and not after.isalnum()


def _owns(text: str, mark: re.Match[str]) -> bool:
    """Say whether a single mark is the apostrophe of many owners: "the rebels' negotiator"."""
    return text[max(0, mark.start() - 1) : mark.start()].isalpha()


def _paired(text: str, mark: re.Match[str], end: int) -> bool:
    """Say whether a single mark opens a quotation: a closing one follows it, with blanks between."""
    found = re.compile("(?<=[\\w.,!?\\]])['\u2019](?![\\w])").search(text, mark.end(), end)
    return found is not None and (mark.group() == "\u2018" or " " in text[mark.end() : found.start()])


def _begins(text: str, mark: re.Match[str], begin: int) -> bool:
    """Say whether a straight mark can only open: a blank before it, a letter after it, and the last words are done."""
    before = text[max(begin, mark.start() - 2) : mark.start()]
    return before[-1:].isspace() and text[mark.end() : mark.end() + 1].isalnum() and before[:1] in ".!?,"


def _quoted(text: str, opened: re.Match[str], end: int, outer_end: int, *, closed: bool = True) -> Iterator[Quoted]:
    inside = text[opened.end() : end]
    words = inside.strip().rstrip(",").rstrip()
    if words:
        begin = opened.end() + len(inside) - len(inside.lstrip())
        if len(words) > 2 and words[0] in _DOUBLE and words[-1] in _DOUBLE:  # one kind of mark inside the other
            words, begin = words[1:-1], begin + 1
        yield Quoted(Span(begin, begin + len(words)), Span(opened.start(), outer_end), closed)


def inside(spans: Sequence[Quoted], offset: int) -> Quoted | None:
    """Return the quoted passage in which an offset lies, or None; `spans` are in order."""
    n = bisect_right(spans, offset, key=lambda q: q.outer.begin) - 1
    return spans[n] if n >= 0 and offset < spans[n].outer.end else None
