"""The Dockerfile, without an engine to run it: what it says, and its steps carried out in a folder."""

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PATHS = ("/opt", "/src", "/data")
"""The folders of the image that the steps touch; carried out, they lie in a temporary folder."""


@dataclass(frozen=True)
class Step:
    word: str
    rest: str


def stages() -> list[list[Step]]:
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    found: list[list[Step]] = []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            word, _, rest = line.partition(" ")
            if word == "FROM":
                found.append([])
            found[-1].append(Step(word, rest.strip()))
    return found


def only(stage: list[Step], word: str) -> str:
    (rest,) = (step.rest for step in stage if step.word == word)
    return rest


def test_two_stages_on_a_slim_base_without_root() -> None:
    build, final = stages()
    assert only(build, "FROM") == "python:3.12-slim-bookworm AS build"
    assert only(final, "FROM") == "python:3.12-slim-bookworm"
    assert only(final, "USER") == "communique"
    words = [step.word for step in final]
    assert not [step for step in final[words.index("USER") :] if step.word in {"RUN", "COPY"}]
    assert only(final, "VOLUME") == only(final, "WORKDIR") == "/data"
    assert "/healthz" in only(final, "HEALTHCHECK")


def test_what_is_copied_is_there_and_let_into_the_context() -> None:
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    for stage in stages():
        for step in stage:
            if step.word == "COPY" and not step.rest.startswith("--from"):
                *sources, _ = step.rest.split()
                assert set(sources) <= allowed
                assert all((ROOT / source).exists() for source in sources)


class Folder:
    """A folder that stands for the image: paths of the image are those below it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.at = folder, folder
        self.env = {"PATH": os.environ["PATH"], "HOME": str(folder / "home")}

    def path(self, text: str) -> str:
        return re.sub(rf"(?<![\w./])({'|'.join(PATHS)})(?=[/:\s\"']|$)", rf"{self.folder}\1", text)

    def do(self, step: Step) -> None:
        if step.word == "WORKDIR":
            self.at = Path(self.path(step.rest))
            self.at.mkdir(parents=True, exist_ok=True)
        elif step.word == "ENV":
            name, _, value = step.rest.partition("=")
            self.env[name] = self.path(value)
        elif step.word == "COPY":
            words = [word for word in step.rest.split() if not word.startswith("--")]
            if not step.rest.startswith("--from"):  # from the other stage: it lies here already
                for source in words[:-1]:
                    self._copy(ROOT / source, self.at / self.path(words[-1]))
        elif step.word == "RUN" and not step.rest.startswith(("useradd", "install -d -o")):
            self.run(step.rest)

    def run(self, command: str) -> None:
        words = self.path(command).replace("python -m venv", f"{sys.executable} -m venv")
        subprocess.run(["sh", "-ec", words], cwd=self.at, env=self.env, check=True)

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)


@pytest.mark.prove
def test_its_steps_build_an_image_that_publishes_serves_and_is_healthy(tmp_path: Path) -> None:
    """Every COPY and RUN of both stages in a folder, then CMD and HEALTHCHECK; only the user is not another one."""
    image = Folder(tmp_path)
    for stage in stages():
        for step in stage:
            image.do(step)
    (tmp_path / "data").mkdir(exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    image.env |= {"HOST": "127.0.0.1", "PORT": str(port)}
    final = stages()[1]
    command = json.loads(image.path(only(final, "CMD")))
    health = json.loads(only(final, "HEALTHCHECK").partition("CMD ")[2])
    with subprocess.Popen(command, cwd=image.at, env=image.env) as server:
        try:
            deadline = time.monotonic() + 180
            while subprocess.run(health, env=image.env, capture_output=True, check=False).returncode:
                assert server.poll() is None, "it has ended"
                assert time.monotonic() < deadline, f"not healthy after three minutes: {shlex.join(health)}"
                time.sleep(0.5)
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/ontology", timeout=10) as answer:
                assert answer.status == 200
        finally:
            server.send_signal(signal.SIGTERM)
        assert server.wait(20) in {0, -signal.SIGTERM, 128 + signal.SIGTERM}
    assert (tmp_path / "data" / "dataset" / "ledger.sqlite").is_file()
    code = "import server, pathlib; print(pathlib.Path(server.__file__).parent)"
    python = image.path("/opt/communique/bin/python")
    found = subprocess.run(
        [python, "-c", code], cwd=tmp_path, env=image.env, capture_output=True, text=True, check=True
    )
    assert found.stdout.startswith(str(tmp_path)), "it ran from the checkout, not from what was built"
