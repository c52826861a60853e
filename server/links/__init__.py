"""Links to other datasets: states and cities from a packaged table, people and offices from a SPARQL endpoint."""
