"""Write states.csv and cities.csv from open tables: run by hand when those change.

    build_states.py country-codes.csv factbook.csv natural_earth_50m_places.csv

Sources: country-codes by Open Knowledge (ODC-PDDL), CIA World Factbook (public domain), Natural Earth (public domain).
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
NAMES = {
    "AE": "United Arab Emirates",
    "CD": "Democratic Republic of the Congo",
    "CF": "Central African Republic",
    "CG": "Republic of the Congo",
    "CI": "Ivory Coast",
    "CV": "Cape Verde",
    "CZ": "Czech Republic",
    "DO": "Dominican Republic",
    "FM": "Micronesia",
    "MM": "Myanmar",
    "PS": "Palestine",
    "ST": "Sao Tome and Principe",
    "TL": "East Timor",
    "TW": "Taiwan",
    "VA": "Vatican City",
    "XK": "Kosovo",
}
ALIASES = {
    "AE": "UAE;U.A.E.;Emirates",
    "BA": "Bosnia",
    "CD": "DRC;DR Congo;Congo-Kinshasa",
    "CF": "CAR",
    "CG": "Congo-Brazzaville",
    "CI": "Côte d'Ivoire;Côte d’Ivoire;Cote d'Ivoire",
    "CN": "PRC;People's Republic of China;People’s Republic of China;Zhongnanhai",
    "CV": "Cabo Verde",
    "CY": "ROC",
    "CZ": "Czechia",
    "FR": "Elysée;Élysée;Elysee;Quai d'Orsay",
    "GB": "UK;U.K.;Britain;Great Britain;Downing Street;No 10;Number 10;Whitehall",
    "KP": "DPRK;Democratic People's Republic of Korea;Democratic People’s Republic of Korea;North",
    "KR": "ROK;Republic of Korea;Blue House",
    "MK": "Macedonia",
    "MM": "Burma",
    "NL": "Holland;The Hague",
    "PS": "Palestinian territories;Palestinian Territories;State of Palestine",
    "RU": "Russian Federation;Kremlin",
    "SZ": "Swaziland",
    "TL": "Timor-Leste",
    "TR": "Türkiye;Turkiye",
    "TW": "Republic of China;Chinese Taipei",
    "US": "US;U.S.;USA;U.S.A.;America;United States of America",
    "VA": "Vatican;Holy See",
}
ADJECTIVES = {
    "US": "American;US;U.S.",
    "GB": "British;UK;U.K.",
    "AE": "Emirati;UAE",
    "AF": "Afghan;Afghani",
    "AZ": "Azerbaijani;Azeri",
    "BA": "Bosnian",
    "BW": "Botswanan",
    "CD": "Congolese",
    "CF": "Central African",
    "CG": "",
    "CI": "Ivorian;Ivoirian",
    "DO": "Dominican",
    "DM": "",
    "IE": "Irish",
    "KG": "Kyrgyz;Kyrgyzstani",
    "KP": "North Korean",
    "KR": "South Korean",
    "KZ": "Kazakh;Kazakhstani",
    "LA": "Lao;Laotian",
    "LS": "Basotho",
    "MM": "Burmese;Myanmar",
    "PS": "Palestinian",
    "PH": "Philippine;Filipino",
    "SA": "Saudi;Saudi Arabian",
    "SZ": "Swazi",
    "TJ": "Tajik;Tajikistani",
    "TL": "Timorese;East Timorese",
    "TM": "Turkmen;Turkmenistani",
    "TW": "Taiwanese",
    "UZ": "Uzbek;Uzbekistani",
    "VA": "Vatican",
    "XK": "Kosovan;Kosovar",
}
PEOPLES = {
    "AE": "Emiratis",
    "BW": "Botswanans",
    "GB": "Britons;British",
    "FR": "Frenchmen;French",
    "IE": "Irish",
    "KP": "North Koreans",
    "KR": "South Koreans",
    "LA": "Laotians",
    "LS": "Basotho",
    "NL": "Dutch",
    "PS": "Palestinians",
    "SZ": "Swazis",
    "TL": "Timorese",
    "TW": "Taiwanese",
    "XK": "Kosovars",
}


def plain(words: str) -> str:
    """Return a name without its brackets, notes and article."""
    return re.sub(r"\s*\(.*?\)|;.*|^the ", "", words, flags=re.IGNORECASE).strip()


def adjectives(words: str) -> list[str]:
    """Split the Factbook's adjectives."""
    parts = re.split(r"\s+or\s+|,\s*", plain(words))
    return [p for p in parts if p and p.lower() not in ("none", "na")]


