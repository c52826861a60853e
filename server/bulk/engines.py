"""Who works on tasks: processes of this machine, or those of a Dask cluster. Both give the same shards.

An engine takes tasks only as fast as they are done, and yields their marks in any order; None when a second has passed
with nothing to tell. A worker that dies costs the shard that it was at, and that one is begun again.
"""

from __future__ import annotations

import contextlib
import importlib
import multiprocessing
import signal
import sys
from collections import deque
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any

from server.bulk.shard import ShardError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.process import BaseProcess

    from server.bulk.shard import Done
    from server.bulk.tasks import Task

    Work = Callable[[Task], Done]

_PAUSE = 1.0


def local(tasks: Iterable[Task], work: Work, jobs: int) -> Iterator[Done | None]:
    """Let processes of this machine work, forked from a clean server process, each restarted where it dies."""
    context = multiprocessing.get_context("forkserver")
    coming = iter(tasks)
    again: deque[Task] = deque()
    busy: dict[Connection, tuple[BaseProcess, Task]] = {}

    def give(worker: tuple[Connection, BaseProcess] | None = None) -> None:
        """Give a worker, or a new one, the next task; where there is none, let it go."""
        task = again.popleft() if again else next(coming, None)
        if task is None:
            if worker:
                worker[0].close()
                worker[1].join()
            return
        if worker is None:
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs, work), daemon=True)
            process.start()
            theirs.close()
            worker = ours, process
        busy[worker[0]] = worker[1], task
        with contextlib.suppress(OSError):  # that it died is noticed below
            worker[0].send(task)

    try:
        for _ in range(jobs):
            give()
        while busy:
            ready = wait(list(busy), _PAUSE)
            if not ready:
                yield None
            for connection in ready:
                assert isinstance(connection, Connection)
                process, task = busy.pop(connection)
                try:
                    done, error = connection.recv()
                except (EOFError, OSError):
                    connection.close()
                    process.join()
                    again.append(task)
                    give()
                    continue
                if error is not None:
                    raise error
                give((connection, process))
                yield done
    finally:
        for connection, (process, _) in busy.items():
            connection.close()
            process.terminate()
        for process, _ in busy.values():
            process.join()


def _serve(connection: Connection, work: Work) -> None:
    """Work on what comes, until nothing more does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the driver ends its workers
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))  # with what they had begun put away
    while True:
        try:
            task = connection.recv()
        except (EOFError, OSError):
            return
        try:
            connection.send((work(task), None))
        except Exception as error:  # noqa: BLE001 - the driver says it in a line
            connection.send((None, _plain(error)))


def dask(tasks: Iterable[Task], work: Work, address: str, jobs: int) -> Iterator[Done | None]:
    """Let a Dask cluster work: the one whose scheduler has an address, or a new one of processes of this machine.

    Its workers need this program, the folder of the shards and the inputs under the same paths. Raises ShardError where
    Dask is not installed or the cluster cannot be reached.
    """
    try:
        distributed = importlib.import_module("distributed")
    except ImportError as error:
        raise ShardError("Dask is not installed: say 'pip install communique[dask]'") from error
    own = {"n_workers": jobs, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    options: dict[str, Any] = {"address": address} if address else own
    try:
        client = distributed.Client(**options)
    except (OSError, TimeoutError, ValueError) as error:
        raise ShardError(
            f"the Dask scheduler at {address or 'this machine'} does not answer; is it running?"
        ) from error
    with client:
        yield from _clustered(distributed, client, iter(tasks), work)


def _clustered(distributed: Any, client: Any, coming: Iterator[Task], work: Work) -> Iterator[Done | None]:
    running: dict[Any, Task] = {}
    tries = 0

    def give(task: Task) -> None:
        nonlocal tries
        tries += 1
        running[client.submit(work, task, key=f"{task.name}-{tries}", pure=False)] = task

    while True:
        most = 2 * max(1, sum(client.nthreads().values()))  # as workers come, more is handed out
        while len(running) < most and (task := next(coming, None)) is not None:
            give(task)
        if not running:
            return
        try:
            done, _ = distributed.wait(list(running), timeout=_PAUSE, return_when="FIRST_COMPLETED")
        except TimeoutError:
            yield None
            continue
        for future in done:
            task = running.pop(future)
            try:
                mark = future.result()
            except (distributed.scheduler.KilledWorker, distributed.client.FutureCancelledError):
                give(task)  # it has its beat: what kills readers is left out in the end
                continue
            yield mark


def _plain(error: Exception) -> Exception:
    """Return an error that can be sent to another process."""
    plain = type(error).__name__ in {"ShardError", "NoModelError", "NoWeightsError", "NoCopiesError"}
    if plain or isinstance(error, OSError):
        return error
    return ShardError(f"unexpected {type(error).__name__}: {error}")
