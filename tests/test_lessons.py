"""Lessons go to another machine as files and come back the same; each article is held back by one part alone."""

from pathlib import Path

import numpy as np
import pytest

from bench.learn.lessons import ENCODER, Lesson, Lessons, Part, fold, load, save


def test_lessons_come_back_as_they_were(tmp_path: Path) -> None:
    part = Part([[0, 1]], [[0, 2], [1]], [0, 0], [[1, 0]], [0])
    lesson = Lesson("2024-one", "practice", [([1, 2, 3], [1])], {"role": part})
    made = Lessons({"role": ["a", "b", "c"]}, [lesson], {"embed.word": np.eye(3, dtype=np.int8)}, ["[CLS]", "x", "y"])
    save(tmp_path, made)
    back = load(tmp_path)
    assert (back.names, back.vocabulary) == (made.names, made.vocabulary)
    assert back.lessons[0].parts == lesson.parts
    assert [list(map(list, window)) for window in back.lessons[0].windows] == [[[1, 2, 3], [1]]]
    assert (back.encoder["embed.word"] == np.eye(3)).all()
    with pytest.raises(FileNotFoundError):
        load(tmp_path / ENCODER.removesuffix(".npz"))


def test_parts_are_of_a_size_and_stay() -> None:
    parts = [fold(f"2024-article-{n}", 5) for n in range(500)]
    assert all(70 < parts.count(k) < 130 for k in range(5))
    assert parts[:6] == [2, 0, 3, 2, 4, 4], "by the name's digest, whatever the process"
