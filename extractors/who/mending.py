"""Names mended: cut in two and joined, cut short and lengthened, called by the wrong sort and corrected."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from extractors.spelling import words_of
from extractors.who.gazetteer import capitals, cities, demonyms, organisations, states
from extractors.who.kinds import CORE
from extractors.who.words import BODY, HONORIFICS, TITLES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Sort = Literal["person", "state", "people", "body", "table", "place", "region"]
INSIDE = frozenset("al el bin ibn ben von van de la du da dos del der den ul ur d'".split())
_PARTICLES = frozenset("dos das do da del van von der bin ibn binti e wa ya ould ag".split())
"""Words inside a person's name that join two parts of it."""
AMBIGUOUS = frozenset(
    "Chad Jordan Georgia Turkey China Mali Israel Cuba Mercosur Guardian Wagner Rada AP DPR IS".split()
)
NO_NAME = frozenset(
    "affairs security defence defense foreign relations services rights trade health staff cooperation integration"
    " finance economy education justice development culture energy tourism transport agriculture labour labor"
    " environment planning industry commerce communications information migration worship expatriates interior".split()
)
"""The last words of titles and departments, before a name."""
LOCAL = frozenset("governor governors mayor mayors premier constable province district municipality town city".split())
"""Nouns whose owner is a place."""
LIKE = frozenset("counterpart colleague predecessor successor deputy".split())
"""Nouns for who holds a like office, before a name."""


_FACTION = re.compile(r" (?:Alliance|Bloc|Coalition|Front|League|Movement|Party)$")
"""The ends of names that no place has: "the Croat Democratic Bloc"."""
_LONG = 16
"""No title has more words."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A name: tokens `[start, end)`, its text as written, and what sort of thing it seems to name."""

    start: int
    end: int
    text: str
    sort: Sort


def is_name(token: Token) -> bool:
    """Say whether a word is written as a part of a name."""
    return token.pos_ == "PROPN" and token.text[:1].isupper() and token.is_alpha


def begins_title(token: Token) -> bool:
    """Say whether a title of several words begins at a word: "Prime Minister", not the "Bishop" of "Julie Bishop"."""
    if BODY.fullmatch(token.text):
        return False
    match = CORE.match(token.doc[token.i : token.i + _LONG].text)  # the text of all would be made anew for each word
    return match is not None and len(match.group().split()) > 1


def longer(doc: Doc, spot: Spot, taken: list[bool]) -> Spot:
    """Return a person's name with the rest of it that spaCy left out: "Abdel Fattah | el-Sisi"."""
    if spot.sort != "person":
        return spot
    end = _hyphened(doc, spot.end, taken)
    before = doc[spot.start - 1] if spot.start else None
    if (
        before is not None
        and not taken[before.i]
        and is_name(before)
        and before.dep_ == "compound"
        and before.head.i < end
        and (
            before.lower_ not in TITLES | HONORIFICS
            and not before.text.isupper()
            and not BODY.search(before.text)
            and before.lower_ not in NO_NAME
            and f"{before.text}s" not in demonyms()  # "the Croat Tomislav Baric"
            and not begins_title(before)
        )
    ):
        taken[before.i] = True
        spot = Spot(before.i, spot.end, doc[before.i : spot.end].text, "person")
    while (
        end < len(doc)
        and not taken[end]
        and (
            (
                is_name(doc[end])
                and doc[end].lower_ not in TITLES
                and not doc[end].text.isupper()
                and not begins_title(doc[end])
            )
            or (
                doc[end].lower_ in (INSIDE | _PARTICLES) - {"de", "la"}
                and end + 1 < len(doc)
                and doc[end + 1].text[:1].isupper() | (doc[end + 1].text == "-")
            )
            or (doc[end].text == "-" and end > spot.end and doc[end + 1 : end + 2].text[:1].isupper())
        )
    ):
        end += 1
    end = _hyphened(doc, end, taken)
    if end == spot.end or BODY.search(doc[spot.end : end].text) or doc[end - 1].text == "-":
        return spot
    taken[spot.end : end] = [True] * (end - spot.end)
    return Spot(spot.start, end, doc[spot.start : end].text, "person")


def _hyphened(doc: Doc, end: int, taken: list[bool]) -> int:
    """Return where a name ends that goes on behind a hyphen: "Han Seung|-woo", "Fofana|-Bamba"."""
    while bound(doc, end) and not taken[end] and not taken[end + 1]:
        if doc[end + 1].pos_ != "PROPN" and doc[end - 1].head.i != end + 1:
            break
        end += 2
    return end


def bound(doc: Doc, at: int) -> bool:
    """Say whether the token of this index is a hyphen that binds two words."""
    if not 0 < at < len(doc) - 1 or doc[at].text != "-":
        return False
    return not doc[at - 1].whitespace_ and not doc[at].whitespace_ and doc[at + 1].is_alpha


def _bind(doc: Doc, start: int, end: int) -> bool:
    """Say whether what stands between two names binds them: "Seung | - | woo", "Urbino | dos | Santos | e | Costa"."""
    if end - start == 1 and bound(doc, start):
        return True
    between = [t.text for t in doc[start:end]]
    return 0 < len(between) < 3 and all(word in _PARTICLES for word in between)


def _no_place(spot: Spot) -> bool:
    """Say whether one word that spaCy takes for a place is none that the tables know, nor one with a body's word."""
    known = spot.text in cities() or spot.text in states() or BODY.search(spot.text)
    return spot.sort == "place" and spot.end - spot.start == 1 and spot.text.istitle() and not known


