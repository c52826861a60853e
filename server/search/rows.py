"""What the lists of the index are made of, and what is asked of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """How much tells of a fact: claims, articles, and the ISO day of the first of these ("" where it has none)."""

    claims: int
    articles: int
    first: str


@dataclass(frozen=True, slots=True)
class Shared:
    """An event in which two take part: its IRI's number, kind, month ("2025-10", "" where unknown), whether it was."""

    event: int
    kind: str
    month: str
    done: bool


@dataclass(frozen=True, slots=True)
class Term:
    """A holding: its IRI, a number that stands for its office, first and last ISO day on which it was seen."""

    iri: str
    office: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who published articles ("" where they do not say): how many, ISO day of the first and the last that has one."""

    name: str
    articles: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Words:
    """What is asked of quotations: words, part of a speaker's name, first and last ISO day; "" asks nothing."""

    words: str = ""
    speaker: str = ""
    begin: str = ""
    end: str = ""
