"""Places: where an event happened, as far as the words beside it say."""

import pytest

from extractors.document import parse
from extractors.pipeline import EXTRACTORS, read
from extractors.places import place_of
from extractors.reading import Reading
from extractors.speech import quotes
from ontology.facts import Article, Event


def where(text: str, word: str, *, speech: bool = False) -> str:
    document = parse(Article(text))
    reading = Reading()
    for extractor in EXTRACTORS[: EXTRACTORS.index(quotes) + 1]:
        reading = reading.plus(extractor(document, reading))
    token = next(t for t in document.doc if t.text == word)
    place = place_of(document, reading, token, speech=speech)
    return place.name if place else ""


@pytest.mark.parametrize(
    ("text", "word", "place"),
    [
        ("Ana Lopes met Rui Costa in Lima.", "met", "Lima"),
        ("In Lima, Ana Lopes met Rui Costa.", "met", "Lima"),
        ("Ana Lopes held talks with officials in Lima.", "talks", "Lima"),
        ("The talks in Geneva ended.", "talks", "Geneva"),
        ("The talks, held in Geneva, ended.", "talks", "Geneva"),
        ("Ana Lopes travelled to Peru.", "travelled", "Peru"),
        ("Ana Lopes will continue to Lima.", "continue", "Lima"),
        ("Ana Lopes met Rui Costa in The Hague.", "met", "The Hague"),
        ("Rebels attacked two hotels in Port-au-Prince.", "attacked", "Port-au-Prince"),
        ("Ana Lopes was sworn in at Government House.", "sworn", "Government House"),
        ("Police beat students outside the National Assembly.", "beat", "National Assembly"),
        ("Ana Lopes won a majority in the National Assembly.", "won", ""),
        ("Ana Lopes visited Lima.", "visited", "Lima"),
        ("Rebels bombed Kandahar.", "bombed", "Kandahar"),
        ("Kandahar was bombed by rebels.", "bombed", "Kandahar"),
        ("Rebels launched an offensive against Kandahar.", "offensive", "Kandahar"),
        ("The Kabul bombing killed two.", "bombing", "Kabul"),
        ("Troops clashed with rebels near the border with Peru.", "clashed", "border with Peru"),
        ("Troops clashed with rebels in southern Peru.", "clashed", "southern Peru"),
        ("Troops clashed with rebels in north-eastern Syria.", "clashed", "north-eastern Syria"),
        ("Troops clashed with rebels in Helmand province.", "clashed", "Helmand province"),
        ("A bomb exploded in Kandahar in southern Afghanistan.", "exploded", "Kandahar"),
        ("They met in Washington, D.C. on Monday.", "met", "Washington, D.C."),
        ("They met in New York on Monday.", "met", "New York"),
        ("Five people were killed when a bomb exploded outside a mosque in Herat.", "killed", "Herat"),
        ("Rebels seized the town of Goma in eastern Congo.", "seized", "Goma"),
        ("Thousands marched through the streets of Lima.", "marched", "Lima"),
        ("Ana Lopes flew from Lima to Santiago.", "flew", "Santiago"),
        ("Troops withdrew from Iraq.", "withdrew", "Iraq"),
        ("The army fired a missile into the Sea of Japan.", "fired", "Sea of Japan"),
        ("An accord signed in Lima in 2015 gave them the port.", "accord", "Lima"),
        ("An accord brokered in Doha gave them the port.", "accord", "Doha"),
        ("The two sides, meeting in Lima, agreed to stop.", "agreed", "Lima"),
        ("Ana Lopes flew to Lima the following day, where she met Rui Costa.", "met", "Lima"),
        ("The army drove the rebels out of Goma.", "drove", "Goma"),
        ("Gunmen snatched them from a pit in Helmand province.", "snatched", "Helmand province"),
        ("The army sent troops to the Ancash area.", "sent", "Ancash"),
        ("Peru's parliament elected a new president.", "elected", "Peru"),
        ("A bomb exploded in the Peruvian capital.", "exploded", "Lima"),
        ("They met at the White House on Monday.", "met", "White House"),
        ("Ana Lopes arrived in Lima, where she met Rui Costa.", "met", "Lima"),
        ("Peru was calm. Rebels attacked a village in the country.", "attacked", "Peru"),
        ("Peruvians voted on Sunday.", "voted", "Peru"),
        ("Peru had twelve years of civil war.", "war", "Peru"),
        ("Ana Lopes became the first president of Peru.", "became", "Peru"),
        ("LIMA, May 3 (Agency) - Ana Lopes met Rui Costa here.", "met", "Lima"),
        ("Ana Lopes flew to Lima and met Rui Costa.", "met", "Lima"),
        ("Ana Lopes was in Lima and met Rui Costa.", "met", "Lima"),
        ("Police shot a man in the town of Tela.", "shot", "Tela"),
        ("It was calm in Quito. Crowds marched in the capital, Lima.", "marched", "Lima"),
        ("Police arrested ten men in the Miraflores neighbourhood.", "arrested", "Miraflores neighbourhood"),
        ("Troops clashed near the Kajaki dam.", "clashed", "Kajaki dam"),
        ("Police fired on marchers at Gongabu.", "fired", "Gongabu"),
        ("Troops clashed below Ancash on Monday.", "clashed", "Ancash"),
        ("Rui Costa mediates along with Chile.", "mediates", ""),
        ("The Peruvian government, a coalition that took office in March, fell.", "took", "Peru"),
    ],
)
def test_a_phrase_says_where(text: str, word: str, place: str) -> None:
    assert where(text, word) == place


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Peru attacked rebels.", "attacked"),
        ("Peru's army fled.", "fled"),
        ("Ana Lopes met Rui Costa.", "met"),
        ("The Russian war goes on.", "war"),
        ("Chile imposed sanctions on Peru.", "imposed"),
        ("LIMA, Oct 12 (Agency) - Rebels attacked a village.", "attacked"),
    ],
)
def test_who_acts_and_where_it_was_written_is_no_place(text: str, word: str) -> None:
    assert where(text, word) == ""


