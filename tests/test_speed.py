"""What reading costs is told beside what spaCy alone costs."""

import re

from bench import speed


def test_both_readers_are_measured_beside_spacy_alone() -> None:
    told = list(speed.run(1))
    assert re.fullmatch(r"1 articles of \d+ words, .*", told[0])
    assert re.fullmatch(r"en_core_web_\S+ [\d.]+ alone: [1-9]\d* ms an article, afterwards [1-9]\d*", told[1])
    for line, reader in zip(told[2:], ("learned", "rules"), strict=True):
        said = re.fullmatch(rf"{reader}: [1-9]\d* ms an article, ([\d.]+) times", line)
        assert said is not None
        assert float(said[1]) > 1, "it reads with spaCy, and more"
