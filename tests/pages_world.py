"""A small made-up world, written fact by fact, so that every kind of page has something to show."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from ontology.facts import Article, Claim, Entity, Event, Holding, Moment, Office, Report, Span
from ontology.triples import graph
from ontology.uris import Scheme, article_slug
from server.store.dataset import Writer
from server.store.nquads import canonical, digest
from server.store.records import Version, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

BASE = "https://pages.example/"
VELIA = Entity("State", "Velia", "velia")
ORSANY = Entity("State", "Orsany", "orsany")
TURKEY = Entity("State", "Turkey", "turkey")
ANKARA = Entity("City", "Ankara", "ankara", within=TURKEY)
PORT = Entity("City", "Port Vela", "port-vela", within=VELIA)
MARA = Entity("Person", "Mara Lindqvist", "mara-lindqvist", aliases=("Mara Lindkvist",))
TOMAS = Entity("Person", "Tomas Oyelaran", "tomas-oyelaran")
INES = Entity("Person", "Inês Şahin", "ines-sahin")
BRAM = Entity("Person", "Bram Okonjo", "bram-okonjo")
COUNCIL = Entity("InternationalOrganization", "Straits Council", "straits-council")
BRIGADE = Entity("ArmedGroup", "Coastal Brigade", "coastal-brigade")
FISHERS = Entity("Community", "the Velian fishers", "velian-fishers")
DELEGATION = Entity("Group", "senior Orsan officials", "senior-orsan-officials", local=True)
VELIA_FM, ORSANY_FM = Office("foreign-minister", VELIA), Office("foreign-minister", ORSANY)

PLANNED = Article(
    url="https://wire.example/planned",
    headline="Ministers of Velia and Orsany to meet in Ankara <script>alert(1)</script>",
    publisher="Example Wire",
    published=date(2025, 3, 3),
    text="Velian Foreign Minister Mara Lindqvist will meet her Orsan counterpart, Tomas Oyelaran, in Ankara on Friday, "
    "the ministry said. The weather was mild.\n\nNobody knows what the talks will bring.\n\n"
    'Lindqvist demanded that Orsany withdraw its ships from the strait. "We will not yield a mile of water," '
    "Oyelaran said, and rejected the demand.\n\n"
    "The Coastal Brigade denied that it had attacked the harbour of Port Vela.",
)
HELD = Article(
    url="https://wire.example/held",
    headline="Velia and Orsany agree on fishing after talks in Ankara",
    publisher="Example Wire",
    published=date(2025, 3, 8),
    text="Velian Foreign Minister Mara Lindqvist met Orsan Foreign Minister Tomas Oyelaran in Ankara on Friday. "
    "The two states signed an agreement on fishing.\n\n"
    '"This is a good day for the Velian fishers," Lindqvist said.\n\n'
    "The Coastal Brigade attacked the harbour of Port Vela on Thursday, the Straits Council said. "
    "Senior Orsan officials could visit Velia if the truce holds.",
)
CHANGE = Article(
    url="https://daily.example/change",
    headline="Velia names new foreign minister",
    publisher="The Daily Example",
    published=date(2026, 1, 15),
    text="Inês Şahin was appointed foreign minister of Velia on Thursday. Former foreign minister Bram Okonjo praised "
    "the choice.\n\nŞahin is to visit Orsany next week.",
)
OLD = Article(
    url="https://daily.example/old",
    headline="Okonjo: Velia seeks no quarrel",
    publisher="The Daily Example",
    published=date(2023, 6, 1),
    text='"Velia seeks no quarrel with Orsany," Foreign Minister Bram Okonjo said on Wednesday.',
)


class _Article:
    """Writes facts of one article, finding their words in its text."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.holdings: list[Holding] = []
        self.events: list[Event] = []

    def claim(
        self, words: str, status: str = "happened", by: Entity | None = None, rule: str = "Test:verb:say"
    ) -> Claim:
        begin = self.article.text.index(words)
        return Claim(status, (Span(begin, begin + len(words)),), rule, 0.8, by)  # type: ignore[arg-type]

    def holds(self, person: Entity, office: Office, title: str, words: str, phase: str = "current") -> None:
        self.holdings.append(Holding(person, office, phase, title, (self.claim(words, rule="title"),)))  # type: ignore[arg-type]

    def event(
        self, handle: str, type_: str, words: str, *, status: str = "happened", by: Entity | None = None, **more: object
    ) -> None:
        claim = self.claim(words, status, by, f"{type_}:verb:{words.split(maxsplit=1)[0].lower()}")
        self.events.append(Event(handle, type_, status, (claim,), **more))  # type: ignore[arg-type]

    def report(self) -> Report:
        text = self.article.text
        ends = [at + 1 for at, char in enumerate(text) if char == "." or (char == "\n" and text[at - 1] != "\n")]
        spans, begin = [], 0
        for end in [*ends, len(text)]:
            piece = text[begin:end]
            if piece.strip():
                lead = len(piece) - len(piece.lstrip())
                spans.append(Span(begin + lead, begin + len(piece.rstrip())))
            begin = end
        return Report(self.article, (), tuple(self.holdings), tuple(self.events), tuple(spans), "hand", "", "1")


