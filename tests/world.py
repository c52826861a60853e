"""A small world of facts, written by hand after the articles in `examples/`: what every saved question is asked of.

They are what a careful reader finds in the examples (in fewer words), whatever our own reader makes of them.
"""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from ontology.facts import Entity
from ontology.triples import graph
from server.store.merge import merge
from tests.telling import Told, entity, on, person, state

BASE = "https://news.example.org/"
TURKEY, SYRIA, US, PERU, ECUADOR = (state(n) for n in ("Turkey", "Syria", "United States", "Peru", "Ecuador"))
CANADA, CHAD, KENYA, OMAN, YEMEN = (state(n) for n in ("Canada", "Chad", "Kenya", "Oman", "Yemen"))
JAPAN, LATVIA, BELARUS, ESTONIA = (state(n) for n in ("Japan", "Latvia", "Belarus", "Estonia"))
CHINA, UAE = state("China"), state("United Arab Emirates")
KURDS = entity("Community", "Kurds")
ARMY = entity("ArmedForce", "Syrian army")
FORCES = Entity("Group", "Kurdish forces", "kurdish-forces", local=True)
AU = entity("InternationalOrganization", "African Union", aliases=("AU",))
UN = entity("InternationalOrganization", "United Nations", aliases=("UN",))
LAKE = entity("ArmedGroup", "Lake Movement")
PUTUMAYO = entity("ArmedGroup", "Putumayo Front")
PARLIAMENT = entity("GovernmentBody", "Nepal's parliament")
ANKARA, DAMASCUS = entity("City", "Ankara", TURKEY), entity("City", "Damascus", SYRIA)
ALEPPO = entity("Region", "Aleppo province", SYRIA)
LIMA, OTTAWA, MUSCAT = entity("City", "Lima", PERU), entity("City", "Ottawa", CANADA), entity("City", "Muscat", OMAN)
FIDAN, SHAIBANI = person("Hakan Fidan", "Fidan"), person("Asaad al-Shaibani")
GULER, QASRA = person("Yasar Guler"), person("Ashraf Abu Qasra", "Abu Qasra")
ERDOGAN = person("Recep Tayyip Erdogan")
VILLACORTA, LARREA, QUISHPE = person("Rosa Villacorta"), person("Mateo Larrea"), person("In\u00e9s Quishpe")
THIBODEAU, FONTAINE, SINCLAIRE = person("Louise Thibodeau"), person("Claire Fontaine"), person("Anne Sinclaire")
DESROSIERS, OKAFO = person("Marc Desrosiers"), person("Peter Okafo")
MWAKASEGE, TORDJOK, DAGACHE = person("Joseph Mwakasege"), person("Hamid Tordjok"), person("Oumar Dagache")
NGARBO, BRAHIMI = person("Zara Ngarbo"), person("Achta Brahimi")
KHARUSI, WANJALA = person("Yusuf al-Kharusi"), person("Grace Wanjala")
NISHIDA, LIU = person("Haruka Nishida"), person("Liu Wenbo")
KALNBERGS, LEPIK = person("Andris Kalnbergs"), person("Kadri Lepik")
OFFICIALS = Entity("Group", "Turkish officials", "turkish-officials", local=True)


def ankara_expects() -> Told:
    told = Told("ankara-expects-delegation", "2025-10-11", "Turkey expects Syrian delegation on Sunday")
    meet = (
        "Foreign Minister Hakan Fidan and Defence Minister Yasar Guler will meet the foreign minister of "
        "Syria, Asaad al-Shaibani, and its defence minister, Ashraf Abu Qasra, on Sunday."
    )
    told.seat(FIDAN, "foreign-minister", TURKEY, "Foreign Minister", meet)
    told.seat(GULER, "defence-minister", TURKEY, "Defence Minister", meet)
    told.seat(SHAIBANI, "foreign-minister", SYRIA, "foreign minister", meet)
    told.seat(QASRA, "defence-minister", SYRIA, "defence minister", meet)
    told.event("Meeting", "planned", meet, (FIDAN, GULER, SHAIBANI, QASRA), when=on("2025-10-12"), place=ANKARA)
    clash = (
        "The Syrian army and Kurdish forces clashed in Aleppo province on Monday and agreed on Tuesday to "
        "reduce tensions."
    )
    told.event("Clash", "happened", clash, (ARMY, FORCES), when=on("2025-10-06"), place=ALEPPO)
    told.event("Agreement", "happened", clash, (ARMY, FORCES), when=on("2025-10-07"))
    told.event(
        "Meeting",
        "happened",
        "Abu Qasra met Turkish officials in Damascus on Saturday.",
        (QASRA, OFFICIALS),
        when=on("2025-10-11"),
        place=DAMASCUS,
        confidence=0.41,
    )
    return told


