"""Offices and the period: who held an office on a day, and from when to when support was agreed as of a day."""

from collections.abc import Iterable
from datetime import date

import attrs

from s2ss_core.events import Brokered, QALeadAppointed, QALeadStoodDown, TimeRenegotiated
from s2ss_core.ids import same


def qa_lead_on(
    appointed: Iterable[QALeadAppointed], stood_down: Iterable[QALeadStoodDown], day: date
) -> QALeadAppointed | None:
    """The appointment of the QA Lead who was in office on a day; None if nobody was.

    An appointment counts from its day until the next one, or to the end of the day on which its QA Lead stood down. Of
    several on one day, the one recorded last counts.
    """
    newest: QALeadAppointed | None = None
    for appointment in appointed:
        if appointment.on <= day and (newest is None or appointment.on >= newest.on):
            newest = appointment
    if newest is None or any(
        same(left.qa_lead, newest.qa_lead) and newest.on <= left.on < day for left in stood_down
    ):
        return None
    return newest


@attrs.frozen(kw_only=True)
class Period:
    """A period: its first and its last day."""

    start: date
    end: date

    def has(self, day: date) -> bool:
        """Whether a day is in the period."""
        return self.start <= day <= self.end


def period_on(brokered: Brokered, renegotiated: Iterable[TimeRenegotiated], day: date) -> Period:
    """The period that was in force, or agreed, on a day."""
    period = Period(start=brokered.start, end=brokered.intended_end)
    for agreed in sorted(renegotiated, key=lambda agreed: agreed.in_force_from):
        if agreed.in_force_from <= day:
            period = Period(start=agreed.start or period.start, end=agreed.intended_end or period.end)
    return period
