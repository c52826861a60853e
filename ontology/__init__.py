"""What can be said: the ontology, the facts that fill it, their addresses and their triples."""
