"""The yearly returns of an award: what moved in each financial year, the balances at its end, and what was returned."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal

import attrs

from s2ss_core.events import UsageReturned, grant_stream
from s2ss_core.ids import key_of
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, no_money
from s2ss_core.projections.engine.note import Note
from s2ss_core.projections.engine.serialization import digest
from s2ss_core.projections.grant_usage.amounts import Amounts
from s2ss_core.projections.grant_usage.award_usage import AwardUsage, award_usage_of
from s2ss_core.projections.grant_usage.combined_breakdowns import through
from s2ss_core.projections.grant_usage.provenance import LAYOUT, Provenance, provenance_of, with_digest
from s2ss_core.projections.grant_usage.years import Year, years_of
from s2ss_core.projections.sums.parties import Award, awards_in
from s2ss_core.values import Money

A_DAY = dt.timedelta(days=1)


@attrs.frozen(kw_only=True)
class DeploymentInYear:
    """The support of one deployment in a year, in pence: owed_at_start + eligible = released - recovered + settled + owed_at_end.

    Overpaid money counts as owed below nought. `committed` is a balance at the end of the year.
    """

    deployment: str
    incurred: Figure[Money]
    disallowed: Figure[Money]
    eligible: Figure[Money]
    released: Figure[Money]
    recovered: Figure[Money]
    settled: Figure[Money]
    owed_at_start: Figure[Money]
    owed_at_end: Figure[Money]
    committed: Figure[Money]


@attrs.frozen(kw_only=True)
class YearlyReturn:
    """The usage of an award in one financial year, in pence.

    What moved in the year: `received` net of what the funder recalled, `returned` to the funder, and what was incurred,
    disallowed and eligible, the costs that the award bears itself included; `own_eligible` is the part of these. Balances
    at its end: awarded + uncovered = eligible_to_date + committed + unspent + returned_to_date. A correction counts from
    the date of what it corrects. `digest` is the SHA-256, in hexadecimal, of the canonical bytes with an empty `digest`.
    """

    period: str
    covers_from: dt.date
    covers_to: dt.date
    received: Figure[Money]
    returned: Figure[Money]
    incurred: Figure[Money]
    disallowed: Figure[Money]
    eligible: Figure[Money]
    own_eligible: Figure[Money]
    awarded: Figure[Money]
    allocated: Figure[Money]
    eligible_to_date: Figure[Money]
    returned_to_date: Figure[Money]
    committed: Figure[Money]
    unspent: Figure[Money]
    uncovered: Figure[Money]
    not_allocated: Figure[Money]
    deployments: tuple[DeploymentInYear, ...]
    digest: str = ""


@attrs.frozen(kw_only=True)
class SubmittedReturn:
    """A return that was made: of the document with this `digest`, drawn from the first `size` entries of history.

    It `stands` while the year's document is the same; it is `outdated` if what that is drawn from has changed since, and
    `superseded` by a later return for the year.
    """

    year: str
    status: Literal["stands", "outdated", "superseded"]
    on: dt.date
    digest: str
    size: int
    position: int


@attrs.frozen(kw_only=True)
class UsageReturns:
    """The return of an award for each financial year of both kinds in which it may be used, and the returns that were made."""

    title: str = "Returns of the award"
    layout: str = LAYOUT
    grant: str
    award: Award | None
    years: tuple[YearlyReturn, ...]
    submitted: tuple[SubmittedReturn, ...]
    notes: tuple[Note, ...]
    basis: Provenance


def usage_returns_of(facts: EventSet) -> UsageReturns:
    """The yearly returns of the award in the key of these events."""
    own = EventSet(facts.key, facts.within(grant_stream(facts.name)))
    awards = awards_in(own)
    balances = _Balances(facts)
    years = tuple(_return(year, balances) for year in years_of(own))
    return with_digest(
        UsageReturns(
            grant=facts.id,
            award=awards[-1] if awards else None,
            years=years,
            submitted=tuple(_submitted(own, {year.period: year.digest for year in years})),
            notes=award_usage_of(facts).notes,
            basis=provenance_of(facts.entries),
        )
    )


class _Balances:
    """The usage of an award as happened by the end of a day, each day folded once."""

    def __init__(self, facts: EventSet) -> None:
        self._facts = facts
        self._by_day: dict[dt.date, AwardUsage] = {}

    def on(self, day: dt.date) -> AwardUsage:
        """The balances at the end of a day."""
        if day not in self._by_day:
            self._by_day[day] = award_usage_of(self._facts.happened_by(day))
        return self._by_day[day]


def _return(year: Year, balances: _Balances) -> YearlyReturn:
    start, end = balances.on(year.first - A_DAY), balances.on(year.last)
    before, after = start.amounts, end.amounts
    unsigned = YearlyReturn(
        period=year.name,
        covers_from=year.first,
        covers_to=year.last,
        received=end.received - start.received,
        returned=after.returned - before.returned,
        incurred=after.incurred - before.incurred,
        disallowed=after.disallowed - before.disallowed,
        eligible=after.eligible - before.eligible,
        own_eligible=end.own.total("eligible") - start.own.total("eligible"),
        awarded=after.awarded,
        allocated=after.allocated,
        eligible_to_date=after.eligible,
        returned_to_date=after.returned,
        committed=after.committed,
        unspent=after.unspent,
        uncovered=after.uncovered,
        not_allocated=end.not_allocated,
        deployments=tuple(_deployments(start, end)),
    )
    whole = through(year.positions, unsigned)
    return attrs.evolve(whole, digest=digest(whole))


def _deployments(start: AwardUsage, end: AwardUsage) -> Iterator[DeploymentInYear]:
    before = {key_of(usage.deployment): usage.amounts for usage in start.deployments}
    for usage in end.deployments:
        then, now = before.get(key_of(usage.deployment)), usage.amounts
        yield DeploymentInYear(
            deployment=usage.deployment,
            incurred=_moved("incurred", then, now),
            disallowed=_moved("disallowed", then, now),
            eligible=_moved("eligible", then, now),
            released=_moved("released", then, now),
            recovered=_moved("recovered", then, now),
            settled=_moved("settled", then, now),
            owed_at_start=then.owed - then.overpaid if then else no_money(),
            owed_at_end=now.owed - now.overpaid,
            committed=now.committed,
        )


def _moved(name: str, then: Amounts | None, now: Amounts) -> Figure[Money]:
    figure: Figure[Money] = getattr(now, name)
    return figure - getattr(then, name) if then else figure


def _submitted(own: EventSet, now: dict[str, str]) -> Iterator[SubmittedReturn]:
    made = own.not_struck_out(UsageReturned)
    newest: dict[str, Positioned[UsageReturned]] = {entry.event.year: entry for entry in made}
    for entry in made:
        event = entry.event
        stands: Literal["stands", "outdated"] = (
            "stands" if now.get(event.year) == event.digest else "outdated"
        )
        yield SubmittedReturn(
            year=event.year,
            status=stands if newest[event.year] is entry else "superseded",
            on=event.on,
            digest=event.digest,
            size=event.size,
            position=entry.position,
        )
