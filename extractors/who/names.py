"""Names in the text and whom they refer to: states and cities by table, the others as spaCy names them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.reading import Mention
from extractors.who.gazetteer import capitals, cities, states
from ontology.facts import Entity, EntityKind
from ontology.uris import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Span as Words

    from extractors.document import Document
    from extractors.reading import Reading

_HONORIFIC = re.compile(
    r"^(?:(?:the|mr|mrs|ms|dr|sir|president|secretary|minister|prime minister|general)\.? )+", re.IGNORECASE
)
_ACTS = frozenset({"nsubj", "nsubjpass", "agent", "conj"})


def names(document: Document, _reading: Reading, /) -> Iterator[Mention]:
    """Yield a mention for each name outside the dateline, at its head token."""
    full: dict[str, Entity] = {}
    dateline = document.dateline
    for words in document.doc.ents:
        span = document.span(words)
        if dateline and span.overlaps(dateline):
            continue
        entity = _entity(words, full)
        if entity is not None:
            yield Mention(span, words.root.i, (entity,), "name")


def _entity(words: Words, full: dict[str, Entity]) -> Entity | None:
    name = _plain(words.text)
    if state := states().get(name):
        return state
    if words.label_ in {"GPE", "LOC", "FAC"}:
        if name in capitals() and words.root.dep_ in _ACTS:
            return capitals()[name]
        return cities().get(name) or _made("Region" if words.label_ == "LOC" else "Place", name)
    if words.label_ == "PERSON":
        return _person(name, full)
    if words.label_ == "ORG":
        return _made("Organization", name)
    if words.label_ == "NORP":
        return _made("Community", name)
    return None


def _person(name: str, full: dict[str, Entity]) -> Entity | None:
    """Return the person of a full name, or for a surname the person that the article has named before in full."""
    if not name:
        return None
    if " " not in name:
        return full.get(name, Entity("Person", name, slug(name), local=True))
    person = Entity("Person", name, slug(name))
    return (
        full.setdefault(name.split()[-1], person) if name.endswith(full.get(name.split()[-1], person).name) else person
    )


def _made(kind: EntityKind, name: str) -> Entity | None:
    return Entity(kind, name, slug(name)) if name else None


def _plain(text: str) -> str:
    """Return a name without possessive, article, title and line breaks."""
    line = re.sub(r"['\u2019]s?$", "", " ".join(text.split()))
    return _HONORIFIC.sub("", line).strip(" \"'\u201c\u201d.,")
