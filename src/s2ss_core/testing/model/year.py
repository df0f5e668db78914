"""The plain model of one leader's year, in days."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from s2ss_core.events import AllowanceAgreed, CommitmentReleased, DaysCommitted, DaysStruckOut, DaysWorked
from s2ss_core.testing.model.event_index import EventIndex


class Year(EventIndex):
    """One leader's year: `Year(events of its stream)`."""

    @property
    def allowance(self) -> Decimal:
        """The days agreed last, limited to the lowest cap of the programmes and what is booked besides under no cap."""
        agreed = self.last(AllowanceAgreed)
        capped = {
            each.deployment: Decimal(each.cap) for each in self.of(DaysCommitted) if each.cap is not None
        }
        free = {each.deployment for each in self.of(DaysCommitted)} - capped.keys()
        most = [min(capped.values()) + sum(map(self.booked_for, free))] if capped else []
        return min([Decimal(agreed.days), *most]) if agreed else Decimal(0)

    def days_standing(self) -> list[DaysWorked]:
        """The events of days worked that were not struck out."""
        struck = {(strike.deployment, strike.visit) for strike in self.of(DaysStruckOut)}
        return [worked for worked in self.of(DaysWorked) if (worked.deployment, worked.visit) not in struck]

    def committed(self, deployment: str | None = None) -> Decimal:
        """The days committed less the days released, in total or for one deployment."""
        booked, back = self.of(DaysCommitted), self.of(CommitmentReleased)
        return days_of(booked, deployment) - days_of(back, deployment)

    def worked(self, deployment: str | None = None) -> Decimal:
        """The days worked, in total or for one deployment."""
        return days_of(self.days_standing(), deployment)

    @property
    def booked(self) -> Decimal:
        """The sum over deployments of the greater of committed and worked."""
        deployments = {event.deployment for event in self.any_of(DaysCommitted, DaysWorked)}
        return sum(map(self.booked_for, deployments), Decimal(0))

    def booked_for(self, deployment: str) -> Decimal:
        """The greater of committed and worked for one deployment."""
        return max(self.committed(deployment), self.worked(deployment))


def days_of(events: Iterable[Any], deployment: str | None) -> Decimal:
    """The sum of the days of these events, in total or for one deployment."""
    return sum(
        (Decimal(event.days) for event in events if deployment in (None, event.deployment)), Decimal(0)
    )
