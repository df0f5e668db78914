"""Support: visits."""

from datetime import date

from s2ss_core.aggregates.acceptance import Excess
from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.decisions.accreditation import accredited, alongside
from s2ss_core.aggregates.deployment.decisions.charges import (
    fits,
    not_withheld,
    on_plan,
    within_awards,
    within_line,
    within_period,
)
from s2ss_core.aggregates.deployment.decisions.visit_time import check_time, within_a_day
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.state.support import days_taken
from s2ss_core.events import (
    DeploymentEvent,
    VisitLogged,
)
from s2ss_core.ids import same
from s2ss_core.ledger import Approved, charge, charged_by_visits
from s2ss_core.programmes import Programme
from s2ss_core.rules import Broken
from s2ss_core.rules import renegotiation as renegotiation_rules
from s2ss_core.rules import support as rules
from s2ss_core.values import COARSER, Days, Money


def log_visit(
    deployment: Deployment, context: DecisionContext, fact: VisitLogged
) -> Decision[DeploymentEvent]:
    """Log a Record of Visit. Raises `BadInput` for one of no time at all, or shared between no schools.

    Recorded despite a rule, its charge is disallowed: where only its time is too long what is beyond a day, and of one
        that only exceeds its line what is beyond the line.
    """
    programme = context.programme
    check_time(programme, fact)
    taken = days_taken(programme, fact)
    days = Days(taken.contact + taken.preparation)
    plan = deployment.planning.in_force(fact.on)
    line = plan.line(fact.line) if plan and fact.line else None
    charged = charge(programme, line, fact) or Money(0)
    too_long, allowed_days = within_a_day(deployment, programme, fact, days)
    others = (
        *_where_and_by_whom(deployment, fact),
        *alongside(deployment, context, fact),
        *_support_may_begin(deployment, context, fact.on),
        *(_chargeable(deployment, programme, fact, plan, fact.line) if fact.line else ()),
        *accredited(context, fact, line),
        *(within_awards(context, fact.on) if fact.line else ()),
    )
    of_a_day = charged if allowed_days >= days else Money(int(COARSER.divide(charged * allowed_days, days)))
    beyond = fits(deployment, programme, plan, line.id, charged) if plan and line else ()
    allowed = within_line(deployment, programme, plan, line.id, of_a_day) if plan and line else of_a_day
    return decide(
        deployment,
        fact,
        too_long,
        others,
        beyond,
        despite=True,
        cost=charged,
        excess=Excess((*too_long, *beyond), Money(charged - allowed)),
    )


def _where_and_by_whom(deployment: Deployment, fact: VisitLogged) -> tuple[Broken, ...]:
    deployed = deployment.brokering.leaders.of(fact.leader, fact.on)
    return (
        *rules.the_visit_is_to_the_supported_school.broken_by(
            visited=fact.school, school=deployment.brokering.brokered.school.id
        ),
        *rules.the_leader_was_deployed_here.broken_by(
            leader=fact.leader, joined=deployed.joined if deployed else None, on=fact.on
        ),
        *renegotiation_rules.the_leader_had_not_left.broken_by(
            leader=fact.leader, last_day=deployed.last_day if deployed else None, on=fact.on
        ),
    )


def _support_may_begin(deployment: Deployment, context: DecisionContext, on: date) -> tuple[Broken, ...]:
    terms = context.terms(deployment.funding)
    secured = {side for side, day in deployment.brokering.foundations if day <= on}
    missing = tuple(sorted({"supported", "supporting"} - secured)) if terms.foundations else ()
    return (
        *(
            rules.the_plan_was_approved_before_support_began.broken_by(
                approved_on=deployment.planning.approved_on, on=on
            )
            if terms.plan
            else ()
        ),
        *(
            rules.the_agreement_was_signed_before_support_began.broken_by(
                signed_on=deployment.agreement.began(context.programme, terms), on=on
            )
            if terms.agreement
            else ()
        ),
        *rules.the_foundations_were_secured_before_support_began.broken_by(missing=missing),
        *within_period(deployment, on),
        *not_withheld(deployment, on),
    )


def _chargeable(
    deployment: Deployment, programme: Programme, fact: VisitLogged, plan: Approved | None, name: str
) -> tuple[Broken, ...]:
    line = plan.line(name) if plan else None
    if line is None:
        return on_plan(plan, name)
    timed = charged_by_visits(line)
    deployed = deployment.brokering.leaders.of(fact.leader, fact.on)
    return (
        *rules.the_line_is_charged_in_its_own_way.broken_by(line=name, by="costs", kept=timed),
        *(
            rules.the_line_has_a_price_for_that_unit.broken_by(
                line=name, unit=fact.unit, priced=charge(programme, line, fact) is not None
            )
            if timed
            else ()
        ),
        *rules.the_line_is_for_the_leader_of_the_visit.broken_by(
            leader=fact.leader,
            line=name,
            planned_for=line.leader or line.band,
            fits=(line.leader is None or same(line.leader, fact.leader))
            and (line.band is None or deployed is None or line.band == deployed.band),
        ),
    )
