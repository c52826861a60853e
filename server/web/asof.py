"""`?asof=DAY`: a person, an office, a state or an organisation as seen in office on one day.

In office on a day is who is seen there from an earlier or the same day to a later or the same one, as in the saved
question office-on-day.
"""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from flask import request

from ontology import terms
from server.web.problems import Problem

SEGMENTS = frozenset({"person", "office", "state", "organization"})
"""The kinds of things that hold, are or have an office."""
_OF = f"({terms.holder}|{terms.office}|{terms.office}/{terms.officeOf})"
_HELD = (
    f"?held {_OF} {{it}} ; {terms.phase} {terms.current} ; {terms.seenFrom} ?from ; {terms.seenTo} ?to"
    ' FILTER (?from <= "{day}"^^xsd:date && ?to >= "{day}"^^xsd:date)'
)
QUERY = f"""CONSTRUCT {{{{
  {{it}} ?p ?o . ?held ?hp ?ho . ?claim ?cp ?co . ?words ?wp ?wo . ?other rdfs:label ?label .
  <{{document}}> a foaf:Document ; foaf:primaryTopic {{it}} ; dcterms:license <{{licence}}> ;
    dcterms:isPartOf <{{base}}> ; dcterms:temporal "{{day}}"^^xsd:date .
}}}} WHERE {{{{
  {{{{ {{it}} ?p ?o FILTER (?p NOT IN ({terms.holds}, {terms.represents})) }}}}
  UNION {{{{ {_HELD} ?held ?hp ?ho }}}}
  UNION {{{{ {_HELD} ?claim {terms.about} ?held ; ?cp ?co }}}}
  UNION {{{{ {_HELD} ?claim {terms.about} ?held ; {terms.evidence} ?words . ?words ?wp ?wo }}}}
  UNION {{{{ {_HELD} ?held {terms.holder}|{terms.office}|{terms.office}/{terms.officeOf} ?other .
    ?other rdfs:label ?label }}}}
}}}}"""
"""What a document says as of a day: the thing, its holdings attested on that day, their claims and words.

What holds at any time only (`cmq:holds`, `cmq:represents`) and events are left out.
"""


def asof(segment: str) -> str:
    """Return the day that the request asks for, "" where it asks for none.

    Raises Problem 400 for what is no day, and for kinds of things (segments of IRIs) that have no offices.
    """
    day = request.args.get("asof", "")
    if not day:
        return ""
    if segment not in SEGMENTS:
        known = "people, offices, states and organisations"
        raise Problem(400, "bad-request", "There is no such thing as of a day", f"Leave asof out: it is for {known}.")
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        detail = f"asof={day!r} is no day; write it as 2025-10-12."
        raise Problem(400, "bad-request", "asof is no day", detail) from None


def suffixed(address: str, day: str) -> str:
    """Return an address with its day."""
    return f"{address}?{urlencode({'asof': day})}" if day else address
