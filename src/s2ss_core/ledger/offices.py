"""Offices: who held each on a day."""

from collections.abc import Iterable
from datetime import date

from s2ss_core.events import QALeadAppointed, QALeadStoodDown
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
