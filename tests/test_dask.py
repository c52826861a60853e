"""A Dask cluster makes the same shards as the processes of one machine, whatever happens to its workers."""

import functools
import hashlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sharded
import webserver
from test_shards import kill

from extractors.inputs.refusal import Refusal
from server import cli
from server.bulk import engines
from server.bulk.extract import extract
from server.bulk.shard import Done, ShardError, mark_of, read_shard
from server.bulk.tasks import Task, plan

pytest.importorskip("distributed", reason="the extra communique[dask] is not installed")

ROOT = Path(__file__).parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "PYTHONWARNINGS": "ignore"}
KILLS = 10


def sums(folder: Path) -> dict[str, str]:
    """Return SHA-256 of every file of the shards in a folder."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in sharded.content(folder).items()}


def worked(tasks: list[Task], folder: Path) -> Path:
    """Make the shards in this process."""
    for task in tasks:
        extract(task, sharded.settings(folder))
    return folder


@pytest.fixture
def tasks(tmp_path: Path) -> list[Task]:
    made = (sharded.archive(tmp_path / f"{n}.jsonl", range(20 * n, 20 * n + 20), "slow ") for n in range(8))
    return plan(map(str, made))


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[str]:
    """A scheduler and two workers, started as people start them, each a process that is told the scheduler's address."""
    address = f"tcp://127.0.0.1:{webserver.free_port()}"
    scheduler = ["distributed.cli.dask_scheduler", "--host", address, "--no-dashboard"]
    worker = ["distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard", "--nworkers", "1"]
    worker += ["--local-directory", str(tmp_path / "dask")]
    processes = []
    try:
        for command in (scheduler, worker, worker):
            told = (tmp_path / "dask.log").open("ab")
            processes.append(
                subprocess.Popen([sys.executable, "-m", *command], env=ENVIRONMENT, stdout=told, stderr=told)
            )
            told.close()
        yield address
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.mark.prove
@pytest.mark.filterwarnings("ignore")  # those of Dask are not ours
def test_scheduler_and_workers_of_their_own_give_the_same_bytes(
    cluster: str, tasks: list[Task], tmp_path: Path
) -> None:
    work = functools.partial(extract, settings=sharded.settings(tmp_path / "shards"))
    done = [one for one in engines.dask(tasks, work, cluster, 2) if one]
    assert sorted(one.name for one in done) == sorted(task.name for task in tasks)
    assert sums(tmp_path / "shards") == sums(worked(tasks, tmp_path / "here"))


@pytest.mark.prove
@pytest.mark.filterwarnings("ignore")
def test_workers_killed_ten_times_change_nothing(cluster: str, tasks: list[Task], tmp_path: Path) -> None:
    folder = tmp_path / "shards"
    work = functools.partial(extract, settings=sharded.settings(folder))
    killed: set[int] = set()
    done: list[Done] = []
    # each is killed at a later record than the one before: thrice at the same one would be that record's fault
    for one in engines.dask(tasks, work, cluster, 2):
        done += [one] if one else []
        pause = time.monotonic() + 0.2 + 0.1 * len(killed)
        while len(killed) < KILLS and time.monotonic() < pause + 5:
            if time.monotonic() > pause and (now := kill(folder, 1)):
                killed |= now
                break
            time.sleep(0.02)
    assert len(killed) == KILLS
    assert sorted(one.name for one in done) == sorted(task.name for task in tasks)
    assert sums(folder) == sums(worked(tasks, tmp_path / "here"))


@pytest.mark.prove
@pytest.mark.filterwarnings("ignore")
def test_a_record_that_ends_its_readers_is_left_out_of_a_cluster_too(cluster: str, tmp_path: Path) -> None:
    path = sharded.archive(tmp_path / "a.jsonl", range(6))
    path.write_text(path.read_text("utf-8").replace('"No. 2"', '"fatal"'), "utf-8")
    (task,) = plan([str(path)])
    work = functools.partial(extract, settings=sharded.settings(tmp_path / "shards"))
    (done,) = (one for one in engines.dask([task], work, cluster, 2) if one)
    assert done.counts == {"articles": 5, "refused": 1}
    (refused,) = (str(item) for item, _ in read_shard(tmp_path / "shards", done) if isinstance(item, Refusal))
    assert refused.startswith("https://paper.example/2: the reader died on it")


@pytest.mark.prove
def test_the_command_starts_a_cluster_of_its_own_and_reads_the_examples(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "server.cli", "extract", str(ROOT / "examples"), "--jobs", "2", "--shards"]
    for engine in ("local", "dask"):
        run = [*command, str(tmp_path / engine), "--engine", engine]
        told = subprocess.run(run, env=ENVIRONMENT, capture_output=True, text=True, check=True)
        assert re.fullmatch(r".*: 2 shards, [1-9][0-9]* articles\n", told.stdout)
    assert sums(tmp_path / "dask") == sums(tmp_path / "local")
    (first, _) = sorted(tmp_path.glob("dask/*.done"))
    assert mark_of(tmp_path / "dask", first.name.removesuffix(".done")) is not None


@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_is_not_there_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import dask

    address = f"tcp://127.0.0.1:{webserver.free_port()}"
    dask.config.set({"distributed.comm.timeouts.connect": "1s"})
    with pytest.raises(ShardError, match=f"the Dask scheduler at {address} does not answer"):
        list(engines.dask([], lambda _: None, address, 1))  # type: ignore[arg-type,return-value]
    dask.config.refresh()
    monkeypatch.setitem(sys.modules, "distributed", None)
    example = str(ROOT / "examples/2023-08-29-chad-ceasefire.txt")
    assert cli.main(["extract", example, "--shards", str(tmp_path / "shards"), "--engine", "dask"]) == 2
    assert capsys.readouterr().err == "communique: Dask is not installed: say 'pip install communique[dask]'\n"
