"""Publishing: the same articles give the same dump, in whatever order and however often it is killed."""

import functools
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from corpus import BASE, made, read
from keeping import dump

from extractors.inputs.refusal import Refusal
from ontology.facts import Article
from server.store import dumps
from server.store.dataset import Writer, open_dataset
from server.store.dumps import write_file
from server.store.harvest import Harvest, harvest_all
from server.store.publish import Summary, publish
from server.store.releases import write_all

HERE = Path(__file__).parent


def published(folder: Path, articles: Iterable[Article | Refusal], reader=read, **options) -> Summary:  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN003
    with Writer(folder, BASE) as writer:
        return publish(writer, articles, reader, **options)


def test_the_same_articles_again_change_nothing_and_are_not_read(tmp_path: Path) -> None:
    assert published(tmp_path, map(made, range(10))) == Summary(new=10)
    before = dump(tmp_path)

    def must_not(article: Article) -> Harvest:
        raise AssertionError(article)

    assert published(tmp_path, map(made, range(10)), must_not) == Summary(unchanged=10)
    assert published(tmp_path, map(made, range(10)), again=True) == Summary(unchanged=10)
    assert dump(tmp_path) == before


def test_the_same_article_twice_in_a_batch_is_one(tmp_path: Path) -> None:
    assert published(tmp_path, [made(1), made(1), made(2)], jobs=2) == Summary(new=2, unchanged=1)


def test_shuffled_and_split_batches_give_the_same_dump(tmp_path: Path) -> None:
    numbers = list(range(40))
    published(tmp_path / "0", map(made, numbers))
    for seed in (1, 2, 3):
        random.Random(seed).shuffle(numbers)
        folder = tmp_path / str(seed)
        published(folder, map(made, numbers[: seed * 10]))
        published(folder, map(made, numbers[seed * 10 :]))
        for form in dumps.FORMATS:
            assert dump(folder, form) == dump(tmp_path / "0", form)


def test_a_changed_article_replaces_the_old_one_and_nothing_of_that_stays(tmp_path: Path) -> None:
    new = replace(made(3), text="bo-li meets gus-hart on 7 happened", published=date(2024, 5, 5))
    published(tmp_path / "a", map(made, range(6)))
    assert published(tmp_path / "a", [new]) == Summary(replaced=1)
    published(tmp_path / "b", [*map(made, range(3)), new, *map(made, range(4, 6))])
    assert dump(tmp_path / "a") == dump(tmp_path / "b")
    with open_dataset(tmp_path / "a").ledger() as ledger:
        assert sum(1 for version in ledger.all() if version.key == new.url) == 2


def test_a_reader_that_learns_more_replaces_the_facts_when_asked_to(tmp_path: Path) -> None:
    def better(article: Article) -> Harvest:
        known = read(article)
        return replace(known, nquads=known.nquads.replace(b'"No. ', b'"Number '))

    published(tmp_path, map(made, range(3)))
    assert published(tmp_path, map(made, range(3)), better) == Summary(unchanged=3)
    assert published(tmp_path, map(made, range(3)), better, again=True) == Summary(replaced=3)
    assert b"Number 2" in dump(tmp_path)
    assert b"No. " not in dump(tmp_path)


def test_facts_that_break_a_shape_are_kept_back_and_the_version_before_stays(tmp_path: Path) -> None:
    told: list[str] = []
    published(tmp_path, [made(1)])
    before = dump(tmp_path)
    wrong = replace(made(1), text="bo-li meets ana-lopes on 3 happened")
    summary = published(
        tmp_path,
        [wrong, made(2)],
        lambda article: replace(read(article), reasons=("e1: two labels",) if article == wrong else ()),
        told=lambda _, refusal: told.append(str(refusal)),
    )
    assert summary == Summary(new=1, quarantined=1)
    assert told[0] == "https://paper.example/1: its facts are kept back: e1: two labels; please report this"
    assert set(before.splitlines()) & set(dump(tmp_path).splitlines())
    assert b"bo-li meets ana-lopes on 3" not in dump(tmp_path)
    with open_dataset(tmp_path).ledger() as ledger:
        assert ledger.counts() == {"public": 2, "accepted": 2, "quarantined": 1, "refused": 0}


def test_refusals_and_dates_that_cannot_be_get_a_receipt_and_do_not_stop_the_batch(tmp_path: Path) -> None:
    items = [
        Refusal("x.pdf", "it is binary", "give text"),
        replace(made(1), published=date(2024, 6, 4)),
        replace(made(2), published=date(1850, 1, 1)),
        replace(made(3), published=date(2024, 6, 3)),
        replace(made(4), flags=("encoding guessed",)),
    ]
    assert published(tmp_path, items, today=date(2024, 6, 1)) == Summary(new=2, flagged=1, quarantined=2, refused=1)
    with open_dataset(tmp_path).ledger() as ledger:
        assert [source for source, _, _ in ledger.refusals()] == ["x.pdf"]
        failed = [receipt.source for receipt in ledger.receipts(failed=True)]
        assert failed == [made(1).url, made(2).url, "x.pdf"]
    assert published(tmp_path, items[1:3], today=date(2024, 6, 1)) == Summary(unchanged=2)
    assert published(tmp_path, items[1:3], today=date(2024, 6, 3)) == Summary(new=1, unchanged=1)  # its day has come


