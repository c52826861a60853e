"""What kind of office a title names."""

from __future__ import annotations

import re

_MINISTER = r"(?:ministers?|secretar(?:y|ies))"
_PORTFOLIO = (
    r"foreign affairs|external affairs|external relations|foreign|interior|internal affairs|home affairs|home|internal security"
    r"|defen[cs]e|war|finance|treasury|economy and finance|economic affairs"
)
CORES: tuple[tuple[str, str], ...] = (
    # the first that matches at a place wins: longer and narrower titles stand first
    ("other-office", r"director[- ]general(?= (?:for|of) [A-Z][a-z]+ (?:and|Affairs))"),
    (
        "other-office",
        (
            r"under-?secretary[- ]general|deputy secretary[- ]general|(?:deputy|associate) director(?:[- ]general)?"
            r"|(?:deputy|assistant) (?:chief|head|chair(?:man|woman|person)?|commander|leader|commissioner)"
            r"|(?:special )?rapporteur|registrar|chief (?:constable|(?:[a-z]+ )?inspector|(?:[a-z]+ )?negotiator|economist|scientist|observer|medical officer|statistician|monitor)"
            r"|first secretary(?! of)|minister-counsell?or|politburo member|member of the (?:politburo|central committee)"
            r"|vice-?[ -]?chair(?:man|woman|person)?|deputy (?:director|manager)|sheriff|superintendent"
            r"|(?:attorney|prosecutor|solicitor|auditor|inspector|surgeon|accountant|comptroller)[- ]general|ombuds(?:man|woman|person)"
            r"|consul[- ]general|consul|deputy ambassador|state council+or"
            r"|(?:(?:central|reserve|national|state) )?bank (?:governor|chief|head|president|chair(?:man|woman)?)(?= |,)"
            r"|governor of (?:the )?(?:central|reserve|national|state) bank"
            r"|(?:labor|trade union|community|tribal|clan|student|protest|youth|spiritual|neighbou?rhood|village|civic"
            r"|indigenous|business|gang|strike) leaders?"
        ),
    ),
    (
        "organisation-head",
        (
            r"(?:union|company|club|association|federation|league|university|bank|board|commission|chamber|exchange|society"
            r"|institute|foundation|agency|group) (?:president|chief|head|chair(?:man|woman|person)?|leader|boss|director)"
            r"|fed chair(?:man|woman)?|commissioner[- ]general"
            r"|(?:rebel|militia|guerrilla|insurgent|separatist|faction|movement) (?:leader|chief|head|boss)"
        ),
    ),
    ("envoy", r"special (?:advis[eo]r|representative|envoy) (?:to|of) the (?:UN |U\.N\. )?secretary[- ]general"),
    ("judge", r"(?:supreme |constitutional |high |appeals )?court (?:president|chief)"),
    (
        "head-of-state",
        r"(?:junta|military|transitional|interim|de facto|paramount) (?:leader|ruler|chief)|(?:military )?(?:ruler|strongman)",
    ),
    ("organisation-head", r"secretary[- ]generals?|general secretary"),
    ("deputy-minister", r"(?:deputy|vice|junior)[- ](?!prime)(?:[a-z]+ ){1,2}ministers?|foreign office minister"),
    ("deputy-minister", rf"(?:deputy|vice|assistant|junior|under-?)[ -](?:{_PORTFOLIO})? ?{_MINISTER}(?! general)"),
    (
        "deputy-minister",
        (
            r"(?:(?:principal )?deputy |deputy|assistant|under-?)[ -]?secretar(?:y|ies) of (?:state|defen[cs]e)"
            r"|(?:principal )?(?:deputy )?assistant secretar(?:y|ies)|under[- ]?secretar(?:y|ies)(?![- ]general)"
            r"|parliamentary (?:under-?)?secretary|state secretary|vice[- ]ministers?"
        ),
    ),
    ("deputy-head", r"(?:deputy|vice)[- ](?:prime minister|president|premier|chancellor)s?"),
    ("head-of-government", r"prime[- ]ministers?|PM(?=\s+[A-Z])|premier|taoiseach|first minister"),
    ("finance-minister", r"chancellor of the exchequer|treasurer"),
    ("defence-minister", r"secretary of state for defen[cs]e"),
    ("foreign-minister", r"secretary of state for foreign (?:and commonwealth )?affairs"),
    ("interior-minister", r"secretary of state for the home department"),
    ("other-minister", r"secretary of state(?= for )"),
    (
        "foreign-minister",
        (
            r"secretar(?:y|ies) of state(?! for)|foreign secretary|foreign[- ](?:policy|affairs) chief"
            r"|(?:ministers?|secretary) (?:of|for) (?:the )?(?:[a-z]+ and )?(?:foreign|external) (?:and [a-z]+ )?(?:affairs|relations)"
            r"(?:,? and (?:(?-i:[A-Z])[a-z]+ )?(?:cooperation|trade|integration|expatriates|worship|religion|migration|diaspora))?"
        ),
    ),
    (
        "foreign-minister",
        rf"(?:foreign(?: affairs)?|external affairs|external relations)[ -]{_MINISTER}|foreign minister|FM(?=\s+[A-Z])",
    ),
    (
        "defence-minister",
        rf"(?:defen[cs]e|war) {_MINISTER}|{_MINISTER} (?:of|for) (?:national )?defen[cs]e|secretary of war",
    ),
    (
        "interior-minister",
        rf"(?:interior|home(?: affairs)?|internal affairs) {_MINISTER}|{_MINISTER} (?:of|for) (?:the )?(?:interior|home affairs|internal affairs)",
    ),
    (
        "finance-minister",
        rf"(?:finance|treasury|economy and finance) {_MINISTER}|{_MINISTER} (?:of|for) (?:the )?(?:finance|treasury)",
    ),
    ("other-minister", rf"{_MINISTER}(?= (?:of|for) (?!state\b))"),
    (
        "other-minister",
        r"(?:(?:information|housing|trade|energy|oil|health|justice|culture|education|agriculture|transport|environment|labou?r|planning|economy|industry|science|tourism|women's affairs|water|railways?|communications|immigration|commerce|development|electricity|religious affairs|human rights|social affairs|state) (?:minister|secretary))",
    ),
    ("other-minister", r"ministers?"),
    ("secretary", r"secretary"),
    ("security-adviser", r"(?:national )?security advis[eo]r|assistant to the president for national security affairs"),
    (
        "intelligence-chief",
        r"(?:intelligence|spy|secret service|mossad|cia|mi6|mi5)(?: agency| service)? (?:chief|head|director|boss)|(?:head|chief|director) of (?:[\w'\u2019]+ ){0,2}(?:intelligence(?: service| agency)?|secret service|security service|spy agency)|director of national intelligence",
    ),
    (
        "envoy",
        r"(?:special |peace |presidential |personal |deputy |climate |humanitarian |chief |top |high )*(?:envoy|special representative|personal representative|mediator|facilitator)s?",
    ),
    ("organisation-head", r"high commissioner(?= for (?:human rights|refugees)\b)"),
    ("ambassador", r"(?:ambassador|permanent representative|high commissioner)s?"),
    ("spokesperson", r"(?:spokes(?:man|woman|person|people|men)|press secretary)"),
    (
        "military-commander",
        r"commander[- ]in[- ]chief|commandant|chief of defen[cs]e|(?:army|military|navy|naval|air force|armed forces|defen[cs]e|joint) chief(?: of(?: general)? staff)?|chief of (?:the )?(?:general |army |defen[cs]e |joint )?staff(?= of the army|\b(?! to))|commander|(?:vice )?marshal|(?:lieutenant |major |brigadier )?general(?! assembly| election| strike| secretary| public| manager)|admiral",
    ),
    (
        "legislator",
        r"(?:senate|house|parliamentary|majority|minority) (?:majority |minority |republican |democratic |opposition )?(?:leader|whip|speaker)|(?:(?:government|opposition|chief|deputy|labour|conservative) )+whip|(?-i:deputy(?= [A-Z]))|(?:front|back)bencher|sen(?=\. [A-Z])|rep(?=\. [A-Z])|speaker(?: of (?:the )?(?:house|parliament|national assembly|knesset|duma|house of commons|house of representatives))?|senators?|congress(?:man|woman)|represenative|representative(?=\s+[A-Z])|member for [A-Z]\w+|members? of (?:the )?(?:parliament|european parliament|congress|knesset|house|senate|duma|bundestag)|council(?:l?or|man|woman)|council member|assembly(?:man|woman|member)|mps?|meps?|lawmaker|legislator|parliamentarian",
    ),
    (
        "party-leader",
        r"(?:opposition|party|rebel party) (?:leader|chief|head|chairman|chairwoman|president)|leader of the opposition",
    ),
    ("head-of-government", r"chancellor"),
    (
        "religious-leader",
        r"supreme leader|pope|pontiff|grand imam|archbishop|patriarch|grand mufti|(?:grand )?ayatollah|cardinal|dalai lama|chief rabbi|bishop",
    ),
    ("head-of-state", r"presidents?|kings?|queens?|emir|sultan|emperor|head of state"),
    (
        "governor-mayor",
        r"(?:deputy |vice[- ]|lt\.? )?governors?(?![- ]general)|gov(?=\.? [A-Z])|mayors?|prefect|chief minister",
    ),
    ("head-of-state", r"governor[- ]general"),
    ("judge", r"(?:chief |presiding )?(?:justice|judge)|magistrate|chief prosecutor|prosecutor"),
    (
        "organisation-head",
        r"(?:executive |managing )?director(?:[- ]general)?|co-?(?:chair|president)(?:man|woman|person)?|chair(?:man|woman|person)?|chief executive(?: officer)?|CEO|head|chief|boss",
    ),
    ("leader", r"leader"),
    (
        "other-office",
        r"(?:high representative|charg[eé] d['\u2019]affaires|chief of staff|police chief|chief constable|(?:foreign[- ]policy |senior |special |economic )*(?:advis[eo]r|aide)|(?:[a-z]+ and [a-z]+ )?commissioner|coordinator|deputy leader|crown prince|first lady|chief negotiator|negotiator|inspector|attach[eé]|(?:general |local |country |regional |project |team |incident )?manager|editor(?:[- ]in[- ]chief)?|delegate)",
    ),
)
"""Titles by kind; "leader" and "secretary" wait for whose they are."""

SOLE = frozenset(
    "head-of-state head-of-government foreign-minister defence-minister interior-minister finance-minister".split()
)
"""Offices of a state that one person holds at a time, so that the office alone means somebody."""

CORE = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<k{n}>{pattern})" for n, (_, pattern) in enumerate(CORES))
    + r")\b(?!['\u2019]s (?:office|residence|house)\b)",
    re.IGNORECASE,
)


def kind_of_core(match: re.Match[str]) -> str:
    """Return the kind of a matched title."""
    assert match.lastgroup is not None
    return CORES[int(match.lastgroup[1:])][0]
