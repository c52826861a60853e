"""The redirects of https://w3id.org/communique, ready to submit: `python -m ontology.w3id https://your.host`.

w3id.org takes a folder `communique/` with this file as `.htaccess` and a README that names who keeps it.
"""

from __future__ import annotations

import sys
from typing import Final

from ontology.uris import check_base

HOST: Final = "https://communique.example.org"
"""The host in the file that is committed: to be replaced by one's own."""

_RULES = (
    (r"^ns/?$", "/ontology"),
    (r"^ns/(\d+\.\d+\.\d+)/?$", "/ontology/$1"),
    (r"^ns/([\w./-]+)$", "/ontology/$1"),
    (r"^shapes/?$", "/ontology/shapes.ttl"),
    (r"^logo\.svg$", "/static/icon.svg"),
)


def render(host: str = HOST) -> str:
    """Return the `.htaccess` for a host, given with its scheme. Raises ValueError where it is no http(s) address."""
    where = check_base(host).rstrip("/")
    rules = "\n".join(f"RewriteRule {pattern} {where}{target} [R=303,L]" for pattern, target in _RULES)
    return f"""# https://w3id.org/communique: the Communique vocabulary
# The server behind it negotiates HTML, Turtle, JSON-LD, RDF/XML and N-Triples by the Accept header.
Options +FollowSymLinks
RewriteEngine on
Header always set Access-Control-Allow-Origin *
{rules}
"""


if __name__ == "__main__":
    try:
        sys.stdout.write(render(*sys.argv[1:2]))
    except ValueError as error:
        sys.exit(f"ontology.w3id: {error}")
