"""Which clause or noun an expression of time belongs to, and which clauses share their time."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from extractors.reading import When
from extractors.when.tense import REPORTS, verb_above

if TYPE_CHECKING:
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
    " strike call due convene reconvene continue stage conduct expect slate".split()
)
"""Verbs of taking place: what they say of a noun's time is the time of what the noun tells."""
EFFECTS = frozenset(
    "kill wound injure leave destroy hit claim damage cause last shake target issue publish release post deliver give"
    " broadcast air date".split()
)
"""Verbs of what something does, or of how it is made known: at the time of the thing itself."""
JUDGES = frozenset(
    "condemn denounce criticise criticize welcome praise reject oppose support deplore hail discuss address mention"
    " describe deny regret mourn commemorate remember investigate probe celebrate mark await consider propose plan"
    " suggest demand urge seek welcome recall fear".split()
)
"""Verbs whose object has a time of its own: "condemned the attack on Monday" is no attack on Monday."""
THANKS = frozenset(
    "thank commend congratulate extend express applaud salute condemn denounce deplore praise hail mourn regret"
    " welcome".split()
)
"""Verbs of a judgement that is passed on what somebody did."""
DATES = frozenset("day day-british month month-of-year month-near near season-near year".split())
"""Rules of expressions that name a month or a year."""
UTTERS = frozenset({"announce", "declare", "issue", "make", "submit"})
LIGHT = frozenset("have attend join host make give reach sign conclude pay do lead seal finalise finalize be".split())
STOPS = frozenset("cancel postpone suspend scrap abandon call halt delay shelve break end jail arrest detain".split())
"""Verbs whose participle tells when its noun was given up, or what befell somebody."""
RAISES = frozenset("expect schedule set slate plan begin start continue be appear seem".split())
"""Verbs whose infinitive tells what their subject does."""
PAPERS = frozenset("statement report issue edition letter message speech interview resolution".split())
TIMES = frozenset("morning afternoon evening night day eve week weekend month start end beginning middle".split())
SAME_TIME = frozenset({"when", "while", "as"})
WITHIN = frozenset({"in", "during", "at"})
WINDOW = 60
"""How many tokens away an expression may stand; keeps a sentence without end in linear time."""
STEPS = 25


def near(document: Document, reading: Reading, token: Token) -> list[When]:
    """Return the expressions of a token's sentence that stand near it, and the one with which the sentence begins."""
    sentence, doc = document.sentence_of(token), token.doc
    whens = reading.all(When)
    begin = bisect_left(whens, doc[max(sentence.start, token.i - WINDOW)].idx, key=lambda w: w.span.begin)
    end = bisect_left(whens, doc[min(sentence.end, token.i + WINDOW) - 1].idx + 1, key=lambda w: w.span.begin)
    first = bisect_left(whens, sentence.start_char, key=lambda w: w.span.begin)
    return [*(whens[first : first + 1] if first < begin else ()), *whens[begin:end]]


def clause_of(document: Document, when: When) -> int:
    """Return the index of the verb that an expression of time belongs to; -1 where a noun owns it."""
    token = document.doc[when.head]
    before = document.doc[token.i - 1] if token.i > 0 else token
    if before.lower_ == "on" and before.head.pos_ in VERBS and token.dep_ in OWNED:
        return int(before.head.i)  # "on Monday Peru left": no name, though the parse may take it for one
    found = _outside(document, _above(token, ago=when.moment.rule == "ago"))
    if found >= 0 and is_objects(document.doc[found], when):
        return -1
    if found >= 0 and (later := _coordinate(document.doc[found], token)) is not None:
        return later
    if found >= 0 and document.doc[found].dep_ not in {"relcl", "acl", "pcomp"}:
        return found
    sentence = document.sentence_of(token)
    lead = document.doc[sentence.start : token.i]
    if len(lead) <= 4 and all(t.pos_ not in NOUNS | VERBS | {"PRON"} or t.idx >= when.span.begin for t in lead):
        after = document.doc[token.i + 1] if token.i + 1 < len(document.doc) else token
        if sentence.root.pos_ in VERBS and token.dep_ not in OWNED and after.lower_ != "'s":
            return int(sentence.root.i)
    return found


def is_objects(verb: Token, when: When) -> bool:
    """Say whether a date after what somebody judges is the date of that: "deplored the launch over Japan on May 5".

    Weekdays are left to the parse: one tells by them when somebody spoke.
    """
    if verb.lemma_ not in THANKS or when.head < verb.i or when.moment.rule not in DATES:
        return False
    return any(c.dep_ in {"dobj", "nsubjpass", "prep"} and verb.i < c.i < when.head - 1 for c in verb.children)


