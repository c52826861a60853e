"""Who holds which office: titles beside names, before and after, in lists; each as seen in this article."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.reading import Mention
from extractors.who.gazetteer import demonyms
from extractors.who.home import Home, state_of
from extractors.who.kinds import CORE, SOLE
from extractors.who.nations import Seen
from extractors.who.standing import sorted_out, stands_in
from extractors.who.titles import OWNERS, Title, honorific, titles
from extractors.who.whose import office
from ontology.facts import Claim, Entity, Holding, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extractors.document import Document
    from extractors.reading import Reading

CONFIDENCE = {"before": 0.92, "after": 0.9, "apart": 0.85, "list": 0.85, "predicate": 0.75, "later": 0.75}
"""How often a rule's holding is right; set from held-out articles."""

DESCRIBED = 5
"""Words that may describe somebody between a title and the name."""
_ASIDE = frozenset("currently formerly now then previously recently also".split())


@dataclass(frozen=True, slots=True)
class Link:
    """A title and the person whose it is; `begin` and `end` are the tokens of both; `rule` is where they stand."""

    title: Title
    person: Entity
    begin: int
    end: int
    rule: str


def offices(document: Document, reading: Reading, /) -> Iterator[Holding | Mention]:
    """Yield a holding for each title beside a name, and a mention for the title's noun."""
    yield from held(document, reading, beside(document, reading))


def held(document: Document, reading: Reading, links: Iterable[Link]) -> Iterator[Holding | Mention]:
    """Yield the holdings that titles and their persons make, in order, and a mention at each title's noun."""
    home = Home(document, reading)
    own: dict[Entity, Entity] = {}
    for holding in reading.all(Holding):
        if (state := state_of(holding.office.of)) is not None:
            own[holding.holder] = state
    links = sorted_out(document, tuple(links), titles(document, reading))
    for link in links:  # what a title says anywhere helps where another one says nothing
        whose = state_of(link.title.of) if link.title.of is not None else None
        if whose is not None and link.title.kind not in {"ambassador", "envoy"}:
            own.setdefault(link.person, whose)
    stated: defaultdict[str, dict[Entity, Entity]] = defaultdict(dict)
    kinds: defaultdict[Entity, set[str]] = defaultdict(set)
    for link in links:
        state = state_of(link.title.of) if link.title.of is not None else None
        kinds[link.person].add(link.title.kind)
        if link.title.kind in SOLE and link.title.phase == "current" and state is not None:
            stated[link.title.kind].setdefault(state, link.person)
    listed: Entity | None = None
    last = end = -1
    for link in links:
        title = link.title
        sentence = document.sentence_of(document.doc[title.start]).start
        if sentence != last:
            listed, last = None, sentence
        elif any(t.pos_ in {"VERB", "AUX"} for t in document.doc[end : title.start]):
            listed = None  # no list goes on over a verb
        end = link.end
        held_by = (pair for kind in kinds[link.person] for pair in stated[kind].items())
        others = frozenset(state for state, holder in held_by if holder != link.person)
        alone = title.phase == "current" and not stands_in(document, title)
        seen = Seen(listed, own, others if alone else frozenset())
        made = office(title, link.person, document, reading, home, seen)
        if document.doc[title.core].pos_ != "PROPN" or reading.at(title.core) is None:
            yield Mention(_span(document, title.start, title.end), title.core, (link.person,), "title")
        if made is None:
            continue
        state = state_of(made.of)
        if state is not None:
            own.setdefault(link.person, state)
            listed = state
        claim = Claim(
            "happened", (_span(document, link.begin, link.end),), f"office:{link.rule}", CONFIDENCE[link.rule]
        )
        yield Holding(link.person, made, title.phase, title.words, (claim,))


