"""Which expression of time dates an event, if any in its sentence does."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.reading import When
from extractors.when.calendar import moved, number
from extractors.when.grammar import OFFSET
from extractors.when.moments import reread
from extractors.when.tense import REPORTS, looks_ahead, verb_above
from ontology.facts import Moment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading
    from ontology.facts import Status

VERBS = frozenset({"VERB", "AUX"})
NOUNS = frozenset({"NOUN", "PROPN"})
AHEAD = frozenset({"planned", "sought", "hypothetical"})
OWNED = frozenset({"poss", "compound", "nummod", "amod", "nmod"})
SHARED = frozenset({"conj", "advcl", "xcomp"})
"""Clauses that happen when the clause above them does, unless they say otherwise."""
OCCURS = frozenset(
    "hold reach sign take place begin start resume end occur schedule plan set launch conclude open happen erupt break"
    " strike call due convene continue stage conduct".split()
)
"""Verbs of taking place: what they say of a noun's time is the time of what the noun tells."""
UTTERS = frozenset({"announce", "declare", "issue", "make", "submit"})
LIGHT = frozenset("have attend join host make give reach sign conclude pay do lead seal finalise finalize be".split())
PAPERS = frozenset("statement report issue edition letter message speech interview resolution".split())
TRAVELS = frozenset("travel visit go fly arrive come head return".split())
"""Verbs whose purpose is done on the same day: "flew to Lima on Monday to meet"."""
WITHIN = frozenset({"in", "during", "at", "with"})
WINDOW = 60
"""How many tokens away an expression may stand; keeps a sentence without end in linear time."""
STEPS = 25


def date_of(document: Document, reading: Reading, trigger: Token, status: Status = "happened") -> Moment | None:
    """Return the moment of the event that `trigger` tells, or None where its sentence does not date it.

    What is planned, sought or possible lies ahead of the day of publication, all else does not.
    """
    whens = _near(document, reading, trigger)
    lasting = next((w for w in whens if w.moment.rule == "span-of" and trigger.head.head.i == w.head), None)
    if lasting is not None:
        return replace(lasting.moment, latest=None) if status == "ongoing" else lasting.moment
    whens = [w for w in whens if w.moment.rule != "span-of"]
    moment = _clause_when(document, trigger, whens)
    if moment is not None:
        return moment
    if trigger.pos_ in NOUNS:
        own = [w for w in whens if _noun_above(trigger.doc[w.head], trigger)]
        if own:
            return _fitted(document, _nearest(own, trigger), status)
        moment = _apart(document, reading, trigger, whens)
        if moment is not None:
            return moment
        verb = verb_above(trigger)
        if verb is None or not _carries(verb, trigger, status):
            return None
        trigger = verb
    return _of_verb(document, reading, trigger, whens, status)


def _near(document: Document, reading: Reading, token: Token) -> list[When]:
    """Return the expressions of a token's sentence that stand near it, and the one with which the sentence begins."""
    sentence, doc = document.sentence_of(token), token.doc
    whens = reading.all(When)
    begin = bisect_left(whens, doc[max(sentence.start, token.i - WINDOW)].idx, key=lambda w: w.span.begin)
    end = bisect_left(whens, doc[min(sentence.end, token.i + WINDOW) - 1].idx + 1, key=lambda w: w.span.begin)
    first = bisect_left(whens, sentence.start_char, key=lambda w: w.span.begin)
    return [*(whens[first : first + 1] if first < begin else ()), *whens[begin:end]]


def _of_verb(
    document: Document, reading: Reading, verb: Token, whens: list[When], status: Status
) -> Moment | None:
    trigger = verb
    for _ in range(5):
        own = [w for w in whens if clause_of(document, w) == verb.i] or _meanwhile(document, verb, whens)
        if not own and verb.tag_ == "VBD":
            own = _below(document, verb, whens)
        if own and verb.i != trigger.i and status in AHEAD and verb.lemma_ not in TRAVELS:
            own = [w for w in own if w.head > trigger.i]  # "agreed on Tuesday to meet" does not say when they meet
        if own:
            return _fitted(document, _nearest(own, trigger), status, own=verb.i == trigger.i)
        moment = _apart(document, reading, verb, whens)
        if moment is not None:
            return moment
        if status == "ongoing" and (moment := _since(document, reading, verb)) is not None:
            return moment
        noun = _antecedent(verb)
        if noun is not None:
            own = [w for w in whens if _noun_above(document.doc[w.head], noun)]
            if own:
                return _fitted(document, _nearest(own, noun), status)
        above = verb_above(noun) if noun is not None else _shares(verb)
        if above is None:
            return None
        verb = above
    return None