def ankara_talks() -> Told:
    told = Told("ankara-security-talks", "2025-10-12", "Syrian ministers in Ankara to discuss security")
    lead = (
        "Syria's foreign minister, Asaad al-Shaibani, and defence minister Ashraf Abu Qasra flew to Ankara on Sunday."
    )
    plan = (
        "They would meet Foreign Minister Hakan Fidan and Defence Minister Yasar Guler, the foreign ministry "
        "of Turkey had said."
    )
    told.seat(SHAIBANI, "foreign-minister", SYRIA, "foreign minister", lead)
    told.seat(QASRA, "defence-minister", SYRIA, "defence minister", lead)
    told.seat(FIDAN, "foreign-minister", TURKEY, "Foreign Minister", plan)
    told.seat(GULER, "defence-minister", TURKEY, "Defence Minister", plan)
    told.event("Visit", "happened", lead, (SHAIBANI, QASRA), when=on("2025-10-12"), place=ANKARA)
    told.event("Meeting", "planned", plan, (FIDAN, GULER, SHAIBANI, QASRA), when=on("2025-10-12"), place=ANKARA)
    clash = (
        "On Monday the Syrian army and Kurdish forces had fought in Aleppo province, and on Tuesday they "
        "agreed to calm the situation."
    )
    told.event("Clash", "happened", clash, (ARMY, FORCES), when=on("2025-10-06"), place=ALEPPO)
    told.event("Agreement", "happened", clash, (ARMY, FORCES), when=on("2025-10-07"))
    mediate = "For months Turkey and the United States have been trying to mediate between Syria and the Kurds."
    told.event("Mediation", "ongoing", mediate, (TURKEY, US), (SYRIA, KURDS))
    federal = "The Kurds demand a federal system from Syria, which the government has rejected."
    wish = told.event("Concession", "sought", federal, (SYRIA,), (KURDS,), confidence=0.62)
    demand = told.event("Demand", "happened", federal, (KURDS,), (SYRIA,), content=(wish,))
    told.event("Rejection", "happened", federal, (SYRIA,), (KURDS,), content=(wish,), responds_to=(demand,))
    pledge = "Fidan promised further support for Syria."
    aid = told.event("Aid", "planned", pledge, (TURKEY,), (SYRIA,))
    told.event("Pledge", "happened", pledge, (FIDAN,), (SYRIA,), when=on("2025-10-12"), content=(aid,))
    return told


def putumayo() -> Told:
    told = Told("putumayo-patrol-attacked", "2024-03-05", "Peru sends soldiers to river border after attack on patrol")
    attack = "Gunmen of the Putumayo Front attacked a Peruvian patrol boat on Sunday."
    told.event("Attack", "happened", attack, (PUTUMAYO,), (PERU,), when=on("2024-03-03"))
    deploy = "Peru deployed 400 soldiers to its northern border on Tuesday."
    told.event("Mobilization", "happened", deploy, (PERU,), when=on("2024-03-05"))
    clash = "Ecuadorian troops clashed with the front on Monday, Ecuador's defence minister, In\u00e9s Quishpe, said."
    told.seat(QUISHPE, "defence-minister", ECUADOR, "defence minister", clash)
    told.event("Clash", "happened", clash, (ECUADOR, PUTUMAYO), when=on("2024-03-04"), by=QUISHPE)
    plan = (
        "Ecuador's foreign minister, Mateo Larrea, and his Peruvian counterpart, Rosa Villacorta, will meet "
        "in Lima on March 12."
    )
    told.seat(LARREA, "foreign-minister", ECUADOR, "foreign minister", plan)
    told.seat(VILLACORTA, "foreign-minister", PERU, "counterpart", plan)
    told.event("Meeting", "planned", plan, (VILLACORTA, LARREA), when=on("2024-03-12"), place=LIMA)
    told.event(
        "Call",
        "happened",
        "The two ministers spoke by telephone on Monday.",
        (VILLACORTA, LARREA),
        when=on("2024-03-04"),
    )
    return told


