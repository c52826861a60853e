"""The persons of one article: every way of writing a name goes to the one who is meant."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.spelling import PARTICLES, words_of
from extractors.who.words import FEMALE, HONORIFICS, MALE, MEN, WOMEN
from ontology.facts import Entity
from ontology.uris import slug

SHORT = 3
"""The first half of a double surname stands alone only where it is longer than this: not the "Ki" of "Ki-moon"."""


@dataclass(slots=True)
class _Person:
    words: tuple[str, ...]
    forms: dict[str, int] = field(default_factory=dict)
    gender: str = ""

    @property
    def surname(self) -> str:
        return self.words[-1]


class Persons:
    """Gathers the names of an article, then says whom each one means."""

    def __init__(self) -> None:
        self._persons: list[_Person] = []
        self._whose: dict[tuple[str, ...], _Person] = {}

    def add(self, name: str, before: str = "") -> None:
        """Take in one full or short form of a name; `before` is the word before it, for a hint of gender."""
        words = words_of(name)
        if not words:
            return
        person = self._whose.get(words) or self._match(words)
        if person is None:
            person = _Person(words)
            self._persons.append(person)
        elif len(words) > len(person.words):
            person.words = words
        self._whose[words] = person
        person.forms[name] = person.forms.get(name, 0) + 1
        hint = before.lower().rstrip(".")
        given = next(iter(words))
        if hint in MALE or (len(words) > 1 and given in MEN and not person.gender):
            person.gender = "m"
        elif hint in FEMALE or given in WOMEN:
            person.gender = "f"

    def _match(self, words: tuple[str, ...]) -> _Person | None:
        """Return the person whose name these words are a form of: the one told last."""
        for person in reversed(self._persons):
            if _alike(words, person.words):
                return person
        return None

    def find(self, name: str) -> Entity | None:
        """Return whom a form of a name means, also one that `add` has not seen, or None."""
        words = words_of(name)
        person = self._whose.get(words) or self._match(words)
        return self.entity(person) if person else None

    def entity(self, person: _Person) -> Entity:
        """Return the person under the fullest form of the name that the article uses."""
        best = max(person.forms, key=lambda f: (len(words_of(f)), person.forms[f], f))
        aliases = tuple(sorted(f for f in person.forms if f != best and " " in f))
        return Entity("Person", best, slug(best), local=len(person.words) == 1, aliases=aliases)

    def genders(self) -> dict[Entity, str]:
        """Return the gender ("m" or "f") of those for whom a word or name tells it."""
        return {self.entity(p): p.gender for p in self._persons if p.gender}

    def known(self, word: str) -> bool:
        """Say whether a single word is the last name of a person of this article, or the only one."""
        w = words_of(word)
        return len(w) == 1 and len(w[0]) > 2 and any(w[0] in _last(p.words) for p in self._persons)


def _last(words: tuple[str, ...]) -> set[str]:
    """Return what may stand for a name alone: either surname of "Rafael Andrade Noboa", the first of "Ortiz-Vega"."""
    found = set(words[-1:] if len(words) <= 2 else words[-2:])
    first = words[-1].partition("-")[0] if len(words) > 1 else ""
    return found | {first} if len(first) > SHORT else found


def _alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    short, long = sorted((a, b), key=len)
    if short == long:
        return True
    if len(short) == 1:
        word = short[0]
        return word not in PARTICLES and word not in HONORIFICS and word in {long[0], *_last(long)}
    if short[-1] == long[-1] and short[0] == long[0]:
        return True  # "George Bush", "George W. Bush"
    tail = long[-len(short) :]
    head = long[: len(short)]
    return short in (tail, head)
