"""Contradictions planted in the small article of `tests/article.py`: what each is, and what catches it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Contradiction:
    """A piece of Turtle that must not pass: caught by HermiT, by SHACL with its message, or by both."""

    name: str
    turtle: str
    by_hermit: bool
    message: str = ""


_PERSON = "a person is no organisation, community, group or place"
PLANTED = (
    Contradiction("a city that is a person", ":lima a cmq:Person .", True, _PERSON),
    Contradiction("a person that is an organisation", ":ana a cmq:Organization .", True, _PERSON),
    Contradiction("a state that is a community", ":peru a cmq:Community .", True, "a community or a group is no place"),
    Contradiction("an office that is an event", ":peru-fm a cmq:Event .", True, "an event needs exactly one status"),
    Contradiction("words that are a claim", ":c-h a cmq:Evidence .", True, "evidence stands in exactly one article"),
    Contradiction(
        "an agreement with a holder", ":deal cmq:holder :ana .", True, "an event has no holder: only a holding has"
    ),
    Contradiction(
        "an event with two statuses", ":meet cmq:status cmq:happened .", True, "an event needs exactly one status"
    ),
    Contradiction(
        "a status outside the list",
        ":meet cmq:status :rumoured .",
        False,
        "a status is one of the eight of the closed list",
    ),
    Contradiction(
        "a holding in two phases",
        ":h cmq:phase cmq:former .",
        True,
        "a holding is in exactly one phase: current, former or future",
    ),
    Contradiction(
        "an office held by a state",
        ":h cmq:holder :peru .",
        True,
        "a holding needs exactly one holder, who is a person",
    ),
    Contradiction("a meeting that is a clash", ":meet a cmq:Clash .", True),
    Contradiction("a meeting that is quoted", ":meet cmq:quote 'Peace' .", True, "only a speech act has a quotation"),
    Contradiction(
        "a clash with a speaker",
        ":clash cmq:speaker :peru .",
        True,
        "only a speech act has a speaker, an addressee or a content",
    ),
    Contradiction(
        "a person as a place", ":meet cmq:place :ana .", True, "an event has at most one place, and that is a place"
    ),
    Contradiction(
        "an article that takes part", ":meet cmq:participant :art .", True, "who takes part in an event is an actor"
    ),
    Contradiction(
        "two events, each part of the other",
        ":meet cmq:partOf :deal . :deal cmq:partOf :meet .",
        True,
        "an event is no part of its own part, nor of itself",
    ),
    Contradiction(
        "an answer to its own answer",
        ":ask cmq:respondsTo :no .",
        True,
        "an event does not respond to its own response, nor to itself",
    ),
    Contradiction(
        "a demand that demands itself", ":ask cmq:content :ask .", True, "a speech act is not its own content"
    ),
    Contradiction("a city within itself", ":lima cmq:within :lima .", True, "a place lies in no part of itself"),
    Contradiction(
        "a claim about a person", ":c-h cmq:about :ana .", True, "a claim is about exactly one event or holding"
    ),
    Contradiction(
        "an offset that is no number",
        ":w a cmq:Evidence ; cmq:article :art ; cmq:text 't' ; cmq:beginIndex 'one' ; cmq:endIndex 9 .",
        True,
        "evidence begins at one offset, 0 or more",
    ),
    Contradiction(
        "words that end before they begin",
        ":w a cmq:Evidence ; cmq:article :art ; cmq:text 't' ; cmq:beginIndex 9 ; cmq:endIndex 3 .",
        False,
        "evidence must begin before it ends",
    ),
    Contradiction(
        "an event that ends before it begins",
        ":ask cmq:earliest '2024-03-02'^^xsd:date ; cmq:latest '2024-03-01'^^xsd:date .",
        False,
        "an event's earliest day must not be after its latest",
    ),
    Contradiction(
        "a day outside its own span",
        ":clash cmq:date '2024-02-21'^^xsd:date .",
        False,
        "the day of an event must also be its earliest day",
    ),
    Contradiction(
        "a confidence above one",
        ":c-h cmq:confidence 1.5 .",
        False,
        "a claim has one confidence, a decimal from 0 to 1",
    ),
    Contradiction(
        "an event that nobody reports",
        ":x a cmq:Visit ; rdfs:label 'x' ; cmq:status cmq:happened .",
        False,
        "an event needs a claim that says where it was read",
    ),
    Contradiction(
        "a claim without words",
        ":y a cmq:Claim ; cmq:about :meet ; cmq:status cmq:planned ; cmq:rule 'r' ; cmq:confidence 0.5 .",
        False,
        "a claim needs the words that bear it",
    ),
    Contradiction("a person with two labels", ":ana rdfs:label 'Lopes' .", False, "an actor needs exactly one label"),
    Contradiction("a code of nobody's", ":meet cmq:code :meeting .", False, "a code is a category of PLOVER or CAMEO"),
    Contradiction(
        "an office of two states",
        ":peru-fm cmq:officeOf :chile .",
        False,
        "an office belongs to exactly one state, organisation or place",
    ),
)
