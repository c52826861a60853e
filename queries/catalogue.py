"""The saved questions: each a `.rq` file whose `#+` header says what it asks, read as grlc reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from queries.errors import QuestionError
from queries.values import TYPES, Type, term

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyoxigraph as ox

LONGEST = 200
"""Characters that a question may have, its header and PREFIX lines not counted."""

_HERE = Path(__file__).parent
_PREFIX = re.compile(r"^PREFIX\s+(\S*):\s*<([^>]*)>\s*$", re.IGNORECASE)
_PARAMETER = re.compile(r"\?(?P<variable>_(?P<name>[A-Za-z0-9]+)(?:_(?:xsd_)?(?P<type>[A-Za-z0-9]+))?)\b")
_OPENING = re.compile(r"\s*(?:(?<=\s)WHERE\s*)?\{\Z", re.IGNORECASE)
# a variable that a sentence begins with
_NODE = re.compile(r"[{}.)]\s*\?(\w+)\s+(?:a\s|[\w-]*:|\^|\()")
_GROUPED = re.compile(r"\bGROUP\s+BY\b", re.IGNORECASE)
# what a brace may stand in without opening a group: an IRI, a string, a comment
_TOKEN = re.compile(
    r"""<[^<>"{}|^`\\\s]*>|'''.*?'''|\"{3}.*?\"{3}|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\#[^\n]*|.""", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a question takes: `?_day_xsd_date` is the parameter `day` of type `date`.

    `?_day_date` is as well, but grlc takes that for a text in the language "date".
    """

    name: str
    variable: str
    type: Type
    default: str
    description: str = ""

    @property
    def named(self) -> bool:
        """Whether its values are names of things in the dataset."""
        return self.description.startswith("label of")

    def term(self, value: str) -> ox.NamedNode | ox.Literal:
        """Return the RDF term that a text means. Raises QuestionError where it means none."""
        return term(self.name, self.type, value)


@dataclass(frozen=True, slots=True)
class Question:
    """A saved question: `name` is its file's name, `text` the whole file, `query` what of it is asked."""

    name: str
    summary: str
    description: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    example: Mapping[str, str] = field(hash=False)
    """A row of its answer on the examples, as plain texts by column."""
    text: str = field(repr=False)

    @property
    def query(self) -> str:
        """The query with its PREFIX lines, without the header."""
        return "".join(line for line in self.text.splitlines(keepends=True) if not line.startswith("#"))

    @property
    def body(self) -> str:
        """The query without header and PREFIX lines: what its length is counted of."""
        return "\n".join(line for line in self.query.splitlines() if not _PREFIX.match(line)).strip()

    @property
    def day(self) -> str:
        """The parameter that is meant by "as of a day": the day, or the last of a span; "" where there is no date."""
        return next((p.name for p in reversed(self.parameters) if p.type == "date"), "")

    @property
    def nodes(self) -> tuple[str, ...]:
        """The variables of which sentences of it say something, without columns and parameters; none where it counts.

        With these beside them its rows name what they tell of.
        """
        if _GROUPED.search(self.query):
            return ()
        own = {*self.columns, *(p.variable for p in self.parameters)}
        return tuple(name for name in dict.fromkeys(_NODE.findall(self.body)) if name not in own)

    def bound(self, values: Mapping[str, str] | None = None, *, beside: Sequence[str] = (), only: str = "") -> str:
        """Return the query with a VALUES row of terms in its outermost group: given values, else the defaults.

        It also gives the variables `beside`, and with a further VALUES clause, `only`, the rows that this allows.
        Raises QuestionError for a value of the wrong type and for a name that is no parameter.
        """
        given = dict(values or {})
        known = {p.name: p for p in self.parameters}
        for name in given:
            if name not in known:
                there = ", ".join(f"{p.name} ({p.type})" for p in self.parameters) or "none"
                raise QuestionError(self.name, f"there is no parameter {name!r}; there are {there}")
        at = _outermost(self.query)
        head, rest = self.query[:at], f"{only and ' '}{only}{self.query[at:]}"
        if beside:
            head = _OPENING.sub(f" {' '.join(f'?{name}' for name in beside)} {{", head)
        if not known:
            return head + rest
        try:
            row = " ".join(str(p.term(given.get(name, p.default))) for name, p in known.items())
        except QuestionError as error:
            raise QuestionError(self.name, error.reason) from None
        variables = " ".join(f"?{p.variable}" for p in self.parameters)
        return f"{head} VALUES ({variables}) {{ ({row}) }}{rest}"


@cache
def catalogue() -> tuple[Question, ...]:
    """Return all saved questions in the order of their names. Raises QuestionError for a file that is no question."""
    return tuple(parsed(path.stem, path.read_text(encoding="utf-8")) for path in sorted(_HERE.glob("*.rq")))


def question(name: str) -> Question:
    """Return the question of a name. Raises KeyError where there is none."""
    return {q.name: q for q in catalogue()}[name]


def bind(saved: Question, params: Mapping[str, str]) -> str:
    """Return a question's query with its values; see `Question.bound`."""
    return saved.bound(params)


def parsed(name: str, text: str) -> Question:
    """Return the question that a `.rq` file holds. Raises QuestionError where the header is missing or wrong."""
    header = "\n".join(line.removeprefix("#+") for line in text.splitlines() if line.startswith("#+"))
    try:
        fields = yaml.load(header, Loader=yaml.BaseLoader) or {}  # noqa: S506 - it makes plain strings only
        summary, description = str(fields["summary"]), str(fields["description"])
        defaults = _pairs(fields.get("defaults", []))
        said = _pairs(fields.get("parameters", []))
        tags = tuple(str(tag) for tag in fields.get("tags", []))
        example = {str(k): str(v) for k, v in dict(fields.get("example", {})).items()}
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        reason = " ".join(str(error).split())
        raise QuestionError(name, f"its #+ header cannot be read ({type(error).__name__}: {reason})") from None
    query = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    parameters: dict[str, Parameter] = {}
    for match in _PARAMETER.finditer(query):
        key = match["name"]
        kind = TYPES.get(match["type"] or "string")
        if kind is None:
            raise QuestionError(name, f"?{match['variable']} has an unknown type; there are {', '.join(TYPES)}")
        if key not in defaults:
            raise QuestionError(name, f"?{match['variable']} has no default: add '#+   - {key}: ...' to its defaults")
        parameters[key] = Parameter(key, match["variable"], kind, defaults[key], said.get(key, ""))
    if odd := sorted({*defaults, *said} - parameters.keys()):
        raise QuestionError(name, f"its header names {odd[0]!r}, which is no parameter of the query")
    ordered = tuple(parameters[key] for key in defaults)
    return Question(name, summary, description, tags, ordered, _columns(query), example, text)


def _pairs(rows: list[dict[str, str]]) -> dict[str, str]:
    return {str(key): str(value) for row in rows for key, value in row.items()}


def _columns(query: str) -> tuple[str, ...]:
    """Return the variables that a SELECT gives, in their order."""
    depth, found, last = 0, [], ""
    for part in re.findall(r"[()]|\?\w+", query[: _outermost(query)]):
        if part == "(":
            depth += 1
        elif part == ")":
            depth -= 1
            if not depth:
                found.append(last)
        elif depth:
            last = part[1:]  # the last variable of an expression is its name
        else:
            found.append(part[1:])
    return tuple(found)


def _outermost(query: str) -> int:
    """Return the place after the brace that opens the outermost group."""
    for match in _TOKEN.finditer(query):
        if match[0] == "{":
            return match.end()
    raise ValueError("the query has no group")
