"""Datasets made of shards: the same as by publishing the articles one by one, however the load is interrupted."""

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import corpus
import pytest
import sharded
import stores
from keeping import dump

from bench import scale
from bench.generate import stories
from extractors.article import articles
from ontology import terms
from ontology.uris import DEFAULT_BASE
from server import cli
from server.bulk.extract import extract
from server.bulk.load import load
from server.bulk.shard import ShardError
from server.bulk.tasks import plan
from server.store import build as building
from server.store.dataset import Writer, open_dataset
from server.store.nquads import parsed
from server.store.publish import publish
from server.store.verify import verify

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 1, 1)


@pytest.fixture
def inputs(tmp_path: Path) -> list[Path]:
    """Three archives: articles of which some come again in other words, one of no day that can be, and a bad line."""
    made = [sharded.archive(tmp_path / f"{n}.jsonl", range(40 * n, 40 * n + 40)) for n in range(3)]
    lines = made[1].read_text("utf-8").splitlines()
    lines[3] = lines[3].replace('"datePublished": "2024', '"datePublished": "2099')
    lines[7] = "{"
    lines += [sharded.line(corpus.made(3)).replace(" meets ", " meets again "), sharded.line(corpus.made(4))]
    made[1].write_text("\n".join(lines), "utf-8")
    return made


def shards(inputs: list[Path], folder: Path) -> Path:
    given = sharded.settings(folder)
    for task in plan(map(str, inputs), 4000):
        extract(task, given)
    return folder


def published(inputs: list[Path], folder: Path) -> Path:
    with Writer(folder, corpus.BASE) as writer:
        for path in inputs:
            publish(writer, articles(path), corpus.read, today=TODAY)
    return folder


def receipts(folder: Path) -> list[tuple[str, str]]:
    with open_dataset(folder).ledger() as ledger:
        return [
            (one.source.partition(" from byte")[0].partition(", line")[0], one.receipt) for one in ledger.receipts()
        ]


def is_sound(folder: Path) -> bool:
    with Writer(folder) as writer:
        return [str(finding) for finding in verify(writer)] == []


@pytest.mark.parametrize(("jobs", "at_once"), [(1, 1), (2, 1), (1, 10**6)])
def test_the_result_is_that_of_publishing_one_by_one(
    inputs: list[Path], tmp_path: Path, jobs: int, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_GROUP", 7)
    made = shards(inputs, tmp_path / "shards")
    found = load(tmp_path / "data", [made], today=TODAY, jobs=jobs, at_once=at_once)
    assert found.whole == (at_once == 1)
    assert (found.counts["new"], found.counts["quarantined"], found.counts["refused"]) == (118, 1, 1)
    one_by_one = published(inputs, tmp_path / "other")
    assert dump(tmp_path / "data") == dump(one_by_one)
    assert receipts(tmp_path / "data") == receipts(one_by_one)
    assert is_sound(tmp_path / "data")
    assert not (tmp_path / "data" / building.PLACE).exists()


def test_a_dataset_whose_store_is_elsewhere_is_loaded_as_well(inputs: list[Path], tmp_path: Path) -> None:
    made = shards(inputs, tmp_path / "shards")
    with stores.running("oxigraph", tmp_path) as place:
        Writer(tmp_path / "data", corpus.BASE, store=place.store).close()
        assert not load(tmp_path / "data", [made], today=TODAY, jobs=1, at_once=1).whole
        assert not (tmp_path / "data" / "store").exists()
        assert dump(tmp_path / "data") == dump(published(inputs, tmp_path / "other"))
        assert is_sound(tmp_path / "data")


def test_who_and_what_is_the_same_is_decided_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "_GROUP", 16)
    monkeypatch.setattr(scale, "SHARD", 20)
    made = scale.shards(tmp_path / "shards", 50)
    load(tmp_path / "data", [made], jobs=1, at_once=1)
    with Writer(tmp_path / "other", DEFAULT_BASE) as writer:
        publish(writer, [one.report.article for one in stories(50)][::-1], scale.read)
    assert b"/graph/matches>" in dump(tmp_path / "data")
    assert dump(tmp_path / "data") == dump(tmp_path / "other")
    assert is_sound(tmp_path / "data")


