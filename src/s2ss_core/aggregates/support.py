"""Support: visits, costs and concerns while it runs."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, assert_never

import attrs

from s2ss_core.aggregates.deciding import Circumstances, Decision
from s2ss_core.aggregates.planning import Approved
from s2ss_core.errors import BadInput, NaturalIdReused
from s2ss_core.events import (
    ConcernEscalated,
    ConcernRaised,
    ConcernResolved,
    CostIncurred,
    DeploymentEvent,
    EvidenceFiled,
    SupportEvent,
    VisitLogged,
    stored_name,
)
from s2ss_core.programmes import Programme, capacity_of, charge_of
from s2ss_core.rules import (
    Broken,
    it_happened_within_the_period,
    the_agreement_was_signed_before_support_began,
    the_charge_is_within_the_line,
    the_concern_is_open,
    the_evidence_is_of_a_recorded_fact,
    the_foundations_were_secured_before_support_began,
    the_leader_was_deployed_here,
    the_line_has_a_price_for_that_unit,
    the_line_is_charged_in_its_own_way,
    the_line_is_on_the_plan_in_force,
    the_plan_was_approved_before_support_began,
    the_visit_is_to_the_supported_school,
)
from s2ss_core.values import Days, Money

if TYPE_CHECKING:
    from s2ss_core.aggregates.deployment import Deployment


@attrs.frozen(kw_only=True)
class Support:
    """What support leaves true: the visits and costs that stand, and the concerns that are open."""

    visits: Mapping[str, VisitLogged] = attrs.field(factory=dict)
    costs: Mapping[str, CostIncurred] = attrs.field(factory=dict)
    concerns: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Used:
    """Days of a leader's year that a visit takes."""

    contact: Days
    preparation: Days


def days_used(programme: Programme, visit: VisitLogged) -> Used:
    """How many days of the leader's year a visit takes, as capacity under the programme."""
    cap = programme.cap
    counted = visit.significance in cap.counts.value
    preparing = visit.preparation if cap.counts_preparation.value else None
    return Used(
        contact=capacity_of(programme, visit.unit, visit.quantity) if counted else Days(0),
        preparation=capacity_of(programme, preparing.unit, preparing.quantity) if preparing else Days(0),
    )


def charge(programme: Programme, plan: Approved | None, visit: VisitLogged) -> Money | None:
    """What a visit charges to its line, in pence, preparation and all; None where the line has no price for it."""
    line = plan.line(visit.line) if plan and visit.line else None
    if line is None or line.unit == "item":
        return None
    parts = [(visit.unit, visit.quantity)]
    if visit.preparation:
        parts.append((visit.preparation.unit, visit.preparation.quantity))
    total = Money(0)
    for unit, quantity in parts:
        part = charge_of(programme, line_unit=line.unit, line_rate=line.rate, unit=unit, quantity=quantity)
        if part is None:
            return None
        total += part
    return total


def log_visit(
    deployment: "Deployment", circumstances: Circumstances, fact: VisitLogged
) -> Decision[DeploymentEvent]:
    """Log a Record of Visit. Raises `BadInput` for more than a day in one visit, and for the id of a cost."""
    programme = circumstances.programme
    _at_most_a_day(programme, fact)
    _not_both(deployment, CostIncurred, fact.visit)
    deployed = deployment.brokering.deployed(fact.leader)
    plan = deployment.planning.in_force(fact.on)
    charged = charge(programme, plan, fact)
    return deployment.decide(
        fact,
        the_visit_is_to_the_supported_school.broken_by(
            visited=fact.school, school=deployment.brokering.brokered.school.id
        ),
        the_leader_was_deployed_here.broken_by(
            leader=fact.leader, joined=deployed.joined if deployed else None, on=fact.on
        ),
        _support_may_begin(deployment, circumstances, fact.on),
        _chargeable(deployment, programme, fact, fact.line, plan, charged=charged) if fact.line else (),
        despite=True,
        cost=charged or Money(0),
    )


def _at_most_a_day(programme: Programme, fact: VisitLogged) -> None:
    quantity = capacity_of(programme, fact.unit, fact.quantity)
    if fact.preparation:
        quantity = quantity + capacity_of(programme, fact.preparation.unit, fact.preparation.quantity)
    if quantity > programme.cap.most_in_a_visit.value or quantity == 0:
        most = programme.cap.most_in_a_visit.value
        raise BadInput(
            f"visit {fact.visit} comes to {quantity} days: one Record of Visit holds more than none and at most"
            f" {most}; log one a day"
        )


def _not_both(deployment: "Deployment", other: type[VisitLogged | CostIncurred], name: str) -> None:
    # A disallowance names a visit or a cost by its id alone.
    space = stored_name(other).among
    if (space, name) in deployment.told:
        raise NaturalIdReused(
            f"{name!r} is the id of a {space.partition('.')[2]} here: visits and costs of a deployment share their"
            " ids; give this one an id of its own"
        )