def day(iso: str) -> Moment:
    found = date.fromisoformat(iso)
    return Moment(found, found, "Friday", "weekday", found + timedelta(days=1))


def reports() -> tuple[Report, ...]:
    """Return what is read from the four articles."""
    one = _Article(PLANNED)
    one.holds(MARA, VELIA_FM, "Velian Foreign Minister", "Velian Foreign Minister Mara Lindqvist")
    one.holds(TOMAS, ORSANY_FM, "her Orsan counterpart", "her Orsan counterpart, Tomas Oyelaran")
    one.event(
        "e1",
        "Meeting",
        "will meet her Orsan counterpart, Tomas Oyelaran, in Ankara on Friday",
        status="planned",
        by=VELIA,
        agents=(MARA, TOMAS),
        place=ANKARA,
        moment=day("2025-03-07"),
    )
    one.event(
        "e2", "Withdrawal", "Orsany withdraw its ships from the strait", status="sought", by=MARA, agents=(ORSANY,)
    )
    one.event(
        "e3",
        "Demand",
        "Lindqvist demanded that Orsany withdraw its ships from the strait",
        agents=(MARA,),
        recipients=(ORSANY,),
        content=("e2",),
        moment=day("2025-03-02"),
    )
    one.event(
        "e4",
        "Rejection",
        '"We will not yield a mile of water," Oyelaran said, and rejected the demand',
        agents=(TOMAS,),
        quotes=("We will not yield a mile of water",),
        responds_to=("e3",),
        moment=day("2025-03-03"),
    )
    one.event(
        "e5",
        "Attack",
        "attacked the harbour of Port Vela",
        status="denied",
        by=BRIGADE,
        agents=(BRIGADE,),
        recipients=(VELIA,),
        place=PORT,
        moment=day("2025-03-06"),
    )
    two = _Article(HELD)
    two.holds(MARA, VELIA_FM, "Velian Foreign Minister", "Velian Foreign Minister Mara Lindqvist")
    two.holds(TOMAS, ORSANY_FM, "Orsan Foreign Minister", "Orsan Foreign Minister Tomas Oyelaran")
    two.event(
        "e1",
        "Meeting",
        "Velian Foreign Minister Mara Lindqvist met Orsan Foreign Minister Tomas Oyelaran in Ankara on Friday",
        agents=(MARA, TOMAS),
        place=ANKARA,
        moment=day("2025-03-07"),
    )
    two.event(
        "e2",
        "Agreement",
        "signed an agreement on fishing",
        agents=(VELIA, ORSANY),
        moment=day("2025-03-07"),
        part_of=("e1",),
    )
    two.event(
        "e3",
        "Statement",
        '"This is a good day for the Velian fishers," Lindqvist said',
        agents=(MARA,),
        recipients=(FISHERS,),
        quotes=("This is a good day for the Velian fishers",),
        moment=day("2025-03-07"),
    )
    two.event(
        "e4",
        "Attack",
        "The Coastal Brigade attacked the harbour of Port Vela on Thursday",
        status="claimed",
        by=COUNCIL,
        agents=(BRIGADE,),
        recipients=(VELIA,),
        place=PORT,
        moment=day("2025-03-06"),
    )
    two.event(
        "e5",
        "Visit",
        "Senior Orsan officials could visit Velia",
        status="hypothetical",
        agents=(DELEGATION,),
        recipients=(VELIA,),
        place=VELIA,
    )
    three = _Article(CHANGE)
    three.holds(INES, VELIA_FM, "foreign minister of Velia", "Inês Şahin was appointed foreign minister of Velia")
    three.holds(BRAM, VELIA_FM, "Former foreign minister", "Former foreign minister Bram Okonjo", "former")
    three.event(
        "e1",
        "Appointment",
        "Inês Şahin was appointed foreign minister of Velia on Thursday",
        recipients=(INES,),
        agents=(VELIA,),
        moment=day("2026-01-15"),
    )
    three.event("e2", "Endorsement", "Bram Okonjo praised the choice", agents=(BRAM,), recipients=(INES,))
    three.event(
        "e3",
        "Visit",
        "Şahin is to visit Orsany next week",
        status="planned",
        agents=(INES,),
        recipients=(ORSANY,),
        place=ORSANY,
        moment=Moment(date(2026, 1, 19), date(2026, 1, 25), "next week", "week"),
    )
    four = _Article(OLD)
    four.holds(BRAM, VELIA_FM, "Foreign Minister", "Foreign Minister Bram Okonjo")
    four.event(
        "e1",
        "Statement",
        '"Velia seeks no quarrel with Orsany," Foreign Minister Bram Okonjo said on Wednesday',
        agents=(BRAM,),
        recipients=(ORSANY,),
        quotes=("Velia seeks no quarrel with Orsany",),
        moment=day("2023-05-31"),
    )
    return tuple(article.report() for article in (one, two, three, four))


