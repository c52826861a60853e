"""The long proofs of the ledger: kills, power cuts, a full disk, ten thousand articles in any order.

COMMUNIQUE_KILLS, COMMUNIQUE_CUTS and COMMUNIQUE_ARTICLES set how many; the numbers here are those of CI.
"""

import hashlib
import io
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from keeping import findings
from storied import BASE, read

from bench.generate import stories
from ontology.facts import Article
from server.store.dataset import Writer, open_dataset
from server.store.dumps import write
from server.store.publish import Summary, publish
from server.store.verify import verify

HERE = Path(__file__).parent
PROGRAM = [sys.executable, str(HERE / "storied.py")]


def count(name: str, default: int) -> int:
    return int(os.environ.get(f"COMMUNIQUE_{name}", default))


def articles(number: int) -> list[Article]:
    return [one.report.article for one in stories(number)]


def published(folder: Path, some: list[Article]) -> Summary:
    with Writer(folder, BASE) as writer:
        return publish(writer, some, read)


def sha256(folder: Path) -> str:
    class Digest(io.RawIOBase):
        def __init__(self) -> None:
            self.found = hashlib.sha256()

        def write(self, data: object) -> int:
            self.found.update(data)  # type: ignore[arg-type]
            return len(data)  # type: ignore[arg-type]

    output = Digest()
    write(open_dataset(folder).read_only(), output, "nquads")  # type: ignore[arg-type]
    return output.found.hexdigest()


def cut_short(folder: Path, number: int, wait: float, env: dict[str, str] | None = None) -> tuple[int, bool]:
    """Publish in a process and kill it some seconds after it opened; return how many it acknowledged, and whether it died."""
    command = [*PROGRAM, str(folder), str(number)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **(env or {})}) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(wait)
        process.kill()
        lines = process.stdout.read().split()
        return max((int(line) for line in lines if line.isdigit()), default=0), process.wait() == -signal.SIGKILL


def known(folder: Path) -> int:
    with open_dataset(folder).ledger() as ledger:
        return ledger.counts()["public"]


@pytest.mark.prove
def test_kills_lose_and_tear_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    number, wanted = 150, count("KILLS", 100)
    published(tmp_path / "whole", articles(number))
    expected, chance = sha256(tmp_path / "whole"), random.Random(6)
    kills = finished = 0
    folder = tmp_path / "killed"
    while kills < wanted:
        acknowledged, died = cut_short(folder, number, chance.uniform(0, 3))
        kills += died
        assert known(folder) >= acknowledged, f"kill {kills} lost an acknowledged article"
        if not died or known(folder) == number:
            published(folder, articles(number))
            assert sha256(folder) == expected
            finished += 1
            shutil.rmtree(folder)
    if folder.exists():
        published(folder, articles(number))
        assert sha256(folder) == expected
        assert findings(folder) == []
    print(f"\n{kills} kills, {finished} times to the end: nothing lost, the same dump")


@pytest.fixture(scope="module")
def preloaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("a power cut is simulated by a library that needs Linux and a C compiler")
    library = tmp_path_factory.mktemp("durable") / "durable.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, HERE / "durable.c", "-ldl"], check=True)
    return library


@pytest.mark.prove
def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path: Path, preloaded: Path) -> None:
    number, cuts = 60, count("CUTS", 10)
    published(tmp_path / "whole", articles(number))
    expected, chance = sha256(tmp_path / "whole"), random.Random(7)
    opened = rebuilt = 0
    for cut in range(cuts):
        folder, left = tmp_path / f"data{cut}", tmp_path / f"left{cut}"
        env = {"LD_PRELOAD": str(preloaded), "WATCHED": str(folder), "DURABLE": str(left)}
        acknowledged, _ = cut_short(folder, number, chance.uniform(0.3, 6), env)
        for torn in left.rglob("*.cut"):
            torn.unlink()
        assert known(left) >= acknowledged, "what was acknowledged is on the disk"
        result = subprocess.run(
            [sys.executable, "-m", "server.cli", "verify", "--dataset", str(left)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in result.stderr
        opened += result.returncode == 0
        if result.returncode:
            rebuilt += 1
            with Writer(left, rebuild=True) as writer:
                assert list(verify(writer)) == []
        published(left, articles(number))
        assert sha256(left) == expected
        assert findings(left) == []
        shutil.rmtree(folder)
        shutil.rmtree(left)
    print(f"\n{cuts} power cuts: {opened} datasets sound as they were left, {rebuilt} made anew from the ledger")


@pytest.mark.prove
def test_many_articles_twice_and_shuffled_give_the_same_bytes(tmp_path: Path) -> None:
    number = count("ARTICLES", 400)
    some = articles(number)
    begun = time.monotonic()
    assert published(tmp_path / "a", some).new == number
    first, begun = time.monotonic() - begun, time.monotonic()
    assert published(tmp_path / "a", some) == Summary(unchanged=number)
    second = time.monotonic() - begun
    expected = sha256(tmp_path / "a")
    random.Random(8).shuffle(some)
    published(tmp_path / "b", some)
    assert sha256(tmp_path / "b") == expected
    print(f"\n{number} articles: {first:.1f} s, again {second:.1f} s; sha256 {expected}")
    assert second < first / 10


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[None]:
    place.mkdir()
    if shutil.which("mount") is None or os.geteuid() != 0:
        pytest.skip("a small disk is mounted by root alone")
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], check=False, capture_output=True
    )
    if made.returncode:
        pytest.skip(f"no small disk can be mounted here: {made.stderr.decode().strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.mark.prove
@pytest.mark.parametrize("size", ["3m", "12m"])
def test_a_full_disk_is_told_in_one_line_and_loses_nothing(tmp_path: Path, size: str) -> None:
    number = 60
    with small_disk(tmp_path / "disk", size):
        folder = tmp_path / "disk" / "data"
        done = subprocess.run([*PROGRAM, str(folder), str(number)], capture_output=True, text=True, check=False)
        assert done.returncode == 1, "the disk was large enough: publish more"
        assert done.stderr.count("\n") == 1, done.stderr
        assert "the disk is full" in done.stderr
        assert "make room" in done.stderr
        acknowledged = max((int(line) for line in done.stdout.split() if line.isdigit()), default=0)
        assert known(folder) >= acknowledged
        subprocess.run(["mount", "-o", "remount,size=1g", str(tmp_path / "disk")], check=True)
        published(folder, articles(number))
        assert findings(folder) == []
        found = sha256(folder)
    published(tmp_path / "whole", articles(number))
    assert found == sha256(tmp_path / "whole")