def lima() -> Told:
    told = Told("lima-river-agreement", "2024-03-13", "Peru and Ecuador agree on joint river patrols")
    met = (
        "Foreign ministers Rosa Villacorta of Peru and Mateo Larrea of Ecuador met in Lima on Tuesday before "
        "they signed the text."
    )
    told.seat(VILLACORTA, "foreign-minister", PERU, "Foreign ministers", met)
    told.seat(LARREA, "foreign-minister", ECUADOR, "Foreign ministers", met)
    meeting = told.event("Meeting", "happened", met, (VILLACORTA, LARREA), when=on("2024-03-12"), place=LIMA)
    sign = "Peru and Ecuador signed an agreement on Tuesday to patrol the Putumayo river together."
    wrong = told.claim("The text bears Monday's date.", when=on("2024-03-11"), rule="dates", confidence=0.55)
    told.event(
        "Agreement",
        "happened",
        sign,
        (PERU, ECUADOR),
        when=on("2024-03-12"),
        place=LIMA,
        part_of=(meeting,),
        more=(wrong,),
    )
    told.event(
        "Statement",
        "happened",
        "\u201cThis river joins our two countries and must not divide them,\u201d Villacorta said after the meeting.",
        (VILLACORTA,),
        when=on("2024-03-12"),
        quotes=("This river joins our two countries and must not divide them",),
    )
    burn = "The Putumayo Front threatened to burn the boats of Peru."
    what = told.event("Attack", "hypothetical", burn, (PUTUMAYO,), (PERU,))
    told.event("Threat", "happened", burn, (PUTUMAYO,), (PERU,), content=(what,), confidence=0.48)
    denial = "The Putumayo Front denied that it had attacked the patrol boat on March 3."
    told.event("Attack", "denied", denial, (PUTUMAYO,), (PERU,), when=on("2024-03-03"), by=PUTUMAYO)
    boats = "Canada will give boats to Peru and Ecuador, the Canadian ambassador to Peru, Claire Fontaine, promised."
    told.seat(FONTAINE, "ambassador", CANADA, "ambassador", boats)
    aid = told.event("Aid", "planned", boats, (CANADA,), (PERU, ECUADOR), when=on("2024-05-01", "2024-05-31"))
    told.event("Pledge", "happened", boats, (FONTAINE,), (PERU, ECUADOR), when=on("2024-03-13"), content=(aid,))
    return told


def ottawa() -> Told:
    told = Told("ottawa-mining-agreement", "2024-06-27", "Canada and Peru sign mining safety agreement")
    visit = (
        "Peru's foreign minister, Rosa Villacorta, visited Ottawa on Thursday and met Canada's foreign "
        "minister, Louise Thibodeau."
    )
    told.seat(VILLACORTA, "foreign-minister", PERU, "foreign minister", visit)
    told.seat(THIBODEAU, "foreign-minister", CANADA, "foreign minister", visit)
    whole = told.event("Visit", "happened", visit, (VILLACORTA,), (THIBODEAU,), when=on("2024-06-27"), place=OTTAWA)
    told.event(
        "Meeting", "happened", visit, (VILLACORTA, THIBODEAU), when=on("2024-06-27"), place=OTTAWA, part_of=(whole,)
    )
    sign = "Canada and Peru signed an agreement on safety in mines on Thursday."
    told.event("Agreement", "happened", sign, (CANADA, PERU), when=on("2024-06-27"), part_of=(whole,))
    boats = (
        "Canada delivered 12 patrol boats to Peru and Ecuador in May; its ambassador to Peru, Claire "
        "Fontaine, had promised them."
    )
    told.seat(FONTAINE, "ambassador", CANADA, "ambassador", boats)
    given = told.event("Aid", "happened", boats, (CANADA,), (PERU, ECUADOR), when=on("2024-05-01", "2024-05-31"))
    told.event("Pledge", "happened", boats, (FONTAINE,), (PERU, ECUADOR), content=(given,))
    told.event(
        "Withdrawal", "happened", "Peru withdrew its soldiers from the river on June 3.", (PERU,), when=on("2024-06-03")
    )
    left = "Canada's defence minister, Marc Desrosiers, resigned on Wednesday."
    told.seat(DESROSIERS, "defence-minister", CANADA, "defence minister", left)
    told.event("Departure", "happened", left, (DESROSIERS,), when=on("2024-06-26"))
    named = "Prime Minister Anne Sinclaire appointed Peter Okafo as his successor on Wednesday."
    told.seat(SINCLAIRE, "head-of-government", CANADA, "Prime Minister", named)
    told.seat(OKAFO, "defence-minister", CANADA, "successor", named, "future")
    told.event("Appointment", "happened", named, (SINCLAIRE,), (OKAFO,), when=on("2024-06-26"))
    return told


