"""What is refused before the engine sees it: queries that could crash it, and those that reach for the network.

The engine parses by recursion and evaluates by recursion: some kilobytes of nested brackets or chained operators end
its process. The limits here lie far below the first crash of each shape, and far above any query that people write.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.workers.problems import QueryProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LENGTH = 65_536
"""How many characters a query may have."""
MAX_DEPTH = 64
"""How deeply brackets may be nested."""
MAX_CHAIN = 400
"""How many operators, or groups, or bindings a query may have: each may lie one deeper in the engine than the last."""
MAX_STEPS = 64
"""How many steps a property path may have: the engine's time for them grows with their square."""

_PIECE = re.compile(
    r"""(?P<blank>[ \t\r\n]+|\#[^\r\n]*)
    |(?P<iri><(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    |(?P<text>\"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''
        |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
    |(?P<variable>[?$]\w+)
    |(?P<name>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*|@[A-Za-z-]+)
    |(?P<word>[^\W\d]\w*)
    |(?P<number>[\d.]+(?:[eE][+-]?\d+)?)
    |(?P<sign>\|\||&&|\^\^|<<|>>|.)""",
    re.VERBOSE | re.DOTALL,
)
_OPEN, _CLOSE = frozenset({"(", "{", "[", "<<"}), frozenset({")", "}", "]", ">>"})
_OPERATORS = frozenset({"||", "&&", "!", "+", "-", "*", "/", "|", "^", "="})
_GROUPS = frozenset({"UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "VALUES", "GRAPH", "EXISTS", "LATERAL"})
_VOLATILE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})
_NETWORK = frozenset({"SERVICE", "LOAD"})


@dataclass(frozen=True, slots=True)
class Shape:
    """What a look at the words of a query tells.

    `form` is SELECT, ASK, CONSTRUCT or DESCRIBE, "" where there is none; `graphs` are the IRIs that it takes its
    dataset FROM; `described` those that it describes; `steady` says that it gives the same answer for the same data.
    `star` is where the * of SELECT * stands, -1 where it has none, and `variables` are in the order of their first use.
    """

    form: str
    graphs: tuple[str, ...]
    described: tuple[str, ...]
    steady: bool
    star: int = -1
    variables: tuple[str, ...] = ()


def check(query: str, *, update: bool = False) -> Shape:
    """Return a query's shape. Raises QueryProblem (refused) where it must not reach the engine."""
    if len(query) > MAX_LENGTH and not update:
        raise _refused(query, 0, f"the query has {len(query):,} characters, at most {MAX_LENGTH:,} are taken")
    depth = chain = groups = steps = 0
    words: list[str] = []
    graphs: list[str] = []
    described: list[str] = []
    variables: dict[str, None] = {}
    before, star = "", -1
    for kind, piece, at in pieces(query):
        if kind == "sign":
            if piece in _OPEN:
                depth += 1
                groups += piece in "{["
            elif piece in _CLOSE:
                depth -= 1
            elif piece in _OPERATORS:
                chain += 1
                steps = steps + 1 if piece in "/^" else steps
            if piece in ".;,{}()":
                steps = 0 if piece != "(" else steps
        elif kind == "word":
            word = piece.upper()
            if word in _NETWORK:
                reason = f"{word} is refused: this service fetches nothing from elsewhere"
                raise _refused(query, at, f"{reason}; ask the other service yourself, and join the answers")
            groups += word in _GROUPS
            if word not in {"DISTINCT", "REDUCED"}:
                words.append(word)
        elif kind == "variable":
            variables[piece[1:]] = None
        elif kind == "iri" and before in {"FROM", "NAMED"} and "FROM" in words:
            graphs.append(piece[1:-1])
        elif kind == "iri" and words and words[-1] == "DESCRIBE":
            described.append(piece[1:-1])
        if piece == "*" and words[-1:] == ["SELECT"] and before in {"SELECT", "DISTINCT", "REDUCED"} and depth == 0:
            star = at
        before = piece.upper() if kind == "word" else piece
        if depth > MAX_DEPTH:
            raise _refused(query, at, f"brackets are nested more than {MAX_DEPTH} deep; ask in several queries")
        if not update and (chain > 4 * MAX_CHAIN or groups > MAX_CHAIN or steps > MAX_STEPS):
            raise _refused(query, at, "it has too many operators or groups; ask in several queries, or use VALUES")
    form = next((word for word in words if word in {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}), "")
    return Shape(form, tuple(graphs), tuple(described), _VOLATILE.isdisjoint(words), star, tuple(variables))


def pieces(query: str) -> Iterator[tuple[str, str, int]]:
    """Yield kind, text and place of the words and signs of a query; blanks and comments are left out."""
    for found in _PIECE.finditer(query):
        if found.lastgroup != "blank":
            yield found.lastgroup or "", found.group(), found.start()


def _refused(query: str, at: int, detail: str) -> QueryProblem:
    head = query[:at]
    return QueryProblem("refused", detail, head.count("\n") + 1, at - head.rfind("\n"))
