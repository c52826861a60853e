"""What the heads look at beside the encoder's vectors: short names of what the parse and the rules say."""

from __future__ import annotations

import bisect
import functools
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from extractors.happenings.events import Around, telling
from extractors.happenings.frames import Trigger, frames, lexicon
from extractors.happenings.grammar import carrier, child, clause_verb, first_conjunct, is_passive, raw_subject
from extractors.happenings.roles import roles
from extractors.happenings.same import SPEECH
from extractors.happenings.speech import kind_of_words
from extractors.happenings.status import Standing, standing
from extractors.happenings.triggers import POS, triggers
from extractors.reading import Mention, Quotation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading
    from ontology.facts import Entity

MUTUAL = frozenset({"Meeting", "Call", "Consultation", "Agreement", "Clash", "Cooperation"})
REACH = 4
"""Over how many sentences back (and one forward) a word may take part in an event."""
NEAREST = 40
"""Of more mentions in reach only so many are looked at: time stays linear in an article of one endless sentence."""


class Pair(NamedTuple):
    """A mention that may take part in an event, with its features; `token` is its head."""

    token: int
    names: tuple[str, ...]


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

    def sentence(self, token: int) -> int:
        """Return the number of the sentence in which a token stands."""
        return bisect.bisect_right(self._starts, token) - 1

    @functools.cached_property
    def candidates(self) -> tuple[int, ...]:
        """The tokens that may tell an event: verbs, nouns and adjectives outside the dateline."""
        return tuple(
            t.i
            for t in self.doc
            if t.pos_ in POS and t.idx >= self.begin and t.dep_ not in {"aux", "auxpass"} and t.text[0].isalpha()
        )

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
    def cues(self) -> set[int]:
        """The reporting verbs of quotations."""
        return {q.cue for q in self.quotations if q.cue is not None}

    # -- the type of a token's event ---------------------------------------------------------------------------------

    def rule(self, i: int) -> str:
        """Return the type of the event that the rules say a token tells, "" for none."""
        told = self.told.get(i)
        return told.event.type if told is not None else ""

    def token(self, i: int) -> tuple[str, ...]:
        """Return what says whether a token tells an event, and of which type."""
        return tuple(dict.fromkeys(self._token(self.doc[i])))

    def _token(self, t: Token) -> Iterator[str]:
        head = t.head
        lemma = t.lemma_.lower()
        yield f"pos={t.pos_}"
        yield f"tag={t.tag_}"
        yield f"dep={t.dep_}"
        yield f"lemma={lemma}/{t.pos_}"
        yield f"ent={t.ent_type_}"
        yield f"rule={self.rule(t.i)}"
        if t.i in self.found:
            yield f"trigger={self.found[t.i].type}"
        for kind in lexical(t):
            yield f"lex={kind}"
        if head.i != t.i:
            yield f"head={head.lemma_.lower()}"
            yield f"headpos={t.dep_}/{head.pos_}"
            yield f"headrule={self.rule(head.i)}"
            for kind in lexical(head):
                yield f"headlex={kind}/{t.dep_}"
        for c in t.children:
            yield f"kid={c.dep_}"
            if c.dep_ in {"prep", "prt", "neg", "aux", "auxpass", "agent", "mark", "det"}:
                yield f"kid={c.dep_}/{c.lower_}"
            if c.dep_ in {"dobj", "nsubjpass", "attr", "xcomp", "ccomp", "pobj", "acomp"}:
                yield f"obj={c.lemma_.lower()}"
                for kind in lexical(c):
                    yield f"objlex={kind}/{c.dep_}"
            if c.dep_ == "prep":
                for g in c.children:
                    for kind in lexical(g):
                        yield f"preplex={c.lower_}/{kind}"
        verb = carrier(t) if t.pos_ == "NOUN" else None
        if verb is not None:
            yield "carried"
            yield f"carrier={verb.lemma_}"
        if t.pos_ in {"VERB", "AUX"}:
            if is_passive(t):
                yield "passive"
            subject = raw_subject(t)
            mention = self.reading.at(subject.i) if subject is not None else None
            yield f"subject={mention.entities[0].kind if mention and mention.entities else subject.pos_ if subject is not None else ''}"
            clause = child(t, "ccomp")
            if clause is not None:
                for c in clause.children:
                    if c.dep_ in {"aux", "neg"}:
                        yield f"saysaux={c.lower_}"
                yield f"saysrule={self.rule(clause.i) or clause.pos_}"
        if t.i in self.cues:
            yield "cue"
            kinds = {kind_of_words(q.words) for q in self.quotations if q.cue == t.i}
            yield from (f"quotes={kind}" for kind in sorted(kinds))
        if (quotation := self.quoted.get(t.i)) is not None:
            yield "quoted"
            yield f"quoted/{t.dep_}"
            yield f"quotedkind={kind_of_words(quotation.words)}"
            yield f"quotedcue={quotation.cue is not None}"
        if head.i == t.i:
            yield f"root/{t.pos_}"
        yield f"sentence={min(self.sentence(t.i), 3)}"

    # -- its standing -------------------------------------------------------------------------------------------------

    def standings(self, kinds: Mapping[int, str]) -> dict[int, tuple[Trigger, Standing]]:
        """Return what the rules say of each trigger, given the types of all."""
        found = {i: self.trigger(i, kind) for i, kind in kinds.items()}
        return {i: (trigger, standing(self.doc[i], found)) for i, trigger in found.items()}

    def trigger(self, i: int, kind: str) -> Trigger:
        """Return the frame by which a token tells an event of a type: the lexicon's own, or what its type suggests."""
        rule = self.found.get(i)
        if rule is not None and rule.type == kind:
            return rule
        token = self.doc[i]
        pos = POS.get(token.pos_, "noun")
        for row in lexicon().get((pos, token.lemma_.lower()), ()):
            if row.type == kind:
                return row
        return _default(kind, pos)

    def status(self, i: int, kind: str, stand: Standing, kinds: Mapping[int, str]) -> tuple[str, ...]:
        """Return what says how an event stands."""
        return tuple(dict.fromkeys(self._status(self.doc[i], kind, stand, kinds)))

    def _status(self, t: Token, kind: str, stand: Standing, kinds: Mapping[int, str]) -> Iterator[str]:
        speech = kind in SPEECH
        yield f"type={kind}"
        yield f"speech={speech}"
        yield f"rule={stand.status}"
        yield f"rule={stand.status}/{speech}"
        yield f"because={stand.because}"
        parent = kinds.get(stand.content_of, "") if stand.content_of is not None else ""
        yield f"content={parent}"
        yield f"content={parent}/{speech}"
        yield f"lemma={t.lemma_.lower()}"
        yield f"tag={t.tag_}"
        yield f"dep={t.dep_}"
        if t.i in self.quoted:
            yield f"quoted/{speech}"
        verb = t if t.pos_ in {"VERB", "AUX"} else carrier(t) or clause_verb(t)
        if verb is not None:
            own = "own" if verb.i == t.i else "carrier" if t.pos_ == "NOUN" and carrier(t) is not None else "clause"
            yield f"{own}tag={verb.tag_}"
            yield f"{own}lemma={verb.lemma_}"
            for c in verb.children:
                if c.dep_ in {"aux", "auxpass", "neg", "mark"} or (c.dep_ == "advmod" and len(c.text) < 12):
                    yield f"{own}kid={c.lower_}"
                    yield f"{own}kid={c.lower_}/{speech}"
        for c in t.children:
            if c.dep_ in {"amod", "det"}:
                yield f"mod={c.lower_}"
        node, steps = first_conjunct(t), 0
        while node.head.i != node.i and steps < 3:
            yield f"up{steps}={node.dep_}"
            node = node.head
            steps += 1
            yield f"above={node.lemma_.lower()}"
            if node.i in kinds:
                yield f"abovetype={kinds[node.i]}"
            for c in node.children:
                if c.dep_ in {"aux", "neg", "mark"}:
                    yield f"abovekid={c.lower_}"

    # -- who takes part ----------------------------------------------------------------------------------------------

    def near(self, i: int) -> list[Mention]:
        """Return the mentions that may take part in the event of a token, nearest first where there are many."""
        number = self.sentence(i)
        low = self._starts[max(number - REACH, 0)]
        high = self._starts[number + 2] if number + 2 < len(self._starts) else len(self.doc)
        left, right = bisect.bisect_left(self._mention_heads, low), bisect.bisect_left(self._mention_heads, high)
        at = bisect.bisect_left(self._mention_heads, i, left, right)
        near = self.mentions[max(left, at - NEAREST) : min(right, at + NEAREST)]
        return sorted(sorted(near, key=lambda m: abs(m.head - i))[:NEAREST], key=lambda m: m.head)

    def participants(
        self, i: int, trigger: Trigger, stand: Standing, kinds: Mapping[int, str]
    ) -> list[tuple[Mention, Pair]]:
        """Return the mentions that may take part in an event, each with what says how."""
        t = self.doc[i]
        agents, recipients = roles(t, trigger, self.reading)
        speaker = self._speaker(i)
        subject = raw_subject(t if t.pos_ in {"VERB", "AUX"} else carrier(t) or clause_verb(t) or t)
        parent = stand.content_of if stand.content_of in kinds else None
        upper = (
            roles(self.doc[parent], self.trigger(parent, kinds[parent]), self.reading)
            if parent is not None
            else ((), ())
        )
        found = []
        for m in self.near(i):
            names = self._pair(t, m.head, trigger.type)
            entity = m.entities[0]
            group = _class(trigger.type)
            names += [
                f"kind={entity.kind}/{group}",
                f"mention={m.rule}",
                f"count={min(self.counts[entity], 5)}",
                f"seenfirst={self.first[entity] == m.head}",
            ]
            if len(m.entities) > 1:
                names.append("several")
            for role, members in (("agent", agents), ("recipient", recipients)):
                if any(e in members for e in m.entities):
                    names += [
                        f"rules={role}",
                        f"rules={role}/{group}",
                        f"rules={role}/{trigger.type}",
                        f"rules={role}/{trigger.pos}",
                    ]
            if not any(e in agents or e in recipients for e in m.entities):
                names.append(f"rules=none/{bool(agents)}/{bool(recipients)}/{group}")
            for role, members in zip(("agent", "recipient"), upper, strict=True):
                if any(e in members for e in m.entities):
                    names += [f"upper={role}", f"upper={role}/{trigger.type}", f"upper={role}/{kinds[parent or 0]}"]
            if subject is not None and m.head == subject.i:
                names += [f"subject/{group}/{t.pos_}", f"subject/{trigger.type}"]
            if speaker is not None and speaker in m.entities:
                names += [f"speaker/{group}", f"speaker/{trigger.type}"]
            found.append((m, Pair(m.head, tuple(dict.fromkeys(names)))))
        return found

    def _speaker(self, i: int) -> Entity | None:
        quotation = self.quoted.get(i) or next((q for q in self.quotations if q.cue == i), None)
        return quotation.speaker if quotation is not None else None

    def _pair(self, t: Token, other: int, kind: str) -> list[str]:
        o = self.doc[other]
        group = _class(kind)
        gap = self.sentence(other) - self.sentence(t.i)
        side = "after" if other > t.i else "before"
        far = abs(other - t.i)
        names = [
            f"gap={gap}",
            f"gap={gap}/{group}",
            f"{side}={_bucket(far) if gap == 0 else 'x'}",
            f"dep={o.dep_}/{gap == 0}",
            f"type={kind}",
        ]
        if gap == 0:
            path = _path(t, o)
            names += [f"path={path}", f"path={path}/{group}", f"path={path}/{kind}", f"steps={path.count(' ')}/{side}"]
            if o.dep_ in {"pobj", "conj"}:
                prep = first_conjunct(o).head
                names += [f"prep={prep.lower_}/{group}", f"prep={prep.lower_}/{kind}"]
        else:
            names.append(f"dep={o.dep_}/{gap}/{o.head.dep_ == 'ROOT'}")
        return names


