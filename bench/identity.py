"""Identity across articles: labelled pairs and made-up articles, each decided as a dataset decides them."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bench.generate import stories
from bench.gold import GOLDEN
from ontology.triples import graph
from ontology.uris import DEFAULT_BASE, Scheme, article_slug, slug
from server.identity.fold import Fold
from server.identity.items import Happening, Items, Person, Place, Reference, Sighting, items

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

PAIRS = GOLDEN / "identity.toml"
PRECISION, RECALL = 0.95, 0.80
"""The least that both may be, for the labelled pairs and for made-up articles."""
_A, _B = Place("2024-01-10", "https://e.org/graph/a"), Place("2024-02-10", "https://e.org/graph/b")
_ID = "https://e.org/id"


@dataclass(frozen=True, slots=True)
class Pairs:
    """How pairs were decided: rightly the same, wrongly the same, wrongly apart, rightly apart; and the wrong ones."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    apart: int = 0
    errors: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        """The share of those taken to be the same that are."""
        return self.right / (self.right + self.wrong) if self.right else 0.0

    @property
    def recall(self) -> float:
        """The share of those that are the same that were taken to be."""
        return self.right / (self.right + self.missed) if self.right else 0.0

    def plus(self, *, same: bool, found: bool, what: str = "") -> Pairs:
        """Return the counts with one pair more."""
        error = (f"{'missed' if same else 'wrongly the same'}: {what}",) if same != found and what else ()
        return Pairs(
            self.right + (same and found),
            self.wrong + (found and not same),
            self.missed + (same and not found),
            self.apart + (not same and not found),
            self.errors + error,
        )

    def line(self, name: str) -> str:
        """Return the figures on one line."""
        count = self.right + self.wrong + self.missed + self.apart
        return f"  {name:<22} {count:>6} pairs   precision {self.precision:.3f}   recall {self.recall:.3f}"


def labelled() -> dict[str, Pairs]:
    """Decide the labelled pairs, by kind."""
    found: defaultdict[str, Pairs] = defaultdict(Pairs)
    for kind, rows in tomllib.loads(PAIRS.read_text(encoding="utf-8")).items():
        for row in rows:
            same, decided, what = _office(row) if kind == "office" else _pair(kind, row)
            found[kind] = found[kind].plus(same=same, found=decided, what=what)
    return dict(found)


def made_up(count: int) -> dict[str, Pairs]:
    """Decide made-up articles and compare all pairs of their persons and events with the truth."""
    said: dict[str, Items] = {}
    truth: dict[str, list[tuple[Hashable, Hashable]]] = {"person": [], "event": []}
    whole = list(stories(count))
    for story in whole:
        scheme = Scheme(DEFAULT_BASE, article_slug(story.report.article))
        said[scheme.graph] = items(
            graph(story.report, DEFAULT_BASE), Place(str(story.report.article.published), scheme.graph)
        )
    fold = Fold(":memory:", said.__getitem__)
    fold.take(said)
    for story in whole:
        scheme = Scheme(DEFAULT_BASE, article_slug(story.report.article))
        meant = fold.meant(scheme.graph).decisions
        events = {event.handle: scheme.event(event) for event in story.report.events}
        for kind, pairs in (
            ("person", [(scheme.entity(person), true) for person, true in story.persons]),
            ("event", [(events[handle], true) for handle, true in story.events]),
        ):
            truth[kind] += [(meant[iri].meant if iri in meant else iri, true) for iri, true in pairs]
    return {kind: _compared(rows) for kind, rows in truth.items()}


