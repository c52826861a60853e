"""Unnamed actors: the government, the country, the agency, and groups such as "senior Syrian officials"."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.reading import Mention
from extractors.who.gazetteer import capitals, states
from extractors.who.holders import Holders
from extractors.who.home import Home, state_of
from extractors.who.kinds import SOLE
from extractors.who.lists import examples, named_in, self_named, split
from extractors.who.phrases import Phrase, phrase_of
from extractors.who.titles import Title, person_tokens, titles
from extractors.who.words import FEW
from ontology.facts import Entity, Holding, Office
from ontology.uris import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extractors.document import Document
    from extractors.reading import Reading

RECENT = 60
"""How many bodies, or groups of the same noun, back a phrase may go."""
_GOVERNMENT = frozenset({"government", "govt"})
_COUNTRY = frozenset({"country", "nation", "kingdom", "republic", "homeland", "state"})
_BODIES = frozenset(
    {
        "Organization",
        "InternationalOrganization",
        "MediaOutlet",
        "ArmedGroup",
        "PoliticalParty",
        "ArmedForce",
        "GovernmentBody",
    }
)
_NAMED = frozenset("organisation organization group movement militia party network bloc alliance coalition".split())
"""Nouns behind the name of what they are: "the Abu Sayyaf group"."""
_SOME = frozenset("all both several many other most various certain some few".split())
"""Words that make even "countries" a set of actors."""


def groups(document: Document, reading: Reading, /) -> Iterator[Mention]:
    """Yield a mention for each noun phrase that means somebody without a name."""
    doc = document.doc
    home = Home(document, reading)
    holders = Holders(document, reading)
    by_core = {t.core: t for t in titles(document, reading)}
    named = person_tokens(document, reading)
    clusters: defaultdict[str, list[_Cluster]] = defaultdict(list)
    waiting: list[tuple[Phrase, _Cluster]] = []
    begin = document.dateline.end if document.dateline else 0
    bodies: list[tuple[int, Entity]] = [
        (m.span.begin, e) for m in reading.all(Mention) for e in m.entities if e.kind in _BODIES
    ]
    for token in doc:
        if (
            token.idx < begin
            or token.i in named
            or reading.at(token.i) is not None
            or token.dep_ in {"compound", "amod"}
        ):
            continue
        title = by_core.get(token.i)
        if (
            title is not None
            and not title.plural
            and (person := holders.of(title)) is not None
            and token.dep_ != "appos"
        ):
            yield Mention(document.span(doc[title.start : title.end]), token.i, (person,), "office")
            continue
        phrase = phrase_of(token)
        if phrase is None:
            continue
        if several := split(token):
            yield Mention(phrase.span, token.i, several, "group")
            continue
        named_ = examples(token, reading)
        if len(named_) > 1:
            yield Mention(phrase.span, token.i, named_, "examples")
            continue
        if _generic(token, phrase):
            continue
        entity = (
            _apposed(token, reading)
            or self_named(token, reading)
            or _state(token, phrase, reading, home)
            or _body(token, phrase, bodies)
        )
        if entity is not None:
            yield Mention(phrase.span, token.i, (entity,), "metonym")
            continue
        known = clusters[phrase.lemma]
        cluster = next((c for c in reversed(known[-RECENT:]) if c.takes(phrase)), None)
        if cluster is None:
            cluster = _Cluster(phrase)
            known.append(cluster)
        cluster.add(phrase)
        if title is not None and (meant := _sole(title)) is not None:
            cluster.incumbent = meant
        waiting.append((phrase, cluster))
    for phrase, cluster in waiting:
        entities = (cluster.entity(), *named_in(doc[phrase.head], reading))
        yield Mention(phrase.span, phrase.head, tuple(dict.fromkeys(entities)), "group")


@dataclass(slots=True)
class _Cluster:
    """Phrases that mean the same group; the fullest names it."""

    best: Phrase
    incumbent: Office | None = None

    def takes(self, phrase: Phrase) -> bool:
        if phrase.lemma != self.best.lemma or phrase.plural != self.best.plural:
            return False
        a, b = phrase.modifiers, self.best.modifiers
        return a == b or (a <= b and (phrase.definite or phrase.plural)) or (b <= a and not b and phrase.definite)

    def add(self, phrase: Phrase) -> None:
        if len(phrase.modifiers) > len(self.best.modifiers):
            self.best = replace(phrase, kind=self.best.kind)

    def entity(self) -> Entity:
        known = {"Person", "Group"}
        world = self.best.kind not in known and any(
            w.capitalize() in states() or w.upper() in states() for w in self.best.modifiers
        )
        found = Entity(self.best.kind, self.best.name, slug(self.best.name), local=not world)
        return replace(found, incumbent=self.incumbent) if self.best.kind == "Person" else found


def _sole(title: Title) -> Office | None:
    """Return the office by which "the Peruvian foreign minister" means somebody, where one person holds it."""
    state = title.of if title.of is not None and title.of.kind == "State" else None
    if state is None or title.plural or title.phase != "current" or title.kind not in SOLE:
        return None
    return Office(title.kind, state)


def _generic(token: Token, phrase: Phrase) -> bool:
    """Say whether a phrase means nobody: "no country", "a company", "any group"."""
    if any(c.lower_ in {"no", "any", "every", "each", "what", "which", "another"} for c in token.children):
        return True
    acts = phrase.plural and (token.dep_ == "nsubj" or any(c.lower_ in _SOME for c in token.children))
    return (
        phrase.lemma in FEW
        and not acts
        and not phrase.modifiers
        and not phrase.definite
        and phrase.span.end - phrase.span.begin < 12
    )


def _apposed(token: Token, reading: Reading) -> Entity | None:
    """Return whom the name beside a phrase names: "Garang's party, the Liberation Movement"."""
    beside = [c for c in token.children if c.dep_ == "appos"]
    if token.lemma_.lower() in _NAMED:
        beside += [c for c in token.children if c.dep_ == "compound" and c.i == token.i - 1]
    if token.dep_ == "appos":
        beside.append(token.head)
    for other in beside:
        mention = reading.at(other.i)
        if (
            mention is not None
            and mention.rule == "name"
            and mention.entities[0].kind not in {"City", "Region", "Place", "State"}
        ):
            return mention.entities[0]
    return None


def _state(token: Token, phrase: Phrase, reading: Reading, home: Home) -> Entity | None:
    if phrase.lemma in {"authority", *_GOVERNMENT} and (seat := _seat(token, reading)) is not None:
        return seat
    if phrase.plural:
        return None
    if phrase.lemma == "side":
        owner = _owner(token, reading)
        return owner if owner is not None and owner.kind == "State" else None  # "the Turkish side denied it"
    if phrase.lemma in _GOVERNMENT:
        owner = _owner(token, reading)
        if owner is not None:
            own = (state_of(h.office.of) for h in reading.all(Holding) if h.holder == owner)
            return owner if owner.kind == "State" else next((s for s in own if s is not None), None)
        return (
            home.near(token.idx) if phrase.definite and not phrase.modifiers - {"new", "current", "central"} else None
        )
    if phrase.lemma == "state" and phrase.definite and len(phrase.modifiers) == 1:
        return owner if (owner := _owner(token, reading)) is not None and owner.kind == "State" else None
    if phrase.lemma in _COUNTRY and phrase.definite and phrase.lemma != "state" and len(phrase.modifiers) < 2:
        owned = any(c.dep_ == "poss" and c.tag_ != "PRP$" for c in token.children)
        return home.near(token.idx) if not owned and not any(c.lower_ == "of" for c in token.children) else None
    return None


def _seat(token: Token, reading: Reading) -> Entity | None:
    """Return the state in whose capital authorities sit: "the authorities in Harare"."""
    for c in token.children:
        if c.dep_ == "prep" and c.lower_ == "in" and c.i == token.i + 1:
            city = next((g for g in c.children if g.dep_ == "pobj"), None)
            mention = reading.at(city.i) if city is not None else None
            if mention is not None and mention.entities[0].name in capitals():
                return capitals()[mention.entities[0].name]
    return None


def _owner(token: Token, reading: Reading) -> Entity | None:
    """Return the state in a phrase: "Syria's new government", "the Turkish government", "the government of Chad"."""
    for c in token.children:
        inside = (
            [c]
            if c.dep_ in {"poss", "amod", "compound", "nmod"}
            else [g for g in c.children if c.lower_ == "of" and g.dep_ == "pobj"]
        )
        for t in inside:
            mention = reading.at(t.i)
            if mention is not None and mention.entities:
                return state_of(mention.entities[0]) or mention.entities[0]
    return None


def _body(token: Token, phrase: Phrase, bodies: list[tuple[int, Entity]]) -> Entity | None:
    """Return the body that "the agency" or "the council" goes back to."""
    if not phrase.definite or phrase.plural or phrase.modifiers:
        return None
    last = bisect_left(bodies, token.idx, key=lambda pair: pair[0])
    bodies = bodies[max(last - RECENT, 0) : last]
    for at, body in reversed(bodies):
        if at < token.idx and phrase.lemma in (body.key.replace("organisation", "organization").split("-")):
            return body
    if phrase.lemma in {
        "organisation",
        "organization",
        "group",
        "agency",
        "body",
        "party",
        "movement",
        "union",
        "alliance",
    }:
        wanted = {"party": {"PoliticalParty"}, "group": {"ArmedGroup", "Organization", "PoliticalParty"}}.get(
            phrase.lemma
        )
        for at, body in reversed(bodies):
            if (
                at < token.idx
                and (wanted is None or body.kind in wanted)
                and body.kind not in {"GovernmentBody", "MediaOutlet"}
            ):
                return body
    return None
