"""PLOVER and CAMEO codes follow what is reported: what is only planned, sought or denied is never coded as done."""

from typing import get_args

import pytest

from ontology import others, terms
from ontology.codes import codes_of, mode_of
from ontology.facts import Status
from ontology.generate import triples
from ontology.triples import graph
from tests import world
from tests.telling import Told, on

EVENTS = sorted(t.subject.value.removeprefix(terms.NS) for t in triples() if t.predicate == terms.donePlover)
UNDONE = ("sought", "denied", "didNotHappen", "hypothetical")


def names(*arguments: object, **more: object) -> tuple[str, ...]:
    return tuple(code.value.rpartition("#")[2].partition("-")[2] for code in codes_of(*arguments, **more))


@pytest.mark.parametrize(
    ("event_type", "status", "codes"),
    [
        ("Meeting", "happened", ("CONSULT", "040")),
        ("Meeting", "planned", ("AGREE", "036")),
        ("Mediation", "ongoing", ("CONSULT", "045")),
        ("Mediation", "planned", ("AGREE", "039")),
        ("Endorsement", "planned", ("AGREE", "032")),
        ("Cooperation", "planned", ("AGREE", "031")),
        ("Aid", "planned", ("AGREE", "033")),
        ("Withdrawal", "happened", ("RETREAT", "087")),
        ("Withdrawal", "planned", ("CONCEDE", "035")),
        ("Attack", "claimed", ("ASSAULT", "190")),
        ("Attack", "planned", ("THREATEN", "138")),
        ("Violence", "planned", ("THREATEN", "138")),
        ("Coercion", "planned", ("THREATEN", "130")),
        ("Statement", "happened", ("010",)),
        ("Election", "happened", ()),
        ("Appointment", "happened", ()),
        ("Legislation", "happened", ()),
        ("Protest", "planned", ()),
    ],
)
def test_an_event_has_the_codes_of_its_type_and_status(event_type: str, status: Status, codes: tuple[str, ...]) -> None:
    assert names(event_type, status) == codes


@pytest.mark.parametrize("status", get_args(Status))
@pytest.mark.parametrize("event_type", EVENTS)
def test_nothing_undone_is_coded_as_done(event_type: str, status: Status) -> None:
    given = names(event_type, status, rules=["Departure:verb:resign"])
    done = names(event_type, "happened", rules=["Departure:verb:resign"])
    if status in UNDONE:
        assert given == ()
        assert mode_of(event_type, status) is None
    elif status == "planned":
        assert not given or given[0] in {"AGREE", "CONCEDE", "THREATEN"}
        assert not given or given[1].startswith(("03", "13"))
    else:
        assert given == done
    assert names(event_type, status, is_content=True) == ()


def test_a_pledge_is_coded_by_what_is_pledged() -> None:
    def pledged(*content: str) -> tuple[str, ...]:
        return names("Pledge", "happened", content_types=content)

    assert pledged() == ("AGREE", "030")
    assert pledged("Aid") == ("AGREE", "033")
    assert pledged("Withdrawal") == pledged("Concession") == ("CONCEDE", "035")
    assert pledged("Election") == ("AGREE", "030")


@pytest.mark.parametrize(
    ("rule", "codes"),
    [
        ("Departure:verb:resign", ("RETREAT",)),
        ("Departure:verb:step-down", ("RETREAT",)),
        ("Departure:noun:resignation", ("RETREAT",)),
        ("Departure:verb:sack", ()),
        ("Departure:verb:retire", ()),
        ("Departure:noun:dismissal", ()),
        ("Departure:verb:die", ()),
    ],
)
def test_a_departure_is_coded_when_it_is_a_resignation(rule: str, codes: tuple[str, ...]) -> None:
    assert names("Departure", "happened", rules=[rule]) == codes
    assert (mode_of("Departure", "happened", [rule]) == terms.plover_RETREAT_resign) is bool(codes)


def test_modes_belong_to_the_category_of_their_events() -> None:
    broader = {t.subject: t.object for t in triples() if t.predicate == others.SKOS_BROADER}
    done = {t.subject: t.object for t in triples() if t.predicate == terms.donePlover}
    modes = {t.subject: t.object for t in triples() if t.predicate == terms.doneMode}
    assert modes
    for kind, mode in modes.items():
        assert broader[mode] == done[kind]


def test_every_code_that_an_event_can_have_is_a_concept_of_ours_and_mapped() -> None:
    said = [t for t in triples() if t.predicate.value.startswith(terms.NS)]
    used = {t.object for t in said if t.object.value.startswith(f"{terms.NS}cameo-")}
    mapped = {t.subject for t in triples() if t.predicate == others.SKOS_BROAD_MATCH}
    assert used - mapped == {terms.BY_NAME["cameo-010"]}  # a bare statement is no event in PLOVER


def test_in_the_small_world_one_event_has_one_category_of_each_scheme() -> None:
    codes: dict[object, list[str]] = {}
    for quad in world.merged():
        if quad.predicate == terms.code:
            codes.setdefault(quad.subject, []).append(quad.object.value)
    assert codes
    for given in codes.values():
        assert sum("#plover-" in code for code in given) <= 1
        assert sum("#cameo-" in code for code in given) <= 1


def test_what_a_source_states_is_coded_and_what_is_accused_or_pledged_is_not() -> None:
    told = Told("calls", "2024-03-05", "Ministers call")
    words = "The ministers spoke by telephone on Monday, Peru said."
    call = told.event("Call", "happened", words, (world.PERU, world.ECUADOR), when=on("2024-03-04"))
    told.event("Statement", "happened", words, (world.PERU,), content=(call,))
    raid = told.event("Attack", "claimed", "Peru accused the front of a raid.", (world.PUTUMAYO,), (world.PERU,))
    told.event("Accusation", "happened", "Peru accused the front of a raid.", (world.PERU,), content=(raid,))
    given: dict[str, int] = {}
    for quad in graph(told.report(), world.BASE):
        if quad.predicate == terms.code:
            kind = quad.subject.value.rpartition("/")[2].partition("-")[0]
            given[kind] = given.get(kind, 0) + 1
    assert given == {"call": 2, "statement": 1, "accusation": 2}
