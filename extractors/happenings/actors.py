"""Which nouns can act: people, groups and bodies, named or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.who.people import is_doer

if TYPE_CHECKING:
    from spacy.tokens import Token

    from extractors.reading import Reading

BODIES = frozenset(
    """
    government administration ministry cabinet parliament congress senate assembly council commission committee
    court tribunal party opposition coalition bloc union alliance league federation confederation organisation
    organization agency authority authorities office embassy consulate mission delegation presidency leadership
    regime junta state country nation republic kingdom capital side faction movement front militia army navy force
    forces military troops police guard brigade battalion unit crew team panel body group network company firm bank
    union guerrilla resistance public electorate population crowd majority minority community tribe clan family
    people public world west east north south press media board chamber house department secretariat bureau
    directorate watchdog syndicate cartel gang cell squad regiment fleet squadron garrison convoy patrol mob society
    association foundation institute university church mosque clergy jury judiciary prosecution defence royals
    vessel coastguard gendarmerie monarchy dynasty elite establishment lobby caucus quartet troika summit
    """.split()
)
"""Bodies that act as one."""

PEOPLE = frozenset(
    """
    president premier chancellor king queen prince princess emperor sultan emir sheikh pope cardinal bishop
    archbishop imam cleric ayatollah rabbi monk minister secretary deputy envoy ambassador diplomat official
    spokesman spokeswoman spokesperson chief head chairman chairwoman chairperson chair general colonel major
    captain sergeant admiral marshal soldier troop politician lawmaker legislator senator congressman congresswoman
    representative deputy member mp candidate nominee delegate judge justice prosecutor attorney lawyer expert
    analyst scientist aide source person man woman child boy girl student youth worker striker activist campaigner
    protester protestor demonstrator marcher rioter looter dissident rebel insurgent militant extremist terrorist
    gunman gunmen attacker assailant bomber kidnapper pirate hijacker separatist guerrilla fighter villager citizen
    resident civilian refugee migrant immigrant national voter supporter opponent critic follower relative mother
    father brother sister son daughter wife husband widow victim survivor hostage prisoner detainee peacekeeper
    monitor observer inspector investigator officer policeman policemen agent spy guard commander leader successor
    predecessor counterpart ally partner friend neighbour neighbor enemy adversary foe rival lawmaker statesman
    monarch ruler dictator governor mayor councillor commissioner coordinator negotiator mediator signatory donor
    lender creditor businessman businessmen trader farmer miner fisherman fishermen teacher doctor nurse journalist
    reporter correspondent editor author writer historian philosopher professor academic economist banker executive
    director manager employee contractor pilot sailor driver passenger witness one two three several many some
    others most all both each everyone nobody those thousand hundred dozen million few number interviewee speaker
    organiser organizer mourner loyalist nationalist islamist communist socialist conservative liberal democrat
    republican hardliner moderate reformist veteran conscript recruit settler pilgrim warlord chieftain elder
    """.split()
)
"""People and quantities of people."""

EMPTY = frozenset({"it", "this", "that", "there", "which", "what", "these"})
PERSONAL = frozenset(
    {"he", "she", "they", "we", "i", "you", "who", "him", "her", "them", "us", "himself", "themselves"}
)


def is_actor(token: Token, reading: Reading) -> bool:
    """Say whether a word names somebody who can act: a mention, a name, a pronoun, or a noun of people or bodies."""
    if reading.at(token.i) is not None:
        return True
    if token.lower_ == "it":
        return token.head.dep_ == "ccomp" and token.dep_ == "nsubj"  # "the union said it would send"
    if token.lower_ in EMPTY:
        return False
    if token.pos_ == "PROPN" or token.lower_ in PERSONAL:
        return True
    return is_people(token)


def is_people(token: Token) -> bool:
    """Say whether a noun, numeral or quantifier stands for people or a body."""
    word = token.lemma_.lower()
    if token.pos_ in {"PRON", "DET", "NUM", "ADJ"}:
        return word in PEOPLE or token.pos_ == "NUM"
    if word in PEOPLE or word in BODIES or token.lower_ in BODIES:
        return True
    return is_doer(token)
