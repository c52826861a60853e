"""What a noun names as a place: a city, a state, a part of one ("southern Peru", "Cusco province"), "the country"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from extractors.who.gazetteer import adjectives, capitals, cities, demonyms
from ontology.facts import Entity
from ontology.uris import slug

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Mention, Reading
    from ontology.facts import EntityKind

PLACES = frozenset({"City", "Region", "Place", "State"})
LABELS = frozenset({"GPE", "LOC", "FAC"})
DIRECTION = re.compile(
    r"^(?:(?:north|south|east|west|central)(?:ern|ernmost)?|(?:north|south)[- ]?(?:east|west)(?:ern)?|upper|lower)$",
    re.IGNORECASE,
)
PARTS = frozenset(
    "province region district governorate state county island islands peninsula valley mountains mountain desert strait"
    " sea ocean gulf river coast border frontier airport port base camp prison village town city suburb capital"
    " heartland heartlands provinces districts oblast prefecture territory strip bay lake square range shrine"
    " neighbourhood neighborhood crossing checkpoint dam plant reactor refinery penitentiary jail barracks airbase"
    " stadium bridge mine oilfield reservoir forest quarter municipality canton commune settlement"
    " township atoll".split()
)
"""Nouns that with a name before them name a place: "Cusco province"."""
WATERS = frozenset("sea gulf strait bay lake river ocean".split())
GENERIC: dict[str, frozenset[str]] = {
    **dict.fromkeys(["country", "nation"], frozenset({"State"})),
    **dict.fromkeys(["city", "town", "capital", "village"], frozenset({"City", "Place"})),
    **dict.fromkeys(
        ["island", "peninsula", "territory", "province", "region", "strip", "area", "enclave"],
        frozenset({"Region", "Place"}),
    ),
    "there": PLACES,
}
"""Words that stand for a place told before: "in the country"."""
SEATS = frozenset(
    [
        "White House",
        "Pentagon",
        "Kremlin",
        "Capitol",
        "Downing Street",
        "Elysee Palace",
        "House of Commons",
        "Blue House",
    ]
)
"""Bodies that are buildings too: one meets at them."""
NOT_PLACES = frozenset(
    "congress parliament senate knesset facebook twitter instagram youtube duma bundestag reuters brexit nato".split()
)
_FULL = ("Strip", "Island", "Islands", "Peninsula")
STANDS = frozenset("in near at off outside around into to below above towards".split())
"""Words after which a name that is no other's is a place's, where the verb has a place there."""
HOUSES = frozenset("house palace hotel square hospital stadium cathedral mosque church museum theatre airport".split())
CHAMBERS = frozenset("assembly parliament congress embassy headquarters court".split())
BEFORE = frozenset({"at", "outside", "inside", "near"})
"""Words after which a body's name is where it sits: one stands outside it, but sits "in the National Assembly"."""
SHORT = 2
"""Words of the longest unknown name that is taken for a place's."""
BACK = 400
"""How many mentions back "the country" may refer to."""


def place_at(document: Document, reading: Reading, noun: Token, *, located: bool = False) -> Entity | None:
    """Return the place that a noun names or refers to, or None.

    `located` says that it stands after "in" or the like, where a capital is the city and not its government.
    """
    dateline = document.dateline
    if dateline is not None and noun.idx < dateline.end:
        return None
    if noun.lower_ == "here":
        return dateline_city(document)
    mention = reading.at(noun.i)
    if mention is not None:
        place = _named(document, mention, noun, located=located)
        if place is not None:
            return _part(noun, _in_full(document.article.text, place))
    if located and (name := _house(noun)):
        return Entity("Place", name, slug(name))
    if noun.lemma_.lower() in WATERS and noun.pos_ == "PROPN" and (name := _water(noun)):
        return Entity("Region", name, slug(name))
    if noun.lower_ == "capital" and (city := _capital(reading, noun)) is not None:
        return city
    if noun.lower_ == "area" and (named := next((c for c in noun.children if c.dep_ == "compound"), None)) is not None:
        place = place_at(document, reading, named, located=located)
        name = _compound(named)
        return place or (Entity("Place", name, slug(name)) if located and named.pos_ == "PROPN" else None)
    part = noun.lemma_.lower() in PARTS or noun.lower_ in PARTS
    if part and (phrase := _phrase(noun)):
        inner = next((p for c in noun.children if (m := reading.at(c.i)) and (p := _first(m)) is not None), None)
        within = inner if inner is not None and inner.kind == "State" else None
        return Entity("Region", phrase, slug(phrase), local=inner is None, within=within)
    if noun.lower_ in GENERIC and (noun.lower_ == "there" or _refers(noun)):
        return _told(document, reading, noun, GENERIC[noun.lower_])
    if mention is None and noun.ent_type_ in LABELS and noun.pos_ == "PROPN":
        name = _hyphened(noun) or _compound(noun)
        if (
            located
            and name == "Washington"
            and re.match(r", ?D\.? ?C\b", document.article.text[noun.idx + len(name) :][:7])
        ):
            return replace(cities()[name], name="Washington, D.C.")
        return cities().get(name) or Entity("Place", name, slug(name))
    if mention is None and located and not noun.ent_type_ and _stands_at(noun) and _is_name(_compound(noun)):
        return Entity("Place", _compound(noun), slug(_compound(noun)))
    return None


