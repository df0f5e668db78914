"""Renegotiation: what was agreed changes as at a day. A leader is replaced; time and period are agreed anew."""

from datetime import date
from typing import Literal

from s2ss_core.events.brokering import Commitment, Leader
from s2ss_core.events.registry import recorded_as
from s2ss_core.ids import Id, RecordId
from s2ss_core.values import Person, Private

__all__ = ["LeaderReplaced", "RenegotiationEvent", "TimeRenegotiated"]


@recorded_as("deployment.leader-replaced", version=1, natural_key=("leaving", "on"))
class LeaderReplaced:
    """A leader left after `last_day`; somebody else may have joined from `effective_from` on.

    The days committed and not worked go back to the year of the leader who leaves; `commitments` are of the one who
    joins. `new_lead` leads from `effective_from` on, if the lead left: the one who joins, or another leader here.
    """

    leaving: Id
    on: date
    cause: Literal["left-the-school", "cannot-provide-outreach", "insufficient-impact"]
    last_day: date
    effective_from: date
    joining: Leader | None = None
    commitments: tuple[Commitment, ...] = ()
    new_lead: Id | None = None
    agreed_by: tuple[Person, ...] = ()
    reason: Private | None = None


@recorded_as("deployment.time-renegotiated", version=1)
class TimeRenegotiated:
    """Days or the period were agreed anew, in force from `effective_from`, or from the day of the agreement if none.

    `start` and `intended_end` stay as they were if none is given. `commitments` are the new totals of the leaders and
    years that they name; those of others stay as they were.
    """

    negotiation: RecordId
    on: date
    effective_from: date | None = None
    start: date | None = None
    intended_end: date | None = None
    commitments: tuple[Commitment, ...] = ()
    agreed_by: tuple[Person, ...] = ()
    reason: Private | None = None

    @property
    def in_force_from(self) -> date:
        """The first day on which anything may rest on it: of the two days, the earlier one."""
        return min(self.on, self.effective_from or self.on)


RenegotiationEvent = LeaderReplaced | TimeRenegotiated
