"""Where names stand: spaCy's, trimmed and corrected, with gaps filled from the tables and after titles."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from extractors.spelling import words_of
from extractors.who.gazetteer import adjectives, demonyms, organisations, states
from extractors.who.kinds import CORE
from extractors.who.mending import (
    AMBIGUOUS,
    INSIDE,
    NO_NAME,
    Sort,
    Spot,
    begins_title,
    bound,
    completed,
    corrected,
    is_department,
    is_name,
    joined,
    longer,
)
from extractors.who.words import BODY, HONORIFICS, TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

    from extractors.document import Document

_LABELS: dict[str, Sort] = {
    "PERSON": "person",
    "ORG": "body",
    "GPE": "place",
    "FAC": "place",
    "LOC": "region",
    "NORP": "people",
}
_FRONT = frozenset("the a an this that its his her their our former then ex late new mr. mrs. ms. dr.".split())
_COMPASS = frozenset("New North South East West Northern Southern San Santa Saint El La Los Las Rio".split())
"""Words with which names of places of two words begin."""
_CALLINGS = frozenset(
    "coordinator commissioner spokesperson spokesman spokeswoman representative envoy adviser advisor".split()
)
"""Titles that are nobody's surname."""
_RANKS = frozenset("special deputy assistant under vice senior acting former foreign prime the of state".split())


def spots(document: Document) -> list[Spot]:
    """Return the names of an article outside the dateline, in order; they do not overlap."""
    doc = document.doc
    begin = document.dateline.end if document.dateline else 0
    found = [s for ent in doc.ents if ent.start_char >= begin for s in _from_entity(ent)]
    taken = [False] * len(doc)
    kept: list[Spot] = []
    table = [s for s in _from_tables(doc) if doc[s.start].idx >= begin]
    for spot in sorted((*table, *found), key=lambda s: (s.start - s.end, s.sort not in {"state", "table"}, s.start)):
        if not any(taken[spot.start : spot.end]):
            taken[spot.start : spot.end] = [True] * (spot.end - spot.start)
            kept.append(spot)
    whole = [longer(doc, s, taken) for s in sorted(kept, key=lambda s: s.start)]
    kept = [s if s in whole else longer(doc, s, taken) for s in joined(doc, whole)]
    kept = completed(doc, [*kept, *_after_titles(doc, taken)])
    surnames = {words_of(s.text)[-1] for s in kept if s.sort == "person" and words_of(s.text)}
    kept += _by_surname(doc, taken, surnames)
    kept += _bare(doc, taken)
    where = _located(doc, kept)
    return sorted((_placed(corrected(doc, s, surnames), where) for s in kept), key=lambda s: s.start)


def _located(doc: Doc, found: list[Spot]) -> frozenset[str]:
    """Return the names that the article puts behind "in" or "near", as only places stand."""
    return frozenset(
        s.text
        for s in found
        if s.start
        and doc[s.start - 1].lower_ in {"in", "near", "outside", "around"}
        and s.end - s.start < 3
        and doc[s.end - 1].dep_ == "pobj"
    )


def _placed(spot: Spot, where: frozenset[str]) -> Spot:
    """Return the name as a place's, where spaCy took it for a body's or a person's though one can be in it."""
    body = spot.sort == "body" and not spot.text.isupper() and not BODY.search(spot.text)
    if spot.text not in where or not (body or (spot.sort == "person" and " " not in spot.text)):
        return spot
    return Spot(spot.start, spot.end, spot.text, "place")


