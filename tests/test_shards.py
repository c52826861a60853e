"""Shards: the same bytes whoever makes them, however often they are interrupted; a bad record is one receipt."""

import functools
import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import corpus
import pytest
import sharded
from sharded import content

from extractors.inputs.refusal import Refusal
from ontology.facts import Article
from server import cli
from server.bulk import engines
from server.bulk.beat import Beat, _read, heard
from server.bulk.extract import Settings, extract
from server.bulk.shard import Done, ShardError, mark_of, read_shard
from server.bulk.tasks import Task, plan
from server.commands.progress import Shards

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent


def made(tasks: list[Task], settings: Settings, jobs: int = 1) -> list[Done]:
    work = functools.partial(extract, settings=settings)
    done = map(work, tasks) if jobs == 1 else engines.local(tasks, work, jobs)
    return sorted((one for one in done if one), key=lambda one: one.name)


def records(task: Task) -> list[Article | Refusal]:
    return list(task.records(None, news=False, left_out=Counter(), may=lambda _: True))


@pytest.mark.parametrize("size", [1, 50, 333, 1000, 10**9])
def test_slices_of_any_size_hold_every_line_once(tmp_path: Path, size: int) -> None:
    path = sharded.archive(tmp_path / "a.jsonl", range(20))
    tasks = plan([str(path)], size)
    assert sum(task.size for task in tasks) == path.stat().st_size
    assert [one.url for task in tasks for one in records(task) if isinstance(one, Article)] == [
        corpus.made(number).url for number in range(20)
    ]
    assert len({task.name for task in tasks}) == len(tasks)


def test_a_plan_takes_files_folders_and_lists_each_file_once(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("b.txt", "a.html", "c.warc.gz", "d.jsonl"):
        (tmp_path / "in" / name).write_text("x" * 60)
    (tmp_path / "list").write_text("# archives\n\nin/d.jsonl\nin\nin/nowhere.txt\n")
    tasks = plan([f"@{tmp_path / 'list'}"], 100)
    assert [[Path(part.name).name for part in task.parts] for task in tasks] == [
        ["d.jsonl"], ["a.html", "b.txt"], ["c.warc.gz"], ["nowhere.txt"],
    ]  # fmt: skip
    assert [str(one).rpartition(": ")[2] for one in records(tasks[3])] == ["there is no such file; check the path"]


def test_the_same_input_gives_the_same_bytes_and_is_read_once(tmp_path: Path) -> None:
    tasks = plan([str(sharded.archive(tmp_path / "a.jsonl", range(30)))], 2000)
    assert len(tasks) > 3
    one = made(tasks, sharded.settings(tmp_path / "one"))
    two = made(tasks[::-1], sharded.settings(tmp_path / "two"), jobs=2)
    assert content(tmp_path / "one") == content(tmp_path / "two")
    assert not any(done.skipped for done in (*one, *two))
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "one").iterdir()}
    assert all(done.skipped for done in made(tasks, sharded.settings(tmp_path / "one")))
    assert before == {path: path.stat().st_mtime_ns for path in (tmp_path / "one").iterdir()}


def test_what_changed_is_read_again_and_so_is_all_by_another_version(tmp_path: Path) -> None:
    paths = [sharded.archive(tmp_path / f"{name}.jsonl", range(at, at + 4)) for at, name in ((0, "a"), (9, "b"))]
    given = sharded.settings(tmp_path / "shards")
    made(plan(map(str, paths)), given)
    sharded.archive(paths[1], range(9, 14))
    assert [done.skipped for done in made(plan(map(str, paths)), given)] == [True, False]
    (tmp_path / "shards" / f"{plan([str(paths[0])])[0].name}.nq.gz").unlink()
    assert [done.skipped for done in made(plan(map(str, paths)), given)] == [False, True]
    for other in ({"version": "made-up 2"}, {"base": "https://other.example/"}, {"reader": "learned"}, {"news": True}):
        assert [
            done.skipped for done in made(plan(map(str, paths)), sharded.settings(tmp_path / "shards", **other))
        ] == [
            False,
            False,
        ]


def test_a_shard_holds_sorted_quads_and_gives_back_what_was_read(tmp_path: Path) -> None:
    path = sharded.archive(tmp_path / "a.jsonl", range(12))
    path.write_text(path.read_text("utf-8").replace('"No. 3"', '"No. 3", '), "utf-8")  # no JSON any more
    (done,) = made(plan([str(path)]), sharded.settings(tmp_path / "shards"))
    assert done.counts == {"articles": 11, "refused": 1}
    found = [item for item, _ in read_shard(tmp_path / "shards", done)]
    assert str(found[0]).startswith(f"{path}, line 4: it is no JSON")
    read = {corpus.read(corpus.made(n)).graph: corpus.read(corpus.made(n)) for n in range(12) if n != 3}
    assert found[1:] == [read[graph] for graph in sorted(read)]
    quads = gzip.decompress((tmp_path / "shards" / f"{done.name}.nq.gz").read_bytes())
    assert quads == b"".join(read[graph].nquads for graph in sorted(read))


