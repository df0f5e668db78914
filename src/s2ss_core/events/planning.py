"""Planning: the costed implementation plan, sent for approval, returned or approved."""

from datetime import date
from typing import Literal

import attrs

from s2ss_core.events.plan_lines import PlanLine
from s2ss_core.events.registry import DERIVED, recorded_as
from s2ss_core.ids import RecordId
from s2ss_core.values import Money, Person, PlanKind, Private, Term

__all__ = [
    "Element", "Horizon", "ImplementationStage", "Objective", "PlanApproved", "PlanReturned", "PlanReviewed",
    "PlanSubmitted", "PlanningEvent", "SolutionKind",
]  # fmt: skip

SolutionKind = Literal[
    "evidence-based-intervention", "school-to-school-support", "internal-capacity", "combination"
]
ImplementationStage = Literal["foundation-1", "foundation-2", "explore", "prepare", "deliver", "sustain"]
Horizon = Literal["short", "medium", "long"]


@attrs.frozen(kw_only=True)
class Element:
    """An active ingredient, an activity or an outcome; `of` are the ids of the elements that lead to it.

    `horizon` says when an outcome should be seen.
    """

    id: RecordId
    text: Private
    of: tuple[RecordId, ...] = ()
    horizon: Horizon | None = None


@attrs.frozen(kw_only=True)
class Objective:
    """One objective of the plan, with the baseline it starts from and the measure it is judged by."""

    id: RecordId
    text: Private
    baseline: Private | None = None
    measure: Private | None = None
    subject: str | None = None
    key_stage: str | None = None
    review_by: date | None = None
    agreed_by: tuple[Person, ...] = ()


@recorded_as("deployment.plan-submitted", version=1, key_space="plan")
class PlanSubmitted:
    """Headteacher and System Leader sent a costed plan for approval.

    `staff_involved` are the people of the supported school who take part in what is planned.
    """

    plan_version: int
    on: date
    kind: PlanKind = "implementation-plan"
    finalised_by: tuple[Person, ...]
    owner: Person
    staff_involved: tuple[Person, ...] = ()
    problem: Private
    diagnosis: Private | None = None
    solution_kind: SolutionKind | None = None
    active_ingredients: tuple[Element, ...] = ()
    activities: tuple[Element, ...] = ()
    implementation_outcomes: tuple[Element, ...] = ()
    pupil_outcomes: tuple[Element, ...] = ()
    stops: tuple[Private, ...] = ()
    adaptable: tuple[Private, ...] = ()
    readiness: Private | None = None
    monitoring: Private | None = None
    sustaining: Private | None = None
    additionality: Private | None = None
    stage: ImplementationStage | None = None
    objectives: tuple[Objective, ...]
    lines: tuple[PlanLine, ...]
    total: Money
    amends: int | None = None
    reason: Private | None = None
    research: Private | None = None
    agreed_at: str | None = None

    @property
    def elements(self) -> tuple[Element, ...]:
        """The elements of its logic model: ingredients, then activities, then outcomes."""
        return (
            *self.active_ingredients,
            *self.activities,
            *self.implementation_outcomes,
            *self.pupil_outcomes,
        )


@recorded_as("deployment.plan-returned", version=1, natural_key=("plan_version", "on"))
class PlanReturned:
    """The approver sent a plan back with reasons."""

    plan_version: int
    on: date
    by: Person
    reasons: Private


@recorded_as("deployment.plan-approved", version=1, natural_key=("plan_version", "on"))
class PlanApproved:
    """The approver signed a plan off; the decision derives digest, total and the day it takes effect."""

    plan_version: int
    on: date
    by: Person
    plan_digest: str = attrs.field(default="", metadata=DERIVED)
    total: Money = attrs.field(default=Money(0), metadata=DERIVED)
    effective_from: date | None = attrs.field(default=None, metadata=DERIVED)
    no_conflict_declared: bool


@recorded_as("deployment.plan-reviewed", version=1, key_space="plan-review")
class PlanReviewed:
    """The plan in force was reviewed in a term, whatever report there is: `impact` is what came of it so far."""

    review: RecordId
    on: date
    term: Term
    plan_version: int
    by: Person
    attendees: tuple[Person, ...]
    impact: Private
    plan_changes: Private | None = None


PlanningEvent = PlanSubmitted | PlanReturned | PlanApproved | PlanReviewed
