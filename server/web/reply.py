"""Answers with data: their headers are as they go out, and none of them needs another look.

Werkzeug looks through the headers of each answer again and copies them when it goes out, for relative and non-ASCII
locations and for lengths that are not told. An answer with data has neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, Response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any
    from wsgiref.types import WSGIEnvironment

    from werkzeug.datastructures import Headers


class Reply(Response):
    """An answer with its own headers, all ASCII, and those that all answers share, which are checked once for all."""

    shared: tuple[tuple[str, str], ...] = ()

    def get_wsgi_headers(self, environ: WSGIEnvironment) -> Headers:  # noqa: ARG002 - werkzeug's signature
        """Return the headers as they are."""
        return self.headers

    def get_wsgi_response(self, environ: WSGIEnvironment) -> tuple[Iterable[bytes], str, list[tuple[str, str]]]:
        """Return body, status and headers, with those that all share."""
        body, status, headers = super().get_wsgi_response(environ)
        return body, status, [*headers, *self.shared]


class Application(Flask):
    """Flask, whose views are all plain functions."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function as it is, without looking each time whether it is a coroutine."""
        return func
