"""What the words above an event make of it: verbs and nouns of plan, wish, refusal, claim and possibility."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ontology.facts import Status


def _table(**words: str) -> dict[str, Status]:
    statuses: dict[str, Status] = {
        "sought": "sought",
        "planned": "planned",
        "did_not": "didNotHappen",
        "claimed": "claimed",
        "hypothetical": "hypothetical",
        "denied": "denied",
        "ongoing": "ongoing",
    }
    return {word: statuses[status] for status, text in words.items() for word in text.split()}


GOVERNORS: dict[str, Status] = _table(
    sought="""
        importance need necessity effort urgency desire bid hope importantly push want seek try attempt wish aim strive
        propose should must prefer urge demand desire campaign struggle drive goal favour favor entitle desirable
        essential vital crucial imperative proposal priority call appeal request ask require insist
        """,
    planned="""
        plan intention readiness intend agree expect schedule prepare decide set slate slat due will promise arrange
        suppose preparation poise view programme pledge commit mandate prepared ready commitment vow offer undertake
        tentatively resolve determine determined book task authorise authorize order bind destine assign invite pave
        """,
    did_not="""
        refusal failure reluctance refuse decline fail cancel avoid prevent avert postpone stop block reject abort forgo
        forget thwart foil abandon delay unable hesitate defer scrap skip unwilling reluctant inability exclude ban bar
        prohibit forbid stall preclude rule withhold shelve
        """,
    claimed="""
        allegation allege claim purport suspect accuse believe rumour rumor report think suspicion accusation assert
        imply insinuate
        """,
    hypothetical="""
        possibility risk prospect chance danger fear may might could can threaten consider ability threat right
        opportunity able capable potential contemplate mull warn possible likely unlikely likelihood option speculation
        scenario debate hint whether protect deter defend guard worry warning discourage capability willing willingness
        """,
    denied="deny denial refute",
    ongoing="continue keep persist resume remain process",
)
"""What a word that tells no event of its own makes of its infinitive, gerund, clause or noun."""

ADJECTIVES: dict[str, Status] = _table(
    hypothetical="possible potential hypothetical likely any eventual conditional future",
    planned="""planned upcoming forthcoming scheduled next pending imminent impending looming coming expected
        promised intended""",
    sought="proposed desired demanded requested continued greater urgent",
    claimed="alleged suspected purported reported supposed apparent",
    did_not="cancelled canceled aborted averted thwarted foiled postponed",
    ongoing="ongoing current continuing on-going continuous present",
)
"""What an adjective makes of its noun."""

FAILED = frozenset({"failed", "attempted", "unsuccessful"})
"""Adjectives under which an agreement or talks did not come about; a failed coup was one."""

MODALS: dict[str, Status] = _table(
    planned="will would 'll \u2019ll wo 'd \u2019d shall",
    hypothetical="may might could can ca",
    sought="should must ought",
)

HEDGES = frozenset("reportedly allegedly purportedly supposedly apparently seemingly".split())
CONDITIONS = frozenset("if unless whether lest".split())
UNTIL = frozenset({"until", "till"})
CARRYING = frozenset("for to of on against about in into at toward towards as from through by".split())
ADJUNCTS = frozenset("because despite after following during amid since before due over with without".split())
"""Prepositions that lead out of what a verb governs: "refused to talk because of the sanctions"."""
CIRCUMSTANCES = frozenset("in at into as from through by".split())
"""Prepositions under which a noun is where or how a verb's act took place, not what it is about."""
IMPLICATIVE = frozenset(
    """
    manage succeed begin start help get come go serve force compel oblige make lead cause prompt move proceed choose
    rush use continue proceed dare happen see hear watch have let bother remember
    """.split()
)
"""Verbs whose infinitive was done where they were: "managed to leave"."""
UTTERING = frozenset("offer extend convey send give express pass deliver pay present".split())
"""Verbs whose object is the act of speech itself: "offered congratulations"."""
UNPROVEN = frozenset("report evidence proof sign confirmation indication".split())
"""Nouns of which there may be none: "no reports that they were killed"."""
EFFORT = frozenset("try attempt seek aim strive work effort".split())
LASTING = frozenset("continue persist intensify rage last escalate remain drag linger".split())
LONG = frozenset("always continually constantly repeatedly continuously".split())
OCCURRING = frozenset(
    "take happen occur be begin start resume come materialise materialize go hold proceed follow open convene".split()
)
"""Verbs that say whether their subject took place."""
ANNOUNCED = frozenset("Withdrawal Mobilization Aid Visit Meeting Consultation Election Cooperation Concession".split())
"""Types that lie ahead when they are announced as a noun: "announced a withdrawal"."""
STANDING = frozenset("war aggression conflict occupation siege blockade insurgency hostility embargo".split())
"""Nouns that last: where nothing dates them, they are going on."""
