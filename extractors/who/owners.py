"""Where the text says whose an office is, away from the title: a city, a subject before, a ministry told earlier."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.grammar import raw_subject
from extractors.lexicon import lexicon
from extractors.who.gazetteer import states
from extractors.who.home import state_of
from ontology.facts import Entity
from ontology.uris import slug

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading
    from extractors.who.titles import Title

BODIES = frozenset(
    {"Organization", "InternationalOrganization", "MediaOutlet", "ArmedGroup", "PoliticalParty", "ArmedForce"}
)
BACK = 300
"""Words back to the body that "its director" goes back to."""
_HOSTS = frozenset(
    {"Brussels", "Geneva", "Vienna", "New York", "London", "Paris", "Washington", "Davos", "Strasbourg", "Luxembourg"}
)
"""Cities where officials of all states speak."""
_MEETS = frozenset("meet see visit confer address brief consult discuss speak talk".split())
"""Verbs of those who come to where an official is, or hear him there."""
_TALKS = frozenset("talk discussion meeting consultation conversation negotiation".split())
_GATHERINGS = frozenset("summit conference meeting session assembly forum congress talk".split())
"""Nouns for what officials of many states come to."""
REACH = 4
"""Over how many words a preposition hangs on its verb."""


def there(title: Title, document: Document, reading: Reading) -> Entity | None:
    """Return the state of the city where an official of no named state is said to speak: "In Beijing a spokesman"."""
    return _around(title, document, reading, lambda verb, _: _speaks(verb) and not _others(verb, title))


def owning_body(title: Title, document: Document, reading: Reading) -> Entity | None:
    """Return the body that "its Swiss president" goes back to: the last subject before it, if that is no state."""
    pronoun = next((t for t in document.doc[title.start : title.core] if t.lower_ == "its"), None)
    if pronoun is None or title.plural:
        return None
    begin = max(document.sentence_of(pronoun).start - 60, 0)
    for token in reversed(document.doc[begin : pronoun.i]):
        mention = reading.at(token.i)
        told = mention.entities[0] if mention is not None and mention.entities else None
        if told is not None and told.kind == "State" and token.dep_ in {"nsubj", "nsubjpass"}:
            return None
        if token.dep_ in {"amod", "compound", "nmod", "appos"}:
            continue
        if told is None and token.dep_ in {"nsubj", "nsubjpass"} and token.pos_ == "NOUN":
            told = called(token, document, reading)
        if told is not None and told.kind in BODIES | {"GovernmentBody"}:
            return told
    return None


def called(noun: Token, document: Document, reading: Reading) -> Entity | None:
    """Return the body told before a noun that its name has: "the commission" after "the European Commission"."""
    word = noun.lemma_.lower()
    if not any(c.lower_ in {"the", "this", "that"} for c in noun.children):
        return None
    for token in reversed(document.doc[max(noun.i - BACK, 0) : noun.i]):
        mention = reading.at(token.i)
        if mention is None or mention.rule != "name":
            continue
        for entity in mention.entities:
            if entity.kind in BODIES | {"GovernmentBody"} and word in entity.name.lower().split():
                return entity
    return None


def speaks_for(title: Title, document: Document, reading: Reading) -> Entity | None:
    """Return the body whose spokesperson no name precedes: "the ministry's spokesman", "the union ..., a spokesman"."""
    if title.of is not None or title.place is not None:
        return None
    doc = document.doc
    left = [t.lemma_.lower() for t in doc[title.start : title.core]]
    noun = next((w for w in ("ministry", "department") if w in left), "")
    if noun:
        for token in reversed(doc[max(title.start - BACK, 0) : title.start]):
            mention = reading.at(token.i)
            if mention is None or (token.lemma_.lower() == noun and mention.rule != "name"):
                continue
            told = next((e for e in mention.entities if noun in e.name.lower().split()), None)
            if told is not None:
                return told
        return None
    sentence = document.sentence_of(doc[title.start])
    for token in doc[sentence.start : title.start]:
        mention = reading.at(token.i)
        if token.dep_ == "nsubj" and mention is not None and mention.rule == "name":
            return next((e for e in mention.entities if e.kind in BODIES | {"GovernmentBody"}), None)
    return None


def last_town(title: Title, document: Document, reading: Reading) -> Entity | None:
    """Return the town that was told last before a mayor of no named one."""
    for token in reversed(document.doc[max(title.start - BACK, 0) : title.start]):
        mention = reading.at(token.i)
        if mention is not None and mention.rule == "name" and mention.entities[0].kind == "City":
            return mention.entities[0]
    return None


def last_region(title: Title, document: Document, reading: Reading) -> Entity | None:
    """Return the region that was told last before a governor of no named one, in this paragraph or the one before."""
    doc = document.doc
    paragraph = document.paragraph_of(doc[title.start].idx)
    for token in reversed(doc[max(title.start - BACK, 0) : title.start]):
        if document.paragraph_of(token.idx) < paragraph - 1:
            return None
        mention = reading.at(token.i)
        if mention is not None and mention.rule == "name" and mention.entities[0].kind in {"Region", "Place"}:
            return mention.entities[0]
    return None


def host(title: Title, document: Document, reading: Reading) -> Entity | None:
    """Return the state of the city where an official is met: "met Prime Minister Thapa in Kathmandu"."""
    talks = _talks_with(title, document)

    def tells(verb: Token, at: int) -> bool:
        if verb.lemma_ in _MEETS and verb.i < title.start:
            return True
        if talks and at < title.start:
            return True
        return _speaks(verb) and raw_subject(verb) is not None and not _others(verb, title)

    return _around(title, document, reading, tells)


def _around(title: Title, document: Document, reading: Reading, tells: Callable[[Token, int], bool]) -> Entity | None:
    for token in document.sentence_of(document.doc[title.start]):
        if token.dep_ == "pobj" and token.head.lower_ == "in" and tells(_verb_over(token.head), token.i):
            mention = reading.at(token.i)
            city = mention.entities[0] if mention is not None else None
            if city is not None and city.kind in {"City", "State"} and city.name not in _HOSTS:
                return state_of(city)
    return None


def _verb_over(preposition: Token) -> Token:
    """Return the verb on which a preposition hangs, be it over nouns: "spoke | to the minister | in Lima"."""
    verb = preposition.head
    for _ in range(REACH):
        if verb.pos_ in {"VERB", "AUX"} or verb.lemma_.lower() in _GATHERINGS:
            break
        verb = verb.head
    return verb


def _others(verb: Token, title: Title) -> bool:
    """Say whether somebody else than the bearer of a title is the subject of a verb."""
    subject = raw_subject(verb)
    return (
        subject is not None
        and title.core not in {subject.i, *(t.i for t in subject.children)}
        and (subject.doc[title.core].head.i != subject.i)
    )


def _talks_with(title: Title, document: Document) -> bool:
    """Say whether somebody holds talks with an official: "In Lima she has discussions with the minister"."""
    over = document.doc[title.core].head
    for _ in range(REACH):
        if over.lower_ == "with":
            return over.head.lemma_.lower() in _TALKS
        over = over.head
    return False


def _speaks(verb: Token) -> bool:
    return any(t.speech for t in lexicon().get(("verb", verb.lemma_.lower()), ()))


def court(title: Title, document: Document, reading: Reading) -> Entity | None:
    """Return the court that was told last before a judge."""
    for token in reversed(document.doc[max(title.start - BACK, 0) : title.start]):
        mention = reading.at(token.i)
        if mention is not None and mention.rule == "name":
            found = next((e for e in mention.entities if re.search(r"\b(?:Court|Tribunal)\b", e.name)), None)
            if found is not None:
                return found
    return None


def ministry(title: Title, document: Document, reading: Reading) -> Entity | None:
    """Return the ministry that a spokesperson's title names with its state: "the Chinese foreign ministry"."""
    doc = document.doc
    head = next((t for t in doc[title.start : title.end] if t.lemma_.lower() in {"ministry", "department"}), None)
    if head is None or ((known := reading.at(head.i)) is not None and known.rule == "name"):
        return None
    left = [t for t in head.subtree if title.start <= t.i <= head.i and t.dep_ != "det"]
    mention = reading.at(left[0].i) if left and left[0].i == head.i - len(left) + 1 else None
    if mention is None:
        return None
    name = doc[left[0].i : head.i + 1].text
    return Entity("GovernmentBody", name, slug(name), within=state_of(mention.entities[0]))


