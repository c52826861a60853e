"""Words of saying, and of those who say."""

from __future__ import annotations

import re

CUES = frozenset(
    "say tell add state write ask reply respond announce declare comment continue note explain tweet claim"
    " insist argue warn conclude remark read stress emphasise emphasize quote describe call accuse express"
    " reiterate affirm reaffirm acknowledge admit allege assert believe charge confirm criticise criticize"
    " condemn demand deny exclaim hint imply inform mention observe point pledge praise proclaim promise recall"
    " report request repeat shout suggest testify think threaten urge vow voice welcome post quip cite label"
    " term predict hail denounce dismiss issue go refer appeal answer complain concede caution counter interject"
    " joke lament maintain opine underline underscore utter characterise characterize deem dub offer contend"
    " agree thank swear propose seek appear blame hope reveal disclose elaborate tout commend salute blast slam"
    " decry deplore speak cry chant yell whisper declare testify cable text joke sigh relate recount advise retort"
    " scoff fume mutter boast muse".split()
)
"""Verbs that report words."""
PLAIN = frozenset(
    "say tell add state write ask reply respond announce declare comment continue note explain tweet claim warn"
    " remark read stress insist argue conclude report quip joke shout exclaim observe inform assure promise vow"
    " lament concede admit acknowledge recall testify believe affirm demand urge chant".split()
)
"""Verbs that report words and do little else."""
WEAK = frozenset("seek appear hope go offer issue refer propose agree".split())
"""Verbs that report words only where they stand right beside them."""
PAPERS = frozenset(
    "statement report letter resolution release communique communiqué document declaration message speech email"
    " announcement text account post tweet readout note interview article editorial comment words obituary".split()
)
"""Nouns that speak for somebody: "a statement from the ministry said"."""
SAYINGS = frozenset(
    "accusation claim statement remark comment warning assertion allegation description labelling label promise"
    " vow pledge suggestion argument belief conclusion announcement characterisation demand assurance hope".split()
)
"""Nouns whose owner, or the subject of whose verb, says what follows: "with accusations that"."""
HELD_UP = frozenset("sign banner placard poster leaflet flyer t-shirt slogan".split())
"""What those carry who say what stands on it."""
FINDS = frozenset({"find", "hold", "rule"})
"""Verbs that report words where they have a clause: "found that it was ..."."""
AIMS = frozenset(
    "aim plan intention desire wish decision effort goal ambition bid attempt willingness readiness"
    " determination".split()
)
"""Nouns whose infinitive belongs to the subject of their verb: "announced his aim to"."""
RELATIVE = frozenset("who that which whom".split())
SINGULAR = frozenset("he she him her his".split())
PERSONAL = frozenset("he she they it i we".split())
BEARERS = frozenset(
    "secretary minister president chancellor premier king queen prince princess general admiral colonel major"
    " captain lieutenant senator governor mayor ambassador envoy representative director chairman chairwoman"
    " commissioner maj gen col lt sgt dr mr mrs ms rev".split()
)
"""Words whose name stands beside them: "Secretary of State for Defence Des Browne"."""
KINDS = frozenset("organisation organization group movement party militia agency network coalition".split())
"""Nouns that only say what sort of body a name before them names: "the Hamas organisation"."""
ORGANS = frozenset(
    "eyewitness witness"
    " government department parliament administration delegation organisation organization commission coalition"
    " opposition federation association committee council authority embassy ministry agency alliance"
    " intelligence community majority minority regiment corporation institution foundation union official"
    " general principal criminal admiral marshal rival".split()
)
"""Nouns of bodies and people whose endings look like those of things."""
THINGS = frozenset(
    "use mistake offer gain vote visit attack test deal talk war crisis move plan step role claim word promise"
    " report law case death office power term thing way part year month week day time it election sanction force"
    " policy threat appeal view issue fact problem effort result number question point home incident accusation"
    " media percent testimony transfer outlet".split()
)
"""Nouns that cannot speak."""
MUTE = re.compile(r"(?:tion|sion|ment|ness|ity|ance|ence|ing|ism|age|ship|ure|dom|al|th)s?$")
"""Endings of nouns that cannot speak."""