def judged(noun: Token, verb: Token) -> bool:
    """Say whether a noun is of what somebody judges, not of the judging: "expressed sympathies over the attack"."""
    return noun.i > verb.i and not (noun.head.i == verb.i and verb.lemma_ in {"express", "extend"})


def _outside(document: Document, verb: int) -> int:
    """Return the verb above one that only says from when on: "they will train inspectors, beginning in May"."""
    if verb < 0:
        return verb
    clause = document.doc[verb]
    if clause.lemma_ in {"begin", "start"} and clause.tag_ == "VBG" and clause.dep_ in {"advcl", "prep", "acl"}:
        above = clause.head if clause.head.pos_ in VERBS else verb_above(clause)
        return int(above.i) if above is not None and not any(c.dep_ == "nsubj" for c in clause.children) else verb
    return verb


def _coordinate(verb: Token, token: Token) -> int | None:
    """Return the verb after "and" to which an expression after it belongs: "..., and on Monday Peru left"."""
    link = next((c.i for c in verb.children if c.dep_ == "cc"), token.i)
    if not verb.i < link < token.i:
        return None
    return next((int(c.i) for c in verb.children if c.dep_ == "conj" and c.pos_ in VERBS and c.i > token.i), None)


def _above(token: Token, *, ago: bool) -> int:
    if ago and token.dep_ in {"npadvmod", "advmod"} and token.head.pos_ in NOUNS:
        return -1  # "the election ten days ago"
    for _ in range(STEPS):
        if token.head.i == token.i:
            break
        if token.dep_ in OWNED and token.head.pos_ in NOUNS:
            paper = token.head
            says = paper.lemma_.lower() in PAPERS and paper.dep_ == "nsubj" and paper.head.pos_ in VERBS
            return int(paper.head.i) if says else -1  # "Friday's statement said"
        if token.lower_ == "of" and token.head.pos_ in NOUNS and token.head.lemma_.lower() not in TIMES:
            return -1  # "the vote of 2010"
        if token.dep_ == "prep" and _is_judged(token.head):
            return -1  # "deplored the killing on March 2 of six workers"
        token = token.head
        if token.pos_ in VERBS and token.dep_ not in {"aux", "auxpass"}:
            return int(token.i)
    return int(token.i) if token.pos_ in VERBS else -1


def _is_judged(noun: Token) -> bool:
    """Say whether a noun is what somebody speaks of: its time is not the time of the speaking."""
    judged = noun.dep_ in {"dobj", "nsubjpass"} and noun.head.lemma_ in JUDGES
    return judged and noun.pos_ == "NOUN" and noun.lemma_.lower() not in TIMES


def owned_by(token: Token, noun: Token) -> bool:
    """Say whether an expression of time belongs to a noun: "Sunday's vote", "the talks that began on Monday"."""
    for _ in range(STEPS):
        if token.head.i == token.i or (token.dep_ == "conj" and token.pos_ in NOUNS):
            return False
        token = token.head
        if token.i == noun.i:
            return True
        if token.pos_ in VERBS and not _is_times(token, noun):
            return False
    return False


def _is_times(verb: Token, noun: Token) -> bool:
    """Say whether a verb below a noun tells the noun's own time: "talks that began", "elections, which are due"."""
    if verb.dep_ == "xcomp":
        return verb.head.lemma_ in RAISES or _due(verb.head) or verb.head.lower_ in {"due", "likely"}
    if verb.dep_ not in {"relcl", "acl"} or verb.head.i != noun.i:
        return False
    reached = verb.dep_ == "acl" and verb.tag_ == "VBN" and verb.lemma_ not in JUDGES | STOPS | UTTERS
    return reached or verb.lemma_ in OCCURS | EFFECTS | RAISES or _due(verb)


def _due(verb: Token) -> bool:
    """Say whether a verb only gives a time to its subject: "elections, which are due on Monday"."""
    return verb.lemma_ == "be" and any(c.lower_ in {"due", "scheduled", "set", "on"} for c in verb.children)


def _at(token: Token, noun: Token) -> bool:
    """Say whether an expression stands at an occasion itself or its participle: "at talks convened on Monday"."""
    for _ in range(STEPS):
        if token.head.i == token.i:
            return False
        token = token.head
        if token.i == noun.i:
            return True
        inner = token.pos_ in NOUNS and token.lemma_.lower() not in TIMES
        if inner or (token.pos_ in VERBS and not (token.dep_ in {"relcl", "acl"} and token.head.i == noun.i)):
            return False
    return False