def dies(article: Article, on: str) -> Harvest:
    if article.url == on:
        os.kill(os.getpid(), signal.SIGKILL)
    return read(article)


def test_processes_give_what_one_does_and_a_deadly_article_takes_no_other_with_it() -> None:
    articles = [made(number) for number in range(12)]
    assert list(harvest_all(articles, read, 2)) == [read(article) for article in articles]
    found = list(harvest_all(articles, functools.partial(dies, on=made(5).url), 2))
    assert found[5] == Refusal(made(5).url, "the reader died on it", "read it alone, with more memory")
    assert found[:5] + found[6:] == [read(article) for article in articles if article != made(5)]


def test_trig_and_turtle_say_what_the_nquads_do(tmp_path: Path) -> None:
    published(tmp_path, map(made, range(8)))
    everything = set(ox.parse(dump(tmp_path), format=ox.RdfFormat.N_QUADS))
    assert set(ox.parse(dump(tmp_path, "trig"), format=ox.RdfFormat.TRIG)) == everything
    merged = {quad for quad in everything if quad.graph_name == ox.DefaultGraph()}
    assert set(ox.parse(dump(tmp_path, "turtle"), format=ox.RdfFormat.TURTLE)) == merged
    assert merged
    assert merged != everything


def test_large_dumps_are_sorted_through_files_to_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(tmp_path, map(made, range(8)))
    whole = [dump(tmp_path, form) for form in dumps.FORMATS]
    monkeypatch.setattr(dumps, "_CHUNK", 50)
    assert [dump(tmp_path, form) for form in dumps.FORMATS] == whole
    assert whole[0].splitlines() == sorted(whole[0].splitlines())


def test_packed_dumps_are_the_same_bytes_and_their_digests_check(tmp_path: Path) -> None:
    for name in ("a", "b"):
        published(tmp_path / name, map(made, range(5)))
        assert write_all(open_dataset(tmp_path / name))
        assert not write_all(open_dataset(tmp_path / name))
        folder = tmp_path / name / "dumps"
        subprocess.run(["sha256sum", "--quiet", "--check", "SHA256SUMS"], cwd=folder, check=True)
        subprocess.run(["sha256sum", "--quiet", "--check", "communique.ttl.gz.sha256"], cwd=folder, check=True)
    assert (tmp_path / "a/dumps/SHA256SUMS").read_bytes() == (tmp_path / "b/dumps/SHA256SUMS").read_bytes()
    time.sleep(1.1)  # a time stamp in the gzip header would differ now
    store = open_dataset(tmp_path / "a").read_only()
    assert write_file(store, tmp_path / "communique.nq.gz", "nquads") in (tmp_path / "a/dumps/SHA256SUMS").read_text()


def killed_then_finished(folder: Path, articles: int, waits: list[float]) -> int:
    """Publish, killing the process after each of the waits (seconds from its opening); then to the end."""
    command = [sys.executable, str(HERE / "corpus.py"), str(folder), str(articles)]
    kills = 0
    for wait in waits:
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            if wait >= 0:
                assert process.stdout is not None
                process.stdout.readline()
            time.sleep(abs(wait))
            process.kill()
            kills += process.wait() == -signal.SIGKILL
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return kills


def test_killed_and_published_again_gives_the_same_dump(tmp_path: Path) -> None:
    published(tmp_path / "whole", map(made, range(300)))
    waits = [-0.12, 0.0, 0.02, 0.3]  # negative: before it has opened the dataset
    assert killed_then_finished(tmp_path / "killed", 300, waits) >= 3
    assert dump(tmp_path / "killed") == dump(tmp_path / "whole")


@pytest.mark.prove
def test_a_hundred_kills_lose_and_tear_nothing(tmp_path: Path) -> None:
    published(tmp_path / "whole", map(made, range(600)))
    expected = dump(tmp_path / "whole")
    chance = random.Random(6)
    kills = attempt = 0
    while kills < 100:  # a fast machine may finish before it is killed
        attempt += 1
        assert attempt <= 60, f"{kills} kills in {attempt} attempts: publish more articles, or wait less"
        folder = tmp_path / str(attempt)
        kills += killed_then_finished(folder, 600, [chance.uniform(-0.15, 0.4) for _ in range(6)])
        assert dump(folder) == expected
        shutil.rmtree(folder)
