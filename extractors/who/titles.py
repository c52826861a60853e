"""Titles in the text: the words, the kind of office, its phase, and whose office it is where the phrase says so."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.reading import Mention
from extractors.who.gazetteer import territories
from extractors.who.kinds import CORE, kind_of_core
from extractors.who.words import HONORIFICS, RANKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

    from extractors.document import Document
    from extractors.reading import Reading
    from ontology.facts import Entity, Phase

FORMER = frozenset(
    "former ex previous late then-president then former- retired ousted deposed disgraced sacked".split()
)
FUTURE = frozenset("incoming future next designate elect prospective".split())
_MODIFIERS = frozenset(
    "acting interim outgoing current incumbent new newly elected senior top chief deputy special vice assistant"
    " permanent late retiring veteran first second joint general caretaker transitional provisional"
    " de facto long-time longtime".split()
)
_SPEAKS = re.compile("spokes|advis", re.IGNORECASE)
"""Titles of those who speak for, or advise, somebody named."""
_MASTER = 7
"""In how many words a title, and the name of who has it, follow "a spokesman for"."""
_OF = frozenset("of for to at in from".split())
_GENERIC = frozenset("press ministry department government official chief spokesperson spokesman office".split())
"""Words that are nobody's name, in capitals beside a title: "the Ministry's Spokesman", "Press Secretary"."""
_NOUNISH = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
OWNERS = frozenset(
    "State Organization Government GovernmentBody ArmedForce ArmedGroup PoliticalParty InternationalOrganization"
    " MediaOutlet".split()
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title at tokens `[start, end)`, `core` being its head; `of` is whose office it is, where the phrase says so.

    `place` is a place that the phrase names ("mayor of London"), `definite` whether it has "the" or an owner.
    """

    start: int
    end: int
    core: int
    kind: str
    phase: Phase
    of: Entity | None
    words: str
    definite: bool
    plural: bool
    place: Entity | None = None


def titles(document: Document, reading: Reading) -> list[Title]:
    """Return the titles of an article, in order."""
    doc = document.doc
    begin = document.dateline.end if document.dateline else 0
    found: list[Title] = []
    named = person_tokens(document, reading)
    for match in _matches(document.article.text, begin):
        words = doc.char_span(match.start(), match.end(), alignment_mode="expand")
        if words is None or (found and words.start < found[-1].end) or not _is_title(doc, words.end):
            continue
        longer = reading.at(words[-1].i)
        if words.start in named or (
            longer is not None
            and longer.rule == "name"
            and longer.span.end > match.end()
            and longer.entities[0].kind not in {"Person", "State"}
        ):
            continue  # "Chief Executives Board": part of a longer name
        left = found[-1].end if found else 0
        title = _title(document, reading, match, (words.start, words.end), left, named)
        if title.of is None and title.start == left and doc[left].tag_ == "POS" and found:
            # "the Russian president's aide", "the Secretary-General's Special Representative"
            whose = found[-1]
            title = replace(title, start=whose.start, of=whose.of, definite=True)
        found.append(title)
    return found


@functools.lru_cache(maxsize=2)
def _matches(text: str, begin: int) -> tuple[re.Match[str], ...]:
    """Return the words of titles in a text; kept, for three extractors in turn ask for those of one article."""
    return tuple(CORE.finditer(text, begin))


def person_tokens(document: Document, reading: Reading) -> frozenset[int]:
    """Return the indices of all tokens that stand in a person's name."""
    found: set[int] = set()
    for mention in reading.all(Mention):
        if mention.rule == "name" and mention.entities[0].kind == "Person":
            words = document.doc.char_span(mention.span.begin, mention.span.end, alignment_mode="expand")
            found.update(t.i for t in words or ())
    return frozenset(found)


def _is_title(doc: Doc, end: int) -> bool:
    head = doc[end - 1]
    if head.pos_ not in {"NOUN", "PROPN", "ADJ"} and not head.text.isupper():
        return False
    return not (end < len(doc) and doc[end].text == "-" and doc[end + 1 : end + 2].text not in {"elect", "designate"})


def _title(
    document: Document, reading: Reading, match: re.Match[str], at: tuple[int, int], most: int, named: frozenset[int]
) -> Title:
    doc = document.doc
    start, end = at
    left = start
    of: Entity | None = None
    phase: Phase = "current"
    definite = False
    place: Entity | None = None
    kind = kind_of_core(match)
    for token in _leftwards(doc, start, reading, max(most, start - 12), named):
        left = token.i
        word = token.lower_.strip("-")
        if word in FORMER:
            phase = "former"
        elif word in FUTURE or word == "next":
            phase = "future"
        definite = definite or token.dep_ == "poss" or token.tag_ in {"POS", "PRP$", "WP$"} or word == "the"
        mention = reading.at(token.i)
        place = place or next(
            (t for n in (2, 1) if (t := territories().get(doc[max(left + 1 - n, 0) : left + 1].text))), None
        )
        if mention is not None:
            found = next((e for e in mention.entities if e.kind in OWNERS and not _names_title(e)), None)
            place = place or next((e for e in mention.entities if e.kind in {"City", "Region", "Place"}), None)
            if of is None or (found is not None and found.kind == "State" and kind in {"envoy", "ambassador"}):
                of = found or of
    for token in doc[start:end]:
        inner = reading.at(token.i)
        if of is None and inner is not None:
            of = next((e for e in inner.entities if e.kind in OWNERS), None)
    after = doc[end : end + 2]
    if len(after) == 2 and after[0].text == "-" and after[1].lower_ in {"elect", "designate"}:
        phase, end = "future", end + 2
    elif len(after) and after[0].lower_ in {"designate", "elect", "nominee"}:
        phase, end = "future", end + 1
    owner, right, end = _rightwards(doc, end, reading, match.group(), named)
    place = right or place
    if (
        owner is not None
        and (
            of is None
            or kind in {"spokesperson", "organisation-head", "party-leader"}
            or (owner.kind == "State" and of.kind != "State" and "minister" in kind)
        )
        and not (kind in {"ambassador", "envoy"} and of is not None)
    ):
        of = owner
    words = document.article.text[match.start() : doc[end - 1].idx + len(doc[end - 1])]
    core = _core(doc, start, end, match)
    plural = doc[core].tag_ in {"NNS", "NNPS"} and match.group().lower() not in {"mps", "meps"}
    return Title(left, end, core, kind, phase, of, " ".join(words.split()), definite, plural, place)


def _core(doc: Doc, start: int, end: int, match: re.Match[str]) -> int:
    """Return the head noun of the matched words: "minister" in "minister for foreign affairs"."""
    last = match.end()
    inside = [t for t in doc[start:end] if t.idx < last and t.pos_ in _NOUNISH]
    words = {t.i for t in inside}
    return next((t.i for t in inside if t.head.i not in words), inside[-1].i if inside else start)


def _leftwards(doc: Doc, start: int, reading: Reading, most: int, named: frozenset[int]) -> Iterator[Token]:
    for n in range(start - 1, most - 1, -1):
        token = doc[n]
        mention = reading.at(n)
        if n in named or token.ent_type_ in {"DATE", "TIME"}:
            return
        if token.is_space or (token.is_sent_start and token.is_punct):
            return
        if token.dep_ == "det" or token.tag_ in {"PRP$", "WP$"}:
            yield token
            return
        known = mention is not None or bool(token.ent_type_)
        if (token.text == ")" and n + 1 == start) or token.text == "(":
            continue
        if not (
            known
            or token.pos_ in _NOUNISH
            or token.tag_ == "POS"
            or token.text in {"-", "\u2013"}
            or token.lower_ in FORMER | _MODIFIERS
        ):
            return
        if token.pos_ == "NOUN" and CORE.fullmatch(token.text):
            return
        yield token
        if token.is_sent_start:
            return


def _rightwards(
    doc: Doc, end: int, reading: Reading, words: str, named: frozenset[int]
) -> tuple[Entity | None, Entity | None, int]:
    """Return whose office a phrase after the title says it is, a place in it, and where the title ends."""
    owner: Entity | None = None
    place: Entity | None = None
    portfolio = bool(re.search(r"(?:of|for) $", words + " ")) and words.lower().endswith((" of", " for"))
    n = end
    if not portfolio:
        if doc[n : n + 1].text == "(" and doc[n + 2 : n + 3].text == ")":
            n += 3
        if n >= len(doc) or doc[n].lower_ not in _OF or doc[n].pos_ == "VERB":
            return None, None, end
        preposition = doc[n].lower_
        n += 1
        if _SPEAKS.search(words) and (master := _masters(doc, n, named)) is not None:
            whose = (e for t in master if (m := reading.at(t.i)) is not None for e in m.entities if e.kind == "State")
            return next(whose, None), None, end
    else:
        preposition = "of"
    stop = n
    while n < min(len(doc), end + 14):
        token = doc[n]
        mention = reading.at(n)
        if n in named:
            break
        if token.text == "(" and doc[n + 2 : n + 3].text == ")":
            n += 3  # "for the Democratic People's Republic of Korea (DPRK)"
            continue
        if (
            token.pos_ in {"VERB", "AUX", "PRON", "SCONJ"}
            or token.is_space
            or token.text in {",", ";", ":", "(", ".", '"', "\u201c"}
        ):
            break
        if token.pos_ == "ADP" and token.lower_ not in {"of", "for"}:
            break
        if (
            n > stop
            and not token.ent_type_
            and CORE.match(token.text)
            and token.text[:1].isupper()
            and token.pos_ != "ADJ"
        ):
            break
        to = preposition == "to" and "advis" in words.lower()
        if mention is not None and owner is None and (to or preposition in {"of", "for", "at"}):
            owner = next(
                (e for e in mention.entities if e.kind in OWNERS and not _names_title(e) and e.name != "State"),
                None,
            )
            if owner is not None and n + 1 < len(doc) and doc[n + 1].tag_ == "POS":
                owner = None  # "NATO's International Security Assistance Force": the last one owns
        if mention is not None and place is None:
            place = next((e for e in mention.entities if e.kind in {"City", "Region", "Place"}), None)
        n += 1
    while n > stop and doc[n - 1].pos_ in {"ADP", "CCONJ", "DET", "PART"}:
        n -= 1
    return owner, place, n if n > stop else end


def _masters(doc: Doc, start: int, named: frozenset[int]) -> Words | None:
    """Return the title of a person named next: "(a spokesman for) the Peruvian president | Ida Friis"."""
    name = next((n for n in range(start + 1, min(start + _MASTER, len(doc))) if n in named), 0)
    words = doc[start:name] if name and start not in named else None
    return words if words is not None and any(m.end() == len(words.text) for m in CORE.finditer(words.text)) else None


def _names_title(entity: Entity) -> bool:
    """Say whether spaCy took a title for a body: "National Security Advisor"."""
    if _GENERIC.issuperset(entity.name.lower().split()):
        return True
    return any(m.end() == len(entity.name) for m in CORE.finditer(entity.name))


def honorific(token: Token) -> bool:
    """Say whether a word between a title and the name may be passed over: "Dr.", "Mr", "General"."""
    return token.lower_.rstrip(".") in HONORIFICS | RANKS
