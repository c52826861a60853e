"""Nouns of people and of bodies: the phrases that may act though they name nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

PEOPLE = frozenset(
    """
    kingdom republic homeland emirate sultanate rector dean abbot provost successor predecessor newspaperman
    official figure minister leader diplomat envoy ambassador negotiator mediator delegate representative lawmaker
    legislator parliamentarian senator congressman deputy politician spokesman spokeswoman spokesperson aide adviser
    advisor president premier chancellor king queen governor mayor secretary commissioner counterpart chief head
    director delegation cabinet administration government authority ministry parliament congress senate council
    commission committee court judge prosecutor tribunal panel board agency embassy consulate opposition party
    coalition bloc alliance faction junta regime monarchy presidency force troop soldier army military navy police
    policeman policewoman officer gunman militant rebel insurgent fighter guerrilla terrorist militia separatist
    jihadist islamist extremist paramilitary commander general colonel captain commando peacekeeper guard unit
    serviceman servicewoman marine sniper bomber attacker assailant kidnapper pirate warship fleet battalion brigade
    squadron convoy patrol crew mercenary hijacker gang cartel protester protestor demonstrator activist dissident
    campaigner supporter opponent critic loyalist voter resident villager civilian citizen people national refugee
    migrant asylum-seeker evacuee prisoner detainee hostage captive victim survivor family relative student teacher
    worker employee doctor nurse lawyer journalist reporter correspondent photographer observer inspector monitor
    expert analyst economist scientist academic cleric priest imam bishop monk nun pilgrim worshipper passenger
    tourist child woman man youth crowd mob public community minority tribe clan farmer fisherman miner trader
    businessman investor company firm bank union association group organisation organization movement network
    charity ngo society institution nation country state power ally partner neighbour neighbor donor member side
    camp majority team mission suspect defendant colleague candidate electorate population southerner northerner
    foreigner dissenter republican democrat conservative socialist communist nationalist skipper crewman grocer
    owner reservist vaccinator gendarme inmate associate follower thug throng consumer producer seeker driver
    trucker councillor councilor alderman federation captor ruler reveller commuter shopper patient medic paramedic
    rescuer firefighter airman seaman cadet recruit conscript magistrate regulator watchdog ombudsman syndicate wife
    husband son daughter brother sister mother father parent cousin widow widower orphan infant toddler baby
    teenager boy girl bystander pedestrian motorist cyclist passer-by onlooker witness eyewitness accomplice
    ringleader plotter mutineer deserter defector traitor spy informant agent bodyguard sentry marksman gunner
    operative financier smuggler trafficker poacher looter arsonist squatter settler nomad herder pastoralist
    peasant labourer laborer docker stevedore fisher hunter grower planter merchant vendor hawker shopkeeper banker
    broker lender creditor shareholder executive manager boss chairman chairwoman chair treasurer emissary consul
    attache counsellor attorney barrister solicitor notary juror plaintiff claimant litigant convict felon parolee
    exile returnee deportee slave servant maid nanny cook chef waiter actor artist singer musician writer poet
    novelist author editor columnist blogger broadcaster cameraman publisher scholar historian philosopher professor
    lecturer pupil graduate undergraduate apprentice intern volunteer trustee curator librarian engineer technician
    mechanic electrician builder contractor architect surveyor geologist biologist physicist chemist virologist
    epidemiologist surgeon physician midwife dentist pharmacist psychologist psychiatrist therapist chaplain vicar
    pastor preacher rabbi mufti mullah ayatollah cardinal pope patriarch archbishop deacon missionary sheikh emir
    sultan prince princess emperor empress tsar monarch heir royal nobleman chieftain elder headman warlord
    militiaman infantryman trooper paratrooper sergeant corporal lieutenant major brigadier admiral commodore
    marshal veteran combatant partisan revolutionary anarchist fascist nazi marxist leftist rightist centrist
    liberal royalist monarchist unionist secessionist populist salafist jihadi hardliner moderate reformist reformer
    pragmatist environmentalist feminist pacifist abolitionist lobbyist strategist tactician pundit commentator
    pollster nominee incumbent challenger contender front-runner runner-up winner loser elector constituent taxpayer
    ratepayer homeowner tenant landlord landowner developer entrepreneur tycoon oligarch industrialist magnate
    billionaire millionaire skier athlete footballer player coach referee fan spectator champion department
    directorate bureau secretariat legislature assembly lower-house upper-house judiciary jury prosecution defence
    constabulary coastguard coast-guard garrison regiment platoon corps squad detachment contingent legion flotilla
    armada task-force splinter offshoot mafia neighbourhood neighborhood diaspora congregation parish diocese sect
    brotherhood sisterhood fraternity league confederation guild foundation institute think-tank newspaper outlet
    corporation conglomerate consortium multinational manufacturer supplier exporter importer retailer carrier
    airline operator insurer taskforce forum troika quartet legation
    """.split()
)
"""Lemmas whose phrases may act: a definite but unnamed set of people, or a body."""

DOERS = ("er", "or", "ist", "ian", "man", "woman", "eer", "naut", "crat")
"""How nouns of people end, where they are not in the list."""
THINGS = frozenset(
    """
    surrender render tender splendor agenda power water letter order matter paper weather border river tower winter
    summer sector factor motor error corridor mirror disaster computer center theater theatre chapter quarter
    helicopter cluster shelter transfer offer answer fever cancer server register layer cover poster banner bunker
    carrier container reactor sensor behavior labor honor color humor vapor interior exterior terror horror tenor
    minor major other october september november december january laser number murder slaughter fighter-bomber
    encounter disorder danger anger hunger charter newsletter consumer-price bomber tanker steamer freighter cruiser
    destroyer trawler launcher mortar crater harbor door floor for or over under after never ever whether rather
    whatever wonder chamber timber copper silver finger shoulder dinner supper master monster oyster butter
    daughter-board manner corner center-left trigger tender slander ladder folder cellar indicator generator
    elevator accelerator escalator calculator tractor flavor favor rigor vigor rumor tumor armor trouble
    member-state remainder headquarter parameter diameter perimeter thermometer barometer kilometer kilometre centre
    metre litre fibre calibre semester trimester rooster lobster hamster blister banister canister gesture future
    culture nature figure measure pressure lecture structure vector alligator equator rumour humour colour favour
    honour labour behaviour harbour parlour vapour endeavour armour odour barrier frontier terrier glacier pier tier
    career veneer median meridian checklist list twist mist fist wrist waist cyst assist consist exist resist
    persist insist ottoman talisman cylinder calendar lavender gender agenda spider bladder rudder powder boulder
    newspaper whisper vesper caper super prayer foyer freezer browser trouser mixer poker sticker locker breaker
    cracker anchor hanger ledger merger ginger burger slipper pepper chopper hopper zipper stopper dropper clipper
    ripper rocket-launcher voucher feather leather tether gather further neither either together another dither
    lever liver quiver waiver sliver
    """.split()
)
"""Nouns that end like those of people and are none."""


def is_doer(token: Token) -> bool:
    """Say whether a common noun ends as nouns of people do and is none of the things that end alike."""
    word = token.lemma_.lower()
    return token.pos_ == "NOUN" and len(word) > 4 and word.endswith(DOERS) and word not in THINGS
