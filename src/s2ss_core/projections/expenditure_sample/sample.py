"""Draw a sample: the large ones all, and of the rest more where the risk is greater."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from typing import get_args

import attrs

from s2ss_core.errors import BadInput, NotFound
from s2ss_core.events import Brokered, deployment_stream, stream_parts
from s2ss_core.ids import key_of
from s2ss_core.projections.engine.as_at import NOW, AsAt, HistoryAsAt
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.engine.figure import Figure, money
from s2ss_core.projections.engine.reader import HistoryReader
from s2ss_core.projections.engine.streams import deployment_streams
from s2ss_core.projections.expenditure_sample.expenditure import Expenditure, Stratum, expenditures_of
from s2ss_core.projections.expenditure_sample.trail import Trail, trail_of
from s2ss_core.values import Money

STRATA: tuple[Stratum, ...] = get_args(Stratum)
WEIGHTS: Mapping[Stratum, int] = {"irregular": 3, "late": 2, "usual": 1}


@attrs.frozen(kw_only=True)
class StratumTotals:
    """How many expenditures a stratum has and how many of them were drawn, with what is eligible of each, in pence."""

    stratum: Stratum
    count: int
    eligible: Figure[Money]
    drawn: int
    drawn_eligible: Figure[Money]


@attrs.frozen(kw_only=True)
class SampledExpenditure:
    """An expenditure that was drawn, the stratum that it was drawn from, and its trail."""

    expenditure: Expenditure
    stratum: Stratum
    trail: Trail


@attrs.frozen(kw_only=True)
class ExpenditureSample:
    """A sample of what the deployments spent, by stratum and then in the order in which it was drawn.

    The same history, `seed` and `size` give the same sample, in any place and at any time. `interval` is what is eligible
    in all divided by the size, in pence: an expenditure of that much or more is large, and always drawn.
    """

    seed: str
    size: int
    interval: Money
    strata: tuple[StratumTotals, ...]
    drawn: tuple[SampledExpenditure, ...]


def expenditure_sample(
    source: HistoryReader,
    deployments: Iterable[str] = (),
    *,
    size: int,
    seed: str,
    since: dt.date = dt.date.min,
    until: dt.date = dt.date.max,
    as_at: AsAt = NOW,
) -> ExpenditureSample:
    """Draw so many of the expenditures of these deployments, or of all, that were incurred on these days.

    Those as large as the interval are all drawn, the largest first. The others are drawn in order of the SHA-256 of the
    seed and their name: one of each stratum, then in proportion to its number and weight, which is three for an irregular
    one, two for one that was recorded late, and one for a usual one. Raises `BadInput` for a size below 1, `NotFound` where nothing was spent.
    """
    if type(size) is not int or size < 1:
        raise BadInput(f"size is {size!r}: give a whole number, 1 or more")
    population = _population(source, deployments, as_at)
    of_days = [item for item in population if since <= item.on <= until]
    if not of_days:
        raise NotFound("no expenditure was recorded for these deployments and days")
    interval = Money(max(-(-sum(int(item.eligible.value) for item in of_days) // size), 1))
    by_stratum = _by_stratum(of_days, interval)
    drawn = _drawn(by_stratum, size, seed)
    return ExpenditureSample(
        seed=seed,
        size=size,
        interval=interval,
        strata=tuple(_totals(stratum, by_stratum[stratum], drawn[stratum]) for stratum in STRATA),
        drawn=tuple(
            SampledExpenditure(expenditure=item, stratum=stratum, trail=trail_of(population[item], item))
            for stratum in STRATA
            for item in drawn[stratum]
        ),
    )


def _population(
    source: HistoryReader, deployments: Iterable[str], as_at: AsAt
) -> Mapping[Expenditure, EventSet]:
    """Every expenditure with the events of its deployment."""
    history = HistoryAsAt(source, as_at)
    named = tuple(map(key_of, deployments))
    keys = named or sorted(stream_parts(stream)[0] for stream in source.streams(deployment_stream("")))
    found: dict[Expenditure, EventSet] = {}
    for key in keys:
        streams = sorted(set(deployment_streams(("deployment", key), history)))
        entries = (entry for stream in streams for entry in history.read(stream))
        facts = EventSet(("deployment", key), sorted(entries, key=lambda entry: entry.position))
        if named and not facts.of(Brokered):
            raise NotFound(f"there are no events for deployment {key} at the time asked for")
        found.update(dict.fromkeys(expenditures_of(facts), facts))
    return found


def _by_stratum(population: Iterable[Expenditure], interval: Money) -> Mapping[Stratum, list[Expenditure]]:
    by_stratum: dict[Stratum, list[Expenditure]] = {stratum: [] for stratum in STRATA}
    for item in population:
        by_stratum["large" if item.eligible.value >= interval else item.stratum].append(item)
    return by_stratum


def _drawn(
    by_stratum: Mapping[Stratum, list[Expenditure]], size: int, seed: str
) -> Mapping[Stratum, list[Expenditure]]:
    large = sorted(by_stratum["large"], key=lambda item: (-item.eligible.value, _lot(seed, item)))[:size]
    counts = _shares({stratum: len(by_stratum[stratum]) for stratum in WEIGHTS}, size - len(large))
    rest = {
        stratum: sorted(by_stratum[stratum], key=lambda item: _lot(seed, item))[:count]
        for stratum, count in counts.items()
    }
    return {"large": large, **rest}


def _shares(counts: Mapping[Stratum, int], size: int) -> Mapping[Stratum, int]:
    """How many to draw from each stratum: one of each, then where the fewest were drawn for its number and weight."""
    drawn = dict.fromkeys(counts, 0)
    for _ in range(min(size, sum(counts.values()))):
        not_all = [stratum for stratum in counts if drawn[stratum] < counts[stratum]]
        drawn[min(not_all, key=lambda stratum: _turn(drawn[stratum], counts[stratum], WEIGHTS[stratum]))] += 1
    return drawn


def _turn(drawn: int, count: int, weight: int) -> tuple[int, float]:
    """The first of each stratum comes first, the riskiest before the others."""
    return (1, (drawn + 1) / (count * weight)) if drawn else (0, 1 / weight)


def _lot(seed: str, item: Expenditure) -> str:
    name = "\n".join((seed, key_of(item.deployment), item.of.name, *item.of.id))
    return hashlib.sha256(name.encode()).hexdigest()


def _totals(stratum: Stratum, items: list[Expenditure], drawn: list[Expenditure]) -> StratumTotals:
    return StratumTotals(
        stratum=stratum,
        count=len(items),
        eligible=money(item.eligible for item in items),
        drawn=len(drawn),
        drawn_eligible=money(item.eligible for item in drawn),
    )