def test_loading_again_changes_nothing_and_more_shards_are_added(inputs: list[Path], tmp_path: Path) -> None:
    made = shards(inputs[:2], tmp_path / "shards")
    load(tmp_path / "data", [made], today=TODAY, jobs=1)
    first = dump(tmp_path / "data")
    again = load(tmp_path / "data", [made], today=TODAY, jobs=1)
    assert again.counts["there already"] == again.counts["shards"]
    assert not again.whole
    assert dump(tmp_path / "data") == first
    shards(inputs, made)
    more = load(tmp_path / "data", [made], today=TODAY, jobs=1)
    assert more.counts["new"] == 40
    assert dump(tmp_path / "data") == dump(published(inputs, tmp_path / "other"))


def test_what_people_decided_holds_when_the_store_is_made_at_once(inputs: list[Path], tmp_path: Path) -> None:
    made = shards(inputs, tmp_path / "shards")
    for name in ("data", "other"):
        published(inputs[:1], tmp_path / name)
        address = corpus.made(1).url
        assert cli.main(["retract", address, "--dataset", str(tmp_path / name), "--reason", "gone", "--no-dumps"]) == 0
        with Writer(tmp_path / name) as writer:
            version = next(iter(writer.ledger.current()))
            event = min(q.subject.value for q in parsed(version.nquads) if q.object == terms.Event)  # type: ignore[union-attr]
        (tmp_path / "corrections.tsv").write_text(f"fact\tby\twhy\n{event}\tme\twrong\n")
        arguments = ["correct", str(tmp_path / "corrections.tsv"), "--dataset", str(tmp_path / name), "--no-dumps"]
        assert cli.main(arguments) == 0
    load(tmp_path / "data", [made], today=TODAY, jobs=1, at_once=1)
    published(inputs, tmp_path / "other")
    assert event.encode() not in dump(tmp_path / "data")
    assert dump(tmp_path / "data") == dump(tmp_path / "other")
    assert is_sound(tmp_path / "data")


def test_shards_that_do_not_fit_are_refused(inputs: list[Path], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ShardError, match="there are no shards"):
        load(tmp_path / "data", [tmp_path / "empty"])
    one = shards(inputs[:1], tmp_path / "one")
    with pytest.raises(ShardError, match="leave --base out"):
        load(tmp_path / "data", [one], "https://other.example/")
    given = sharded.settings(tmp_path / "two", base="https://other.example/")
    for task in plan(map(str, inputs[:1])):
        extract(task, given)
    with pytest.raises(ShardError, match="differ in their base"):
        load(tmp_path / "data", [one, tmp_path / "two"])
    next(one.glob("*.nq.gz")).unlink()
    with pytest.raises(ShardError, match="its shard is not whole"):
        load(tmp_path / "data", [one])
    assert not (tmp_path / "data").exists()


def test_the_command_says_what_it_did(inputs: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = shards(inputs, tmp_path / "shards")
    assert cli.main(["load", str(made), "--dataset", str(tmp_path / "data")]) == 1
    assert capsys.readouterr().out == (
        f"{tmp_path / 'data'}: 12 shards, 118 new, 1 replaced, 1 unchanged, 1 quarantined, 1 refused\n"
    )
    assert (tmp_path / "data/dumps/SHA256SUMS").exists()


@pytest.mark.prove
def test_killed_at_any_moment_a_load_goes_on_to_the_same_end(inputs: list[Path], tmp_path: Path) -> None:
    made = shards(inputs, tmp_path / "shards")
    program = (
        "import sys\nfrom pathlib import Path\nfrom server.bulk.load import load\nfrom server.store import build\n"
        "from datetime import date\nbuild._GROUP = 5\n"
        "load(Path(sys.argv[1]), [Path(sys.argv[2])], today=date(2026, 1, 1), jobs=1, at_once=1)\n"
    )
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    command = [sys.executable, "-c", program, str(tmp_path / "data"), str(made)]
    begun = time.monotonic()
    subprocess.run([*command[:3], str(tmp_path / "whole"), str(made)], env=environment, check=True)
    whole = time.monotonic() - begun
    for step in range(1, 9):
        with subprocess.Popen(command, env=environment, start_new_session=True) as process:
            time.sleep(whole * (0.3 + 0.08 * step))
            os.killpg(process.pid, signal.SIGKILL)
    subprocess.run(command, env=environment, check=True)
    assert dump(tmp_path / "data") == dump(tmp_path / "whole") == dump(published(inputs, tmp_path / "other"))
    assert is_sound(tmp_path / "data")
