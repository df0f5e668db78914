"""The system leader: employed by their home school as at the day, and on record under two ids if found so."""

from collections.abc import Iterator
from datetime import date

from s2ss_core.audit.brokering import joining
from s2ss_core.audit.check import Breach, check
from s2ss_core.audit.finding import Severity
from s2ss_core.audit.record import Prefix, Record
from s2ss_core.events import (
    AllowanceAgreed,
    Brokered,
    DesignationEnded,
    LeaderDesignated,
    LeaderEmployed,
    LeaderFoundSame,
    LeaderJoined,
    LeaderReplaced,
    UnbrokeredSupportLogged,
)
from s2ss_core.ids import same


def employer(leader: str, day: date, record: Record) -> str | None:
    """The school that employed a leader on a day, where that was told."""
    moves = [event for key in record.ids_of(leader) for event in record.leader(key).events(LeaderEmployed)]
    by_then = [event for event in moves if event.on <= day]
    return max(by_then, key=lambda event: event.on).school.id if by_then else None


@check("S2SS-L01", Brokered, LeaderJoined, LeaderReplaced)
def the_home_school(event: Brokered | LeaderJoined | LeaderReplaced, prefix: Prefix) -> Iterator[Breach]:
    """The home school of whoever joins employs them on the day."""
    if (joins := joining(event)) is not None:
        leader, _, day = joins
        yield from _not_employed(leader.leader, leader.home_school.id, day, prefix.record)


@check("S2SS-L01", AllowanceAgreed, UnbrokeredSupportLogged)
def the_school_that_agrees(
    event: AllowanceAgreed | UnbrokeredSupportLogged, prefix: Prefix
) -> Iterator[Breach]:
    """The school that agrees on days, or arranges a visit, employs the leader on the day."""
    yield from _not_employed(event.leader, event.home_school.id, event.on, prefix.record, severity="note")


def _not_employed(
    leader: str, school: str, day: date, record: Record, severity: Severity | None = None
) -> Iterator[Breach]:
    by = employer(leader, day, record)
    if by is not None and not same(by, school):
        yield Breach(leader=leader, home_school=school, employer=by, on=day, severity=severity)


@check("S2SS-L02", LeaderFoundSame)
def two_ids(event: LeaderFoundSame, _: Prefix) -> Iterator[Breach]:
    """The other id is another one."""
    if same(event.leader, event.same_as):
        yield Breach(leader=event.leader, same_as=event.same_as)


@check("S2SS-L71", LeaderDesignated)
def from_first_to_last(event: LeaderDesignated, _: Prefix) -> Iterator[Breach]:
    """The last day of a designation is not before its first."""
    if event.until is not None and event.until < event.on:
        yield Breach(designation=event.designation, on=event.on, until=event.until)


@check("S2SS-L70", DesignationEnded)
def one_that_was_held(event: DesignationEnded, prefix: Prefix) -> Iterator[Breach]:
    """A designation that ends was held until then, and has not ended before."""
    held = [each for each in prefix.book.events(LeaderDesignated) if each.designation == event.designation]
    ended = [each for each in prefix.book.events(DesignationEnded) if each.designation == event.designation]
    over = any(each.until is not None and each.until < event.on for each in held)
    if not held or ended or over or event.on < held[0].on:
        yield Breach(designation=event.designation, on=event.on)
