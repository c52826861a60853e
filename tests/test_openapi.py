"""The OpenAPI document describes what is there, and nothing that it allows breaks the server."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
import webserver
from test_endpoint import asked

from queries.catalogue import catalogue
from server.web.formats import GRAPHS

EXAMPLES = 50


def test_every_operation_answers_to_its_examples(news: str) -> None:
    document = json.loads(asked(news, "/openapi.json").body)
    assert document["servers"] == [{"url": news}]
    names = {question.name for question in catalogue()}
    assert {path.removeprefix("/queries/") for path in document["paths"] if path.startswith("/queries/")} == {
        "",
        *names,
    }
    for path, operations in document["paths"].items():
        operation = operations["get"]
        examples = {one["name"]: one.get("example") for one in operation["parameters"]}
        filled = path
        for name, value in examples.items():
            filled = filled.replace(f"{{{name}}}", quote(str(value)))
        values = [
            f"{quote(name)}={quote(str(value))}"
            for name, value in examples.items()
            if f"{{{name}}}" not in path and value
        ]
        filled += "?default" if path == "/graph-store" else "?" + "&".join(values) if values else ""
        for kind in operation["responses"].get("200", {}).get("content", {"*/*": {}}):
            answer = asked(news, filled, Accept=kind)
            if kind in {form.types[0] for form in GRAPHS} and path == "/sparql":
                continue  # its example is answered with a truth value
            wanted = 303 if path.startswith("/id/") else 200
            assert answer.status == wanted, (filled, kind, answer.body[:200])
            assert kind == "*/*" or answer.headers["Content-Type"].startswith(kind), filled


@pytest.mark.prove
def test_nothing_that_it_allows_breaks_the_server(news: str, tmp_path: Path) -> None:
    """COMMUNIQUE_FUZZ examples for each operation: 160 make more than 10,000 cases; by default fewer."""
    count = os.environ.get("COMMUNIQUE_FUZZ", str(EXAMPLES))
    program = Path(sys.executable).with_name("schemathesis")
    if not program.exists():
        pytest.skip("schemathesis is not installed")
    options = ["--max-examples", count, "--checks", "not_a_server_error", "--workers", "2", "--no-color"]
    options += ["--phases", "examples,fuzzing", "--request-timeout", "20"]
    run = subprocess.run(
        [str(program), "run", f"{news}/openapi.json", *options],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    told = run.stdout[-6000:]
    cases = re.search(r"([\d,]+) generated", told)
    assert cases, told
    broken = [status for status in re.findall(r"\[(5\d\d)\]", run.stdout) if status != "503"]
    assert broken == [], told
    assert int(cases[1].replace(",", "")) > 1000
    sys.stdout.write(f"\n{cases[1]} cases\n")
    assert webserver.get(news, "/healthz")[0] == 200
