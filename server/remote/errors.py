"""What can go wrong with a store on another server."""

from __future__ import annotations


class AddressError(ValueError):
    """Why something is no address of a store, and what one looks like."""


class RemoteError(OSError):
    """A store that did not do what it was asked: which, why, and what to do."""

    status = 1
