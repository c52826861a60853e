"""Links to other datasets: only what is certain is the same, the rest is close and says why; endpoints fail."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from faulty import Faults, endpoint
from test_identity import BASE, ECUADOR, PERU, dump, findings, meeting, minister, person, published, told

from ontology import others, terms
from ontology.facts import Entity
from ontology.uris import links_graph
from server import cli
from server.links import places
from server.links.endpoint import Endpoint, EndpointError
from server.links.update import Linked, link
from server.store.dataset import Writer, open_dataset

WD = places.WIKIDATA
LIMA = Entity("City", "Lima", "lima", within=PERU)


@pytest.fixture
def wikidata() -> Iterator[Faults]:
    with endpoint() as faults:
        yield faults


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    day = date(2024, 3, 12)
    ana, bo, kari, omar = map(person, ("Ana Lopes", "Bo Ferri", "Kari Dahl", "Omar Haddad"))
    met = replace(meeting(kari, omar, day), place=LIMA)
    published(
        tmp_path / "data", [told(1, day, minister(ana), minister(bo), met, minister(person("Cem Kaya"), ECUADOR))]
    )
    return tmp_path / "data"


def linked(folder: Path) -> dict[tuple[str, str], str]:
    """Return each link as (ours, theirs) with the property and the reason."""
    store, graph = open_dataset(folder).read_only(), ox.NamedNode(links_graph(BASE))
    found = {}
    for quad in store.quads_for_pattern(None, terms.matched, None, graph):
        said = {q.predicate: q.object.value for q in store.quads_for_pattern(quad.subject, None, None, graph)}  # type: ignore[union-attr]
        ours, theirs = said[terms.matched], said[terms.meant]
        kinds = [
            name
            for name, term in (("same", others.OWL_SAME_AS), ("close", others.SKOS_CLOSE_MATCH))
            if list(store.quads_for_pattern(ox.NamedNode(ours), term, ox.NamedNode(theirs), graph))
        ]
        found[ours.removeprefix(f"{BASE}id/"), theirs] = f"{kinds[0]}: {said[terms.reason]}"
        assert len(kinds) == 1
        assert said[terms.reason]
    return found


def test_every_row_of_the_table_has_its_source_and_date() -> None:
    rows = places.table()
    assert len(rows) > 1000
    for row in rows.values():
        assert row.source in {"country-codes", "Natural Earth"}
        assert len(row.date) >= 7
        assert row.wikidata.startswith("Q") or row.geonames.isdigit()
    assert (rows["state/peru"].wikidata, rows["place/lima"].within) == ("Q419", "state/peru")


def test_states_and_cities_are_linked_from_the_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["link", "--dataset", str(folder)]) == 0
    assert "6 certain links, 0 close ones" in capsys.readouterr().out
    found = linked(folder)
    assert found["state/peru", f"{WD}Q419"] == "same: country-codes, 2026-11: a state"
    assert found["place/lima", f"{WD}Q2868"] == "same: Natural Earth, 2026-11: in peru"
    before = dump(folder)
    assert cli.main(["link", "--dataset", str(folder), "--no-dumps"]) == 0
    assert dump(folder) == before
    with Writer(folder, rebuild=True):
        pass
    assert dump(folder) == before
    assert findings(folder) == []
    assert f"<{others.OWL}sameAs>".encode() not in b"".join(
        line for line in before.splitlines() if links_graph(BASE).encode() not in line
    )


def test_a_city_that_may_be_a_namesake_is_only_close_and_one_elsewhere_is_not_linked() -> None:
    lima = f"{BASE}id/place/lima"
    assert [one.certain for one in places.links({lima: {f"{BASE}id/state/peru"}}, BASE)] == [True, True]
    assert [one.certain for one in places.links({lima: set()}, BASE)] == [False, False]
    assert list(places.links({lima: {f"{BASE}id/state/united-states"}}, BASE)) == []


def test_people_and_offices_are_linked_where_it_is_certain(folder: Path, wikidata: Faults) -> None:
    with Writer(folder) as writer:
        assert link(writer, Endpoint(wikidata.url, 30)) == Linked(8, 4)
    found = {pair: told for pair, told in linked(folder).items() if pair[0].split("/")[0] in {"person", "office"}}
    assert found == {
        ("person/ana-lopes", f"{WD}Q9101"): "same: name and office (Minister of Foreign Affairs of Peru) agree,"
        " and nobody else's do",
        ("person/bo-ferri", f"{WD}Q9103"): "close: the name, and an office of that state",
        ("person/kari-dahl", f"{WD}Q9104"): "close: the only person of that name",
        ("office/peru-foreign-minister", f"{WD}Q9001"): "same: the state's only post of the kind",
        ("office/ecuador-foreign-minister", f"{WD}Q9003"): "close: one of 2 posts of the kind",
        ("office/ecuador-foreign-minister", f"{WD}Q9004"): "close: one of 2 posts of the kind",
    }
    with Writer(folder) as writer:
        assert link(writer) == Linked(8, 4)  # without an endpoint these stay
    assert findings(folder) == []


@pytest.mark.parametrize("fault", ["reset", "503", "500", "cut", "closed", "short"])
def test_what_fails_is_asked_again_and_no_half_answer_is_taken(folder: Path, wikidata: Faults, fault: str) -> None:
    with Writer(folder) as writer:
        whole = link(writer, Endpoint(wikidata.url, 30))
        before = dump(folder)
        questions = wikidata.asked
        wikidata.next = [fault, fault]
        waited: list[float] = []
        assert link(writer, Endpoint(wikidata.url, 30, wait=waited.append)) == whole
    assert dump(folder) == before
    assert wikidata.asked == 2 * questions + 2
    assert len(waited) == 2
    assert 0.25 <= waited[0] <= 0.75
    assert 0.5 <= waited[1] <= 1.5


def test_an_endpoint_that_never_answers_is_given_up_in_time(folder: Path, wikidata: Faults) -> None:
    before = dump(folder)
    begun = time.monotonic()
    with Writer(folder) as writer:
        wikidata.next = ["slow"] * 9
        with pytest.raises(EndpointError, match=r"no answer within 2 s .*give a longer --deadline"):
            link(writer, Endpoint(wikidata.url, 2))
        assert time.monotonic() - begun < 5
        wikidata.next = ["reset"] * 9
        with pytest.raises(EndpointError, match="no whole answer in 6 tries"):
            link(writer, Endpoint(wikidata.url, 300, wait=lambda _: None))
    assert dump(folder) == before


def test_what_the_endpoint_refuses_is_not_asked_again(
    folder: Path, wikidata: Faults, capsys: pytest.CaptureFixture[str]
) -> None:
    wikidata.next = ["400"]
    assert cli.main(["link", "--dataset", str(folder), "--endpoint", wikidata.url, "--no-dumps"]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "it refuses the question" in error
    assert wikidata.asked == 1


def test_answers_are_kept_so_that_a_run_that_was_cut_goes_on(folder: Path, wikidata: Faults) -> None:
    with Writer(folder) as writer:
        wikidata.next = ["", *["reset"] * 9]
        with pytest.raises(EndpointError):
            link(writer, Endpoint(wikidata.url, 300, folder / "cache", wait=lambda _: None))
        wikidata.next = []
        asked = wikidata.asked
        whole = link(writer, Endpoint(wikidata.url, 30, folder / "cache"))
        assert wikidata.asked == asked + 1
        assert whole == Linked(8, 4)
        asked = wikidata.asked
        assert link(writer, Endpoint(wikidata.url, 30, folder / "cache")) == whole
        assert wikidata.asked == asked
