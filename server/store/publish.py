"""Articles published: read, checked, recorded, merged and shown; able to stop anywhere and go on."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

from extractors.inputs.refusal import Refusal
from ontology.uris import Scheme, article_slug
from server.store.errors import DatasetError
from server.store.harvest import Harvest, harvest_all
from server.store.nquads import digest
from server.store.records import Version, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ontology.facts import Article
    from server.store.dataset import Dataset
    from server.store.ledger import Ledger

_SHOWN_WITHIN = 1.2
"""Seconds after which readers are to see what was acknowledged; some room is left under the two that are promised."""
_SHARE = 4
"""A swap of checkpoints takes at most the one part in so many of the time, and the last of them may be late for it."""
_ACKNOWLEDGED_EVERY = 0.2
_ACKNOWLEDGED_AFTER = 50
"""Seconds and articles after which those that were read are written to the disk, with one sync for all."""
_FIRST_DAY = date(1900, 1, 1)


@dataclass(slots=True)
class _Pace:
    """When to let readers see what waits: it learns how long that takes, so that none waits too long."""

    waiting: int = 0
    since: float = 0.0
    rate: float = 20.0
    """Articles that are shown in a second, as the last time."""
    not_before: float = 0.0

    def wait(self, now: float) -> None:
        """Count one more article that was acknowledged."""
        self.since = self.since if self.waiting else now
        self.waiting += 1

    def is_due(self, now: float) -> bool:
        """Say whether those that wait are to be shown now."""
        late = now - self.since + self.waiting / self.rate >= _SHOWN_WITHIN
        return self.waiting > 0 and now >= self.not_before and late

    def showed(self, begun: float, now: float, swap: float) -> None:
        """Note that all are shown, from when to when, and for how long of that checkpoints were swapped."""
        self.rate = self.waiting / max(now - begun, 1e-3)
        self.waiting = 0
        self.not_before = now + (_SHARE - 1) * swap


@dataclass(frozen=True, slots=True)
class Summary:
    """How many inputs went which way; `flagged` ones are among the new and the replaced."""

    new: int = 0
    replaced: int = 0
    unchanged: int = 0
    flagged: int = 0
    quarantined: int = 0
    refused: int = 0

    @property
    def done(self) -> int:
        """How many inputs were dealt with."""
        return self.new + self.replaced + self.unchanged + self.quarantined + self.refused


class Recorder(Protocol):
    """What publishes: the dataset's writer, or who only records what is shown later."""

    dataset: Dataset
    ledger: Ledger
    swapped_in: float
    """How many seconds the last swap of checkpoints took."""

    def record(self, versions: Iterable[Version]) -> int:
        """Acknowledge versions: when this returns they are on the disk. Return the number of the last."""
        ...

    def show(self) -> object:
        """Let readers see what was acknowledged."""


