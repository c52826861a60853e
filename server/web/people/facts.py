"""A fact as a page shows it: a sentence, its standing and date, who says so, and in which words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from ontology import terms
from ontology.facts import OCCURRED, STATUSES
from ontology.others import SCHEMA_URL
from server.search.rows import Standing
from server.web.people.nodes import Nodes, fetch, fetch_names, term_label
from server.web.people.wording import PILLS, SAID, When, headline, reading, resolved, sure, when

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import NamedNode

    from server.web.people.nodes import Data, Term


@dataclass(frozen=True, slots=True)
class Thing:
    """A node to link to: its IRI, label and shape ("person", "office", "org", "place", "state", "event" ...)."""

    iri: str
    label: str
    shape: str = ""
    pill: str = ""
    """Of an event that did not take place, or not yet: its standing."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence; with `thing` it is a link to it."""

    text: str
    thing: Thing | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The exact words that bear a claim, in their sentence: `before` + `text` + `after` is the sentence."""

    iri: str
    text: str
    before: str
    after: str
    begin: int
    end: int
    article: Thing
    published: When
    publisher: str
    original: str
    """Address of the words on the page of the publisher, "" where that is not known."""


@dataclass(frozen=True, slots=True)
class Said:
    """One claim: who says so (None: the article itself), with what standing, read how, in which words."""

    iri: str
    by: Thing | None
    status: str
    pill: str
    how: str
    sure: str
    words: tuple[Words, ...]
    when: When
    """The claim's own date where it gives one."""
    date_text: str
    """The expression of time as written, from which the date was resolved; "" where there is none."""
    date_words: str
    """How the date was resolved, in words."""


@dataclass(frozen=True, slots=True)
class Fact:
    """An event or a holding with its claims, newest article first."""

    iri: str
    shape: str
    label: str
    parts: tuple[Part, ...]
    kind: str
    status: str
    pill: str
    occurred: bool
    when: When
    said: tuple[Said, ...]
    """The claims, newest article first; in lists the newest of them alone."""
    claims: int = 0
    """How many claims there are in all."""
    sources: int = 0
    """How many articles say so."""
    told: When = When("")  # noqa: RUF009 - it is frozen
    """When the first article told of it: all that is known of a fact without a date."""
    quotes: tuple[str, ...] = ()
    title: str = ""
    phase: str = ""
    office: Thing | None = None
    holder: Thing | None = None

    @property
    def heading(self) -> str:
        """The label with a capital letter."""
        return self.label[:1].upper() + self.label[1:]

    @property
    def thing(self) -> Thing:
        """The fact as a thing to link to."""
        return Thing(self.iri, self.label, self.shape)

    @property
    def words(self) -> tuple[Words, ...]:
        """The words of all claims, each once."""
        return tuple(dict.fromkeys(words for said in self.said for words in said.words))


CLAIMS = 3
"""How many claims of a fact a list shows."""


def load(data: Data, iris: Iterable[str], most: int = CLAIMS, start: int = 0, claims_too: Iterable[str] = ()) -> Nodes:
    """Fetch events or holdings with their newest claims, words, articles, and the names of all they lead to.

    `most` is how many claims of each are fetched, from number `start` on; `claims_too` are wanted in any case.
    """
    facts = list(dict.fromkeys(iris))
    if not facts:
        return Nodes(())
    rows, lists = data.rows, data.lists
    triples = fetch(rows, facts)
    newest = (f"{data.base}id/claim/{claim}" for iri in facts for claim in lists.claims(iri, start, most))
    claims = fetch(rows, [*newest, *claims_too])
    words = fetch(rows, _targets(claims, terms.evidence))
    articles = fetch(rows, _targets(words, terms.article))
    known = [*triples, *claims, *words, *articles]
    subjects = {s for s, _, _ in known}
    others = {v.value for _, p, v in triples + claims if p in _LINKS} - subjects
    return Nodes([*known, *fetch_names(rows, others)], {iri: lists.standing(iri) for iri in facts})


def of(nodes: Nodes, iri: str) -> Fact:
    """Return a fact from loaded nodes."""
    shape = nodes.shape(iri) or "event"
    kind, status = nodes.leaf(iri), nodes.status(iri)
    label = nodes.label(iri)
    holding = shape == "holding"
    phase = next((p.removeprefix(terms.NS) for p in nodes.iris(iri, terms.phase)), "")
    if holding:
        span = when(nodes.text(iri, terms.seenFrom), nodes.text(iri, terms.seenTo))
    else:
        span = when(nodes.text(iri, terms.earliest), nodes.text(iri, terms.latest))
    said = claims_of(nodes, iri)
    told = nodes.standing.get(iri) or _standing(said)
    return Fact(
        iri=iri,
        shape=shape,
        label=headline(label),
        parts=linked(headline(label), [thing(nodes, i) for i in _named(nodes, iri)]),
        kind="Office held" if holding else term_label(kind).capitalize(),
        status=status,
        pill=pill(kind, status) if not holding else ("" if phase == "current" else phase),
        occurred=(phase != "future") if holding else status in OCCURRED,
        when=span,
        said=said,
        claims=told.claims,
        sources=told.articles,
        told=when(told.first, told.first),
        quotes=nodes.texts(iri, terms.quote),
        title=nodes.text(iri, terms.title),
        phase=phase,
        office=next((thing(nodes, i) for i in nodes.iris(iri, terms.office)), None),
        holder=next((thing(nodes, i) for i in nodes.iris(iri, terms.holder)), None),
    )


