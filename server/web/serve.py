"""`communique serve`: the application behind waitress, which breaks the connection when an answer fails midway."""

from __future__ import annotations

import logging
import signal
import sys
from typing import TYPE_CHECKING

from waitress import create_server  # pyright: ignore[reportAttributeAccessIssue] - it has no stubs
from werkzeug.middleware.proxy_fix import ProxyFix

from server.web.app import close, create_app
from server.workers.problems import QueryProblem

if TYPE_CHECKING:
    from types import FrameType

    from server.store.dataset import Dataset

_SPARE = 32
_MEBIBYTE = 1 << 20


def serve(
    dataset: Dataset,
    host: str,
    port: int,
    *,
    workers: int = 2,
    deadline: float = 10.0,
    memory: int = 1024 * _MEBIBYTE,
    max_rows: int = 0,
    behind_proxy: bool = False,
) -> None:
    """Serve a dataset until SIGTERM or an interrupt; the address is printed once it answers."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    # what lines of the log do not tell is not looked for
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    logging.getLogger("waitress").addFilter(_told)
    app = create_app(dataset, workers=workers, deadline=deadline, memory=memory, max_rows=max_rows)
    if behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=0, x_host=0)  # type: ignore[method-assign]
    try:
        server = create_server(
            app,
            host=host,
            port=port,
            threads=_SPARE + app.extensions["communique"].admission.most,
            connection_limit=2000,
            channel_timeout=10,
            cleanup_interval=5,
            backlog=2048,
            asyncore_use_poll=True,
            clear_untrusted_proxy_headers=False,  # what they say is checked where it is read
            max_request_header_size=131_072,
            max_request_body_size=64 * _MEBIBYTE,
            # an answer leaves its worker as fast as it is made; a slow client's part waits in a file
            outbuf_high_watermark=1024 * _MEBIBYTE,
            ident="communique",
        )
        signal.signal(signal.SIGTERM, _stop)
        bound = getattr(server, "effective_port", port)
        shown = f"[{host}]" if ":" in host else host
        sys.stdout.write(f"Serving {dataset.folder} on http://{shown}:{bound}/ (stop with Ctrl-C)\n")
        sys.stdout.flush()
        server.run()
    finally:
        close(app)


def _told(record: logging.LogRecord) -> bool:
    """Turn the traceback of an answer that was broken off into one line."""
    problem = record.exc_info[1] if record.exc_info else None
    if isinstance(problem, QueryProblem):
        record.msg, record.args = "an answer was broken off: %s", (str(problem),)
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.exc_info = record.exc_text = None
    return True


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