def publish(
    writer: Recorder,
    items: Iterable[Article | Refusal],
    reader: Callable[[Article], Harvest],
    *,
    jobs: int = 1,
    again: bool = False,
    today: date | None = None,
    told: Callable[[Summary, Refusal | None], None] = lambda _summary, _refusal: None,
) -> Summary:
    """Publish articles into a dataset and return how that went.

    An article that the ledger has in the same words is not read again, unless `again` is set. `today` lets a date that
    is more than 48 hours ahead be noticed; it reaches no result. `told` hears of each input, and why it was refused.
    """
    if writer.dataset.plain:
        reason = "it was made with --plain and has no articles"
        raise DatasetError(writer.dataset.folder, reason, "publish into another folder")
    summary = Summary()
    group: dict[str, Version] = {}
    steps: list[tuple[str, Harvest | Refusal]] = []
    begun = time.monotonic()
    pace = _Pace()

    def acknowledge() -> None:
        """Write the group to the disk with one sync, then say of each of its articles that it is there."""
        nonlocal summary, begun
        writer.record(group.values())
        for step, item in steps:
            if step in {"new", "replaced"}:
                pace.wait(time.monotonic())
            summary = _plus(summary, step)
            refusal = item if isinstance(item, Refusal) and item is not _UNCHANGED else None
            if isinstance(item, Harvest):
                if step in {"new", "replaced"} and item.article.flags:
                    summary = _plus(summary, "flagged")
                refusal = item.kept_back() if step == "quarantined" else None
                writer.ledger.forget(key_of(item.article))
            elif refusal is not None:
                writer.ledger.refuse(item.source, item.reason, item.advice)
            told(summary, refusal)
        group.clear()
        steps.clear()
        begun = time.monotonic()

    for item in harvest_all(_fresh(writer, items, today, again=again), reader, jobs):
        if isinstance(item, Harvest):
            if key_of(item.article) in group:
                acknowledge()  # the same article twice: the second is judged by the first
            step, version = _step(writer, item, again=again)
            if version is not None:
                group[version.key] = version
        else:
            step = "unchanged" if item is _UNCHANGED else "refused"
        steps.append((step, item))
        now = time.monotonic()
        if len(group) >= _ACKNOWLEDGED_AFTER or now - begun >= _ACKNOWLEDGED_EVERY:
            acknowledge()
        if pace.is_due(time.monotonic()):
            begun_showing = time.monotonic()
            writer.show()
            pace.showed(begun_showing, time.monotonic(), writer.swapped_in)
    acknowledge()
    writer.show()
    return summary


_UNCHANGED = Refusal("", "unchanged", "")


def _fresh(
    writer: Recorder, items: Iterable[Article | Refusal], today: date | None, *, again: bool
) -> Iterator[Article | Harvest | Refusal]:
    """Hand through what must be read; mark what the ledger has, and keep back dates that cannot be."""
    ledger, last = writer.ledger, (today or date.max - timedelta(2)) + timedelta(2)
    for item in items:
        if isinstance(item, Refusal):
            yield item
            continue
        key = key_of(item)
        known = ledger.newest_digest(key) == item.digest
        if ledger.is_retracted(key):
            yield Refusal(key, "it was retracted", "'communique retract --undo' lets it back in")
        elif item.published and not _FIRST_DAY <= item.published <= last:
            reason = f"it says that it was published on {item.published}"
            graph = Scheme(writer.dataset.base, article_slug(item)).graph
            advice = "correct the date, or give it with --published"
            yield _UNCHANGED if known else Harvest(item, graph, b"", "", (reason,), advice)
        elif known and not again and not ledger.is_unread(key):
            yield _UNCHANGED
        elif not item.text and (before := ledger.current_of(key)) and before.article.text:
            reason = f"{'; '.join(item.flags) or 'it has no text'}; the version with a text stays"
            yield Refusal(key, reason, "give the whole text to replace it")
        else:
            yield item


def _step(writer: Recorder, item: Harvest, *, again: bool) -> tuple[str, Version | None]:
    """Return what becomes of an article that was read, and the version to write, None where all is as it was."""
    article = item.article
    key = key_of(article)
    before, facts = writer.ledger.newest_digest(key), digest(item.nquads)
    anew = again or writer.ledger.is_unread(key)
    if before == article.digest and not (anew and writer.ledger.newest_facts(key) != facts):
        return "unchanged", None
    version = Version(
        key=key,
        article=article,
        digest=article.digest,
        graph=item.graph,
        reader=item.reader,
        nquads=item.nquads,
        nquads_digest=facts,
        receipt="quarantined" if item.reasons else "flagged" if article.flags else "accepted",
        reasons=item.reasons or article.flags,
    )
    if item.reasons:
        return "quarantined", version
    return ("replaced" if writer.ledger.current_of(key) is not None else "new"), version


def _plus(summary: Summary, name: str) -> Summary:
    return replace(summary, **{name: getattr(summary, name) + 1})
