"""Nouns by what they stand for: forces, sites, offices, laws, texts, and others that frames ask for."""

from __future__ import annotations

MEASURES = frozenset(
    """
    number team state group contingent unit series set package part lot thousand hundred dozen million all some
    most many
    """.split()
)
"""Nouns that count others: of "hundreds of soldiers" the object is the soldiers."""
FORCES = frozenset(
    """
    force troop army soldier navy fighter police militant rebel jet warship aircraft plane missile rocket drone
    helicopter military militia battalion convoy marine gunman insurgent guerrilla tank division brigade bomber
    artillery shell bomb warplane unit paramilitary peacekeeper assailant attacker serviceman guard commando sniper
    airman sailor gendarme ranger mercenary jihadist gunner patrol infantry armour armor column gunboat submarine
    frigate destroyer reservist cadet loyalist policeman officer
    """.split()
)
CABINETS = frozenset("government cabinet coalition regime junta administration".split())
CROWD = frozenset(
    """
    protester protestor demonstrator resident villager worker teacher student farmer driver trucker nurse doctor miner
    fisherman activist crowd mob supporter opponent striker inhabitant local townspeople mourner union unionist people
    citizen youth woman mother parent pensioner marcher rioter trader shopkeeper taxi settler migrant refugee pupil
    colleague royalist nationalist monk employee docker thousand hundred dozen serb neighbour neighbor
    """.split()
)
"""People who protest by what forces would coerce with: they block roads, they fill squares."""
BOMBS = frozenset("bomb device mine explosive grenade shell rocket missile car vest charge munition blast".split())
POLLING = frozenset("open close begin end hold take schedule set postpone delay cancel".split())
"""What is done with polls that are an election."""
SITES = frozenset(
    """
    base city town village camp building hospital school house home area target position airport depot post
    headquarters convoy compound embassy civilian mosque church market neighbourhood neighborhood island ship
    facility plant refinery bridge bus car vehicle station port tunnel bunker hotel checkpoint district site
    installation
    """.split()
)
STRIKES = frozenset("attack airstrike strike offensive invasion assault raid bombing incursion".split())
EMPTY_SPACE = frozenset("sea ocean air sky water space orbit direction desert waters".split())
CHAMBERS = frozenset(
    """
    parliament senate congress house assembly council lawmaker legislator mp deputy knesset duma bundestag committee
    legislature chamber senator diet sejm riksdag storting
    """.split()
)
TEXTS = frozenset(
    """
    report resolution draft letter petition statement treaty agreement text bill plan document proposal placard
    banner declaration communique manifesto note message speech
    """.split()
)
OFFICES = frozenset(
    """
    president minister chancellor secretary leader chief governor mayor ambassador speaker king queen premier
    chairman chairwoman chair envoy commissioner emperor pope sultan emir commander secretary-general vice-president
    director prince head successor candidate monarch general
    """.split()
)
TERMS = frozenset({"term", "post", "mandate"})
LAWS = frozenset(
    "law bill act resolution decree legislation constitution amendment budget measure motion reform".split()
)
HARMFUL = frozenset(
    """
    retaliate respond punish avenge crush destroy attack strike bomb invade kill shoot consequence retaliation
    response revenge war reprisal sanction punishment blow price catastrophe disaster annihilate burn vengeance
    counterattack action measure bloodshed
    """.split()
)
SETTLED = frozenset("demand request urge ask call press tell order require want should must need appeal beg".split())
