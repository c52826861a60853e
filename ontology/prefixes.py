"""The prefixes that a query may use without declaring them: ours, and those that are usual for others."""

from typing import Final

from ontology import others, terms

PREDEFINED: Final = {
    "cmq": terms.NS,
    "plover": terms.NS + "plover-",
    "cameo": terms.NS + "cameo-",
    "rdf": others.RDF,
    "rdfs": others.RDFS,
    "xsd": others.XSD,
    "owl": others.OWL,
    "skos": others.SKOS,
    "prov": others.PROV,
    "schema": others.SCHEMA,
    "foaf": others.FOAF,
    "dcterms": others.DCTERMS,
    "void": others.VOID,
    "sem": others.SEM,
    "org": others.ORG,
    "oa": others.OA,
    "nif": others.NIF,
    "geo": "http://www.opengis.net/ont/geosparql#",
    "vann": "http://purl.org/vocab/vann/",
    "sh": "http://www.w3.org/ns/shacl#",
}
"""By prefix the start of the IRIs: `plover:AGREE` and `cameo:057` are concepts of ours."""
