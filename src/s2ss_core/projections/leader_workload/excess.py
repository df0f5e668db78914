"""Days booked above the allowance, computed in the order in which they happened, not in which they were recorded."""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import attrs

from s2ss_core.events import AcceptedDespite, CommitmentReleased, DaysCommitted, DaysWorked, cause_of
from s2ss_core.ids import key_of
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, together
from s2ss_core.projections.leader_workload.limits import Limits
from s2ss_core.values import Cause, Person, Private

Booking = DaysCommitted | CommitmentReleased | DaysWorked


@attrs.frozen(kw_only=True)
class Excess:
    """The days by which one event took the leader further above the allowance; `position` is that event's.

    `visit` is None if the event is a commitment. `reason` and `accepted_by` are those of the entry that accepts the
    visit, if it was recorded despite the allowance.
    """

    position: int
    on: dt.date
    deployment: str
    visit: str | None
    days: Figure[Decimal]
    reason: Private | None
    accepted_by: Person | None


@attrs.define(kw_only=True)
class _Booked:
    """Days committed and worked so far, by the key of the deployment, and the days that all of them booked.

    `beyond` are the keys of the deployments that no cap holds, and `held` the days that the others booked.
    """

    beyond: frozenset[str]
    committed: dict[str, Decimal] = attrs.field(factory=dict)
    worked: dict[str, Decimal] = attrs.field(factory=dict)
    days: Decimal = Decimal(0)
    held: Decimal = Decimal(0)

    def take(self, event: Booking) -> None:
        kind = self.worked if isinstance(event, DaysWorked) else self.committed
        change = -Decimal(event.days) if isinstance(event, CommitmentReleased) else Decimal(event.days)
        deployment = key_of(event.deployment)
        before = self._by(deployment)
        kind[deployment] = kind.get(deployment, Decimal(0)) + change
        booked = self._by(deployment) - before
        self.days += booked
        if deployment not in self.beyond:
            self.held += booked

    def above(self, limits: Limits) -> Decimal:
        """The days above what was agreed, or those under a cap above the cap, whichever is more."""
        past_the_cap = self.held - limits.cap.value if limits.cap else Decimal(0)
        return max(self.days - limits.agreed.value, past_the_cap, Decimal(0))

    def _by(self, deployment: str) -> Decimal:
        zero = Decimal(0)
        return max(self.committed.get(deployment, zero), self.worked.get(deployment, zero), zero)


def excesses(facts: EventSet, limits: Limits) -> Iterator[Excess]:
    """Every event that took the booked days above the allowance, or further above it."""
    acceptances = {
        cause_of(entry.event, entry.stream): entry.event
        for entry in facts.entries
        if isinstance(entry.event, AcceptedDespite)
    }
    booking: list[Positioned[Any]] = [
        *facts.of(DaysCommitted), *facts.of(CommitmentReleased), *facts.not_struck_out(DaysWorked)
    ]  # fmt: skip
    booking.sort(key=lambda entry: (entry.event.on, entry.position))
    booked, above = _Booked(beyond=limits.beyond), Decimal(0)
    capped = limits.cap is not None and limits.cap.value < limits.agreed.value
    because = (*limits.agreed.positions, *(limits.cap.positions if limits.cap and capped else ()))
    for number, booked_entry in enumerate(booking, 1):
        booked.take(booked_entry.event)
        now = booked.above(limits)
        if now > above:
            so_far = (earlier.position for earlier in booking[:number])
            excess = Figure(now - above, together(so_far, because))
            yield _excess(booked_entry, excess, acceptances)
        above = now


def _excess(
    entry: Positioned[Booking], days: Figure[Decimal], acceptances: Mapping[Cause, AcceptedDespite]
) -> Excess:
    event = entry.event
    worked = event if isinstance(event, DaysWorked) else None
    accepted = acceptances.get(worked.accepted) if worked and worked.accepted else None
    return Excess(
        position=entry.position,
        on=event.on,
        deployment=event.deployment,
        visit=worked.visit if worked else None,
        days=days,
        reason=accepted.reason if accepted else None,
        accepted_by=accepted.accepted_by if accepted else None,
    )
