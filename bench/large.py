"""A hundred million articles on paper: machines, hours, cost, and what breaks first; `python -m bench large`.

What one article costs is measured (`bench scale`); prices, and how often machines are taken away, are assumed.
Extraction is simulated, shard by shard, because what is lost with machines depends on how long a shard takes.
"""

from __future__ import annotations

import heapq
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ARTICLES = 100_000_000
HOUR = 3600.0
MEASURED = 1000
"""At so many articles the figures were measured."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What an article costs: seconds of a core, and bytes; `fold` grows with the articles to a power."""

    read: float = 0.22
    """To find it in a page and read it, by the rules on the md model."""
    record: float = 0.0013
    fold: float = 0.0118
    growth: float = 0.1
    """What an article costs to fold grows with the number of articles to this power, from `MEASURED` on."""
    write: float = 0.0095
    """To write and merge its graph; done by all cores."""
    bulk: float = 0.0104
    """For the engine's bulk loader to load it."""
    index: float = 0.0068
    scan: float = 0.76e-3
    """For a question that looks at every claim, as `words-behind`: seconds an article."""
    quads: float = 1150.0
    shard: float = 6.3e3
    ledger: float = 8.4e3
    store: float = 174e3
    search: float = 18.8e3


@dataclass(frozen=True, slots=True)
class Machine:
    """A rented machine: cores, GB of memory, TB of disk, what it costs an hour, hours until it is taken away."""

    name: str
    cores: int
    memory: int
    disk: float
    price: float
    away: float


WORKER = Machine("worker, preemptible", 32, 64, 0.5, 0.45, 20)
LOADER = Machine("loader", 32, 256, 15, 3.0, 1e9)


@dataclass(frozen=True, slots=True)
class Run:
    """A simulated extraction: hours by the clock, core hours that were paid and that were lost, shards begun again."""

    hours: float
    paid: float
    lost: float
    again: int


def extraction(articles: int, shard: int, cores: int, seconds: float, away: float, seed: int = 1) -> Run:
    """Simulate workers that take shards until there are none; each machine goes away after an exponential time.

    `shard` is the articles of a shard, on average (their sizes are log-normal, as those of archives are), `cores` how
    many workers there are, `seconds` what an article takes, `away` the mean hours that a worker stays.
    """
    chance = random.Random(seed)
    waiting = [shard * chance.lognormvariate(-0.125, 0.5) * seconds for _ in range(max(1, articles // shard))]
    waiting.sort()  # the largest are taken first, from the end
    free = [(0.0, chance.expovariate(1 / (away * HOUR))) for _ in range(cores)]
    heapq.heapify(free)
    lost = end = busy = 0.0
    again = 0
    while waiting:
        now, gone = heapq.heappop(free)
        needs = waiting.pop()
        if now + needs <= gone:
            busy += needs
            end = max(end, now + needs)
            heapq.heappush(free, (now + needs, gone))
            continue
        again += 1
        waiting.append(needs)
        lost += max(gone - now, 0.0)
        back = max(gone, now) + 180.0  # another machine is there in three minutes
        heapq.heappush(free, (back, back + chance.expovariate(1 / (away * HOUR))))
    return Run(end / HOUR, (busy + lost) / HOUR, lost / HOUR, again)


def stages(articles: int, cores: int, cost: Measured) -> dict[str, float]:
    """Return the hours that each stage of the load takes on one machine."""
    fold = cost.fold * (articles / MEASURED) ** cost.growth
    each = {
        "recording shards (one core)": cost.record,
        "deciding who is who (one core)": fold,
        f"writing and merging graphs ({cores} cores)": cost.write / cores,
        "the engine's bulk loader": cost.bulk,
        "the index for searching (one core)": cost.index,
    }
    return {name: articles * seconds / HOUR for name, seconds in each.items()}


def limits(cost: Measured, machine: Machine) -> dict[str, float]:
    """Return how many articles each part of one loader takes, by name: where it breaks first is the least."""
    day, disk = 24 * HOUR, cost.store + cost.ledger + cost.search
    return {
        "one machine of 32 cores reads in a day": WORKER.cores * day / cost.read,
        "one machine folds in a day": _folded(day, cost),
        "one machine folds in a week": _folded(7 * day, cost),
        f"store, ledger and index fill {machine.disk:.0f} TB": machine.disk * 1e12 / disk,
        "a question that looks at all takes 10 s": 10 / cost.scan,
    }


def _folded(seconds: float, cost: Measured) -> float:
    return float((seconds / cost.fold * MEASURED**cost.growth) ** (1 / (1 + cost.growth)))


def run(articles: int = ARTICLES) -> Iterator[str]:
    """Yield what to print."""
    cost = Measured()
    yield f"{articles:,} articles, {articles * cost.quads / 1e9:,.0f} billion quads"
    yield ""
    yield f"Extraction, {WORKER.cores} cores a machine, each taken away after {WORKER.away:.0f} hours on average"
    for machines in (1, 10, 100):
        for shard in (250, 10_000):
            done = extraction(articles, shard, machines * WORKER.cores, cost.read, WORKER.away)
            price = done.paid / WORKER.cores * WORKER.price
            yield (
                f"  {machines:>3} machines, shards of {shard:>6,}: {done.hours:>8,.0f} hours, {price:>6,.0f} dollars,"
                f" {100 * done.lost / done.paid:4.1f}% lost, {done.again:,} shards begun again"
            )
    yield f"  shards: {articles * cost.shard / 1e12:.1f} TB"
    yield ""
    yield f"Load, one machine of {LOADER.cores} cores"
    every = stages(articles, LOADER.cores, cost)
    for name, hours in every.items():
        yield f"  {name:<46} {hours:>8,.0f} hours"
    total = sum(every.values())
    yield f"  {'all':<46} {total:>8,.0f} hours, {total * LOADER.price:,.0f} dollars"
    for name, size in (("ledger", cost.ledger), ("store", cost.store), ("index", cost.search)):
        yield f"  {name}: {articles * size / 1e12:.1f} TB"
    yield ""
    yield "How far one machine goes"
    for name, most in sorted(limits(cost, LOADER).items(), key=lambda item: item[1]):
        yield f"  {name:<46} {most:>14,.0f} articles"
