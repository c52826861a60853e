"""Prefixes: those that files are written with, and those that a query may use without declaring them."""

from typing import Final

from ontology import others, terms

WRITTEN: Final = {
    "cmq": terms.NS,
    "rdfs": others.RDFS,
    "xsd": others.XSD,
    "owl": others.OWL,
    "skos": others.SKOS,
    "prov": others.PROV,
    "schema": others.SCHEMA,
    "foaf": others.FOAF,
    "dcterms": others.DCTERMS,
}
"""What files and answers are written with: by prefix the start of the IRIs."""
PREDEFINED: Final = {
    **WRITTEN,
    "plover": terms.NS + "plover-",
    "cameo": terms.NS + "cameo-",
    "rdf": others.RDF,
    "void": others.VOID,
    "sem": others.SEM,
    "org": others.ORG,
    "oa": others.OA,
    "nif": others.NIF,
    "geo": "http://www.opengis.net/ont/geosparql#",
    "vann": "http://purl.org/vocab/vann/",
    "sh": "http://www.w3.org/ns/shacl#",
}
"""What queries may use undeclared: `plover:AGREE` and `cameo:057` are concepts of ours."""
