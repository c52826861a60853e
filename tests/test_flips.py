"""Bytes of the store that change by themselves: what changes an answer is noticed by verify, and a rebuild repairs it.

COMMUNIQUE_FLIPS sets how many; the number here is that of CI.
"""

import multiprocessing
import os
import random
import resource
import shutil
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from corpus import BASE, made, read

from ontology import terms
from server.store.dataset import Writer
from server.store.engine import Store
from server.store.errors import DatasetError
from server.store.publish import publish
from server.store.verify import verify

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