def _below(document: Document, verb: Token, whens: list[When]) -> list[When]:
    """Return the past expressions of an infinitive below a verb: "announced his aim to win in Lima in 2009"."""
    today, found = document.article.published, []
    for when in whens:
        inner = document.doc[max(clause_of(document, when), 0)]
        aim = inner.head if inner.dep_ == "acl" else inner
        past = today is not None and when.moment.latest is not None and when.moment.latest < today
        if past and inner.tag_ == "VB" and inner.dep_ in {"acl", "xcomp"} and aim.head.i == verb.i:
            found.append(when)
    return found


def _shares(verb: Token) -> Token | None:
    """Return the verb above that tells the time of this one too, or None."""
    head = verb.head
    if verb.dep_ in SHARED and head.pos_ in VERBS:
        if verb.dep_ == "advcl" and any(c.dep_ == "mark" for c in verb.children):
            return None
        return head
    if verb.tag_ != "VBG":
        return None
    if verb.lemma_ in REPORTS and verb.dep_ in {"acl", "pcomp", "dep"}:
        return verb_above(verb)  # "was quoted as saying", "issued a statement saying"
    if verb.dep_ == "acl" and head.dep_ == "dobj" and head.head.pos_ in VERBS:
        return head.head  # "fired missiles targeting a base"
    return None


def _antecedent(verb: Token) -> Token | None:
    """Return the noun at which a relative clause takes place: "a speech in which he said", "a summit where they met"."""
    if verb.dep_ != "relcl" or verb.head.pos_ not in NOUNS:
        return None
    for child in verb.children:
        if child.lower_ == "where" or (
            child.dep_ == "prep" and child.lower_ in WITHIN and any(c.lower_ == "which" for c in child.children)
        ):
            return verb.head
    return None


def _meanwhile(document: Document, verb: Token, whens: list[When]) -> list[When]:
    """Return the expressions of "speaking on Monday" and of "at talks that began on Monday" for the verb beside them."""
    doing = {
        c.i
        for c in verb.children
        if c.dep_ == "advcl" and c.tag_ == "VBG" and (c.i < verb.i or any(m.lower_ == "while" for m in c.children))
    }
    found = [w for w in whens if clause_of(document, w) in doing] if doing else []
    if found:
        return found
    nouns = [n for p in verb.children if p.dep_ == "prep" and p.lower_ in WITHIN for n in p.children]
    return [w for w in whens if any(_noun_above(document.doc[w.head], n) for n in nouns)]


def _since(document: Document, reading: Reading, verb: Token) -> Moment | None:
    """Return the days since the one told before: "fighting has gone on since the vote"."""
    link = next((c for c in verb.children if c.lower_ == "since" and c.dep_ == "prep"), None)
    day = _told_before(document, reading, link) if link is not None else None
    return Moment(day, None, "since", "since-event", day) if day else None


def _fitted(document: Document, when: When, status: Status, *, own: bool = True) -> Moment | None:
    """Return the expression's moment on the side of the day of publication where the event's status puts it."""
    moment, today = when.moment, document.article.published
    if today is None or moment.earliest is None or moment.latest is None:
        return moment
    ahead = looks_ahead(document.doc[when.head])
    if status in AHEAD and moment.latest < today and (own or ahead is not False):
        later = reread(document, when, ahead=True)
        return later if later and later.latest and later.latest >= today else moment
    if status not in AHEAD and moment.earliest > today and ahead is not True:
        return reread(document, when, ahead=False) or moment
    if status not in AHEAD and moment.latest > today and moment.rule == "near":
        return reread(document, when, ahead=False) or moment
    return moment


def _clause_when(document: Document, trigger: Token, whens: list[When]) -> Moment | None:
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
            return next((reread(document, w, ahead=None) or w.moment for w in whens if w.span.end == end), None)
        verb = verb.head if verb.dep_ == "conj" and verb.head.pos_ in VERBS else None
    return None


