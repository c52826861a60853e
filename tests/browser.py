"""A real headless browser for tests, and axe-core, which is fetched where npm is there."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

AXE = "axe-core@4.14.1"
AXE_SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium; the test is skipped where there is none."""
    path = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
    if path is None:
        pytest.skip("no chromium here: say 'apt-get install chromium'")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_OPTIONS))
        try:
            yield browser
        finally:
            browser.close()


def axe(folder: Path) -> str:
    """Return axe-core's program, whose digest is known; the test is skipped where it cannot be had.

    COMMUNIQUE_AXE may name its file.
    """
    given = os.environ.get("COMMUNIQUE_AXE", "")
    if given:
        return Path(given).read_text(encoding="utf-8")
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm here to fetch axe-core: install Node, or set COMMUNIQUE_AXE to axe.min.js")
    done = subprocess.run([npm, "pack", "--silent", AXE], cwd=folder, capture_output=True, timeout=120, check=False)
    if done.returncode:
        pytest.skip(f"npm cannot fetch {AXE}: {done.stderr.decode(errors='replace').strip()[-200:]}")
    with tarfile.open(next(folder.glob("axe-core-*.tgz"))) as packed:
        file = packed.extractfile("package/axe.min.js")
        assert file is not None
        data = file.read()
    assert hashlib.sha256(data).hexdigest() == AXE_SHA256, f"{AXE} is not the file that is known"
    return data.decode()
