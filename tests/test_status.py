"""What tense, modality, negation and the words above make of an event."""

import pytest
from test_frames import read

CASES = (
    ("France attacked Chad.", "Attack", "happened"),
    ("France will attack Chad.", "Attack", "planned"),
    ("France did not attack Chad.", "Attack", "didNotHappen"),
    ("France could attack Chad.", "Attack", "hypothetical"),
    ("If France attacks Chad, the border will close.", "Attack", "hypothetical"),
    ("France is bombing Chad.", "Attack", "ongoing"),
    ("France reportedly attacked Chad.", "Attack", "claimed"),
    ("France wants to attack Chad.", "Attack", "sought"),
    ("France failed to attack Chad.", "Attack", "didNotHappen"),
    ("France threatened to attack Chad.", "Attack", "hypothetical"),
    ("France denied that it attacked Chad.", "Attack", "denied"),
    ("France alleged that Chad attacked Niger.", "Attack", "claimed"),
    ("France said that Chad attacked Niger.", "Attack", "happened"),
    ("France condemned the attack on Chad.", "Attack", "happened"),
    ("France called for talks with Chad.", "Consultation", "sought"),
    ("France cancelled talks with Chad.", "Consultation", "didNotHappen"),
    ("France held talks with Chad.", "Consultation", "happened"),
    ("France is holding talks with Chad.", "Consultation", "ongoing"),
    ("France will hold talks with Chad.", "Consultation", "planned"),
    ("France and Chad agreed to hold talks.", "Consultation", "planned"),
    ("Talks between France and Chad continued.", "Consultation", "ongoing"),
    ("France is expected to hold talks with Chad.", "Consultation", "planned"),
    ("France stressed the importance of talks with Chad.", "Consultation", "sought"),
    ("France refused to release Omar Khalil.", "Concession", "didNotHappen"),
    ("France pledged to release Omar Khalil.", "Concession", "planned"),
    ("France urged Chad to release Omar Khalil.", "Concession", "sought"),
)


@pytest.mark.parametrize(("text", "kind", "status"), CASES, ids=[c[0] for c in CASES])
def test_the_status_is_what_the_words_say(text: str, kind: str, status: str) -> None:
    assert status in [event.status for event in read(text) if event.type == kind], [
        (e.type, e.status) for e in read(text)
    ]


@pytest.mark.parametrize("verb", ["refused", "wants", "plans", "threatened", "failed", "promised"])
def test_what_is_not_done_never_happened(verb: str) -> None:
    """The law: no infinitive under a verb of wish, plan, threat or refusal is told as done."""
    told = [e for e in read(f"France {verb} to attack Chad.") if e.type == "Attack"]
    assert told
    assert all(e.status != "happened" for e in told)
