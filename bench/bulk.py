"""A dataset of as many invented articles as asked for, made in bulk: what reading and folding them would leave.

A few states are in most of the news, as in the world; some events are told by a hundred articles, some have no date,
offices change hands, and some people are in the news once. Nothing in it differs between articles, so that the merged
graph is what all of them say, but for the days on which holders were seen.
"""

from __future__ import annotations

import itertools
import random
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import terms
from ontology.facts import Article, Claim, Entity, Event, Holding, Moment, Office, Report, Span
from ontology.others import XSD_DATE
from ontology.triples import graph
from ontology.uris import Scheme, article_slug
from server.search import NAME as INDEX
from server.store.dataset import Writer
from server.store.ledger import APPLIED
from server.store.nquads import digest
from server.store.records import Version, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ontology.facts import Status

FIRST_DAY = date(2019, 1, 1)
PER_DAY = 50
"""Articles a day."""
NEW, OLD = 2, 1
"""Happenings that an article is the first to tell, and that it tells again."""
HOT, TOLD = 500, 150
"""Of so many happenings one is told by so many more articles."""
TERM = 400
"""Days for which somebody holds an office."""
WHOLE = 1000
"""How many of the first articles have graphs of their own, and after them each fiftieth: none is long in any case."""
_TYPES = ("Meeting", "Visit", "Call", "Agreement", "Cooperation", "Mobilization", "Aid", "Sanction", "Clash")
_MUTUAL = frozenset({"Meeting", "Call", "Agreement"})
_KINDS = ("head-of-state", "head-of-government", "foreign-minister", "defence-minister", "ambassador")
_SPOKEN = 3
"""In one of so many articles it is a spokesperson who is quoted, of whom no other article tells."""
_SYLLABLES = ["".join(pair) for pair in itertools.product("bdfgklmnprstvz", "aeiou")]
_GROUP = 500


def _name(of: str, most: int) -> str:
    chance = random.Random(of)
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(2, most))).title()


STATES = [Entity("State", name, name.lower()) for at in range(120) if (name := f"{_name(f'state {at}', 3)}ia")]
CITIES = [
    Entity("City", name, name.lower(), within=STATES[at % 120]) for at in range(200) if (name := _name(f"{at}", 4))
]
BODIES = [
    Entity("InternationalOrganization", f"{name} Council", f"{name.lower()}-council")
    for at in range(40)
    if (name := _name(f"body {at}", 3))
]
_WEIGHTS = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(STATES))))


