"""The rules of the house, checked on its source."""

import graphlib
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import grimp
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from extractors.lexicon import FOLDER as FRAMES
from extractors.lexicon import frames
from extractors.pipeline import EXTRACTORS
from ontology import generate

ROOT = Path(__file__).parent.parent
FLOORS = ("ontology", "extractors", "queries", "server")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LINES = 320
LONGER = {
    "ontology/terms.py": "generated",
}
"""The rooms that are longer, and why."""
READ_WHOLE = {"extractors.who": "test_offices.py"}
"""Wings that are tested through the reading of whole sentences, and where."""
TEXT = {".py", ".md", ".toml", ".ttl", ".rq", ".html", ".css", ".js", ".json", ".jsonld", ".cff", ".yml", ".csv", ""}


def rooms(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def committed() -> list[Path]:
    """The files that belong to the project: those git knows, or all of them in an unpacked distribution."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        found = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        return [path for name in found.decode().split("\0") if name and (path := ROOT / name).is_file()]
    folders = (*FLOORS, "tests", "bench", "docs", "examples")
    return [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]


def texts() -> dict[str, str]:
    return {
        str(path.relative_to(ROOT)): path.read_text("utf-8")
        for path in committed()
        if path.suffix in TEXT and path.name not in {"LICENSE", "uv.lock"}
    }


def is_in_tests(words: str) -> bool:
    return any(
        words in path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py") if path.name != "test_house.py"
    )


def test_imports_only_go_down_a_floor() -> None:
    run = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()"]
    result = subprocess.run([*run, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Imports only go down a floor KEPT" in result.stdout


def test_no_room_imports_itself_by_way_of_others() -> None:
    graph = grimp.build_graph(*FLOORS, cache_dir=None, exclude_type_checking_imports=True)
    edges = {room: graph.find_modules_directly_imported_by(room) for room in graph.modules}
    assert sum(map(len, edges.values())) > 100
    graphlib.TopologicalSorter(edges).prepare()  # raises CycleError, naming the rooms


def test_every_room_is_small() -> None:
    long = {
        str(room.relative_to(ROOT)): count
        for room in rooms(*FLOORS, "bench")
        if (count := len(room.read_text("utf-8").splitlines())) > LINES
    }
    assert set(long) - set(LONGER) == set(), long
    assert set(LONGER) - set(long) == set(), "no longer long: take it off the list"


def test_our_iris_are_spelled_only_in_the_ontology() -> None:
    spelled = [
        name
        for name, text in texts().items()
        if generate.NAMESPACE[:-1] in text
        and Path(name).suffix in {".py", ".html", ".js", ".toml"}
        and Path(name).parts[0] not in {"ontology", "tests"}
    ]
    assert spelled == []


def test_nothing_tells_of_the_machine_it_was_written_on() -> None:
    roots = "|".join(("work", "root", "home", "Users", "tmp"))  # noqa: FLY002 - or this line would be found
    paths = re.compile(r"(?<![\w.}/])/(?:" + roots + r")/\w")
    found = [f"{name}: {match[0]}" for name, text in texts().items() for match in paths.finditer(text)]
    assert found == []


def test_nothing_is_left_to_do() -> None:
    notes = re.compile(r"\b(?:" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")) + r")\b")
    found = [f"{name}: {match[0]}" for name, text in texts().items() for match in notes.finditer(text)]
    assert found == []


def test_no_other_distribution_has_packages_of_our_names() -> None:
    owners = packages_distributions()
    for floor in FLOORS:
        assert set(owners.get(floor, [])) <= {"communique"}, f"{floor} comes from {owners[floor]}"


def test_every_extractor_is_tested() -> None:
    wings = {extractor.__module__.rsplit(".", 1)[0] for extractor in EXTRACTORS} - {"extractors"}
    alone = {extractor.__module__ for extractor in EXTRACTORS if extractor.__module__.count(".") == 1}
    missing = [name for name in sorted(wings | alone) if not is_in_tests(name)]
    assert [name for name in missing if not (ROOT / "tests" / READ_WHOLE.get(name, "none")).is_file()] == []


def test_every_frame_has_an_example() -> None:
    _, examples = frames()
    told = {example.type for example in examples}
    types = {path.name: tomllib.loads(path.read_text("utf-8"))["type"] for path in FRAMES.glob("*.toml")}
    assert {name for name, kind in types.items() if kind not in told} == set()
    assert len(types) == len(set(types.values())) >= 25


def test_every_saved_question_is_tested() -> None:
    questions = sorted(path.stem for path in (ROOT / "queries").rglob("*.rq"))
    if not questions:
        pytest.skip("there are no saved questions")
    assert [name for name in questions if not is_in_tests(f'"{name}"')] == []


def test_the_terms_are_those_of_the_ontology() -> None:
    assert (ROOT / "ontology" / "terms.py").read_text("utf-8") == generate.render()


def test_every_package_is_built_and_typed() -> None:
    assert PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == list(FLOORS)
    for floor in FLOORS:
        assert (ROOT / floor / "__init__.py").is_file()
        assert (ROOT / floor / "py.typed").is_file()


def test_every_dependency_is_pinned_to_a_release_that_is_allowed() -> None:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if line and not line.startswith("#"))
    pinned = {canonicalize_name(name): version for name, version in pins.items()}
    project = PROJECT["project"]
    for text in (*project["dependencies"], *project["optional-dependencies"]["dev"]):
        needed = Requirement(text)
        assert needed.specifier.contains(pinned[canonicalize_name(needed.name)]), f"{text}: say 'make lock'"


def test_every_ignored_rule_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    block = text[text.index("ignore = [") : text.index("]", text.index("ignore = ["))]
    assert [line for line in block.splitlines()[1:] if line.strip() and "#" not in line] == []
