"""The leader's year: days agreed with the home school, booked and worked, over all deployments and ids of one leader."""

from collections.abc import Iterator

from s2ss_core.audit.check import Breach, check
from s2ss_core.audit.leader_days import DAY, LeaderDays, days_before, parts_of, shown
from s2ss_core.audit.record import Prefix
from s2ss_core.events import AllowanceAgreed, DaysCommitted, DaysWorked
from s2ss_core.ids import key_of

Booking = DaysCommitted | DaysWorked
DAY_AND_TWILIGHT = DAY + DAY // 2
GOVERNORS = ("governor", "chair", "clerk")


@check("S2SS-Y02", DaysCommitted, DaysWorked)
def an_allowance(event: Booking, prefix: Prefix) -> Iterator[Breach]:
    """The home school agreed on days of the year."""
    if not days_before(event, prefix).allowances:
        yield Breach(leader=event.leader, cap_year=event.cap_year, agreed=None)


@check("S2SS-Y07", DaysCommitted, DaysWorked)
def the_school_that_agreed(event: Booking, prefix: Prefix) -> Iterator[Breach]:
    """The home school is one that agreed on days of the year."""
    agreed = days_before(event, prefix).allowances
    if agreed and key_of(event.home_school.id) not in agreed:
        yield Breach(home_school=event.home_school.id, agreed=", ".join(agreed))


@check("S2SS-Y80", DaysCommitted)
def the_governing_bodys_word(event: DaysCommitted, prefix: Prefix) -> Iterator[Breach]:
    """Where the programme asks for it, somebody of the home school's governing body agreed to the release."""
    programme = prefix.record.programme(prefix.record.deployment(event.deployment))
    words, school = days_before(event, prefix).words, key_of(event.home_school.id)
    role = words.get(school)
    asked = programme is not None and programme.cap.asks_governing_body
    if asked and school in words and role not in GOVERNORS:
        yield Breach(
            leader=event.leader, cap_year=event.cap_year, home_school=event.home_school.id, role=role
        )


@check("S2SS-Y01", DaysCommitted)
def booked_within(event: DaysCommitted, prefix: Prefix) -> Iterator[Breach]:
    """What is booked with this stays within what the school agreed, and under a cap within the caps."""
    days = days_before(event, prefix)
    caps = [cap for cap in (days.cap, None if event.cap is None else parts_of(event.cap)) if cap is not None]
    free = event.cap is None and not days.is_under_a_cap(event.deployment)
    already = days.booked_free() if event.cap is None else days.booked_free(but=event.deployment)
    yield from _past_a_limit(
        event, days, days.more_committed(event), None if free else min(caps, default=None), already
    )


@check("S2SS-Y03", DaysWorked)
def worked_within(event: DaysWorked, prefix: Prefix) -> Iterator[Breach]:
    """A visit does not take what is booked past what the school agreed, or under a cap past the caps."""
    days = days_before(event, prefix)
    more = days.more_worked(event)
    if more:
        cap = None if days.is_free(event.deployment) else days.cap
        yield from _past_a_limit(event, days, more, cap, days.booked_free())


def _past_a_limit(
    event: Booking, days: LeaderDays, more: int, cap: int | None, free: int
) -> Iterator[Breach]:
    school = event.home_school.id
    for limit, booked, allowance in (
        ("what the home school agreed", days.booked_at(school) + more, days.allowance(school)),
        ("the cap of the programmes", days.booked - free + more, cap),
    ):
        if allowance is not None and booked > allowance:
            yield Breach(
                leader=event.leader,
                cap_year=event.cap_year,
                booked=shown(booked),
                allowance=shown(allowance),
                limit=limit,
            )
            return


@check("S2SS-Y04", DaysWorked)
def one_date(event: DaysWorked, prefix: Prefix) -> Iterator[Breach]:
    """Over all deployments the leader works a day and a twilight on one date at most."""
    worked = days_before(event, prefix).on(event.on) + parts_of(event.days)
    if worked > DAY_AND_TWILIGHT:
        yield Breach(leader=event.leader, on=event.on, worked=shown(worked))


@check("S2SS-Y05", AllowanceAgreed)
def covers_what_is_booked(event: AllowanceAgreed, prefix: Prefix) -> Iterator[Breach]:
    """A new allowance is at least what is booked at the school."""
    booked = days_before(event, prefix).booked_at(event.home_school.id)
    if booked > parts_of(event.days):
        yield Breach(days=event.days, booked=shown(booked))


@check("S2SS-Y06", AllowanceAgreed)
def within_the_cap(event: AllowanceAgreed, prefix: Prefix) -> Iterator[Breach]:
    """No more is agreed than the lowest cap, besides what is agreed or booked for support that no cap holds."""
    days = days_before(event, prefix)
    if days.cap is None:
        return
    said = parts_of(event.beyond_cap) if event.beyond_cap is not None else 0
    most = days.cap + max(said, days.booked_free(at=event.home_school.id))
    if parts_of(event.days) > most:
        yield Breach(days=event.days, cap=shown(most))
