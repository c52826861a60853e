"""Words of blame and of praise, and the types of event that do harm: they tell an accusation from an endorsement."""

from __future__ import annotations

import re

HARM = frozenset({"Attack", "Violence", "Sanction", "Coercion", "Clash"})
"""Events that hurt somebody: who promises one threatens."""

_BLAME = """
    unacceptable outrag\\w+ shame\\w* illegal\\w* unlawful\\w* illegitimate violat\\w+ breach\\w* condemn\\w* accus\\w+ denounc\\w+
    deplor\\w+ criticis\\w+ criticiz\\w+ blam\\w+ lies liar liars lying lied deceit\\w* deceiv\\w+ unjust\\w* unfair\\w* cowardly
    criminal\\w* crime crimes disappoint\\w+ disgrac\\w+ irresponsib\\w+ reckless\\w* provocat\\w+ provok\\w+ terror terrorist terrorists
    terrorism hypocri\\w+ cruel\\w* brutal\\w* barbar\\w+ savage\\w* evil heinous despicable appalling horrific atrocious
    abhorrent repugnant disgusting scandal\\w* corrupt corruption incompeten\\w+ negligen\\w+ betray\\w* aggress\\w+ aggressor
    dangerous\\w* destabili[sz]\\w+ unhelpful counterproductive wrong mistaken absurd ridiculous farce sham fraud\\w* rigg\\w+
    dictator\\w* tyran\\w+ repressi\\w+ oppress\\w+ oppression genocid\\w+ massacr\\w+ abus\\w+ tortur\\w+ threat threaten\\w*
    fail failed failure failing fails undermin\\w+ jeopardi[sz]\\w+ worr\\w+ concern concerned concerns alarm\\w* regrettabl\\w+
    troubling disturbing inhuman\\w* immoral racist racism discriminat\\w+ biased insult\\w* offensive lousy disastrous
    catastroph\\w+ blackmail\\w* coerci\\w+ bully\\w* bullies interfer\\w+ meddl\\w+ sabotag\\w+ manipulat\\w+ propaganda
    misleading dishonest unprovoked unjustif\\w+ inexcusable intolerable insufficient inadequate ignor\\w+ guilty impunity
    unwelcome inappropriate unjustified evad\\w+ defied defies defiance divert\\w* jeopardy hiding imperialis\\w+ hated
    isolat\\w+ unreasonable mercenar\\w+ puppet\\w* predictable imposs\\w+ crackdown violence provocateur apartheid stolen stole robbed illegally sad sadly tragedy hostile hostility
""".split()

_PRAISE = """
    welcom\\w+ thank\\w* congratulat\\w+ grateful gratitude condolences? solidarity proud applaud\\w* commend\\w* honou?r\\w*
    prais\\w+ sympath\\w+ celebrat\\w+ appreciat\\w+ historic milestone hero heroes heroic heroine giant admir\\w+ respected respect
    brave\\w* courage\\w* great greatest wonderful excellent remarkable extraordinary outstanding inspir\\w+ visionary
    leadership statesman legacy trusted friend friends friendship ally allies partner prayers? tribute mourn\\w* salute\\w*
    success successful triumph victory breakthrough promising encouraging positive constructive important\\s+step
    step\\s+forward good\\s+news pleased delighted happy glad hail\\w* endors\\w+
    stands?\\s+(?:with|by|firmly|together|shoulder) legitimate right\\s+to\\s+(?:self-?\\s?defen[cs]e|defend) loved
    peacemaker champion icon best symbol dignity compassion\\w* generous generosity dedicated dedication tireless
    progress hopeful confident optimistic
""".split()


def _any(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])", re.IGNORECASE)


BLAME = _any(_BLAME)
PRAISE = _any(_PRAISE)
