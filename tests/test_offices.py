"""Offices read from sentences: a title beside a name, apart from it, in lists, in predicates; whose, and in which phase."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.pipeline import read
from ontology.facts import Article

CASES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Kenya's foreign minister, Grace Wanja, landed in Peru and met Prime Minister Julio Salas in Lima.",
        ("Grace Wanja foreign-minister Kenya current", "Julio Salas head-of-government Peru current"),
    ),
    (
        "Kenya will receive the foreign minister of Peru, Rosa Quispe, and its defence minister, Julio Salas.",
        ("Rosa Quispe foreign-minister Peru current", "Julio Salas defence-minister Peru current"),
    ),
    (
        "Spain and Peru agreed on fish. President Rosa Quispe signed in Madrid.",
        ("Rosa Quispe head-of-state Peru current",),
    ),
    (
        "The United States thanked Kenya. Kenya was glad. Foreign Minister Grace Wanja flew to the United States.",
        ("Grace Wanja foreign-minister Kenya current",),
    ),
    (
        "Danish Foreign Minister Lars Holm flew home after lunch with Prime Minister Julio Salas of Peru.",
        ("Lars Holm foreign-minister Denmark current", "Julio Salas head-of-government Peru current"),
    ),
    (
        "Abdul Karim, general secretary of the mill workers' federation, spoke.",
        ("Abdul Karim organisation-head mill workers' federation current",),
    ),
    (
        "The nurses' guild balked. The nurses' guild's president, Rosa Quispe, spoke.",
        ("Rosa Quispe organisation-head nurses' guild current",),
    ),
    (
        "The African Union's envoy, the Malian diplomat Seydou Keita, spoke.",
        ("Seydou Keita envoy African Union current",),
    ),
    (
        "Danish Foreign Minister Lars Holm called his Kenyan opposite number, Grace Wanja.",
        ("Lars Holm foreign-minister Denmark current", "Grace Wanja foreign-minister Kenya current"),
    ),
    (
        "Danish Foreign Minister Lars Holm stayed. His deputy, Ida Friis, went.",
        ("Lars Holm foreign-minister Denmark current", "Ida Friis deputy-minister Denmark current"),
    ),
    (
        "Kenyan Foreign Minister Grace Wanja came. Minister Wanja spoke.",
        ("Grace Wanja foreign-minister Kenya current",),
    ),
    ("Secretary-General Ban Ki-moon wept.", ("Ban Ki-moon organisation-head United Nations current",)),
    (
        "The Danish reshuffle replaces nobody, but has Ida Friis MP as Minister for Trade.",
        ("Ida Friis legislator Denmark current", "Ida Friis other-minister Denmark future"),
    ),
    (
        "Morocco's Minister of Foreign Affairs and Cooperation, Driss Alami, spoke.",
        ("Driss Alami foreign-minister Morocco current",),
    ),
    ("UN mediator Lars Holm left.", ("Lars Holm envoy UN current",)),
    ("LIMA (Agency) - Water Minister Rosa Quispe spoke.", ("Rosa Quispe other-minister Peru current",)),
    ("Peru mourned. The union president, Rosa Quispe, spoke.", ()),
    ("The Peruvian president's aide, Julio Salas, spoke.", ("Julio Salas other-office Peru current",)),
    ("Washington's ambassador, Paul Reed, spoke.", ("Paul Reed ambassador United States current",)),
    (
        "A spokeswoman for the Danish foreign ministry, Petra Holm, spoke.",
        ("Petra Holm spokesperson Danish foreign ministry current",),
    ),
    (
        "Danish prime minister Lars Holm spoke. His predecessor, Ida Friis, wept.",
        ("Lars Holm head-of-government Denmark current", "Ida Friis head-of-government Denmark former"),
    ),
    ("Rwandan President Ha Seung-min spoke.", ("Ha Seung-min head-of-state Rwanda current",)),
    ("Ghanaian Trade Minister Kofi Mensah-Addo spoke.", ("Kofi Mensah-Addo other-minister Ghana current",)),
    (
        "Foreign Secretary Ranjit Deka of India flew to Dhaka.",
        ("Ranjit Deka deputy-minister India current",),
    ),
    ("India protested. Foreign Secretary Ranjit Deka said so.", ("Ranjit Deka deputy-minister India current",)),
    ("Peru's junior trade minister Rosa Quispe spoke.", ("Rosa Quispe deputy-minister Peru current",)),
    (
        "Deputy Prime Minister and Minister of Foreign Affairs Rosa Quispe of Peru met traders.",
        ("Rosa Quispe deputy-head Peru current", "Rosa Quispe foreign-minister Peru current"),
    ),
    ("Peru's central bank governor, Rosa Quispe, spoke.", ("Rosa Quispe other-office Peru current",)),
    ("Peru voted. Prosecutor General Rosa Quispe spoke.", ("Rosa Quispe other-office Peru current",)),
    (
        "Solomon Islands Prime Minister Peter Lavaka spoke.",
        ("Peter Lavaka head-of-government Solomon Islands current",),
    ),
    (
        "The World Health Organization refused. Its Danish president, Ida Friis, wept.",
        ("Ida Friis organisation-head World Health Organization current",),
    ),
    (
        "The European Commission is reading it, a spokesman, Lars Holm, said.",
        ("Lars Holm spokesperson European Commission current",),
    ),
    ("Traders wept in Lyon. Mayor Jeanne Petit left.", ("Jeanne Petit governor-mayor Lyon current",)),
    (
        "It was told by Ida Friis, the Secretary-General's Special Representative.",
        ("Ida Friis envoy United Nations current",),
    ),
    (
        "Ida Friis, economic adviser to the Peruvian president, left.",
        ("Ida Friis other-office Peru current",),
    ),
    (
        "Danish prime minister Lars Holm saw his Peruvian counterpart Rosa Quispe.",
        ("Lars Holm head-of-government Denmark current", "Rosa Quispe head-of-government Peru current"),
    ),
    (
        "Finance Minister Lars Holm of Denmark submitted his resignation.",
        ("Lars Holm finance-minister Denmark current",),
    ),
    (
        "Danish Prime Minister Ida Friis sacked Planning Minister Lars Holm on Tuesday.",
        ("Ida Friis head-of-government Denmark current", "Lars Holm other-minister Denmark former"),
    ),
    (
        "Peru waited. Ida Friis, who has led the Green Party since May, spoke.",
        ("Ida Friis party-leader Green Party current",),
    ),
    ("The Green Party, led by Ida Friis, walked out.", ("Ida Friis party-leader Green Party current",)),
    ("In Peru the opposition, led by Julio Salas, walked out.", ("Julio Salas party-leader Peru current",)),
    ("It was said by First Minister of Scotland Ida Friis.", ("Ida Friis head-of-government Scotland current",)),
    (
        "British Secretary of State for Defence Ned Barlow said so.",
        ("Ned Barlow defence-minister United Kingdom current",),
    ),
    ("Denmark waited. The Faroese premier, Ida Friis, spoke.", ("Ida Friis head-of-government Faroe Islands current",)),
    ("Ida Friis led the Danish delegation.", ()),
    ("Lars Holm may lead the Green Party.", ()),
    ("The ousted Peruvian president, Julio Salas, fled.", ("Julio Salas head-of-state Peru former",)),
    (
        "Danish finance minister Lars Holm saw his Peruvian colleague, Rosa Quispe.",
        ("Lars Holm finance-minister Denmark current", "Rosa Quispe finance-minister Peru current"),
    ),
    ("Kenya voted. In Lima a spokesman, Julio Salas, said it was good.", ("Julio Salas spokesperson Peru current",)),
    ("Kenyan President Amina Otieno arrived in Kampala on Monday.", ("Amina Otieno head-of-state Kenya current",)),
    ("President Amina Otieno of Kenya met traders.", ("Amina Otieno head-of-state Kenya current",)),
    ("The president of Kenya, Amina Otieno, met traders.", ("Amina Otieno head-of-state Kenya current",)),
    ("Amina Otieno, the Kenyan president, met traders.", ("Amina Otieno head-of-state Kenya current",)),
    ("Kenya's president, Amina Otieno, met traders.", ("Amina Otieno head-of-state Kenya current",)),
    ("Former Peruvian president Julio Salas was detained.", ("Julio Salas head-of-state Peru former",)),
    ("Julio Salas, a former president of Peru, was detained.", ("Julio Salas head-of-state Peru former",)),
    ("Ex-President Julio Salas of Peru was detained.", ("Julio Salas head-of-state Peru former",)),
    ("Then-Prime Minister Petra Novak of Slovenia signed it.", ("Petra Novak head-of-government Slovenia former",)),
    ("Slovenia's president-elect, Petra Novak, spoke.", ("Petra Novak head-of-state Slovenia future",)),
    ("President-elect Petra Novak of Slovenia spoke.", ("Petra Novak head-of-state Slovenia future",)),
    ("Incoming Slovenian Foreign Minister Petra Novak spoke.", ("Petra Novak foreign-minister Slovenia future",)),
    ("Vietnamese Deputy Foreign Minister Tran Van Hoa spoke.", ("Tran Van Hoa deputy-minister Vietnam current",)),
    ("Vice President Rosa Quispe of Bolivia spoke.", ("Rosa Quispe deputy-head Bolivia current",)),
    ("Bolivia's deputy prime minister, Rosa Quispe, spoke.", ("Rosa Quispe deputy-head Bolivia current",)),
    ("Danish Defence Minister Lars Holm said troops would go.", ("Lars Holm defence-minister Denmark current",)),
    ("Lars Holm, Denmark's minister of defence, said so.", ("Lars Holm defence-minister Denmark current",)),
    ("The Danish interior minister, Lars Holm, resigned.", ("Lars Holm interior-minister Denmark former",)),
    ("Finance Minister Lars Holm of Denmark resigned.", ("Lars Holm finance-minister Denmark former",)),
    ("Egypt's Minister of Irrigation, Hoda Mansour, left.", ("Hoda Mansour other-minister Egypt current",)),
    ("Egyptian Trade Minister Hoda Mansour left.", ("Hoda Mansour other-minister Egypt current",)),
    ("Minister of Foreign Affairs Hoda Mansour of Egypt left.", ("Hoda Mansour foreign-minister Egypt current",)),
    (
        "Chadian foreign minister Issa Brahim, defence minister Ali Saleh and intelligence chief Moussa Deby came.",
        (
            "Issa Brahim foreign-minister Chad current",
            "Ali Saleh defence-minister Chad current",
            "Moussa Deby intelligence-chief Chad current",
        ),
    ),
    (
        "The head of Chad's intelligence service, Moussa Abakar, came.",
        ("Moussa Abakar intelligence-chief Chad current",),
    ),
    ("Japan's national security adviser, Ken Mori, agreed.", ("Ken Mori security-adviser Japan current",)),
    ("US special envoy for Sudan Paul Reed arrived.", ("Paul Reed envoy United States current",)),
    ("Paul Reed, the UN special envoy for Yemen, arrived.", ("Paul Reed envoy UN current",)),
    ("The EU special representative for the Sahel, Ines Costa, arrived.", ("Ines Costa envoy EU current",)),
    ("French ambassador to Niger Luc Morel left Niamey.", ("Luc Morel ambassador France current",)),
    ("Luc Morel, France's ambassador to Niger, left Niamey.", ("Luc Morel ambassador France current",)),
    (
        "Luc Morel, a spokesman for the World Food Programme, spoke.",
        ("Luc Morel spokesperson World Food Programme current",),
    ),
    ("UNHCR spokeswoman Marta Ruiz spoke in Geneva.", ("Marta Ruiz spokesperson UNHCR current",)),
    ("The army chief of Mali, Oumar Traore, spoke.", ("Oumar Traore military-commander Mali current",)),
    ("Malian army chief Oumar Traore spoke.", ("Oumar Traore military-commander Mali current",)),
    ("UN Secretary-General Pedro Alves warned of famine.", ("Pedro Alves organisation-head UN current",)),
    ("Pedro Alves, the secretary-general of NATO, warned.", ("Pedro Alves organisation-head NATO current",)),
    (
        "African Union Commission chairperson Zola Dube spoke.",
        ("Zola Dube organisation-head African Union Commission current",),
    ),
    (
        "Zola Dube, head of the International Monetary Fund, spoke.",
        ("Zola Dube organisation-head International Monetary Fund current",),
    ),
    ("Hezbollah leader Karim Nasser spoke.", ("Karim Nasser organisation-head Hezbollah current",)),
    ("Karim Nasser, leader of the Justice Party, spoke.", ("Karim Nasser party-leader Justice Party current",)),
    ("The mayor of Nairobi, Jane Wambui, spoke.", ("Jane Wambui governor-mayor Nairobi current",)),
    ("Senator Carol Hayes voted against the bill in the US Senate.", ("Carol Hayes legislator Senate current",)),
    ("King Felix of Tonga opened the session.", ("Felix head-of-state Tonga current",)),
    ("Georgian opposition leader Nino Beridze was arrested.", ("Nino Beridze party-leader Georgia current",)),
    ("Petra Novak was sworn in as president of Slovenia.", ("Petra Novak head-of-state Slovenia current",)),
    ("Petra Novak became prime minister of Slovenia in May.", ("Petra Novak head-of-government Slovenia current",)),
    ("Petra Novak was appointed ambassador to Chad.", ()),
    ("Petra Novak resigned as foreign minister of Slovenia.", ("Petra Novak foreign-minister Slovenia former",)),
    (
        "Petra Novak, who was foreign minister of Slovenia until May, spoke.",
        ("Petra Novak foreign-minister Slovenia former",),
    ),
    (
        "Parliament nominated Petra Novak as prime minister of Slovenia.",
        ("Petra Novak head-of-government Slovenia future",),
    ),
    (
        "Presidents Amina Otieno of Kenya and John Mukasa of Uganda met.",
        ("Amina Otieno head-of-state Kenya current", "John Mukasa head-of-state Uganda current"),
    ),
    (
        "Amina Otieno met her Ugandan counterpart, John Mukasa. Otieno, the Kenyan president, smiled.",
        ("Amina Otieno head-of-state Kenya current", "John Mukasa head-of-state Uganda current"),
    ),
    ("Chief Justice Grace Phiri of Zambia swore them in.", ("Grace Phiri judge Zambia current",)),
    ("Prime Minister Grace Phiri said Zambia would wait.", ("Grace Phiri head-of-government Zambia current",)),
    (
        "U.S. Deputy Secretary of State Carol Hayes flew to Oslo.",
        ("Carol Hayes deputy-minister United States current",),
    ),
    ("U.S. Secretary of Defense Carol Hayes flew to Oslo.", ("Carol Hayes defence-minister United States current",)),
    ("British Home Secretary Carol Hayes flew to Oslo.", ("Carol Hayes interior-minister United Kingdom current",)),
    ("The Chancellor of the Exchequer, Carol Hayes, spoke.", ("Carol Hayes finance-minister United Kingdom current",)),
    ("German Chancellor Anke Vogel spoke in Berlin.", ("Anke Vogel head-of-government Germany current",)),
    ("Pope Linus arrived in Manila.", ("Linus religious-leader Vatican City current",)),
    ("The president said that Kenya would wait.", ()),
    ("Officials in Kenya said that the talks had failed.", ()),
)


@pytest.mark.parametrize(("sentence", "expected"), CASES, ids=[c[0][:60] for c in CASES])
def test_a_sentence_gives_exactly_these_offices(sentence: str, expected: tuple[str, ...]) -> None:
    report = read(Article(text=sentence, published=date(2023, 6, 1)), reader="rules")
    found = {f"{h.holder.name} {h.office.kind} {h.office.of.name} {h.phase}" for h in report.holdings}
    assert found == set(expected)


def test_the_evidence_of_a_holding_names_the_person() -> None:
    text = "Kenyan President Amina Otieno arrived. Lars Holm, Denmark's minister of defence, waited."
    for holding in read(Article(text=text), reader="rules").holdings:
        for claim in holding.claims:
            assert all(holding.holder.name in span.of(text) for span in claim.evidence)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Kenyan foreign minister met Lars Holm in Oslo on Friday.", "foreign-minister Kenya"),
        (
            "Danish Foreign Minister Lars Holm met his Kenyan counterpart in Oslo on Friday.",
            "foreign-minister Kenya",
        ),
        ("The former Kenyan foreign minister met Lars Holm in Oslo on Friday.", ""),
        ("The Kenyan ambassador met Lars Holm in Oslo on Friday.", ""),
    ],
)
def test_an_office_without_a_name_is_left_as_a_fact(text: str, expected: str) -> None:
    report = read(Article(text=text, published=date(2023, 6, 1)), reader="rules")
    actors = {a for e in report.events for a in (*e.agents, *e.recipients)}
    found = {f"{a.incumbent.kind} {a.incumbent.of.name}" for a in actors if a.incumbent}
    assert found == ({expected} if expected else set())
