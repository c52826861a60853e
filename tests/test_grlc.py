"""The saved questions in grlc, as they are: it makes the same operations of them, which give the same rows."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
import surroundings
import webserver

from queries.catalogue import catalogue
from tests import world_dataset

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.prove

GRLC = "grlc==1.3.11"
ASKED = {"meetings-held": {"one": "Canada", "other": "Peru", "from": "2024-06-01", "to": "2024-06-30"}}
"""Other values than the defaults, which have an answer."""
_ASK = """
import json, sys
from grlc.server import app
client, told = app.test_client(), {}
told["swagger"] = client.get("/api-local/swagger").get_json()
for name, values in json.load(sys.stdin):
    offered = told["swagger"]["paths"][f"/{name}"]["get"]["parameters"]
    defaults = {one["name"]: one["default"] for one in offered if "default" in one and one["name"] != "endpoint"}
    answer = client.get(f"/api-local/{name}", query_string=values or defaults,  # as its form fills them in
                         headers={"Accept": "text/csv"})
    told[json.dumps([name, values])] = [answer.status_code, answer.get_data(as_text=True)]
json.dump(told, sys.stdout)
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = world_dataset.made(tmp_path_factory.mktemp("grlc") / "dataset")
    with webserver.serving(folder, "--deadline", "30") as found:
        yield found


def test_grlc_loads_every_question_and_answers_it_as_we_do(address: str, tmp_path: Path) -> None:
    command = surroundings.python("grlc", GRLC) / "python"
    queries = tmp_path / "queries"
    queries.mkdir()
    for question in catalogue():
        (queries / f"{question.name}.rq").write_text(question.text, encoding="utf-8")
    (tmp_path / "config.ini").write_text(
        f"[auth]\ngithub_access_token =\ngitlab_access_token =\n"
        f"[local]\nlocal_sparql_dir = {queries}\n[defaults]\nserver_name = localhost\n"
        f"sparql_endpoint = {address}/sparql\nsparql_access_key =\nuser =\npassword =\n",
        encoding="utf-8",
    )
    asked = [(question.name, {}) for question in catalogue()] + list(ASKED.items())
    done = subprocess.run(
        [command, "-c", _ASK], input=json.dumps(asked), capture_output=True, text=True, cwd=tmp_path, timeout=600, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout[done.stdout.index("{") :])
    paths = told["swagger"]["paths"]
    assert set(paths) == {f"/{question.name}" for question in catalogue()}
    for question in catalogue():
        operation = paths[f"/{question.name}"]["get"]
        assert operation["summary"] == question.summary
        names = {one["name"] for one in operation["parameters"]} - {"endpoint"}
        assert names == {parameter.name for parameter in question.parameters}, question.name
    for name, values in asked:
        status, text = told[json.dumps([name, values])]
        assert status == 200, (name, text)
        own = webserver.get(address, f"/queries/{name}?{urlencode(values)}", "text/csv")[1].decode()
        assert rows(text) == rows(own), name
        assert len(rows(own)) > 1, f"{name} has no rows"


def rows(text: str) -> list[list[str]]:
    head, *found = csv.reader(io.StringIO(text))
    return [head, *sorted(found)]
