"""How alike two names of persons are: spellings, initials, shorter forms, the surname first."""

from __future__ import annotations

import re
from functools import cache

from extractors.spelling import PARTICLES, words_of

_SUFFIXES = frozenset("jr sr ii iii iv".split())
_SAME = (
    # scripts without letters of our own are written by ear: what sounds alike is made alike
    *(("tsch", "ch"), ("sch", "sh"), ("tch", "ch"), ("ph", "f"), ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t")),
    *(("zh", "j"), ("dj", "j"), ("ck", "k"), ("q", "k"), ("w", "v"), ("tz", "ts"), ("ae", "a"), ("oe", "o")),
    *(("ue", "u"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ej", "ai"), ("ei", "ai"), ("ey", "ai"), ("ay", "ai")),
    *(("ij", "i"), ("y", "i"), ("o", "u"), ("e", "i")),
)
_CONFUSED = str.maketrans("czgqdbvfe", "sskktpppi")
_NEAR = 6
"""Words of so many letters may differ in one and still be one name, where something else speaks for it."""


@cache
def parts(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case, without accents, articles ("al-") and "Jr."."""
    words = words_of(re.sub(r"\.(?=\w)", ". ", name))
    kept = tuple(w for w in words if w not in PARTICLES and w not in _SUFFIXES)
    return kept or words


@cache
def sound(word: str) -> str:
    """Return a word with what sounds alike made alike: "shaibani" for Shaybani, "muhamid" for Mohammed."""
    if len(word) <= 3:
        return word  # too short to bend: Li is not Lee
    for written, heard in _SAME:
        word = word.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", word).removesuffix("h")


def keys(name: str) -> frozenset[str]:
    """Return what names that may be one share at least one of: the bones of the surname, or of all the words."""
    words = parts(name)
    full = [w for w in words if len(w) > 1] or list(words)
    last = {full[-1], full[-1].removeprefix(_glued(full[-1]))}
    if len(full) > 3:
        last.add(full[-2])  # two surnames, of which papers often leave out the second
    return frozenset({f"last:{_bones(word)}" for word in last} | {f"all:{'.'.join(sorted(map(_bones, full)))}"})


@cache
def _bones(word: str) -> str:
    """Return the consonants of a word, those that are confused as one."""
    heard = sound(word)
    return re.sub("[aiuhj]", "", heard).translate(_CONFUSED) or heard


def _glued(word: str) -> str:
    """Return an article that is written together with a surname: Aldabbani, Benslimane."""
    return next((p for p in ("al", "el", "ben", "bin", "abu") if word.startswith(p) and len(word) > len(p) + 4), "")


def likeness(a: str, b: str) -> tuple[float, str]:
    """Return how much two names speak for one person (0 to 1), and in which way they are alike."""
    one, two = parts(a), parts(b)
    if one == two:
        return 1.0, "same name"
    sounds, others = tuple(map(sound, one)), tuple(map(sound, two))
    if sounds == others or "".join(words_of(a)) == "".join(words_of(b)):
        return 0.95, "other spelling"
    if sorted(sounds) == sorted(others):
        return 0.9, "words in another order"
    short, long = sorted((sounds, others), key=len)
    if len(short) > 1 and all(len(w) > 1 for w in short) and _shortened(short, long):
        return 0.85, "shorter form"
    if len(short) == 1:
        return (0.45, "surname alone") if short[0] == long[-1] else (0.0, "")
    if _initials(*sorted((one, two), key=len)):
        return 0.6, "initials"
    if len(short) == 2 and len(long) > 3 and (short[0], short[1]) == (long[0], long[-2]):
        return 0.6, "one of two surnames"
    differ = [(x, y) for x, y in zip(sounds, others, strict=False) if x != y]
    if len(sounds) == len(others) and len(differ) == 1 and _near(*differ[0]):
        return 0.6, "nearly the same spelling"
    return 0.0, ""


def surname_in(surname: str, name: str) -> bool:
    """Say whether a surname alone can mean the bearer of a full name."""
    word, last = sound(parts(surname)[-1]), sound(parts(name)[-1])
    return word == last or _near(word, last)


def _shortened(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    ends = short[0] == long[0] and short[-1] == long[-1]
    return ends or short in (long[: len(short)], long[-len(short) :])


def _initials(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Say whether the given names are the same but for initials: J. Smith, John R. Smith."""
    if sound(short[-1]) != sound(long[-1]) or len(short[-1]) < 2:
        return False
    pairs = list(zip(short[:-1], long[:-1], strict=False))
    return any(1 in (len(x), len(y)) for x, y in pairs) and all(
        sound(x) == sound(y) or (1 in (len(x), len(y)) and x[0] == y[0]) for x, y in pairs
    )


def _near(a: str, b: str) -> bool:
    """Say whether two words differ in one letter; a last "a" tells a woman's surname from a man's."""
    if min(len(a), len(b)) < _NEAR or abs(len(a) - len(b)) > 1 or a + "a" == b or b + "a" == a:
        return False
    at = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest = (a[at:], b[at + 1 :]), (a[at + 1 :], b[at:]), (a[at + 1 :], b[at + 1 :])
    return any(x == y for x, y in rest)