def completed(doc: Doc, found: list[Spot]) -> list[Spot]:
    """Return the spots with a person's name made whole whose surname spaCy took for a place: "Isaías | Samakuva"."""
    kept: list[Spot] = []
    for spot in sorted(found, key=lambda s: s.start):
        last = kept[-1] if kept else None
        if last is not None and last.sort == "person" and last.end == spot.start and _no_place(spot):
            kept[-1] = Spot(last.start, spot.end, doc[last.start : spot.end].text, "person")
        else:
            kept.append(spot)
    return kept


def joined(doc: Doc, found: list[Spot]) -> list[Spot]:
    """Return the spots with a person's name that spaCy cut in two made one: "Chaudhry Nisar | Ali Khan"."""
    kept: list[Spot] = []
    for spot in found:
        last = kept[-1] if kept else None
        cut = last and spot.sort == "body" and spot.end - spot.start == 1 and doc[last.end - 1].head.i == spot.start
        cut = cut and spot.text not in organisations() and not BODY.search(spot.text) and not spot.text.isupper()
        halves = last and {last.sort, spot.sort} <= {"person", "body", "place"} and "person" in {last.sort, spot.sort}
        if (
            (last and halves and _bind(doc, last.end, spot.start) and not BODY.search(spot.text))
            or (
                last
                and last.sort == "body"
                and spot.sort == "person"
                and last.end == spot.start
                and last.end - last.start == 1
                and (
                    doc[last.start].head.i == spot.end - 1
                    and not BODY.search(last.text)
                    and last.text not in organisations()
                    and f"{last.text}s" not in demonyms()
                    and not last.text.isupper()
                )
            )
            or (
                last
                and last.sort == "person"
                and last.end == spot.start
                and ((spot.sort == "person" and not doc[spot.start].is_sent_start) or cut)
            )
        ):
            kept[-1] = Spot(last.start, spot.end, doc[last.start : spot.end].text, "person")
        else:
            kept.append(spot)
    return kept


def _of_place(doc: Doc, spot: Spot) -> bool:
    """Say whether a name is where somebody governs: "the premier of Malaita", "Sulu's vice-governor"."""
    if spot.start > 1 and doc[spot.start - 1].lower_ == "of" and doc[spot.start - 2].lower_ in LOCAL:
        return True
    after = [t.lower_ for t in doc[spot.end : spot.end + 5]]
    if (after[:1] != ["'s"] and after[:1] != ["\u2019s"]) or spot.end - spot.start > 1:
        return False
    return bool(LOCAL & set(after[1:2] if after[1:2] not in (["vice"], ["deputy"]) else after[2:4]))


def corrected(doc: Doc, spot: Spot, surnames: set[str]) -> Spot:
    """Return the spot with the sort that its words and its neighbours ask for."""
    sort = spot.sort
    plain = re.sub(r"^[Tt]he ", "", spot.text)
    before = doc[spot.start - 1].lower_.rstrip(".") if spot.start else ""
    if sort == "state" and plain in AMBIGUOUS and words_of(plain)[-1] in surnames:
        sort = "person"  # "Jordan" after "Michael Jordan"
    elif plain in organisations() and sort != "state":
        sort = "table"
    elif plain in states() and (sort != "person" or plain not in AMBIGUOUS):
        sort = "people" if plain in demonyms() else "state"
    elif (
        sort in {"body", "place", "region", "people"}
        and words_of(spot.text)[-1:]
        and (
            words_of(spot.text)[-1] in surnames
            and not BODY.search(spot.text)
            and len(words_of(spot.text)) < 3
            and spot.text not in cities()
            and spot.text not in capitals()
        )
    ):
        sort = "person"
    elif sort in {"body", "place", "people"} and before in TITLES | HONORIFICS and not BODY.search(spot.text):
        sort = "person" if before not in {"director", "chief", "leader"} else sort
    elif (
        sort in {"body", "place"}
        and 1 < spot.end - spot.start < 4
        and doc[spot.end - 1].dep_ == "appos"
        and CORE.fullmatch(before)
        and not BODY.search(spot.text)
    ):
        sort = "person"  # "the negotiator Gonzalo Etchart"
    elif (
        sort in {"body", "place"}
        and 1 < spot.end - spot.start < 4
        and doc[spot.end - 1].dep_ == "appos"
        and doc[spot.start - 1].lower_ in LIKE
        and not BODY.search(spot.text)
    ):
        sort = "person"  # "his Indian counterpart Manmohan Singh"
    elif (
        sort in {"body", "place"}
        and 1 < spot.end - spot.start < 6
        and doc[spot.end - 1].dep_ == "appos"
        and doc[spot.start - 1].text == ","
        and not BODY.search(spot.text)
        and any(t.lower_ in TITLES or CORE.fullmatch(t.text) for t in doc[max(spot.start - 8, 0) : spot.start - 1])
    ):
        sort = "person"  # "the prime minister of Bangladesh, Farida Sultana"
    elif sort == "person" and _of_place(doc, spot):
        sort = "region"
    elif sort == "person" and before == "the" and spot.end - spot.start == 1 and doc[spot.start].text not in surnames:
        sort = "body" if doc[spot.start].dep_ in {"nsubj", "nsubjpass", "poss"} else "region"
    elif (sort == "person" and (BODY.search(spot.text) or spot.text.isupper())) or (
        sort in {"place", "region"} and _FACTION.search(spot.text)
    ):
        sort = "body"
    return Spot(spot.start, spot.end, spot.text, sort)


def is_department(doc: Doc, start: int, end: int) -> bool:
    """Say whether what spaCy takes for a body is a title's department and its state."""
    if start < 2 or doc[end - 1].text not in states() or doc[end - 2].text != "of":
        return False
    return doc[start - 1].lower_ in {"of", "for"} and doc[start - 2].lower_ in TITLES
