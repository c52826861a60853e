"""A store on another server that is killed while articles are published into it: nothing lost, nothing doubled.

COMMUNIQUE_STORE_KILLS sets how often; the number here is that of CI.
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from keeping import dump, findings
from storied import BASE, read

from bench import peers
from bench.generate import stories
from server.store.dataset import Writer, open_dataset
from server.store.publish import publish
from tests import stores

pytestmark = pytest.mark.prove
KILLS = int(os.environ.get("COMMUNIQUE_STORE_KILLS", "6"))
PROGRAM = [sys.executable, str(Path(__file__).parent / "storied.py")]


def published(folder: Path, number: int) -> Path:
    with Writer(folder, BASE) as writer:
        publish(writer, (one.report.article for one in stories(number)), read)
    return folder


@pytest.mark.parametrize("name", ["oxigraph", "virtuoso"])
def test_a_server_that_is_killed_while_articles_come_loses_and_doubles_nothing(name: str, tmp_path: Path) -> None:
    """The publisher waits for the server to be back, and goes on; each time it is done, another one begins."""
    number, chance = 60, random.Random(9)
    wanted = dump(published(tmp_path / "whole", number))
    port, kills, rounds = peers.free_port(), 0, 0
    kept = 10.0 if name == "virtuoso" else 1.0
    while kills < KILLS:
        rounds += 1
        folder, work = tmp_path / f"far-{rounds}", tmp_path / f"{name}-{rounds}"
        work.mkdir()
        publisher = None
        while publisher is None or publisher.poll() is None:
            with stores.running(name, work, port) as place:
                if publisher is None:
                    command = [*PROGRAM, str(folder), str(number), place.store]
                    with (tmp_path / "told").open("wb") as told:
                        publisher = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=told)
                until = time.monotonic() + chance.uniform(0.3, 3.0) * kept
                while (kills >= KILLS or time.monotonic() < until) and publisher.poll() is None:
                    time.sleep(0.05)
                if publisher.poll() is None:
                    os.kill(place.process, signal.SIGKILL)
                    kills += 1
        assert publisher.returncode == 0, (tmp_path / "told").read_text("utf-8")
        with stores.running(name, work, port):
            assert dump(folder) == wanted
            assert findings(folder) == []
    print(f"\n{name}: killed {kills} times in {rounds} publications of {number} articles: the same dump, and sound")


def test_a_server_that_stays_away_is_told_and_what_was_acknowledged_is_there_when_it_is_back(tmp_path: Path) -> None:
    number = 60
    wanted = dump(published(tmp_path / "whole", number))
    folder, port = tmp_path / "far", peers.free_port()
    with stores.running("oxigraph", tmp_path, port) as place:
        command = [*PROGRAM, str(folder), str(number), place.store]
        environment = {**os.environ, "COMMUNIQUE_STORE_DEADLINE": "2"}
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
        ) as one:
            assert one.stdout is not None
            while int(one.stdout.readline().replace("open", "0")) < number // 4:
                pass
            os.kill(place.process, signal.SIGKILL)
            _, told = one.communicate()
    assert one.returncode == 1
    assert told.count("\n") == 1
    assert "gives no whole answer in 2 s" in told
    with open_dataset(folder).ledger() as ledger:
        acknowledged = ledger.counts()["public"]
    assert acknowledged >= number // 4
    with stores.running("oxigraph", tmp_path, port):
        with Writer(folder) as writer:  # to open it is all it takes
            assert {v.graph for v in writer.ledger.current()} <= {g.value for g in writer.store.named_graphs()}
        with Writer(folder) as writer:
            publish(writer, (one.report.article for one in stories(number)), read)
        assert dump(folder) == wanted
        assert findings(folder) == []
