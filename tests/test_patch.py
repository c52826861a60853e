"""RDF Patch between two versions: the old dump with it is the new one, byte for byte, whatever changed."""

import gzip
import io
import subprocess
from pathlib import Path

import corpus
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server import cli
from server.store.dataset import Writer, open_dataset
from server.store.dumps import write
from server.store.patch import PatchError, patched, write_patch
from server.store.publish import publish

TERMS = st.sampled_from([ox.NamedNode(f"https://x.example/{name}") for name in "ab"])
VALUES = (
    TERMS
    | st.builds(ox.Literal, st.text('ab\n"\\ é.<\U0001f600', max_size=3))
    | st.builds(lambda text: ox.Literal(text, language="en"), st.text("a", max_size=1))
)
GRAPHS = TERMS | st.just(ox.DefaultGraph())
QUADS = st.frozensets(st.builds(ox.Quad, TERMS, TERMS, VALUES, GRAPHS), max_size=12)


def dump(quads: frozenset[ox.Quad]) -> tuple[ox.Store, bytes]:
    store, output = ox.Store(), io.BytesIO()
    store.extend(quads)
    write(store, output, "nquads")
    return store, output.getvalue()


def patch(store: ox.Store, old: Path) -> bytes:
    output = io.BytesIO()
    write_patch(store, old, output)
    return output.getvalue()


@settings(deadline=None, max_examples=150)
@given(QUADS, QUADS)
def test_the_old_dump_with_its_patch_is_the_new_one(tmp_path_factory: pytest.TempPathFactory, one, other) -> None:  # noqa: ANN001
    old = tmp_path_factory.getbasetemp() / "old.nq"
    _, before = dump(one)
    store, after = dump(other)
    old.write_bytes(before)
    changes = patch(store, old)
    assert b"".join(patched(io.BytesIO(before), io.BytesIO(changes))) == after
    lines = changes.splitlines()
    assert len([line for line in lines if line[:2] in {b"A ", b"D "}]) == len(one ^ other), "and nothing else is told"


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Return a dataset of a later version, the dump of an earlier one, and the dump of the later one."""
    folder = tmp_path_factory.mktemp("versions")
    for name, numbers in (("old", range(12)), ("new", range(3, 15))):  # three articles are gone, three came
        with Writer(folder / name, corpus.BASE) as writer:
            publish(writer, (corpus.made(number) for number in numbers), corpus.read)
        assert cli.main(["dump", "--dataset", str(folder / name), "--output", str(folder / f"{name}.nq")]) == 0
    return folder / "new", folder / "old.nq", folder / "new.nq"


def test_the_command_writes_what_changed_between_two_versions(versions: tuple[Path, Path, Path]) -> None:
    data, old, new = versions
    made = old.with_name("changes.rdfp")
    command = ["dump", "--dataset", str(data), "--patch", str(old), "--output", str(made)]
    assert cli.main(command) == 0
    first = made.read_bytes()
    with old.open("rb") as before, made.open("rb") as changes:
        assert b"".join(patched(before, changes)) == new.read_bytes()
    digests = [Path(f"{path}.sha256").read_text().split()[0] for path in (new, old)]
    assert first.decode().splitlines()[:2] == [
        f"H id <urn:sha256:{digests[0]}> .",
        f"H prev <urn:sha256:{digests[1]}> .",
    ]
    packed = old.with_name("old.nq.gz")
    packed.write_bytes(gzip.compress(old.read_bytes()))
    assert cli.main([*command[:4], str(packed), *command[5:]]) == 0
    assert made.read_bytes() == first
    subprocess.run(["sha256sum", "--check", "--quiet", f"{made.name}.sha256"], cwd=made.parent, check=True)


def test_coreutils_apply_it_too(versions: tuple[Path, Path, Path]) -> None:
    data, old, new = versions
    made = old.with_name("for-shell.rdfp")
    assert cli.main(["dump", "--dataset", str(data), "--patch", str(old), "--output", str(made)]) == 0
    line = next(
        line for line in Path("docs/how-to/keep-a-dataset.md").read_text("utf-8").splitlines() if "comm -23" in line
    )
    script = line.replace("old.nq", str(old)).replace("changes.rdfp", str(made)).replace("> new.nq", "")
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, check=True, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"}
    )
    assert done.stdout == new.read_bytes()


def test_nothing_changed_is_an_empty_patch(versions: tuple[Path, Path, Path]) -> None:
    data, _, new = versions
    lines = patch(open_dataset(data).read_only(), new).splitlines()
    assert lines[2:] == [b"TX .", b"TC ."]


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"<https://x.example/b> <p:p> <p:o> .\n<https://x.example/a> <p:p> <p:o> .\n", 2, "not in order"),
        (b"@prefix x: <https://x.example/> .\n\n", 2, "no line of an N-Quads dump"),
        (b"<https://x.example/b> <p:p> <p:o> .", 1, "no line of an N-Quads dump"),
    ],
)
def test_what_is_no_dump_is_refused(
    versions: tuple[Path, Path, Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: bytes,
    line: int,
    reason: str,
) -> None:
    (tmp_path / "bad.nq").write_bytes(content)
    command = [
        "dump",
        "--dataset",
        str(versions[0]),
        "--patch",
        str(tmp_path / "bad.nq"),
        "--output",
        str(tmp_path / "p"),
    ]
    assert cli.main(command) == 1
    assert f"bad.nq:{line}: {reason}" in capsys.readouterr().err
    assert not (tmp_path / "p").exists()


def test_wrong_uses_are_told_apart(
    versions: tuple[Path, Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["dump", "--dataset", str(versions[0]), "--patch"]
    assert cli.main([*command, str(tmp_path / "none.nq")]) == 2
    assert "none.nq: No such file" in capsys.readouterr().err
    assert cli.main([*command, str(versions[1]), "--format", "trig"]) == 2
    (tmp_path / "cut.nq.gz").write_bytes(gzip.compress(versions[1].read_bytes())[:-20])
    assert cli.main([*command, str(tmp_path / "cut.nq.gz")]) == 1
    assert "cut.nq.gz" in capsys.readouterr().err


def test_a_patch_that_does_not_fit_is_refused(versions: tuple[Path, Path, Path]) -> None:
    data, old, new = versions
    changes = patch(open_dataset(data).read_only(), old)
    with pytest.raises(PatchError, match="were not there"):
        list(patched(io.BytesIO(new.read_bytes()), io.BytesIO(changes)))
    with pytest.raises(PatchError, match="no line of an RDF Patch"):
        list(patched([], [b"X what .\n"]))
