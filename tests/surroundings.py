"""Programs of other people for the long proofs, each in an environment of its own, outside the checkout.

A test that needs one is skipped, with the reason, where it cannot be installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def python(name: str, *packages: str) -> Path:
    """Return the folder of commands of a virtual environment with packages from PyPI, made where it is not there yet."""
    folder = _folder(name, packages)
    commands = folder / ("Scripts" if os.name == "nt" else "bin")
    if not (folder / "whole").exists():
        shutil.rmtree(folder, ignore_errors=True)
        _run([sys.executable, "-m", "venv", str(folder)], name)
        pip = [str(commands / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run([*pip, *packages], name)
        (folder / "whole").touch()
    return commands


def node(name: str, *packages: str) -> Path:
    """Return the folder of commands of packages from npm, installed where they are not there yet."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip(f"no npm here to install {name}: install Node")
    folder = _folder(name, packages)
    if not (folder / "whole").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        _run([npm, "install", "--prefix", str(folder), *quiet, *packages], name)
        (folder / "whole").touch()
    return folder / "node_modules" / ".bin"


def _folder(name: str, packages: tuple[str, ...]) -> Path:
    """Return where an environment is kept: another list of packages, another folder."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    kept = Path(given) if given else Path.home() / ".cache"
    return kept / "communique-tests" / "-".join((name, *(p.replace("/", "-") for p in packages[:1])))


def _run(command: list[str], name: str) -> None:
    done = subprocess.run(command, capture_output=True, timeout=600, check=False, text=True)
    if done.returncode:
        pytest.skip(f"{name} cannot be installed: {(done.stderr or done.stdout).strip()[-300:]}")