def test_versions_of_one_article_stay_in_their_order(tmp_path: Path) -> None:
    first, second = (corpus.made(5), corpus.made(6))
    lines = [
        sharded.line(Article(first.text, url=first.url, headline="first", published=second.published)),
        sharded.line(Article(second.text, url=first.url, headline="second", published=first.published)),
    ]
    for number, order in enumerate((lines, lines[::-1])):
        (tmp_path / "a.jsonl").write_text("\n".join(order))
        (done,) = made(plan([str(tmp_path / "a.jsonl")]), sharded.settings(tmp_path / f"shards{number}"))
        found = [item.article.headline for item, _ in read_shard(tmp_path / f"shards{number}", done)]  # type: ignore[union-attr]
        assert found == [json.loads(line)["headline"] for line in order]


def test_a_damaged_shard_is_noticed(tmp_path: Path) -> None:
    (done,) = made(plan([str(sharded.archive(tmp_path / "a.jsonl", range(3)))]), sharded.settings(tmp_path / "shards"))
    for kind in (".nq.gz", ".articles.gz"):
        path = tmp_path / "shards" / f"{done.name}{kind}"
        whole = path.read_bytes()
        path.write_bytes(whole[:-9] + b"x" + whole[-8:])
        with pytest.raises(ShardError, match="it is not what was written; delete"):
            list(read_shard(tmp_path / "shards", done))
        path.write_bytes(whole)
    assert len(list(read_shard(tmp_path / "shards", done))) == 3


def test_a_record_that_ends_its_reader_is_left_out_and_the_others_are_not(tmp_path: Path) -> None:
    paths = [sharded.archive(tmp_path / f"{name}.jsonl", range(at, at + 6)) for at, name in ((0, "a"), (10, "b"))]
    text = paths[0].read_text("utf-8").replace('"No. 2"', '"fatal"').replace('"No. 4"', '"fatal"')
    paths[0].write_text(text, "utf-8")
    done = made(plan(map(str, paths)), sharded.settings(tmp_path / "shards"), jobs=2)
    assert [one.counts for one in done] == [{"articles": 4, "refused": 2}, {"articles": 6}]
    refused = [str(item) for item, _ in read_shard(tmp_path / "shards", done[0]) if isinstance(item, Refusal)]
    assert refused == [
        f"https://paper.example/{n}: the reader died on it; read it alone, with more memory" for n in (2, 4)
    ]
    assert not list((tmp_path / "shards").glob(".*"))


def test_a_killed_worker_costs_only_its_shard(tmp_path: Path) -> None:
    paths = [str(sharded.archive(tmp_path / f"{n}.jsonl", range(9 * n, 9 * n + 9), "slow ")) for n in range(6)]
    calm = sharded.settings(tmp_path / "calm")
    made(plan(paths), calm)
    given = sharded.settings(tmp_path / "shards")
    found: list[Done | None] = []
    killed: set[int] = set()
    for done in engines.local(plan(paths), functools.partial(extract, settings=given), 2):
        found.append(done)
        if len(killed) < 3 and done:
            until = time.monotonic() + 10
            while not (one := kill(tmp_path / "shards", 1)) and time.monotonic() < until:
                time.sleep(0.05)  # the next one is not begun yet
            killed |= one
    assert len(killed) == 3
    assert sorted(done.name for done in found if done) == [task.name for task in plan(paths)]  # none was made twice
    assert content(tmp_path / "shards") == content(tmp_path / "calm")


def kill(folder: Path, most: int) -> set[int]:
    """Kill processes that have the beat of a shard open, none at a record on which another died: it would get the blame."""
    killed: set[int] = set()
    for place in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            name = str(place.readlink())
        except OSError:
            continue
        number = int(place.parts[2])
        if name.startswith(f"{folder}/.") and name.endswith(".beat") and len(killed) < most and number != os.getpid():
            said = _read(Path(name))
            if said and said["at"] not in said["died"]:
                os.kill(number, signal.SIGKILL)
                killed.add(number)
    return killed


def test_a_beat_counts_deaths_and_only_deaths(tmp_path: Path) -> None:
    def dies(name: str, number: int) -> None:
        beat = Beat(tmp_path, name)
        beat.at(number, 6, 600)
        beat._file.close()

    for _ in range(3):
        dies("a", 7)
    assert heard(tmp_path) == (6, 600)
    with Beat(tmp_path, "a") as beat:
        assert beat.fatal == {7}
    assert heard(tmp_path) == (0, 0)
    for number in (7, 8, 7, 7):
        dies("b", number)
    with Beat(tmp_path, "b") as beat:
        assert beat.fatal == frozenset()
    for _ in range(25):
        dies("c", 0)
    with pytest.raises(ShardError, match="dies as it starts"):
        dies("c", 0)
    assert not list(tmp_path.iterdir())


