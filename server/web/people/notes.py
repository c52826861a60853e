"""The numbered notes beside an article: one for each event, and for the offices that one sentence names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ontology import terms
from server.web.people import facts as f
from server.web.people.turtle import turtle
from server.web.people.wording import PILLS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from server.web.people.nodes import Nodes

ROOM, FULL, BRIEF = 1200, 24, 8
"""For how many elements a page has room beside its text; about how many a note has in full, and in brief."""
SIZE, ELSEWHERE = 100, 300
"""How many notes a page has; and of how many pieces of evidence on pages after the first this one says where they are:
their addresses lead to it."""


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered note: one event, or the offices that one sentence names."""

    number: int
    facts: tuple[f.Fact, ...]
    anchor: str
    """The fragment of the words that the number leads back to."""
    turtle: str = ""
    """Its triples, where it is shown in full."""
    now: str = ""
    """The standing that the event has now, where later articles gave it another; else ""."""
    brief: bool = False
    """Whether only its name is shown, which leads to its page: where an article has more facts than a page bears."""

    @property
    def first(self) -> f.Fact:
        """The first of the facts."""
        return self.facts[0]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Evidence on another page: the number of its note, the fragment of its words, and where that page starts."""

    number: int
    anchor: str
    start: int


def noted(nodes: Nodes, now: Mapping[str, str]) -> list[Note]:
    """Return the notes of an article, none of them in full yet; `now` gives events their standing of today."""
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
        first = min((w for fact in found for w in fact.words), key=lambda w: w.begin)
        other = now.get(found[0].iri, "")
        notes.append(
            Note(
                number=number,
                facts=tuple(found),
                anchor=first.iri.partition("#")[2],
                now=(PILLS.get(other, other) or "happened") if other else "",
            )
        )
    return notes


def words_of(note: Note) -> list[f.Words]:
    """Return all words that bear the facts of a note."""
    return [words for fact in note.facts for words in fact.words]


def in_full(notes: list[Note], nodes: Nodes, base: str) -> list[Note]:
    """Return notes of which as many are shown in full as a page has room for, the first ones."""
    spare = ROOM - BRIEF * len(notes)
    found = []
    for note in notes:
        spare -= FULL + 4 * len(note.facts) - BRIEF
        if spare < 0:
            found.append(replace(note, brief=True))
        else:
            claims = [said.iri for fact in note.facts for said in fact.said]
            found.append(replace(note, turtle=turtle(nodes, [*(fact.iri for fact in note.facts), *claims], base)))
    return found


def elsewhere(notes: list[Note]) -> tuple[Elsewhere, ...]:
    """Return where the evidence is that the first page does not show."""
    seen = {words.iri for note in notes[:SIZE] for words in words_of(note)}
    found: list[Elsewhere] = []
    for at, note in enumerate(notes[SIZE:], SIZE):
        for words in sorted(words_of(note), key=lambda words: words.begin):
            if words.iri not in seen:
                seen.add(words.iri)
                found.append(Elsewhere(note.number, words.iri.partition("#")[2], at // SIZE * SIZE))
    return tuple(found[:ELSEWHERE])
