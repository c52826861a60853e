"""What tests of several rooms share; and in continuous integration nothing is skipped in silence."""

import os
from collections.abc import Generator, Iterator

import pytest
import webserver

from extractors import one_thread

one_thread()

pytest_plugins = ["pytester"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With CI=true a skipped test fails, unless it is marked `shared` or its reason is that COMMUNIQUE_SHARED is absent.

    What that folder holds is no part of a checkout; all else can be installed, and `.ci/run` does.
    """
    report = yield
    must_run = os.environ.get("CI") == "true" and item.get_closest_marker("shared") is None
    reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
    if must_run and report.skipped and not hasattr(report, "wasxfail") and "COMMUNIQUE_SHARED" not in reason:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} must run with CI=true, but: {reason} (phase: {call.when})"
    return report


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Our own articles, published under the address at which they are served: that address."""
    port = webserver.free_port()
    base = f"http://127.0.0.1:{port}"
    folder = webserver.made(tmp_path_factory.mktemp("news") / "data", base + "/")
    with webserver.serving(folder, "--deadline", "2", "--workers", "2", port=port) as address:
        assert address == base
        yield address
