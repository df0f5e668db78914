"""Invariants of leaders' days."""

from decimal import Decimal
from typing import Any

from s2ss_core.aggregates.leader_year import LeaderYear
from s2ss_core.events import SupportEnded
from s2ss_core.events.streams import stream_parts
from s2ss_core.testing.invariants.invariant import Objections, ObservedHistory, differences, invariant
from s2ss_core.testing.model import Year


@invariant("S2SS-Y01", "S2SS-Y03", "S2SS-Y05")
def nobody_is_booked_past_the_allowance(observed: ObservedHistory) -> Objections:
    """The days booked for a leader stay within the year's allowance, apart from days worked despite it."""
    for stream, events in observed.years.items():
        year = Year(events)
        accepted = [Decimal(worked.days) for worked in year.days_standing() if worked.accepted is not None]
        despite = sum(accepted, Decimal(0))
        if year.booked > year.allowance + despite:
            yield f"{stream}: {year.booked} days are booked, {despite} of them despite; allowed are {year.allowance}"


@invariant("S2SS-Y01")
def what_is_not_worked_goes_back_when_support_ends(observed: ObservedHistory) -> Objections:
    """Once support has ended, no days stay committed to it that were not worked."""
    ended = {
        stream_parts(entry.stream)[0] for entry in observed.history if isinstance(entry.event, SupportEnded)
    }
    for stream, events in observed.years.items():
        year = Year(events)
        for deployment in sorted(ended):
            committed = year.committed(deployment)
            if committed > year.worked(deployment):
                yield f"{stream}: {committed} days stay committed to {deployment}, although its support has ended"


@invariant("S2SS-Y01", "S2SS-Y03")
def the_workload_view_shows_what_bookings_are_decided_on(observed: ObservedHistory) -> Objections:
    """The workload view of a leader's year shows the same days that decisions about bookings use."""
    for stream in observed.years:
        view = observed.workload(stream)
        year: LeaderYear = observed.brokerage.repository.replay(stream) or LeaderYear()
        shown: dict[str, Any] = {
            "allowance": view.allowance.value,
            "committed": view.committed.value,
            "worked": view.worked.value,
            "booked": view.booked.value,
            "left": max(Decimal(0), view.left.value),
        }
        decided_on: dict[str, Any] = {
            "allowance": year.allowance,
            "committed": sum(year.committed.values(), Decimal(0)),
            "worked": sum((worked.days for worked in year.worked.values()), Decimal(0)),
            "booked": year.booked,
            "left": year.left,
        }
        yield from differences(f"{view.leader} {view.cap_year} {{}}", shown, decided_on)