def day_of(number: int) -> date:
    """Return the day on which an article was published."""
    return FIRST_DAY + timedelta(days=number // PER_DAY)


@cache
def holder(state: int, kind: str, term: int) -> Entity:
    """Return who holds an office in its term of that number."""
    name = f"{_name(f'{state} {kind} {term} given', 3)} {_name(f'{state} {kind} {term}', 4)}"
    return Entity("Person", name, name.lower().replace(" ", "-"))


def told_in(number: int) -> list[int]:
    """Return the numbers of the happenings that an article tells: new ones, some of before, and what all tell of."""
    chance, latest = random.Random(f"told {number}"), number * NEW
    found = [latest, latest + 1, *(chance.randrange(max(latest - 60 * NEW, 0), latest + 1) for _ in range(OLD))]
    hot = latest // HOT * HOT
    if latest - hot < TOLD * NEW:
        found.append(hot)
    return list(dict.fromkeys(found))


class _Teller:
    """Writes one article, sentence by sentence."""

    def __init__(self, number: int) -> None:
        self.number, self.day, self.text = number, day_of(number), ""
        self.spans: list[Span] = []
        self.holdings: dict[tuple[int, str], Holding] = {}
        self.events: list[Event] = []

    def report(self) -> Report:
        """Return the facts of the article."""
        for what in told_in(self.number):
            self._tell(what)
        self._quote()
        article = Article(
            self.text,
            url=f"https://wire{self.number % 7}.example/{self.number}",
            headline=f"{_name(f'headline {self.number}', 5)}, {_name(f'{self.number % 999}', 4)}: no. {self.number}",
            published=self.day,
            publisher=f"Wire {self.number % 7}",
        )
        said = tuple(self.holdings.values()), tuple(self.events), tuple(self.spans)
        return Report(article, (), *said, "made-up", "", "1")

    def _say(self, sentence: str) -> Claim:
        begin = len(self.text)
        self.text += sentence + "\n"
        self.spans.append(Span(begin, begin + len(sentence)))
        return Claim("happened", (self.spans[-1],), "made-up", 0.9)

    def _person(self, state: int, kind: str, day: date) -> Entity:
        shift = random.Random(f"{state} {kind}").randrange(TERM)
        return self._held(holder(state, kind, ((day - FIRST_DAY).days + shift) // TERM), state, kind)

    def _held(self, person: Entity, state: int, kind: str) -> Entity:
        if (state, kind) not in self.holdings:
            of = STATES[state]
            claim = self._say(f"{person.name} is {kind.replace('-', ' ')} of {of.name}.")
            self.holdings[state, kind] = Holding(person, Office(kind, of), "current", kind.replace("-", " "), (claim,))
        return person

    def _tell(self, what: int) -> None:
        chance = random.Random(f"happening {what}")
        one, two = _two(chance)
        day = day_of(what // NEW) + timedelta(days=chance.randrange(-1, 1))
        sides: tuple[Entity, ...] = tuple(self._person(at, chance.choice(_KINDS), day) for at in (one, two))
        if chance.random() < 0.1:
            sides = (*sides, chance.choice(BODIES))
        kind = chance.choice(_TYPES)
        place = chance.choice(CITIES) if chance.random() < 0.6 else None
        planned, dated = chance.random() < 0.1, chance.random() < 0.9
        where = f" in {place.name}" if place else ""
        names = ", ".join(side.name for side in sides)
        claim = self._say(f"{names}: {kind.lower()}{where}, {day.day} {day:%B %Y}, as it is told under {what}.")
        agents, recipients = (sides, ()) if kind in _MUTUAL else (sides[:1], sides[1:])
        moment = Moment(day, day) if dated else None
        status: Status = "planned" if planned else "happened"
        handle = f"e{len(self.events)}"
        self.events.append(Event(handle, kind, status, (claim,), agents, recipients, place, moment))

    def _quote(self) -> None:
        chance = random.Random(f"quote {self.number}")
        state, kind = _two(chance)[0], chance.choice(_KINDS)
        if self.number % _SPOKEN:
            who = self._person(state, kind, self.day)
        else:
            who = self._held(holder(state, "spokesperson", self.number), state, "spokesperson")
        words = " ".join(_name(f"{chance.randrange(3000)} word", 3).lower() for _ in range(12))
        claim = self._say(f"\u201c{words}\u201d, {who.name} said.")
        moment = Moment(self.day, self.day)
        self.events.append(Event("q", "Statement", "happened", (claim,), (who,), moment=moment, quotes=(words,)))


def _two(chance: random.Random) -> tuple[int, int]:
    one = two = chance.choices(range(len(STATES)), cum_weights=_WEIGHTS)[0]
    while two == one:
        two = chance.choices(range(len(STATES)), cum_weights=_WEIGHTS)[0]
    return one, two


def build(folder: Path, base: str, articles: int) -> None:
    """Make a dataset of so many articles. It has their texts, but not what was read from each as a version of it."""
    publish(folder, base, (_Teller(number).report() for number in range(articles)))


def publish(folder: Path, base: str, reports: Iterable[Report]) -> None:
    """Make a dataset of what articles say that differ in nothing: its merged graph is what all of them say."""
    _fill(folder, base, reports)
    with Writer(folder, base):  # makes counts and index, and lets readers see it all
        pass


def _fill(folder: Path, base: str, reports: Iterable[Report]) -> None:
    """Make ledger and store, as a writer leaves them that died before anybody saw them."""
    with Writer(folder, base) as writer:
        store = writer.store
        assert isinstance(store, ox.Store)
        seen: dict[ox.NamedNode, tuple[str, str]] = {}
        part = folder / "part.nq"
        with part.open("wb") as file:
            for group in _groups(reports):
                versions = []
                for number, report in group:
                    quads = graph(report, base)
                    if number < WHOLE or number % 50 == 0:
                        ox.serialize(quads, file, format=ox.RdfFormat.N_QUADS)
                    ox.serialize(_merged(quads, seen, report.article), file, format=ox.RdfFormat.N_QUADS)
                    versions.append(_version(report.article, base))
                writer.record(versions)
        for holding, days in seen.items():
            for predicate, day in zip((terms.seenFrom, terms.seenTo), days, strict=True):
                store.add(ox.Quad(holding, predicate, ox.Literal(day, datatype=XSD_DATE)))
        store.bulk_load(path=str(part), format=ox.RdfFormat.N_QUADS)
        part.unlink()
        writer.ledger.set(APPLIED, str(writer.ledger.last()))
        writer.ledger.set("unseen", "yes")
    (folder / INDEX).unlink()


def _groups(reports: Iterable[Report]) -> Iterator[tuple[tuple[int, Report], ...]]:
    numbered = enumerate(reports)
    while group := tuple(itertools.islice(numbered, _GROUP)):
        yield group


def _merged(
    quads: tuple[ox.Quad, ...], seen: dict[ox.NamedNode, tuple[str, str]], article: Article
) -> Iterator[ox.Quad]:
    """Yield what an article adds to the merged graph, but for the days of holdings: these are kept in `seen`."""
    day = str(article.published)
    for quad in quads:
        if quad.predicate in {terms.seenFrom, terms.seenTo} and isinstance(quad.subject, ox.NamedNode):
            first, last = seen.get(quad.subject, (day, day))
            seen[quad.subject] = (min(first, day), max(last, day))
        else:
            yield ox.Quad(quad.subject, quad.predicate, quad.object)


def _version(article: Article, base: str) -> Version:
    graph_ = Scheme(base, article_slug(article)).graph
    return Version(key_of(article), article, article.digest, graph_, "made-up 1", b"", digest(b""), "accepted")
