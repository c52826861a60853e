"""Values of options. Each function raises argparse.ArgumentTypeError, saying what was expected."""

from __future__ import annotations

import argparse
from datetime import date

from ontology.uris import check_base
from server.remote import address as remote
from server.remote.errors import AddressError


def base(text: str) -> str:
    """Return a base IRI that ends in a slash."""
    try:
        return check_base(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def day(text: str) -> date:
    """Return a day written YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2025-10-12") from None


def address(text: str) -> str:
    """Return an http(s) address."""
    if not text.lower().startswith(("http://", "https://")) or any(c in text for c in ' <>"{}|\\^`\n\r\t'):
        raise argparse.ArgumentTypeError(f"{text!r} is no http(s) address")
    return text


def store(text: str) -> str:
    """Return the address of a store, "" for `local`."""
    if text == "local":
        return ""
    try:
        return str(remote.address(text))
    except AddressError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def pair(text: str) -> tuple[str, str]:
    """Return name and value of `name=value`; a leading ? of the name falls away."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form name=value")
    return name.lstrip("?"), value


def number(text: str) -> int:
    """Return a whole number of 1 or more."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 1_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of 1 or more")
    return int(text)


def count(text: str) -> int:
    """Return a whole number of 0 or more."""
    if not text.isascii() or not text.isdigit() or int(text) > 10**9:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of 0 or more")
    return int(text)


def port(text: str) -> int:
    """Return a port; 0 lets the system choose."""
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port (0 to 65535)")
    return int(text)


def seconds(text: str) -> float:
    """Return a positive number of seconds."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds")
    return value


def engine(text: str) -> str:
    """Return who extracts: local, dask, or dask:ADDRESS."""
    name, _, address_ = text.partition(":")
    if text != "local" and (name != "dask" or (":" in text and not address_)):
        raise argparse.ArgumentTypeError(f"{text!r} is none of local, dask, dask:ADDRESS")
    return text
