"""The school's word on the support: termly feedback, and the evaluation at the end. Document 001."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from s2ss_core.events import Criterion, CriterionRating, FeedbackGiven, SupportEvaluated, VisitLogged
from s2ss_core.ledger import parts_of
from s2ss_core.programmes import capacity_of
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.forms.form import Chosen, FormField, FormSection, fields, section, the_one
from s2ss_core.projections.forms.parts import (
    actual_period,
    aims,
    brokered_in,
    people,
    plan_on,
)
from s2ss_core.projections.forms.sheets import visits_in
from s2ss_core.projections.forms.signatures import signature_of_headteacher
from s2ss_core.projections.sums.adopted_programme import adopted_programme
from s2ss_core.values import Days, decimal_text

CRITERIA: Mapping[Criterion, str] = {
    "1": "1 Progress made",
    "2": "2 Evidence of impact",
    "3a": "3a Satisfaction with support: objectives set",
    "3b": "3b Satisfaction with support: information and reports",
    "3c": "3c Satisfaction with support: outcomes and future priorities",
    "4a": "4a Experience of support: the headteacher's",
    "4b": "4b Experience of support: the supported staff's",
    "5": "5 Quality of system leadership support",
    "6": "6 Overall success of support",
}


def feedback(facts: EventSet, chosen: Chosen) -> tuple[FormSection, ...]:
    """Professional Support Feedback Form: what a term of a leader's work came to, in the Headteacher's words."""
    given = the_one(facts.not_struck_out(FeedbackGiven), "feedback", chosen.of)
    event = given.event
    return (
        FormSection(
            title="Who",
            fields=(
                *fields(brokered_in(facts), name_of_school=brokered_in(facts).event.school.id),
                *_managed_by(facts, given),
                *fields(given, name_of_system_leader=event.leader),
                *_days(facts, given),
            ),
        ),
        *_objectives(facts, given),
        section(
            "Feedback", given, agreed_action_within_the_school=event.action_school,
            agreed_action_by_the_system_leader=event.action_leader, impact=event.impact,
        ),
        *signature_of_headteacher(facts, "feedback", event.feedback),
        FormSection(title="Also recorded", fields=fields(given, date=event.on, term=str(event.term), by=str(event.by)), ours=True),
    )  # fmt: skip


def evaluation(facts: EventSet, chosen: Chosen) -> tuple[FormSection, ...]:
    """End of Support Evaluation Form: each criterion with its comments and its red, amber or green."""
    made = the_one(facts.not_struck_out(SupportEvaluated), "evaluation", chosen.of)
    event = made.event
    ratings = {rating.criterion: rating for rating in event.ratings}
    return (
        FormSection(
            title="Who",
            fields=(
                *fields(made, name_of_system_leader=event.leader),
                *fields(brokered_in(facts), name_of_school_supported=brokered_in(facts).event.school.id),
                *actual_period(facts),
            ),
        ),
        *aims(facts),
        *(_criterion(made, title, ratings.get(number)) for number, title in CRITERIA.items()),
        section(
            "The future", made, improvement_and_support_priorities=event.priorities,
            support_requested=event.support_requested,
        ),
        *signature_of_headteacher(facts, "evaluation", event.evaluation),
        FormSection(title="Also recorded", fields=fields(made, date=event.on, by=str(event.by)), ours=True),
    )  # fmt: skip


def _criterion(made: Positioned[SupportEvaluated], title: str, rating: CriterionRating | None) -> FormSection:
    return section(
        title,
        made,
        comments_and_evidence=rating.comment if rating else None,
        rating=rating.rag if rating else None,
    )


def _managed_by(facts: EventSet, given: Positioned[FeedbackGiven]) -> tuple[FormField, ...]:
    """Who manages the work in the school: as the feedback says, else as it was agreed when it was brokered."""
    brokered = brokered_in(facts)
    if given.event.managed_by:
        return fields(given, work_in_school_managed_by=str(given.event.managed_by))
    return fields(brokered, work_in_school_managed_by=people(brokered.event.work_managed_by))


def _days(facts: EventSet, given: Positioned[FeedbackGiven]) -> tuple[FormField, ...]:
    """The days in school as the feedback says; else those of the leader's visits in its term, preparation included."""
    event, adopted = given.event, adopted_programme(facts)
    if event.days is not None or adopted is None:
        days = decimal_text(event.days) if event.days is not None else None
        return fields(given, days_in_school_with_preparation=days)
    visits = visits_in(facts, adopted.event, Chosen(leader=event.leader, term=event.term))
    parts = (part for visit in visits for part in parts_of(visit.event))
    total = sum((capacity_of(adopted.event, part.unit, part.quantity) for part in parts), Decimal(0))
    return (
        FormField(
            label="days in school with preparation",
            value=decimal_text(Days(total)) if visits else None,
            positions=tuple(sorted(visit.position for visit in visits)),
            filled_by=VisitLogged.__name__,
        ),
    )


def _objectives(facts: EventSet, given: Positioned[FeedbackGiven]) -> Iterator[FormSection]:
    """The objectives as the feedback states them, else those of the plan in force on its day."""
    plan = plan_on(facts, given.event.on)
    if given.event.objectives or plan is None:
        yield section("Agreed objectives", given, agreed_objectives=given.event.objectives)
        return
    for objective in plan.event.objectives:
        yield section(f"Agreed objective {objective.id}", plan, agreed_objectives=objective.text)
