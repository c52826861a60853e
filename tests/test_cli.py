"""The command line: what it says of itself, what it refuses, and the main job from end to end."""

import io
import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import corpus
import pyoxigraph as ox
import pytest

from ontology.facts import Article
from server import cli
from server.commands import read as commands_read
from server.commands.ask import table
from server.commands.progress import duration, line
from server.store.harvest import Harvest

OPTIONS = {
    "extract": "FILE --format nquads trig turtle jsonld --published --url --base --model --reader --jobs --private-addresses --shards --engine --slice --only-news",
    "load": "SHARDS --dataset --base --no-dumps",
    "publish": "SOURCE --dataset --store --base --published --url --model --reader --jobs --private-addresses --again --follow --every --no-dumps",
    "serve": "--dataset --store --host --port --workers --deadline --memory --plain --base --behind-proxy --max-rows",
    "query": "NAME|FILE|- --param --dataset --store --endpoint --format table json csv tsv xml --deadline",
    "dump": "--dataset --store --format nquads trig turtle csv --output --patch",
    "verify": "--dataset --store --rebuild",
    "stats": "--dataset --format table json",
    "retract": "URL --dataset --reason --undo --no-dumps",
    "correct": "FILE --dataset --no-dumps",
    "unmerge": "A B --dataset --reason --undo --no-dumps",
    "link": "--dataset --endpoint --deadline --no-dumps",
    "receipts": "--dataset --failed --format text jsonl",
    "rebuild": "--dataset --no-dumps",
    "backup": "TARGET --dataset",
    "restore": "SOURCE --dataset --no-dumps",
}
TEXT = corpus.made(1).text


def fake(article: Article, base: str, model: str, reader: str) -> Harvest:
    assert reader in {"", "learned", "rules"}
    assert base == corpus.BASE
    return corpus.read(article)


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of JSON articles, read by the made-up reader."""
    return written(tmp_path, monkeypatch)


def written(folder: Path, patch: pytest.MonkeyPatch) -> Path:
    patch.setattr(commands_read, "harvest", fake)
    (folder / "in").mkdir()
    for number in range(5):
        article = corpus.made(number)
        node = {
            "articleBody": article.text,
            "url": article.url,
            "headline": article.headline,
            "datePublished": str(article.published),
        }
        (folder / f"in/{number}.json").write_text(json.dumps(node))
    return folder / "in"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of those articles, made by the command once."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        articles, data = written(folder, patch), folder / "data"
        assert cli.main(["publish", str(articles), "--dataset", str(data), "--base", corpus.BASE]) == 0
    return data


@pytest.fixture
def dataset(made: Path, articles: Path) -> Path:
    """A copy of it, the test's own."""
    folder = articles.parent / "data"
    shutil.copytree(made, folder, symlinks=True)
    return folder


def ran(*arguments: str, stdin: bytes = b"") -> tuple[int, bytes, str]:
    done = subprocess.run(
        [sys.executable, "-m", "server.cli", *arguments], input=stdin, capture_output=True, check=False
    )
    return done.returncode, done.stdout, done.stderr.decode()


@pytest.mark.parametrize("command", OPTIONS)
def test_help_names_every_option_and_shows_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main([command, "--help"])
    assert end.value.code == 0
    shown = capsys.readouterr().out
    for word in OPTIONS[command].split():
        assert word in shown
    examples = shown.partition("examples:\n")[2].strip().splitlines()
    assert examples
    for example in examples:
        words = re.split(r"communique ", example)[1].split(" <")[0].split(" >")[0].split(" |")[0].split()
        cli.parser().parse_args(words)
    given = set(re.findall(r"--[a-z-]+", shown)) - {"--help"}
    assert given == {word for word in OPTIONS[command].split() if word.startswith("--")}


def test_the_first_help_names_every_command_and_the_version_is_told() -> None:
    status, shown, _ = ran("--help")
    assert status == 0
    assert all(command in shown.decode() for command in OPTIONS)
    assert b"exit status: 0" in shown
    assert re.fullmatch(rb"communique \d+\.\d+\.\d+\n", ran("--version")[1])


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ("", 2, "required: COMMAND"),
        ("publish x", 2, "required: --dataset"),
        ("nonsense", 2, "invalid choice"),
        ("extract x --format n3", 2, "invalid choice"),
        ("extract x --base ftp://x/", 2, "must begin with http"),
        ("extract x --published 2024-13-01", 2, "is no day such as"),
        ("extract x --jobs 0", 2, "is no number"),
        ("publish x --dataset d --url x", 2, "is no http"),
        ("extract nowhere.txt", 1, "there is no such file; check the path"),
        ("dump --dataset nowhere", 2, "is no dataset; make one with"),
        ("stats --dataset nowhere", 2, "is no dataset; make one with"),
        ("verify --dataset nowhere", 2, "is no dataset; make one with"),
        ("serve --dataset nowhere", 2, "is no dataset; make one with"),
        ("retract x --dataset nowhere", 2, "is no dataset; make one with"),
        ("correct x --dataset nowhere", 2, "is no dataset; make one with"),
        ("receipts --dataset nowhere", 2, "is no dataset; make one with"),
        ("rebuild --dataset nowhere", 2, "is no dataset; make one with"),
        ("backup x --dataset nowhere", 2, "is no dataset; make one with"),
        ("restore nowhere --dataset x", 2, "nowhere: is no dataset"),
        ("serve --dataset nowhere --port 99999", 2, "is no port"),
        ("query - --dataset nowhere", 2, "is no dataset; make one with"),
        ("query x", 2, "--dataset --endpoint is required"),
        ("query - --dataset d --param x", 2, "is not of the form name=value"),
        ("query - --dataset d --deadline -1", 2, "is no number of seconds"),
        ("publish nowhere.txt --dataset /proc/nowhere", 2, "cannot be written to"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    arguments: str, status: int, words: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO()))
    try:
        given: object = cli.main(arguments.split())
    except SystemExit as end:
        given = end.code
    shown, said = capfd.readouterr()
    assert (given, shown) == (status, "")
    assert words in said
    assert said.startswith("communique: ")
    assert said.count("\n") == 1
    assert not Path("nowhere").exists()


