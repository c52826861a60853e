"""Every expression of time in an article, and the days that it means."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from extractors.reading import When
from extractors.when.context import Context
from extractors.when.grammar import BOUND, RULES
from extractors.when.resolve import resolve
from extractors.when.tense import looks_ahead, verb_above
from ontology.facts import Moment, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Span as Words
    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading
    from extractors.when.calendar import Interval

RELATIVE = frozenset({"same", "following", "apart", "since-then", "earlier-in", "day-beside"})
"""Rules that count from the expression told before."""
ABSOLUTE = frozenset({"iso-day", "month-of-year", "year-range", "year", "decade", "season"})
"""Rules that need no day to count from, so that none is named as their anchor."""
HAPPENINGS = frozenset("election talk attack protest accord vote riot negotiation bombing killing games clash".split())
_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|since|by|until|till|during|of|from|before|after|to|for|and|around|through|early|late|mid|year)\s|[(])$",
    re.IGNORECASE,
)


YEARLESS = frozenset({"day", "day-british", "month"})
HALF_A_YEAR = 182
FAR = 1
"""How many paragraphs on "the next day" may count from a day."""
ENDS = re.compile(r"the end of|end of", re.IGNORECASE)


def moments(document: Document, reading: Reading, /) -> Iterable[When]:  # noqa: ARG001 - an extractor's signature
    """Yield the expressions of time that can be resolved, in the order of the text.

    Where the day of publication is not known, expressions that count from it yield nothing.
    """
    published = document.article.published
    known: Interval | None = None
    told: Interval | None = None
    paragraph = -1
    for rule, match, words in _expressions(document):
        if document.paragraph_of(match.start()) > paragraph + FAR:
            known = None
        head = words.root
        from_told = rule == "since-then" or (rule in RELATIVE and match.groupdict().get("u") in {"year", "month"})
        context = Context(published, looks_ahead(head), told if from_told else known)
        days = resolve(rule, _groups(match), context)
        if days is None or days == (None, None):
            continue
        groups = _groups(match)
        told = days
        if days[0] is not None and days[0] == days[1] and rule not in ABSOLUTE:
            known, paragraph = days, document.paragraph_of(match.start())
        anchor = known[0] if rule in RELATIVE and known else None if rule in ABSOLUTE or groups.get("y") else published
        begin, name = match.start(), rule
        bound = None if _owns(words) else BOUND.search(document.article.text, max(0, begin - 30), begin)
        if bound is not None and rule != "span-of":
            bounded = _bounded(bound["bound"].lower(), _nearer(bound["bound"], rule, groups, context, days), match[0])
            if bounded is not None:
                days, begin, name = bounded, bound.start(), f"{bound['bound'].lower().replace(' ', '-')}-{rule}"
        span = Span(begin, match.end())
        text = span.of(document.article.text)
        yield When(span, head.i, Moment(days[0], days[1], text, name, anchor, span))


def reread(document: Document, when: When, *, ahead: bool | None) -> Moment | None:
    """Resolve an expression once more, without a bound before it, in a clause that looks ahead (True) or back (False).

    With `ahead` None the direction stays as it was. None is returned where it cannot be read that way.
    """
    old, text = when.moment, document.article.text
    for rule, pattern in RULES:
        if rule in RELATIVE or not (old.rule == rule or old.rule.endswith(f"-{rule}")):
            continue
        match = pattern.search(text, when.span.begin, when.span.end)
        if match is None or match.end() != when.span.end:
            continue
        direction = looks_ahead(document.doc[when.head]) if ahead is None else ahead
        days = resolve(rule, _groups(match), Context(document.article.published, direction))
        if days is None or days == (None, None):
            return None
        span = Span(match.start(), match.end())
        return Moment(days[0], days[1], span.of(text), rule, old.anchor, span)
    return None


def _nearer(bound: str, rule: str, groups: dict[str, str], context: Context, days: Interval) -> Interval:
    """Return the day to come instead of one long past, where no year is told: "by January 20", said in December."""
    today = context.published
    told = groups.get("y") or groups.get("rel") or bound.lower() not in {"until", "till", "by", "before"}
    if today is None or rule not in YEARLESS or told or not days[1]:
        return days
    ahead = resolve(rule, groups, Context(today, ahead=True)) if (today - days[1]).days > HALF_A_YEAR else None
    return ahead or days


def _groups(match: re.Match[str]) -> dict[str, str]:
    return {name: value or "" for name, value in match.groupdict().items()}


def _parted(match: re.Match[str]) -> bool:
    """Say whether words such as "the start of" or "the year" make a year of a number."""
    return bool(match.groupdict().get("part")) or "the year" in match[0].lower()


def _bounded(word: str, days: Interval, said: str) -> Interval | None:
    first, last = days
    if word in {"since", "as of"}:
        return (first, None) if first else None
    if word in {"until", "till", "by"}:
        return (None, last) if last else None
    if word in {"before", "prior to", "ahead of"}:
        return (None, last if ENDS.match(said) else first) if first else None
    if word in {"after", "following"}:
        return (last, None) if last else None
    return None


def _expressions(document: Document) -> Iterator[tuple[str, re.Match[str], Words]]:
    """Yield the longest expressions that do not overlap, with the tokens that they cover."""
    text = document.article.text
    found = chain.from_iterable(
        ((m.start(), -m.end(), n, rule, m) for m in pattern.finditer(text)) for n, (rule, pattern) in enumerate(RULES)
    )
    end, dateline = 0, document.dateline
    for begin, last, _, rule, match in sorted(found, key=lambda f: f[:3]):
        if begin < end or (dateline is not None and begin < dateline.end):
            continue  # the day of a dateline is that of the report
        words = document.doc.char_span(begin, -last, alignment_mode="expand")
        if words is None or not _is_time(rule, match, words, text):
            continue
        end = -last
        yield rule, match, words


def _is_time(rule: str, match: re.Match[str], words: Words, text: str) -> bool:
    """Tell an expression of time from a name, a verb or a number that looks like one."""
    first = words[0]
    if rule == "month":
        name = match["m"]
        bare = match.group(0) == name
        if words.root.pos_ not in {"PROPN", "NOUN"} or any(
            t.ent_type_ in {"PERSON", "ORG", "FAC", "GPE"} for t in words
        ):
            return False
        before = text[max(0, match.start() - 10) : match.start()]
        dated = words.root.ent_type_ == "DATE" or re.search(
            r"\b(?:in|since|until|by|of|from|during|for|last)\s$", before
        )
        return bool(dated) if bare and name in {"May", "March", "August", "April", "June"} else True
    if rule in {"year", "year-range"} and not _parted(match):
        following = words[-1].nbor(1) if words[-1].i + 1 < len(words.doc) else None
        if (
            following is not None
            and following.tag_ == "NNS"
            and words[-1].head.i == following.i
            and first.ent_type_ != "DATE"
        ):
            return False  # "2000 troops"
        if following is not None and words[-1].head.i == following.i and _is_year_of(following, first):
            return True
        labelled = first.ent_type_ in {"DATE", "EVENT"} or words[-1].ent_type_ in {"DATE", "EVENT"}
        return labelled or bool(_BEFORE_YEAR.search(text, max(0, match.start() - 12), match.start()))
    if rule == "span-of":  # "eight months of talks", not "a day of rain"
        return match["n"].lower() not in {"a", "an"}
    if rule == "for-long":  # "has refused for five weeks", not "will speak for an hour" or "was jailed for ten years"
        verb = verb_above(words.root)
        return verb is not None and any(c.dep_ == "aux" and c.lower_ in {"has", "have"} for c in verb.children)
    if rule == "today":  # "USA Today" is a newspaper
        named = first.text[0].isupper() and not first.is_sent_start and first.i > 0 and first.nbor(-1).pos_ == "PROPN"
        return not named and not any(t.ent_type_ in {"ORG", "PRODUCT", "WORK_OF_ART"} for t in words)
    return True


def _is_year_of(noun: Token, year: Token) -> bool:
    """Say whether a number before a noun is a year: "the 2015 summit", "its 2011 elections"."""
    before = year.nbor(-1) if year.i > 0 else None
    definite = before is not None and (before.lower_ in {"the", "a", "that", "this"} or before.dep_ in {"poss", "case"})
    return definite and (noun.tag_ == "NN" or noun.lemma_.lower() in HAPPENINGS)


def _owns(words: Words) -> bool:
    """Say whether the expression is no adverbial but part of a noun phrase: "Sunday's vote", "the 2015 deal"."""
    root = words.root
    after = words.doc[words.end] if words.end < len(words.doc) else root
    if after.pos_ in {"NOUN", "PROPN"} and after.is_ancestor(root):  # "following the June 20 elections"
        return True
    return root.dep_ in {"poss", "compound", "nummod", "amod", "nmod"} and root.head.pos_ in {"NOUN", "PROPN"}
