"""What continuous integration relies on."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def test_a_skip_is_a_failure_where_everything_must_run(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytester.makeini("[pytest]\nmarkers = shared")
    pytester.makeconftest((ROOT / "tests" / "conftest.py").read_text("utf-8"))
    pytester.makepyfile("""
        import pytest

        def test_runs():
            pass

        def test_needs_what_is_not_installed():
            pytest.skip("there is no Java")

        @pytest.mark.shared
        def test_needs_what_is_no_part_of_a_checkout():
            pytest.skip("there are no articles")
    """)
    monkeypatch.delenv("CI", raising=False)
    pytester.runpytest_inprocess("-p", "no:cacheprovider").assert_outcomes(passed=1, skipped=2)
    monkeypatch.setenv("CI", "true")
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, skipped=1, failed=1)
    result.stdout.fnmatch_lines(["*must run with CI=true, but: *there is no Java*"])


def test_the_script_runs_both_the_quick_checks_and_the_long_proofs() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", script], check=True)
    lines = script.read_text("utf-8").splitlines()
    assert "set -euo pipefail" in lines
    assert "export CI=true" in lines
    assert [line for line in lines if line.startswith("make ")] == ["make client", "make check", "make prove"]


def test_make_lists_its_targets() -> None:
    listed = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True)
    for target in ("help", "install", "serve", "check", "prove", "bench", "lint"):
        assert f"  make {target} " in listed.stdout