def chad_talks() -> Told:
    told = Told("chad-talks-open", "2023-06-20", "African Union mediates between Chad and rebels")
    mediate = (
        "The African Union is mediating between Chad and the Lake Movement, the special envoy of the African "
        "Union, Joseph Mwakasege, said."
    )
    told.seat(MWAKASEGE, "envoy", AU, "special envoy", mediate)
    told.event("Mediation", "ongoing", mediate, (AU,), (CHAD, LAKE), by=MWAKASEGE)
    burnt = "Chad accused the Lake Movement of burning three villages on June 13."
    denied = "A spokesman for the Lake Movement, Oumar Dagache, denied that its fighters had attacked the villages."
    told.seat(DAGACHE, "spokesperson", LAKE, "spokesman", denied)
    no = told.claim(denied, "denied", by=DAGACHE)
    deed = told.event("Attack", "claimed", burnt, (LAKE,), (CHAD,), when=on("2023-06-13"), by=CHAD, more=(no,))
    accusation = told.event("Accusation", "happened", burnt, (CHAD,), (LAKE,), content=(deed,))
    told.event("Rejection", "happened", denied, (DAGACHE,), (CHAD,), content=(deed,), responds_to=(accusation,))
    minister = "Chad's defence minister, Hamid Tordjok, threatened to bomb the camps of the Lake Movement."
    told.seat(TORDJOK, "defence-minister", CHAD, "defence minister", minister)
    bomb = told.event("Attack", "hypothetical", minister, (CHAD,), (LAKE,))
    told.event("Threat", "happened", minister, (TORDJOK,), (LAKE,), content=(bomb,))
    return told


def chad_ceasefire() -> Told:
    told = Told("chad-ceasefire", "2023-08-29", "Chad's defence minister resigns over ceasefire")
    left = "Chad's defence minister, Hamid Tordjok, resigned on 28 August 2023."
    told.seat(TORDJOK, "defence-minister", CHAD, "defence minister", left)
    told.event("Departure", "happened", left, (TORDJOK,), when=on("2023-08-28"))
    named = "President Achta Brahimi appointed Zara Ngarbo as defence minister on 29 August 2023."
    told.seat(BRAHIMI, "head-of-state", CHAD, "President", named)
    told.seat(NGARBO, "defence-minister", CHAD, "defence minister", named)
    told.event("Appointment", "happened", named, (BRAHIMI,), (NGARBO,), when=on("2023-08-29"))
    sign = "The government of Chad and the Lake Movement signed a ceasefire on 26 August 2023."
    told.event("Agreement", "happened", sign, (CHAD, LAKE), when=on("2023-08-26"))
    vote = "Chad cancelled the parliamentary election of 15 October 2023."
    told.event("Election", "didNotHappen", vote, (CHAD,), when=on("2023-10-15"))
    return told