def _from_entity(ent: Words) -> Iterator[Spot]:
    sort = _LABELS.get(ent.label_)
    if sort is None:
        return
    start, end, doc = ent.start, ent.end, ent.doc
    for i in range(start, end):
        if "\n" in doc[i].text:
            end = i
            break
    if sort in {"person", "body"}:
        end = next((i for i in range(start + 1, end) if begins_title(doc[i])), end)
    while start < end and (
        _fronts(doc[start])
        or (sort == "person" and doc[start].lower_ in NO_NAME)
        or doc[start].is_punct
        or _title_like(doc, start, end, sort)
    ):
        start += 1
    while end > start and (
        doc[end - 1].is_punct or doc[end - 1].lower_ in {"'s", "\u2019s", "'", "\u2019", "the", "mp"}
    ):
        end -= 1
    if sort == "body" and end > start and doc[end - 1].text == "of" and not doc[start:end].text.islower():
        end -= 1  # "Secretary of | Foreign Relations of | Mexico"
    if sort == "body" and is_department(doc, start, end):
        start, sort = end - 1, "state"  # "Secretary of | Foreign Relations of Mexico"
    if sort == "person":
        start = _after_office(doc, start, end)
    elif (name := _behind_title(doc, start, end)) > start:
        if name == start + 1:
            yield Spot(start, name, doc[start].text, "state" if doc[start].text in states() else "region")
        start, sort = name, "person"
    if start >= end:
        return
    text = doc[start:end].text
    if all(t.lower_.rstrip(".") in TITLES | _RANKS for t in doc[start:end]):
        return
    if sort == "person" and end - start > 1 and doc[end - 1].lower_ in _CALLINGS:
        return  # "the Emergency Relief Coordinator"
    if (sort == "people" and doc[end - 1].dep_ in {"amod", "compound", "nmod"}) or (
        sort == "region" and text.islower()
    ):
        return
    if sort == "body" and text.islower() and doc[end - 1].lower_ in {"of", "for", "and"}:
        return  # "the foreign ministry of | Turkey": a noun phrase, of which spaCy saw the half
    if not any(c.isalpha() for c in text) or (sort == "person" and not text[0].isupper() and text[:3].lower() != "al-"):
        return
    first = doc[start].text
    if first in states() and end - start > 2 and start and doc[start - 1].lower_ == "of" and not BODY.search(text):
        start += 1  # "President of Ukraine Volodymyr Zelenskyy": two names, the first from the tables
        text, sort = doc[start:end].text, "person"
    yield Spot(start, end, text, sort)


def _after_office(doc: Doc, start: int, end: int) -> int:
    """Return where a person's name begins behind an office that spaCy took in: "Secretary of State for Defence X"."""
    text = doc[start:end].text
    match = CORE.match(text)
    if match is None or match.end() == len(text):
        return start
    rest = next((t.i for t in doc[start:end] if t.idx >= doc[start].idx + match.end()), end)
    if doc[rest : rest + 1].text in {"of", "for"}:
        rest = end - 2  # "Envoy for Climate John Kerry"
    return rest if rest > start and is_name(doc[rest]) and doc[rest - 1].text != "-" else start


def _behind_title(doc: Doc, start: int, end: int) -> int:
    """Return where a person's name begins in what spaCy takes for a body: "(First Minister of) Scotland | Ida Friis".

    `start` where it is no title's place or department and a name behind it.
    """
    of = start - 1 - (start > 2 and doc[start - 1].lower_ == "the")
    if of < 1 or doc[of].lower_ != "of" or doc[of - 1].lower_ not in TITLES:
        return start
    match = CORE.match(doc.text, doc[of - 1].idx)
    name = start + 1
    departments = [t.i for t in doc[start:end] if t.lower_ in NO_NAME]
    if departments:
        name = departments[-1] + 1  # "(Minister of the) Environment and Development | Ida Friis"
    elif match is not None and match.end() > doc[start].idx + len(doc[start]):
        name = next((t.i for t in doc[start:end] if t.idx >= match.end()), end)
    elif match is not None and match.end() >= doc[start].idx:
        name = next((t.i + 2 for t in doc[start:end] if t.lower_ == "for"), end)
    elif doc[start].text in _COMPASS:
        return start
    named = all(is_name(t) for t in doc[name:end]) and not BODY.search(doc[start:end].text)
    return name if named and 1 < end - name < 4 else start


def _fronts(token: Token) -> bool:
    """Say whether a word before a name is none of it: "the", "former", but not the "New" of "New York"."""
    return token.lower_ in _FRONT and (
        token.lower_ in {"the", "a", "an"} or token.text.islower() or token.text.endswith(".")
    )


def _title_like(doc: Doc, start: int, end: int, sort: Sort) -> bool:
    """Say whether a person's name begins with a title that spaCy took in: "President Bush"."""
    word = doc[start].lower_.rstrip(".")
    if end - start < 2:
        return False
    if sort != "person":
        return False
    if doc[start].text in states() and doc[start].text not in AMBIGUOUS:
        return True
    if f"{doc[start].text}s" in demonyms() and doc[start - 1 : start].text.lower() in {"the", "a"}:
        return True  # "the Croat Tomislav Baric"
    return word in TITLES | HONORIFICS - {"sheikh"} and word not in {"prince", "marshal"}


