"""In continuous integration nothing is skipped in silence."""

import os
from collections.abc import Generator

import pytest

pytest_plugins = ["pytester"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With CI=true a skipped test fails, unless it is marked `shared`: what that needs is no part of a checkout."""
    report = yield
    must_run = os.environ.get("CI") == "true" and item.get_closest_marker("shared") is None
    if must_run and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} must run with CI=true, but: {reason} (phase: {call.when})"
    return report
