"""Questions: the saved ones as forms, and one's own in SPARQL."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import render_template

from ontology import terms
from ontology.labels import shortened
from queries.catalogue import Question, catalogue
from queries.errors import QuestionError
from server.web.people import results
from server.web.people import search as searches
from server.web.people.choices import choices, name_of
from server.web.people.nodes import term_comment, term_label
from server.web.people.views import views
from server.web.tongue import label_in, tongue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.catalogue import Parameter
    from server.web.people.choices import Choice
    from server.web.people.desk import Desk
    from server.web.people.links import Links
    from server.web.people.nodes import Row, Rows
    from server.web.people.results import Answer

FIRST = (
    "office-on-day",
    "meetings-held",
    "meetings-planned",
    "planned-then-done",
    "demands-rejected",
    "clash-then-agreement",
    "quotations",
    "words-behind",
)
"""The questions that stand first."""
NEAREST = 6
"""How many names are offered for one that is unknown."""
STARTER = f"""PREFIX cmq: <{terms.NS}>
SELECT ?day ?event ?status ?place WHERE {{
  ?event a cmq:Event ; cmq:earliest ?day ; cmq:status ?status .
  OPTIONAL {{ ?event cmq:place ?place }}
}}
ORDER BY DESC(?day)
LIMIT 20"""
_LANGUAGE = (
    "SELECT DISTINCT WHERE OPTIONAL FILTER UNION MINUS VALUES BIND GRAPH PREFIX ASK CONSTRUCT DESCRIBE EXISTS COUNT"
    " LIMIT OFFSET HAVING CONTAINS LCASE STRSTARTS REGEX COALESCE rdfs:label skos:altLabel xsd:date"
).split()
_LANGUAGE += ["ORDER BY", "GROUP BY", "NOT EXISTS"]


@dataclass(frozen=True, slots=True)
class Found:
    """What the engine answered: solutions, a truth value, or triples as Turtle."""

    variables: tuple[str, ...] = ()
    rows: Sequence[Row] = ()
    truth: bool | None = None
    turtle: str = ""


class RefusedError(Exception):
    """A query that was not answered: what is wrong, in words, and where (line and column from 1, 0 if not known)."""

    def __init__(self, title: str, detail: str, line: int = 0, column: int = 0, status: int = 400) -> None:
        super().__init__(detail)
        self.title, self.detail, self.line, self.column, self.status = title, detail, line, column, status


Asker = Callable[[str], Found]


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error as a page shows it; `excerpt` is the line with a mark below the column."""

    title: str
    detail: str
    line: int = 0
    excerpt: str = ""


def ask_page(desk: Desk, ask: Asker, query: str, view: str, deadline: float, endpoint: str) -> tuple[str, int]:
    """Return the page of the SPARQL endpoint, with the answer where a query is given, and its HTTP status."""
    rows, site = desk.rows, desk.site
    answer, trouble, status = None, None, 200
    if query.strip():
        try:
            answer = _answered(rows, site, ask(query))
        except RefusedError as error:
            trouble, status = _trouble(error, query), error.status
    address = f"{site.root}/sparql?{urlencode({'query': query})}"
    page = render_template(
        "sparql.html",
        title="Ask the graph",
        current="Questions",
        query=query or STARTER,
        questions=first_questions(),
        answer=answer,
        error=trouble,
        views=views(view, answer, site.href),
        address=address,
        data=_data(address, answer),
        deadline=deadline,
        endpoint=endpoint,
        program=_programs(endpoint, query, answer),
    )
    return page, status


def question_page(
    desk: Desk, ask: Asker, question: Question, given: Mapping[str, str], view: str, endpoint: str
) -> tuple[str, int]:
    """Return the page of a saved question with its answer for the given values (else its defaults), and a status."""
    rows, site = desk.rows, desk.site
    answer, trouble, status = None, None, 200
    known = {p.name for p in question.parameters}
    values = {name: value for name, value in given.items() if name in known and value.strip()}
    found = {p.name: searches.named(desk, values[p.name]) for p in question.parameters if p.named and p.name in values}
    values |= {name: one.label for name, one in found.items() if one}
    unknown = [_unknown(desk, values, name) for name, one in found.items() if one is None]
    query = question.query
    try:
        query = question.bound(values)
        answer = _answered(rows, site, ask(query))
    except QuestionError as error:
        trouble, status = Trouble("That value does not fit", error.reason), 400
    except RefusedError as error:
        trouble, status = _trouble(error, query), error.status
    address = f"{site.root}/queries/{question.name}" + (f"?{urlencode(values)}" if values else "")
    page = render_template(
        "question.html",
        title=question.summary,
        description=question.description,
        current="Questions",
        question=question,
        given=dict(given) | values,
        choices={p.name: chosen for p in question.parameters if (chosen := _chosen(p, values))},
        unknown=[one for one in unknown if one],
        query=query.strip(),
        answer=answer,
        error=trouble,
        views=views(view, answer, site.href),
        address=address,
        data=_data(address, answer),
        program=_programs(endpoint, query.strip(), answer),
    )
    return page, status


