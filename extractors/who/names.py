"""Names in the text and whom they refer to: persons, states, places, peoples and bodies."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, cast

from extractors.lexicon import lexicon
from extractors.reading import Mention
from extractors.who.gazetteer import adjectives, capitals, cities, demonyms, organisations, states
from extractors.who.persons import Persons
from extractors.who.spotting import spots
from extractors.who.words import BODY, BODY_KINDS
from ontology.facts import Entity, EntityKind
from ontology.uris import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading
    from extractors.who.mending import Spot

_ACTS = frozenset({"nsubj", "nsubjpass", "agent"})
_BETWEEN = frozenset({"with", "between", "by", "against"})
_DEALT = frozenset(
    """
    sanction arm support back help aid pressure press push punish isolate fund force assure convince persuade reward
    defy anger irk infuriate upset alarm allow enable
    """.split()
)
"""Verbs besides those of speech that are done to states, not to cities."""
_LOCAL = frozenset(
    """
    airport street metro suburb outskirt mayor centre center hospital university station skyline resident cathedral
    square port hotel district neighbourhood neighborhood stadium stock bourse traffic people citizen museum weather
    summer winter slum church mosque market bridge road ring park zoo theatre theater restaurant cafe harbour harbor
    shore river water population university school council assembly police embassy inhabitant night life history
    architecture mufti bishop archbishop courtroom court tribunal prison jail convention summit conference meeting
    green old main central
    """.split()
)
"""Nouns whose owner is a city; of any other it is the state whose capital stands before it: "Washington's veto"."""


def names(document: Document, _reading: Reading, /) -> Iterator[Mention]:
    """Yield a mention for each name outside the dateline, at its head token, under its fullest form."""
    doc = document.doc
    found, persons = spotted(document)
    bodies = _Bodies(document.article.text, found)
    for spot in found:
        words = doc[spot.start : spot.end]
        head = next(t for t in reversed(words) if t.i == t.head.i or not spot.start <= t.head.i < spot.end)
        entity = _entity(head, spot, persons, bodies)
        if entity is not None:
            yield Mention(document.span(words), head.i, (entity,), "name")


@functools.lru_cache(maxsize=1)
def spotted(document: Document) -> tuple[list[Spot], Persons]:
    """Return the names of an article and the persons that they mean; who asks again is told what was found before."""
    found, persons = spots(document), Persons()
    for spot in found:
        if spot.sort == "person":
            persons.add(spot.text, document.doc[spot.start - 1].text if spot.start else "")
    return found, persons


def _entity(head: Token, spot: Spot, persons: Persons, bodies: _Bodies) -> Entity | None:
    name = re.sub(r"^[Tt]he ", "", " ".join(spot.text.split()))
    match spot.sort:
        case "person":
            return persons.find(spot.text)
        case "state":
            return states().get(name) or states()[" ".join(spot.text.split())]  # "The Hague"
        case "table" | "body":
            return capitals()[name] if name in capitals() and name not in organisations() else bodies.find(name)
        case "people" if _governs(head) and name in demonyms():
            return states()[name]
        case "people":
            return Entity("Community", name, slug(name)) if head.pos_ != "ADJ" and name not in adjectives() else None
        case _:
            if name in capitals() and _acts(head):
                return capitals()[name]
            return cities().get(name) or Entity("Region" if spot.sort == "region" else "Place", name, slug(name))


def _acts(head: Token) -> bool:
    """Say whether a capital stands for its state: it acts, or somebody deals with it."""
    if head.dep_ == "conj":
        return _acts(head.head)
    above = head.head
    if head.dep_ == "dobj":
        return above.lemma_ in _DEALT or any(t.speech for t in lexicon().get(("verb", above.lemma_.lower()), ()))
    if head.dep_ == "poss":
        return above.lemma_.lower() not in _LOCAL
    return head.dep_ in _ACTS or (head.dep_ == "pobj" and above.lower_ in _BETWEEN)


def _governs(head: Token) -> bool:
    """Say whether a people stands for its state: "the Iranians have rejected the offer"."""
    said = any(t.speech for t in lexicon().get(("verb", head.head.lemma_.lower()), ()))
    return head.dep_ == "nsubj" and said and [c.lower_ for c in head.children if c.i < head.i] == ["the"]


class _Bodies:
    """The bodies of one article, each under the fullest form of its name that the article uses."""

    def __init__(self, text: str, found: list[Spot]) -> None:
        names_ = {re.sub(r"^[Tt]he ", "", " ".join(s.text.split())) for s in found if s.sort in {"body", "table"}}
        self._short = _abbreviations(text)
        self._forms: dict[str, str] = {}
        for name in sorted(names_ | set(self._short.values()), key=len):
            key = self._key(name)
            if len(name) > len(self._forms.get(key, "")):
                self._forms[key] = name
        self._longer = _longer_forms(names_)

    def _key(self, name: str) -> str:
        known = organisations().get(self._short.get(name, name)) or organisations().get(name)
        return known.key if known else slug(self._short.get(name, name))

    def find(self, name: str) -> Entity:
        """Return the body that a name means."""
        name = self._longer.get(name) or self._longer.get(name[:1].lower() + name[1:], name)
        long = self._short.get(name, name)
        known = organisations().get(long) or organisations().get(name)
        key = self._key(name)
        label = self._forms.get(key, long)
        if known is not None:
            if re.fullmatch(r"(?:[A-Z]\.\s?)+", label):
                label = known.name  # "U.N."
            return Entity(known.kind, label, known.key, within=known.within)
        return Entity(kind_of(long), label, key)


def _longer_forms(names_: set[str]) -> dict[str, str]:
    """Return for each name the longest of the others that it is the end or the beginning of."""
    found: dict[str, str] = {}
    for long in sorted(names_, key=lambda n: (len(n), n)):
        words = long.split(" ")
        for n in range(1, len(words)):
            end, begin = " ".join(words[n:]), " ".join(words[:n])
            if " " in end and end in names_:
                found[end] = long
            if begin in names_ and _same_body(begin, long):
                found[begin] = long
    return found


def _same_body(short: str, long: str) -> bool:
    """Say whether a name is a longer one without its last words: "al-Iraqiya", "al-Iraqiya List"."""
    rest = long[len(short) + 1 :]
    return BODY.match(rest) is not None and short not in organisations() and short not in states()


def kind_of(name: str) -> EntityKind:
    """Return the class of a body by the words of its name."""
    found = next((kind for kind, pattern in BODY_KINDS if pattern.search(name)), "Organization")
    return cast("EntityKind", found)


def _abbreviations(text: str) -> dict[str, str]:
    """Return the long name of each abbreviation that a bracket introduces: "World Food Programme (WFP)"."""
    found: dict[str, str] = {}
    for m in re.finditer(r"\((?:the )?([A-Z][A-Za-z.&-]{1,9})\)", text):
        letters = re.sub(r"[^A-Z]", "", m[1])
        words = text[max(m.start() - 120, 0) : m.start()].split()[-12:]
        for n in range(len(words) - 1, -1, -1):
            capitals_ = "".join(w[0] for w in " ".join(words[n:]).replace("-", " ").split() if w[0].isupper())
            if len(letters) > 1 and capitals_ == letters and words[n][0] == letters[0]:
                found[m[1]] = " ".join(words[n:])
                break
            if len(capitals_) > len(letters) or words[n][-1] in ".;:!?":
                break
    return found