def test_what_is_wrong_with_the_work_ends_it(tmp_path: Path) -> None:
    tasks = plan([str(sharded.archive(tmp_path / "a.jsonl", range(3)))])
    given = sharded.settings(tmp_path / "shards", by="sharded:nothing")
    with pytest.raises(ShardError, match="unexpected AttributeError"):
        made(tasks, given, jobs=2)
    other = Settings(str(tmp_path / "shards"), corpus.BASE, "communique 0.0.1")
    with pytest.raises(ShardError, match=r"but communique 0.0.1 was asked for; install the same on all"):
        made(tasks, other)
    assert mark_of(tmp_path / "shards", tasks[0].name) is None


def test_extract_makes_shards_and_says_so(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    command = ["extract", str(ROOT / "examples/2023-08-29-chad-ceasefire.txt"), "--shards", str(tmp_path / "shards")]
    assert cli.main(command) == 0
    assert capfd.readouterr().out == f"{tmp_path / 'shards'}: 1 shards, 1 articles\n"
    (path,) = (tmp_path / "shards").glob("*.nq.gz")
    assert cli.main(command[:2]) == 0
    assert capfd.readouterr().out.encode() == gzip.decompress(path.read_bytes())
    assert cli.main(command) == 0
    assert capfd.readouterr().out == f"{tmp_path / 'shards'}: 1 shards (1 there already), 1 articles\n"
    assert cli.main(["extract", str(tmp_path / "nowhere.txt"), *command[1:]]) == 1
    assert "1 refused" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("extract x --engine dask", "go with --shards"),
        ("extract x --only-news", "go with --shards"),
        ("extract x --shards s --engine spark", "is none of local, dask, dask:ADDRESS"),
        ("extract x --shards s --engine dask:", "is none of local, dask, dask:ADDRESS"),
        ("extract - --shards s", "--shards takes files, folders and @FILE"),
        ("extract https://paper.example/ --shards s", "--shards takes files, folders and @FILE"),
        ("extract @nowhere --shards s", "nowhere: No such file"),
        ("load nowhere --dataset d", "nowhere: there is no such folder"),
    ],
)
def test_what_is_asked_wrongly_is_said_in_one_line(
    arguments: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        sys.exit(cli.main(arguments.split()))
    assert end.value.code == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1


def test_progress_tells_shards_rate_and_time_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock: Iterator[float] = iter(float(at) for at in range(0, 1000, 10))
    monkeypatch.setattr("server.commands.progress.time.monotonic", lambda: next(clock))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    progress = Shards(4, 4000)
    progress.at(1000, 500, skipped=True)
    progress.at(1000, 30, skipped=False)
    progress.between(15, 500)
    shown = capsys.readouterr().err.split("\r\x1b[K")
    assert shown[2].startswith("[##########          ] 2/4 shards, 30 articles, ")
    assert shown[3].startswith("[############        ] 2/4 shards, 45 articles, ")
    assert shown[3].endswith(" left")


def test_stopped_by_ctrl_c_it_goes_on_where_it_was(tmp_path: Path) -> None:
    paths = [str(sharded.archive(tmp_path / f"{n}.jsonl", range(9 * n, 9 * n + 9), "slow ")) for n in range(3)]
    program = (
        "import sys, functools, sharded, signal\nfrom pathlib import Path\nfrom server.bulk import engines\n"
        "from server.bulk.tasks import plan\nfrom server.bulk.extract import extract\n"
        "if __name__ == '__main__':\n"
        "    signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # who runs the tests behind "&" has it ignored
        "    given = sharded.settings(Path(sys.argv[1]))\n"
        "    for done in engines.local(plan(sys.argv[2:]), functools.partial(extract, settings=given), 1):\n"
        "        print(done.skipped if done else '', flush=True)\n"
    )
    (tmp_path / "driver.py").write_text(program)
    command = [sys.executable, str(tmp_path / "driver.py"), str(tmp_path / "shards"), *paths]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment) as process:
        assert process.stdout is not None
        while process.stdout.readline().strip() != b"False":
            pass
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        process.wait(20)
    until = time.monotonic() + 10
    while list((tmp_path / "shards").glob(".*")) and time.monotonic() < until:
        time.sleep(0.1)
    assert not list((tmp_path / "shards").glob(".*"))  # nothing half done, and no death is counted
    rest = subprocess.run(command, stdout=subprocess.PIPE, env=environment, check=True)
    assert [line for line in rest.stdout.split() if line] == [b"True", b"False", b"False"]
