"""Support: visits and costs while the support runs."""

from datetime import date, time
from typing import Literal

import attrs

from s2ss_core.events.activities import ActivityHeld, ActivityPlanned, NeedsAssessed
from s2ss_core.events.concerns import ConcernEscalated, ConcernRaised, ConcernResolved
from s2ss_core.events.halts import SupportHalted, SupportResumed
from s2ss_core.events.registry import recorded_as
from s2ss_core.ids import DocumentNumber, Id, RecordId
from s2ss_core.values import Cause, Days, Mode, Money, Organisation, Person, Private, Significance, Unit

__all__ = [
    "Activity",
    "CostIncurred",
    "PointForLeader",
    "PointForSchool",
    "Quantity",
    "RoleOfWork",
    "SupportEvent",
    "VisitLogged",
]

RoleOfWork = Literal["facilitating", "delivering", "assuring"]
Activity = Literal[
    "peer-coaching", "group-support", "data-analysis", "coaching", "joint-action-planning", "training",
    "monitoring", "feedback", "other",
]  # fmt: skip


@attrs.frozen(kw_only=True)
class Quantity:
    """How much, in the unit the form uses."""

    unit: Unit
    quantity: Days


@attrs.frozen(kw_only=True)
class PointForLeader:
    """An action point for the leader."""

    text: Private
    by: date | None = None


@attrs.frozen(kw_only=True)
class PointForSchool:
    """An action point for somebody at the supported school."""

    text: Private
    who: Person
    by: date | None = None


@recorded_as("deployment.visit-logged", version=1, key_space="visit")
class VisitLogged:
    """A leader completed a Record of Visit, one for each leader and visit or other significant piece of work.

    `quantity` counts `unit`s as the form says; `preparation` is a part of the same record. `line` is the plan
    line it is charged to, if any, and `counterpart` who of the supported school worked alongside the leader. Where the
    time served several schools, `shared_between` is their number: the record has the whole time, and an equal share of
    it counts here.
    """

    visit: RecordId
    on: date
    leader: Id
    school: Id
    significance: Significance = "visit"
    activities: tuple[Activity, ...] = ()
    role_of_work: RoleOfWork = "delivering"
    mode: Mode = "face-to-face"
    place: Private | None = None
    direction: Literal["to-supported-school", "to-home-school", "elsewhere"] = "to-supported-school"
    unit: Unit
    quantity: Days
    started: time | None = None
    preparation: Quantity | None = None
    arranging: Quantity | None = None
    counterpart: Person | None
    worked_with: tuple[Person, ...] = ()
    line: RecordId | None = None
    objectives: tuple[RecordId, ...] = ()
    shared_between: int | None = None
    session: str | None = None
    focus: Private | None = None
    actions_done: Private | None = None
    progress: Private | None = None
    outcomes: Private | None = None
    comments: Private | None = None
    points_leader: tuple[PointForLeader, ...] = ()
    points_school: tuple[PointForSchool, ...] = ()
    issues: Private | None = None
    further_support_leader: Private | None = None
    further_support_school: Private | None = None
    completed_by: Person | None = None


@recorded_as("deployment.cost-incurred", version=1, key_space="cost")
class CostIncurred:
    """A cost of a plan line was incurred; all sums in pence, `net` of VAT.

    Where its invoice covers other costs too, `invoice_total` is the net sum of the whole invoice. `invoice_on` is the day
    on the invoice: a supplier that numbers anew each year has another invoice of the same number on another day.

    On a line that is priced by time, such as cover, `time` is how much of it the cost is for.
    """

    cost: RecordId
    on: date
    line: RecordId
    supplier: Organisation
    payer: Organisation | None = None
    net: Money
    vat: Money = Money(0)
    irrecoverable_vat: Money = Money(0)
    invoice_number: DocumentNumber | None = None
    invoice_on: date | None = None
    invoice_total: Money | None = None
    defrayed_on: date | None = None
    time: Quantity | None = None
    evidence: tuple[Cause, ...] = ()

    @property
    def charged(self) -> Money:
        """What it charges to its line, in pence: the net sum, and the VAT on it that the recipient cannot recover."""
        return self.net + self.irrecoverable_vat


SupportEvent = (
    VisitLogged | CostIncurred
    | ConcernRaised | ConcernEscalated | ConcernResolved
    | SupportHalted | SupportResumed
    | NeedsAssessed | ActivityPlanned | ActivityHeld
)  # fmt: skip
