"""The examples of the frames are their tests: reading each gives the facts that it names."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.document import Document, parse
from extractors.happenings import events
from extractors.lexicon import Example, FrameError, Trigger, frames, lexicon
from extractors.reading import Mention, Reading
from ontology.facts import Article, Entity, Event
from ontology.terms import BY_NAME

TRIGGERS, EXAMPLES = frames()
KINDS = {"PERSON": "Person", "GPE": "State", "ORG": "Organization", "NORP": "Community"}
GROUPS = {"police", "students", "army", "troops", "spokeswoman", "ministry", "president", "general", "minister", "king"}
GROUPS |= {"governor", "commission"}


def named(document: Document) -> Iterator[Mention]:
    """Mentions by spaCy's names alone, so that frames are tested without the rooms that resolve references."""
    for token in document.doc:
        if token.pos_ == "PROPN" and token.dep_ != "compound" and token.ent_type_ not in {"DATE", "TIME"}:
            name = " ".join(t.text for t in token.subtree if t.i == token.i or t.dep_ == "compound").split(
                "President "
            )[-1]
            kind = KINDS.get(token.ent_type_, "Person")
            yield Mention(document.span(token), token.i, (Entity(kind, name, name),), "name")
        if token.lower_ in GROUPS:
            group = Entity("Group", token.text, token.text, local=True)
            yield Mention(document.span(token), token.i, (group,), "group")


def read(text: str) -> list[Event]:
    document = parse(Article(text))
    return list(events(document, Reading().plus(named(document))))


def line(event: Event) -> str:
    agents = ", ".join(e.name for e in event.agents)
    recipients = ", ".join(e.name for e in event.recipients)
    return (
        f"{event.type} {event.status}" + (f": {agents}" if agents else "") + (f" -> {recipients}" if recipients else "")
    )


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.type}: {e.text[:40]}")
def test_an_example_gives_its_facts(example: Example) -> None:
    lines = [line(event) for event in read(example.text)]
    for fact in example.facts:
        assert any(told.startswith(fact) for told in lines), f"no {fact!r} in {lines}"


def test_every_frame_is_a_class_of_the_ontology() -> None:
    assert {t.type for t in TRIGGERS} <= set(BY_NAME)
    assert {t.type for t in TRIGGERS} == {e.type for e in EXAMPLES}, "a frame without an example"


def test_there_are_many_triggers() -> None:
    assert len({(t.pos, t.words) for t in TRIGGERS}) >= 250


def test_no_word_tells_two_types_on_the_same_terms() -> None:
    seen: dict[tuple[object, ...], Trigger] = {}
    for t in TRIGGERS:
        other = seen.setdefault((t.pos, t.words, t.needs, t.every, t.objects, t.excludes, t.modifiers, t.last), t)
        assert other.type == t.type or "Statement" in {t.type, other.type}, f"{t.words}: {other.type} and {t.type}"


def test_the_narrower_trigger_comes_first() -> None:
    for rows in lexicon().values():
        assert [t.weight for t in rows] == sorted((t.weight for t in rows), reverse=True)


def test_an_unknown_key_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "odd.toml").write_text('type = "Visit"\n[[row]]\nverbs = ["visit"]\nrecipient = ["to"]\n')
    monkeypatch.setattr("extractors.lexicon.FOLDER", tmp_path)
    frames.cache_clear()
    try:
        with pytest.raises(FrameError, match=r"odd\.toml: unknown recipient"):
            frames()
    finally:
        frames.cache_clear()
