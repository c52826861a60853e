"""An article with its facts in place: paragraphs with marked words, numbered notes beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ontology import others, terms
from server.web.people import facts as f
from server.web.people.marked import Mark, Piece, Spot, pieces
from server.web.people.nodes import Nodes, values
from server.web.people.turtle import turtle
from server.web.people.wording import PILLS, When, when

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from server.web.people.nodes import Rows


ROOM, FULL, BRIEF, SPOTS = 1200, 24, 8, 400
"""For how many elements a page has room beside its text; about how many a note has in full, and in brief; and how many
names in the text are links."""


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered note: one event, or the offices that one sentence names."""

    number: int
    facts: tuple[f.Fact, ...]
    anchor: str
    """The fragment of the words that the number leads back to."""
    turtle: str
    now: str = ""
    """The standing that the event has now, where later articles gave it another; else ""."""
    brief: bool = False
    """Whether only its name is shown, which leads to its page: where an article has more facts than a page bears."""

    @property
    def first(self) -> f.Fact:
        """The first of the facts."""
        return self.facts[0]


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


def article(nodes: Nodes, iri: str, text: str, *, whole: bool, base: str, now: Mapping[str, str]) -> ArticlePage:
    """Return the page of an article from its own triples and its canonical text.

    Unless `whole`, only sentences that are evidence of a fact are shown; `now` gives events their standing of today.
    """
    notes = _within(_notes(nodes, base, now))
    spans = [(w.begin, w.end) for note in notes for fact in note.facts for w in fact.words]
    if any(end > len(text) for _, end in spans):
        text = ""
    sentences = _merged(_sentence(w, text) for note in notes for fact in note.facts for w in fact.words)
    published = nodes.text(iri, terms.published)
    return ArticlePage(
        iri=iri,
        headline=nodes.label(iri),
        published=when(published, published),
        publisher=nodes.text(iri, terms.publisher),
        url=next((u for u in nodes.texts(iri, others.SCHEMA_URL) if f.original(u, "x")), ""),
        whole=whole,
        paragraphs=_paragraphs(text, notes, sentences, _spots(nodes, text, notes) + _dates(notes, text), whole=whole),
        counts=_counts(nodes),
        number=sum(len(note.facts) for note in notes),
        open=frozenset(note.number for note in notes if not note.first.occurred),
    )


def _notes(nodes: Nodes, base: str, now: Mapping[str, str]) -> list[Note]:
    about = {iri for claim in nodes.of_type(terms.Claim) for iri in nodes.iris(claim, terms.about)}
    groups: dict[tuple[int, str], list[f.Fact]] = {}
    for fact in (f.of(nodes, iri) for iri in sorted(about)):
        if fact.words:
            first = min(fact.words, key=lambda w: w.begin)
            key = first.begin - len(first.before) if fact.shape == "holding" else first.begin
            groups.setdefault((key, "" if fact.shape == "holding" else fact.iri), []).append(fact)
    notes = []
    # the number stands where the words end, so that numbers rise as one reads
    ordered = sorted(
        groups.items(), key=lambda item: (*min((w.end, w.begin) for x in item[1] for w in x.words), item[0][1])
    )
    for number, (_, found) in enumerate(ordered, 1):
        found.sort(key=lambda fact: min(w.begin for w in fact.words))
        claims = [said.iri for fact in found for said in fact.said]
        first = min((w for fact in found for w in fact.words), key=lambda w: w.begin)
        other = now.get(found[0].iri, "")
        notes.append(
            Note(
                number=number,
                facts=tuple(found),
                anchor=first.iri.partition("#")[2],
                turtle=turtle(nodes, [*(fact.iri for fact in found), *claims], base),
                now=(PILLS.get(other, other) or "happened") if other else "",
            )
        )
    return notes


def _within(notes: list[Note]) -> list[Note]:
    """Return notes of which as many are shown in full as a page has room for, the first ones."""
    spare = ROOM - BRIEF * len(notes)
    found = []
    for note in notes:
        spare -= FULL + 4 * len(note.facts) - BRIEF
        found.append(replace(note, brief=spare < 0))
    return found


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


def _paragraphs(
    text: str, notes: list[Note], sentences: list[tuple[int, int]], spots: list[Spot], *, whole: bool
) -> tuple[Paragraph, ...]:
    marks: dict[tuple[int, int], list[int]] = {}
    starts = {note.number: min(w.begin for fact in note.facts for w in fact.words) for note in notes}
    for note in notes:
        for span in dict.fromkeys((w.begin, w.end) for fact in note.facts for w in fact.words):
            marks.setdefault(span, []).append(note.number)
    all_marks = [Mark(begin, end, tuple(numbers)) for (begin, end), numbers in marks.items()]
    found: list[Paragraph] = []
    skipped = False
    for match in re.finditer(r"\S(?:[^\n]*\S)?", text):
        begin, end = match.span()
        shown = (
            [(begin, end)] if whole else [(max(a, begin), min(b, end)) for a, b in sentences if a < end and b > begin]
        )
        if not shown:
            skipped = True
            continue
        beside = tuple(note for note in notes if begin <= starts[note.number] < end)
        found.append(Paragraph(pieces(text, shown, all_marks, spots, (begin, end)), beside, skipped and bool(found)))
        skipped = False
    return tuple(found)


def _spots(nodes: Nodes, text: str, notes: list[Note]) -> list[Spot]:
    """Return where the names of the article's things stand in its text: the longest name at each place.

    Of an article with more facts than a page bears, only the first are shown.
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
    return [
        Spot(match.start(), match.end(), f.thing(nodes, names[match.group()]))
        for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text)
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
