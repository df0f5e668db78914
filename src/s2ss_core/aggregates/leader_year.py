"""The leader's year: one leader in one cap year, over all deployments. All quantities in days."""

from collections.abc import Iterable
from datetime import date
from typing import get_args

import attrs

from s2ss_core.aggregates.decision import Decision, decide
from s2ss_core.aggregates.fold import Fold
from s2ss_core.errors import ImpossibleHistory
from s2ss_core.events import (
    AllowanceAgreed,
    CommitmentReleased,
    DaysCommitted,
    DaysStruckOut,
    DaysWorked,
    EntryEvent,
    LeaderYearEvent,
)
from s2ss_core.ledger import standing
from s2ss_core.rules import Broken
from s2ss_core.rules import leader_year as rules
from s2ss_core.values import Days

NONE = Days(0)


@attrs.define(kw_only=True)
class LeaderYear:
    """The state of a leader's year, by deployment."""

    agreed: AllowanceAgreed | None = None
    caps: list[Days] = attrs.field(factory=list)
    committed: dict[str, Days] = attrs.field(factory=dict)
    worked: dict[tuple[str, str], DaysWorked] = attrs.field(factory=dict)
    totals: dict[str, Days] = attrs.field(factory=dict)
    by_day: dict[date, Days] = attrs.field(factory=dict)

    @property
    def allowance(self) -> Days:
        """The days the home school agreed, at most the lowest cap of the programmes; 0 if none were agreed yet."""
        return min((self.agreed.days, *self.caps)) if self.agreed else NONE

    def worked_for(self, deployment: str) -> Days:
        """The days worked for a deployment."""
        return self.totals.get(deployment, NONE)

    @property
    def booked(self) -> Days:
        """The days booked: for each deployment the greater of committed and worked."""
        return self.booked_with("")

    def booked_with(self, deployment: str, *, committed: Days = NONE, worked: Days = NONE) -> Days:
        """The days booked if more days were committed or worked for a deployment."""
        more = {deployment: (committed, worked)} if committed or worked else {}
        total = NONE
        for name in {*self.committed, *self.totals, *more}:
            extra_committed, extra_worked = more.get(name, (NONE, NONE))
            total += max(
                self.committed.get(name, NONE) + extra_committed, self.worked_for(name) + extra_worked
            )
        return total

    @property
    def left(self) -> Days:
        """The days that can still be booked."""
        return less(self.allowance, self.booked)

    def worked_on(self, day: date) -> Days:
        """The days worked on one date, over all deployments."""
        return self.by_day.get(day, NONE)

    def copy(self) -> "LeaderYear":
        """An independent copy."""
        return attrs.evolve(
            self,
            caps=list(self.caps),
            committed=dict(self.committed),
            worked=dict(self.worked),
            totals=dict(self.totals),
            by_day=dict(self.by_day),
        )


def less(days: Days, taken: Days) -> Days:
    """The days that are left after some are taken; never negative."""
    return Days(days - taken) if days > taken else NONE


def agree_allowance(year: LeaderYear, fact: AllowanceAgreed) -> Decision[LeaderYearEvent]:
    """Record the days the home school agreed to, within the lowest cap of the year's programmes."""
    return decide(
        fact,
        fact.leader,
        rules.the_allowance_is_within_the_cap.broken_by(days=fact.days, cap=min(year.caps))
        if year.caps
        else (),
        rules.the_allowance_covers_what_is_booked.broken_by(days=fact.days, booked=year.booked),
    )


def commit_days(year: LeaderYear, fact: DaysCommitted) -> Decision[LeaderYearEvent]:
    """Book days of the leader for a deployment. Days past the allowance cannot be booked despite the rule."""
    allowance = year.allowance if fact.cap is None else min(year.allowance, fact.cap)
    return decide(
        fact,
        fact.leader,
        _agreed(year, fact),
        rules.the_days_booked_stay_within_the_allowance.broken_by(
            leader=fact.leader,
            cap_year=fact.cap_year,
            booked=year.booked_with(fact.deployment, committed=fact.days),
            allowance=allowance,
            left=less(allowance, year.booked),
        )
        if year.agreed
        else (),
    )


def work_days(year: LeaderYear, fact: DaysWorked) -> Decision[LeaderYearEvent]:
    """Count the days of a visit. Days past the allowance are recorded only despite the rule."""
    booked = year.booked_with(fact.deployment, worked=fact.days)
    return decide(
        fact,
        fact.leader,
        _agreed(year, fact),
        rules.the_days_worked_stay_within_the_allowance.broken_by(
            leader=fact.leader, cap_year=fact.cap_year, booked=booked, allowance=year.allowance
        )
        if year.agreed and booked > year.booked
        else (),
        rules.a_leader_works_at_most_a_day_and_a_twilight_on_a_date.broken_by(
            leader=fact.leader, on=fact.on, worked=year.worked_on(fact.on) + fact.days
        ),
        despite=True,
    )


def _agreed(year: LeaderYear, fact: DaysCommitted | DaysWorked) -> Iterable[Broken]:
    if year.agreed is None:
        return rules.the_home_school_agreed_an_allowance.broken_by(
            leader=fact.leader, cap_year=fact.cap_year, agreed=None
        )
    return rules.the_home_school_is_the_one_that_agreed.broken_by(
        home_school=fact.home_school.id, agreed=year.agreed.home_school.id
    )


def release_commitment(year: LeaderYear, fact: CommitmentReleased) -> Decision[LeaderYearEvent]:
    """Release days that were committed and not worked."""
    return decide(fact, fact.leader)


def strike_days(year: LeaderYear, fact: DaysStruckOut) -> Decision[LeaderYearEvent]:
    """Free the days of a visit that was struck out."""
    return decide(fact, fact.leader)


fold = Fold[LeaderYear]()


@fold.on(AllowanceAgreed)
def _allowance_agreed(year: LeaderYear, event: AllowanceAgreed) -> None:
    year.agreed = event


@fold.on(DaysCommitted)
def _days_committed(year: LeaderYear, event: DaysCommitted) -> None:
    year.committed[event.deployment] = year.committed.get(event.deployment, NONE) + event.days
    if event.cap is not None:
        year.caps.append(event.cap)


@fold.on(CommitmentReleased)
def _commitment_released(year: LeaderYear, event: CommitmentReleased) -> None:
    year.committed[event.deployment] = less(year.committed.get(event.deployment, NONE), event.days)


@fold.on(DaysWorked)
def _days_worked(year: LeaderYear, event: DaysWorked) -> None:
    year.worked[event.deployment, event.visit] = event
    year.totals[event.deployment] = year.worked_for(event.deployment) + event.days
    year.by_day[event.on] = year.worked_on(event.on) + event.days


def evolve(year: LeaderYear | None, event: LeaderYearEvent | EntryEvent) -> LeaderYear:
    """Apply an event to the state, in place, and return the state. It checks no rules.

    After days are struck out, fold anew what stands: `replay` does.
    """
    if type(event) not in get_args(LeaderYearEvent | EntryEvent):
        raise ImpossibleHistory(f"{type(event).__name__} does not belong to a leader's year")
    year = LeaderYear() if year is None else year
    if change := fold.changes.get(type(event)):
        change(year, event)
    return year


def replay(events: Iterable[LeaderYearEvent | EntryEvent]) -> LeaderYear:
    """The state after these events, folded from those that stand. A year without events has no allowance yet."""
    year = LeaderYear()
    for event in standing(events):
        year = evolve(year, event)
    return year
