"""Facts that somebody rejected are left out, with what rests on them alone, however often they are read again."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import article as whole_article
import pyoxigraph as ox
import pytest
import webserver
from corpus import BASE, made, read
from keeping import content

from ontology import terms
from ontology.facts import Article
from server import cli
from server.store.corrections import without
from server.store.dataset import Writer, open_dataset
from server.store.publish import publish
from server.store.verify import verify

HERE = "https://example.org/"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Writer(tmp_path / "data", BASE) as writer:
        publish(writer, map(made, range(8)), read)
    return tmp_path / "data"


def fact(folder: Path, room: str) -> str:
    """Return the first event or claim of the dataset."""
    subjects = {q.subject.value for q in open_dataset(folder).read_only() if isinstance(q.subject, ox.NamedNode)}
    return min(iri for iri in subjects if f"/id/{room}/" in iri)


def corrected(folder: Path, *lines: str, header: str = "fact\tby\twhy") -> int:
    path = folder.parent / "c.tsv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return cli.main(["correct", str(path), "--dataset", str(folder), "--no-dumps"])


def left(*rejected: str) -> set[str]:
    """Return what stays of the hand-written article, as predicates between short names."""
    quads = without(whole_article.graph(), {HERE + name for name in rejected})
    return {f"{q.subject} {q.predicate} {q.object}".replace(HERE, "").replace(terms.NS, "cmq:") for q in quads}


def gone(*rejected: str) -> set[str]:
    """Return the nodes that are spoken of no more."""

    def nodes(lines: Collection[str]) -> set[str]:
        return {word for line in lines for word in line.split() if word.startswith("<") and "cmq:" not in word}

    return nodes(left()) - nodes(left(*rejected))


def test_with_an_event_go_its_claims_and_their_words_and_nobody_else() -> None:
    assert gone("clash") == {"<clash>", "<c-clash>", "<art#char=2,11>"}
    assert gone("c-clash") == gone("clash")
    assert gone("ask") == {"<ask>", "<c-ask>", "<art#char=5,14>"}
    assert not any("respondsTo" in line for line in left("ask"))
    assert "<no> <cmq:respondsTo> <ask>" in left()
    assert gone("never-told") == set()


def test_with_a_holding_go_the_short_cuts_that_it_stood_for() -> None:
    assert gone("h") == {"<h>", "<c-h>", "<art#char=0,9>"}
    short = {"<ana> <cmq:holds> <peru-fm>", "<ana> <cmq:represents> <peru>"}
    assert short <= left()
    assert not short & left("h")
    assert short <= left("clash")


def test_with_a_holding_go_the_states_that_took_part_through_it_alone() -> None:
    met = ":met a cmq:Meeting ; cmq:agent :ana ; cmq:participant :ana , :peru"
    took_part = "<met> <cmq:participant> <peru>"

    def lines(turtle: str) -> str:
        quads = without(whole_article.graph(turtle), {f"{HERE}h"})
        return (
            "\n".join(f"{q.subject} {q.predicate} {q.object}" for q in quads)
            .replace(HERE, "")
            .replace(terms.NS, "cmq:")
        )

    assert took_part not in lines(f"{met} .")
    assert "<met> <cmq:participant> <ana>" in lines(f"{met} .")
    assert took_part in lines(f"{met} ; cmq:recipient :peru .")
    assert took_part in lines(f"{met} ; cmq:participant :bo . :bo cmq:represents :peru .")


def test_a_fact_with_another_claim_stays_when_one_is_rejected() -> None:
    more = ":c2 a cmq:Claim ; cmq:about :clash ; cmq:evidence <https://example.org/art#char=2,11> ."
    quads = without(whole_article.graph(more), {f"{HERE}c-clash"})
    subjects = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    assert {f"{HERE}clash", f"{HERE}c2", f"{HERE}art#char=2,11"} <= subjects
    assert f"{HERE}c-clash" not in subjects


@pytest.mark.parametrize("room", ["event", "claim"])
def test_a_rejected_fact_stays_out_through_everything_and_can_come_back(
    folder: Path, room: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before, iri = content(folder), fact(folder, room)
    line = f"{iri}\tA. Reader\tit was called off"
    assert corrected(folder, line, "") == 0
    assert capsys.readouterr().out == f"{folder}: 1 rejected, 0 accepted again, 0 unchanged\n"
    after = content(folder)
    assert iri.encode() in before
    assert iri.encode() not in after
    assert corrected(folder, line) == 0
    assert "0 rejected, 0 accepted again, 1 unchanged" in capsys.readouterr().out

    def better(article: Article) -> object:
        known = read(article)
        return replace(known, nquads=known.nquads.replace(b'"No. ', b'"Number '))

    with Writer(folder) as writer:
        assert list(verify(writer)) == []
        publish(writer, map(made, range(8)), better, again=True)  # type: ignore[arg-type]
    assert iri.encode() not in content(folder)
    with Writer(folder, rebuild=True) as writer:
        assert list(verify(writer)) == []
        publish(writer, map(made, range(8)), read, again=True)
    assert content(folder) == after
    assert corrected(folder, f"{line}\taccept", header="fact\tby\twhy\taction") == 0
    assert content(folder) == before


def test_a_correction_that_was_kept_and_not_shown_is_when_the_next_writer_opens(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    iri = fact(folder, "event")
    with monkeypatch.context() as patch:
        shown = Writer.show
        calls: list[int] = []

        def dies(writer: Writer) -> Path:
            calls.append(1)
            if len(calls) > 1:
                raise KeyboardInterrupt
            return shown(writer)

        patch.setattr(Writer, "show", dies)
        assert corrected(folder, f"{iri}\tA\tb") == 130
    assert iri.encode() in content(folder)
    Writer(folder).close()
    assert iri.encode() not in content(folder)


@pytest.mark.parametrize(
    ("header", "line", "words"),
    [
        ("fact\tby", "x\ty", "its first line does not name its columns"),
        ("fact\tby\twhy\tmore", "x\ty\tz\t", "its first line does not name its columns"),
        ("", "", "its first line does not name its columns"),
        ("fact\tby\twhy", "{fact}\tA", "line 3 has 2 columns, not 3"),
        ("fact\tby\twhy", "{fact}\t \twrong", "line 3 does not say who rejects it"),
        ("fact\tby\twhy", "{fact}\tA\t", "line 3 does not say why"),
        ("fact\tby\twhy", f"{BASE}id/person/ana-lopes\tA\twrong", "is no fact of this dataset"),
        ("fact\tby\twhy", "https://other.example/id/event/x\tA\twrong", "is no fact of this dataset"),
        ("fact\tby\twhy", f"{BASE}id/event/nowhere\tA\twrong", "no article of the dataset tells of"),
        ("fact\tby\twhy\taction", "{fact}\tA\twrong\tburn", "there is no action 'burn'"),
    ],
)
def test_a_file_with_a_wrong_line_changes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], header: str, line: str, words: str
) -> None:
    before, iri = content(folder), fact(folder, "event")
    good = f"{iri}\tA\twrong" + "\t" * (header.count("\t") - 2)
    assert corrected(folder, good, line.format(fact=iri), header=header) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
    assert content(folder) == before


def test_the_address_of_a_rejected_fact_says_who_rejected_it_and_why(folder: Path) -> None:
    iri = fact(folder, "event")
    assert corrected(folder, f"{iri.replace('/id/', '/page/')}\tA. Reader\tit was called off") == 0
    with webserver.serving(folder, "--workers", "1") as address:
        for path in ("id", "page", "data"):
            status, body = webserver.get(address, iri.replace(f"{BASE}id/", f"/{path}/"))
            assert status == 410
            assert b"rejected by A. Reader: it was called off" in body
