"""Article facts made up, without end, with the right answers known: who is who, which events are one, who held what.

Everything follows from a number: article 7 is the same in any order, on any machine, and however many others are made.
Persons come under several spellings, offices change hands, several articles tell of one event, and some of them differ
in its day or standing, as papers do. The happenings are invented; so are the persons.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal

from ontology.facts import Article, Claim, Entity, Event, Holding, Moment, Office, Report, Span
from ontology.uris import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ontology.facts import Status

FIRST_DAY = date(2024, 1, 1)
PER_DAY = 40
"""Articles a day."""
EVENTS = 15
"""Events an article."""
TERM = 90
"""Days for which somebody holds an office."""
AFFAIRS = 40
"""Threads of news that run at once, each among a few states; an article keeps to one."""
_OPENED = 5
"""Happenings of its affair that are new with each article; about three articles tell of each."""
_TYPES = ("Meeting", "Visit", "Call", "Agreement", "Cooperation", "Mobilization", "Aid", "Sanction")
_TITLES = {"head-of-state": "President", "foreign-minister": "Foreign Minister"}
_KINDS = tuple(_TITLES)
_STATES = (
    "Albania Algeria Angola Armenia Austria Bolivia Bulgaria Cambodia Chile Colombia Croatia Ecuador Egypt Estonia"
    " Ethiopia Finland Ghana Greece Hungary Iceland Indonesia Jordan Kenya Latvia Malaysia Mexico Mongolia Morocco"
    " Nepal Norway Oman Panama Peru Portugal Senegal Slovenia Thailand Tunisia Uruguay Zambia"
).split()
_CITIES = "Lima Tirana Oslo Quito Muscat Nairobi Riga Lusaka Accra Amman Cairo Athens Tunis Dakar Vienna".split()
_GIVEN = (
    "Adnan Beatriz Cem Dalia Emre Farid Gita Hasan Inês Jamal Karim Leyla Marek Nadia Omar Petra Qasim Rosa Sami Tomás"
    " Ülkü Vera Walid Ximena Yusuf Zora"
).split()
_ONSETS = "Ba Ca Da Fe Ga Ha Ja Ka Le Ma Ne Pe Ra Sa Ta Ve Wo Ya Zi".split()
_MIDDLES = "bar dan fel gor kan lem mir nor ras sel tin vak".split()
_ENDS = "ani di er ez ić ova ski son ti yan".split()


@dataclass(frozen=True, slots=True)
class Happening:
    """What truly was."""

    name: str
    type: str
    day: date
    sides: tuple[tuple[str, str], ...]
    """State and kind of office of each who took part."""
    place: str


@dataclass(frozen=True, slots=True)
class Story:
    """An article's facts, and the truth about them: who each person is, which happening each event is."""

    report: Report
    persons: tuple[tuple[Entity, str], ...]
    events: tuple[tuple[str, str], ...]


def stories(count: int, begin: int = 0) -> Iterator[Story]:
    """Return articles `begin` up to `begin + count`, one after the other."""
    return (story(number) for number in range(begin, begin + count))


