"""An article with its facts in place: paragraphs with marked words, numbered notes beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ontology import others, terms
from server.web.people import facts as f
from server.web.people.marked import Mark, Piece, Spot, pieces
from server.web.people.nodes import Nodes, values
from server.web.people.notes import BRIEF, SIZE, elsewhere, in_full, noted, words_of
from server.web.people.wording import When, when

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from server.web.people.nodes import Rows
    from server.web.people.notes import Elsewhere, Note


SPOTS = 400
"""How many names in the text of a page are links."""
_PARAGRAPH = re.compile(r"\S(?:[^\n]*\S)?")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's shown pieces and the notes that begin in it; `gap` says that text before it is not shown."""

    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]
    gap: bool = False


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """All that an article's page shows."""

    iri: str
    headline: str
    published: When
    publisher: str
    url: str
    whole: bool
    paragraphs: tuple[Paragraph, ...]
    counts: tuple[tuple[str, str, int], ...]
    """Shape, name in the plural or singular, number."""
    number: int
    """How many facts there are."""
    open: frozenset[int]
    """The numbers of the notes of what did not take place, or not yet."""
    start: int
    notes: int
    """How many notes stand on the pages before this one, and how many there are."""
    elsewhere: tuple[Elsewhere, ...]
    """Where evidence is that is not on the first page; of that page alone."""


def triples(rows: Rows, graph: str) -> Nodes:
    """Fetch everything that one article says."""
    query = f"SELECT ?s ?p ?o {{ {values('g', [graph])} GRAPH ?g {{ ?s ?p ?o }} }}"
    return Nodes((row["s"].value, row["p"].value, row["o"]) for row in rows(query))


def statuses(rows: Rows, graph: str) -> dict[str, str]:
    """Fetch the standing that the merged graph gives the events of an article, where it is another."""
    query = (
        f"SELECT ?e ?now {{ {values('g', [graph])} GRAPH ?g {{ ?e a {terms.Event} ; {terms.status} ?then }}"
        f" ?e {terms.status} ?now FILTER (?now != ?then) }}"
    )
    return {row["e"].value: row["now"].value.removeprefix(terms.NS) for row in rows(query)}