@pytest.mark.parametrize(
    ("text", "word", "place"),
    [
        ("Speaking in Geneva, Ana Lopes condemned the attack.", "condemned", "Geneva"),
        ("Ana Lopes said in Geneva that Peru was calm.", "said", "Geneva"),
        ("Ana Lopes said during a news conference in Lima that all was calm.", "said", "Lima"),
        ("Ana Lopes told a news conference in Lima that all was calm.", "told", "Lima"),
        ("Speaking to reporters in Lima, Ana Lopes accused the rebels.", "accused", "Lima"),
        ("Speaking during celebrations in Lima, Ana Lopes accused the rebels.", "accused", "Lima"),
        ("Officials in Lima said that all was calm.", "said", "Lima"),
        ("Ana Lopes said at a hospital in Lima that all was calm.", "said", "Lima"),
        ("Ana Lopes condemned the attack in Kandahar.", "condemned", ""),
        ("Ana Lopes praised the truce between the army and the rebels in Peru.", "praised", ""),
    ],
)
def test_what_is_said_has_the_place_of_the_speaker(text: str, word: str, place: str) -> None:
    assert where(text, word, speech=True) == place


def events(text: str, kind: str) -> list[Event]:
    return [e for e in read(Article(text), reader="rules").events if e.type == kind]


def test_a_phrase_that_hangs_on_the_clause_sets_the_scene() -> None:
    (attack,) = events("Police fired on marchers who defied the ban at Gongabu.", "Attack")
    assert attack.place is not None
    assert attack.place.name == "Gongabu"
    text = "Rebels fired two missiles into the sea on Wednesday, hours before the ministers of Chile were due in Lima."
    (launch,) = events(text, "Mobilization")
    assert launch.place is None


def test_a_city_lies_in_its_state() -> None:
    place = events("Ana Lopes met Rui Costa in Lima.", "Meeting")[0].place
    assert place is not None
    assert place.kind == "City"
    assert place.within is not None
    assert place.within.name == "Peru"


def test_the_scene_stays_until_another_is_named() -> None:
    text = "Rebels attacked a market in Kandahar. Troops clashed with the rebels.\nRebels attacked a school in Herat."
    places = [
        e.place.name if e.place else None
        for e in read(Article(text), reader="rules").events
        if e.type in {"Attack", "Clash"}
    ]
    assert places == ["Kandahar", "Kandahar", "Herat"]
