"""What says whether a word tells an event, of which type, and how it stands: names of what the parse and rules say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.grammar import carrier, child, clause_verb, first_conjunct, is_passive, raw_subject
from extractors.happenings.same import SPEECH
from extractors.happenings.speech import kind_of_words
from extractors.learned.view import lexical

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from spacy.tokens import Token

    from extractors.happenings.status import Standing
    from extractors.learned.view import View


_SAID = 24
"""Of what is said, so many words nearest its head are heard."""
_TELLING = frozenset({"VERB", "NOUN", "ADJ", "ADV", "AUX", "PROPN", "SCONJ"})
_NOT = frozenset({"no", "none", "nobody", "nothing", "never", "neither", "nor", "without"})


def of_word(view: View, i: int) -> tuple[str, ...]:
    """Return what says whether a token tells an event, and of which type."""
    return tuple(dict.fromkeys(_word(view, view.doc[i])))


def _word(view: View, t: Token) -> Iterator[str]:
    yield from _own(view, t)
    yield from _around(view, t)
    if t.pos_ in {"VERB", "AUX"}:
        yield from _clause(view, t)
    yield from _said(view, t)


def _own(view: View, t: Token) -> Iterator[str]:
    head = t.head
    lemma = t.lemma_.lower()
    yield f"pos={t.pos_}"
    yield f"tag={t.tag_}"
    yield f"dep={t.dep_}"
    yield f"lemma={lemma}/{t.pos_}"
    yield f"ent={t.ent_type_}"
    yield f"rule={view.rule(t.i)}"
    if t.i in view.found:
        yield f"trigger={view.found[t.i].type}"
    for kind in lexical(t):
        yield f"lex={kind}"
    if head.i != t.i:
        yield f"head={head.lemma_.lower()}"
        yield f"headpos={t.dep_}/{head.pos_}"
        yield f"headrule={view.rule(head.i)}"
        for kind in lexical(head):
            yield f"headlex={kind}/{t.dep_}"
    if head.i == t.i:
        yield f"root/{t.pos_}"
    yield f"sentence={min(view.sentence(t.i), 3)}"


def _around(view: View, t: Token) -> Iterator[str]:
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
    if t.i in view.cues:
        yield "cue"
        kinds = {kind_of_words(q.words) for q in view.cues[t.i]}
        yield from (f"quotes={kind}" for kind in sorted(kinds))
    if (quotation := view.quoted.get(t.i)) is not None:
        yield "quoted"
        yield f"quoted/{t.dep_}"
        yield f"quotedkind={kind_of_words(quotation.words)}"
        yield f"quotedcue={quotation.cue is not None}"


def _clause(view: View, t: Token) -> Iterator[str]:
    if is_passive(t):
        yield "passive"
    subject = raw_subject(t)
    mention = view.reading.at(subject.i) if subject is not None else None
    plain = subject.pos_ if subject is not None else ""
    yield f"subject={mention.entities[0].kind if mention and mention.entities else plain}"
    clause = child(t, "ccomp")
    if clause is not None:
        for c in clause.children:
            if c.dep_ in {"aux", "neg"}:
                yield f"saysaux={c.lower_}"
        yield f"saysrule={view.rule(clause.i) or clause.pos_}"


def content(view: View, i: int) -> int:
    """Return the head of what is said by the word at a token: of its clause or its quotation; the token itself if none.

    What somebody says decides whether it is a statement, an accusation or a pledge.
    """
    t = view.doc[i]
    clause = child(t, "ccomp") or (child(t, "acl") if t.pos_ == "NOUN" else None)
    if clause is not None and clause.i not in view.quoted:
        return int(clause.i)
    for quotation in view.cues.get(i, ()):
        words = view.doc.char_span(quotation.span.begin, quotation.span.end, alignment_mode="contract")
        if words is not None and len(words):
            return int(words.root.i)
    return int(clause.i) if clause is not None else i


def _said(view: View, t: Token) -> Iterator[str]:
    """Yield the words of what is said by a word, with what turns their sense round."""
    head = content(view, t.i)
    if head == t.i and t.i not in view.quoted:
        return
    root = view.doc[head]
    own = "said" if head != t.i else "saying"
    words = sorted(root.subtree, key=lambda w: abs(w.i - head))[:_SAID] if head != t.i else []
    for w in words:
        if w.pos_ in _TELLING:
            yield f"{own}={w.lemma_.lower()}"
            for kind in lexical(w):
                yield f"{own}lex={kind}"
        elif w.dep_ == "neg" or w.lower_ in _NOT:
            yield f"{own}not/{w.head.i == head}"
    yield f"{own}root={root.lemma_.lower()}"
    yield f"{own}tag={root.tag_}"
    for c in root.children:
        if c.dep_ in {"aux", "neg", "nsubj", "expl", "nsubjpass"}:
            yield f"{own}kid={c.dep_}/{c.lower_}"
    subject = raw_subject(root)
    if subject is not None and head != t.i:
        speaker = raw_subject(t)
        mention, sayer = view.reading.at(subject.i), view.reading.at(speaker.i) if speaker is not None else None
        if mention and mention.entities:
            same = bool(sayer and sayer.entities and sayer.entities[0] == mention.entities[0])
            yield f"{own}of={'self' if same else mention.entities[0].kind}"


def of_status(view: View, i: int, kind: str, stand: Standing, kinds: Mapping[int, str]) -> tuple[str, ...]:
    """Return what says how an event stands."""
    return tuple(dict.fromkeys(_status(view, view.doc[i], kind, stand, kinds)))


def _status(view: View, t: Token, kind: str, stand: Standing, kinds: Mapping[int, str]) -> Iterator[str]:
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
    if t.i in view.quoted:
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
