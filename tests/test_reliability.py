"""Confidences: shares of what was right, and how far they are from what comes true."""

from bench.reliability import Outcome, error, held_out, reliability, table
from extractors.happenings.confidence import confidence


def outcome(right: bool, *, kind: str = "Attack", rule: str = "verb", fold: int = 0) -> Outcome:
    return Outcome(kind, rule, 0.5, right, fold)


def test_a_share_of_few_events_is_drawn_towards_that_of_all() -> None:
    rows = [outcome(True)] * 900 + [outcome(False)] * 100 + [outcome(False, kind="Visit")]
    found = table(rows)
    assert 0.89 <= found["Attack", "verb"] <= 0.91
    assert 0.8 < found["Visit", "verb"] < found["Attack", "verb"]
    assert found["", "verb"] == round((900 + 20 * 0.89) / (1001 + 20), 2)


def test_no_event_says_how_sure_its_own_fold_makes_it() -> None:
    rows = [outcome(n == 0, fold=n) for n in range(5) for _ in range(100)]
    said = held_out(rows)
    assert next(s for s, right in said if right) < 0.1
    assert all(s > 0.15 for s, right in said if not right)


def test_the_error_is_the_distance_of_what_is_said_from_what_is_right() -> None:
    pairs = [(0.75, True)] * 75 + [(0.75, False)] * 25 + [(0.25, True)] * 100
    assert abs(error(pairs) - 0.375) < 1e-9
    assert reliability(pairs) == [(0.2, 100, 0.25, 1.0), (0.7, 100, 0.75, 0.75)]


def test_the_rules_are_surer_of_a_meeting_than_of_a_quotation() -> None:
    assert confidence("Statement", "quotation") < confidence("Meeting", "verb") < 1
    assert confidence("NoSuchType", "verb") == confidence("", "verb")
