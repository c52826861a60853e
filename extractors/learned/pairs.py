"""What says whether a mention takes part in an event, and on which side."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractors.grammar import carrier, clause_verb, first_conjunct, raw_subject
from extractors.happenings.roles import roles
from extractors.happenings.same import SPEECH
from extractors.learned.view import MUTUAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from spacy.tokens import Token

    from extractors.happenings.status import Standing
    from extractors.learned.view import View
    from extractors.lexicon import Trigger
    from extractors.reading import Mention


_UP = 3
"""So many verbs above an event's word are asked for their subjects and objects."""
_PARTS = {"nsubj": "subject", "nsubjpass": "passive subject", "dobj": "object", "dative": "object"}


class Pair(NamedTuple):
    """A mention that may take part in an event, with its features; `token` is its head."""

    token: int
    names: tuple[str, ...]


def participants(
    view: View, i: int, trigger: Trigger, stand: Standing, kinds: Mapping[int, str]
) -> list[tuple[Mention, Pair]]:
    """Return the mentions that may take part in an event, each with what says how."""
    t = view.doc[i]
    agents, recipients = roles(t, trigger, view.reading)
    speaker = view.speaker(i)
    subject = raw_subject(t if t.pos_ in {"VERB", "AUX"} else carrier(t) or clause_verb(t) or t)
    parent = stand.content_of if stand.content_of in kinds else None
    upper = (
        roles(view.doc[parent], view.trigger(parent, kinds[parent]), view.reading) if parent is not None else ((), ())
    )
    found = []
    number, recent, above = view.sentence(i), view.recent(i), governors(t)
    for m in view.near(i):
        names = pair(view, t, m.head, trigger.type)
        entity = m.entities[0]
        group = class_of(trigger.type)
        names += [
            f"kind={entity.kind}/{group}",
            f"mention={m.rule}",
            f"count={min(view.counts[entity], 5)}",
            f"seenfirst={view.first[entity] == m.head}",
        ]
        if len(m.entities) > 1:
            names.append("several")
        names += [
            f"kind={entity.kind}/{trigger.type}",
            f"recent={min(recent.get(entity, 9), 5)}/{group}",
            f"weight={min(view.weight[entity], 4)}/{group}",
        ]
        names += [
            f"subject of sentence {back}/{group}"
            for back in (0, 1, 2)
            if number >= back and view.subjects[number - back] == entity
        ]
        if view.subjects[0] == entity:
            names.append(f"subject of the first/{group}")
        names += [f"{part} {n} above/{group}" for n, part, other in above if other == m.head]
        for role, members in (("agent", agents), ("recipient", recipients)):
            if any(e in members for e in m.entities):
                names += [
                    f"rules={role}",
                    f"rules={role}/{group}",
                    f"rules={role}/{trigger.type}",
                    f"rules={role}/{trigger.pos}",
                ]
        if not any(e in agents or e in recipients for e in m.entities):
            names.append(f"rules=none/{bool(agents)}/{bool(recipients)}/{group}")
        for role, members in zip(("agent", "recipient"), upper, strict=True):
            if any(e in members for e in m.entities):
                names += [f"upper={role}", f"upper={role}/{trigger.type}", f"upper={role}/{kinds[parent or 0]}"]
        if subject is not None and m.head == subject.i:
            names += [f"subject/{group}/{t.pos_}", f"subject/{trigger.type}"]
        if speaker is not None and speaker in m.entities:
            names += [f"speaker/{group}", f"speaker/{trigger.type}"]
        found.append((m, Pair(m.head, tuple(dict.fromkeys(names)))))
    return found


def governors(t: Token) -> list[tuple[int, str, int]]:
    """Return the subjects and objects of the verbs above a token: how many verbs up, which part, and its index."""
    found = []
    steps = 0
    for verb in t.ancestors:
        if verb.pos_ not in {"VERB", "AUX"}:
            continue
        steps += 1
        if steps > _UP:
            break
        found += [(steps, _PARTS[c.dep_], c.i) for c in verb.children if c.dep_ in _PARTS]
    return found


def pair(view: View, t: Token, other: int, kind: str) -> list[str]:
    """Return what says how another token stands to the one that tells an event of a type."""
    o = view.doc[other]
    group = class_of(kind)
    gap = view.sentence(other) - view.sentence(t.i)
    side = "after" if other > t.i else "before"
    far = abs(other - t.i)
    names = [
        f"gap={gap}",
        f"gap={gap}/{group}",
        f"{side}={_bucket(far) if gap == 0 else 'x'}",
        f"dep={o.dep_}/{gap == 0}",
        f"type={kind}",
    ]
    if gap == 0:
        path = _path(t, o)
        names += [f"path={path}", f"path={path}/{group}", f"path={path}/{kind}", f"steps={path.count(' ')}/{side}"]
        if o.dep_ in {"pobj", "conj"}:
            prep = first_conjunct(o).head
            names += [f"prep={prep.lower_}/{group}", f"prep={prep.lower_}/{kind}"]
    else:
        names.append(f"dep={o.dep_}/{gap}/{o.head.dep_ == 'ROOT'}")
    return names


def class_of(kind: str) -> str:
    """Return what a type of event is, as far as participants, days and places go: speech, mutual or act."""
    return "speech" if kind in SPEECH else "mutual" if kind in MUTUAL else "act"


def _bucket(far: int) -> int:
    return next(n for n in (1, 2, 3, 5, 8, 13, 21, 10_000_000) if far <= n)


def _path(a: Token, b: Token) -> str:
    """Return the arcs from one token to another of the same sentence, up then down; long ones are cut short."""
    up: dict[int, list[str]] = {}
    node = a
    arcs: list[str] = []
    for _ in range(30):
        up[node.i] = list(arcs)
        if node.head.i == node.i:
            break
        arcs.append(f"<{node.dep_}")
        node = node.head
    node = b
    down: list[str] = []
    for _ in range(30):
        if node.i in up:
            path = [*up[node.i], *reversed(down)]
            return " ".join(path) if len(path) <= 5 else f"long {min(len(path), 9)}"
        if node.head.i == node.i:
            break
        down.append(f">{node.dep_}" + (f":{node.lower_}" if node.dep_ in {"prep", "agent"} else ""))
        node = node.head
    return "apart"


def around(view: View, t: Token, other: int) -> Iterator[str]:
    """Say how the passage of an event and the one that tells of its day or place stand to each other."""
    a, b = view.document.paragraph_of(t.idx), view.document.paragraph_of(view.doc[other].idx)
    yield f"paragraphs={max(-3, min(3, b - a))}"
    if view.sentence(other) == 0:
        yield "in the lead"
    if t.i in view.quoted:
        yield f"quoted/{other in view.quoted}"
    elif other in view.quoted:
        yield "that is quoted"


def verb_of(t: Token) -> Token | None:
    """Return the verb of a token's clause: itself, the one that carries it, or the one above."""
    return t if t.pos_ in {"VERB", "AUX"} else carrier(t) or clause_verb(t)