def _stands_at(noun: Token) -> bool:
    """Say whether a bare name stands after "in", "at" or "near": "at Gongabu"."""
    bare = not any(c.dep_ in {"det", "amod", "poss", "nummod"} for c in noun.children)
    return noun.pos_ == "PROPN" and bare and noun.head.lower_ in STANDS


def _is_name(name: str) -> bool:
    return name.istitle() and len(name.split()) <= SHORT and name.lower() not in NOT_PLACES


def _house(noun: Token) -> str:
    """Return the name of a building at which something is, or which is a body's seat: "outside the State House"."""
    kind, word = noun.lower_, noun.head.lower_
    stands = (kind in HOUSES and word in STANDS) or (kind in CHAMBERS and word in BEFORE)
    if noun.pos_ != "PROPN" or not stands:
        return ""
    name = re.sub(r"^(?:the|a) ", "", noun.doc[noun.left_edge.i : noun.i + 1].text, flags=re.IGNORECASE)
    return name if " " in name else ""


def _refers(noun: Token) -> bool:
    """Say whether "the city" refers to what was told, rather than being named itself: "the town of Tela"."""
    named = any(c.dep_ == "appos" or (c.dep_ == "prep" and c.lower_ == "of") for c in noun.children)
    return not named and any(c.lower_ in {"the", "that"} for c in noun.children)


def dateline_city(document: Document) -> Entity | None:
    """Return the city from which an article is reported, as its dateline says."""
    span = document.dateline
    if span is None:
        return None
    words = re.match(r"\s*([^,(/\d\u2013\u2014-]+?)\s*(?:[,(/\u2013\u2014-]|$)", span.of(document.article.text))
    name = words[1].title() if words else ""
    return (cities().get(name) or Entity("City", name, slug(name))) if name else None


@lru_cache(maxsize=4096)
def _in_full(text: str, place: Entity) -> Entity:
    """Return a place under the fuller name that the article uses too: "Gaza" where it says "Gaza Strip"."""
    if place.kind == "State" or place.name.endswith(_FULL):
        return place
    full = next((f"{place.name} {word}" for word in _FULL if f"{place.name} {word}" in text), None)
    return Entity("Region", full, slug(full), within=place.within) if full else place


def _first(mention: Mention) -> Entity | None:
    return next((e for e in mention.entities if e.kind in PLACES), None)


def _named(document: Document, mention: Mention, noun: Token, *, located: bool) -> Entity | None:
    words = mention.span.of(document.article.text).removesuffix("'s").removesuffix("\u2019s")
    name = re.sub(r"^the ", "", words, flags=re.IGNORECASE)
    longer = _compound(noun)
    if noun.ent_type_ == "GPE" and longer != name and longer.endswith(f"New {name}"):
        return cities().get(longer) or Entity("City", longer, slug(longer))
    after = document.article.text[mention.span.end : mention.span.end + 7]
    if located and re.match(r"Washington(?:, ?D\.? ?C\b|$)", name):
        city = cities()["Washington"]
        district = "D" in name or re.match(r", ?D\.? ?C\b", after)
        return replace(city, name="Washington, D.C.") if district else city
    if located and (whole := words if words in cities() else name) in cities():
        return cities()[whole]  # "The Hague" with its article, "the Lima" without
    place = _first(mention)
    if place is None and noun.head.lower_ in {"at", "inside"} and name in SEATS:
        return Entity("Place", name, slug(name))
    if place is None and located and _may_be(mention, noun, name):
        return Entity("Place", name, slug(name))
    return place


def _may_be(mention: Mention, noun: Token, name: str) -> bool:
    """Say whether a name after "in" that was taken for a person's or a body's is rather a place's: "in Niamey"."""
    part = noun.head.lower_ == "of" and noun.head.head.lemma_.lower() in PARTS
    if (noun.head.lower_ not in STANDS and not part) or noun.pos_ != "PROPN" or len(mention.entities) != 1:
        return False
    kind: EntityKind = mention.entities[0].kind
    people = kind == "Community" and noun.tag_ == "NNP" and name not in demonyms() | adjectives()
    known = not (people or kind in {"Organization", "Person"}) or mention.rule != "name"
    if known or not name or name.isupper() or len(name.split()) > 2 or name.lower() in NOT_PLACES:
        return False
    return not any(c.dep_ in {"det", "amod", "poss"} for c in noun.children)


