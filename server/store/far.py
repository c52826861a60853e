"""The store of a dataset on another server, as its one writer has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.remote.address import address
from server.remote.errors import AddressError
from server.store.errors import DatasetError

if TYPE_CHECKING:
    from server.remote.store import Remote
    from server.store.dataset import Dataset


def reached(dataset: Dataset) -> Remote:
    """Return the store on another server; nothing is asked of it yet. Raises DatasetError for a wrong address."""
    from server.remote.store import Remote  # noqa: PLC0415 - most datasets have their store with them

    try:
        return Remote(address(dataset.store), dataset.base)
    except AddressError as error:
        raise DatasetError(dataset.folder, str(error), "correct the address of the store") from error


def settle(dataset: Dataset, store: Remote, before: int, now: int) -> None:
    """Note in a store which version it has now. Raises DatasetError where it forgot the one `before`."""
    if store.version < before:
        reason = f"the store {dataset.store} lost what it had"
        raise DatasetError(dataset.folder, reason, "give the same command again: it is made anew")
    store.settle(now)