def carries(verb: Token, noun: Token, status: Status) -> bool:
    """Say whether a noun's event happens when its verb does: "held talks on Monday", not "discussed the vote"."""
    if status in AHEAD and verb.tag_ != "VB" and verb.lemma_ not in OCCURS | LIGHT:
        return False  # "passed a resolution for a truce on Monday" does not say when the truce is to be
    if verb.lemma_ in JUDGES and noun.dep_ in {"dobj", "nsubjpass", "conj"}:
        return False
    if verb.lemma_ not in REPORTS:
        return True
    if noun.dep_ == "pobj" and noun.head.lower_ in WITHIN and noun.head.head.i == verb.i:
        return True  # "said in a meeting on Monday"
    own = any(c.dep_ == "poss" for c in noun.children)
    return own and noun.dep_ == "dobj" and verb.lemma_ in UTTERS and status not in AHEAD  # "announced his resignation"


def nearest(whens: list[When], token: Token) -> When:
    """Return the expression that stands nearest to a word."""
    return min(whens, key=lambda w: (abs(w.head - token.i), w.head))


def sharing(verb: Token) -> Token | None:
    """Return the verb above that tells the time of this one too, or None."""
    head = verb.head
    if verb.dep_ in SHARED and head.pos_ in VERBS:
        if verb.dep_ == "advcl" and any(
            c.dep_ == "mark" and c.lower_ not in SAME_TIME | {"until"} for c in verb.children
        ):
            return None
        if verb.dep_ == "conj" and _has(verb) and not _has(head) and head.tag_ == "VBD":
            return None  # "were wounded on Monday, and the army has sent troops"
        if verb.dep_ == "conj" and verb.tag_ in {"VBP", "VBZ"} and head.tag_ == "VBD":
            return None  # "initialled it on Tuesday but say that they will not sign"
        return head
    if verb.tag_ != "VBG":
        return None
    if verb.lemma_ in REPORTS and verb.dep_ in {"acl", "pcomp", "dep"}:
        return verb_above(verb)  # "was quoted as saying", "issued a statement saying"
    if verb.dep_ == "acl" and head.dep_ == "dobj" and head.head.pos_ in VERBS:
        return head.head  # "fired missiles targeting a base"
    return None


def _has(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ in {"has", "have", "'ve", "\u2019ve"} for c in verb.children)


def raised(noun: Token, verb: Token) -> Token:
    """Return what the subject of a verb of expecting does: "talks are expected to resume in May" resume."""
    if noun.dep_ in {"nsubj", "nsubjpass"} and verb.lemma_ in RAISES:
        for child in verb.children:
            words = (child, *child.children) if child.dep_ == "acomp" else (child,)
            for inner in words:
                if inner.dep_ == "xcomp" and inner.pos_ in VERBS:
                    return inner
    return verb


def antecedent(verb: Token) -> Token | None:
    """Return the noun at which a relative clause takes place: "a speech in which he said", "talks where they met"."""
    if verb.dep_ != "relcl" or verb.head.pos_ not in NOUNS:
        return None
    for child in verb.children:
        if child.lower_ == "where" or (
            child.dep_ == "prep" and child.lower_ in WITHIN and any(c.lower_ == "which" for c in child.children)
        ):
            return verb.head
    return None


def meanwhile(document: Document, verb: Token, whens: list[When]) -> list[When]:
    """Return the expressions of "speaking on Monday" and "at talks that began on Monday" for the verb beside them."""
    doing = {
        c.i
        for c in verb.children
        if c.dep_ == "advcl" and ((c.tag_ == "VBG" and c.i < verb.i) or any(m.lower_ in SAME_TIME for m in c.children))
    }
    found = [w for w in whens if clause_of(document, w) in doing] if doing else []
    if found:
        return found
    nouns = [n for p in verb.children if p.dep_ == "prep" and p.lower_ in WITHIN for n in p.children]
    return [w for w in whens if any(_at(document.doc[w.head], n) for n in nouns)]


def paper(document: Document, verb: Token, whens: list[When]) -> list[When]:
    """Return the expressions of the paper or occasion in which something is said: "in a report issued on Monday"."""
    found = []
    for when in whens:
        token = document.doc[when.head]
        for _ in range(STEPS):
            if token.i <= verb.i or token.head.i == token.i:
                break
            token = token.head
            if token.pos_ in NOUNS and token.lemma_.lower() in PAPERS:
                if token.dep_ == "pobj" and token.head.lower_ in WITHIN and token.i > verb.i:
                    found.append(when)
                break
    return found


def below_infinitive(document: Document, verb: Token, whens: list[When]) -> list[When]:
    """Return the past expressions of an infinitive below a verb: "announced his aim to win in Lima in 2009"."""
    today, found = document.article.published, []
    for when in whens:
        inner = document.doc[max(clause_of(document, when), 0)]
        aim = inner.head if inner.dep_ == "acl" else inner
        past = today is not None and when.moment.latest is not None and when.moment.latest <= today
        if past and inner.tag_ == "VB" and inner.dep_ in {"acl", "xcomp", "ccomp"} and aim.head.i == verb.i:
            found.append(when)
    return found
