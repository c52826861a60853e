"""Acts that answer others: whom one rejects who "dismissed the allegation" or, accused, "denied it"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.grammar import child

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from extractors.happenings.same import Told
    from extractors.happenings.sides import Sides
    from ontology.facts import Entity

ANSWERING = frozenset({"Rejection", "Endorsement"})
"""Types whose act may answer another's."""
_BLAME = frozenset({"Accusation"})
_WISH = frozenset({"Demand", "Pledge"})
ANSWERED: dict[str, frozenset[str]] = {
    **dict.fromkeys("accusation allegation charge claim criticism complaint report suggestion".split(), _BLAME),
    **dict.fromkeys(
        "call demand request appeal proposal offer invitation plan idea initiative pressure".split(), _WISH
    ),
    **dict.fromkeys("threat warning ultimatum".split(), frozenset({"Threat"})),
    **dict.fromkeys("statement remark comment speech".split(), frozenset({"Statement", "Accusation"})),
}
"""What nouns name as what is answered: the types of the earlier act."""
BACK = 12
"""How many acts back the one that is answered may stand."""
NEAR = 4
"""How many sentences back."""


def answered(doc: Doc, told: Sequence[tuple[int, Told]], sides: Sides) -> list[tuple[int, Told]]:
    """Return the tellings, in order; an act that answers an earlier one is aimed at who did that.

    The object names the earlier act ("dismissed the allegation"), or nothing does and the one who denies was accused.
    """
    found = list(told)
    for n, (at, telling) in enumerate(found):
        event = telling.event
        if event.type not in ANSWERING or event.recipients or not event.agents or not event.handle.isdigit():
            continue
        before = [t for _, t in found[max(n - BACK, 0) : n] if telling.sentence - t.sentence <= NEAR]
        aimed = _author(doc[int(event.handle)], telling, before, sides)
        if aimed:
            found[n] = at, replace(telling, event=replace(event, recipients=aimed))
    return found


def _author(word: Token, telling: Told, before: Sequence[Told], sides: Sides) -> tuple[Entity, ...]:
    noun = child(word, "dobj", "nsubjpass")
    agents = telling.event.agents
    wanted = ANSWERED.get(noun.lemma_.lower()) if noun is not None and noun.pos_ == "NOUN" else None
    bare = telling.event.type == "Rejection" and (noun is None or noun.pos_ == "PRON")
    for told in reversed(before):
        event = told.event
        if not event.agents or sides.same(event.agents, agents):
            continue
        if wanted is not None and event.type in wanted:
            return event.agents
        if bare and event.type == "Accusation" and sides.same(event.recipients, agents):
            return event.agents
    return ()
