"""Direct quotations of at least four words, and who speaks them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.reading import Quotation
from extractors.speech.known import Known
from extractors.speech.marks import Quoted, quoted
from extractors.speech.speakers import (
    cues,
    governor,
    over_all,
    owner_of,
    put_by,
    sayer_of,
    subject_of,
    uppermost,
    word_of,
)
from extractors.speech.stops import ENDS, since_stop, tokens, until_stop
from extractors.speech.words import CUES, PERSONAL, PLAIN, SAYINGS, SINGULAR, WEAK
from extractors.when.dating import date_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading
    from ontology.facts import Entity

WORDS = 4
"""A quotation has at least so many words."""
CLOSE = 10
"""In how many tokens after a quotation and its comma any verb of saying tells who speaks: '"...," Lopes called out'."""
ABOVE = 2000
"""How many characters above a quotation its speaker is looked for."""
_TITLED = re.compile(
    r"\b(?:entitled|titled|named|nicknamed|headlined|dubbed|known as|so-called|motto (?:is|was)"
    r"|the (?:book|film|song|novel|movie|slogan))[\s,:]*$",
    re.IGNORECASE,
)
BESIDE = frozenset({"appos", "nsubj", "ROOT", "npadvmod"})


@dataclass(frozen=True, slots=True)
class _Voice:
    """Who speaks, by which verb."""

    speaker: Entity | None
    cue: Token | None


def quotes(document: Document, reading: Reading, /) -> Iterable[Quotation]:
    """Yield the direct quotations, in the order of the text, each passage between marks as one.

    The pieces of "A," said X. "B." are two quotations of the same speaker.
    """
    text = document.article.text
    passages = quoted(document)
    for passage, voice in zip(passages, _voices(document, reading, passages), strict=True):
        words = passage.span.of(text)
        if len([w for w in words.split() if re.search(r"\w", w)]) < WORDS or _is_title(text, passage):
            continue
        cue = voice.cue if voice else None
        yield Quotation(
            span=passage.span,
            words=words,
            speaker=voice.speaker if voice else None,
            cue=cue.i if cue is not None else None,
            moment=date_of(document, reading, cue) if cue is not None else None,
            pieces=(passage.span,),
        )


def _voices(document: Document, reading: Reading, passages: tuple[Quoted, ...]) -> list[_Voice | None]:
    """Return who speaks each passage.

    One that goes on in the next paragraph is spoken by whoever speaks there, where nobody is named beside it.
    """
    text, known = document.article.text, Known(document, reading)
    found: list[_Voice | None] = []
    named: list[bool] = []
    last: _Voice | None = None
    last_end = 0
    for n, passage in enumerate(passages):
        left = passages[n - 1].outer.end if n else 0
        right = passages[n + 1].outer.begin if n + 1 < len(passages) else len(text)
        paragraph = document.paragraphs[document.paragraph_of(passage.outer.begin)]
        before = tokens(document, max(left, paragraph.begin), passage.outer.begin)
        after = tokens(document, passage.outer.end, min(right, paragraph.end))
        goes_on = (
            left > paragraph.begin
            and not any(t.text in ENDS - {";"} for t in before)
            and not _ended(text, passages[n - 1])
        )
        voice = _voice(document, known, passage, since_stop(before), until_stop(after), last if goes_on else None)
        if voice is None and passage.closed:
            voice = _signed(document, known, passage)
        named.append(voice is not None)
        if voice is None and (left > paragraph.begin or (n and not passages[n - 1].closed)):
            voice = last
        if voice is None:
            voice = _from_above(document, known, passage, last, last_end)
        if voice is not None:
            last, last_end = voice, passage.outer.end
        found.append(voice)
    for n in range(len(passages) - 2, -1, -1):
        if not passages[n].closed and not named[n]:
            found[n] = found[n + 1] or found[n]
    return found


def _signed(document: Document, known: Known, passage: Quoted) -> _Voice | None:
    """Return who signs a passage that is a paragraph by itself: the next begins with a dash and the name."""
    number = document.paragraph_of(passage.outer.begin)
    own = document.paragraphs[number]
    if (own.begin, own.end) != (passage.outer.begin, passage.outer.end) or number + 1 >= len(document.paragraphs):
        return None
    line = document.paragraphs[number + 1]
    dash = re.match(r"[-\u2013\u2014]+\s*", line.of(document.article.text))
    signed = tokens(document, line.begin + dash.end(), line.end) if dash is not None else []
    found = next(filter(None, (known.at(t) for t in signed[:4])), None)
    return _Voice(found, None) if found is not None and found.kind == "Person" else None


def _ended(text: str, passage: Quoted) -> bool:
    return text[passage.span.end - 1] in ".!?" or text[passage.outer.end : passage.outer.end + 1] in {".", "!", "?"}


def _is_title(text: str, passage: Quoted) -> bool:
    """Say whether the words are the name of something: after "entitled", or capitalised throughout."""
    if _TITLED.search(text, max(0, passage.outer.begin - 30), passage.outer.begin):
        return True
    words = re.findall(r"[^\W\d_]{4,}", passage.span.of(text))
    return len(words) > 1 and all(w[0].isupper() for w in words)


def _voice(
    document: Document,
    known: Known,
    passage: Quoted,
    before: list[Token],
    after: list[Token],
    going: _Voice | None,
) -> _Voice | None:
    text = document.article.text
    ended = _ended(text, passage)
    starts = not any(t.is_alpha for t in before)
    comma = text[passage.span.end : passage.span.end + 3].replace('"', "").replace("\u201d", "").strip()[:1] == ","
    said = (
        cues(after, PLAIN | {"quote"})
        or cues(after[:1])
        or (cues(after[:CLOSE], CUES - WEAK) if comma and starts else [])
    )
    told = cues(before)
    plain = [t for t in told if t.lemma_.lower() in PLAIN]
    verbless = not any(t.pos_ in {"VERB", "AUX"} for t in before)
    if (
        said
        and (starts or verbless or (comma and not plain))
        and (not ended or comma or text[passage.span.end - 1] in "?!" or said[0].i - after[0].i < 3)
    ):
        cue = said[0]
        if cue.i - after[0].i <= 25:
            pronoun = subject_of(cue)
            if going is not None and pronoun is not None and pronoun.lower_ in SINGULAR:
                return _Voice(going.speaker, cue)  # he who spoke the words before in the same sentence
            found = _speaker(known, cue, after, passage)
            if found is not None:
                return _Voice(found, cue)
    last = over_all(passage.outer.begin, after)
    if last is not None and not plain and (found := _speaker(known, last, after, passage)) is not None:
        return _Voice(found, last)
    if (put := put_by(after)) is not None and (found := _speaker(known, put, after)) is not None:
        return _Voice(found, put)
    above = _above(document, passage, before)
    if above is not None and above.lemma_.lower() in SAYINGS and above.pos_ == "NOUN":
        found = _said_by(known, above)
        if found is not None:
            return _Voice(found, None)
    if before and not plain and before[-1].text == ":":
        for token in before:  # "The president, Ana Lopes, wants them gone: ..."
            found = known.at(token) if token.dep_ in BESIDE else None
            if found is not None and found.kind == "Person" and not found.local:
                return _Voice(found, None)
    nearest = [above] if above is not None and above in told else []
    for cue in [*nearest, *reversed(plain), *reversed(told)]:
        own = subject_of(cue)
        if going is not None and cue.tag_ == "VBG" and (own is None or own.i < before[0].i):
            return _Voice(going.speaker, cue)  # "...", adding that "..."
        found = _speaker(known, cue, before)
        if found is not None:
            return _Voice(found, cue)
    source = _according(known, after if starts else [*before, *after]) or _according(known, before)
    if source is not None:
        return _Voice(source, None)
    if (word := word_of(before)) is not None and (found := known.of(word)) is not None:
        return _Voice(found, None)
    if going is not None:
        return going
    verbs = [t for t in before if t.pos_ in {"VERB", "AUX"}]
    for inner in reversed(verbs):
        verb = uppermost(inner, before)
        found = _speaker(known, verb, before)
        if found is not None and found.kind != "State" and not any(c.tag_ == "MD" for c in verb.children):
            return _Voice(found, verb)
    if before and before[-1].text == ":":
        for token in reversed(before):
            if (found := known.at(token)) is not None:
                return _Voice(found, None)
    return None


def _above(document: Document, passage: Quoted, before: list[Token]) -> Token | None:
    """Return the word of saying, before a quotation inside a sentence, on which the parse makes it depend."""
    words = document.doc.char_span(passage.span.begin, passage.span.end, alignment_mode="contract")
    if words is None or not before:
        return None
    found = governor(words.root, passage.outer.begin, passage.outer.end)
    return found if found is not None and before[0].i <= found.i <= before[-1].i else None


def _said_by(known: Known, word: Token) -> Entity | None:
    sayer = sayer_of(word)
    return known.of(sayer) if sayer is not None else None


def _speaker(known: Known, cue: Token, window: list[Token], passage: Quoted | None = None) -> Entity | None:
    """Return who says something by a verb; nobody whose name stands in the words quoted."""
    subject = subject_of(cue)
    if subject is not None and passage is not None and passage.outer.begin <= subject.idx < passage.outer.end:
        subject = None
    if subject is not None:
        found = known.of(subject)
        if (found is None or found.local or found.kind == "Community") and (
            one := known.told_last(subject)
        ) is not None:
            return one
        if found is not None and known.at(subject) is not None:
            return found
        if subject.lower_ in PERSONAL:
            return None
        if subject.ent_type_ == "PERSON" and subject.pos_ == "PROPN" and found is not None:
            return found
        for token in window:  # "After the vote the minister, Ana Lopes, said": the parse may take the vote for it
            if subject.i < token.i < cue.i and token.pos_ == "PROPN" and token.dep_ in BESIDE:
                named = known.at(token)
                if named is not None:
                    return named
        if found is not None:
            return found
    if cue.i > 0 and (named := known.part(cue.nbor(-1))) is not None:
        return named
    near = sorted((t for t in window if abs(t.i - cue.i) <= 10), key=lambda t: (abs(t.i - cue.i), t.i))
    for token in near:
        found = known.at(token)
        if found is not None and token.dep_ not in {"pobj", "dobj", "poss", "compound"}:
            return found
    return None


def _according(known: Known, window: list[Token]) -> Entity | None:
    for n, token in enumerate(window):
        if token.lower_ == "according":
            for t in window[n + 1 : n + 14]:
                if t.dep_ == "pobj":
                    return known.of(owner_of(t))
    return None


def _from_above(document: Document, known: Known, passage: Quoted, last: _Voice | None, last_end: int) -> _Voice | None:
    """Take the speaker from the sentence before: one who spoke there, or the person whom it is about."""
    number = document.paragraph_of(passage.outer.begin)
    begin = max(document.paragraphs[max(number - 1, 0)].begin, passage.outer.begin - ABOVE)
    words = tokens(document, begin, passage.outer.begin)
    sentences: list[list[Token]] = [[]]
    for token in words:
        sentences[-1].append(token)
        if token.text in ENDS:
            sentences.append([])
    for sentence in reversed([s for s in sentences if any(t.is_alpha for t in s)][-2:]):
        for cue in reversed(cues(sentence)):
            found = _speaker(known, cue, sentence)
            if found is not None:
                return _Voice(found, cue)
        for token in sentence:
            found = known.at(token)
            if token.dep_ in {"nsubj", "nsubjpass"} and found is not None and found.kind == "Person":
                return _Voice(found, None)
    return last if last and passage.outer.begin - last_end < 1500 else None
