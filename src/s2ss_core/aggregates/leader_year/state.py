"""The state of a leader's year: one leader in one cap year, over all deployments. All quantities in days."""

from collections.abc import Iterable
from datetime import date
from typing import get_args

import attrs

from s2ss_core.aggregates.fold import Fold
from s2ss_core.errors import ImpossibleHistory
from s2ss_core.events import (
    AllowanceAgreed,
    CommitmentReleased,
    DaysCommitted,
    DaysWorked,
    EntryEvent,
    LeaderYearEvent,
)
from s2ss_core.ledger import standing
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
