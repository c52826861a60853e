"""The measurements of scale: what they fit, ask and reckon."""

import math
from pathlib import Path

import pytest

from bench import large, scale
from queries.catalogue import catalogue


def test_an_exponent_is_that_of_the_power_that_made_the_points() -> None:
    for power in (0.0, 1.0, 1.5):
        points = [(x, 3 * x**power) for x in (100.0, 300.0, 1000.0)]
        assert scale.exponent(points) == pytest.approx(power, abs=1e-9)
    assert math.isnan(scale.exponent([(10.0, 1.0)]))


@pytest.mark.parametrize("asked", catalogue(), ids=lambda asked: asked.name)
def test_every_question_is_asked_with_values_of_the_right_types(asked: object) -> None:
    given = scale.values(asked, 1000)  # type: ignore[arg-type]
    assert "VALUES" in asked.bound(given) or not asked.parameters  # type: ignore[attr-defined]


def test_a_few_articles_are_measured_whole(tmp_path: Path) -> None:
    made = scale.shards(tmp_path / "shards", 12)
    found = scale.measure(made, tmp_path / "data", 12)
    assert set(found.questions) == {asked.name for asked in catalogue()}
    assert found.costs["quads"] > found.costs["triples of the merged graph"] > 12 * 100
    assert set(found.stages) == {
        "recording shards", "deciding who is who", "writing graphs", "merging", "loading", "counting, and the index",
    }  # fmt: skip
    assert sum(found.stages.values()) == pytest.approx(found.costs["load, CPU s"], rel=0.05)
    assert any("exponent" in line for line in scale.table([found, found]))


def test_the_simulation_does_all_work_once_and_counts_what_was_lost() -> None:
    calm = large.extraction(10_000, 100, 4, 0.2, away=1e9)
    assert (calm.again, calm.lost) == (0, 0)
    assert calm.paid == pytest.approx(10_000 * 0.2 / 3600, rel=0.2)
    assert calm.hours >= calm.paid / 4
    rough = large.extraction(10_000, 100, 4, 0.2, away=0.02)
    assert rough.again > 0
    assert rough.paid - rough.lost == pytest.approx(calm.paid)
    assert large.extraction(10_000, 1000, 4, 0.2, away=0.5).lost > large.extraction(10_000, 10, 4, 0.2, away=0.5).lost


def test_the_page_tells_what_the_simulation_prints() -> None:
    page = (Path(__file__).parent.parent / "docs" / "explanation" / "scale.md").read_text("utf-8")
    assert "\n".join(line.rstrip() for line in large.run()) in page
