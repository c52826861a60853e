"""Words that the rooms of this wing share: honorifics, titles, and the nouns that name people and bodies."""

from __future__ import annotations

import re

HONORIFICS = frozenset(
    "mr mrs ms miss dr sir dame lord lady baron baroness prof professor rev reverend sheikh sheik shaikh hon haji mullah"
    " ayatollah hajj madame madam monsieur señor señora senora herr frau signor signora mme mlle dom dona shri smt shrimati tan tun datin alhaji alhaja barrister engineer eng engr hadji rt honourable honorable right majesty highness excellency dato datuk seri maj-gen monsignor msgr fr father sister brother senhor don doña daw u".split()
)
"""Words before a name that name no office (compared without a full stop, in lower case)."""

RANKS = frozenset(
    "general gen colonel col lieutenant lt major maj captain capt admiral adm marshal brigadier ambassador".split()
)
"""Ranks that may stand between another title and the name."""

MALE = frozenset(
    "mr sir lord baron king prince spokesman chairman emir sheikh sheik mullah ayatollah father pope sultan businessman"
    " congressman policeman son brother husband himself".split()
)
FEMALE = frozenset(
    "mrs ms miss dame lady baroness queen princess spokeswoman chairwoman madame madam businesswoman congresswoman"
    " policewoman daughter sister wife widow herself".split()
)
WOMEN = frozenset(
    "angela hillary condoleezza theresa nancy julia jacinda nicola margaret madeleine catherine federica ursula christine"
    " benazir indira sheikh hasina khaleda aung michelle dilma cristina gloria corazon megawati tzipi golda yulia yingluck"
    " maria anna elena olga natalia svetlana sanna mette erna annalena liz elizabeth priti angelina mary susan samantha"
    " wendy linda melissa jennifer jessica sarah laura barbara julie gillian malala ellen joyce fatou navi carla marine"
    " marta ana isabel claudia veronica fatima aisha amina leila hanan mariam zainab ayesha sushma sonia pratibha mamata"
    " kamala jill jen karine heather marie victoria rosemary sigrid ingrid helen jane kate karen kim-yo park geun-hye"
    " gabriela najat anne kristina jung melania ivanka mona emily amy alice rose diana ruth rachel rebecca".split()
)
"""Given names that are mostly women's: "she" after one of them is that woman. Men's need no list: both are tried."""

TITLES = frozenset(
    "president presidents minister ministers premier chancellor secretary king queen prince princess emir sultan pope"
    " senator senators representative congressman congresswoman governor mayor ambassador ambassadors general gen"
    " lieutenant lt colonel col major maj captain capt admiral adm marshal commander brigadier sergeant judge justice"
    " spokesman spokeswoman spokesperson chairman chairwoman chairperson chair chief director leader envoy speaker"
    " magistrate constable prosecutor captain private count duke duchess baron princess gov sen archbishop bishop cardinal imam rabbi patriarch deputy mp whip frontbencher backbencher lawmaker treasurer councilor councillor commissioner premier taoiseach secretary-general".split()
)
"""Words right before a name that make the name a person's."""

BODY = re.compile(
    r"\b(?:Party|Ministry|Department|Army|Council|Forces?|University|Commission|Committee|Court|Agency|Bank|Union|League"
    r"|Front|Movement|Organi[sz]ation|Association|Institute|Group|Corps|Guards?|Police|Navy|Parliament|Assembly|Senate"
    r"|Congress|Embassy|Office|Bureau|Authority|Coalition|Alliance|Federation|Company|Corporation|Inc|Ltd|News|Times|Post"
    r"|Television|Radio|Brigades?|Battalion|Militia|Foundation|Fund|Centre|Center|Administration|Cabinet|Mission|Network"
    r"|Society|Summit|House|List|Bloc)\b"
)
"""Words that a body's name has and a person's has not."""

BODY_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("PoliticalParty", re.compile(r"\b(?:Party|Democrats|Labour|Conservatives|Coalition|List|Bloc|Republicans)\b")),
    (
        "GovernmentBody",
        re.compile(
            r"\b(?:Ministry|Department|Parliament|Senate|Congress|Assembly|Court|Cabinet|Embassy|Consulate|Police"
            r"|Office of|House of|Chamber of|Supreme|Directorate|Service|National Security|Election Commission|Treasury)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "ArmedForce",
        re.compile(r"\b(?:Army|Navy|Air Force|Armed Forces|Defen[cs]e Forces?|Guards?|Corps|Marines|Fleet)\b"),
    ),
    (
        "ArmedGroup",
        re.compile(r"\b(?:Front|Brigades?|Militia|Liberation|Mujahideen|Jihad|Rebels|Resistance|Tigers|Insurgency)\b"),
    ),
    (
        "InternationalOrganization",
        re.compile(
            r"\b(?:United Nations|UN|International|World|European|African|Arab|Asian|Pacific|Nations|Quartet)\b"
        ),
    ),
    (
        "MediaOutlet",
        re.compile(r"\b(?:News|Times|Post|Television|TV|Radio|Press|Daily|Herald|Tribune|Gazette|Journal)\b"),
    ),
    ("Government", re.compile(r"\b(?:Government|Administration)\b")),
)
"""The kind of a body by the words of its name; the first that fits."""

MEN = frozenset(
    "stephen steven john james robert michael william david richard joseph thomas charles daniel matthew anthony antony mark"
    " donald paul george kenneth kevin brian edward ronald timothy jason jeffrey gary jacob eric jonathan larry frank scott"
    " patrick peter henry jack tony gordon nick boris vladimir dmitry dmitriy sergei sergey igor ivan mikhail nikolai hugo"
    " juan jose carlos luis jorge miguel pedro fernando manuel emmanuel francois jacques jean nicolas pierre philippe hans"
    " helmut gerhard joschka frank-walter olaf silvio romano mario giuseppe mohammed mohammad muhammad mohamed ahmed ali"
    " hassan hussein ibrahim mahmoud yasser abdullah khalid omar recep hamid ashraf pervez imran manmohan narendra kofi"
    " nelson thabo robert muammar hosni saddam bashar benjamin ehud ariel shimon barack joe bill colin dick mike".split()
)
"""Given names that are mostly men's."""

FEW = frozenset(
    "country nation state power side group organisation organization company firm people man woman child member"
    " public community force family bank union party government partner ally".split()
)
"""Of those, the ones that say little alone: "the group" needs someone it goes back to."""

NUMBERS = frozenset("thousands hundreds dozens scores tens millions many several some most others".split())
