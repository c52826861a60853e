"""Who may write: those who know the token, as `Authorization: Bearer TOKEN`, or as the password of Basic."""

from __future__ import annotations

import hashlib
import hmac

from flask import request

from server.web.problems import Problem
from server.web.site import site


def authorised() -> None:
    """Let a request pass that carries the token. Raises Problem 401, or 403 where nobody may write."""
    if not site().token:
        detail = "The server was started without COMMUNIQUE_TOKEN."
        raise Problem(403, "read-only", "Nothing is written here", detail)
    if not is_authorised():
        detail = "Send it as Authorization: Bearer TOKEN."
        # Basic is taken as well but not offered: a browser would keep it, and send it for other sites' pages
        raise Problem(
            401, "no-token", "Writing takes a token", detail, {"WWW-Authenticate": 'Bearer realm="communique"'}
        )


def is_authorised() -> bool:
    """Say whether a request carries the token; it takes the same time whatever is wrong with it."""
    given, token = request.authorization, site().token
    secret = (given.token or given.password or "") if given else ""
    right = hmac.compare_digest(_digest(secret), _digest(token))
    return right and bool(token)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
