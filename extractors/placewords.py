"""The words around a place: which prepositions name it, which verbs go there, at what one speaks."""

from __future__ import annotations

RANK = {"Place": 0, "City": 0, "Region": 1, "State": 2}
"""The most specific place wins among phrases that stand equally near in the tree."""
VERBS = frozenset({"VERB", "AUX"})
NOUNS = frozenset({"NOUN", "PROPN"})
LOCATIVE = frozenset(
    "in at near outside inside into across throughout through around on off along over above within aboard below"
    " beneath beyond alongside".split()
)
TOWARDS = frozenset({"to", "for"})
GOES = frozenset("travel go fly arrive come return head walk drive sail cross".split())
GATHERS = frozenset("gather rally march picket protest demonstrate assemble occupy block besiege storm".split())
"""What crowds do while they speak: "picketed the embassy in Lima, demanding"."""
TRAVEL = frozenset(
    "travel visit go fly arrive come return head journey trip tour land depart leave bring send deploy move dispatch"
    " walk march cross flee drive escort ship airlift"
    " pledge sail withdraw retreat way continue proceed".split()
)
"""Words whose "to" names the place: the destination is where a visit happens."""
VISITED = frozenset(
    "visit tour enter reach invade leave bomb shell hit strike attack shoot raid storm seize capture take occupy"
    " besiege retake overrun bombard target assault offensive invasion siege capture occupation bombing"
    " shelling aggression incursion intervention".split()
)
"""Verbs and nouns whose object may be the place."""
OF = frozenset(
    "invasion siege capture occupation bombing shelling tour seizure fall blockade battle annexation".split()
)
OCCASIONS = frozenset(
    "speech conference interview address meeting summit session statement rally press talk visit ceremony dinner forum"
    " gathering event debate lecture news reporter journalist crowd supporter lawmaker audience parliament celebration"
    " commemoration parade funeral anniversary opening launch vigil sitting hearing briefing inauguration service"
    " assembly workshop symposium congress round seminar mass".split()
)
"""Nouns at which, and to whom, one speaks: their place is the place of what is said."""
LEAVES = frozenset(
    "withdraw retreat pull evacuate depart leave expel speech broadcast speak withdrawal drive snatch kidnap"
    " abduct seize free release evict escape flee oust rescue clear push force chase eject bar ban".split()
)
STOPS = frozenset(
    "say tell call urge ask demand request promise pledge vow threaten warn agree decide plan announce propose offer"
    " want seek order".split()
)
"""Verbs whose infinitive has a place of its own: "urged Chile in Lima to withdraw"."""
TALKS = frozenset("discuss speak talk consult review exchange".split())
"""Verbs of talk about things that have places of their own."""
OCCURS = frozenset(
    "hold begin start resume take occur open continue stage host convene conduct erupt break perpetrate commit carry"
    " launch kill wound destroy sign reach strike broker conclude negotiate adopt agree seal ink initial mediate hammer"
    " finalise finalize mint unveil abduct kidnap capture detain arrest".split()
)
SIDES = frozenset("outskirts part centre center north south east west heart middle area suburbs edge streets".split())
HELD = frozenset({"City", "Place", "Region"})
CLIMB = frozenset("dobj nsubj nsubjpass attr conj xcomp pobj prep compound advcl acl relcl pcomp oprd ccomp".split())
SCENE = frozenset("in at near outside across".split())
WINDOW = 40
NEXT = 9
"""How many words before "where" its place stands."""
STEPS = 25
SPEAKING = frozenset("meet gather speak talk address convene".split())
"""Verbs of those who are somewhere while they act: "the two sides, meeting in Lima, agreed"."""
TIMES = frozenset("after before since until".split())
