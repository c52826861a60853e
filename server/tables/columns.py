"""The columns of the tables, with their types: what is written, and what the documentation says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Type = Literal["integer", "number", "string", "date"]
DTYPES: dict[Type, str] = {"integer": "Int64", "number": "float64", "string": "string", "date": "string"}
"""The dtype in pandas of each type; an empty cell is a missing value in all of them."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type (of Table Schema), and what stands in it; "" where nothing ever does."""

    name: str
    type: Type
    what: str

    @property
    def dtype(self) -> str:
        """The column's dtype in pandas."""
        return DTYPES[self.type]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, what one row is, and its columns in order."""

    name: str
    row: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)


def _actor(n: int, role: str) -> tuple[Column, ...]:
    return (
        Column(f"Actor{n}Code", "string", f"CAMEO code of the {role}: country and role, as far as known"),
        Column(f"Actor{n}Name", "string", f"label of the {role}"),
        Column(f"Actor{n}CountryCode", "string", "three-letter code (ISO 3166-1) of the state it is or represents"),
        Column(f"Actor{n}KnownGroupCode", "string", ""),
        Column(f"Actor{n}EthnicCode", "string", ""),
        Column(f"Actor{n}Religion1Code", "string", ""),
        Column(f"Actor{n}Religion2Code", "string", ""),
        Column(f"Actor{n}Type1Code", "string", "CAMEO role: GOV, MIL, REB, PTY, IGO or MED"),
        Column(f"Actor{n}Type2Code", "string", ""),
        Column(f"Actor{n}Type3Code", "string", ""),
    )


def _place(name: str, *, known: bool) -> tuple[Column, ...]:
    def what(text: str) -> str:
        return text if known else ""

    return (
        Column(f"{name}Geo_Type", "integer", what("1 country, 4 city, 5 region")),
        Column(f"{name}Geo_FullName", "string", what("label of the place")),
        Column(f"{name}Geo_CountryCode", "string", ""),
        Column(f"{name}Geo_ADM1Code", "string", ""),
        Column(f"{name}Geo_Lat", "number", what("latitude, degrees north, of a city or the middle of a state")),
        Column(f"{name}Geo_Long", "number", what("longitude, degrees east")),
        Column(f"{name}Geo_FeatureID", "string", ""),
    )


GDELT = (
    Column("GLOBALEVENTID", "integer", "number made from event and actors: the same in every dump"),
    Column("SQLDATE", "integer", "day of the event, YYYYMMDD, where one day is known"),
    Column("MonthYear", "integer", "its month, YYYYMM, where one month is known"),
    Column("Year", "integer", "its year, where one year is known"),
    Column("FractionDate", "number", "the year and (month * 30 + day) / 365 of it, where one day is known"),
    *_actor(1, "agent"),
    *_actor(2, "recipient"),
    Column("IsRootEvent", "integer", ""),
    Column(
        "EventCode",
        "string",
        "CAMEO code; empty where there is none, as for all that is sought, denied, hypothetical or did not happen",
    ),
    Column("EventBaseCode", "string", "its first three digits"),
    Column("EventRootCode", "string", "its first two digits"),
    Column("QuadClass", "integer", "1 verbal, 2 material cooperation, 3 verbal, 4 material conflict"),
    Column("GoldsteinScale", "number", ""),
    Column("NumMentions", "integer", "pieces of evidence"),
    Column("NumSources", "integer", "publishers (articles of no known publisher count as one)"),
    Column("NumArticles", "integer", "articles"),
    Column("AvgTone", "number", ""),
    *_place("Actor1", known=False),
    *_place("Actor2", known=False),
    *_place("Action", known=True),
    Column("DATEADDED", "integer", "day on which the first article that tells it was published, YYYYMMDD"),
    Column("SOURCEURL", "string", "address of the article that the sentence is from"),
)
"""The 58 columns of GDELT 1.0, in its order."""

EVENTS = Table(
    "events",
    "an event from one agent towards one recipient; a joint one (a meeting, an agreement) is given both ways",
    (
        *GDELT,
        Column("EventIRI", "string", "the event: rows of one event share it"),
        Column("EventType", "string", "its class, such as Meeting"),
        Column("Status", "string", "happened, ongoing, planned, sought, claimed, denied, didNotHappen, hypothetical"),
        Column("PloverCode", "string", "PLOVER event type, such as CONSULT"),
        Column("Earliest", "date", "first day on which it may have been, YYYY-MM-DD"),
        Column("Latest", "date", "last such day"),
        Column("Actor1IRI", "string", "the agent"),
        Column("Actor2IRI", "string", "the recipient"),
        Column("PlaceIRI", "string", "the place"),
        Column("SaidBy", "string", "label of who says so, where it is not the article itself"),
        Column("Words", "string", "the exact words of the article that bear it"),
        Column("Sentence", "string", "the sentence they stand in"),
        Column("EvidenceIRI", "string", "their address: the article and from which to which character"),
        Column("Published", "date", "day on which that article was published"),
    ),
)
OFFICES = Table(
    "offices",
    "a person seen in an office, in one phase",
    (
        Column("HoldingIRI", "string", "the holding"),
        Column("PersonIRI", "string", "who"),
        Column("Person", "string", "label of the person"),
        Column("OfficeIRI", "string", "which office"),
        Column("Office", "string", "label of the office"),
        Column("Kind", "string", "kind of office, such as foreign-minister"),
        Column("OfIRI", "string", "the state or organisation whose office it is"),
        Column("Of", "string", "its label"),
        Column("Phase", "string", "current, former or future, as the articles say"),
        Column("SeenFrom", "date", "first day on which an article says so; not the day of taking office"),
        Column("SeenTo", "date", "last such day; not the day of leaving it"),
        Column("NumArticles", "integer", "articles that say so"),
        Column("Words", "string", "the exact words of the newest of them"),
        Column("Sentence", "string", "the sentence they stand in"),
        Column("EvidenceIRI", "string", "their address"),
        Column("SOURCEURL", "string", "address of the article"),
        Column("Published", "date", "day on which it was published"),
    ),
)
QUOTATIONS = Table(
    "quotations",
    "a quotation and one who is quoted",
    (
        Column("EventIRI", "string", "the speech act"),
        Column("EventType", "string", "its class, such as Statement"),
        Column("Status", "string", "as of events"),
        Column("Date", "date", "day on which it was said, where one day is known"),
        Column("SpeakerIRI", "string", "who is quoted"),
        Column("Speaker", "string", "label of who is quoted"),
        Column("Addressees", "string", "labels of those it was said to, joined by '; '"),
        Column("Quotation", "string", "the words between the quotation marks"),
        Column("Sentence", "string", "the sentence they stand in"),
        Column("EvidenceIRI", "string", "the address of the words that bear it"),
        Column("SOURCEURL", "string", "address of the article"),
        Column("Published", "date", "day on which it was published"),
    ),
)
TABLES = (EVENTS, OFFICES, QUOTATIONS)