def beside(document: Document, reading: Reading) -> list[Link]:
    """Return the titles that stand beside a person's name, in the order of the text."""
    doc = document.doc
    starts, ends = persons_at(document, reading)
    found = titles(document, reading)
    links: dict[tuple[int, int], Link] = {}
    for n in range(len(found) - 1, -1, -1):
        title = found[n]
        if title.plural:
            for one in _listed(document, reading, title, starts):
                links.setdefault((one.begin, one.end), one)
            continue
        link = _near(document, reading, title, starts, ends)
        follower = found[n + 1] if n + 1 < len(found) else None
        if link is None and follower is not None and _chained(document, title, follower):
            chained = links.get((follower.start, follower.end))
            if chained is not None:
                link = Link(title, chained.person, title.start, chained.end, "list")
        if link is not None:
            links[title.start, title.end] = link
    for before, title in pairwise(found):
        first, second = links.get((before.start, before.end)), links.get((title.start, title.end))
        if first is not None and second is None and title.start == before.end + 1 and doc[before.end].lower_ == "and":
            links[title.start, title.end] = Link(title, first.person, first.begin, title.end, "list")
            if before.of is None and title.of is not None:
                whole = replace(before, of=title.of)
                links[before.start, before.end] = replace(first, title=whole)
    return sorted(links.values(), key=lambda k: (k.title.start, k.begin))


def persons_at(
    document: Document, reading: Reading
) -> tuple[dict[int, tuple[int, Entity]], dict[int, tuple[int, Entity]]]:
    """Return where names of persons stand: by the token of each one's start its end, by that of its end its start."""
    starts: dict[int, tuple[int, Entity]] = {}
    ends: dict[int, tuple[int, Entity]] = {}
    for mention in reading.all(Mention):
        if mention.rule == "name" and mention.entities[0].kind == "Person":
            words = document.doc.char_span(mention.span.begin, mention.span.end, alignment_mode="expand")
            if words is not None:
                starts[words.start] = (words.end, mention.entities[0])
                ends[words.end] = (words.start, mention.entities[0])
    return starts, ends


def _chained(document: Document, title: Title, follower: Title) -> bool:
    """Say whether a title goes on in the next: "AU chairperson President ...", "the head of X, Japan's envoy ..."."""
    doc = document.doc
    if doc[title.end : title.end + 1].text and doc[title.end].tag_ == "POS":
        return False  # "the president's aide, Ivan Petrov"
    if title.end == follower.start:
        return True
    if title.end + 1 != follower.start:
        return False
    if doc[title.end].lower_ == "and":
        return not title.definite
    apart = doc[title.end].text == "," and title.definite and title.of is not None
    return apart and doc[title.start - 1].pos_ != "ADP"


def _near(
    document: Document,
    reading: Reading,
    title: Title,
    starts: dict[int, tuple[int, Entity]],
    ends: dict[int, tuple[int, Entity]],
) -> Link | None:
    doc = document.doc
    n = title.end
    while n < len(doc) and (
        honorific(doc[n]) or doc[n].text in {'"', "\u201c"} or (doc[n].text == "." and n > title.end)
    ):
        n += 1
    if n < len(doc) and doc[n].text == "(":
        n = next((t.i + 1 for t in doc[n : n + 8] if t.text == ")" and t.i + 1 in starts), n)
    if n in starts:
        end, person = starts[n]
        return Link(_of_after(document, reading, title, end), person, title.start, end, "before")
    if title.end < len(doc) and doc[title.end].tag_ == "POS":
        return None  # "Solheim, the Secretary-General's Special Representative"
    left = title.start
    stated = title.of is not None or title.place is not None
    closes = stated or title.end >= len(doc) or doc[title.end].pos_ not in {"VERB", "AUX"}
    while left > 1 and doc[left - 1].lower_ in _ASIDE:
        left -= 1
    if closes and left > 1 and doc[left - 1].text in {",", "(", "\u2014", "\u2013", "-"} and left - 1 in ends:
        begin, person = ends[left - 1]
        listed = begin > 0 and doc[begin - 1].text == "," and doc[n : n + 1].text == "," and n + 1 in starts
        if not listed:  # "the foreign minister, A, its defence minister, B, and ..."
            return Link(title, person, begin, title.end, "after")
    if left in ends and title.kind == "legislator" and doc[title.core].text.isupper():
        begin, person = ends[left]
        return Link(title, person, begin, title.end, "after")
    n = _past_place(document, reading, n)
    if n < len(doc) and doc[n].text == "," and not doc[n].is_sent_start:
        m = _described(document, reading, n + 1, title, starts)
        if (
            m in starts
            and (title.definite or title.of is not None or doc[left].dep_ == "det")
            and not _owned(document, starts[m][0])
        ):
            end, person = starts[m]
            return Link(title, person, title.start, end, "apart")
    return None


