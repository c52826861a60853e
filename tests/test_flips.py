"""Bytes of the store that change by themselves: what changes an answer is noticed by verify, and a rebuild repairs it.

COMMUNIQUE_FLIPS sets how many; the number here is that of CI.
"""

import json
import multiprocessing
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from corpus import BASE, made, read

from ontology import terms
from server.commands import checking
from server.commands.errors import CommandError
from server.store.dataset import Writer
from server.store.engine import Store
from server.store.errors import DatasetError
from server.store.publish import publish
from server.store.verify import verify
from server.workers import sandbox

_MOST_MEMORY, _LONGEST = 4 << 30, 120
"""Bytes and seconds that a verify may take; one that takes more is ended, and has been noticed."""
HARMLESS, NOTICED, UNNOTICED = "harmless", "noticed", "unnoticed"
QUESTIONS = (
    "SELECT ?s ?p ?o { ?s ?p ?o }",
    "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }",
    f"SELECT ?e ?a ?l {{ ?e a <{terms.Event.value}> ; <{terms.agent.value}> ?a . ?a rdfs:label ?l }}",
    f"SELECT ?g ?e {{ GRAPH ?g {{ ?e <{terms.agent.value}> <{BASE}id/person/bo-li> }} }}",
    f"SELECT ?s ?p ?g {{ GRAPH ?g {{ ?s ?p <{terms.happened.value}> }} }}",
    f"SELECT ?w ?t {{ ?c <{terms.evidence.value}> ?w . ?w <{terms.text.value}> ?t }}",
    f"SELECT (COUNT(*) AS ?n) {{ ?e <{terms.status.value}> <{terms.denied.value}> }}",
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset, written in a process that has ended: its files are at rest."""
    folder = tmp_path_factory.mktemp("flips") / "data"
    assert apart(written, folder) is None
    return folder


def written(folder: Path) -> None:
    for end in (6, 12):  # what came in two goes lies in more than one file
        with Writer(folder, BASE) as writer:
            publish(writer, map(made, range(end)), read)


def apart(work: Callable[..., object], *args: object) -> object:
    """Do something in a process of its own and return what it returns; NOTICED where the engine brings that to its end.

    It comes from a process that never had an engine: a copy of one that had would wait for threads that are not there.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["server.store.verify", "server.store.publish", "corpus"])
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_alone, args=(theirs, work, args))
    child.start()
    theirs.close()
    try:
        return ours.recv()
    except EOFError:
        return NOTICED
    finally:
        child.join()


def _alone(answer: Connection, work: Callable[..., object], args: tuple[object, ...]) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    signal.alarm(_LONGEST)  # a length that is damaged may send the engine after more than there is
    answer.send(work(*args))


def answers(store: Store) -> list[list[str]]:
    return [
        sorted(str([str(value) for value in row]) for row in store.query(question, prefixes={"rdfs": RDFS}))  # type: ignore[union-attr]
        for question in QUESTIONS
    ]


RDFS = "http://www.w3.org/2000/01/rdf-schema#"


def judged(folder: Path, wanted: list[list[str]]) -> str:
    """Return what became of a flip: noticed by verify or by the engine, else harmless where all answers are the same."""
    try:
        with Writer(folder) as writer:
            if list(verify(writer)):
                return NOTICED
            return HARMLESS if answers(writer.store) == answers(writer.dataset.read_only()) == wanted else UNNOTICED
    except (DatasetError, MemoryError, OSError, RuntimeError, ValueError):
        return NOTICED


def flips(folder: Path, number: int, chance: random.Random) -> Iterator[tuple[str, int, int]]:
    """Yield places in a store's files and the bit to flip there, each byte as likely as any other."""
    files = sorted((path.name, path.stat().st_size) for path in (folder / "store").iterdir() if path.stat().st_size)
    for name, size in chance.choices(files, [size for _, size in files], k=number):
        yield name, chance.randrange(size), 1 << chance.randrange(8)


def flipped(whole: Path, folder: Path, name: str, at: int, bit: int) -> None:
    """Copy a dataset with one bit of its store changed; what readers' files share with the store shares that too."""
    shutil.copytree(whole, folder, symlinks=True)
    inode = (whole / "store" / name).stat().st_ino
    for path in whole.rglob("*"):
        if path.stat().st_ino == inode:
            copy = folder / path.relative_to(whole)
            data = bytearray(copy.read_bytes())
            data[at] ^= bit
            copy.write_bytes(data)


