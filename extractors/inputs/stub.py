"""Whether a text is the beginning of an article that a paywall keeps: what it says is not what the article says."""

from __future__ import annotations

import re

_LONGEST = 1500
_END = 400
_ASKS = re.compile(
    r"\b(?:to|and|or) (?:continue|keep|finish|unlock|access) (?:reading|(?:this|the|our) (?:full |whole |rest of the )?"
    r"(?:article|story|content|report))"
    r"|\b(?:continue|keep) reading (?:with|by|for) "
    r"|\b(?:subscribe|sign in|log ?in|register|sign up)(?: now| today| here)? (?:to|for) "
    r"(?:read|continue|unlock|get full access|full access|the (?:full|whole))"
    r"|\bthis (?:article|story|content|report) is (?:only |exclusively )?(?:for|available to|reserved for|open to) "
    r"(?:our |paying )*(?:subscribers|members)"
    r"|\balready (?:a subscriber|a member|have an account|subscribed)\?",
    re.IGNORECASE,
)


def is_stub(text: str) -> bool:
    """Say whether a short text ends in a request to subscribe or to log in."""
    return len(text) < _LONGEST and _ASKS.search(" ".join(text[-_END:].split())) is not None