def day_of(number: int) -> date:
    """Return the day on which an article was published."""
    return FIRST_DAY + timedelta(days=number // PER_DAY)


@cache
def holder(state: str, kind: str, term: int) -> str:
    """Return the full name of who held an office in its term of that number."""
    chance = random.Random(f"{state} {kind} {term}")
    surname = chance.choice(_ONSETS) + chance.choice(_MIDDLES) + chance.choice(_ENDS)
    if chance.random() < 0.15:
        surname = f"al-{surname}"
    return f"{chance.choice(_GIVEN)} {surname}"


def term_of(state: str, kind: str, day: date) -> int:
    """Return the number of the term that an office is in on a day; offices change hands on different days."""
    shift = random.Random(f"{state} {kind}").randrange(TERM)
    return ((day - FIRST_DAY).days + shift) // TERM


def spelled(name: str, chance: random.Random) -> str:
    """Return a name as a paper might write it: without accents, the article joined or apart, or as it is."""
    if chance.random() < 0.6:
        return name
    plain = name.translate(str.maketrans("ÜüöóáêêćğİışçÍí", "UuooaeecgIiscIi"))
    if "al-" in plain:
        plain = chance.choice(
            (plain.replace(" al-", " Al "), plain.replace(" al-", " al-"), plain.replace(" al-", " el-"))
        )
    return plain


def happening(affair: int, number: int) -> Happening:
    """Return what truly was under a number in an affair; the states that an affair is among stay the same."""
    chance = random.Random(f"happening {affair} {number}")
    states = random.Random(f"affair {affair}").sample(_STATES, 3)
    day = day_of(number // _OPENED * AFFAIRS) + timedelta(days=chance.randrange(-1, 2))
    kind = _TYPES[number % len(_TYPES)]
    del states[number // len(_TYPES) % 3]  # a pair comes to the same kind of thing again after days, as in the world
    sides = tuple((state, chance.choice(_KINDS)) for state in states)
    return Happening(f"{affair}.{number}", kind, day, sides, chance.choice(_CITIES))


def story(number: int) -> Story:
    """Return one article: its facts, its text, and the truth about them."""
    return _Teller(number).story()


class _Teller:
    """Writes one article, sentence by sentence, so that each fact has its words."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._chance = random.Random(f"story {number}")
        self._day = day_of(number)
        self._text = ""
        self._sentences: list[Span] = []
        self._persons: dict[str, Entity] = {}
        self._holdings: list[Holding] = []
        self._events: list[Event] = []
        self._truth: list[tuple[str, str]] = []

    def story(self) -> Story:
        latest = self._number // AFFAIRS * _OPENED
        for number in sorted(self._chance.sample(range(latest - EVENTS, latest + _OPENED), EVENTS)):
            self._tell(happening(self._number % AFFAIRS, number))
        article = Article(
            self._text,
            url=f"https://wire{self._number % 7}.example/{self._day}/{self._number}",
            headline=f"The day in brief, no. {self._number}",
            published=self._day,
            publisher=f"Wire {self._number % 7}",
        )
        entities = tuple(dict.fromkeys(e for h in self._holdings for e in (h.holder, h.office.of)))
        report = Report(
            article, entities, tuple(self._holdings), tuple(self._events), tuple(self._sentences), "made-up", "", "1"
        )
        return Story(report, tuple((e, true) for true, e in self._persons.items()), tuple(self._truth))

    def _say(self, sentence: str) -> Span:
        begin = len(self._text)
        self._text += sentence + "\n"
        self._sentences.append(Span(begin, begin + len(sentence)))
        return self._sentences[-1]

    def _tell(self, what: Happening) -> None:
        chance = self._chance
        sides = tuple(self._person(state, kind, what.day) for state, kind in what.sides)
        # one paper in twelve gives another day: sources disagree, and are to be shown as disagreeing
        day = what.day + timedelta(days=1 if chance.random() < 0.08 else 0)
        status: Status = "planned" if day > self._day else "denied" if chance.random() < 0.03 else "happened"
        place = Entity("City", what.place, slug(what.place)) if chance.random() < 0.7 else None
        mutual = what.type in {"Meeting", "Call", "Agreement"}
        agents, recipients = (sides, ()) if mutual else (sides[:1], sides[1:])
        where = f" in {place.name}" if place else ""
        sentence = f"{sides[0].name} and {sides[1].name}: {what.type.lower()}{where}, {day.day} {day:%B %Y} ({status})."
        claim = Claim(status, (self._say(sentence),), "made-up", 0.9)
        handle = f"e{len(self._events)}"
        self._events.append(Event(handle, what.type, status, (claim,), agents, recipients, place, Moment(day, day)))
        self._truth.append((handle, what.name))

    def _person(self, state: str, kind: str, day: date) -> Entity:
        name = holder(state, kind, term_of(state, kind, day))
        true = f"{name}, {kind} of {state}"
        if true not in self._persons:
            written = spelled(name, self._chance)
            person = Entity("Person", written, slug(written))
            self._persons[true] = person
            title = _TITLES[kind]
            of = Entity("State", state, slug(state))
            claim = Claim("happened", (self._say(f"{written} is {state}'s {title.lower()}."),), "made-up", 0.9)
            phase: Literal["current", "former", "future"] = "current"
            if (now := term_of(state, kind, self._day)) != (then := term_of(state, kind, day)):
                phase = "former" if then < now else "future"
            self._holdings.append(Holding(person, Office(kind, of), phase, title, (claim,)))
        return self._persons[true]
