"""Words of blame and of praise, and the types of event that do harm: they tell an accusation from an endorsement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

HARM = frozenset({"Attack", "Violence", "Sanction", "Coercion", "Clash"})
"""Events that hurt somebody: who promises one threatens."""

_BLAME = """
    not\\s+(?:\\w+\\s+)?(?:helpful|useful|fair|acceptable|constructive|legitimate|justified|right|credible)
    unacceptable outrag\\w+ shame\\w* illegal\\w* unlawful\\w* illegitimate violat\\w+ breach\\w* condemn\\w*
    accus\\w+ denounc\\w+ deplor\\w+ criticis\\w+ criticiz\\w+ blam\\w+ liar liars lying lied deceit\\w* deceiv\\w+
    unjust\\w* unfair\\w* cowardly criminal\\w* crime crimes disappoint\\w+ disgrac\\w+ irresponsib\\w+ reckless\\w*
    provocat\\w+ provok\\w+ terror terrorist terrorists terrorism hypocri\\w+ cruel\\w* brutal\\w* barbar\\w+
    savage\\w* evil heinous despicable appalling horrific atrocious abhorrent repugnant disgusting scandal\\w*
    corrupt corruption incompeten\\w+ negligen\\w+ betray\\w* aggress\\w+ aggressor dangerous\\w* destabili[sz]\\w+
    unhelpful counterproductive wrong mistaken absurd ridiculous farce sham fraud\\w* rigg\\w+ dictator\\w*
    tyran\\w+ repressi\\w+ oppress\\w+ oppression genocid\\w+ massacr\\w+ abus\\w+ tortur\\w+ threat threaten\\w*
    fail failed failure failing fails undermin\\w+ jeopardi[sz]\\w+ worr\\w+ concern concerned concerns alarm\\w*
    regrettabl\\w+ troubling disturbing inhuman\\w* immoral racist racism discriminat\\w+ biased insult\\w*
    offensive lousy disastrous catastroph\\w+ blackmail\\w* coerci\\w+ bully\\w* bullies interfer\\w+ meddl\\w+
    sabotag\\w+ manipulat\\w+ propaganda misleading dishonest unprovoked unjustif\\w+ inexcusable intolerable
    insufficient inadequate ignor\\w+ guilty impunity unwelcome inappropriate unjustified evad\\w+ defied defies
    defiance divert\\w* jeopardy hiding imperialis\\w+ hated isolat\\w+ unreasonable mercenar\\w+ puppet\\w*
    predictable imposs\\w+ crackdown violence provocateur apartheid stolen stole robbed illegally sad sadly tragedy
    hostile hostility harm\\w* damag\\w+ hinder\\w* obstruct\\w* ruin\\w* spoil\\w* circumvent\\w* flout\\w*
    exploit\\w* mislead\\w* scapegoat\\w* witch-?\\s?hunt gulag plunder\\w* smuggl\\w+ loot\\w* siphon\\w*
    distort\\w* cheat\\w* trick\\w* pretext flawed stooge\\w* lackey\\w* warmonger\\w* greed\\w* selfish\\w*
    arrogan\\w+ indifferen\\w+ callous\\w* cynical\\w* inept bungl\\w+ botch\\w* mishandl\\w+ mismanag\\w+
    neglect\\w* indefensible unforgivable short-?sighted conspir\\w+ collus\\w+ complicit\\w*
    silenc(?:e|es|ed|ing)\\s+(?:critics|dissent) intimidat\\w+ overreach\\w* power\\s+grab mockery bullied
    nonsensical overthrow\\w* unconstitutional undemocratic brib\\w+ theft thieves thief murder\\w* bloodthirst\\w+
    sectarian\\w* collective\\s+punishment anti-\\w+ weaponi[sz]\\w+ incit\\w+ backstabb\\w+
    """.split()

_PRAISE = """
    welcom\\w+ thank\\w* congratulat\\w+ grateful gratitude condolences? solidarity proud applaud\\w* commend\\w*
    honou?r\\w* prais\\w+ sympath\\w+ celebrat\\w+ appreciat\\w+ historic milestone hero heroes heroic heroine giant
    admir\\w+ respected respect brave\\w* courage\\w* great greatest wonderful excellent remarkable extraordinary
    outstanding inspir\\w+ visionary leadership statesman legacy trusted friend friends friendship ally allies
    partner prayers? tribute mourn\\w* salute\\w* success successful triumph victory breakthrough promising
    encouraging positive constructive important\\s+step step\\s+forward good\\s+news pleased delighted happy glad
    hail\\w* endors\\w+ stands?\\s+(?:with|by|firmly|together|shoulder) legitimate
    right\\s+to\\s+(?:self-?\\s?defen[cs]e|defend) loved peacemaker champion icon best symbol dignity compassion\\w*
    generous generosity dedicated dedication tireless progress thoughts enthusiastic hopeful confident optimistic
    """.split()


def _any(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])", re.IGNORECASE)


BLAME = _any(_BLAME)
PRAISE = _any(_PRAISE)


def _words(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(phrases)})(?![\w-])", re.IGNORECASE)


REFUSAL = _words(
    r"(?:we|i)(?: are| am|['\u2019]re|['\u2019]m)? "
    r"(?:will (?:not|never)|won['\u2019]t|shall not|not going to|refuse|reject|"
    r"can(?:not|['\u2019]t| not| never) (?:accept|agree|support|allow|tolerate)|do not (?:accept|agree|recogni[sz]e)|"
    r"(?:absolutely |totally |categorically )?deny)",
    r"(?:is|are|was|were) (?:completely |absolutely |totally |simply |just )?"
    r"(?:untrue|not true|false|baseless|groundless|"
    r"unfounded|nonsense|a lie)",
    r"(?:there (?:is|was)|there['\u2019]s) nothing wrong",
    r"no (?:truth|basis|foundation|grounds|intention of)",
)
DENIAL = _words(
    r"(?:will|would|can|could)(?: not| never|not|n['\u2019]t) "
    r"(?:accept|agree|allow|tolerate|negotiate|recogni[sz]e|bow|yield|surrender|give in|back down|be intimidated)",
    r"nothing to do with",
    r"no (?:intention of|role|part|hand|involvement|link|knowledge|truth)",
    r"without (?:his|her|their) knowledge",
    r"(?:was|were|is|are|been)(?: not|n['\u2019]t) (?:responsible|involved|to blame|behind|true|guilty)",
    r"(?:innocent|baseless|unfounded|groundless|fabricated|untrue)",
)
"""What a clause told in the third person says that denies or refuses."""
THREAT = _words(
    r"(?:bear|face|suffer) (?:the |serious |grave |severe |dire )?consequences?",
    r"pay (?:a|the) (?:heavy |high )?price",
    r"all options",
    r"(?:will|would|shall) (?:\w+ ){0,2}"
    r"(?:retaliate|respond (?:with|to|by|immediately|decisively|firmly|strongly|harshly)|"
    r"strike back|hit back|crush|punish|destroy|attack|bomb|avenge)",
    r"(?:take|appropriate|adequate|all necessary|strong|decisive) (?:\w+ )?(?:counter-?measures|retaliatory measures)",
    r"reserves? the right",
    r"risk(?:s|ed)? (?:being|losing|facing|isolation|war|sanctions|expulsion)",
    r"fac(?:e|es|ed|ing) (?:\w+ )?"
    r"(?:sanctions|prosecution|arrest|expulsion|penalt(?:y|ies)|punishment|retaliation|fines?)",
    r"further (?:action|sanctions|strikes)",
)
DEMAND = _words(
    r"must(?! (?:be (?:very )?\w+(?:ing)|have been))",
    r"should(?! be able)",
    r"ought to",
    r"ha(?:s|ve) to",
    r"needs? to",
    r"call(?:s|ed|ing)? (?:up)?on",
    r"call(?:s|ed|ing)? for",
    r"urg(?:e|es|ed|ing)",
    r"demand(?:s|ed|ing)?",
    r"appeal(?:s|ed|ing)? (?:to|for)",
    r"let us",
    r"let['\u2019]s",
    r"(?:we|i) (?:\w+ )?"
    r"(?:expect (?:from|that|them|him|her|you|all)|want|need|ask|request|hope|beg|invite|wish|encourage) (?!to)",
    r"count on",
    r"(?:it is|it['\u2019]s|(?<!not )the) (?:high )?time (?:to|for|that|has come)",
    r"(?:it is|it['\u2019]s) (?:\w+ )?(?:critical|essential|imperative|vital|crucial|necessary|urgent) (?:that|to|for)",
    r"please",
    r"would like to (?:see|ask|request)",
)
PLEDGE = _words(
    r"(?:we|i)(?:['\u2019]ll|(?: \w+ly)? will(?! (?:see|know|need|have to|find|remember))| shall| (?:are|am) (?:\w+ )?"
    r"(?:prepared to|ready to|determined to|committed to|willing to|"
    r"working (?:to|on|with))| pledge| promise| intend| plan to)",
    r"we(?:['\u2019]re| are)(?: \w+ly)? (?:prepared to|ready to|determined to|committed to)",
    r"our commitment",
)
NEEDLESS = re.compile(r"(?:n['\u2019]t|not) (?:have|need) (?:to|any|permission)\b", re.IGNORECASE)
REFUTED = re.compile(r"\b(?:not|n['\u2019]t|never|hardly|no) (?:\w+ )?(?:been )?", re.IGNORECASE)
