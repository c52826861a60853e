"""A store on another server, spoken to by the SPARQL 1.1 Protocol: its address, patience, and our dataset in it."""