def long(facts: int, to_a_paragraph: int = 3) -> Report:
    """Return what is read from an article with so many facts, each in a sentence of its own."""
    sentences = [
        f"In case {number} Mara Lindqvist met Tomas Oyelaran in Ankara, and Velia was told." for number in range(facts)
    ]
    paragraphs = [" ".join(sentences[at : at + to_a_paragraph]) for at in range(0, facts, to_a_paragraph)]
    article = Article(
        url=f"https://wire.example/long-{facts}-{to_a_paragraph}",
        headline=f"The {facts} cases",
        publisher="Example Wire",
        published=date(2025, 3, 3),
        text="\n\n".join([*paragraphs, "Nobody knows what comes next."]),
    )
    one = _Article(article)
    for number in range(facts):
        words = f"In case {number} Mara Lindqvist met Tomas Oyelaran in Ankara"
        at = date(2020, 1, 1) + timedelta(days=number)
        one.event(
            f"e{number}",
            "Meeting",
            words,
            agents=(MARA, TOMAS),
            recipients=(VELIA,),
            place=ANKARA,
            moment=Moment(at, at),
        )
    return one.report()


def publish(folder: Path, told: Iterable[Report] | None = None) -> Path:
    """Make a dataset of what articles say, those four where no others are given, in a folder, and return it."""
    with Writer(folder, BASE) as writer:
        for report in reports() if told is None else told:
            quads = canonical(graph(report, BASE))
            article = report.article
            writer.record(
                [
                    Version(
                        key_of(article),
                        article,
                        article.digest,
                        Scheme(BASE, article_slug(article)).graph,
                        "hand 1",
                        quads,
                        digest(quads),
                        "accepted",
                    )
                ]
            )
        writer.show()
    return folder