def _compared(rows: Iterable[tuple[Hashable, Hashable]]) -> Pairs:
    """Count pairs by how many of each cell there are, which needs no pairs to be made."""
    cells: defaultdict[tuple[Hashable, Hashable], int] = defaultdict(int)
    found: defaultdict[Hashable, int] = defaultdict(int)
    true: defaultdict[Hashable, int] = defaultdict(int)
    for row in rows:
        cells[row] += 1
        found[row[0]] += 1
        true[row[1]] += 1
    both, ours, theirs = (sum(n * (n - 1) // 2 for n in some.values()) for some in (cells, found, true))
    total = sum(found.values())
    return Pairs(both, ours - both, theirs - both, total * (total - 1) // 2 - ours - theirs + both)


def _pair(kind: str, row: dict[str, Any]) -> tuple[bool, bool, str]:
    read = _person if kind == "person" else _event
    a, b = read(row["a"], _A), read(row["b"], _B)
    fold = Fold(":memory:", {_A.graph: a[1], _B.graph: b[1]}.__getitem__)
    fold.take({_A.graph: a[1], _B.graph: b[1]})
    meant = [
        known.meant if (known := fold.meant(at.graph).decisions.get(iri)) else iri
        for at, iri in ((_A, a[0]), (_B, b[0]))
    ]
    return row["same"], meant[0] == meant[1], f"{row['a']} | {row['b']}"


def _person(text: str, at: Place) -> tuple[str, Items]:
    name, *roles = (part.strip() for part in text.split(";"))
    iri = f"{_ID}/person/{slug(name)}"
    held = []
    for role in roles:
        kind, _, owner = role.removesuffix(" former").partition(" of ")
        held.append((kind, _actor(owner) if owner.startswith("@") else f"{_ID}/state/{slug(owner)}"))
    return iri, Items(persons=(Person(iri, (name,), tuple(sorted(held)), at),))


def _event(text: str, at: Place) -> tuple[str, Items]:
    type_, status, day, place, agents, recipients, quote = (part.strip() for part in text.split(";"))
    first, _, last = day.partition("/")
    stands: list[tuple[str, str]] = []
    sides = []
    for some in (agents, recipients):
        iris = []
        for one in filter(None, map(str.strip, some.split(","))):
            name, _, state = one.removesuffix(")").partition(" (")
            iris.append(_actor(name))
            if state:
                stands.append((iris[-1], _actor(f"@{state}")))
        sides.append(tuple(sorted(iris)))
    iri = f"{at.graph}/event"
    agents_, recipients_ = sides
    speech = bool(quote) or type_ in {"Statement", "Demand"}
    event = Happening(
        iri,
        type_,
        speech,
        status,
        first,
        last or first,
        agents_,
        recipients_,
        place,
        (quote,) if quote else (),
        (),
        "",
        at,
    )
    return iri, Items(happenings=(event,), stands=tuple(sorted(stands)))


def _office(row: dict[str, Any]) -> tuple[bool, bool, str]:
    """Decide who is meant by an office; "the same" is that somebody is to be meant, found that it is the right one."""
    office = f"{_ID}/office/{slug(row['office'])}"
    said: dict[str, Items] = {}
    for number, line in enumerate(row["seen"]):
        day, name, phase = line.split(" ", 1)[0], line.split(" ", 1)[1].rpartition(" ")[0], line.rpartition(" ")[2]
        at = Place(day, f"https://e.org/graph/{day}-{number}")
        iri = f"{_ID}/person/{slug(name)}"
        person = Person(iri, (name,), (("k", "o"),), at)
        said[at.graph] = Items(persons=(person,), sightings=(Sighting(office, iri, phase, at),))
    at = Place(row["on"], "https://e.org/graph/reference")
    said[at.graph] = Items(references=(Reference("it", office, row.get("surname", ""), at),))
    fold = Fold(":memory:", said.__getitem__)
    fold.take(said)
    meant = fold.meant(at.graph).decisions.get("it")
    wanted = f"{_ID}/person/{slug(row['means'])}" if row["means"] else ""
    found = meant.meant if meant else ""
    what = f"{row['office']} on {row['on']}: {found or 'nobody'}, not {wanted or 'nobody'}"
    return bool(wanted), found == wanted if wanted else bool(found), what


def _actor(name: str) -> str:
    return f"{_ID}/{'organization' if name.startswith('@') else 'person'}/{slug(name)}"


def run(count: int = 400) -> tuple[list[str], list[str]]:
    """Measure; return what to print, and what is under its floor."""
    lines, under = [], []
    pairs = labelled()
    whole = Pairs()
    for one in pairs.values():
        right, wrong, missed, apart = (a + b for a, b in zip(counts(whole), counts(one), strict=True))
        whole = Pairs(right, wrong, missed, apart, whole.errors + one.errors)
    tables = {**{f"labelled, {k}": p for k, p in pairs.items()}, "labelled, all": whole}
    tables |= {f"made up, {kind}": found for kind, found in made_up(count).items()}
    for name, found in tables.items():
        lines.append(found.line(name))
        lines += [f"    {error}" for error in found.errors if name != "labelled, all"]
        if name in {"labelled, all", "made up, person", "made up, event"}:
            under += [f"{name}: precision {found.precision:.3f} is under {PRECISION}"] * (found.precision < PRECISION)
            under += [f"{name}: recall {found.recall:.3f} is under {RECALL}"] * (found.recall < RECALL)
    return lines, under


def counts(pairs: Pairs) -> tuple[int, int, int, int]:
    """Return rightly the same, wrongly the same, wrongly apart, rightly apart."""
    return pairs.right, pairs.wrong, pairs.missed, pairs.apart
