"""Which expression of time dates an event, if any in its sentence does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.when.clauses import (
    AHEAD,
    NOUNS,
    antecedent,
    below_infinitive,
    carries,
    clause_of,
    is_objects,
    judged,
    meanwhile,
    near,
    nearest,
    owned_by,
    paper,
    raised,
    sharing,
)
from extractors.when.frames import framed
from extractors.when.lasting import lasting
from extractors.when.links import apart, clause_when, since_event
from extractors.when.moments import reread
from extractors.when.tense import looks_ahead, verb_above

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading, When
    from ontology.facts import Moment, Status

LEAD = 8
"""A sentence begins with an expression that stands within so many characters of its start."""
UNDONE = AHEAD | {"didNotHappen", "denied"}
"""What did not happen may have been meant for a day to come."""
LASTS = frozenset({"for-long", "nth-day"})
"""Rules of expressions that tell how long something has lasted."""
TRAVELS = frozenset("travel visit go fly arrive come head return".split())
"""Verbs whose purpose is done on the same day: "flew to Lima on Monday to meet"."""


def date_of(document: Document, reading: Reading, trigger: Token, status: Status = "happened") -> Moment | None:
    """Return the moment of the event that `trigger` tells, or None where its sentence does not date it.

    What is planned, sought or possible lies ahead of the day of publication, all else does not.
    """
    whens = near(document, reading, trigger)
    moment = _dated(document, reading, trigger, status, whens)
    if moment is None and status == "happened":
        moment = framed(document, trigger, whens)
    over = moment is not None and trigger.pos_ in NOUNS and status == "happened"
    return lasting(document, trigger, moment) if moment is not None and over else moment


def _dated(document: Document, reading: Reading, trigger: Token, status: Status, whens: list[When]) -> Moment | None:
    lasting = next((w for w in whens if w.moment.rule == "span-of" and trigger.head.head.i == w.head), None)
    if lasting is not None:
        return replace(lasting.moment, latest=None) if status == "ongoing" else lasting.moment
    whens = [w for w in whens if w.moment.rule != "span-of"]
    moment = clause_when(document, trigger, whens)
    if moment is not None:
        return moment if status in UNDONE else _not_ahead(document, moment)
    if trigger.pos_ in NOUNS:
        above = verb_above(trigger)
        own = [w for w in whens if owned_by(trigger.doc[w.head], trigger)] or [
            w
            for w in whens
            if above is not None and judged(trigger, above) and trigger.i < w.head and is_objects(above, w)
        ]
        if own:
            return _of_noun(document, nearest(own, trigger), status)
        moment = apart(document, reading, trigger, whens)
        if moment is not None:
            return moment
        verb = verb_above(trigger)
        verb = raised(trigger, verb) if verb is not None else None
        if verb is None or not carries(verb, trigger, status):
            return None
        trigger = verb
    return _of_verb(document, reading, trigger, whens, status)


def _of_noun(document: Document, when: When, status: Status) -> Moment | None:
    """Return a noun's own day: what happened lies back, whatever the verb: "Monday's attack must be investigated"."""
    moment = fitted(document, when, status)
    if moment is not None or status != "happened":
        return moment
    back = reread(document, when, ahead=False)
    return _not_ahead(document, back) if back is not None else None


def _with_it(document: Document, verb: Token, whens: list[When]) -> list[When]:
    """Return the expressions of a participle after the verb: "shelled the port, killing two people on Monday"."""
    below = {c.i for c in verb.children if c.dep_ == "advcl" and c.tag_ == "VBG" and c.i > verb.i}
    return [w for w in whens if below and clause_of(document, w) in below]


def _of_verb(document: Document, reading: Reading, verb: Token, whens: list[When], status: Status) -> Moment | None:
    trigger, coordinate = verb, True
    for _ in range(5):
        own = [w for w in whens if clause_of(document, w) == verb.i] or meanwhile(document, verb, whens)
        if not own and verb.tag_ == "VBD":
            own = (
                below_infinitive(document, verb, whens)
                or _with_it(document, verb, whens)
                or paper(document, verb, whens)
            )
        if own and not coordinate and status in AHEAD and verb.lemma_ not in TRAVELS:
            own = [w for w in own if w.head > trigger.i]  # "agreed on Tuesday to meet" does not say when they meet
        if own:
            first = own[0] if len(own) > 1 and _begins(document, own[0]) else nearest(own, trigger)
            return fitted(document, first, status, own=verb.i == trigger.i)
        moment = apart(document, reading, verb, whens)
        if moment is not None:
            return moment
        if status == "ongoing" and (moment := since_event(document, reading, verb)) is not None:
            return moment
        noun = antecedent(verb)
        if noun is not None and status not in AHEAD:
            own = [w for w in whens if owned_by(document.doc[w.head], noun)]
            if own:
                return fitted(document, nearest(own, noun), status)
        above = verb_above(noun) if noun is not None else sharing(verb)
        if above is None:
            return None
        coordinate = coordinate and verb.dep_ == "conj"
        verb = above
    return None


def _begins(document: Document, when: When) -> bool:
    """Say whether a sentence begins with an expression: "On Monday, he told of a deal of October 3"."""
    return when.span.begin - document.sentence_begin(when.span.begin) < LEAD


def fitted(document: Document, when: When, status: Status, *, own: bool = True) -> Moment | None:
    """Return the expression's moment on the side of the day of publication where the event's status puts it."""
    moment, today = when.moment, document.article.published
    if status == "ongoing" and moment.latest is not None and (moment.rule in LASTS or _began(document, when)):
        return replace(moment, latest=None)
    if today is None or moment.earliest is None or moment.latest is None:
        return moment if status in UNDONE else _not_ahead(document, moment, status)
    ahead = looks_ahead(document.doc[when.head])
    if status in AHEAD and moment.latest < today and (own or ahead is not False):
        later = reread(document, when, ahead=True)
        return later if later and later.latest and later.latest >= today else moment
    if status not in UNDONE and moment.earliest > today and ahead is not True:
        return _not_ahead(document, reread(document, when, ahead=False) or moment)
    if status not in AHEAD and moment.latest > today and moment.rule == "near":
        return reread(document, when, ahead=False) or moment
    return moment if status in UNDONE else _not_ahead(document, moment)


def _began(document: Document, when: When) -> bool:
    """Say whether an expression tells when something began that goes on: "operations that began on 25 August"."""
    verb = document.doc[max(clause_of(document, when), 0)]
    return verb.lemma_ in {"begin", "start", "erupt", "break", "resume"}


def _not_ahead(document: Document, moment: Moment, status: Status = "happened") -> Moment | None:
    """Return the moment of what is not to come: never one after publication, and closed where it is over."""
    today = document.article.published
    if today is not None and moment.earliest is not None and moment.earliest > today:
        return None
    if status == "happened" and today is not None and moment.latest is None and moment.rule.startswith("since"):
        return replace(moment, latest=today)
    return moment
