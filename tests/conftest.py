"""What tests of several rooms share."""

from collections.abc import Iterator

import pytest
import webserver


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Our own articles, published under the address at which they are served: that address."""
    port = webserver.free_port()
    base = f"http://127.0.0.1:{port}"
    folder = webserver.made(tmp_path_factory.mktemp("news") / "data", base + "/")
    with webserver.serving(folder, "--deadline", "2", "--workers", "2", port=port) as address:
        assert address == base
        yield address
