"""Days counted from another clause: "they agreed on Tuesday, a day after he held talks", "Tuesday, when they met"."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from extractors.reading import When
from extractors.when.calendar import moved, number
from extractors.when.clauses import STEPS, VERBS, WINDOW, clause_of, nearest, sharing
from extractors.when.grammar import OFFSET
from extractors.when.moments import reread
from extractors.when.tense import told_simply, verb_above
from ontology.facts import Moment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading


def clause_when(document: Document, trigger: Token, whens: list[When]) -> Moment | None:
    """Return the day of "Tuesday, when troops killed 19" for what its clause tells."""
    verb = trigger if trigger.pos_ in VERBS else verb_above(trigger)
    for _ in range(3):
        if verb is None:
            return None
        for child in verb.children:
            if child.lower_ != "when" or child.dep_ not in {"advmod", "mark"}:
                continue
            before = document.article.text[max(0, child.idx - 3) : child.idx].rstrip(" ,")
            end = max(0, child.idx - 3) + len(before)
            ahead = False if told_simply(verb) else None
            return next((reread(document, w, ahead=ahead) or w.moment for w in whens if w.span.end == end), None)
        verb = sharing(verb)
    return None


def apart(document: Document, reading: Reading, token: Token, whens: list[When]) -> Moment | None:
    """Count from another clause: "they agreed on Tuesday, a day after he held talks" dates the talks."""
    for link, below in _links(token):
        text = document.article.text
        offset = OFFSET.search(text, max(0, link.idx - 40), link.idx)
        clause = link.head if link.dep_ == "mark" else link
        own: list[When] = []
        if below:
            matrix = clause.head if clause.head.pos_ in VERBS else verb_above(clause)
            if matrix is None or matrix.i == token.i:
                continue
            own = [w for w in whens if clause_of(document, w) == matrix.i]
            base = _base(document, nearest(own, matrix), matrix) if own else told_before(document, reading, link)
        else:
            inner = {t.i for t in clause.subtree} if clause.right_edge.i - clause.left_edge.i < WINDOW else set()
            base = next((day for w in whens if w.head in inner and (day := _one_day(w.moment))), None)
            if base is None and offset is not None and offset["near"]:
                base = told_before(document, reading, link)  # "hours before the deal"
        if base is None:
            continue
        back = (link.lower_ == "after") == below
        if offset is None:
            direct = token.i == clause.i or token.head.i == link.i
            if below and direct and link.lower_ == "after" and base == _day(own, base):
                return Moment(None, base, link.text, "after-clause", base)
            continue
        return _shifted(base, offset["n"] or "", (offset["u"] or "").lower(), back=back)
    return None


def _base(document: Document, when: When, verb: Token) -> date | None:
    """Return the day to count from: that of a clause in the past, whatever the words beside the day look to."""
    moment = (reread(document, when, ahead=False) if told_simply(verb) else None) or when.moment
    return _one_day(moment)


def _one_day(moment: Moment) -> date | None:
    """Return the day of a moment; None where it is longer: no days are counted from a month."""
    return moment.earliest if moment.earliest == moment.latest else None


def since_event(document: Document, reading: Reading, verb: Token) -> Moment | None:
    """Return the days since the one told before: "fighting has gone on since the vote"."""
    link = next((c for c in verb.children if c.lower_ == "since" and c.dep_ == "prep"), None)
    day = told_before(document, reading, link) if link is not None else None
    return Moment(day, None, "since", "since-event", day) if day else None


def told_before(document: Document, reading: Reading, token: Token) -> date | None:
    """Return the last day that the text has told before a token, in its paragraph or the one before."""
    whens = reading.all(When)
    n = bisect_left(whens, token.idx, key=lambda w: w.span.begin) - 1
    here = document.paragraph_of(token.idx)
    while n >= 0 and document.paragraph_of(whens[n].span.begin) >= here - 1:
        if whens[n].moment.earliest == whens[n].moment.latest:
            return whens[n].moment.earliest
        n -= 1
    return None


def _links(token: Token) -> Iterator[tuple[Token, bool]]:
    """Yield the "after" and "before" above a token (True) or below it (False)."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in {"after", "before"}:
            yield child, False
        elif child.dep_ == "advcl":
            yield from ((m, False) for m in child.children if m.dep_ == "mark" and m.lower_ in {"after", "before"})
    for _ in range(STEPS):
        yield from ((m, True) for m in token.children if m.dep_ == "mark" and m.lower_ in {"after", "before"})
        if token.dep_ == "prep" and token.lower_ in {"after", "before"}:
            yield token, True
        if token.head.i == token.i or token.dep_ in {"relcl", "ccomp"}:
            return
        token = token.head


def _shifted(base: date, count: str, unit: str, *, back: bool) -> Moment | None:
    if not count:
        return Moment(base, base, "", "hours-apart", base)
    n = number(count)
    if n is None:
        return None
    first, last = moved(base, -n if back else n, unit)
    return Moment(first, last, f"{count} {unit}", "apart-from-clause", base)


def _day(own: list[When], base: date) -> date | None:
    return base if any(w.moment.earliest == w.moment.latest == base for w in own) else None
