"""The rows of the tables, sorted by the IRIs of what they are of."""

from __future__ import annotations

import hashlib
import itertools
from typing import TYPE_CHECKING

from ontology import terms
from server.tables.reading import Actor, Graph, Words
from server.web.drawings.maps import located

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Row = dict[str, str]
_JOINT = frozenset({"Consultation", "Meeting", "Call", "Agreement", "Cooperation", "Clash"})
"""What several do with each other; what several do side by side (two states protest) has no recipient."""
_GEO = {"State": "1", "City": "4", "Region": "5"}
_NOBODY = Actor()


def events(graph: Graph) -> Iterator[Row]:
    """Yield the rows of the event table."""
    for iri in graph.of_class(terms.Event):
        shared = _event(graph, iri)
        for one, other in _pairs(graph, iri, shared["EventType"]):
            yield {
                **shared,
                "GLOBALEVENTID": _number(iri, one.iri, other.iri),
                **_actor("Actor1", one),
                **_actor("Actor2", other),
            }


def offices(graph: Graph) -> Iterator[Row]:
    """Yield the rows of the office table."""
    for iri in graph.of_class(terms.Holding):
        person, office = graph.value(iri, terms.holder), graph.value(iri, terms.office)
        of = graph.value(office, terms.officeOf)
        found = graph.words(iri)
        yield {
            "HoldingIRI": iri,
            "PersonIRI": person,
            "Person": graph.label(person),
            "OfficeIRI": office,
            "Office": graph.label(office),
            "Kind": graph.name(office, terms.kind),
            "OfIRI": of,
            "Of": graph.label(of),
            "Phase": graph.name(iri, terms.phase),
            "SeenFrom": graph.value(iri, terms.seenFrom),
            "SeenTo": graph.value(iri, terms.seenTo),
            "NumArticles": str(len({words.article for words in found})),
            "Words": found[0].text if found else "",
            **_source(found[0] if found else None),
        }


def quotations(graph: Graph) -> Iterator[Row]:
    """Yield the rows of the quotation table."""
    for iri in graph.of_class(terms.SpeechAct):
        quotes = graph.values(iri, terms.quote)
        if not quotes:
            continue
        found = graph.words(iri)
        speakers = graph.values(iri, terms.speaker) or [""]
        to = "; ".join(graph.label(one) for one in graph.values(iri, terms.addressee))
        for quote, speaker in itertools.product(quotes, speakers):
            bearing = next((words for words in found if quote in words.text or quote in words.sentence), None)
            yield {
                "EventIRI": iri,
                "EventType": graph.leaf(iri),
                "Status": graph.name(iri, terms.status),
                "Date": graph.value(iri, terms.date),
                "SpeakerIRI": speaker,
                "Speaker": graph.label(speaker),
                "Addressees": to,
                "Quotation": quote,
                **_source(bearing or next(iter(found), None)),
            }


ROWS: dict[str, Callable[[Graph], Iterator[Row]]] = {"events": events, "offices": offices, "quotations": quotations}
"""What yields the rows of each table."""


def _event(graph: Graph, iri: str) -> Row:
    status, found = graph.name(iri, terms.status), graph.words(iri)
    # an event's status is that of the newest article: its sentence must be one that says so
    bearing = next((words for words in found if words.status == status), next(iter(found), None))
    codes = [code.removeprefix(terms.NS) for code in graph.values(iri, terms.code)]
    cameo = next((code.removeprefix("cameo-") for code in codes if code.startswith("cameo-")), "")
    plover = next((code.removeprefix("plover-") for code in codes if code.startswith("plover-")), "")
    first = min((words.published for words in found if words.published), default="")
    return {
        **_dated(graph.value(iri, terms.earliest), graph.value(iri, terms.latest)),
        "EventCode": cameo,
        "EventBaseCode": cameo[:3],
        "EventRootCode": cameo[:2],
        "QuadClass": _quad(cameo),
        "NumMentions": str(len({words.iri for words in found})),
        "NumSources": str(len({words.publisher for words in found})),
        "NumArticles": str(len({words.article for words in found})),
        "DATEADDED": first.replace("-", ""),
        "EventIRI": iri,
        "EventType": graph.leaf(iri),
        "Status": status,
        "PloverCode": plover,
        "SaidBy": bearing.by if bearing else "",
        "Words": bearing.text if bearing else "",
        **_place(graph, graph.value(iri, terms.place)),
        **_source(bearing),
    }


def _pairs(graph: Graph, iri: str, kind: str) -> list[tuple[Actor, Actor]]:
    agents = [graph.actor(one) for one in graph.values(iri, terms.agent)]
    recipients = [graph.actor(one) for one in graph.values(iri, terms.recipient)]
    if kind in _JOINT and len(agents) > 1 and not recipients:
        return list(itertools.permutations(agents, 2))
    both = itertools.product(agents or [_NOBODY], recipients or [_NOBODY])
    return [pair for pair in both if pair[0] != pair[1] or pair[0] is _NOBODY] or [(agents[0], _NOBODY)]


def _actor(name: str, actor: Actor) -> Row:
    return {
        f"{name}Code": actor.country + actor.role,
        f"{name}Name": actor.name,
        f"{name}CountryCode": actor.country,
        f"{name}Type1Code": actor.role,
        f"{name}IRI": actor.iri,
    }


def _dated(earliest: str, latest: str) -> Row:
    """Return the columns of an event's date: each only as exact as the event's day is known."""

    def known(length: int) -> str:
        return earliest[:length].replace("-", "") if earliest[:length] == latest[:length] else ""

    row = {"Earliest": earliest, "Latest": latest, "SQLDATE": known(10), "MonthYear": known(7), "Year": known(4)}
    if day := row["SQLDATE"]:
        row["FractionDate"] = f"{int(day[:4]) + (int(day[4:6]) * 30 + int(day[6:])) / 365:.4f}"
    return row


def _place(graph: Graph, iri: str) -> Row:
    if not iri:
        return {}
    label, point = graph.label(iri), located(iri, graph.label(iri))
    row = {"PlaceIRI": iri, "ActionGeo_Type": _GEO.get(graph.leaf(iri), ""), "ActionGeo_FullName": label}
    if point:
        row |= {"ActionGeo_Long": f"{point[0]:.4f}", "ActionGeo_Lat": f"{point[1]:.4f}"}
    return row


def _source(words: Words | None) -> Row:
    if words is None:
        return {}
    return {
        "Sentence": words.sentence,
        "EvidenceIRI": words.iri,
        "Published": words.published,
        "SOURCEURL": words.url,
    }


def _quad(cameo: str) -> str:
    if not cameo:
        return ""
    root = int(cameo[:2])
    return "1" if root <= 5 else "2" if root <= 8 else "3" if root <= 13 else "4"


def _number(*iris: str) -> str:
    """Return a number that fits a signed 64-bit integer and follows from IRIs alone."""
    return str(int(hashlib.sha256("\x1f".join(iris).encode()).hexdigest()[:15], 16))
