"""Three-letter codes of states (ISO 3166-1 alpha-3, which CAMEO follows) by the last segment of their address."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from ontology.uris import slug

_CODES = """
AD AND AE ARE AF AFG AG ATG AI AIA AL ALB AM ARM AO AGO AR ARG AS ASM AT AUT AU AUS AW ABW AZ AZE BA BIH BB BRB BD BGD
BE BEL BF BFA BG BGR BH BHR BI BDI BJ BEN BM BMU BN BRN BO BOL BR BRA BS BHS BT BTN BW BWA BY BLR BZ BLZ CA CAN CD COD
CF CAF CG COG CH CHE CI CIV CK COK CL CHL CM CMR CN CHN CO COL CR CRI CU CUB CV CPV CY CYP CZ CZE DE DEU DJ DJI DK DNK
DM DMA DO DOM DZ DZA EC ECU EE EST EG EGY EH ESH ER ERI ES ESP ET ETH FI FIN FJ FJI FM FSM FR FRA GA GAB GB GBR GD GRD
GE GEO GH GHA GL GRL GM GMB GN GIN GQ GNQ GR GRC GT GTM GU GUM GW GNB GY GUY HK HKG HN HND HR HRV HT HTI HU HUN ID IDN
IE IRL IL ISR IN IND IQ IRQ IR IRN IS ISL IT ITA JM JAM JO JOR JP JPN KE KEN KG KGZ KH KHM KI KIR KM COM KN KNA KP PRK
KR KOR KW KWT KZ KAZ LA LAO LB LBN LC LCA LI LIE LK LKA LR LBR LS LSO LT LTU LU LUX LV LVA LY LBY MA MAR MC MCO MD MDA
ME MNE MG MDG MH MHL MK MKD ML MLI MM MMR MN MNG MO MAC MR MRT MT MLT MU MUS MV MDV MW MWI MX MEX MY MYS MZ MOZ NA NAM
NE NER NG NGA NI NIC NL NLD NO NOR NP NPL NR NRU NU NIU NZ NZL OM OMN PA PAN PE PER PG PNG PH PHL PK PAK PL POL PR PRI
PS PSE PT PRT PW PLW PY PRY QA QAT RO ROU RS SRB RU RUS RW RWA SA SAU SB SLB SC SYC SD SDN SE SWE SG SGP SI SVN SK SVK
SL SLE SM SMR SN SEN SO SOM SR SUR SS SSD ST STP SV SLV SY SYR SZ SWZ TD TCD TG TGO TH THA TJ TJK TL TLS TM TKM TN TUN
TO TON TR TUR TT TTO TV TUV TW TWN TZ TZA UA UKR UG UGA US USA UY URY UZ UZB VA VAT VC VCT VE VEN VN VNM VU VUT WS WSM
XK XKX YE YEM ZA ZAF ZM ZMB ZW ZWE
""".split()
_ALPHA_3 = dict(zip(_CODES[::2], _CODES[1::2], strict=True))


def code_of(state: str) -> str:
    """Return the three-letter code of a state's IRI, "" where it is none that we know."""
    return _table().get(state.rpartition("/")[2], "")


@cache
def _table() -> dict[str, str]:
    text = (files("extractors") / "data" / "states.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {slug(row["name"]): _ALPHA_3[row["iso"]] for row in rows if row["iso"] in _ALPHA_3}
