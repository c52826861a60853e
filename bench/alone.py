"""A baseline: what an hour with spaCy alone gives, in the shape in which facts are scored.

A verb whose lemma stands in a table is an event of its type that happened; the named entities that are its subject and
its objects take part, the nearest date of its sentence is its day. The parse is the one that our readers have too.
"""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import TYPE_CHECKING

from dateparser.date import DateDataParser

from bench.gold import EventRow, Facts, HoldingRow, QuoteRow
from bench.names import apart, interval
from extractors.document import load_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from spacy.tokens import Doc, Span, Token

    from bench.names import Expression, Interval
    from ontology.facts import Article

VERBS = {
    "Visit": "visit travel arrive",
    "Meeting": "meet",
    "Call": "phone telephone",
    "Mediation": "mediate broker",
    "Consultation": "negotiate discuss consult",
    "Agreement": "agree sign ratify",
    "Endorsement": "praise welcome support endorse thank",
    "Cooperation": "cooperate",
    "Aid": "donate assist",
    "Concession": "release free lift",
    "Withdrawal": "withdraw retreat",
    "Demand": "demand urge request call",
    "Accusation": "accuse condemn criticize denounce",
    "Rejection": "reject refuse deny veto",
    "Threat": "threaten warn",
    "Protest": "protest demonstrate",
    "Sanction": "sanction expel",
    "Mobilization": "deploy mobilize",
    "Coercion": "arrest detain seize ban",
    "Clash": "clash fight",
    "Attack": "attack bomb shoot invade kill",
    "Pledge": "pledge promise vow",
    "Statement": "say tell announce",
    "Appointment": "appoint elect nominate",
    "Departure": "resign dismiss",
    "Election": "vote",
    "Legislation": "pass adopt enact",
}
TYPES = {lemma: kind for kind, lemmas in VERBS.items() for lemma in lemmas.split()}
MUTUAL = frozenset({"Meeting", "Call", "Consultation", "Agreement", "Cooperation", "Clash"})
"""Types whose sides are all agents."""
ACTORS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
PLACES = frozenset({"GPE", "LOC", "FAC"})
OWNERS = frozenset({"GPE", "NORP", "ORG"})
TITLES = {
    "foreign-minister": r"foreign (?:minister|secretary)|secretary of state",
    "defence-minister": r"defen[cs]e (?:minister|secretary)",
    "interior-minister": r"interior minister|home secretary",
    "finance-minister": r"finance minister",
    "deputy-head": r"vice[ -]president|deputy prime minister",
    "head-of-government": r"prime minister|chancellor|premier",
    "head-of-state": r"president|king|queen|emperor",
    "ambassador": r"ambassador",
    "envoy": r"(?:special )?envoy",
    "spokesperson": r"spokes(?:man|woman|person)",
    "organisation-head": r"secretary-general|director",
    "legislator": r"senator|representative",
    "governor-mayor": r"governor|mayor",
}
STATES: dict[str, str] = dict(
    re.findall(
        r"(\w+)-([^|]+)",
        "American-United States|British-United Kingdom|Chinese-China|Egyptian-Egypt|French-France|German-Germany|"
        "Indian-India|Iranian-Iran|Iraqi-Iraq|Israeli-Israel|Italian-Italy|Japanese-Japan|Libyan-Libya|"
        "Pakistani-Pakistan|Palestinian-Palestine|Russian-Russia|Saudi-Saudi Arabia|Spanish-Spain|Syrian-Syria|"
        "Turkish-Turkey|Ukrainian-Ukraine",
    )
)
"""The adjectives that somebody in a hurry would write down."""
_TITLE = rf"(?P<title>{'|'.join(TITLES.values())})"
_LEAD = re.compile(rf"(?P<past>\b(?:former|ex-) ?(?:[A-Z]\w+ )?)?\b{_TITLE},? $", re.IGNORECASE)
_AFTER = re.compile(rf", (?:the |a )?(?P<past>former )?(?:\w+(?:'s)? ){{0,2}}{_TITLE}\b", re.IGNORECASE)
_QUOTED = re.compile(r"[\"\u201c]([^\"\u201c\u201d\n]+)[\"\u201d]")
WHOLE = {"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month", "year"]}
"""How dateparser is to read where the day of publication is not known: from today it would not count."""
NEAR = 60
"""How many characters before a name its title may begin."""
FEWEST = 4
"""The fewest words of a quotation."""


def read(article: Article, model: str = "") -> tuple[Facts, list[Expression]]:
    """Return what is found in an article, and the expressions of time with the days that they mean."""
    doc = load_model(model)[1](article.text)
    when = list(_dates(doc, article.published))
    events = tuple(_event(verb, when) for verb in doc if verb.pos_ == "VERB" and verb.lemma_ in TYPES)
    evidence = tuple((span, article.text[slice(*span)]) for event in events for span in event.spans)
    return Facts(events, tuple(dict.fromkeys(_holdings(doc))), tuple(_quotes(doc)), evidence), when