def _support_may_begin(
    deployment: "Deployment", circumstances: Circumstances, on: date
) -> tuple[Broken, ...]:
    terms = circumstances.terms(deployment.funding)
    secured = {side for side, day in deployment.brokering.foundations if day <= on}
    missing = tuple(sorted({"supported", "supporting"} - secured)) if terms.foundations else ()
    return (
        *the_plan_was_approved_before_support_began.broken_by(
            approved_on=deployment.planning.approved_on, on=on
        ),
        *(
            the_agreement_was_signed_before_support_began.broken_by(
                signed_on=deployment.agreement.began(circumstances.programme), on=on
            )
            if terms.agreement
            else ()
        ),
        *the_foundations_were_secured_before_support_began.broken_by(missing=missing),
        *_within_period(deployment, on),
    )


def _within_period(deployment: "Deployment", on: date) -> tuple[Broken, ...]:
    brokered = deployment.brokering.brokered
    end = deployment.ending.actual_end or brokered.intended_end
    return it_happened_within_the_period.broken_by(on=on, start=brokered.start, end=end)


def _chargeable(
    deployment: "Deployment",
    programme: Programme,
    fact: VisitLogged,
    name: str,
    plan: Approved | None,
    *,
    charged: Money | None,
) -> tuple[Broken, ...]:
    line = plan.line(name) if plan else None
    if line is None or plan is None:
        return _on_plan(plan, name)
    timed = line.unit != "item"
    return (
        *the_line_is_charged_in_its_own_way.broken_by(line=name, by="costs", kept=timed),
        *(
            the_line_has_a_price_for_that_unit.broken_by(
                line=name, unit=fact.unit, priced=charged is not None
            )
            if timed
            else ()
        ),
        *_fits(deployment, programme, plan, name, charged or Money(0)),
    )


def _on_plan(plan: Approved | None, line: str) -> tuple[Broken, ...]:
    lines = tuple(sorted({one.id for one in plan.plan.lines})) if plan else ()
    return the_line_is_on_the_plan_in_force.broken_by(line=line, lines=lines)


def _fits(
    deployment: "Deployment", programme: Programme, plan: Approved, line: str, charged: Money
) -> tuple[Broken, ...]:
    eligible = deployment.eligible_by_line(programme).get(line, Money(0)) + charged
    return the_charge_is_within_the_line.broken_by(
        line=line, charge=charged, eligible=eligible, approved=plan.approved(line)
    )


def incur_cost(
    deployment: "Deployment", circumstances: Circumstances, fact: CostIncurred
) -> Decision[DeploymentEvent]:
    """Record a cost of a plan line that is not charged by visits. Raises `BadInput` for the id of a visit."""
    _not_both(deployment, VisitLogged, fact.cost)
    plan = deployment.planning.in_force(fact.on)
    line = plan.line(fact.line) if plan else None
    programme = circumstances.programme
    return deployment.decide(
        fact,
        the_plan_was_approved_before_support_began.broken_by(
            approved_on=deployment.planning.approved_on, on=fact.on
        ),
        _within_period(deployment, fact.on),
        _on_plan(plan, fact.line),
        the_line_is_charged_in_its_own_way.broken_by(line=fact.line, by="visits", kept=line.unit == "item")
        if line
        else (),
        _fits(deployment, programme, plan, fact.line, fact.net) if plan and line else (),
        despite=True,
        cost=fact.net,
    )


def raise_concern(
    deployment: "Deployment", circumstances: Circumstances, fact: ConcernRaised
) -> Decision[DeploymentEvent]:
    """Raise a concern that may jeopardise the impact of the support."""
    return deployment.decide(fact)


def escalate_concern(
    deployment: "Deployment", circumstances: Circumstances, fact: ConcernEscalated
) -> Decision[DeploymentEvent]:
    """Take a concern that remains up the ladder."""
    return deployment.decide(fact, _open(deployment, fact.concern))


def resolve_concern(
    deployment: "Deployment", circumstances: Circumstances, fact: ConcernResolved
) -> Decision[DeploymentEvent]:
    """Resolve a concern."""
    return deployment.decide(fact, _open(deployment, fact.concern))


def _open(deployment: "Deployment", concern: str) -> tuple[Broken, ...]:
    return the_concern_is_open.broken_by(concern=concern, open_concerns=deployment.support.concerns)


def file_evidence(
    deployment: "Deployment", circumstances: Circumstances, fact: EvidenceFiled
) -> Decision[DeploymentEvent]:
    """File a document that bears out a recorded fact."""
    return deployment.decide(
        fact, the_evidence_is_of_a_recorded_fact.broken_by(of=fact.of, recorded=deployment.names(fact.of))
    )


def evolve(support: Support, event: SupportEvent) -> Support:
    """Apply what happened."""
    match event:
        case VisitLogged(visit=visit):
            return attrs.evolve(support, visits={**support.visits, visit: event})
        case CostIncurred(cost=cost):
            return attrs.evolve(support, costs={**support.costs, cost: event})
        case ConcernRaised(concern=concern):
            return attrs.evolve(support, concerns=(*support.concerns, concern))
        case ConcernResolved(concern=concern):
            return attrs.evolve(support, concerns=tuple(one for one in support.concerns if one != concern))
        case ConcernEscalated() | EvidenceFiled():
            return support
        case _:
            assert_never(event)
