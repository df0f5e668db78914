"""The leader's year: one leader in one cap year, over all deployments. All quantities in days."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, assert_never

import attrs

from s2ss_core.aggregates.deciding import Decision, Told, decide
from s2ss_core.errors import ImpossibleHistory
from s2ss_core.events import (
    AllowanceAgreed,
    CommitmentReleased,
    DaysCommitted,
    DaysStruckOut,
    DaysWorked,
    LeaderYearEvent,
    natural_id,
)
from s2ss_core.rules import (
    Broken,
    a_leader_works_at_most_a_day_and_a_twilight_on_a_date,
    the_allowance_covers_what_is_booked,
    the_allowance_is_within_the_cap,
    the_days_booked_stay_within_the_allowance,
    the_days_worked_stay_within_the_allowance,
    the_home_school_agreed_an_allowance,
    the_home_school_is_the_one_that_agreed,
)
from s2ss_core.values import Days

NONE = Days(0)


@attrs.frozen(kw_only=True)
class LeaderYear:
    """What past events leave true of a leader's year, deployment by deployment."""

    told: Told = attrs.field(factory=dict)
    agreed: AllowanceAgreed | None = None
    caps: tuple[Days, ...] = ()
    committed: Mapping[str, Days] = attrs.field(factory=dict)
    worked: Mapping[tuple[str, str], DaysWorked] = attrs.field(factory=dict)
    totals: Mapping[str, Days] = attrs.field(factory=dict)

    @property
    def allowance(self) -> Days:
        """What the home school agreed, at most the lowest cap of the programmes concerned; nought before that."""
        return min((self.agreed.days, *self.caps)) if self.agreed else NONE

    def worked_for(self, deployment: str) -> Days:
        """The days worked for a deployment."""
        return self.totals.get(deployment, NONE)

    @property
    def booked(self) -> Days:
        """For each deployment the greater of committed and worked, in all."""
        deployments = {*self.committed, *self.totals}
        return sum((max(self.committed.get(one, NONE), self.worked_for(one)) for one in deployments), NONE)

    @property
    def left(self) -> Days:
        """Days that can still be booked."""
        return less(self.allowance, self.booked)

    def worked_on(self, day: date) -> Days:
        """The days worked on one date, over all deployments."""
        return sum((one.days for one in self.worked.values() if one.on == day), NONE)


def less(days: Days, taken: Days) -> Days:
    """What is left of some days, never below nought."""
    return Days(days - taken) if days > taken else NONE


def agree_allowance(
    year: LeaderYear, fact: AllowanceAgreed, *, cap: Days | None
) -> Decision[LeaderYearEvent]:
    """Record the days the home school agreed to; `cap` is the lowest of the programmes in use."""
    caps = (*year.caps, *((cap,) if cap is not None else ()))
    return decide(
        fact,
        year.told,
        the_allowance_is_within_the_cap.broken_by(days=fact.days, cap=min(caps)) if caps else (),
        the_allowance_covers_what_is_booked.broken_by(days=fact.days, booked=year.booked),
    )


def commit_days(year: LeaderYear, fact: DaysCommitted) -> Decision[LeaderYearEvent]:
    """Book days of the leader for a deployment. Past the allowance there is no despite."""
    after = evolve(year, fact)
    return decide(
        fact,
        year.told,
        _agreed(year, fact),
        the_days_booked_stay_within_the_allowance.broken_by(
            leader=fact.leader,
            cap_year=fact.cap_year,
            booked=after.booked,
            allowance=after.allowance,
            left=year.left,
        )
        if year.agreed
        else (),
    )


def work_days(year: LeaderYear, fact: DaysWorked) -> Decision[LeaderYearEvent]:
    """Count the days of a visit; what passes the allowance is recorded only despite."""
    after = evolve(year, fact)
    more = after.booked > year.booked
    return decide(
        fact,
        year.told,
        _agreed(year, fact),
        the_days_worked_stay_within_the_allowance.broken_by(
            leader=fact.leader, cap_year=fact.cap_year, booked=after.booked, allowance=year.allowance
        )
        if year.agreed and more
        else (),
        a_leader_works_at_most_a_day_and_a_twilight_on_a_date.broken_by(
            leader=fact.leader, on=fact.on, worked=after.worked_on(fact.on)
        ),
        despite=True,
    )


def _agreed(year: LeaderYear, fact: DaysCommitted | DaysWorked) -> Iterable[Broken]:
    if year.agreed is None:
        return the_home_school_agreed_an_allowance.broken_by(
            leader=fact.leader, cap_year=fact.cap_year, agreed=None
        )
    return the_home_school_is_the_one_that_agreed.broken_by(
        home_school=fact.home_school.id, agreed=year.agreed.home_school.id
    )


def release_commitment(year: LeaderYear, fact: CommitmentReleased) -> Decision[LeaderYearEvent]:
    """Give back days that were committed and not worked."""
    return decide(fact, year.told)


def strike_days(year: LeaderYear, fact: DaysStruckOut) -> Decision[LeaderYearEvent]:
    """Free the days of a visit that was struck out."""
    return decide(fact, year.told)


def evolve(year: LeaderYear | None, event: LeaderYearEvent) -> LeaderYear:
    """Apply what happened. No rules. Raises `ImpossibleHistory` for days struck out that were not worked."""
    year = year or LeaderYear()
    told: Mapping[tuple[str, ...], Any] = {**year.told, natural_id(event): event}
    match event:
        case AllowanceAgreed():
            return attrs.evolve(year, told=told, agreed=event)
        case DaysCommitted(deployment=deployment, days=days, cap=cap):
            committed = {**year.committed, deployment: year.committed.get(deployment, NONE) + days}
            caps = (*year.caps, *((cap,) if cap is not None else ()))
            return attrs.evolve(year, told=told, committed=committed, caps=caps)
        case CommitmentReleased(deployment=deployment, days=days):
            kept = less(year.committed.get(deployment, NONE), days)
            return attrs.evolve(year, told=told, committed={**year.committed, deployment: kept})
        case DaysWorked(deployment=deployment, visit=visit, days=days):
            totals = {**year.totals, deployment: year.worked_for(deployment) + days}
            worked = {**year.worked, (deployment, visit): event}
            return attrs.evolve(year, told=told, worked=worked, totals=totals)
        case DaysStruckOut(deployment=deployment, visit=visit):
            if (deployment, visit) not in year.worked:
                raise ImpossibleHistory(f"no days of visit {visit} of {deployment} stood to be struck out")
            worked = dict(year.worked)
            freed = worked.pop((deployment, visit)).days
            totals = {**year.totals, deployment: less(year.worked_for(deployment), freed)}
            return attrs.evolve(year, told=told, worked=worked, totals=totals)
        case _:
            assert_never(event)


def replay(events: Iterable[LeaderYearEvent]) -> LeaderYear:
    """The state that a history leaves; a year without history has no allowance yet."""
    year = LeaderYear()
    for event in events:
        year = evolve(year, event)
    return year