def lexical(token: Token) -> tuple[str, ...]:
    """Return the types that the lexicon knows for a word, whatever stands around it."""
    pos = POS.get(token.pos_)
    rows = lexicon().get((pos, token.lemma_.lower()), ()) if pos else ()
    return tuple(dict.fromkeys(row.type for row in rows))


@functools.cache
def _default(kind: str, pos: str) -> Trigger:
    rows = [row for row in frames()[0] if row.type == kind]
    same = [row for row in rows if row.pos == pos] or rows
    content = Counter(row.content for row in same).most_common(1)[0][0]
    mutual = kind in MUTUAL
    agents = ("subject", "object", "with", "between", "to") if mutual else ("subject",)
    recipients = () if mutual else ("object", "to", "on")
    if pos == "noun":
        agents = ("subject", "between", "with", "of", "poss", "pre") if mutual else ("by", "poss", "subject", "pre")
        recipients = () if mutual else ("to", "on", "of")
    return Trigger(kind, pos, ("",), agents, recipients, content=content, mutual=mutual, speech=kind in SPEECH)  # type: ignore[arg-type]


def _class(kind: str) -> str:
    return "speech" if kind in SPEECH else "mutual" if kind in MUTUAL else "act"


def _bucket(far: int) -> int:
    return next(n for n in (1, 2, 3, 5, 8, 13, 21, 10_000_000) if far <= n)


def _path(a: Token, b: Token) -> str:
    """Return the arcs from one token to another of the same sentence, up then down; long ones are cut short."""
    up: dict[int, list[str]] = {}
    node, arcs = a, []
    for _ in range(30):
        up[node.i] = list(arcs)
        if node.head.i == node.i:
            break
        arcs.append(f"<{node.dep_}")
        node = node.head
    node, down = b, []
    for _ in range(30):
        if node.i in up:
            path = [*up[node.i], *reversed(down)]
            return " ".join(path) if len(path) <= 5 else f"long {min(len(path), 9)}"
        if node.head.i == node.i:
            break
        down.append(f">{node.dep_}" + (f":{node.lower_}" if node.dep_ in {"prep", "agent"} else ""))
        node = node.head
    return "apart"
