"""Offices told before the name: the lead has "Peru's prime minister", the next paragraph begins with her name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.who.offices import Link, persons_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.document import Document
    from extractors.reading import Reading
    from extractors.who.titles import Title

LEADS = 3
"""How many paragraphs may hold such a lead: what stands before it is a day or a place."""
_MAIN = ("nsubj", "nsubjpass", "dobj", "pobj", "poss")
"""How an office stands in a lead, likeliest first, that the next paragraph names."""


def named_later(document: Document, reading: Reading, found: Sequence[Title], links: Sequence[Link]) -> list[Link]:
    """Return the titles of the lead whose bearer the paragraph after it names, by a full name at its beginning."""
    doc = document.doc
    starts, _ = persons_at(document, reading)
    titled = {link.person for link in links}
    linked = {link.title.core for link in links}
    seen = {person for at, (_, person) in starts.items() if doc[at].idx < _end(document, 0)}
    for n, paragraph in enumerate(document.paragraphs[1 : LEADS + 1]):
        first = next((t.i for t in doc.char_span(paragraph.begin, paragraph.end, alignment_mode="expand") or ()), -1)
        if first in starts:
            end, person = starts[first]
            lead = document.paragraphs[n]
            open_ = [
                t
                for t in found
                if lead.begin <= doc[t.core].idx < lead.end and t.core not in linked and _tells(document, t)
            ]
            if end - first > 1 and person not in titled | seen and open_:
                title = min(open_, key=lambda t: (_rank(document, t), t.start))
                return [Link(title, person, title.start, title.end, "later")]
        seen |= {person for at, (_, person) in starts.items() if doc[at].idx < paragraph.end}
    return []


def _end(document: Document, paragraph: int) -> int:
    return document.paragraphs[paragraph].end if document.paragraphs else 0


def _tells(document: Document, title: Title) -> bool:
    """Say whether a title says enough to be somebody's in particular: one person's, and of a place or body."""
    doc = document.doc
    if title.plural or doc[title.core].dep_ not in _MAIN:
        return False
    owned = title.end < len(doc) and doc[title.end].tag_ == "POS"
    return not owned and (title.of is not None or title.place is not None or title.end > title.core + 1)


def _rank(document: Document, title: Title) -> int:
    return _MAIN.index(document.doc[title.core].dep_)
