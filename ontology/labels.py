"""Labels that a person can read: every node has exactly one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from ontology.facts import Entity, Event, Holding, Moment, Office, Status

_WORDS = {
    "Visit": ("visited", "to visit", ""),
    "Meeting": ("met", "to meet", "with"),
    "Call": ("spoke by telephone", "to speak by telephone", "with"),
    "Mediation": ("mediated", "to mediate", "between"),
    "Consultation": ("consulted", "to consult", "with"),
    "Agreement": ("agreed", "to agree", "with"),
    "Cooperation": ("cooperated", "to cooperate", "with"),
    "Aid": ("gave aid", "to give aid", "to"),
    "Concession": ("yielded", "to yield", "to"),
    "Withdrawal": ("withdrew", "to withdraw", "from"),
    "Protest": ("protested", "to protest", "against"),
    "Sanction": ("imposed sanctions or cut ties", "to impose sanctions or cut ties", "with"),
    "Mobilization": ("mobilised forces", "to mobilise forces", "against"),
    "Coercion": ("used coercion", "to use coercion", "against"),
    "Violence": ("used violence", "to use violence", "against"),
    "Clash": ("clashed", "to clash", "with"),
    "Attack": ("attacked", "to attack", ""),
    "Appointment": ("appointed", "to appoint", ""),
    "Departure": ("left office", "to leave office", ""),
    "Election": ("held an election", "to hold an election", ""),
    "Legislation": ("legislated", "to legislate", "on"),
    "Statement": ("stated", "to state", "to"),
    "Pledge": ("pledged", "to pledge", "to"),
    "Demand": ("demanded", "to demand", "of"),
    "Rejection": ("rejected", "to reject", "towards"),
    "Accusation": ("accused", "to accuse", ""),
    "Threat": ("threatened", "to threaten", ""),
    "Endorsement": ("endorsed", "to endorse", ""),
}
_SAID = frozenset({"Statement", "Pledge", "Demand", "Rejection", "Accusation", "Threat", "Endorsement"})
_MONTHS = "January February March April May June July August September October November December".split()
_STATUS = {"happened": "", "didNotHappen": " (did not happen)"}


def office_label(office: Office) -> str:
    """Return such as "foreign minister of Turkey"."""
    return f"{office.kind.replace('-', ' ')} of {office.of.name}"


def holding_label(holding: Holding) -> str:
    """Return such as "Hakan Fidan, foreign minister of Turkey (current)"."""
    return f"{holding.holder.name}, {office_label(holding.office)} ({holding.phase})"


def event_label(event: Event, text: str) -> str:
    """Return a sentence for an event: who did what to whom, where, when, and with what standing.

    `text` is the article's: a speech act is told by its words, and so is what has no actors.
    """
    past, future, joint = _WORDS[event.type]
    verb = past if event.status in {"happened", "ongoing", "claimed", "denied", "didNotHappen"} else future
    words = event.quotes[0] if event.quotes else event.claims[0].evidence[0].of(text)
    subject = names(event.agents) or ("somebody" if event.recipients else "")
    if not subject:
        return f"{event.type}: \u201c{shortened(words)}\u201d{_when(event.moment)}{_standing(event)}"
    said = f": \u201c{shortened(words)}\u201d" if event.type in _SAID else ""
    object_ = f"{' ' + joint if joint else ''} {names(event.recipients)}" if event.recipients else ""
    where = _where(event)
    return f"{subject} {verb}{object_}{said}{where}{_when(event.moment)}{_standing(event)}"


def _where(event: Event) -> str:
    """Return the place of an event, as a sentence ends: one visits a place, and a place is not named twice."""
    if not event.place or event.place.name in {one.name for one in event.recipients}:
        return ""
    goal = event.type == "Visit" and not event.recipients
    return f" {event.place.name}" if goal else f" in {event.place.name}"


def names(entities: tuple[Entity, ...]) -> str:
    """Return names joined as in a sentence."""
    *first, last = [e.name for e in entities] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def shortened(words: str, most: int = 100) -> str:
    """Return words on one line, cut at a space with an ellipsis where they are longer than `most` characters."""
    line = " ".join(words.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " \u2026"


def day_label(day: date) -> str:
    """Return such as "12 October 2025"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _when(moment: Moment | None) -> str:
    if not moment or not (moment.earliest or moment.latest):
        return ""
    if moment.earliest == moment.latest and moment.earliest:
        return f", {day_label(moment.earliest)}"
    start = day_label(moment.earliest) if moment.earliest else ""
    end = day_label(moment.latest) if moment.latest else ""
    if start and end:
        return f", {start} to {end}"
    return f", from {start}" if start else f", until {end}"


def _standing(event: Event) -> str:
    return standing(event.status)


def standing(status: Status) -> str:
    """Return how an event's label ends that tells its status."""
    return _STATUS.get(status, f" ({status})")