def _event(verb: Token, when: list[Expression]) -> EventRow:
    kind, sentence = TYPES[verb.lemma_], verb.sent
    agents = _named(verb, "nsubj", "agent")
    recipients = _named(verb, "dobj", "dative", "nsubjpass", "prep")
    if kind in MUTUAL:
        agents, recipients = tuple(dict.fromkeys(agents + recipients)), ()
    span = (verb.idx, verb.idx + len(verb.text))
    dated = [one for one in when if sentence.start_char <= one[0][0] < sentence.end_char]
    days = min(dated, key=lambda one: apart(one[0], span), default=(span, None))[1]
    places = [e for e in sentence.ents if e.label_ in PLACES and e.root.head.lower_ in {"in", "at", "near"}]
    place = min(places, key=lambda e: apart(_range(e), span), default=None)
    return EventRow(kind, "happened", days, agents, recipients, _name(place) if place else None, (span,))


def _named(verb: Token, *roles: str) -> tuple[str, ...]:
    """Return the named actors that stand in some roles of a verb, with those beside them."""
    heads = [child for child in verb.children if child.dep_ in roles]
    inner = [c for head in heads if head.dep_ in {"prep", "agent"} for c in head.children if _joins(head, c)]
    words = [word for head in heads + inner for word in (head, *head.conjuncts)]
    spans = [e for e in verb.sent.ents if e.label_ in ACTORS and any(e.start <= word.i < e.end for word in words)]
    return tuple(dict.fromkeys(map(_name, spans)))


def _joins(preposition: Token, word: Token) -> bool:
    """Say whether a word is the object of "by", "with", "to" or "against", which bring participants."""
    return word.dep_ == "pobj" and preposition.lower_ in {"by", "with", "to", "against"}


def _dates(doc: Doc, published: date | None) -> Iterator[Expression]:
    """Yield the dates that spaCy marks, as dateparser reads them: a day, a month or a year."""
    past = {"RELATIVE_BASE": datetime.combine(published, time()), "PREFER_DATES_FROM": "past"} if published else WHOLE
    parser = DateDataParser(languages=["en"], settings=past)
    for entity in doc.ents:
        if entity.label_ == "DATE":
            said = parser.get_date_data(entity.text)
            if said.date_obj is not None:
                yield _range(entity), _days(said.date_obj.date(), said.period)


def _days(day: date, period: str | None) -> Interval:
    kept = {"month": 7, "year": 4}.get(period or "")
    days = interval(day.isoformat()[:kept])
    assert days is not None
    return days


def _holdings(doc: Doc) -> Iterator[HoldingRow]:
    """Yield the persons whose title stands beside them, and whose it is: what is named nearest in the sentence."""
    owners = [entity for entity in doc.ents if entity.label_ in OWNERS]
    for person in (entity for entity in doc.ents if entity.label_ == "PERSON"):
        begin = max(0, person.start_char - NEAR)
        lead, after = _LEAD.search(doc.text[begin : person.start_char]), _AFTER.match(doc.text, person.end_char)
        found, offset = (lead, begin) if lead else (after, 0)
        if found is None:
            continue
        span = (offset + found.start(), offset + found.end())
        near = [owner for owner in owners if owner.sent == person.sent] or owners[:1]
        owner = min(near, key=lambda one: apart(_range(one), span), default=None)
        kind = next(kind for kind, words in TITLES.items() if re.fullmatch(words, found["title"], re.IGNORECASE))
        if owner is not None:
            yield HoldingRow(_name(person), kind, _name(owner), "former" if found["past"] else "current")


def _quotes(doc: Doc) -> Iterator[QuoteRow]:
    """Yield what stands in quotation marks, as the words of the person who is named nearest to it."""
    for quoted in _QUOTED.finditer(doc.text):
        persons = [e for e in doc.ents if e.label_ == "PERSON" and not _within(e, quoted.span())]
        speaker = min(persons, key=lambda one: apart(_range(one), quoted.span()), default=None)
        if speaker is not None and len(quoted[1].split()) >= FEWEST:
            yield QuoteRow(_name(speaker), quoted[1].strip(" ,"))


def _within(entity: Span, span: Iterable[int]) -> bool:
    begin, end = span
    return begin <= entity.start_char < end


def _range(entity: Span) -> tuple[int, int]:
    return entity.start_char, entity.end_char


def _name(entity: Span) -> str:
    name = re.sub(r"^[Tt]he |['\u2019]s?$", "", entity.text.strip())
    return STATES.get(name, name)
