"""What is kept of subjects is what reading all of their articles again would give, in whatever order these come and go."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from bench.generate import FIRST_DAY, day_of, stories
from bench.ingest import read
from ontology import terms
from ontology.others import RDF_TYPE, RDFS_LABEL, SKOS_ALT_LABEL
from server.identity.decided import is_usable
from server.store import counts
from server.store.dataset import DECIDED, Writer
from server.store.merge import merged
from server.store.publish import publish
from server.store.tallies import Kept, Tallies

if TYPE_CHECKING:
    from pathlib import Path

EVENT, STATE = (ox.NamedNode(f"https://x.example/id/{name}") for name in ("event/1", "state/peru"))
BASE = "https://x.example/"


def said(subject: ox.NamedNode, graph: int, chance: random.Random) -> set[ox.Quad]:
    """Return what a made-up article says of a subject: an event has a status."""
    where = ox.NamedNode(f"{BASE}graph/{graph}")
    found: list[tuple[ox.NamedNode, ox.NamedNode | ox.Literal]] = [(RDF_TYPE, terms.State)]
    found += [(RDFS_LABEL, ox.Literal(chance.choice(("Peru", "PERU", "Republic of Peru"))))]
    found += [(SKOS_ALT_LABEL, ox.Literal(chance.choice(("Perú", "Peru"))))] * chance.randrange(2)
    found += [(terms.seenTo, ox.Literal(f"2024-01-{chance.randrange(10, 30)}"))]
    if subject == EVENT:
        found += [(terms.status, chance.choice((terms.planned, terms.denied, terms.happened)))]
        found += [(terms.date, ox.Literal(f"2024-02-{chance.randrange(10, 20)}"))]
    return {ox.Quad(subject, predicate, value, where) for predicate, value in found}


@pytest.mark.parametrize("subject", [EVENT, STATE])
@pytest.mark.parametrize("seed", range(20))
def test_what_is_kept_is_what_reading_anew_gives(subject: ox.NamedNode, seed: int) -> None:
    chance = random.Random(seed)
    tallies = Tallies()
    days = {f"{BASE}graph/{graph}": f"2024-03-{10 + chance.randrange(9)}" for graph in range(14)}
    now: dict[int, set[ox.Quad]] = {}
    for _ in range(60):
        graph = chance.randrange(14)
        wanted = said(subject, graph, chance) if chance.random() < 0.7 else set()
        had = now.pop(graph, set())
        before = {quad for quads in now.values() for quad in quads} | had
        now |= {graph: wanted} if wanted else {}
        gone, come = had - wanted, wanted - had
        kept = tallies.take(subject, come)
        was = kept or Kept(merged(before, days) if before else set(), frozenset(before))
        after = was.moved(subject, gone, come, days)
        tallies.keep(subject, after)
        every = [quad for quads in now.values() for quad in quads]
        assert after.shown == (merged(every, days) if every else set())


def test_a_subject_of_one_article_is_not_kept_and_one_of_several_is() -> None:
    chance, tallies = random.Random(1), Tallies()
    one, other = (said(EVENT, graph, chance) for graph in (1, 2))
    alone = Kept(set()).moved(EVENT, (), one, {})
    tallies.keep(EVENT, alone)
    assert tallies.take(EVENT, ()) is None
    both = Kept(alone.shown, frozenset(one)).moved(EVENT, (), other, {})
    tallies.keep(EVENT, both)
    assert tallies.take(EVENT, ()) == both
    assert tallies.take(EVENT, ()) is None


def test_a_writer_that_remembers_writes_what_writers_do_that_know_nothing(tmp_path: Path) -> None:
    articles = [one.report.article for one in stories(90)]
    with Writer(tmp_path / "one") as writer:
        for at in range(0, 90, 30):
            publish(writer, articles[at : at + 30], read)
        remembered = set(writer.store)
        ask = counts.asker(writer.store)
        assert counts.stored(ask, writer.dataset.base) == counts.counted(ask)
    for at in range(0, 90, 30):
        with Writer(tmp_path / "other") as writer:
            publish(writer, articles[at : at + 30], read)
    with Writer(tmp_path / "other") as writer:
        assert set(writer.store) == remembered


def test_keys_of_one_day_lie_together_in_the_file(tmp_path: Path) -> None:
    articles = [one.report.article for one in stories(90)]
    days = range((FIRST_DAY - timedelta(3)).toordinal(), (day_of(90) + timedelta(3)).toordinal())
    with Writer(tmp_path / "data") as writer:
        publish(writer, articles, read)
    with closing(sqlite3.connect(tmp_path / "data" / DECIDED)) as db:
        (near,) = db.execute(
            "SELECT count(*) FROM keys WHERE key BETWEEN ? AND ?", (days.start << 41, days.stop << 41)
        ).fetchone()
        (all_,) = db.execute("SELECT count(*) FROM keys").fetchone()
    assert near > 0.8 * all_ > 9_000


def test_what_an_older_version_decided_is_decided_anew(tmp_path: Path) -> None:
    with Writer(tmp_path / "data") as writer:
        publish(writer, [one.report.article for one in stories(3)], read)
        whole = set(writer.store)
    decided = tmp_path / "data" / DECIDED
    with closing(sqlite3.connect(decided)) as db:
        db.executescript("PRAGMA user_version = 0; DROP TABLE keys; DROP TABLE cases; CREATE TABLE cases (kind TEXT);")
    assert not is_usable(decided)
    with Writer(tmp_path / "data") as writer:
        assert set(writer.store) == whole
    assert is_usable(decided)
