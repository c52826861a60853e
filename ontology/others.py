"""The terms of other vocabularies that we write or read."""

from typing import Final

from pyoxigraph import NamedNode

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
PROV: Final = "http://www.w3.org/ns/prov#"
SCHEMA: Final = "https://schema.org/"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
DCTERMS: Final = "http://purl.org/dc/terms/"
VOID: Final = "http://rdfs.org/ns/void#"
SEM: Final = "http://semanticweb.cs.vu.nl/2009/11/sem/"
ORG: Final = "http://www.w3.org/ns/org#"
OA: Final = "http://www.w3.org/ns/oa#"
NIF: Final = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"

RDF_TYPE: Final = NamedNode(RDF + "type")
RDFS_LABEL: Final = NamedNode(RDFS + "label")
RDFS_COMMENT: Final = NamedNode(RDFS + "comment")
RDFS_SUBCLASS_OF: Final = NamedNode(RDFS + "subClassOf")
RDFS_SUBPROPERTY_OF: Final = NamedNode(RDFS + "subPropertyOf")
RDFS_IS_DEFINED_BY: Final = NamedNode(RDFS + "isDefinedBy")
OWL_SAME_AS: Final = NamedNode(OWL + "sameAs")
OWL_CLASS: Final = NamedNode(OWL + "Class")
OWL_VERSION_INFO: Final = NamedNode(OWL + "versionInfo")
OWL_NOTHING: Final = NamedNode(OWL + "Nothing")
SKOS_ALT_LABEL: Final = NamedNode(SKOS + "altLabel")
SKOS_CHANGE_NOTE: Final = NamedNode(SKOS + "changeNote")
SKOS_CLOSE_MATCH: Final = NamedNode(SKOS + "closeMatch")
SKOS_CONCEPT: Final = NamedNode(SKOS + "Concept")
SKOS_BROADER: Final = NamedNode(SKOS + "broader")
SKOS_BROAD_MATCH: Final = NamedNode(SKOS + "broadMatch")
PROV_WAS_GENERATED_BY: Final = NamedNode(PROV + "wasGeneratedBy")
PROV_WAS_DERIVED_FROM: Final = NamedNode(PROV + "wasDerivedFrom")
PROV_ALTERNATE_OF: Final = NamedNode(PROV + "alternateOf")
PROV_USED: Final = NamedNode(PROV + "used")
SCHEMA_IDENTIFIER: Final = NamedNode(SCHEMA + "identifier")
SCHEMA_URL: Final = NamedNode(SCHEMA + "url")
SCHEMA_HEADLINE: Final = NamedNode(SCHEMA + "headline")
SCHEMA_SOFTWARE_VERSION: Final = NamedNode(SCHEMA + "softwareVersion")
FOAF_NAME: Final = NamedNode(FOAF + "name")
DCTERMS_TITLE: Final = NamedNode(DCTERMS + "title")
DCTERMS_LICENSE: Final = NamedNode(DCTERMS + "license")
DCTERMS_IS_PART_OF: Final = NamedNode(DCTERMS + "isPartOf")
FOAF_DOCUMENT: Final = NamedNode(FOAF + "Document")
FOAF_PRIMARY_TOPIC: Final = NamedNode(FOAF + "primaryTopic")
DCTERMS_CREATED: Final = NamedNode(DCTERMS + "created")
VOID_DATASET: Final = NamedNode(VOID + "Dataset")
XSD_DATE: Final = NamedNode(XSD + "date")
XSD_INTEGER: Final = NamedNode(XSD + "integer")
XSD_DECIMAL: Final = NamedNode(XSD + "decimal")
XSD_STRING: Final = NamedNode(XSD + "string")