def people(words: str) -> list[str]:
    """Return the plural nouns of the Factbook's entry."""
    if "singular and plural" in words or "collective" in words:
        return [plain(words).split(",")[0]]
    return [w + "s" for w in re.findall(r"([\w' -]+)\(s\)", words)]


def main(codes: str, factbook: str, places: str) -> None:
    """Write both tables beside this file."""
    facts = {r["gec"].upper(): r for r in csv.DictReader(Path(factbook).open(encoding="utf-8"))}
    rows, kept = [], {}
    for r in csv.DictReader(Path(codes).open(encoding="utf-8")):
        iso = r["ISO3166-1-Alpha-2"]
        if not iso or (r["is_independent"] != "Yes" and iso not in ("PS", "TW", "XK", "VA")):
            continue
        f = facts.get("VT" if iso == "VA" else r["FIPS"].split(",")[0], {})
        name = NAMES.get(iso) or plain(f.get("short_name", "")) or r["CLDR display name"]
        if name == "none":
            name = r["CLDR display name"]
        formal = plain(r["UNTERM English Formal"] or f.get("long_name", "").split(";")[0])
        adj = ADJECTIVES[iso].split(";") if iso in ADJECTIVES else adjectives(f.get("demonym_adj", ""))
        nouns = PEOPLES[iso].split(";") if iso in PEOPLES else people(f.get("demonym_noun", ""))
        capital = plain(r["Capital"] or f.get("capital", ""))
        rows.append(
            (iso, name, formal if formal not in ("none", name) else "", capital, ";".join(adj), ";".join(nouns))
            + (ALIASES.get(iso, ""), r["wikidata_id"].rpartition("/")[2], r["Geoname ID"])
        )
        kept[iso] = name
    if "XK" not in kept:
        rows.append(
            ("XK", "Kosovo", "Republic of Kosovo", "Pristina", "Kosovan;Kosovar", "Kosovars", "", "Q1246", "831053")
        )
    if "TW" not in kept:
        rows.append(("TW", "Taiwan", "", "Taipei", "Taiwanese", "Taiwanese", ALIASES["TW"], "Q865", "1668284"))
    rows.sort(key=lambda row: row[1])
    with (HERE / "states.csv").open("w", encoding="utf-8", newline="") as out:
        out.write("# Sources: country-codes (PDDL), CIA World Factbook (public domain); written by build_states.py\n")
        csv.writer(out, lineterminator="\n").writerow(
            ["iso", "name", "formal", "capital", "adjectives", "people", "aliases", "wikidata", "geonames"]
        )
        csv.writer(out, lineterminator="\n").writerows(rows)
    named = {r[0] for r in rows}
    cities: dict[str, tuple[int, tuple[str, ...]]] = {}
    for r in csv.DictReader(Path(places).open(encoding="utf-8")):
        size = int(float(r["pop_max"] or 0))
        if r["iso_a2"] in named and size > cities.get(r["name_en"] or r["name"], (-1, ()))[0]:
            name = r["name_en"] or r["name"]
            alias = r["name"] if r["name"] != name else ""
            cities[name] = (size, (name, r["iso_a2"], alias, r["wikidataid"], r["geonameid"].removesuffix(".0")))
    with (HERE / "cities.csv").open("w", encoding="utf-8", newline="") as out:
        out.write("# Source: Natural Earth 1:50m populated places (public domain); written by build_states.py\n")
        csv.writer(out, lineterminator="\n").writerow(["name", "iso", "alias", "wikidata", "geonames"])
        csv.writer(out, lineterminator="\n").writerows(row for _, row in sorted(cities.values(), key=lambda c: c[1]))


if __name__ == "__main__":
    main(*sys.argv[1:])
