"""Charges: what visits and costs must both meet to be charged to the plan, and what of them is within its line."""

from datetime import date

from s2ss_core.aggregates.decision import DecisionContext
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.ledger import Approved
from s2ss_core.programmes import Programme
from s2ss_core.rules import Broken
from s2ss_core.rules import halts as halt_rules
from s2ss_core.rules import support as rules
from s2ss_core.values import Money


def within_period(deployment: Deployment, on: date) -> tuple[Broken, ...]:
    """The rule that a visit or cost is within the period of the support, if it is not met."""
    period = deployment.brokering.period_on(on)
    end = deployment.ending.actual_end or period.end
    return rules.it_happened_within_the_period.broken_by(
        on=on, start=period.start, end=end, ended=deployment.ending.actual_end is not None
    )


def within_awards(context: DecisionContext, on: date) -> tuple[Broken, ...]:
    """The rule that every award of the deployment was available on a day, if it is not met."""
    outside = tuple(
        f"{award} from {first} to {last}"
        for award, first, last in context.available
        if not first <= on <= last
    )
    return rules.it_happened_while_every_award_was_available.broken_by(on=on, outside=outside)


def not_withheld(deployment: Deployment, on: date) -> tuple[Broken, ...]:
    """The rule that support is not withheld on a day, if it is not met."""
    halt = next(deployment.support.halted_on(on), None)
    return halt_rules.support_is_not_withheld.broken_by(
        on=on, halt=halt.halt if halt else None, halted_on=halt.on if halt else None
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


def within_line(
    deployment: Deployment, programme: Programme, plan: Approved, line: str, charged: Money
) -> Money:
    """The part of a charge that is within the sum approved for its line."""
    left = plan.approved(line) - deployment.account(programme).eligible_on(line)
    return Money(max(0, min(charged, left)))
