"""An article as the heads look at it: what the rules say of its words, its mentions and its quotations."""

from __future__ import annotations

import bisect
import functools
import re
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.grammar import first_conjunct, raw_subject
from extractors.happenings.events import Around, telling
from extractors.happenings.same import SPEECH
from extractors.happenings.status import Standing, standing
from extractors.happenings.triggers import POS, triggers
from extractors.lexicon import Trigger, frames, lexicon
from extractors.placenames import dateline_city, place_at
from extractors.places import objects
from extractors.placewords import HELD, LOCATIVE, RANK, SCENE, TOWARDS
from extractors.reading import Mention, Quotation, When
from extractors.who.gazetteer import cities
from extractors.who.home import Home
from ontology.facts import Entity
from ontology.uris import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.lexicon import PartOfSpeech
    from extractors.reading import Reading

MUTUAL = frozenset({"Meeting", "Call", "Consultation", "Agreement", "Clash", "Cooperation"})
_HOUSES = frozenset({"at", "outside", "inside", "near"})
"""Words after which a body's name is the house where it sits: "outside the National Assembly"."""
REACH = 4
"""Over how many sentences back (and one forward) a word may take part in an event."""
NEAREST = 40
"""Of more mentions in reach only so many are looked at: time stays linear in an article of one endless sentence."""
LEADING = 3
"""How many of those who are named most are always looked at."""


class View:
    """An article as the heads look at it. Everything is computed once, when it is first asked for."""

    def __init__(self, document: Document, reading: Reading) -> None:
        self.document, self.reading, self.doc = document, reading, document.doc
        self.begin = document.dateline.end if document.dateline else 0
        self.found = triggers(document.doc, reading, self.begin)
        self.around = Around.of(document, reading)
        stands = {i: standing(document.doc[i], self.found) for i in self.found}
        self.told = {i: telling(document, reading, i, self.found, stand, self.around) for i, stand in stands.items()}
        self.mentions = sorted((m for m in reading.all(Mention) if m.entities), key=lambda m: (m.head, m.span))
        self._mention_heads = [m.head for m in self.mentions]
        self.quotations = reading.all(Quotation)
        self._starts = [s.start for s in document.sentences]
        self.counts = Counter(e for m in self.mentions for e in m.entities)
        self.first = {e: m.head for m in reversed(self.mentions) for e in m.entities}
        self.whens = sorted(reading.all(When), key=lambda w: w.head)
        self.places = sites(document, reading, self.mentions)

    def sentence(self, token: int) -> int:
        """Return the number of the sentence in which a token stands."""
        return bisect.bisect_right(self._starts, token) - 1

    def stretch(self, number: int, back: int, ahead: int) -> tuple[int, int]:
        """Return the range of tokens from so many sentences before one to so many after it."""
        end = number + ahead + 1
        return self._starts[max(number - back, 0)], self._starts[end] if end < len(self._starts) else len(self.doc)

    @functools.cached_property
    def candidates(self) -> tuple[int, ...]:
        """The tokens that may tell an event: verbs, nouns and adjectives outside the dateline."""
        return tuple(
            t.i
            for t in self.doc
            if t.pos_ in POS and t.idx >= self.begin and t.dep_ not in {"aux", "auxpass"} and t.text[0].isalpha()
        )

    @functools.cached_property
    def home(self) -> Home:
        """Which state the article is about."""
        return Home(self.document, self.reading)

    @functools.cached_property
    def scenes(self) -> list[int]:
        """The heads of places that a phrase of place names ("in Lima"), in order."""
        return [
            m.head
            for m in self.places
            if first_conjunct(self.doc[m.head]).head.lower_ in SCENE and m.entities[0].kind in HELD
        ]

    @functools.cached_property
    def places_of(self) -> dict[int, list[Mention]]:
        """The mentions of places in each sentence."""
        found: defaultdict[int, list[Mention]] = defaultdict(list)
        for m in self.places:
            found[self.sentence(m.head)].append(m)
        return found

    @functools.cached_property
    def quoted(self) -> dict[int, Quotation]:
        """The quotation in which each token stands."""
        found: dict[int, Quotation] = {}
        for q in self.quotations:
            words = self.doc.char_span(q.span.begin, q.span.end, alignment_mode="contract")
            for t in words if words is not None else ():
                found[t.i] = q
        return found

    @functools.cached_property
    def cues(self) -> dict[int, list[Quotation]]:
        """The reporting verbs of quotations, with the quotations of each."""
        found: dict[int, list[Quotation]] = {}
        for q in self.quotations:
            if q.cue is not None:
                found.setdefault(q.cue, []).append(q)
        return found

    @functools.cached_property
    def weight(self) -> dict[Entity, int]:
        """How often each entity is named, as a rank: the one named most is the first."""
        return {entity: n for n, (entity, _) in enumerate(self.counts.most_common())}

    @functools.cached_property
    def leading(self) -> tuple[Entity, ...]:
        """Who is named most, states and places aside: what is told without a doer is often theirs, however far back."""
        return tuple(e for e, _ in self.counts.most_common() if e.kind not in RANK)[:LEADING]

    @functools.cached_property
    def _mentions_of(self) -> dict[Entity, list[Mention]]:
        found: defaultdict[Entity, list[Mention]] = defaultdict(list)
        for m in self.mentions:
            for entity in m.entities:
                found[entity].append(m)
        return found

    @functools.cached_property
    def subjects(self) -> list[Entity | None]:
        """The subject of each sentence's main verb, where it is somebody."""
        found: list[Entity | None] = []
        for sentence in self.document.sentences:
            subject = raw_subject(sentence.root)
            mention = self.reading.at(subject.i) if subject is not None else None
            found.append(mention.entities[0] if mention is not None and mention.entities else None)
        return found

    def recent(self, i: int) -> dict[Entity, int]:
        """Return the last entities named before a token, each with how many others were named after it."""
        found: dict[Entity, int] = {}
        at = bisect.bisect_left(self._mention_heads, i)
        for mention in reversed(self.mentions[max(0, at - NEAREST) : at]):
            for entity in mention.entities:
                found.setdefault(entity, len(found))
        return found

    def rule(self, i: int) -> str:
        """Return the type of the event that the rules say a token tells, "" for none."""
        told = self.told.get(i)
        return told.event.type if told is not None else ""

    def standings(self, kinds: Mapping[int, str]) -> dict[int, tuple[Trigger, Standing]]:
        """Return what the rules say of each trigger, given the types of all."""
        found = {i: self.trigger(i, kind) for i, kind in kinds.items()}
        return {i: (trigger, standing(self.doc[i], found)) for i, trigger in found.items()}

    def trigger(self, i: int, kind: str) -> Trigger:
        """Return the frame by which a token tells an event of a type: the lexicon's own, or what its type suggests."""
        rule = self.found.get(i)
        if rule is not None and kind in {rule.type, self.rule(i)}:
            return replace(rule, type=kind)
        token = self.doc[i]
        pos = POS.get(token.pos_, "noun")
        for row in lexicon().get((pos, token.lemma_.lower()), ()):
            if row.type == kind:
                return row
        return _default(kind, pos)

    def near(self, i: int) -> list[Mention]:
        """Return the mentions that may take part in the event of a token, nearest first where there are many."""
        number = self.sentence(i)
        low, high = self.stretch(number, REACH, 1)
        left, right = bisect.bisect_left(self._mention_heads, low), bisect.bisect_left(self._mention_heads, high)
        at = bisect.bisect_left(self._mention_heads, i, left, right)
        near = self.mentions[max(left, at - NEAREST) : min(right, at + NEAREST)]
        near = sorted(near, key=lambda m: abs(m.head - i))[:NEAREST]
        present = {e for m in near for e in m.entities}
        near += [self._before(e, i) for e in (self.speaker(i), *self.leading) if e in self.first and e not in present]
        return sorted(dict.fromkeys(near), key=lambda m: m.head)

    def _before(self, entity: Entity, i: int) -> Mention:
        """Return the last mention of an entity before a token, its first where none is."""
        found = self._mentions_of[entity]
        return found[max(bisect.bisect_left(found, i, key=lambda m: m.head) - 1, 0)]

    def speaker(self, i: int) -> Entity | None:
        """Return who speaks the quotation in which a token stands, or which it reports."""
        quotation = self.quoted.get(i) or next(iter(self.cues.get(i, ())), None)
        return quotation.speaker if quotation is not None else None


