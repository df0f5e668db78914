"""Planning: the plan that waits for a decision, and the plans approved."""

from datetime import date

import attrs

from s2ss_core.aggregates.fold import Fold
from s2ss_core.errors import ImpossibleHistory
from s2ss_core.events import PlanApproved, PlanReturned, PlanSubmitted
from s2ss_core.ledger import Approved, in_force
from s2ss_core.values import Money


@attrs.define(kw_only=True)
class Planning:
    """The plan that waits for a decision, the newest version submitted, and the plans approved, oldest first."""

    waiting: PlanSubmitted | None = None
    submitted: int = 0
    plans: list[Approved] = attrs.field(factory=list)

    def in_force(self, on: date) -> Approved | None:
        """The plan in force on a day: the latest approved that had taken effect."""
        return in_force(self.plans, on)

    @property
    def latest(self) -> Approved | None:
        """The plan approved last."""
        return self.plans[-1] if self.plans else None

    @property
    def approved_on(self) -> date | None:
        """When the first plan was approved."""
        return min((plan.on for plan in self.plans), default=None)

    @property
    def total(self) -> Money:
        """What the latest plan approves, in pence."""
        return self.latest.plan.total if self.latest else Money(0)


fold = Fold[Planning]()


@fold.on(PlanSubmitted)
def _plan_submitted(planning: Planning, event: PlanSubmitted) -> None:
    planning.waiting, planning.submitted = event, event.plan_version


@fold.on(PlanReturned)
def _plan_returned(planning: Planning, event: PlanReturned) -> None:
    _waiting(planning, event)
    planning.waiting = None


@fold.on(PlanApproved)
def _plan_approved(planning: Planning, event: PlanApproved) -> None:
    plan = _waiting(planning, event)
    approved = Approved(plan=plan, on=event.on, effective_from=event.effective_from or event.on)
    planning.plans.append(approved)
    planning.waiting = None


def _waiting(planning: Planning, event: PlanApproved | PlanReturned) -> PlanSubmitted:
    if planning.waiting is None:
        raise ImpossibleHistory(
            f"plan version {event.plan_version} was decided, and no plan awaits a decision"
        )
    return planning.waiting
