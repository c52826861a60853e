"""The fold: articles taken in the order of their days and graphs, each read with what those before it said.

Persons come first, then who is meant by an office alone, then events. What it keeps is in a file of its own that
follows from the ledger; what changes in one article touches only what rests on it.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Self

from server.identity import copies, happenings, people
from server.identity.cases import Cases, decision_of
from server.identity.decided import opened
from server.identity.happenings import GROUP
from server.identity.items import Items, Place, Reference, Sighting
from server.identity.names import keys
from server.identity.offices import incumbent
from server.identity.people import Decision
from server.identity.resolved import Meant
from server.identity.texts import holdings_of, person_of, telling_of, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from types import TracebackType


_FIRST = "SELECT graph FROM tellings WHERE iri = ? ORDER BY graph"
_MENTIONED = """SELECT iri, decision FROM mentions JOIN cases ON kind = 'person' AND id = mark
WHERE graph = ? AND decision != ''"""
_TOLD = """SELECT iri, meant, decision,
    meant != '' AND (SELECT min(days) != max(days) FROM tellings o WHERE o.meant = t.meant)
FROM tellings t LEFT JOIN cases ON kind = 'event' AND id = graph || ' ' || iri WHERE graph = ? ORDER BY iri"""


class Fold:
    """What is decided of all articles so far, in an open file."""

    def __init__(self, path: str, items_of: Callable[[str], Items]) -> None:
        """Open the file of a path (":memory:" for none); `items_of` gives what an article said that was taken."""
        self._db = opened(path)
        self._items_of = items_of
        self.apart: frozenset[frozenset[str]] = frozenset(map(frozenset, self._db.execute("SELECT a, b FROM apart")))
        self._people = Cases(self._db, "person", person_of, lambda one, before: people.decide(one, before, self.apart))
        self._events = Cases(
            self._db, "event", telling_of, lambda one, before: happenings.decide(one, before, self.apart)
        )
        self._copies = copies.Copies(self._db)
        self._db.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._db.close()

    def commit(self) -> None:
        """Keep what was decided, durably. What is not kept is decided again, alike."""
        self._db.execute("COMMIT")
        self._db.execute("BEGIN")

    def take(self, articles: Mapping[str, Items], apart: Iterable[frozenset[str]] = ()) -> set[str]:
        """Let the articles of graphs say what they say now, and pairs of IRIs be kept apart.

        Return the graphs in which somebody or something else is meant than before, and those given.
        """
        wanted = frozenset(apart)
        freed = {iri for pair in wanted ^ self.apart for iri in pair}
        if freed:
            self.apart = wanted
            self._db.execute("DELETE FROM apart")
            self._db.executemany("INSERT INTO apart VALUES (?, ?)", map(sorted, wanted))
        changed = set(articles) | self._copies.take(articles) | self._persons(articles, freed)
        changed |= self._offices(articles, changed, freed)
        return changed | self._happenings(articles, changed, freed)

    def meant(self, graph: str) -> Meant:
        """Return who and what is meant by the IRIs of one article, as far as it is not what they say."""
        decisions = {iri: d for iri, d in self._known(graph).items() if d.method}
        disputed: set[str] = set()
        for iri, event, decided, is_disputed in self._db.execute(_TOLD, (graph,)).fetchall():
            if event != iri and decided:
                decisions[iri] = decision_of(decided)
                decisions |= self._groups(f"{graph} {iri}", event)
            if is_disputed:
                disputed.add(iri)
        return Meant(decisions, frozenset(disputed), self._copies.first(graph))

    def graphs(self) -> Iterator[str]:
        """Return the graphs of which anything is kept."""
        return (
            r[0] for r in self._db.execute("SELECT graph FROM mentions UNION SELECT graph FROM tellings ORDER BY 1")
        )

    def graphs_meaning(self, iri: str) -> set[str]:
        """Return the graphs in which an event or a holding is meant, by whatever address their articles give it."""
        rows = self._db.execute("SELECT graph FROM tellings WHERE meant = ?", (iri,)).fetchall()
        if "/id/holding/" in iri:
            rows += [
                (graph,) for graph in self.graphs() if iri in holdings_of(self.meant(graph), self._items_of(graph))
            ]
        return {graph for (graph,) in rows}

    def _known(self, graph: str) -> dict[str, Decision]:
        """Return who each person of an article is."""
        found: dict[str, Decision] = {}
        for iri, text in self._db.execute(_MENTIONED, (graph,)):
            found[iri] = decision_of(text)
        for iri, text in self._db.execute(
            "SELECT iri, decision FROM mandates WHERE graph = ? ORDER BY office", (graph,)
        ):
            if text and iri not in found:
                found[iri] = decision_of(text)
        return found

    # persons

    def _persons(self, articles: Mapping[str, Items], freed: Iterable[str]) -> set[str]:
        marks: set[str] = set()
        for graph, said in sorted(articles.items()):
            marks.update(m for (m,) in self._db.execute("SELECT mark FROM mentions WHERE graph = ?", (graph,)))
            self._db.execute("DELETE FROM mentions WHERE graph = ?", (graph,))
            for person in said.persons:
                value = json.dumps([person.iri, person.names, person.roles])
                mark = hashlib.sha256(value.encode()).hexdigest()[:20]
                marks.add(mark)
                self._db.execute("INSERT OR IGNORE INTO marks VALUES (?, ?)", (mark, value))
                self._db.execute("INSERT INTO mentions VALUES (?, ?, ?, ?)", (graph, person.iri, mark, _at(person.at)))
        for mark in sorted(marks):
            self._first(mark)
        for iri in sorted(freed):
            for (mark,) in self._db.execute("SELECT DISTINCT mark FROM mentions WHERE iri = ?", (iri,)).fetchall():
                self._people.again(mark)
        changed = self._people.settle()
        rows = (self._db.execute("SELECT graph FROM mentions WHERE mark = ?", (mark,)).fetchall() for mark in changed)
        return {graph for some in rows for (graph,) in some}

    def _first(self, mark: str) -> None:
        """Bring a case of persons to where an article first tells of it, and to who else that one tells of."""
        first = self._db.execute(
            "SELECT at, graph FROM mentions WHERE mark = ? ORDER BY at LIMIT 1", (mark,)
        ).fetchone()
        if first is None:
            self._people.drop(mark)
            self._db.execute("DELETE FROM marks WHERE mark = ?", (mark,))
            return
        value = json.loads(self._db.execute("SELECT value FROM marks WHERE mark = ?", (mark,)).fetchone()[0])
        beside = self._db.execute(
            "SELECT iri FROM mentions WHERE graph = ? AND iri != ? ORDER BY iri", (first[1], value[0])
        )
        whole = [*value, first[0].partition("\t")[0], first[1], [iri for (iri,) in beside]]
        self._people.put(mark, first[0], json.dumps(whole), {key for name in value[1] for key in keys(name)})

    # offices

    def _offices(self, articles: Mapping[str, Items], changed: set[str], freed: Iterable[str]) -> set[str]:
        """Decide again who is meant by offices where what was seen of them before changed; return where it did."""
        touched: dict[str, str] = {}  # from which place on

        def touch(office: str, day: str, graph: str) -> None:
            place = f"{day}\t{graph}"
            touched[office] = min(touched.get(office, place), place)

        for graph in sorted(changed):
            for office, day in self._db.execute(
                "SELECT office, day FROM sightings WHERE graph = ?", (graph,)
            ).fetchall():
                touch(office, day, graph)
        waiting: set[tuple[str, str, str, str]] = set()
        for graph, said in sorted(articles.items()):
            self._db.execute("DELETE FROM sightings WHERE graph = ?", (graph,))
            self._db.execute("DELETE FROM mandates WHERE graph = ?", (graph,))
            for seen in said.sightings:
                row = (seen.office, seen.at.day, graph, seen.person, seen.phase)
                self._db.execute("INSERT OR IGNORE INTO sightings VALUES (?, ?, ?, ?, ?)", row)
                touch(seen.office, seen.at.day, graph)
            for one in said.references:
                row = (one.office, one.at.day, graph, one.iri, one.surname)
                self._db.execute("INSERT OR IGNORE INTO mandates VALUES (?, ?, ?, ?, ?, '')", row)
                waiting.add(row[:4])
        for iri in freed:
            waiting.update(
                map(tuple, self._db.execute("SELECT office, day, graph, iri FROM mandates WHERE iri = ?", (iri,)))
            )
        for office, place in touched.items():
            sql = "SELECT office, day, graph, iri FROM mandates WHERE office = ? AND (day, graph) > (?, ?)"
            waiting.update(map(tuple, self._db.execute(sql, (office, *place.split("\t")))))
        return {row[2] for row in sorted(waiting) if self._meant(row)}

    def _meant(self, row: tuple[str, str, str, str]) -> bool:
        """Decide who is meant by an office in one article; say whether that is somebody else than before."""
        office, day, graph, iri = row
        where = "WHERE office = ? AND day = ? AND graph = ? AND iri = ?"
        surname, before = self._db.execute(f"SELECT surname, decision FROM mandates {where}", row).fetchone()  # noqa: S608
        sql = "SELECT * FROM sightings WHERE office = ? AND (day, graph) < (?, ?) ORDER BY day DESC, graph DESC, person"
        seen = (Sighting(r[0], r[3], r[4], Place(r[1], r[2])) for r in self._db.execute(sql, (office, day, graph)))
        found = incumbent(Reference(iri, office, surname, Place(day, graph)), seen, self._whom)
        if found is not None and frozenset({iri, found.meant}) in self.apart:
            found = None
        text = found.text() if found is not None else ""
        self._db.execute(f"UPDATE mandates SET decision = ? {where}", (text, *row))  # noqa: S608
        return bool(text != before)

    def _whom(self, seen: Sighting) -> Decision:
        sql = "SELECT mark FROM mentions WHERE graph = ? AND iri = ?"
        row = self._db.execute(sql, (seen.at.graph, seen.person)).fetchone()
        return (self._people.decision(row[0]) if row else None) or Decision(seen.person, "")

    # events

    def _happenings(self, articles: Mapping[str, Items], changed: set[str], freed: Iterable[str]) -> set[str]:
        before: dict[str, bool] = {}  # whether the articles differed on the days of an event
        for graph in sorted(changed):
            said = articles[graph] if graph in articles else self._items_of(graph)
            known = {iri: d.meant for iri, d in self._known(graph).items()}
            types = {event.iri: event.type for event in said.happenings}
            had = dict(self._db.execute("SELECT iri, meant FROM tellings WHERE graph = ?", (graph,)))
            for event in said.happenings:
                one = happenings.telling(event, known, said.stands, types)
                if not (shared := happenings.keys(one)):
                    continue  # told too vaguely to be met again
                if event.iri not in had:
                    row = (graph, event.iri, f"{event.earliest} {event.latest}", "")
                    self._db.execute("INSERT INTO tellings VALUES (?, ?, ?, ?)", row)
                had.pop(event.iri, None)
                self._events.put(f"{graph} {event.iri}", _at(event.at), text_of(one), shared)
            for iri, event_iri in sorted(had.items()):
                before.setdefault(event_iri, self._is_disputed(event_iri))
                self._events.drop(f"{graph} {iri}")
                self._db.execute("DELETE FROM tellings WHERE graph = ? AND iri = ?", (graph, iri))
        for iri in sorted(freed):
            for (graph,) in self._db.execute("SELECT graph FROM tellings WHERE iri = ?", (iri,)).fetchall():
                self._events.again(f"{graph} {iri}")
        settled = self._events.settle()
        for name, decision in sorted(settled.items()):
            place = tuple(name.split(" "))
            (old,) = self._db.execute("SELECT meant FROM tellings WHERE graph = ? AND iri = ?", place).fetchone()
            for iri in (old, decision.meant):
                before.setdefault(iri, self._is_disputed(iri))
            self._db.execute("UPDATE tellings SET meant = ? WHERE graph = ? AND iri = ?", (decision.meant, *place))
        other = [iri for iri, was in before.items() if self._is_disputed(iri) != was]
        rows = (self._db.execute("SELECT graph FROM tellings WHERE meant = ?", (iri,)).fetchall() for iri in other)
        return {name.partition(" ")[0] for name in settled} | {graph for some in rows for (graph,) in some}

    def _groups(self, telling: str, event: str) -> dict[str, Decision]:
        """Return which groups of the first telling of an event those of a later one are."""
        one = self._events.value(telling, having=GROUP)
        row = self._db.execute(_FIRST, (event,)).fetchone() if one is not None else None
        first = self._events.value(f"{row[0]} {event}", having=GROUP) if row else None
        if one is None or first is None:
            return {}
        pairs = happenings.groups_meant(one, first)
        return {mine: Decision(theirs, "", "event", 1.0, ("so called in one event",)) for mine, theirs in pairs}

    def _is_disputed(self, event: str) -> bool:
        """Say whether articles give an event different days."""
        sql = "SELECT min(days) != max(days) FROM tellings WHERE meant = ?"
        return bool(event and self._db.execute(sql, (event,)).fetchone()[0])


def _at(place: Place) -> str:
    return f"{place.day}\t{place.graph}"