def muscat() -> Told:
    told = Told("muscat-sailors-freed", "2025-02-18", "Militia in Yemen frees 23 sailors after Omani mediation")
    met = (
        "The Kenyan foreign minister, Grace Wanjala, met Oman's foreign minister, Yusuf al-Kharusi, in "
        "Muscat on Tuesday."
    )
    told.seat(WANJALA, "foreign-minister", KENYA, "foreign minister", met)
    told.seat(KHARUSI, "foreign-minister", OMAN, "foreign minister", met)
    told.event("Meeting", "happened", met, (WANJALA, KHARUSI), when=on("2025-02-18"), place=MUSCAT)
    told.event(
        "Statement",
        "happened",
        "\u201cNobody paid a ransom for these men,\u201d al-Kharusi told reporters.",
        (KHARUSI,),
        when=on("2025-02-18"),
        quotes=("Nobody paid a ransom for these men",),
    )
    envoy = "The United Nations envoy, Joseph Mwakasege, a former special envoy of the African Union, praised Oman."
    told.seat(MWAKASEGE, "envoy", UN, "envoy", envoy)
    told.seat(MWAKASEGE, "envoy", AU, "special envoy", envoy, "former")
    told.event("Endorsement", "happened", envoy, (MWAKASEGE,), (OMAN,))
    strike = "The United Arab Emirates denied that its aircraft had struck Yemen in January."
    told.event("Attack", "denied", strike, (UAE,), (YEMEN,), when=on("2025-01-01", "2025-01-31"), by=UAE)
    return told


def riga() -> Told:
    told = Told("riga-expels-diplomats", "2021-05-19", "Latvia expels two Belarusian diplomats")
    out = "Latvia expelled two Belarusian diplomats on Wednesday and accused Belarus of a break-in."
    told.event("Sanction", "happened", out, (LATVIA,), (BELARUS,), when=on("2021-05-19"))
    told.event("Accusation", "happened", out, (LATVIA,), (BELARUS,), when=on("2021-05-19"))
    letter = "Estonia's prime minister, Kadri Lepik, expressed solidarity with Latvia."
    told.seat(LEPIK, "head-of-government", ESTONIA, "prime minister", letter)
    told.event("Endorsement", "happened", letter, (LEPIK,), (LATVIA,))
    vote = "Latvia's foreign minister, Andris Kalnbergs, said that parliament would pass a law on June 3."
    told.seat(KALNBERGS, "foreign-minister", LATVIA, "foreign minister", vote)
    told.event("Legislation", "planned", vote, (LATVIA,), when=on("2021-06-03"), by=KALNBERGS)
    return told


def busan() -> Told:
    told = Told("north-korea-missiles-busan", "2022-09-14", "North Korea fires missiles hours before ministers meet")
    lunch = (
        "Japan's foreign minister, Haruka Nishida, cancelled a lunch on Thursday with China's ambassador, Liu Wenbo."
    )
    told.seat(NISHIDA, "foreign-minister", JAPAN, "foreign minister", lunch)
    told.seat(LIU, "ambassador", CHINA, "ambassador", lunch)
    told.event("Meeting", "didNotHappen", lunch, (NISHIDA, LIU), when=on("2022-09-15"))
    return told


def kathmandu() -> Told:
    told = Told("kathmandu-visit", "2022-11-08", "Indian minister in Kathmandu as Nepal prepares to vote")
    law = "Nepal's parliament passed a law on Monday that permits the sale of electricity to Bangladesh."
    told.event("Legislation", "happened", law, (PARLIAMENT,), when=on("2022-11-07"))
    return told


TELLERS = (
    ankara_expects,
    ankara_talks,
    putumayo,
    lima,
    ottawa,
    chad_talks,
    chad_ceasefire,
    muscat,
    riga,
    busan,
    kathmandu,
)


@cache
def article_quads() -> tuple[ox.Quad, ...]:
    """Return the named graphs of all articles."""
    return tuple(quad for teller in TELLERS for quad in graph(teller().report(), BASE))


@cache
def merged() -> tuple[ox.Quad, ...]:
    """Return the default graph: all articles, merged."""
    return tuple(merge(article_quads()))


def store() -> ox.Store:
    """Return a store of the whole, as a dataset has it."""
    made = ox.Store()
    made.extend([*article_quads(), *merged()])
    return made
