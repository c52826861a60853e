"""Every command in the README runs, and prints what it shows."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from webserver import free_port

from docs.generate import executed

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_two_commands_come_first() -> None:
    block = README.partition("```sh\n")[2].partition("```")[0]
    assert [line.partition("#")[0].strip() for line in block.splitlines()] == ["make serve", "make check"]
    assert "```" not in README.partition("```sh\n")[0]


def test_its_commands_print_what_it_shows() -> None:
    assert executed(README) == README, "say 'make docs'"


def test_every_command_is_listed() -> None:
    for name in ("extract", "publish", "serve", "query", "dump", "verify", "stats"):
        assert f"| `communique {name} " in README


def test_make_targets_named_anywhere_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    papers = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    named = {
        name for paper in papers for name in re.findall(r"(?:^|`)make ([a-z]+)", paper.read_text("utf-8"), re.MULTILINE)
    }
    assert {"serve", "check", "prove", "bench", "docs"} <= named <= targets


def test_make_serve_publishes_the_examples_and_serves_them(tmp_path: Path) -> None:
    """`make serve` itself, with what is installed here, another port and dataset, and one of the examples."""
    port, bin_folder = free_port(), Path(sys.executable).parent
    stamp = next(re.finditer(r"^STAMP := \$\(VENV\)(\S+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))[1]
    given = [f"BIN={bin_folder}", f"DATASET={tmp_path}/data", f"PORT={port}", "-o", f".venv{stamp}"]
    env = os.environ | {"PYTHONPATH": str(ROOT), "MAKEFLAGS": ""}
    would = subprocess.run(["make", "-n", "serve", *given], cwd=ROOT, env=env, check=True, capture_output=True).stdout
    assert b"communique publish examples --dataset" in would
    given += ["ARTICLES=examples/2025-10-12-ankara-security-talks.html"]
    with subprocess.Popen(["make", "serve", *given], cwd=ROOT, env=env, start_new_session=True) as making:
        try:
            deadline = time.monotonic() + 300
            while True:
                assert making.poll() is None, "it has ended"
                assert time.monotonic() < deadline, "no answer"
                with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
                        page = answer.read().decode()
                    break
                time.sleep(0.5)
        finally:
            os.killpg(making.pid, signal.SIGTERM)
    assert "Syria" in page
    assert f'base = "http://127.0.0.1:{port}/"' in (tmp_path / "data" / "communique.toml").read_text("utf-8")
