"""Copies of one text in several papers, as agencies send them out: nearly the same words under other addresses."""

from __future__ import annotations

import base64
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from extractors.inputs.refusal import Refusal

if TYPE_CHECKING:
    from ontology.facts import Article

SHARE = 0.7
"""From this share of common runs of five words on, of all that either has, two texts are copies."""
COPY = "it is a copy of"
_HASHES = 64
_RUN = 5
_SHORTEST = 40
"""Texts of fewer words are never copies: notices and forecasts are alike by nature."""


class NoCopiesError(RuntimeError):
    """The library that compares texts is not installed."""


@cache
def _library() -> Any:
    try:
        import datasketch  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise NoCopiesError("copies of articles cannot be told: say 'pip install communique[news]'") from error
    return datasketch


@cache
def _blank() -> Any:
    return _library().MinHash(num_perm=_HASHES, seed=1)


def signature(text: str) -> str:
    """Return a text's MinHash, in base64, "" where the text is too short to compare. Raises NoCopiesError."""
    words = re.findall(r"\w+", text.casefold())
    if len(words) < _SHORTEST:
        return ""
    runs = {" ".join(words[at : at + _RUN]).encode() for at in range(len(words) - _RUN + 1)}
    found = _blank().copy()
    found.update_batch(sorted(runs))
    return base64.b64encode(found.hashvalues.astype("<u4").tobytes()).decode()


class Copies:
    """The texts so far, in which a copy is found in a time that does not grow with them. Raises NoCopiesError."""

    def __init__(self) -> None:
        self._index = _library().MinHashLSH(threshold=SHARE, num_perm=_HASHES)
        self._signatures: dict[str, Any] = {}

    def refusal(self, article: Article, known: str = "") -> Refusal | None:
        """Return why an article is left out as a copy; where it is none it is kept for those that follow.

        `known` is the signature of its text, where that was computed before.
        """
        name = article.url or article.identifier
        mark = known or (signature(article.text) if name and article.text else "")
        if not mark:
            return None
        found = _blank().copy()
        found.hashvalues = _numbers(mark)
        alike = {one: found.jaccard(self._signatures[one]) for one in self._index.query(found) if one != name}
        first = min(alike, key=lambda one: (-alike[one], one), default="")
        if first and alike[first] >= SHARE:
            return Refusal(name, f"{COPY} {first}", "that one is read in its place")
        if name not in self._signatures:
            self._index.insert(name, found)
            self._signatures[name] = found
        return None


def _numbers(mark: str) -> Any:
    return np.frombuffer(base64.b64decode(mark), dtype="<u4").astype(np.uint64)
