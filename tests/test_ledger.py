"""The dataset: one writer, one base, nothing torn, and everything that is damaged is noticed."""

import io
import os
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from corpus import BASE, made, read
from keeping import findings

from ontology import terms
from server.store.checkpoint import KEPT
from server.store.dataset import Writer, open_dataset
from server.store.dumps import write
from server.store.errors import DatasetError
from server.store.merge import merge
from server.store.nquads import canonical, parsed
from server.store.publish import publish
from server.store.records import key_of
from server.store.verify import misquoted


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Writer(tmp_path / "data", BASE) as writer:
        publish(writer, map(made, range(12)), read)
    return tmp_path / "data"


def test_what_is_shown_is_the_articles_graphs_and_their_merge(folder: Path) -> None:
    output = io.BytesIO()
    write(open_dataset(folder).read_only(), output, "nquads")  # all but the ontology and the counts
    quads = parsed(output.getvalue())
    named = [quad for quad in quads if quad.graph_name != ox.DefaultGraph()]
    assert {quad for quad in quads if quad not in set(named)} == set(merge(named))
    assert canonical(named) == b"".join(
        sorted(b"".join(read(made(n)).nquads for n in range(12)).splitlines(keepends=True))
    )


def test_a_second_writer_is_refused_in_words(folder: Path) -> None:
    with Writer(folder), pytest.raises(DatasetError, match=rf"another process \({os.getpid()}\) is writing"):
        Writer(folder)
    Writer(folder).close()


def test_the_base_is_fixed_when_the_dataset_is_made(folder: Path) -> None:
    with pytest.raises(DatasetError, match="addresses that were given out do not change"):
        Writer(folder, "https://other.example/")
    Writer(folder, BASE.removesuffix("/")).close()
    path = folder / "communique.toml"
    path.write_text(path.read_text().replace(BASE, "https://other.example/"))
    with pytest.raises(DatasetError, match="was made with"):
        Writer(folder)


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all")
    with pytest.raises(DatasetError, match="not empty"):
        Writer(tmp_path)
    with pytest.raises(DatasetError, match="is no dataset"):
        open_dataset(tmp_path)
    (tmp_path / "communique.toml").write_text("base = 3")
    with pytest.raises(DatasetError, match="cannot be used"):
        open_dataset(tmp_path)


def test_the_ledger_gives_back_what_it_was_given(folder: Path) -> None:
    with open_dataset(folder).ledger() as ledger:
        assert ledger.counts() == {"public": 12, "accepted": 12, "refused": 0}
        assert [version.article for version in ledger.current()] == [made(n) for n in range(12)]
        assert all(not version.faults for version in ledger.all())
        assert ledger.newest_digest(key_of(made(3))) == made(3).digest
        assert ledger.newest_digest("https://nobody.example/") == ""


def test_readers_keep_the_checkpoint_that_they_opened(folder: Path) -> None:
    before = open_dataset(folder).read_only()
    count = len(list(before))
    with Writer(folder) as writer:
        publish(writer, map(made, range(12, 30)), read)
    assert len(list(before)) == count
    assert len(list(open_dataset(folder).read_only())) > count


def test_few_checkpoints_stay_and_none_is_made_where_nothing_changed(folder: Path) -> None:
    for end in range(13, 18):
        with Writer(folder) as writer:
            publish(writer, map(made, range(end)), read)
    names = sorted(path.name for path in (folder / "checkpoints").iterdir())
    assert len(names) == KEPT + 1
    seen = open_dataset(folder).checkpoint
    with Writer(folder) as writer:
        publish(writer, map(made, range(17)), read)
    assert open_dataset(folder).checkpoint == seen


def test_a_lost_store_is_made_anew(folder: Path) -> None:
    before = canonical(open_dataset(folder).read_only())
    shutil.rmtree(folder / "store")
    Writer(folder).close()
    assert canonical(open_dataset(folder).read_only()) == before


def hurt(writer: Writer, damage: str) -> None:
    store, graph = writer.store, ox.NamedNode(next(iter(writer.ledger.current())).graph)
    strange = ox.Quad(ox.NamedNode("https://e.org/x"), terms.by, ox.NamedNode("https://e.org/y"))
    if damage == "taken":
        store.remove(next(store.quads_for_pattern(None, None, None, graph)))
    elif damage == "added":
        store.add(ox.Quad(strange.subject, strange.predicate, strange.object, graph))
    elif damage == "merged":
        store.remove(next(store.quads_for_pattern(None, None, None, ox.DefaultGraph())))
    else:
        store.add(strange)


@pytest.mark.parametrize("damage", ["taken", "added", "merged", "strange"])
def test_verify_notices_a_changed_store_and_a_rebuild_repairs_it(folder: Path, damage: str) -> None:
    assert findings(folder) == []
    before = canonical(open_dataset(folder).read_only())
    with Writer(folder) as writer:
        hurt(writer, damage)
    assert any("the store" in finding for finding in findings(folder))
    assert findings(folder, rebuild=True) == []
    assert canonical(open_dataset(folder).read_only()) == before


def test_verify_notices_a_changed_ledger(folder: Path) -> None:
    with sqlite3.connect(folder / "ledger.sqlite") as db:
        db.execute("UPDATE versions SET metadata = replace(metadata, 'No. 3', 'No. 4')")
    db.close()
    assert findings(folder) == [
        "the ledger's version 4 of https://paper.example/3: the article's text or metadata changed"
    ]


def test_verify_notices_words_that_the_article_does_not_have(folder: Path) -> None:
    with Writer(folder) as writer:
        harvest = read(made(99))
        liar = replace(
            harvest,
            nquads=canonical(ox.parse(harvest.nquads.replace(b" meets ", b" shuns "), format=ox.RdfFormat.N_QUADS)),
        )
        publish(writer, [made(99)], lambda _: liar)
    assert any("does not stand so" in finding for finding in findings(folder))
    assert misquoted(ox.parse(harvest.nquads, format=ox.RdfFormat.N_QUADS), made(99).text) == []


def test_flipped_bytes_in_the_ledger_do_not_go_unnoticed(folder: Path) -> None:
    Writer(folder).close()
    path = folder / "ledger.sqlite"
    whole = path.read_bytes()
    place = whole.index(b"https://paper.example/7")
    path.write_bytes(whole[:place] + b"j" + whole[place + 1 :])
    assert findings(folder) != []