def _past_place(document: Document, reading: Reading, n: int) -> int:
    """Return where a title goes on behind a place that it stands in: "the commander of the police in Hrodna, X"."""
    doc = document.doc
    if doc[n : n + 1].text in {"in", "at", "on"}:
        comma = next((t.i for t in doc[n + 1 : n + DESCRIBED] if t.text == ","), n)
        mention = reading.at(comma - 1) if comma > n else None
        if mention is not None and all(e.kind in {"City", "Region", "Place", "State"} for e in mention.entities):
            return comma
    return n


def _described(
    document: Document, reading: Reading, n: int, title: Title, starts: dict[int, tuple[int, Entity]]
) -> int:
    """Return where a name may begin after what describes its bearer: "its envoy, the Malian diplomat Sékou Diakité"."""
    doc = document.doc
    for m in range(n, min(n + DESCRIBED, len(doc))):
        token, mention = doc[m], reading.at(m)
        known = mention is not None and any(e.kind == "State" for e in mention.entities)
        if title.of is not None and title.of.kind == "State" and CORE.fullmatch(token.text):
            return n  # "the next US president, Russian president Dmitry Medvedev": somebody else
        if m in starts or not (
            honorific(token)
            or token.lower_ == "the"
            or known
            or f"{token.text}s" in demonyms()
            or (token.tag_ == "POS" and m > n)
            or (token.tag_ == "NN" and token.text.islower())
        ):
            return m
    return n


def _owned(document: Document, end: int) -> bool:
    """Say whether a name is another phrase's: "the minister, Smith's deputy"."""
    return end < len(document.doc) and document.doc[end].tag_ == "POS"


def _of_after(document: Document, reading: Reading, title: Title, end: int) -> Title:
    """Return the title with the state that follows the name: "President Abdel Fattah el-Sisi of Egypt"."""
    doc = document.doc
    if title.of is None and end + 1 < len(doc) and doc[end].lower_ == "of":
        from extractors.who.gazetteer import organisations, states  # noqa: PLC0415 - only here

        for words in (doc[end + 1 : end + 3].text, doc[end + 1].text):
            if (found := states().get(words) or organisations().get(words)) is not None:
                return replace(title, of=found)
        head = doc[end + 1].head if doc[end + 1].dep_ in {"compound", "det", "amod"} else doc[end + 1]
        mention = reading.at(head.i)
        if mention is not None and title.kind == "military-commander":
            return replace(title, of=next((e for e in mention.entities if e.kind in OWNERS), None))
        if mention is not None and title.kind in {"religious-leader", "governor-mayor"}:
            return replace(title, place=mention.entities[0])
    return title


def _listed(
    document: Document, reading: Reading, title: Title, starts: dict[int, tuple[int, Entity]]
) -> Iterator[Link]:
    """Yield "Presidents A of X and B of Y", "ministers A, B and C"."""
    doc = document.doc
    n = title.end
    said = [m for t in doc[title.core + 1 : title.end] if (m := reading.at(t.i)) is not None]
    owners = [e for m in said for e in m.entities if e.kind == "State"]
    if doc[n : n + 1].text == "," and owners:
        n += 1  # "The presidents of A and B, X and Y"
    while n < len(doc):
        if n not in starts:
            break
        end, person = starts[n]
        single = replace(title, plural=False)
        single = _of_after(document, reading, single, end)
        if owners:
            single = replace(single, of=owners.pop(0))
        yield Link(single, person, n, end, "list")
        n = end
        while (
            n < len(doc)
            and n not in starts
            and (
                doc[n].text == ","
                or doc[n].lower_ in {"and", "of", "the"}
                or reading.at(n) is not None
                or honorific(doc[n])
            )
        ):
            n += 1


def _span(document: Document, begin: int, end: int) -> Span:
    return document.span(document.doc[begin:end])