def sites(document: Document, reading: Reading, mentions: Iterable[Mention]) -> list[Mention]:
    """Return what may be the place of something, in the order of the text.

    Beside the mentions of places these are the city of the dateline, the city whose name stands for a government, and
    what words after "in", "at" and the like name: there a capital is a city, and a house is a place.
    """
    found = {(m.head, e): m for m in mentions if (e := m.entities[0]).kind in RANK}
    city = dateline_city(document)
    if city is not None and document.doc:
        found[0, city] = Mention(document.span(document.doc[0]), 0, (city,), "dateline")
    for m in [*found.values()]:
        name = m.span.of(document.article.text).removesuffix("'s").removesuffix("\u2019s")
        if m.entities[0].kind == "State" and name in cities():
            found[m.head, cities()[name]] = Mention(m.span, m.head, (cities()[name],), "seat")
    for token in document.doc:
        if token.pos_ != "ADP" or token.lower_ not in LOCATIVE | TOWARDS | {"from"}:
            continue
        for noun in objects(token):
            place = place_at(document, reading, noun, located=True)
            rule = "site"
            if place is None and token.lower_ in _HOUSES and noun.pos_ == "PROPN":
                words = noun.doc[noun.left_edge.i : noun.i + 1]
                name = re.sub(r"^(?:the|a|an) ", "", words.text, flags=re.IGNORECASE)
                place, rule = Entity("Place", name, slug(name)), "house"
            if place is not None:
                found.setdefault((noun.i, place), Mention(document.span(noun), noun.i, (place,), rule))
    return [m for _, m in sorted(found.items(), key=lambda item: item[0][0])]


def lexical(token: Token) -> tuple[str, ...]:
    """Return the types that the lexicon knows for a word, whatever stands around it."""
    pos = POS.get(token.pos_)
    rows = lexicon().get((pos, token.lemma_.lower()), ()) if pos else ()
    return tuple(dict.fromkeys(row.type for row in rows))


@functools.cache
def _default(kind: str, pos: PartOfSpeech) -> Trigger:
    rows = [row for row in frames()[0] if row.type == kind]
    same = [row for row in rows if row.pos == pos] or rows
    counted = Counter(row.content for row in same)
    content = max(same, key=lambda row: counted[row.content]).content
    mutual = kind in MUTUAL
    agents: tuple[str, ...] = ("subject", "object", "with", "between", "to") if mutual else ("subject",)
    recipients: tuple[str, ...] = () if mutual else ("object", "to", "on")
    if pos == "noun":
        agents = ("subject", "between", "with", "of", "poss", "pre") if mutual else ("by", "poss", "subject", "pre")
        recipients = () if mutual else ("to", "on", "of")
    return Trigger(kind, pos, ("",), agents, recipients, content=content, mutual=mutual, speech=kind in SPEECH)
