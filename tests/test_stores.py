"""The contract of stores on each kind of store, and what goes wrong with one on another server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import stores, world_dataset
from tests.contract_store import StoreContract


@pytest.fixture(scope="module", params=stores.NAMES)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[stores.Place]:
    with stores.running(request.param, tmp_path_factory.mktemp(request.param)) as place:
        yield place


@pytest.fixture(scope="module")
def folder(place: stores.Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return world_dataset.made(tmp_path_factory.mktemp(place.name) / "data", store=place.store or None)


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return world_dataset.made(tmp_path_factory.mktemp("usual") / "data")


class TestStores(StoreContract):
    """Each kind of store keeps the contract."""