def _chosen(parameter: Parameter, values: Mapping[str, str]) -> tuple[str, tuple[Choice, ...]] | None:
    """Return which of our terms a parameter has, and those that it may have; None where it is no term of ours."""
    value = values.get(parameter.name, parameter.default)
    found = choices(value) if parameter.type == "iri" else ()
    return (name_of(value), found) if found else None


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that nothing is called by, with the names that are nearest, each with the values to ask with it."""

    value: str
    nearest: tuple[tuple[str, str], ...]


def _unknown(desk: Desk, values: Mapping[str, str], name: str) -> Unknown | None:
    """Return what is to be said of a value that no single thing is called by; None where several are called so."""
    value = values[name]
    found = desk.find(value, "names", NEAREST)
    if any(one.label == value for one in found):
        return None
    found = found or desk.find(searches.fewer(desk, value), "names", NEAREST)
    return Unknown(value, tuple((one.label, urlencode(dict(values) | {name: one.label})) for one in found))


def completions() -> list[dict[str, str]]:
    """Return what the editor offers: our terms with their label and meaning, and the words of the query language.

    The labels are in the language that the request likes best, English where there are none in it.
    """
    language = tongue()
    offered = [
        {
            "label": f"cmq:{name}",
            "detail": label_in(language, name, term_label(name)),
            "info": term_comment(name),
            "type": "class" if name[:1].isupper() else "property",
        }
        for name in sorted(terms.BY_NAME)
    ]
    return [*offered, *({"label": word, "type": "keyword"} for word in _LANGUAGE)]


def index_page() -> str:
    """Return the list of all saved questions, by their first tag."""
    groups: dict[str, list[Question]] = {}
    for question in catalogue():
        groups.setdefault(question.tags[0] if question.tags else "other", []).append(question)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return render_template(
        "questions.html", title="Questions", current="Questions", groups=ordered, total=len(catalogue())
    )


def first_questions() -> list[tuple[str, str]]:
    """Return name and title of the questions that stand first, as far as there are any."""
    known = {question.name: question.summary for question in catalogue()}
    found = [(name, known[name]) for name in FIRST if name in known]
    return found or list(known.items())[: len(FIRST)]


def _answered(rows: Rows, site: Links, found: Found) -> Answer:
    if found.truth is not None:
        return results.Answer(truth=found.truth)
    if found.turtle:
        return results.graph(rows, site, found.turtle)
    return results.answer(rows, site, found.variables, found.rows)


def _trouble(error: RefusedError, query: str) -> Trouble:
    lines = query.splitlines()
    if not 0 < error.line <= len(lines):
        return Trouble(error.title, shortened(error.detail, 300))
    mark = " " * max(error.column - 1, 0) + "^"
    return Trouble(
        error.title, shortened(error.detail, 300), error.line, f"{error.line:>3}  {lines[error.line - 1]}\n     {mark}"
    )


def _data(address: str, answer: Answer | None) -> list[tuple[str, str]]:
    if answer is None:
        return []
    join = "&" if "?" in address else "?"
    formats = (
        [("Turtle", "turtle")] if answer.turtle else [("CSV", "csv"), ("TSV", "tsv"), ("JSON", "json"), ("XML", "xml")]
    )
    return [(name, f"{address}{join}format={key}") for name, key in formats]


def _programs(endpoint: str, query: str, answer: Answer | None) -> list[tuple[str, str]]:
    if answer is None or answer.turtle or not query:
        return []
    quoted = json.dumps(query, ensure_ascii=False)
    shell = "'" + query.replace("'", "'\\''") + "'"
    python = (
        "import io, urllib.parse, urllib.request\nimport pandas as pd\n\n"
        f"query = {quoted}\n"
        'body = urllib.parse.urlencode({"query": query}).encode()\n'
        f'request = urllib.request.Request("{endpoint}", body, {{"Accept": "text/csv"}})\n'
        "frame = pd.read_csv(io.BytesIO(urllib.request.urlopen(request).read()))"
    )
    r = (
        f'library(httr)\nanswer <- POST("{endpoint}", accept("text/csv"), encode = "form",\n'
        f'  body = list(query = {quoted}))\nframe <- read.csv(text = content(answer, "text"))'
    )
    curl = f"curl -H 'Accept: text/csv' --data-urlencode query={shell} {endpoint}"
    return [("curl", curl), ("Python", python), ("R", r)]
