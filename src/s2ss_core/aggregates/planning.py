"""Planning: a costed plan is submitted, and approved or returned."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, assert_never

import attrs

from s2ss_core.aggregates import brokering
from s2ss_core.aggregates.brokering import organisations
from s2ss_core.aggregates.deciding import Circumstances, Decision, filled
from s2ss_core.errors import BadInput, ImpossibleHistory
from s2ss_core.events import (
    DeploymentEvent,
    PlanApproved,
    PlanLine,
    PlanningEvent,
    PlanReturned,
    PlanSubmitted,
)
from s2ss_core.programmes import Programme, Terms, rates_for, terms_between
from s2ss_core.rules import (
    Broken,
    a_line_is_written_once_a_term,
    an_amendment_names_its_plan_its_reason_and_its_research,
    an_unusual_use_gives_its_reason,
    every_line_falls_within_the_support,
    every_line_is_for_a_permitted_use,
    every_line_multiplies_out,
    every_objective_has_a_baseline_and_a_measure,
    every_rate_is_on_the_card_or_says_why,
    headteacher_and_system_leader_finalised_the_plan,
    leader_days_are_priced_by_time_and_all_else_by_the_item,
    no_line_is_for_a_use_that_is_never_funded,
    plan_versions_follow_one_another,
    the_amended_plan_covers_what_was_spent,
    the_approver_declared_no_conflict,
    the_approver_is_the_one_who_signs_plans_off,
    the_lines_sum_to_the_total,
    the_plan_awaits_a_decision,
    the_plan_before_was_decided,
    the_plan_is_of_a_kind_the_programme_uses,
    the_plan_is_within_the_allocation,
    the_qa_lead_was_appointed_before_the_plan,
)
from s2ss_core.values import Money

if TYPE_CHECKING:
    from s2ss_core.aggregates.deployment import Deployment


@attrs.frozen(kw_only=True)
class Approved:
    """A plan that was approved, and from when it is in force."""

    plan: PlanSubmitted
    on: date
    effective_from: date

    def line(self, line: str) -> PlanLine | None:
        """The first entry of that line, which gives its head, unit and rate."""
        return next((one for one in self.plan.lines if one.id == line), None)

    def approved(self, line: str) -> Money:
        """What is approved for that line over all its terms."""
        return sum((one.amount for one in self.plan.lines if one.id == line), Money(0))


@attrs.frozen(kw_only=True)
class Planning:
    """What planning leaves true: the plan awaiting a decision, and the plans approved, oldest first."""

    waiting: PlanSubmitted | None = None
    submitted: int = 0
    plans: tuple[Approved, ...] = ()

    def in_force(self, on: date) -> Approved | None:
        """The plan in force on a day: the latest approved that had taken effect."""
        return next((plan for plan in reversed(self.plans) if plan.effective_from <= on), None)

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


def submit_plan(
    deployment: "Deployment", circumstances: Circumstances, fact: PlanSubmitted
) -> Decision[DeploymentEvent]:
    """Send a costed plan, or an amendment of one, for approval."""
    planning, programme = deployment.planning, circumstances.programme
    terms = circumstances.terms(deployment.funding)
    latest = planning.latest
    in_force = latest.plan.plan_version if latest else None
    qa_lead = deployment.brokering.qa_lead
    providers = organisations(*(line.provider for line in fact.lines))
    return deployment.decide(
        fact,
        the_qa_lead_was_appointed_before_the_plan.broken_by(
            qa_lead=qa_lead.qa_lead if qa_lead and qa_lead.on <= fact.on else None
        )
        if terms.qa_lead_required
        else (),
        brokering.still_independent(deployment, providers) if terms.qa_lead_independent else (),
        the_plan_before_was_decided.broken_by(
            waiting=planning.waiting.plan_version if planning.waiting else None
        ),
        plan_versions_follow_one_another.broken_by(
            plan_version=fact.plan_version, expected=planning.submitted + 1
        ),
        an_amendment_names_its_plan_its_reason_and_its_research.broken_by(
            amends=fact.amends,
            in_force=in_force,
            reasoned=fact.reason is not None and fact.research is not None,
        ),
        the_plan_is_of_a_kind_the_programme_uses.broken_by(kind=fact.kind, asked=terms.plan_kinds)
        if terms.plan_kinds
        else (),
        _finalised(fact),
        _lines(fact, programme),
        _uses(fact, programme),
        _within(deployment, circumstances, fact),
    )


def approve_plan(
    deployment: "Deployment", circumstances: Circumstances, fact: PlanApproved
) -> Decision[DeploymentEvent]:
    """Sign a plan off. Digest, total and the day it takes effect are filled in."""
    waiting = deployment.planning.waiting
    total = waiting.total if waiting else Money(0)
    fact = filled(fact, plan_digest=plan_digest(waiting), total=total, effective_from=fact.on)
    terms = circumstances.terms(deployment.funding)
    return deployment.decide(
        fact,
        _awaited(deployment, fact),
        the_approver_is_the_one_who_signs_plans_off.broken_by(
            by=fact.by, role=fact.role, approver=_approver(deployment, terms), role_asked=terms.approver
        ),
        the_approver_declared_no_conflict.broken_by(no_conflict_declared=fact.no_conflict_declared),
        the_plan_is_within_the_allocation.broken_by(total=total, allocated=circumstances.allocated)
        if terms.needs_award
        else (),
        the_amended_plan_covers_what_was_spent.broken_by(short=_short(deployment, circumstances, waiting)),
    )


def return_plan(
    deployment: "Deployment", circumstances: Circumstances, fact: PlanReturned
) -> Decision[DeploymentEvent]:
    """Send a plan back with reasons."""
    return deployment.decide(fact, _awaited(deployment, fact))


def plan_digest(plan: PlanSubmitted | None) -> str:
    """A digest of what a plan costs, line by line: the part of it that money depends on."""
    lines = plan.lines if plan else ()
    rows = [
        f"{line.id}|{line.term}|{line.unit}|{line.quantity}|{int(line.rate)}|{int(line.amount)}"
        for line in lines
    ]
    return "sha256:" + hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _awaited(deployment: "Deployment", fact: PlanApproved | PlanReturned) -> tuple[Broken, ...]:
    waiting = deployment.planning.waiting
    return the_plan_awaits_a_decision.broken_by(
        plan_version=fact.plan_version,
        waiting=waiting.plan_version if waiting and waiting.on <= fact.on else None,
    )


def _approver(deployment: "Deployment", terms: Terms) -> str:
    qa_lead = deployment.brokering.qa_lead
    if qa_lead and terms.approver in ("qa-lead", "director-of-school-improvement"):
        return qa_lead.qa_lead
    return deployment.brokering.brokered.headteacher if terms.approver == "headteacher" else "anyone"


def _finalised(fact: PlanSubmitted) -> tuple[Broken, ...]:
    missing = {"headteacher", "system-leader"} - {person.role for person in fact.finalised_by}
    without = [one.id for one in fact.objectives if not (one.baseline.strip() and one.measure.strip())]
    return (
        *headteacher_and_system_leader_finalised_the_plan.broken_by(missing=tuple(sorted(missing))),
        *every_objective_has_a_baseline_and_a_measure.broken_by(
            without=tuple(without) if fact.objectives else ("at least one objective",)
        ),
    )


def _lines(fact: PlanSubmitted, programme: Programme) -> tuple[Broken, ...]:
    timed = [line for line in fact.lines if (line.head == "leader-days") != (line.unit != "item")]
    return (
        *every_line_multiplies_out.broken_by(wrong=tuple(_wrong(fact.lines))),
        *the_lines_sum_to_the_total.broken_by(
            sum_of_lines=sum((line.amount for line in fact.lines), Money(0)), total=fact.total
        ),
        *leader_days_are_priced_by_time_and_all_else_by_the_item.broken_by(lines=_ids(timed)),
        *a_line_is_written_once_a_term.broken_by(lines=tuple(_inconsistent(fact.lines))),
        *every_rate_is_on_the_card_or_says_why.broken_by(
            lines=_ids(line for line in fact.lines if not _on_card(line, programme, fact.on))
        ),
    )


def _wrong(lines: Iterable[PlanLine]) -> Iterable[str]:
    for line in lines:
        try:
            product = line.rate.times(line.quantity)
        except BadInput as fraction:
            yield f"{line.id}: {fraction}"
            continue
        if product != line.amount:
            yield f"{line.id}: {line.quantity} × {line.rate} = {product}, not {line.amount}"


def _inconsistent(lines: Iterable[PlanLine]) -> Iterable[str]:
    first: dict[str, PlanLine] = {}
    seen: set[tuple[str, str]] = set()
    for line in lines:
        like = first.setdefault(line.id, line)
        priced_alike = line.unit == "item" or like.rate == line.rate
        if (
            (line.id, line.term) in seen
            or (like.head, like.unit) != (line.head, line.unit)
            or not priced_alike
        ):
            yield f"{line.id} in {line.term.title}"
        seen.add((line.id, line.term))


def _on_card(line: PlanLine, programme: Programme, on: date) -> bool:
    if line.head != "leader-days" or line.rate_reason is not None:
        return True
    rates = rates_for(programme, head=line.head, unit=line.unit, on=on)
    return any(
        line.rate == rate.amount or (rate.kind == "minimum" and line.rate > rate.amount) for rate in rates
    )


def _uses(fact: PlanSubmitted, programme: Programme) -> tuple[Broken, ...]:
    uses = programme.uses
    known = {*uses.permitted.value, *uses.unusual.value, *uses.never.value}
    never = [line for line in fact.lines if line.head in uses.never.value]
    unreasoned = [line for line in fact.lines if line.head in uses.unusual.value and line.rate_reason is None]
    return (
        *no_line_is_for_a_use_that_is_never_funded.broken_by(lines=_ids(never)),
        *every_line_is_for_a_permitted_use.broken_by(
            lines=_ids(line for line in fact.lines if line.head not in known)
        ),
        *an_unusual_use_gives_its_reason.broken_by(lines=_ids(unreasoned)),
    )


def _within(
    deployment: "Deployment", circumstances: Circumstances, fact: PlanSubmitted
) -> tuple[Broken, ...]:
    brokered = deployment.brokering.brokered
    terms = terms_between(circumstances.programme, brokered.start, brokered.intended_end)
    return every_line_falls_within_the_support.broken_by(
        terms=terms, lines=_ids(line for line in fact.lines if line.term not in terms)
    )


def _short(
    deployment: "Deployment", circumstances: Circumstances, waiting: PlanSubmitted | None
) -> tuple[str, ...]:
    spent: Mapping[str, Money] = deployment.eligible_by_line(circumstances.programme)
    planned = {line.id: Money(0) for line in waiting.lines} if waiting else {}
    for line in waiting.lines if waiting else ():
        planned[line.id] += line.amount
    return tuple(f"{line} ({money})" for line, money in spent.items() if money > planned.get(line, Money(0)))


def _ids(lines: Iterable[PlanLine]) -> tuple[str, ...]:
    return tuple(f"{line.id} in {line.term.title}" for line in lines)


def evolve(planning: Planning, event: PlanningEvent) -> Planning:
    """Apply what happened. Raises `ImpossibleHistory` for a decision on no plan."""
    match event:
        case PlanSubmitted(plan_version=version):
            return attrs.evolve(planning, waiting=event, submitted=version)
        case PlanReturned():
            _decided(planning, event)
            return attrs.evolve(planning, waiting=None)
        case PlanApproved(on=on, effective_from=effective_from):
            plan = _decided(planning, event)
            approved = Approved(plan=plan, on=on, effective_from=effective_from or on)
            return attrs.evolve(planning, waiting=None, plans=(*planning.plans, approved))
        case _:
            assert_never(event)


def _decided(planning: Planning, event: PlanApproved | PlanReturned) -> PlanSubmitted:
    if planning.waiting is None:
        raise ImpossibleHistory(f"no plan awaited the decision on version {event.plan_version}")
    return planning.waiting
