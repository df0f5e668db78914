"""Support: visits, and the checks that visits and costs share."""

from datetime import date

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.state.support import days_taken, hours_beyond, hours_of
from s2ss_core.errors import BadInput
from s2ss_core.events import (
    DeploymentEvent,
    VisitLogged,
)
from s2ss_core.ids import same
from s2ss_core.ledger import Approved, charge
from s2ss_core.programmes import Programme
from s2ss_core.rules import Broken
from s2ss_core.rules import renegotiation as renegotiation_rules
from s2ss_core.rules import support as rules
from s2ss_core.values import COARSER, Days, Money


def log_visit(
    deployment: Deployment, context: DecisionContext, fact: VisitLogged
) -> Decision[DeploymentEvent]:
    """Log a Record of Visit. Raises `BadInput` for one of no time at all.

    Recorded despite a rule, its charge is disallowed; where only its time is too long, what is beyond a day.
    """
    programme = context.programme
    taken = days_taken(programme, fact)
    days, most = taken.contact + taken.preparation, programme.cap.most_in_a_visit.value
    if days == 0:
        raise BadInput(f"visit {fact.visit} comes to 0 days: give the time that it took")
    plan = deployment.planning.in_force(fact.on)
    charged = charge(programme, plan.line(fact.line) if plan and fact.line else None, fact)
    too_long = rules.a_record_of_visit_is_of_a_day_at_most.broken_by(visit=fact.visit, days=days, most=most)
    others = (
        *_where_and_by_whom(deployment, fact),
        *_support_may_begin(deployment, context, fact.on),
        *(_chargeable(deployment, programme, fact, fact.line, plan, charged=charged) if fact.line else ()),
    )
    beyond = hours_beyond(programme, deployment.support, fact)
    hours = rules.the_hours_of_one_date_come_to_a_day_at_most.broken_by(
        leader=fact.leader,
        on=fact.on,
        days=hours_of(programme, fact),
        left=Days(hours_of(programme, fact) - beyond),
    )
    total = charged or Money(0)
    only_long = (too_long or hours) and not others
    allowed = _part(total, min(most, Days(days - beyond)), days) if only_long else Money(0)
    return decide(deployment, fact, too_long, hours, others, despite=True, cost=Money(total - allowed))


def _part(charged: Money, allowed: Days, days: Days) -> Money:
    """What a record charges for the days of it that are allowed."""
    return charged if allowed >= days else Money(int(COARSER.divide(charged * allowed, days)))


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
        *rules.the_plan_was_approved_before_support_began.broken_by(
            approved_on=deployment.planning.approved_on, on=on
        ),
        *(
            rules.the_agreement_was_signed_before_support_began.broken_by(
                signed_on=deployment.agreement.began(context.programme), on=on
            )
            if terms.agreement
            else ()
        ),
        *rules.the_foundations_were_secured_before_support_began.broken_by(missing=missing),
        *within_period(deployment, on),
    )


def within_period(deployment: Deployment, on: date) -> tuple[Broken, ...]:
    """The rule that a visit or cost is within the period of the support, if it is not met."""
    period = deployment.brokering.period_on(on)
    end = deployment.ending.actual_end or period.end
    return rules.it_happened_within_the_period.broken_by(on=on, start=period.start, end=end)


def _chargeable(
    deployment: Deployment,
    programme: Programme,
    fact: VisitLogged,
    name: str,
    plan: Approved | None,
    *,
    charged: Money | None,
) -> tuple[Broken, ...]:
    line = plan.line(name) if plan else None
    if line is None or plan is None:
        return on_plan(plan, name)
    timed = line.unit != "item"
    deployed = deployment.brokering.leaders.of(fact.leader, fact.on)
    return (
        *rules.the_line_is_charged_in_its_own_way.broken_by(line=name, by="costs", kept=timed),
        *(
            rules.the_line_has_a_price_for_that_unit.broken_by(
                line=name, unit=fact.unit, priced=charged is not None
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
        *fits(deployment, programme, plan, name, charged or Money(0)),
    )


def on_plan(plan: Approved | None, line: str) -> tuple[Broken, ...]:
    """The rule that the line is on the plan in force, if it is not met."""
    lines = tuple(sorted({entry.id for entry in plan.plan.lines})) if plan else ()
    return rules.the_line_is_on_the_plan_in_force.broken_by(line=line, lines=lines)


def fits(
    deployment: Deployment, programme: Programme, plan: Approved, line: str, charged: Money
) -> tuple[Broken, ...]:
    """The rule that the charge is within the sum approved for its line, if it is not met."""
    eligible = deployment.account(programme).eligible_on(line) + charged
    return rules.the_charge_is_within_the_line.broken_by(
        line=line, charge=charged, eligible=eligible, approved=plan.approved(line)
    )
