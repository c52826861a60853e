"""What happened to whom and who tells of it: tables beside the rooms of the index, kept in step with the store.

The pages are made from them: a state may take part in a hundred thousand events, and the engine would go through all
of these for the newest twenty. An event has the number of its title, by which it stands in the natural order.
"""

from __future__ import annotations

from collections import Counter
from itertools import permutations, product
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import terms
from ontology.facts import OCCURRED
from server.search import news
from server.search.entries import newest_first, number_of, told_on
from server.search.keys import key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from server.search.entries import Said, Seen
    from server.store.engine import Store

TAKES_PART, IS_PLACE, SPEAKS = 1, 2, 4
"""The roles that something has in an event, added up."""
TABLES = f"""{news.TABLES}
DROP TABLE IF EXISTS things;
DROP TABLE IF EXISTS takes;
DROP TABLE IF EXISTS together;
DROP TABLE IF EXISTS told;
DROP TABLE IF EXISTS quoted;
CREATE TABLE things (id INTEGER PRIMARY KEY, iri TEXT NOT NULL) STRICT;
CREATE TABLE takes (
    thing INTEGER NOT NULL, event INTEGER NOT NULL, roles INTEGER NOT NULL, month TEXT NOT NULL, done INTEGER NOT NULL,
    PRIMARY KEY (thing, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX takes_event ON takes (event, roles);
CREATE TABLE together (
    thing INTEGER NOT NULL, place INTEGER NOT NULL, other INTEGER NOT NULL, states INTEGER NOT NULL,
    events INTEGER NOT NULL, PRIMARY KEY (thing, place, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX together_states ON together (events) WHERE states = 1;
CREATE TABLE told (claim INTEGER PRIMARY KEY, fact INTEGER NOT NULL, article INTEGER NOT NULL) STRICT;
CREATE INDEX told_fact ON told (fact, article);
CREATE TABLE quoted (
    event INTEGER PRIMARY KEY, words TEXT NOT NULL, earliest TEXT NOT NULL, latest TEXT NOT NULL
) STRICT;
"""
"""`takes`: who or what has a part in which event; `together`: in how many events two take part (or one at a place);
`told`: which claim tells of which fact, in which article; `quoted`: the words of quotations, in small letters."""
_ROLES = ((terms.participant.value, TAKES_PART), (terms.place.value, IS_PLACE), (terms.speaker.value, SPEAKS))
_STATE, _CLAIM = "/id/state/", "/id/claim/"
_COUNT = """INSERT INTO together VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET events = events + excluded.events"""
_CLEAR = "DELETE FROM together WHERE thing = ? AND place = ? AND other = ? AND events = 0"
_PAIRS = 50_000
"""How many pairs are counted before their counts are written."""
_MOST = 60
"""Of how many that take part in one event it is kept: nobody looks at all pairs of more."""
_DEFAULT = ox.DefaultGraph()


def is_claim(iri: str) -> bool:
    """Say whether an IRI is that of a claim."""
    return _CLAIM in iri


def claims_of(store: Store) -> Iterator[str]:
    """Yield the IRIs of all claims in a store, some twice."""
    for quad in store.quads_for_pattern(None, terms.about, None, _DEFAULT):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject.value


class Happened:
    """The tables in an index that is open for writing. Transactions are those of the index."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._doubtful: set[int] = set()
        self._together: Counter[tuple[int, int, int, int]] = Counter()
        self._news = news.News(db)

    def gone(self, events: Iterable[int]) -> None:
        """Forget events, by their numbers."""
        for event in events:
            parts = dict(
                self._db.execute("SELECT iri, roles FROM takes JOIN things ON id = thing WHERE event = ?", (event,))
            )
            self._db.execute("DELETE FROM takes WHERE event = ?", (event,))
            self._db.execute("DELETE FROM quoted WHERE event = ?", (event,))
            self._count(parts, -1)
            self._doubtful.update(map(key, parts))

    def come(self, event: int, iri: str, seen: Seen) -> None:
        """Take in an event, as a store has it, under a number."""
        said = seen.of(iri)
        parts: dict[str, int] = {}
        for predicate, role in _ROLES:
            for thing in said.get(predicate, ()):
                parts[thing] = parts.get(thing, 0) | role
        parts = dict(sorted(parts.items())[:_MOST])
        first, last = (min(said.get(p.value, ()), default="") for p in (terms.earliest, terms.latest))
        done = any(status.removeprefix(terms.NS) in OCCURRED for status in said.get(terms.status.value, ()))
        rows = [(key(thing), event, roles, first[:7], int(done)) for thing, roles in parts.items()]
        self._db.executemany("INSERT OR IGNORE INTO things VALUES (?, ?)", ((key(thing), thing) for thing in parts))
        self._db.executemany("INSERT OR REPLACE INTO takes VALUES (?, ?, ?, ?, ?)", rows)
        self._count(parts, 1)
        self._news.doubt(key(iri))
        if quotes := said.get(terms.quote.value):
            words = "\n".join(sorted(quotes)).casefold()
            self._db.execute("INSERT OR REPLACE INTO quoted VALUES (?, ?, ?, ?)", (event, words, first, last))

    def claim(self, iri: str, seen: Seen) -> None:
        """Bring what a claim tells of to what a store says."""
        number = claim_number(iri)
        if number is None:
            return
        for (before,) in self._db.execute("SELECT fact FROM told WHERE claim = ?", (number,)):
            self._news.doubt(before)
        said = seen.of(iri)
        fact = min(said.get(terms.about.value, ()), default="")
        article = min(said.get(terms.evidence.value, ()), default="").partition("#")[0]
        if fact and article:
            row = (number, key(fact), number_of(newest_first(told_on(article)), article))
            self._db.execute("INSERT OR REPLACE INTO told VALUES (?, ?, ?)", row)
            self._news.told(fact)
        else:
            self._db.execute("DELETE FROM told WHERE claim = ?", (number,))

    def tidy(self, store: Store, known: Mapping[str, Said] | None = None) -> None:
        """Forget what is in no event any more, and bring the news to what a store says, of some nodes known."""
        self._keep_count()
        self._news.renew(store, known)
        clear = "DELETE FROM things WHERE id = ? AND NOT EXISTS (SELECT 1 FROM takes WHERE thing = id)"
        self._db.executemany(clear, ((thing,) for thing in self._doubtful))
        self._doubtful.clear()

    def _count(self, parts: dict[str, int], step: int) -> None:
        """Count an event that comes (1) or goes (-1) for each two of those in it."""
        actors, places = ([one for one, roles in parts.items() if roles & role] for role in (TAKES_PART, IS_PLACE))
        for one, other in permutations(actors, 2):
            states = int(_STATE in one and _STATE in other and one < other)
            self._together[key(one), 0, key(other), states] += step
        for one, place in product(actors, places):
            self._together[key(one), 1, key(place), 0] += step
        if len(self._together) > _PAIRS:
            self._keep_count()

    def _keep_count(self) -> None:
        """Write of how many more events, or fewer, each two are in: none where one went and came again."""
        rows = [(*pair, number) for pair, number in self._together.items() if number]
        self._together.clear()
        self._db.executemany(_COUNT, rows)
        self._db.executemany(_CLEAR, (row[:3] for row in rows if row[-1] < 0))


def claim_number(iri: str) -> int | None:
    """Return the number in a claim's IRI, None where it has none."""
    try:
        return int(iri.rpartition("/")[2], 16)
    except ValueError:
        return None