def _apart(document: Document, reading: Reading, token: Token, whens: list[When]) -> Moment | None:
    """Count from another clause: "they agreed on Tuesday, a day after he held talks" dates the talks."""
    for link, below in _links(token):
        text = document.article.text
        offset = OFFSET.search(text, max(0, link.idx - 40), link.idx)
        clause = link.head if link.dep_ == "mark" else link
        if below:
            matrix = clause.head if clause.head.pos_ in VERBS else verb_above(clause)
            if matrix is None or matrix.i == token.i:
                continue
            own = [w for w in whens if clause_of(document, w) == matrix.i]
            base = _nearest(own, matrix).moment.earliest if own else _told_before(document, reading, link)
        else:
            inner = {t.i for t in clause.subtree} if clause.right_edge.i - clause.left_edge.i < WINDOW else set()
            base = next((w.moment.earliest for w in whens if w.head in inner), None)
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


def _day(own: list[When], base: date) -> date | None:
    return base if any(w.moment.earliest == w.moment.latest == base for w in own) else None


def _shifted(base: date, count: str, unit: str, *, back: bool) -> Moment | None:
    if not count:
        return Moment(base, base, "", "hours-apart", base)
    n = number(count)
    if n is None:
        return None
    first, last = moved(base, -n if back else n, unit)
    return Moment(first, last, f"{count} {unit}", "apart-from-clause", base)


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


def _told_before(document: Document, reading: Reading, token: Token) -> date | None:
    """Return the last day that the text has told before a token, in its paragraph or the one before."""
    whens = reading.all(When)
    n = bisect_left(whens, token.idx, key=lambda w: w.span.begin) - 1
    here = document.paragraph_of(token.idx)
    while n >= 0 and document.paragraph_of(whens[n].span.begin) >= here - 1:
        if whens[n].moment.earliest == whens[n].moment.latest:
            return whens[n].moment.earliest
        n -= 1
    return None


def clause_of(document: Document, when: When) -> int:
    """Return the index of the verb that an expression of time belongs to; -1 where a noun owns it."""
    token = document.doc[when.head]
    found = _above(token)
    if found >= 0 and document.doc[found].dep_ not in {"relcl", "acl", "pcomp"}:
        return found
    sentence = document.sentence_of(token)
    lead = document.doc[sentence.start : token.i]
    if len(lead) <= 4 and all(t.pos_ not in NOUNS | VERBS | {"PRON"} or t.idx >= when.span.begin for t in lead):
        after = document.doc[token.i + 1] if token.i + 1 < len(document.doc) else token
        if sentence.root.pos_ in VERBS and token.dep_ not in OWNED and after.lower_ != "'s":
            return int(sentence.root.i)
    return found


def _above(token: Token) -> int:
    if token.dep_ in {"npadvmod", "advmod"} and token.head.pos_ in NOUNS:
        return -1  # "the election ten days ago"
    for _ in range(STEPS):
        if token.head.i == token.i:
            break
        if token.dep_ in OWNED and token.head.pos_ in NOUNS:
            paper = token.head
            says = paper.lemma_.lower() in PAPERS and paper.dep_ == "nsubj" and paper.head.pos_ in VERBS
            return int(paper.head.i) if says else -1  # "Friday's statement said"
        token = token.head
        if token.pos_ in VERBS and token.dep_ not in {"aux", "auxpass"}:
            return int(token.i)
    return int(token.i) if token.pos_ in VERBS else -1


def _noun_above(token: Token, noun: Token) -> bool:
    """Say whether an expression of time belongs to a noun: "Sunday's vote", "the talks that began on Monday"."""
    for _ in range(STEPS):
        if token.head.i == token.i or (token.dep_ == "conj" and token.pos_ in NOUNS):
            return False
        token = token.head
        if token.i == noun.i:
            return True
        if token.pos_ in VERBS and not (
            token.dep_ in {"relcl", "acl"} and token.head.i == noun.i and token.lemma_ in OCCURS
        ):
            return False
    return False


def _carries(verb: Token, noun: Token, status: Status) -> bool:
    """Say whether a noun's event happens when its verb does: "held talks on Monday", not "discussed the vote"."""
    if status in AHEAD and verb.lemma_ not in OCCURS | LIGHT:
        return False  # "passed a resolution for a truce on Monday" does not say when the truce is to be
    if verb.lemma_ not in REPORTS:
        return True
    if noun.dep_ == "pobj" and noun.head.lower_ in WITHIN and noun.head.head.i == verb.i:
        return True  # "said in a meeting on Monday"
    own = any(c.dep_ == "poss" for c in noun.children)
    return own and noun.dep_ == "dobj" and verb.lemma_ in UTTERS and status not in AHEAD  # "announced his resignation"


def _nearest(whens: list[When], token: Token) -> When:
    return min(whens, key=lambda w: (abs(w.head - token.i), w.head))