@pytest.mark.prove
def test_flipped_bytes_in_the_store_change_no_answer_unnoticed(whole: Path, tmp_path: Path) -> None:
    number = int(os.environ.get("COMMUNIQUE_FLIPS", "60"))
    wanted = apart(found, whole)
    assert isinstance(wanted, list)
    became: Counter[str] = Counter()
    folder = tmp_path / "data"
    for turn, (name, at, bit) in enumerate(flips(whole, number, random.Random(9))):
        flipped(whole, folder, name, at, bit)
        what = apart(judged, folder, wanted)
        assert what in {HARMLESS, NOTICED}, f"byte {at} of {name}, bit {bit}"
        became[str(what)] += 1
        if what == NOTICED and turn % 20 == 0:
            assert apart(rebuilt, folder) == ([], wanted)
        shutil.rmtree(folder)
    print(f"\n{number} flips: {became[NOTICED]} noticed, {became[HARMLESS]} changed no answer, none unnoticed")
    assert became[NOTICED]


def found(folder: Path) -> list[list[str]]:
    with Writer(folder) as writer:
        return answers(writer.dataset.read_only())


def rebuilt(folder: Path) -> tuple[list[str], list[list[str]]]:
    with Writer(folder, rebuild=True) as writer:
        return list(verify(writer)), answers(writer.store)


def test_verify_reads_every_index(whole: Path, tmp_path: Path) -> None:
    """Every file of the store that holds quads is read by it: damage in the middle of any is noticed."""
    files = [path.name for path in (whole / "store").iterdir() if path.suffix == ".sst"]
    assert files
    for name in files:
        folder = tmp_path / name
        flipped(whole, folder, name, (whole / "store" / name).stat().st_size // 3, 16)
        assert apart(judged, folder, []) == NOTICED, name


# a length that is damaged asks for more memory than there is


def numbers(data: bytes, count: int) -> list[int]:
    """Return the first numbers of some bytes, seven bits a byte, as the engine writes lengths."""
    found, shift = [0], 0
    for byte in data:
        found[-1] |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            if len(found) == count:
                break
            found.append(0)
            shift = 0
    return found


def written_out(number: int) -> bytes:
    return bytes([number & 127 | 128]) + written_out(number >> 7) if number > 127 else bytes([number])


@pytest.fixture
def greedy(whole: Path, tmp_path: Path) -> Path:
    """A dataset one of whose largest files says that its index is 6 GiB; no digest covers that part of a file."""
    folder = tmp_path / "greedy"
    shutil.copytree(whole, folder, symlinks=True)
    old = [path for path in (folder / "store").glob("*.sst") if path.read_bytes()[-12:-8] == (5).to_bytes(4, "little")]
    path = max(old, key=lambda path: path.stat().st_size)
    data = path.read_bytes()
    *others, _ = numbers(data[-52:], 4)  # where two blocks lie, and how long they are; then version and mark
    lengths = b"".join(map(written_out, [*others, 6 << 30])).ljust(40, b"\0")
    path.write_bytes(data[:-52] + lengths + data[-12:])
    return folder


def verified(folder: Path, *options: str) -> tuple[int, list[str], list[str]]:
    command = [sys.executable, "-m", "server.cli", "verify", "--dataset", str(folder), *options]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return result.returncode, result.stdout.splitlines(), result.stderr.splitlines()


def test_a_length_that_asks_for_all_memory_is_damage_told_in_a_line(greedy: Path) -> None:
    status, out, err = verified(greedy)
    assert status == 1
    assert re.fullmatch(r"the store is damaged: reading it asks for more than [45]\.\d GiB of memory", "\n".join(out))
    assert err == [f"communique: {greedy}: 1 finding; say 'communique verify --rebuild'"]
    assert verified(greedy, "--rebuild") == (0, [f"{greedy}: sound (12 articles)"], [])
    assert verified(greedy) == (0, [f"{greedy}: sound (12 articles)"], [])


def test_where_no_limit_can_be_set_a_check_does_without(
    greedy: Path, whole: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(memory: int, *, sockets: bool) -> bool:
        raise ValueError("not allowed to raise maximum limit")

    monkeypatch.setattr(sandbox, "confine", refused)
    monkeypatch.setattr(sandbox, "die_with_parent", lambda: None)
    checking.main(whole, None, rebuild=False)
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [{"done": True}]
    checking.main(greedy, None, rebuild=False)  # the engine gets its 6 GiB of addresses, and has no use for them
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(told) == 2
    assert told[0]["finding"].startswith("the store is damaged: Corruption: truncated block read from ")


def test_a_check_that_others_end_says_nothing_of_damage(whole: Path) -> None:
    with pytest.raises(CommandError, match=r"ended from outside \(SIGKILL\)"):
        checking.broken_off(whole, -signal.SIGKILL, "")
    assert checking.broken_off(whole, -signal.SIGSEGV, "").endswith("the engine ended as it read it (SIGSEGV)")


def test_what_keeps_a_check_from_looking_is_told_as_by_any_command(whole: Path) -> None:
    with Writer(whole):
        status, out, err = verified(whole)
    assert (status, out, len(err)) == (2, [], 1)
    assert "is writing to it; wait until it has ended" in err[0]
