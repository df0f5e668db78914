"""The leader's year: days agreed with the home school, booked and worked, over all deployments and ids of one leader."""

from collections.abc import Iterator
from decimal import Decimal

from s2ss_core.audit.check import Breach, check
from s2ss_core.audit.leader_days import LeaderDays, days_before
from s2ss_core.audit.record import Prefix
from s2ss_core.events import AllowanceAgreed, DaysCommitted, DaysWorked
from s2ss_core.ids import same

Booking = DaysCommitted | DaysWorked
DAY_AND_TWILIGHT = Decimal("1.5")


@check("S2SS-Y02", DaysCommitted, DaysWorked)
def an_allowance(event: Booking, prefix: Prefix) -> Iterator[Breach]:
    """The home school agreed on days of the year."""
    if not days_before(event, prefix).allowances:
        yield Breach(leader=event.leader, cap_year=event.cap_year, agreed=None)


@check("S2SS-Y07", DaysCommitted, DaysWorked)
def the_school_that_agreed(event: Booking, prefix: Prefix) -> Iterator[Breach]:
    """The home school is one that agreed on days of the year."""
    agreed = days_before(event, prefix).allowances
    if agreed and not any(same(event.home_school.id, school) for school in agreed):
        yield Breach(home_school=event.home_school.id, agreed=", ".join(agreed))


@check("S2SS-Y01", DaysCommitted)
def booked_within(event: DaysCommitted, prefix: Prefix) -> Iterator[Breach]:
    """What is booked with this stays within what the school agreed and within the caps."""
    days = days_before(event, prefix)
    yield from _past_a_limit(event, days.with_committed(event))


@check("S2SS-Y03", DaysWorked)
def worked_within(event: DaysWorked, prefix: Prefix) -> Iterator[Breach]:
    """A visit does not take what is booked past what the school agreed, or past the caps."""
    days = days_before(event, prefix)
    after = days.with_worked(event)
    if after.booked() > days.booked() or after.booked(event.home_school.id) > days.booked(
        event.home_school.id
    ):
        yield from _past_a_limit(event, after)


def _past_a_limit(event: Booking, days: LeaderDays) -> Iterator[Breach]:
    agreed = days.allowance(event.home_school.id)
    for limit, booked, allowance in (
        ("what the home school agreed", days.booked(event.home_school.id), agreed),
        ("the cap of the programmes", days.booked(), days.cap),
    ):
        if allowance is not None and booked > allowance:
            yield Breach(
                leader=event.leader, cap_year=event.cap_year, booked=booked, allowance=allowance, limit=limit
            )
            return


@check("S2SS-Y04", DaysWorked)
def one_date(event: DaysWorked, prefix: Prefix) -> Iterator[Breach]:
    """Over all deployments the leader works a day and a twilight on one date at most."""
    worked = days_before(event, prefix).on(event.on) + event.days
    if worked > DAY_AND_TWILIGHT:
        yield Breach(leader=event.leader, on=event.on, worked=worked)


@check("S2SS-Y05", AllowanceAgreed)
def covers_what_is_booked(event: AllowanceAgreed, prefix: Prefix) -> Iterator[Breach]:
    """A new allowance is at least what is booked at the school."""
    booked = days_before(event, prefix).booked(event.home_school.id)
    if booked > event.days:
        yield Breach(days=event.days, booked=booked)


@check("S2SS-Y06", AllowanceAgreed)
def within_the_cap(event: AllowanceAgreed, prefix: Prefix) -> Iterator[Breach]:
    """No more is agreed than the lowest cap of the programmes that the days are committed under."""
    cap = days_before(event, prefix).cap
    if cap is not None and event.days > cap:
        yield Breach(days=event.days, cap=cap)
