"""The bench of the server: its requests are answered alike by what it measures, and CPU of dead children counts."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import webserver

from bench import serve
from bench.bulk import publish


def test_its_requests_have_answers(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    publish(folder, serve.BASE, map(serve.report, range(12)))
    store = ox.Store.read_only(str(folder / "checkpoints/current"))
    asked = serve.requests(store)
    with webserver.serving(folder, "--workers", "1") as address:
        port = int(address.rpartition(":")[2])
        sizes = {one.name: serve.ask(port, "/sparql", one) for one in asked}
    assert min(sizes.values()) > 100
    assert sizes["100k rows of CSV"] > 10_000


def test_the_cpu_of_children_counts() -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(10**7))']); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as process:
        end = time.monotonic() + 30
        while serve.cpu(process.pid) < 0.1 and time.monotonic() < end:
            time.sleep(0.05)
        assert serve.cpu(process.pid) >= 0.1
    assert serve.cpu(os.getpid()) > 0


def test_ratios_are_of_cpu() -> None:
    ours = {"describe": serve.Figure(2.0, 1, 1, {})}
    peer = {"describe": serve.Figure(5.0, 1, 1, {})}
    assert serve.ratios({"communique": ours, "peer": peer}) == {"describe: CPU of peer to ours": 2.5}
