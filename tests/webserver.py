"""A dataset of our own articles, read by the real reader, and `communique serve` on a free port of loopback."""

import contextlib
import json
import os
import re
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

from ontology.facts import Article
from server.store.dataset import Writer
from server.store.harvest import harvest
from server.store.publish import publish
from server.store.releases import write_all

ARTICLES = (
    Article(
        "LIMA - Peruvian Foreign Minister Ana Lopes met Chilean President Bo Rojas in Lima on Friday.\n\n"
        '"We will not accept a fence on our border," Lopes told reporters after the talks.\n\n'
        "Chile signed an agreement on water with Peru on Saturday. Troops of the two countries had clashed near Tacna"
        " on 3 March.\n",
        url="https://wire.example/2025/lima",
        headline="Peru and Chile talk in Lima",
        published=date(2025, 3, 9),
    ),
    Article(
        "SANTIAGO - Chilean President Bo Rojas is to visit Peru on 4 May, his office said on Monday.\n\n"
        "Rojas demanded that Bolivia withdraw its troops from the border. Bolivian Defence Minister Eva Quispe rejected"
        " the demand and denied that Bolivia had attacked a Chilean post.\n",
        url="https://wire.example/2025/santiago",
        headline="Chile's president to visit Peru",
        published=date(2025, 4, 21),
    ),
    Article(
        "NAIROBI - Kenyan Prime Minister Juma Otieno said on Tuesday that \u00c9lise N'Diaye, Senegal's former foreign"
        " minister, would mediate between the two sides.\n\nProtesters marched in Nairobi on Monday.\n",
        url="https://wire.example/2025/nairobi",
        headline="Kenya names a mediator",
        published=date(2025, 5, 6),
    ),
)


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def made(folder: Path, base: str) -> Path:
    """Publish the articles into a folder under a base, and return it."""
    with Writer(folder, base) as writer:
        publish(writer, ARTICLES, partial(harvest, base=base))
        write_all(writer.dataset)
    return folder


@contextlib.contextmanager
def serving(folder: Path, *options: str, port: int = 0, **environment: str) -> Iterator[str]:
    """Serve a dataset in a process of its own, and give its address without the slash at the end."""
    command = [sys.executable, "-m", "server.cli", "serve", "--dataset", str(folder), "--port", str(port), *options]
    root = str(Path(__file__).parent.parent)
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": root, **environment}, text=True
    )
    try:
        assert process.stdout is not None
        assert select.select([process.stdout], [], [], 60)[0], "the server did not start"
        found = re.search(r"http://[\w.:]+", process.stdout.readline())
        assert found, "the server did not tell its address"
        yield found[0]
    finally:
        process.terminate()
        assert process.wait(20) == 0
        assert process.stdout is not None
        process.stdout.close()


def get(address: str, path: str, accept: str = "*/*", timeout: float = 30.0, source: str = "") -> tuple[int, bytes]:
    """Return status and body of a GET request; a body that breaks off raises http.client.IncompleteRead."""
    import http.client

    host = address.removeprefix("http://")
    connection = http.client.HTTPConnection(host, timeout=timeout, source_address=(source, 0) if source else None)
    with contextlib.closing(connection):
        connection.request("GET", path, headers={"Accept": accept})
        response = connection.getresponse()
        return response.status, response.read()


def rows(body: bytes) -> list[dict[str, str]]:
    """Return the solutions of SPARQL JSON results as plain values."""
    found = json.loads(body)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


def until(condition: object, seconds: float = 10.0) -> None:
    """Wait until a function gives something true."""
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.05)
