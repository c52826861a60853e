"""What the pages list: the newest of what happened, how often, with whom and by whose account, from the index.

Nothing here goes through more than the entries of one thing, or of the rarer of two. All is read-only.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from typing import TYPE_CHECKING, Any

from server.search.copies import Copy
from server.search.entries import UNDATED, day_of, newest_first, number_of, plain, told_on
from server.search.errors import NoIndexError
from server.search.happened import IS_PLACE, SPEAKS, TAKES_PART, claim_number, is_claim
from server.search.keys import key
from server.search.news import LISTED
from server.search.rows import Publisher, Shared, Standing, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from server.search.rows import Words

_MAPPED = 1 << 30
_EVENTS, _ARTICLES = "titles INDEXED BY titles_events", "titles INDEXED BY titles_articles"
_EVENT, _ARTICLE = "kind != 'Article'", "kind = 'Article'"
_BOTH = "takes a CROSS JOIN takes b ON b.thing = ? AND b.event = a.event"
_OF_BOTH = f"a.thing = ? AND a.roles & {TAKES_PART} AND b.roles & {TAKES_PART}"
_COMMON = f"SELECT iri FROM {_BOTH} JOIN titles ON number = a.event WHERE {_OF_BOTH} ORDER BY a.event LIMIT 1"

_HELD = """SELECT holding, newest FROM held WHERE thing = ?
    UNION ALL SELECT holding, newest FROM owned JOIN held ON thing = office WHERE owner = ?"""


class Lists:
    """The lists of one checkpoint. Its methods raise NoIndexError where the index cannot be read."""

    def __init__(self, index: Path | None) -> None:
        self._index = index
        self._open = threading.local()

    def events(self, start: int, size: int) -> list[str]:
        """Return the IRIs of the newest events; those without a date stand where they were told."""
        return self._column(f"SELECT iri FROM {_EVENTS} WHERE {_EVENT} ORDER BY number LIMIT ? OFFSET ?", size, start)

    def articles(self, start: int, size: int) -> list[tuple[str, str]]:
        """Return IRI and ISO day ("" where unknown) of the newest articles."""
        query = f"SELECT iri, number FROM {_ARTICLES} WHERE {_ARTICLE} ORDER BY number LIMIT ? OFFSET ?"
        return [(iri, day_of(number)) for iri, number in self._rows(query, size, start)]

    def totals(self) -> tuple[int, int]:
        """Return how many events there are, and how many articles."""
        found = [
            self._number(f"SELECT COUNT(*) FROM {t} WHERE {w}") for t, w in ((_EVENTS, _EVENT), (_ARTICLES, _ARTICLE))
        ]
        return found[0], found[1]

    def span(self) -> tuple[str, str]:
        """Return the ISO days of the first and the last article, each "" where no article has one."""
        last = self.articles(0, 1)
        query = f"SELECT number FROM {_ARTICLES} WHERE {_ARTICLE} AND number < ? ORDER BY number DESC LIMIT 1"
        first = self._column(query, UNDATED)
        return day_of(first[0]) if first else "", last[0][1] if last else ""

    def named(self, kinds: Iterable[str], start: int, size: int) -> tuple[list[str], int]:
        """Return the IRIs of actors, places or offices of some classes (local names), by name, and their number."""
        wanted = sorted(kinds)
        # each class is read in order and the engine merges them: it would sort what "kind IN (...)" finds
        each = "SELECT iri, plain FROM names INDEXED BY names_kind WHERE plain != '' AND kind = ?"
        every = " UNION ALL ".join([each] * len(wanted))
        found = self._column(f"{every} ORDER BY plain, iri LIMIT ? OFFSET ?", *wanted, size, start)
        return found, sum(self._number(f"SELECT COUNT(*) FROM ({each})", kind) for kind in wanted)

    def beginning(self, kind: str, begin: str, most: int) -> list[str]:
        """Return the IRIs of what is of a class (local name) and called so at the beginning, in plain letters."""
        query = """SELECT iri FROM names INDEXED BY names_kind WHERE plain != '' AND kind = ? AND plain BETWEEN ? AND ?
            ORDER BY plain, iri LIMIT ?"""
        return self._column(query, kind, plain(begin), plain(begin) + chr(0x10FFFF), most)

    def oldest(self, *, events: bool, start: int, size: int) -> list[str]:
        """Return the IRIs of events or articles, the oldest first: news leaves the parts before it as they are."""
        table, where = (_EVENTS, _EVENT) if events else (_ARTICLES, _ARTICLE)
        query = f"SELECT iri FROM {table} WHERE {where} ORDER BY number DESC LIMIT ? OFFSET ?"
        return self._column(query, size, start)

    def holdings(self, of: str, start: int, size: int) -> tuple[list[str], int]:
        """Return the IRIs of the holdings of a person, an office or whose offices they are, and how many there are.

        Those that were seen last come first.
        """
        query = f"SELECT iri FROM ({_HELD}) JOIN holdings ON id = holding ORDER BY newest LIMIT ? OFFSET ?"
        it = key(of)
        return self._column(query, it, it, size, start), self._number(f"SELECT COUNT(*) FROM ({_HELD})", it, it)

    def terms(self, of: str) -> list[Term]:
        """Return when present holders were seen, of a person, an office or whose offices they are; newest first."""
        query = f"""SELECT iri, office, first, last FROM ({_HELD}) JOIN holdings ON id = holding
            WHERE current AND first != '' AND last != '' ORDER BY newest"""
        return [Term(*row) for row in self._rows(query, key(of), key(of))]

    def newest(self, things: Sequence[str], start: int, size: int) -> list[str]:
        """Return the IRIs of the newest events in which any of some things has a part."""
        query = """SELECT iri FROM (SELECT DISTINCT event FROM takes WHERE thing IN (SELECT value FROM json_each(?))
            ORDER BY event LIMIT ? OFFSET ?) JOIN titles ON number = event ORDER BY event"""
        if len(things) == 1:
            query = """SELECT iri FROM takes JOIN titles ON number = event WHERE thing = ?
                ORDER BY event LIMIT ? OFFSET ?"""
            return self._column(query, key(things[0]), size, start)
        return self._column(query, _keys(things), size, start)

    def news(self, of: str, start: int, size: int) -> list[str]:
        """Return the IRIs of the facts that were told last of an actor, a place, an office or a class of events."""
        query = """SELECT iri FROM news JOIN facts ON id = fact WHERE list = ?
            ORDER BY article, fact LIMIT ? OFFSET ?"""
        return self._column(query, key(of), size, start)

    def facts(self, after: tuple[int, int], size: int) -> list[tuple[str, tuple[int, int]]]:
        """Return the IRIs of the facts that were told last after a place among all (0, 0: from the newest), and theirs.

        The first number of a place is that of the newest article that tells of the fact.
        """
        some = """SELECT * FROM (SELECT article, fact FROM news WHERE list = ? AND (article, fact) > (?, ?)
            ORDER BY article, fact LIMIT ?)"""
        query = f"""SELECT iri, article, fact FROM ({" UNION ALL ".join([some] * len(LISTED))})
            JOIN facts ON id = fact ORDER BY article, fact LIMIT ?"""
        given = (part for kind in LISTED for part in (key(kind), *after, size))
        return [(iri, (article, fact)) for iri, article, fact in self._rows(query, *given, size)]

    def told(self, iri: str) -> tuple[int, int]:
        """Return the numbers of the newest and of the oldest article that tell of a fact, or that a claim is of.

        An article and its words are of themselves; 0 and 0 of what no article tells of.
        """
        if "/article/" in iri:
            article = iri.partition("#")[0]
            number = number_of(newest_first(told_on(article)), article)
            return number, number
        by, given = ("claim", claim_number(iri)) if is_claim(iri) else ("fact", key(iri))
        newest, oldest = self._rows(f"SELECT MIN(article), MAX(article) FROM told WHERE {by} = ?", given)[0]
        return newest or 0, oldest or 0

    def total(self, things: Sequence[str]) -> int:
        """Return in how many events any of some things has a part."""
        query = "SELECT COUNT(DISTINCT event) FROM takes WHERE thing IN (SELECT value FROM json_each(?))"
        return self._number(query, _keys(things))

    def counts(self, things: Iterable[str], *, places: bool = False) -> dict[str, int]:
        """Return in how many events each of some things takes part, or lies the place."""
        role = IS_PLACE if places else TAKES_PART
        query = f"SELECT COUNT(*) FROM takes WHERE thing = ? AND roles & {role}"
        return {iri: self._number(query, key(iri)) for iri in things}

    def months(self, thing: str) -> dict[str, tuple[int, int]]:
        """Return how many events with somebody took place in each month, and how many did not or not yet."""
        query = f"""SELECT month, SUM(done), SUM(1 - done) FROM takes
            WHERE thing = ? AND month != '' AND roles & {TAKES_PART} GROUP BY month"""
        return {month: (done, other) for month, done, other in self._rows(query, key(thing))}

    def companions(self, thing: str, room: str, most: int) -> list[tuple[str, int, str]]:
        """Return who takes part in the same events, most often first: IRI, how often, and the newest of these events.

        `room` is in the IRIs of those who are wanted, such as "/id/state/".
        """
        query = """SELECT iri, events, other FROM together JOIN things ON id = other
            WHERE thing = ? AND place = 0 AND instr(iri, ?) ORDER BY events DESC, iri LIMIT ?"""
        found = self._rows(query, key(thing), room, most)
        return [
            (iri, number, self._column(_COMMON, *self._rarer(key(thing), other))[0]) for iri, number, other in found
        ]

    def places(self, thing: str, most: int) -> list[tuple[str, int]]:
        """Return where the events with somebody are, most often first: IRI and number."""
        query = """SELECT iri, events FROM together JOIN things ON id = other
            WHERE thing = ? AND place = 1 ORDER BY events DESC, iri LIMIT ?"""
        return self._rows(query, key(thing), most)

    def busiest(self, most: int) -> list[tuple[str, str, int]]:
        """Return the pairs of states with most events together: both IRIs and the number."""
        query = """SELECT a.iri, b.iri, events FROM together INDEXED BY together_states
            JOIN things a ON a.id = thing JOIN things b ON b.id = other WHERE states = 1
            ORDER BY events DESC, a.iri, b.iri LIMIT ?"""
        return self._rows(query, most)

    def shared(self, one: str, other: str) -> list[Shared]:
        """Return the events in which two take part, newest first."""
        query = f"""SELECT a.event, kind, a.month, a.done FROM {_BOTH} JOIN titles ON number = a.event
            WHERE {_OF_BOTH} ORDER BY a.event"""
        return [Shared(*row) for row in self._rows(query, *self._rarer(key(one), key(other)))]

    def iris(self, events: Iterable[int]) -> list[str]:
        """Return the IRIs of events by their numbers."""
        return [iri for number in events for iri in self._column("SELECT iri FROM titles WHERE number = ?", number)]

    def third(self, one: str, other: str, room: str, most: int) -> list[tuple[str, int]]:
        """Return who takes part in most events of two others: IRI, in which `room` is, and number."""
        query = f"""SELECT iri, COUNT(*) FROM {_BOTH} JOIN takes c ON c.event = a.event JOIN things ON id = c.thing
            WHERE {_OF_BOTH} AND c.roles & {TAKES_PART} AND instr(iri, ?) GROUP BY iri
            ORDER BY COUNT(*) DESC, iri LIMIT ?"""
        return self._rows(query, *self._rarer(key(one), key(other)), room, most)

    def claims(self, fact: str, start: int, size: int) -> list[str]:
        """Return the last segments of the IRIs of the claims about an event or a holding, the newest article first."""
        query = "SELECT claim FROM told WHERE fact = ? ORDER BY article, claim LIMIT ? OFFSET ?"
        return [f"{claim:010x}" for claim in self._column(query, key(fact), size, start)]

    def standing(self, fact: str) -> Standing:
        """Return how much tells of an event or a holding."""
        query = "SELECT COUNT(*), COUNT(DISTINCT article), MAX(article) FROM told WHERE fact = ?"
        claims, articles, oldest = self._rows(query, key(fact))[0]
        return Standing(claims, articles, day_of(oldest) if oldest else "")

    def quotations(self, asked: Words, start: int, size: int) -> tuple[list[str], int]:
        """Return the IRIs of the newest quotations that answer, and how many there are."""
        where, given = ["1"], []
        for word in asked.words.casefold().split()[:8]:
            where.append("instr(words, ?)")
            given.append(word)
        for ask, day in (
            ("latest >= ? AND latest != ''", asked.begin),
            ("earliest <= ? AND earliest != ''", asked.end),
        ):
            if day:
                where.append(ask)
                given.append(day)
        if asked.speaker:
            named = self._column("SELECT iri FROM names WHERE instr(more, ?)", plain(asked.speaker))
            where.append(
                f"""event IN (SELECT takes.event FROM takes WHERE roles & {SPEAKS}
                AND thing IN (SELECT value FROM json_each(?)))"""
            )
            given.append(_keys(named))
        those = f"FROM quoted WHERE {' AND '.join(where)}"
        query = f"SELECT iri FROM (SELECT event {those} ORDER BY event LIMIT ? OFFSET ?) JOIN titles ON number = event"
        return self._column(query, *given, size, start), self._number(f"SELECT COUNT(*) {those}", *given)

    def publishers(self, start: int, size: int) -> tuple[list[Publisher], int]:
        """Return who published most articles, and how many publishers there are."""
        query = """SELECT publisher, COUNT(*), MIN(NULLIF(day, '')), MAX(day) FROM published
            GROUP BY publisher ORDER BY publisher = '', COUNT(*) DESC, publisher LIMIT ? OFFSET ?"""
        found = [
            Publisher(name, number, first or "", last) for name, number, first, last in self._rows(query, size, start)
        ]
        return found, self._number("SELECT COUNT(DISTINCT publisher) FROM published")

    def runs(self) -> list[tuple[str, int]]:
        """Return the IRIs of what read the articles, each with the number of articles, most first."""
        return self._rows(
            "SELECT run, COUNT(*) FROM published WHERE run != '' GROUP BY run ORDER BY COUNT(*) DESC, run"
        )

    def _rarer(self, one: int, other: int) -> tuple[int, int]:
        """Return two things so that the second has fewer events: it leads."""
        few = [self._number("SELECT COUNT(*) FROM takes WHERE thing = ?", thing) for thing in (one, other)]
        return (one, other) if few[0] >= few[1] else (other, one)

    def _rows(self, query: str, *given: object) -> list[Any]:
        try:
            return self._connected().execute(query, given).fetchall() if self._index else []
        except sqlite3.Error as error:
            raise NoIndexError from error

    def _column(self, query: str, *given: object) -> list[Any]:
        return [row[0] for row in self._rows(query, *given)]

    def _number(self, query: str, *given: object) -> int:
        return next((int(row[0]) for row in self._rows(query, *given)), 0)

    def _connected(self) -> sqlite3.Connection:
        copy: Copy | None = getattr(self._open, "copy", None)
        if copy is None:
            assert self._index is not None
            copy = Copy(self._index)
            copy.db.execute(f"PRAGMA mmap_size = {_MAPPED}")
            self._open.copy = copy
        return copy.db


def _keys(things: Iterable[str]) -> str:
    return json.dumps([key(iri) for iri in things])