def test_a_process_ends_with_the_status_and_the_line_that_its_command_gave() -> None:
    assert ran("dump", "--dataset", "nowhere")[:2] == (2, b"")
    assert ran("extract", "nowhere.txt")[0] == 1


def test_extract_writes_what_publish_keeps(
    articles: Path, dataset: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    def out(*arguments: str) -> bytes:
        capfdbinary.readouterr()
        assert cli.main(list(arguments)) == 0
        return capfdbinary.readouterr().out

    extract = ("extract", str(articles), "--base", corpus.BASE)
    nquads = out(*extract)
    assert nquads == b"".join(corpus.read(corpus.made(n)).nquads for n in range(5)) == out(*extract)
    said = set(ox.parse(nquads, format=ox.RdfFormat.N_QUADS))
    trig = out(*extract, "--format", "trig")
    assert trig.count(b"@prefix cmq:") == 1
    assert set(ox.parse(trig, format=ox.RdfFormat.TRIG)) == said
    assert set(ox.parse(out(*extract, "--format", "jsonld"), format=ox.RdfFormat.JSON_LD)) == said
    assert json.loads(out("extract", str(articles / "1.json"), "--base", corpus.BASE, "--format", "jsonld"))
    assert out(*extract, "--format", "turtle") == out("dump", "--dataset", str(dataset), "--format", "turtle")
    held = set(ox.parse(out("dump", "--dataset", str(dataset)), format=ox.RdfFormat.N_QUADS))
    assert {quad for quad in held if quad.graph_name != ox.DefaultGraph()} == said


def test_publish_says_what_it_did_and_a_bad_input_does_not_stop_it(
    articles: Path, dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (articles / "bad.json").write_text("{")
    (articles / "new.txt").write_text(corpus.made(77).text)
    command = [
        "publish",
        str(articles),
        "--dataset",
        str(dataset),
        "--published",
        "2024-01-05",
        "--url",
        "https://paper.example/77",
    ]
    capsys.readouterr()
    assert cli.main(command) == 1
    shown = capsys.readouterr()
    assert shown.out == f"{dataset}: 1 new, 0 replaced, 5 unchanged, 1 refused\n"
    assert shown.err.startswith(f"communique: {articles / 'bad.json'}: it is no JSON (line 1")
    assert shown.err.count("\n") == 1  # no progress bar where nobody watches
    assert (dataset / "dumps/SHA256SUMS").exists()


def test_another_base_is_refused(articles: Path, dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["publish", str(articles), "--dataset", str(dataset), "--base", "https://other.example/"]) == 2
    assert "its base is https://news.example.org/" in capsys.readouterr().err


def test_verify_and_stats(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert cli.main(["verify", "--dataset", str(dataset)]) == 0
    assert capsys.readouterr().out == f"{dataset}: sound (5 articles)\n"
    assert cli.main(["verify", "--rebuild", "--dataset", str(dataset)]) == 0
    capsys.readouterr()
    assert cli.main(["stats", "--dataset", str(dataset), "--format", "json"]) == 0
    counts = json.loads(capsys.readouterr().out)
    assert counts["articles"] == {"public": 5, "accepted": 5, "refused": 0}
    assert counts["things"]["Person"] == 6
    assert counts["things"]["Event"] == sum(counts["events by status"].values()) > 5
    assert cli.main(["stats", "--dataset", str(dataset)]) == 0
    assert re.search(r"articles\n  public +5\n", capsys.readouterr().out)


def test_a_dump_file_has_its_digest_beside_it(dataset: Path, tmp_path: Path) -> None:
    assert cli.main(["dump", "--dataset", str(dataset), "--output", str(tmp_path / "all.nq")]) == 0
    subprocess.run(["sha256sum", "--quiet", "--check", "all.nq.sha256"], cwd=tmp_path, check=True)
    assert ran("dump", "--dataset", str(dataset))[1] == (tmp_path / "all.nq").read_bytes()


PERSONS = "SELECT ?name { ?p a cmq:Person ; rdfs:label ?name } ORDER BY ?name"


def test_query_a_dataset_in_every_format(dataset: Path, tmp_path: Path) -> None:
    (tmp_path / "persons.rq").write_text(PERSONS)

    def asked(*more: str, query: str = str(tmp_path / "persons.rq"), stdin: bytes = b"") -> tuple[int, bytes, str]:
        return ran("query", query, "--dataset", str(dataset), *more, stdin=stdin)

    status, shown, said = asked()
    assert (status, said) == (0, "")
    assert shown.decode().splitlines()[-1] == "6 rows"
    assert "Bo-Li" in shown.decode() or "BO-LI" in shown.decode()
    for form, begins in (("json", b'{"head"'), ("csv", b"name\r\n"), ("tsv", b"?name\n"), ("xml", b"<?xml")):
        assert asked("--format", form)[1].startswith(begins)
    assert asked(query="-", stdin=b"ASK { ?p a cmq:Person }")[1] == b"yes\n"
    graph = asked(query="-", stdin=b"CONSTRUCT WHERE { ?p a cmq:Person }")[1]
    assert len(list(ox.parse(graph, format=ox.RdfFormat.TURTLE))) == 6


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("SELECT {", 2, "the query was not answered"),
        ("SELECT * {" + "{" * 3000 + "}" * 3000 + "}", 1, "nested too deeply"),
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", 1, "no answer within 0.8 s"),
    ],
)
def test_a_query_that_cannot_be_answered_ends_in_one_line(dataset: Path, query: str, status: int, words: str) -> None:
    given, shown, said = ran("query", "-", "--dataset", str(dataset), "--deadline", "0.8", stdin=query.encode())
    assert (given, shown) == (status, b"")
    assert words in said
    assert said.count("\n") == 1


@pytest.fixture
def endpoint(dataset: Path) -> Iterator[str]:
    """A SPARQL endpoint on loopback, small but real: the engine answers."""
    store = ox.Store.read_only(str(dataset / "checkpoints/current"))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                found = store.query(parse_qs(urlsplit(self.path).query)["query"][0])
                body, status = found.serialize(format=ox.QueryResultsFormat.JSON), 200
            except SyntaxError as error:
                body, status = str(error).encode(), 400
            self.send_response(status)
            self.send_header("Content-Type", "application/sparql-results+json" if status == 200 else "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sparql"
    server.shutdown()
    thread.join()
    server.server_close()


def test_query_an_endpoint(endpoint: str) -> None:
    query = "SELECT (COUNT(?p) AS ?n) { ?p a <https://w3id.org/communique/ns#Person> }"
    status, shown, said = ran("query", "-", "--endpoint", endpoint, stdin=query.encode())
    assert (status, said) == (0, "")
    assert shown.decode().splitlines() == ["n", "-", "6", "1 row"]
    status, shown, said = ran("query", "-", "--endpoint", endpoint, stdin=b"SELECT ?x { ?x unknown:p ?y }")
    assert (status, shown, said.count("\n")) == (2, b"", 1)
    status, shown, said = ran("query", "-", "--endpoint", "http://127.0.0.1:9/", stdin=b"ASK {}")
    assert (status, shown, said.count("\n")) == (1, b"", 1)
    assert "refused" in said


def test_a_reader_that_goes_away_is_no_error(dataset: Path) -> None:
    command = [sys.executable, "-m", "server.cli", "dump", "--dataset", str(dataset)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


def test_an_unexpected_error_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def broken(*_: object, **__: object) -> Harvest:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr(commands_read, "harvest", broken)
    (tmp_path / "a.txt").write_text("Words of an article.")
    assert cli.main(["extract", str(tmp_path / "a.txt")]) == 2
    said = capsys.readouterr().err
    assert said.startswith("communique: unexpected RuntimeError: two lines; ")
    assert said.count("\n") == 1


def test_tables_and_times_are_for_people() -> None:
    value = {"type": "literal", "value": "x\n\u202e" + "y" * 80}
    shown = table({"head": {"vars": ["a", "b"]}, "results": {"bindings": [{"a": value}]}})
    assert shown.splitlines()[2] == "x " + "y" * 57 + "\u2026"
    assert [duration(s) for s in (4.4, 200, 7500)] == ["4 s", "3 min 20 s", "2 h 5 min"]
    assert line(50, 200, 10.0) == "[#####               ] 50/200 (25%), 5.0/s, 30 s left"
    assert line(50, None, 10.0) == "50 articles, 5.0/s"


def test_the_real_reader_from_a_sentence_to_facts() -> None:
    pytest.importorskip("ontology.triples")
    command = ("extract", "-", "--published", "2025-03-01", "--url", "https://paper.example/treaty")
    sentence = b"Peru's Foreign Minister Ana Lopes met Chile's President Bo Rojas in Lima on Friday."
    status, shown, said = ran(*command, stdin=sentence)
    assert (status, said) == (0, "")
    assert shown
    assert b"Ana Lopes" in shown
