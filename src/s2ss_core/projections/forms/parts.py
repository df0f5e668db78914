"""Parts that several forms share: people, times, the leader, the period, and what was planned by a day."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from s2ss_core.events import (
    Brokered,
    LeaderJoined,
    LeaderReplaced,
    PlanSubmitted,
    SupportEnded,
    TimeRenegotiated,
)
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.forms.form import FormField, FormSection, blank, fields, rows, section
from s2ss_core.projections.sums.parties import lead_in
from s2ss_core.projections.sums.plans import approved_plans
from s2ss_core.values import Days, Person, Unit, decimal_text


def people(*named: Person | None) -> str:
    """The ids of people, with those for whom they stand in."""
    return ", ".join(str(person) for person in named if person)


def time_in_words(unit: Unit, quantity: Days) -> str:
    """A time in the unit in which it was recorded: `1 half-day`, `2.5 hours`."""
    count = decimal_text(quantity)
    return f"{count} {unit}{'' if count == '1' else 's'}"


def brokered_in(facts: EventSet) -> Positioned[Brokered]:
    """The brokering, with which each deployment begins."""
    return facts.of(Brokered)[-1]


def leader_by(facts: EventSet, day: dt.date) -> tuple[FormField, ...]:
    """The lead leader on a day, with the role and the home school, from the event that names them."""
    known = facts.happened_by(day)
    lead = lead_in(known) or brokered_in(facts).event.lead
    changes: Sequence[Positioned[Any]] = known.not_struck_out(LeaderJoined, LeaderReplaced)
    joined = (
        change
        for change in changes
        if (change.event.leader if isinstance(change.event, LeaderJoined) else change.event.joining) == lead
    )
    return fields(
        next(joined, brokered_in(facts)),
        system_leader=lead.leader,
        role=lead.band,
        school=lead.home_school.id,
    )


def period_by(facts: EventSet, day: dt.date) -> tuple[FormField, ...]:
    """The first and the last day of the support as they were agreed on a day, each from the event that says it."""
    brokered = brokered_in(facts)
    start, end = fields(brokered, start_date=brokered.event.start, end_date=brokered.event.intended_end)
    agreed = sorted(
        facts.not_struck_out(TimeRenegotiated), key=lambda agreement: agreement.event.in_force_from
    )
    for change in agreed:
        if change.event.in_force_from <= day:
            (start,) = fields(change, start_date=change.event.start) if change.event.start else (start,)
            (end,) = (
                fields(change, end_date=change.event.intended_end) if change.event.intended_end else (end,)
            )
    return start, end


def actual_period(facts: EventSet) -> tuple[FormField, ...]:
    """The first and the last day of the support: the actual last day if it has ended."""
    start, end = period_by(facts, dt.date.max)
    ended = facts.latest(SupportEnded)
    return (start, *(fields(ended, end_date=ended.event.actual_end) if ended else (end,)))


def aims(facts: EventSet) -> tuple[FormSection, ...]:
    """A row for each overall aim."""
    brokered = brokered_in(facts)
    found = tuple(
        section(f"Aim {number}", brokered, aim=aim) for number, aim in enumerate(brokered.event.aims, 1)
    )
    return found or (section("Aim", brokered, aim=None),)


def plan_on(facts: EventSet, day: dt.date) -> Positioned[PlanSubmitted] | None:
    """The plan that was in force on a day; before any was, the one submitted last by then."""
    approved = [plan.submitted for plan in approved_plans(facts) if plan.effective_from <= day]
    submitted = [plan for plan in facts.not_struck_out(PlanSubmitted) if plan.event.on <= day]
    return next(reversed((*submitted, *approved)), None)


def objectives(plan: Positioned[PlanSubmitted] | None, *labels: str) -> tuple[FormSection, ...]:
    """A row for each objective of a plan, with the columns of a form, each named as the field of the objective."""
    return rows("Objective", PlanSubmitted, _objectives(plan, labels), "objective", *labels)


def _objectives(plan: Positioned[PlanSubmitted] | None, labels: tuple[str, ...]) -> Iterator[FormSection]:
    if plan is None:
        return
    for objective in plan.event.objectives:
        columns = {label: getattr(objective, label) for label in labels}
        yield section(f"Objective {objective.id}", plan, objective=objective.text, **columns)


def outcome_of(plan: Positioned[PlanSubmitted] | None, name: str) -> tuple[FormField, ...]:
    """What was agreed for an objective, and how it is measured; blank where the plan does not have it."""
    found = (objective for objective in plan.event.objectives if objective.id == name) if plan else iter(())
    objective = next(found, None)
    if plan is None or objective is None:
        return blank(PlanSubmitted, "agreed outcome", "measure")
    return fields(plan, agreed_outcome=objective.text, measure=objective.measure)