def _part(noun: Token, place: Entity) -> Entity:
    """Return the part of a place that a word before it or after it tells: "southern Peru", "Cusco province"."""
    before = next((c for c in noun.lefts if DIRECTION.match(c.text) and c.i >= noun.left_edge.i), None)
    if before is not None and place.kind in {"State", "Region"} and not place.name.startswith(before.text):
        first = before.i
        while first > 1 and noun.doc[first - 1].text == "-" and DIRECTION.match(noun.doc[first - 2].text):
            first -= 2  # "north-eastern"
        name = f"{noun.doc[first : before.i + 1].text} {place.name}"
        return Entity("Region", name, slug(name), within=place if place.kind == "State" else None)
    return place


def _phrase(noun: Token) -> str:
    """Return "Cusco province", "border with Peru", "southern provinces": with a name or a direction, else ''."""
    left = [c for c in noun.lefts if c.dep_ in {"compound", "amod", "nmod", "poss"}]
    named = [c for c in left if c.pos_ == "PROPN" or c.ent_type_ in LABELS | {"NORP"}]
    if noun.tag_ == "NNS":
        named = named or [c for c in left if DIRECTION.match(c.text)]
    words = noun.doc[named[0].left_edge.i : noun.i + 1].text if named else ""
    link = noun.nbor(1) if noun.i + 1 < len(noun.doc) else noun
    if link.lower_ in {"with", "between"} and noun.lemma_.lower() in {"border", "frontier"}:
        end = next((c for c in link.children if c.dep_ == "pobj"), link)
        words = noun.doc[noun.i : end.i + 1].text
    return re.sub(r"^the ", "", words, flags=re.IGNORECASE) if len(words) < 60 else ""


def _water(noun: Token) -> str:
    """Return "Sea of Japan" for its first word, '' where no such name stands there."""
    link = next((c for c in noun.children if c.lower_ == "of" and c.i == noun.i + 1), None)
    end = next((c for c in link.children if c.pos_ == "PROPN"), None) if link is not None else None
    return noun.doc[noun.i : end.i + 1].text if end is not None else ""


def _capital(reading: Reading, noun: Token) -> Entity | None:
    """Return the city that "the Peruvian capital" means."""
    for child in noun.children:
        mention = reading.at(child.i) if child.dep_ in {"amod", "poss", "compound"} else None
        state = next((e for e in mention.entities if e.kind == "State"), None) if mention is not None else None
        if state is not None:
            return next((cities()[city] for city, of in capitals().items() if of == state), None)
    return None


def _compound(noun: Token) -> str:
    first = noun
    while first.i > 0 and first.nbor(-1).dep_ == "compound" and first.nbor(-1).head.i == noun.i:
        first = first.nbor(-1)
    while (
        first.i > 1 and first.ent_iob_ == "I" and first.ent_type_ in LABELS and first.nbor(-1).dep_ in {"poss", "case"}
    ):
        first = first.nbor(-1)  # "Cox's Bazar"
    return noun.doc[first.i : noun.i + 1].text


def _hyphened(noun: Token) -> str:
    """Return the whole of a name whose first word a noun is, where hyphens join it: "Port-au-Prince"; else ''."""
    last = noun
    while (
        last.i + 2 < len(noun.doc)
        and not last.whitespace_
        and last.nbor(1).text == "-"
        and not last.nbor(1).whitespace_
        and last.nbor(2).ent_iob_ == "I"
    ):
        last = last.nbor(2)
    return noun.doc[noun.i : last.i + 1].text if last.i > noun.i else ""


def _told(document: Document, reading: Reading, noun: Token, kinds: frozenset[str]) -> Entity | None:
    """Return the last place of one of the kinds that was named before a word, not as an adjective."""
    n = 0
    for i in range(noun.i - 1, max(-1, noun.i - BACK), -1):
        if noun.doc[i].lower_ == noun.lower_ and (phrase := _phrase(noun.doc[i])):
            return Entity("Region", phrase, slug(phrase))
        mention = reading.at(i)
        if mention is None:
            continue
        n += 1
        place = next((e for e in mention.entities if e.kind in kinds), None)
        acts = noun.doc[i].dep_ in {"nsubj", "nsubjpass"} and document.sentence_of(noun).start <= i
        if place is not None and noun.doc[i].pos_ != "ADJ" and not acts:
            return place
    return None
