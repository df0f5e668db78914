"""The action plan. Document 000 names a template for it and does not print it, so the whole of it is ours."""

from collections.abc import Iterator

from s2ss_core.errors import NotFound
from s2ss_core.events import PlanSubmitted, ReviewHeld, VisitLogged
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.forms.form import Chosen, FormSection, all_ours, rows, section, the_one
from s2ss_core.projections.forms.parts import objectives, people


def action_plan(facts: EventSet, chosen: Chosen) -> tuple[FormSection, ...]:
    """What one version of the plan wants to achieve and do, and what reviews and visits asked of whom since."""
    plans = facts.not_struck_out(PlanSubmitted)
    if not plans:
        raise NotFound("There is no plan_version for this form. Recorded are: none.")
    plan = the_one(plans, "plan_version", chosen.of) if chosen.of else plans[-1]
    event = plan.event
    return all_ours(
        section("The plan", plan, date=event.on, owner=str(event.owner), problem=event.problem,
                staff_involved=people(*event.staff_involved)),
        *objectives(plan, "baseline", "measure", "review_by"),
        *(section(f"Action {activity.id}", plan, what=activity.text) for activity in event.activities),
        *rows("Action asked for at a review", ReviewHeld, _at_reviews(facts, plan), "what", "who", "by"),
        *rows("Action point of a visit", VisitLogged, _of_visits(facts, plan), "what", "who", "by"),
    )  # fmt: skip


def _at_reviews(facts: EventSet, plan: Positioned[PlanSubmitted]) -> Iterator[FormSection]:
    for review in facts.not_struck_out(ReviewHeld):
        for action in review.event.actions if review.event.on >= plan.event.on else ():
            yield section(
                f"Action {action.id} of review {review.event.review}", review, what=action.what, who=str(action.who),
                by=action.by,
            )  # fmt: skip


def _of_visits(facts: EventSet, plan: Positioned[PlanSubmitted]) -> Iterator[FormSection]:
    for visit in facts.not_struck_out(VisitLogged):
        event = visit.event
        title = f"Action point of visit {event.visit}"
        if event.on < plan.event.on:
            continue
        for of_leader in event.points_leader:
            yield section(title, visit, what=of_leader.text, who=event.leader, by=of_leader.by)
        for of_school in event.points_school:
            yield section(title, visit, what=of_school.text, who=str(of_school.who), by=of_school.by)
