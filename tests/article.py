"""A small article graph, written by hand: a meeting planned, a clash, an agreement, a quotation."""

import pyoxigraph as ox

from ontology.terms import NS

PREFIXES = f"""@prefix cmq: <{NS}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix schema: <https://schema.org/> . @prefix : <https://example.org/> .
"""
ACTORS = """
:peru a cmq:State, cmq:Actor, cmq:Place ; rdfs:label "Peru" . :chile a cmq:State, cmq:Actor, cmq:Place ; rdfs:label "Chile" .
:ana a cmq:Person, cmq:Actor ; rdfs:label "Ana Lopes" ; cmq:holds :peru-fm ; cmq:represents :peru .
:lima a cmq:City, cmq:Place ; rdfs:label "Lima" ; cmq:within :peru .
:peru-fm a cmq:Office ; rdfs:label "foreign minister of Peru" ; cmq:kind cmq:foreign-minister ; cmq:officeOf :peru .
cmq:foreign-minister rdfs:label "foreign minister" .
:h a cmq:Holding ; rdfs:label "Ana Lopes, foreign minister of Peru (current)" ; cmq:holder :ana ; cmq:office :peru-fm ;
  cmq:phase cmq:current ; cmq:title "Foreign Minister" ; cmq:seenFrom "2024-03-01"^^xsd:date ; cmq:seenTo "2024-03-01"^^xsd:date .
"""
EVENTS = """
:art a cmq:Article ; rdfs:label "Talks in Lima" ; cmq:published "2024-03-01"^^xsd:date ; schema:identifier "a1" .
:meet a cmq:Meeting, cmq:Consultation, cmq:Event ; rdfs:label "Peru and Chile to meet (planned)" ; cmq:status cmq:planned ;
  cmq:agent :ana, :chile ; cmq:participant :ana, :chile, :peru ; cmq:place :lima ; cmq:code cmq:plover-AGREE, cmq:cameo-036 ;
  cmq:date "2024-03-04"^^xsd:date ; cmq:earliest "2024-03-04"^^xsd:date ; cmq:latest "2024-03-04"^^xsd:date .
:clash a cmq:Clash, cmq:Violence, cmq:Event ; rdfs:label "Peru and Chile clash" ; cmq:status cmq:happened ;
  cmq:agent :peru, :chile ; cmq:participant :peru, :chile ; cmq:code cmq:plover-ASSAULT, cmq:cameo-190 ;
  cmq:earliest "2024-02-20"^^xsd:date ; cmq:latest "2024-02-20"^^xsd:date .
:deal a cmq:Agreement, cmq:Event ; rdfs:label "Peru and Chile agree" ; cmq:status cmq:happened ;
  cmq:agent :peru, :chile ; cmq:participant :peru, :chile ;
  cmq:earliest "2024-02-28"^^xsd:date ; cmq:latest "2024-02-28"^^xsd:date .
:said a cmq:Statement, cmq:SpeechAct, cmq:Event ; rdfs:label "Ana Lopes speaks" ; cmq:status cmq:happened ;
  cmq:speaker :ana ; cmq:agent :ana ; cmq:participant :ana, :peru ; cmq:quote "The border is quiet at last" .
:ask a cmq:Demand, cmq:SpeechAct, cmq:Event ; rdfs:label "Chile demands" ; cmq:status cmq:happened ; cmq:speaker :chile ;
  cmq:agent :chile ; cmq:participant :chile, :peru ; cmq:addressee :peru ; cmq:recipient :peru .
:no a cmq:Rejection, cmq:SpeechAct, cmq:Event ; rdfs:label "Peru refuses" ; cmq:status cmq:happened ; cmq:speaker :peru ;
  cmq:agent :peru ; cmq:participant :peru ; cmq:respondsTo :ask .
"""
CLAIMS = "".join(
    f""":c-{about} a cmq:Claim ; rdfs:label "claim" ; cmq:about :{about} ; cmq:status cmq:{status} ; cmq:rule "frame" ;
  cmq:confidence {confidence} ; cmq:evidence <https://example.org/art#char={n},{n + 9}> .
<https://example.org/art#char={n},{n + 9}> a cmq:Evidence ; rdfs:label "words" ; cmq:article :art ; cmq:beginIndex {n} ;
  cmq:endIndex {n + 9} ; cmq:text "the words" ; cmq:sentence "These are the words." .
"""
    for n, (about, status, confidence) in enumerate(
        [
            ("h", "happened", 0.9),
            ("meet", "planned", 0.8),
            ("clash", "happened", 0.7),
            ("deal", "happened", 0.9),
            ("said", "happened", 0.3),
            ("ask", "happened", 0.6),
            ("no", "happened", 0.6),
        ]
    )
)


def graph(more: str = "", *, without: str = "") -> list[ox.Quad]:
    """Return the article's quads, with Turtle added or a piece of the text taken away."""
    text = PREFIXES + ACTORS + EVENTS + CLAIMS
    assert without in text
    return list(ox.parse(text.replace(without, "") + more if without else text + more, format=ox.RdfFormat.TURTLE))