def article(
    nodes: Nodes, iri: str, text: str, *, whole: bool, base: str, now: Mapping[str, str], start: int = 0
) -> ArticlePage:
    """Return a page of an article from its own triples and its canonical text: as many facts, from a number on.

    Unless `whole`, only sentences that are evidence of a fact are shown; `now` gives events their standing of today.
    """
    every = noted(nodes, now)
    start = min(start, max(len(every) - 1, 0) // SIZE * SIZE)
    notes = in_full(every[start : start + SIZE], nodes, base)
    if any(words.end > len(text) for note in every for words in words_of(note)):
        text = ""
    shown = _merged(_sentence(words, text) for note in notes for words in words_of(note))
    if whole:
        after = every[start + SIZE : start + SIZE + 1]
        ends = [min(words.begin for words in words_of(note)) for note in (*notes[:1], *after)]
        shown = _between(text, shown, ends[0] if start else 0, ends[-1] if after else len(text))
    published = nodes.text(iri, terms.published)
    return ArticlePage(
        iri=iri,
        headline=nodes.label(iri),
        published=when(published, published),
        publisher=nodes.text(iri, terms.publisher),
        url=next((u for u in nodes.texts(iri, others.SCHEMA_URL) if f.original(u, "x")), ""),
        whole=whole,
        paragraphs=_paragraphs(text, notes, shown, _spots(nodes, text, notes, shown) + _dates(notes, text)),
        counts=_counts(nodes),
        number=sum(len(note.facts) for note in every),
        open=frozenset(note.number for note in notes if not note.first.occurred),
        start=start,
        notes=len(every),
        elsewhere=elsewhere(every) if not start else (),
    )


def _sentence(words: f.Words, text: str) -> tuple[int, int]:
    """Return where the sentence around some words stands, found by its own text: words may recur within it."""
    sentence = words.before + words.text + words.after
    begin = text.find(sentence, max(words.begin - len(sentence), 0), words.end + len(sentence))
    return (begin, begin + len(sentence)) if begin >= 0 else (words.begin, words.end)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for begin, end in sorted(set(spans)):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found


def _between(text: str, spans: list[tuple[int, int]], begin: int, end: int) -> list[tuple[int, int]]:
    """Return the paragraphs that hold some spans, and all that begin between two places."""
    return [
        (a, b)
        for a, b in (match.span() for match in _PARAGRAPH.finditer(text))
        if begin <= a < end or any(first < b and last > a for first, last in spans)
    ]


def _paragraphs(text: str, notes: list[Note], shown: list[tuple[int, int]], spots: list[Spot]) -> tuple[Paragraph, ...]:
    marks: dict[tuple[int, int], list[int]] = {}
    starts = {note.number: min(w.begin for w in words_of(note)) for note in notes}
    for note in notes:
        for span in dict.fromkeys((w.begin, w.end) for w in words_of(note)):
            marks.setdefault(span, []).append(note.number)
    all_marks = [Mark(begin, end, tuple(numbers)) for (begin, end), numbers in marks.items()]
    found: list[Paragraph] = []
    skipped = False
    for match in _PARAGRAPH.finditer(text):
        begin, end = match.span()
        here = [(max(a, begin), min(b, end)) for a, b in shown if a < end and b > begin]
        if not here:
            skipped = True
            continue
        beside = tuple(note for note in notes if begin <= starts[note.number] < end)
        found.append(Paragraph(pieces(text, here, all_marks, spots, (begin, end)), beside, skipped and bool(found)))
        skipped = False
    return tuple(found)


def _spots(nodes: Nodes, text: str, notes: list[Note], shown: list[tuple[int, int]]) -> list[Spot]:
    """Return where the names of the article's things stand in what is shown: the longest name at each place.

    Of a page with more facts than it bears in full, only the first are links.
    """
    names: dict[str, str] = {}
    for shape_type in (terms.Actor, terms.Place):
        for iri in nodes.of_type(shape_type):
            full = [nodes.label(iri), *nodes.texts(iri, others.SKOS_ALT_LABEL)]
            short = [nodes.label(iri).split()[-1]] if nodes.shape(iri) == "person" and " " in nodes.label(iri) else []
            for name in full:
                names[name] = iri
            for name in short:
                names.setdefault(name, iri)
    if not names:
        return []
    pattern = "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n)) if len(name) > 1)
    called = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")
    return [
        Spot(match.start(), match.end(), f.thing(nodes, names[match.group()]))
        for begin, end in shown
        for match in called.finditer(text, begin, end)
    ][: max(SPOTS - BRIEF * sum(note.brief for note in notes), 0)]


def _dates(notes: list[Note], text: str) -> list[Spot]:
    """Return where the expressions of time stand from which dates of facts were resolved."""
    found: dict[tuple[int, int], Spot] = {}
    for fact in (fact for note in notes for fact in note.facts):
        for said in fact.said:
            when_ = said.when or fact.when
            for words in said.words if said.date_text and when_ else ():
                begin, end = _sentence(words, text)
                match = re.search(rf"(?<!\w){re.escape(said.date_text)}(?!\w)", text[begin:end])
                if match:
                    at = (begin + match.start(), begin + match.end())
                    found.setdefault(at, Spot(*at, f.Thing("", when_.words, "date")))
    return list(found.values())


def _counts(nodes: Nodes) -> tuple[tuple[str, str, int], ...]:
    kinds = (
        ("person", "person", "people", terms.Person),
        ("office", "office", "offices", terms.Office),
        ("org", "organisation", "organisations", terms.Organization),
        ("state", "state", "states", terms.State),
        ("event", "event", "events", terms.Event),
    )
    found = []
    for shape, one, many, kind in kinds:
        number = len(nodes.of_type(kind))
        if number:
            found.append((shape, one if number == 1 else many, number))
    return tuple(found)