@cache
def _table() -> dict[str, list[str]]:
    """Return the names of states and bodies by their first word, longest first."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in {*states(), *organisations()}:
        first = re.match(r"\w+(?:\.\w)*\.?", name)
        if first is not None and len(name) > 1:
            found[first.group().rstrip(".")].append(name)
    return {first: sorted(names, key=len, reverse=True) for first, names in found.items()}


def _from_tables(doc: Doc) -> Iterator[Spot]:
    text = doc.text
    n = 0
    while n < len(doc):
        token = doc[n]
        name = next((m for m in _table().get(_first(token), ()) if _stands(text, token.idx, m)), None)
        words = doc.char_span(token.idx, token.idx + len(name), alignment_mode="expand") if name else None
        if name is None or words is None:
            n += 1
            continue
        yield Spot(words.start, words.end, name, "table" if name in organisations() else "state")
        n = words.end


def _first(token: Token) -> str:
    found = re.match(r"\w+(?:\.\w)*", token.text)
    return found.group() if found else ""


def _stands(text: str, at: int, name: str) -> bool:
    end = at + len(name)
    if not text.startswith(name, at) or (text[end : end + 1].isalnum() and name[-1].isalnum()):
        return False
    return not (text[end : end + 1] == "-" and text[end + 1 : end + 2].islower() and name not in adjectives())


def _after_titles(doc: Doc, taken: list[bool]) -> Iterator[Spot]:
    """Yield the names right after a title that spaCy passed over: "President Kabbah"."""
    for n in range(1, len(doc)):
        before = doc[n - 1].lower_.rstrip(".")
        mistaken = doc[n].text[:1].isupper() and doc[n].is_alpha and n + 1 < len(doc) and is_name(doc[n + 1])
        if taken[n] or before not in TITLES | HONORIFICS or doc[n].lower_ in TITLES:
            continue
        if not is_name(doc[n]) and not (mistaken and not taken[n + 1]):
            continue
        if begins_title(doc[n]):
            continue
        end = n + 1
        while end < len(doc) and not taken[end] and (is_name(doc[end]) or doc[end].lower_ in INSIDE | {"-"}):
            end += 1
        while end > n + 1 and not is_name(doc[end - 1]):
            end -= 1
        if BODY.search(doc[n:end].text) or doc[n].lower_ in {"of", "for"} or doc[end - 1].lower_ in _CALLINGS:
            continue
        taken[n:end] = [True] * (end - n)
        yield Spot(n, end, doc[n:end].text, "person")


def _bare(doc: Doc, taken: list[bool]) -> Iterator[Spot]:
    """Yield names of two and more words that spaCy passed over, where they act or stand beside a title."""
    for token in doc:
        if taken[token.i] or not is_name(token) or token.dep_ not in {"nsubj", "nsubjpass", "appos"}:
            continue
        start = token.i
        while start and not taken[start - 1] and is_name(doc[start - 1]) and doc[start - 1].head.i == token.i:
            start -= 1
        text = doc[start : token.i + 1].text
        words = {t.lower_ for t in doc[start : token.i + 1]}
        alone = not any(c.dep_ == "det" for c in token.children)
        if (
            token.i - start in {1, 2}
            and alone
            and not BODY.search(text)
            and not words & (TITLES | _CALLINGS)
            and not text.isupper()
        ):
            taken[start : token.i + 1] = [True] * (token.i + 1 - start)
            yield Spot(start, token.i + 1, text, "person")


def _by_surname(doc: Doc, taken: list[bool], surnames: set[str]) -> Iterator[Spot]:
    for token in doc:
        if not taken[token.i] and is_name(token) and (token.dep_ != "compound" or bound(doc, token.i + 1)):
            end = token.i + (3 if bound(doc, token.i + 1) and not any(taken[token.i : token.i + 3]) else 1)
            words = words_of(doc[token.i : end].text)
            if words and len(words[-1]) > 2 and words[-1] in surnames:
                taken[token.i : end] = [True] * (end - token.i)
                yield Spot(token.i, end, doc[token.i : end].text, "person")
