"""Planning: a costed plan is submitted, then approved or rejected."""

from s2ss_core.aggregates.decision import Decision, DecisionContext, with_derived
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.decisions.accreditation import for_accredited_leaders, split_right
from s2ss_core.aggregates.deployment.decisions.approver import finalised_by_whom, not_by_the_approver
from s2ss_core.aggregates.deployment.decisions.checklists import answered_for
from s2ss_core.aggregates.deployment.decisions.plan_limits import within_the_allocation
from s2ss_core.aggregates.deployment.decisions.plan_lines import (
    for_permitted_uses,
    plan_digest,
    priced_right,
    short_of_what_was_spent,
    within_the_support,
)
from s2ss_core.aggregates.deployment.decisions.preparation import independent_of_plan
from s2ss_core.aggregates.deployment.decisions.qa_days import agreed_at_its_qa_day
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.people import people_on
from s2ss_core.events import DeploymentEvent, PlanApproved, PlanReturned, PlanSubmitted
from s2ss_core.rules import Broken
from s2ss_core.rules import offices as office_rules
from s2ss_core.rules import planning as rules
from s2ss_core.values import Money


def submit_plan(
    deployment: Deployment, context: DecisionContext, fact: PlanSubmitted
) -> Decision[DeploymentEvent]:
    """Submit a costed plan, or an amendment of a plan, for approval."""
    planning, programme = deployment.planning, context.programme
    terms = context.terms(deployment.funding)
    latest = planning.latest
    in_force = latest.plan.plan_version if latest else None
    qa_lead = deployment.brokering.qa_lead_on(fact.on)
    return decide(
        deployment,
        fact,
        rules.the_qa_lead_was_appointed_before_the_plan.broken_by(
            qa_lead=qa_lead.qa_lead if qa_lead else None
        )
        if terms.qa_lead_required
        else (),
        independent_of_plan(deployment, context, fact.on, fact.lines),
        rules.the_plan_before_was_decided.broken_by(
            waiting=planning.waiting.plan_version if planning.waiting else None
        ),
        rules.plan_versions_follow_one_another.broken_by(
            plan_version=fact.plan_version, expected=planning.submitted + 1
        ),
        rules.an_amendment_names_its_plan_its_reason_and_its_research.broken_by(
            amends=fact.amends, in_force=in_force, missing=_unreasoned(fact) if latest else ()
        ),
        rules.the_plan_is_of_a_kind_the_programme_uses.broken_by(kind=fact.kind, asked=terms.plan_kinds)
        if terms.plan_kinds
        else (),
        _finalised(deployment, context, fact),
        rules.every_link_of_the_logic_model_is_to_an_element_of_the_plan.broken_by(unknown=_unknown(fact)),
        priced_right(fact, programme),
        split_right(fact, programme, terms),
        for_accredited_leaders(fact, context),
        for_permitted_uses(fact, programme, terms),
        within_the_support(deployment, context, fact),
    )


def approve_plan(
    deployment: Deployment, context: DecisionContext, fact: PlanApproved
) -> Decision[DeploymentEvent]:
    """Approve a plan. The decision derives its digest, its total and the day it takes effect."""
    waiting = deployment.planning.waiting
    total = waiting.total if waiting else Money(0)
    fact = with_derived(fact, plan_digest=plan_digest(waiting), total=total, effective_from=fact.on)
    terms = context.terms(deployment.funding)
    return decide(
        deployment,
        fact,
        _awaited(deployment, fact),
        not_by_the_approver(rules.the_approver_is_the_one_who_signs_plans_off, deployment, context, fact),
        agreed_at_its_qa_day(deployment, terms.plan_agreed_at, fact.on),
        answered_for(deployment, context, "plan", f"{fact.plan_version}", fact.on),
        rules.the_approver_declared_no_conflict.broken_by(no_conflict_declared=fact.no_conflict_declared),
        independent_of_plan(deployment, context, fact.on, waiting.lines if waiting else ()),
        within_the_allocation(context, waiting) if terms.needs_award else (),
        rules.the_amended_plan_covers_what_was_spent.broken_by(
            short=short_of_what_was_spent(deployment, context, waiting)
        ),
    )


def reject_plan(
    deployment: Deployment, context: DecisionContext, fact: PlanReturned
) -> Decision[DeploymentEvent]:
    """Reject a plan, with reasons."""
    return decide(
        deployment,
        fact,
        _awaited(deployment, fact),
        not_by_the_approver(
            office_rules.a_plan_is_returned_by_the_one_who_signs_plans_off, deployment, context, fact
        ),
    )


def _awaited(deployment: Deployment, fact: PlanApproved | PlanReturned) -> tuple[Broken, ...]:
    waiting = deployment.planning.waiting
    return rules.the_plan_awaits_a_decision.broken_by(
        plan_version=fact.plan_version,
        waiting=waiting.plan_version if waiting and waiting.on <= fact.on else None,
    )


def _unreasoned(fact: PlanSubmitted) -> tuple[str, ...]:
    given = {"reason": fact.reason, "research": fact.research}
    return tuple(name for name, text in given.items() if text is None)


def _finalised(deployment: Deployment, context: DecisionContext, fact: PlanSubmitted) -> tuple[Broken, ...]:
    people = people_on(deployment, context, fact.on)
    without = [
        objective.id
        for objective in fact.objectives
        if objective.baseline is None or objective.measure is None
    ]
    return (
        *finalised_by_whom(fact),
        *office_rules.those_who_finalised_the_plan_are_of_this_deployment.broken_by(
            strangers=people.strangers(fact.finalised_by, (fact.owner,)),
            holders=people.in_office(fact.finalised_by, (fact.owner,)),
            on=fact.on,
        ),
        *rules.every_objective_has_a_baseline_and_a_measure.broken_by(
            without=tuple(without) if fact.objectives else ("at least one objective",)
        ),
    )


def _unknown(fact: PlanSubmitted) -> tuple[str, ...]:
    linked = {link for element in fact.elements for link in element.of}
    return tuple(sorted(linked - {element.id for element in fact.elements}))
