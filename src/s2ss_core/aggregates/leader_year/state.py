"""The state of a leader's year: one leader in one cap year, over all deployments. All quantities in days."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import get_args

import attrs

from s2ss_core.aggregates.fold import Fold
from s2ss_core.aggregates.leader_year.bookings import NONE, Booking, less
from s2ss_core.aggregates.leader_year.caps import Caps, beyond_caps
from s2ss_core.errors import ImpossibleHistory
from s2ss_core.events import (
    AllowanceAgreed,
    CommitmentReleased,
    DaysCommitted,
    DaysWorked,
    EntryEvent,
    LeaderYearEvent,
)
from s2ss_core.ids import key_of
from s2ss_core.ledger import standing
from s2ss_core.values import Cause, Days


@attrs.define(kw_only=True)
class LeaderYear:
    """The state of a leader's year, by deployment, and by home school where the leader changed it.

    `agreed` is what was agreed last, `allowances` that of each home school, `booked_because` what each entry changed.
    """

    agreed: AllowanceAgreed | None = None
    allowances: dict[str, AllowanceAgreed] = attrs.field(factory=dict)
    caps: Caps = attrs.field(factory=Caps)
    booking: Booking = attrs.field(factory=Booking)
    worked: dict[tuple[str, str], DaysWorked] = attrs.field(factory=dict)
    at_schools: dict[str, Booking] = attrs.field(factory=dict)
    by_day: dict[date, Days] = attrs.field(factory=dict)
    booked_because: dict[Cause, tuple[DaysCommitted | CommitmentReleased, ...]] = attrs.field(factory=dict)

    @property
    def allowance(self) -> Days:
        """The days the home schools agreed, 0 if none; at most the lowest cap, and what no cap holds besides."""
        agreed = sum((allowance.days for allowance in self.allowances.values()), NONE)
        cap = self.caps.lowest
        return agreed if cap is None else min(agreed, cap + beyond_caps(self.booking, self.caps))

    def at_school(self, home_school: str) -> Booking:
        """What is booked through a home school."""
        return self.at_schools.get(key_of(home_school), Booking())

    def worked_for(self, deployment: str) -> Days:
        """The days worked for a deployment."""
        return self.booking.worked.get(deployment, NONE)

    @property
    def committed(self) -> Mapping[str, Days]:
        """The days committed, by deployment."""
        return self.booking.committed

    @property
    def booked(self) -> Days:
        """The days booked: for each deployment the greater of committed and worked."""
        return self.booking.booked_with()

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
            allowances=dict(self.allowances),
            booking=self.booking.copy(),
            worked=dict(self.worked),
            at_schools={school: booking.copy() for school, booking in self.at_schools.items()},
            by_day=dict(self.by_day),
            booked_because=dict(self.booked_because),
        )


def _bookings(
    year: LeaderYear, event: DaysCommitted | CommitmentReleased | DaysWorked
) -> tuple[Booking, ...]:
    """What is booked in all, and through the home school of an event."""
    return year.booking, year.at_schools.setdefault(key_of(event.home_school.id), Booking())


def _because(year: LeaderYear, event: DaysCommitted | CommitmentReleased) -> None:
    year.booked_because[event.because] = (*year.booked_because.get(event.because, ()), event)


fold = Fold[LeaderYear]()


@fold.on(AllowanceAgreed)
def _allowance_agreed(year: LeaderYear, event: AllowanceAgreed) -> None:
    year.agreed = event
    year.allowances[key_of(event.home_school.id)] = event


@fold.on(DaysCommitted)
def _days_committed(year: LeaderYear, event: DaysCommitted) -> None:
    for booking in _bookings(year, event):
        booking.commit(event.deployment, event.days)
    _because(year, event)
    year.caps = year.caps.with_one(event.deployment, event.cap)


@fold.on(CommitmentReleased)
def _commitment_released(year: LeaderYear, event: CommitmentReleased) -> None:
    for booking in _bookings(year, event):
        booking.release(event.deployment, event.days)
    _because(year, event)


@fold.on(DaysWorked)
def _days_worked(year: LeaderYear, event: DaysWorked) -> None:
    year.worked[event.deployment, event.visit] = event
    for booking in _bookings(year, event):
        booking.work(event.deployment, event.days)
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