def _standing(said: tuple[Said, ...]) -> Standing:
    words = [words for one in said for words in one.words]
    days = [one.published.order for one in words if one.published]
    return Standing(len(said), len({one.article.iri for one in words}), min(days, default=""))


def thing(nodes: Nodes, iri: str) -> Thing:
    """Return a node as a thing to link to."""
    shape, label, status = nodes.shape(iri), nodes.label(iri), nodes.status(iri)
    if shape != "event":
        return Thing(iri, label, shape)
    return Thing(iri, headline(label), shape, "" if status in OCCURRED else PILLS.get(status, status))


def pill(kind: str, status: str) -> str:
    """Return what the pill beside an event says: its standing, or of a speech act that took place what it is."""
    return SAID.get(kind, "") if status == "happened" else PILLS.get(status, status)


def claims_of(nodes: Nodes, iri: str) -> tuple[Said, ...]:
    """Return the claims about an event or a holding: those of the newest article first."""
    found = [_said(nodes, claim) for claim in nodes.subjects(terms.about, iri)]
    return tuple(sorted(found, key=_order, reverse=True))


def linked(sentence: str, things: Iterable[Thing]) -> tuple[Part, ...]:
    """Return a sentence with the first place of each thing's label as a link; longer labels go first."""
    parts = [Part(sentence)]
    for one in sorted(set(things), key=lambda t: (-len(t.label), t.iri)):
        for at, part in enumerate(parts):
            begin = part.text.find(one.label) if part.thing is None and one.label else -1
            if begin >= 0:
                end = begin + len(one.label)
                new = [Part(part.text[:begin]), Part(part.text[begin:end], one), Part(part.text[end:])]
                parts[at : at + 1] = [p for p in new if p.text]
                break
    return tuple(parts)


def original(url: str, text: str) -> str:
    """Return the address of words on the publisher's page (a text fragment); "" unless the page is http or https."""
    if urlsplit(url).scheme not in {"http", "https"}:
        return ""
    words = text.split()
    ends = [" ".join(words[:5]), " ".join(words[-5:])] if len(words) > 12 else [" ".join(words)]
    # a hyphen would read as the mark of a prefix or suffix
    return f"{url}#:~:text={','.join(quote(end, safe='').replace('-', '%2D') for end in ends)}"


_LINKS = frozenset(
    p.value
    for p in (
        terms.agent,
        terms.recipient,
        terms.mediator,
        terms.participant,
        terms.place,
        terms.content,
        terms.respondsTo,
        terms.partOf,
        terms.holder,
        terms.office,
        terms.by,
    )
)


def _named(nodes: Nodes, iri: str) -> list[str]:
    predicates = (terms.participant, terms.place, terms.holder, terms.office)
    return [target for predicate in predicates for target in nodes.iris(iri, predicate)]


def _targets(triples: Iterable[tuple[str, str, Term]], predicate: NamedNode) -> set[str]:
    return {value.value for _, p, value in triples if p == predicate.value}


def _said(nodes: Nodes, claim: str) -> Said:
    by = next(iter(nodes.iris(claim, terms.by)), "")
    status = nodes.status(claim)
    return Said(
        iri=claim,
        by=thing(nodes, by) if by else None,
        status=status,
        pill=PILLS.get(status, status),
        how=reading(nodes.text(claim, terms.rule)),
        sure=sure(nodes.number(claim, terms.confidence)),
        when=when(nodes.text(claim, terms.earliest), nodes.text(claim, terms.latest)),
        date_text=nodes.text(claim, terms.dateText),
        date_words=resolved(
            nodes.text(claim, terms.dateText), nodes.text(claim, terms.dateRule), nodes.text(claim, terms.dateAnchor)
        ),
        words=tuple(sorted((words_of(nodes, e) for e in nodes.iris(claim, terms.evidence)), key=lambda w: w.begin)),
    )


def words_of(nodes: Nodes, iri: str) -> Words:
    """Return the words of a piece of evidence with their sentence and article."""
    text = nodes.text(iri, terms.text)
    sentence = nodes.text(iri, terms.sentence) or text
    at = max(sentence.find(text), 0)
    article = next(iter(nodes.iris(iri, terms.article)), "")
    published = nodes.text(article, terms.published)
    return Words(
        iri=iri,
        text=text,
        before=sentence[:at],
        after=sentence[at + len(text) :],
        begin=int(nodes.number(iri, terms.beginIndex)),
        end=int(nodes.number(iri, terms.endIndex)),
        article=Thing(article, nodes.label(article), "article"),
        published=when(published, published),
        publisher=nodes.text(article, terms.publisher),
        original=original(nodes.text(article, SCHEMA_URL), text),
    )


def _order(said: Said) -> tuple[str, int, str]:
    newest = max((words.published.order for words in said.words), default="")
    return newest, -STATUSES.index(said.status) if said.status in STATUSES else -9, said.iri
