"""What tense, modality, negation and the words above make of an event."""

import pytest
from test_frames import read

from extractors import pipeline
from ontology.facts import Article

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
    ("The rebels demanded that Chad accept a truce and withdraw its troops from Bol.", "Withdrawal", "sought"),
    ("France urged Chad to release Omar Khalil.", "Concession", "sought"),
    ("France has been bombing Chad since May.", "Attack", "ongoing"),
    ("France was bombing Chad when the rain came.", "Attack", "happened"),
    ("France must not attack Chad.", "Attack", "didNotHappen"),
    ("France should attack Chad.", "Attack", "sought"),
    ("France is expected to attack Chad.", "Attack", "planned"),
    ("France is preparing to attack Chad.", "Attack", "planned"),
    ("France was prevented from attacking Chad.", "Attack", "didNotHappen"),
    ("France reserves the right to attack Chad.", "Attack", "hypothetical"),
    ("France is able to attack Chad.", "Attack", "hypothetical"),
    ("France sent ships to protect Chad from attacks by rebels.", "Attack", "hypothetical"),
    ("There are no reports that France attacked Chad.", "Attack", "hypothetical"),
    ("The reports that France attacked Chad caused panic.", "Attack", "claimed"),
    ("France is believed to have attacked Chad.", "Attack", "claimed"),
    ("France is accused of attacking Chad.", "Attack", "claimed"),
    ("France has no intention of attacking Chad.", "Attack", "denied"),
    ("No state has attacked Chad.", "Attack", "didNotHappen"),
    ("France left without attacking Chad.", "Attack", "didNotHappen"),
    ("France stopped short of attacking Chad.", "Attack", "didNotHappen"),
    ("Talks between France and Chad ended without an agreement.", "Agreement", "didNotHappen"),
    ("Talks between France and Chad are due on Monday.", "Consultation", "planned"),
    ("Talks between France and Chad, which are due on Monday, matter.", "Consultation", "planned"),
    ("France prepared for talks that open in Chad next Tuesday.", "Consultation", "planned"),
    ("A fresh round of talks between France and Chad opens on Monday.", "Consultation", "planned"),
    ("The court annulled a referendum called for May 3.", "Election", "planned"),
    ("Talks between France and Chad were to have resumed on Monday.", "Consultation", "didNotHappen"),
    ("France put off talks with Chad.", "Consultation", "didNotHappen"),
    ("Talks between France and Chad have been shelved.", "Consultation", "didNotHappen"),
    ("A ceasefire is a priority for Chad.", "Agreement", "sought"),
    ("France was the first to attack Chad.", "Attack", "happened"),
    ("Anyone who attacks Chad will pay for it.", "Attack", "hypothetical"),
    ("Rumours that France had attacked Chad proved false.", "Attack", "didNotHappen"),
    ("Attempts to reach an agreement with Chad failed.", "Agreement", "didNotHappen"),
    ("France insists on talks under an accord signed in 2000 with Chad.", "Agreement", "happened"),
    ("France travels to Chad next week.", "Visit", "planned"),
    ("France is said to be bombing Chad.", "Attack", "claimed"),
    ("France charged Chad with carrying out raids on Niger.", "Attack", "claimed"),
    ("France demanded that Omar Khalil be released.", "Concession", "sought"),
    ("The withdrawal of France from Chad did not help the town.", "Withdrawal", "happened"),
    ("France has repeatedly threatened Chad.", "Threat", "happened"),
    ("Unless France attacks Chad, the road stays open.", "Attack", "hypothetical"),
    ("Chad called on France not to attack Niger.", "Attack", "didNotHappen"),
    ("France condemned Russia's war against Ukraine.", "Attack", "ongoing"),
    ("France refused to talk because of the attack on Chad.", "Attack", "happened"),
    ("In a phone call with Chad, France promised to wait.", "Call", "happened"),
    ("France will travel to Chad to discuss trade.", "Visit", "planned"),
    ("France visited Chad to hold talks with Niger.", "Consultation", "planned"),
    ("The planned talks with Chad worry France.", "Consultation", "planned"),
    ("The proposed talks with Chad worry France.", "Consultation", "sought"),
    ("France postponed talks with Chad.", "Consultation", "didNotHappen"),
    ("No talks were held with Chad.", "Consultation", "didNotHappen"),
    ("France hopes for talks with Chad.", "Consultation", "sought"),
    ("France rejected talks with Chad.", "Consultation", "didNotHappen"),
    ("France announced the withdrawal of its troops from Chad.", "Withdrawal", "planned"),
    ("France would withdraw its troops from Chad, Macron said.", "Withdrawal", "planned"),
    ("France failed to release Omar Khalil.", "Concession", "didNotHappen"),
    ("France may release Omar Khalil.", "Concession", "hypothetical"),
    ("France proposed an amnesty.", "Concession", "sought"),
    ("A failed coup shook Chad.", "Violence", "happened"),
    ("France offered its condolences to Chad.", "Endorsement", "happened"),
    ("France continues to train soldiers in Chad.", "Aid", "ongoing"),
    ("France trains soldiers in Chad.", "Aid", "ongoing"),
    ("France threatened Chad with sanctions.", "Sanction", "hypothetical"),
    ("The election in Chad was postponed.", "Election", "didNotHappen"),
    ("The election in Chad will be held in May.", "Election", "planned"),
    ("France wants Chad to sign the agreement.", "Agreement", "sought"),
    ("France has yet to sign the agreement.", "Agreement", "didNotHappen"),
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


CLAIMS = (
    ("Ukraine said that Russia attacked Kyiv.", "claimed"),
    ("Ukraine said that Russia had attacked its ports.", "claimed"),
    ("Ukraine condemned the attack by Russia.", "happened"),
    ("Norway said that Russia attacked Chad.", "happened"),
)


@pytest.mark.parametrize(("text", "status"), CLAIMS, ids=[c[0] for c in CLAIMS])
def test_only_an_adversary_claims(text: str, status: str) -> None:
    """What a party says that its adversary did to it is claimed; what a third party reports happened."""
    found = pipeline.read(Article(text), reader="rules").events
    assert status in [e.status for e in found if e.type == "Attack"], [(e.type, e.status) for e in found]
