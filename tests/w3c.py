"""The W3C's SPARQL 1.1 tests as requests to replay, read from their manifests at COMMUNIQUE_SHARED."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import rdflib
from rdflib.collection import Collection

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
FOLDER = Path(os.environ.get("COMMUNIQUE_SHARED", Path(__file__).parents[1] / "../shared")).resolve() / "w3c/sparql11"
TOKEN = "a-token-of-tests"


@dataclass(frozen=True)
class Request:
    """A request of a test, and what its answer must be."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: tuple[str, ...]
    boolean: bool | None
    format: str
    content_type: str
    content: str
    location: str


@dataclass(frozen=True)
class Case:
    """A test of the protocol or of the graph store: the graphs to be there, and the requests in their order."""

    name: str
    graphs: tuple[tuple[str, Path], ...]
    requests: tuple[Request, ...]


@cache
def graph(folder: str, name: str = "manifest.ttl") -> rdflib.Graph:
    path = FOLDER / folder / name
    return rdflib.Graph().parse(path, publicID=path.as_uri())


def cases(folder: str, name: str = "manifest.ttl") -> Iterator[Case]:
    """Yield the tests of a manifest, in its order; none where the tests are not present."""
    if not (FOLDER / folder / name).exists():
        return
    g = graph(folder, name)
    for entry in _list(g, next(g.objects(None, MF.entries))):
        data = tuple(
            (str(g.value(one, rdflib.RDFS.label)), _path(g.value(one, UT.graph)))
            for one in g.objects(entry, UT.graphData)
        )
        action = g.value(entry, MF.action)
        requests = tuple(_request(g, one) for one in _list(g, g.value(action, HT.requests)))
        yield Case(str(entry).rpartition("#")[2], data, requests)


def _request(g: rdflib.Graph, node: rdflib.term.Node) -> Request:
    answer = g.value(node, HT.resp)
    body, expected = g.value(node, HT.body), g.value(answer, HT.body)
    headers = _headers(g, node)
    encoding = "utf-8"
    if body is not None:
        encoding = str(g.value(body, CNT.characterEncoding) or "utf-8")
    chars = g.value(body, CNT.chars) if body is not None else None
    boolean = g.value(answer, MF.expectedBoolean)
    return Request(
        str(g.value(node, HT.methodName)),
        str(g.value(node, HT.absolutePath)),
        headers,
        None if chars is None else str(chars).encode(encoding),
        tuple(sorted(str(s).rpartition("#")[2] for s in g.objects(answer, MF.expectedStatus))),
        None if boolean is None else bool(boolean.toPython()),
        str(g.value(answer, MF.expectedFormat) or ""),
        _headers(g, answer).get("content-type", ""),
        str(g.value(expected, CNT.chars)) if expected is not None else "",
        str(g.value(answer, MF.expectedLocation) or ""),
    )


def _headers(g: rdflib.Graph, node: rdflib.term.Node | None) -> dict[str, str]:
    fields = _list(g, g.value(node, HT.headers))
    return {str(g.value(field, HT.fieldName)).lower(): str(g.value(field, HT.fieldValue)) for field in fields}


def _list(g: rdflib.Graph, node: rdflib.term.Node | None) -> list[rdflib.term.Node]:
    return [] if node is None else list(Collection(g, node))


def _path(node: rdflib.term.Node | None) -> Path:
    return Path(str(node).removeprefix("file://"))


STATUS = {
    "OK": 200,
    "Created": 201,
    "NoContent": 204,
    "BadRequest": 400,
    "NotFound": 404,
    "MethodNotAllowed": 405,
    "UnsupportedMediaType": 415,
}


def allowed(status: int, expected: tuple[str, ...]) -> bool:
    """Say whether a status is among those that a test expects, such as OK or StatusCode4xx."""
    return any(STATUS.get(name) == status or name == f"StatusCode{status // 100}xx" for name in expected)
