"""What people found wrong: facts that somebody rejected or set right, and signed for.

The ledger keeps what was read; what is published is that without the rejected facts. IRIs come from content, so a fact
that is read again is the same fact and stays rejected.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import terms
from server.store.changes import fault
from server.store.errors import DatasetError
from server.store.records import Change, Correction

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from server.store.dataset import Writer

COLUMNS = ("fact", "by", "why")
_MORE = {"action", "property", "value"}
_ACTIONS = {"", "reject", "accept", "set"}
_LONGEST = 1000
_ROLES = frozenset({terms.agent, terms.recipient, terms.mediator})


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a file of corrections: the fact is rejected, or a property of it set; with `accept` that is undone."""

    correction: Correction
    accept: bool
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """How many facts were rejected, taken back in, set right, and left as they were."""

    rejected: int
    accepted: int
    unchanged: int
    set: int = 0


def read(path: Path, base: str) -> list[Row]:
    """Return the lines of a file of corrections: TSV with the columns fact, by, why and more where they are needed.

    Raises DatasetError, naming the line, for the first that cannot be used: no line is done when one is wrong.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (UnicodeDecodeError, csv.Error) as error:
        raise DatasetError(path, f"it is no TSV in UTF-8 ({error})", "save it as that") from error
    header = [name.strip().lower() for name in lines[0]] if lines else []
    if not set(COLUMNS) <= set(header) <= {*COLUMNS, *_MORE} or len(header) != len(set(header)):
        raise DatasetError(path, "its first line does not name its columns", f"write {' '.join(COLUMNS)} with tabs")
    return list(_rows(path, header, lines[1:], base))


def _rows(path: Path, header: Sequence[str], lines: Iterable[Sequence[str]], base: str) -> Iterator[Row]:
    fact = re.compile(re.escape(base) + r"(?:id|page|data)/((?:event|holding|claim)/[^\x00-\x20<>\"{}|\\^`/#?]+)\Z")
    for number, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            reason = f"line {number} has {len(cells)} columns, not {len(header)}"
            raise DatasetError(path, reason, "put one tab between columns")
        said = {name: " ".join(cell.split()) for name, cell in zip(header, cells, strict=True)}
        match = fact.match(said["fact"])
        if match is None:
            reason = f"line {number}: {said['fact'][:100]!r} is no fact of this dataset"
            raise DatasetError(path, reason, f"give the address of an event, a holding or a claim under {base}id/")
        if missing := next((name for name in ("by", "why") if not 0 < len(said[name]) <= _LONGEST), ""):
            reason = f"line {number} does not say {'who rejects it' if missing == 'by' else 'why'}"
            raise DatasetError(path, reason, f"fill in {missing!r}, in at most {_LONGEST} characters")
        if (action := said.get("action", "").lower()) not in _ACTIONS:
            raise DatasetError(
                path, f"line {number}: there is no action {action[:20]!r}", "write reject, accept or set"
            )
        correction = Correction(f"{base}id/{match[1]}", said["by"], said["why"])
        name, value = said.get("property", ""), said.get("value", "")
        if action == "set" and (wrong := fault(match[1].partition("/")[0], name, value)):
            raise DatasetError(path, f"line {number}: {wrong}", "fill in 'property' and 'value'")
        is_change = action == "set" or (action == "accept" and name)
        change = Change(correction.fact, name, value, correction.by, correction.why) if is_change else None
        yield Row(correction, action == "accept", change)


def correct(writer: Writer, rows: Iterable[Row], source: Path) -> Corrected:
    """Reject facts, set them right, or undo that; when this returns, readers see it.

    The last line about a fact, or about a property of one, counts. Raises DatasetError for a fact that no article ever
    told.
    """
    last = {(row.correction.fact, row.change.property if row.change else ""): row for row in rows}
    before: dict[tuple[str, str], Correction | Change] = {(f, ""): one for f, one in writer.ledger.rejected().items()}
    before |= {(one.fact, one.property): one for one in writer.ledger.changes()}
    wanted = {about: None if row.accept else row.change or row.correction for about, row in last.items()}
    changed = {about: one for about, one in wanted.items() if before.get(about) != one}
    facts, touched = {fact for fact, _ in last}, {fact for fact, _ in changed}
    first, unknown = writer.ledger.last() + 1, facts - {fact for fact, _ in before}
    meant = {fact: _graphs(writer, fact) for fact in facts}
    for version in writer.ledger.all():
        told = {fact for fact in facts if version.graph in meant[fact] or f"<{fact}>".encode() in version.nquads}
        unknown -= told
        if told & touched:
            first = min(first, version.seq)
    if unknown:
        reason = f"no article of the dataset tells of {min(unknown)}"
        raise DatasetError(source, reason, "copy the address from the fact's page")
    rejected = [one for one in changed.values() if isinstance(one, Correction)]
    set_ = [one for one in changed.values() if isinstance(one, Change)]
    undone = [about for about, one in changed.items() if one is None]
    if changed:
        accepted = [fact for fact, name in undone if not name]
        unset = [about for about in undone if about[1]]
        writer.ledger.correct(rejected, accepted, set_, unset, again_from=first)
        writer.show()
    return Corrected(len(rejected), len(undone), len(last) - len(changed), len(set_))


def _graphs(writer: Writer, fact: str) -> set[str]:
    """Return the graphs of articles that tell of a fact, or would if it were not rejected, by whatever address."""
    shown = writer.store.quads_for_pattern(ox.NamedNode(fact), None, None, None)
    found = {quad.graph_name.value for quad in shown if isinstance(quad.graph_name, ox.NamedNode)}
    return found | writer.fold.graphs_meaning(fact)


def without(quads: Iterable[ox.Quad], rejected: Collection[str]) -> list[ox.Quad]:
    """Return the quads of one article's graph without the rejected facts and all that rests on them alone.

    With an event or a holding go the claims about it, with its last claim goes what it is about, with a claim the words
    that are evidence of nothing else, and with a holding the short cuts that it stood for.
    """
    quads = list(quads)
    gone = (
        {node for quad in quads for node in (quad.subject, quad.object) if _iri(node) in rejected}
        if rejected
        else set()
    )
    if not gone:
        return quads
    about = {quad.subject: quad.object for quad in quads if quad.predicate == terms.about}
    gone |= {claim for claim, what in about.items() if what in gone}
    gone |= set(about.values()) - {what for claim, what in about.items() if claim not in gone}
    words = [(quad.subject, quad.object) for quad in quads if quad.predicate == terms.evidence]
    gone |= {found for _, found in words} - {found for claim, found in words if claim not in gone}
    left = [quad for quad in quads if quad.subject not in gone and quad.object not in gone]
    short = _short_cuts(quads) - _short_cuts(left)
    left = [quad for quad in left if (quad.subject, quad.predicate, quad.object) not in short]
    lost = {(who, whom) for who, what, whom in short if what == terms.represents}
    return _without_states(left, lost) if lost else left


def _without_states(quads: list[ox.Quad], lost: set[tuple[object, object]]) -> list[ox.Quad]:
    """Return quads without the states that took part only through persons who do not act for them after all."""
    acts = {(quad.subject, quad.object) for quad in quads if quad.predicate in _ROLES}
    parts: defaultdict[object, set[object]] = defaultdict(set)
    for quad in quads:
        if quad.predicate == terms.participant:
            parts[quad.subject].add(quad.object)
    stands = {(quad.subject, quad.object) for quad in quads if quad.predicate == terms.represents}

    def is_left(event: object, of: object) -> bool:
        through = any((person, of) in lost for person in parts[event])
        return not through or (event, of) in acts or any((person, of) in stands for person in parts[event])

    return [q for q in quads if q.predicate != terms.participant or is_left(q.subject, q.object)]


def _short_cuts(quads: Iterable[ox.Quad]) -> set[tuple[object, object, object]]:
    """Return what current holdings say of their holders: which office they hold and whom they represent."""
    said: dict[ox.NamedNode, dict[object, object]] = {
        terms.holder: {},
        terms.office: {},
        terms.officeOf: {},
        terms.phase: {},
    }
    for quad in quads:
        if quad.predicate in said:
            said[quad.predicate][quad.subject] = quad.object
    found: set[tuple[object, object, object]] = set()
    for holding, holder in said[terms.holder].items():
        office = said[terms.office].get(holding)
        if said[terms.phase].get(holding) == terms.current:
            found |= {(holder, terms.holds, office), (holder, terms.represents, said[terms.officeOf].get(office))}
    return found


def _iri(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode) else ""