def headlined(headline: str, person: Entity) -> Entity | None:
    """Return the state that the headline puts before a person's name: "Talks with Armenian Premier Petrosyan"."""
    surname = person.name.split()[-1]
    left, found, _ = headline.partition(surname)
    words = re.findall(r"[\w.\u2019'-]+", left)[-7:]
    if not found or not words:
        return None
    for size in (4, 3, 2, 1):
        for n in range(len(words) - size, -1, -1):
            name = re.sub(r"['\u2019]s?$", "", " ".join(words[n : n + size]))
            if name in states() and not {"and", "With", "with"} & set(words[n + size :]):
                return states()[name]
    return None


def possessor(title: Title, document: Document, reading: Reading) -> Entity | None:
    """Return the state that "its foreign minister" goes back to: the last one told as a subject, else the last one."""
    pronoun = next((t for t in document.doc[title.start : title.core] if t.lower_ in {"its", "their"}), None)
    if pronoun is None:
        return None
    listed = pronoun.head.dep_ in {"appos", "conj"}  # "the foreign minister of Peru, A, its defence minister, B"
    last: Entity | None = None
    begin = max(document.sentence_of(pronoun).start - 80, 0)
    for token in reversed(document.doc[begin : pronoun.i]):
        mention = reading.at(token.i)
        state = state_of(mention.entities[0]) if mention is not None and mention.entities else None
        listed = listed and token.pos_ not in {"VERB", "AUX"}
        if state is not None and (listed or token.dep_ in {"nsubj", "nsubjpass"}):
            return state
        last = last or state
    return last


def earlier(title: Title, document: Document, reading: Reading) -> Entity | None:
    """Return the body that "its director" or "the agency's chief" goes back to: the last one told in this paragraph."""
    if not title.definite:
        return None
    at = document.doc[title.start].idx
    paragraph = document.paragraph_of(at)
    left = document.doc[title.start : title.core]
    own = {t.lower_ for t in left if t.pos_ == "NOUN"}
    first = next((t for t in left if t.tag_ == "PRP$"), None)
    if first is not None:
        sentence = document.sentence_of(first)
        for token in document.doc[sentence.start : first.i]:
            mention = reading.at(token.i)
            body = (
                next((e for e in mention.entities if e.kind in BODIES | {"GovernmentBody"}), None) if mention else None
            )
            if body is not None:
                return body
    if first is not None and first.lower_ != "its":
        return None  # "their leader": of a crowd that has no name
    for token in reversed(document.doc[max(title.start - BACK, 0) : title.start]):
        mention = reading.at(token.i)
        if mention is None or document.paragraph_of(mention.span.begin) < paragraph - 1:
            continue
        for entity in mention.entities:
            if entity.kind in BODIES | {"GovernmentBody"} and (
                not own or own & {w.lower() for w in entity.name.split()}
            ):
                return entity
    return None
