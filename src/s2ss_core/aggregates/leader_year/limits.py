"""What days of a leader's year are held against: what the home school agreed, and the lowest cap of the programmes."""

from collections.abc import Iterator

import attrs

from s2ss_core.aggregates.leader_year.bookings import NONE, Booking, less
from s2ss_core.aggregates.leader_year.caps import beyond_caps
from s2ss_core.aggregates.leader_year.state import LeaderYear
from s2ss_core.events import AllowanceAgreed, DaysCommitted, DaysWorked
from s2ss_core.ids import key_of
from s2ss_core.rules import leader_year as rules
from s2ss_core.values import Days


@attrs.frozen(kw_only=True)
class Limit:
    """A limit by name, and the booking that it holds. Deployments with the keys in `but` are held by other limits alone."""

    name: str
    booking: Booking
    allowance: Days
    but: frozenset[str] = frozenset()

    @property
    def booked(self) -> Days:
        """What is booked within the limit."""
        return self.booking.booked_with(but=self.but)

    @property
    def left(self) -> Days:
        """What can still be booked within the limit."""
        return less(self.allowance, self.booked)


def limits_of(year: LeaderYear, fact: DaysCommitted | DaysWorked) -> tuple[Limit, ...]:
    """The limits that hold days of a deployment, the one with the fewest days left first."""
    return tuple(sorted(_limits(year, fact), key=lambda limit: (limit.left, limit.name != rules.CAP)))


def _limits(year: LeaderYear, fact: DaysCommitted | DaysWorked) -> Iterator[Limit]:
    if agreed := year.allowances.get(key_of(fact.home_school.id)):
        booking = year.at_school(fact.home_school.id)
        yield Limit(name=rules.AGREED, booking=booking, allowance=agreed.days)
    caps = year.caps.with_one(fact.deployment, fact.cap) if isinstance(fact, DaysCommitted) else year.caps
    if caps.lowest is not None and key_of(fact.deployment) not in caps.beyond:
        yield Limit(name=rules.CAP, booking=year.booking, allowance=caps.lowest, but=caps.beyond)


def most_agreed(year: LeaderYear, fact: AllowanceAgreed) -> Days | None:
    """The cap, and the days that are agreed, or booked already, for support that no cap holds; none without a cap."""
    cap, booking = year.caps.lowest, year.at_school(fact.home_school.id)
    return None if cap is None else cap + max(fact.beyond_cap or NONE, beyond_caps(booking, year.caps))
