"""What stands beside the money: disallowed facts, reimbursements, variations, accepted findings, outcome."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

import attrs

from s2ss_core.events import (
    AcceptedDespite,
    Brokered,
    CostIncurred,
    DisallowedReason,
    FinalReported,
    Rating,
    ReportFinalised,
)
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.engine.figure import Figure, together
from s2ss_core.projections.sums.costs import Costs
from s2ss_core.projections.sums.plans import Plan
from s2ss_core.values import Money, Role


@attrs.frozen(kw_only=True)
class DisallowedRow:
    """A fact, on the day it was incurred, and the pence of it that are not eligible."""

    disallowance: str
    fact: str
    line: str
    on: dt.date
    amount: Figure[Money]
    reason: DisallowedReason
    by: str
    disallowed_on: dt.date


@attrs.frozen(kw_only=True)
class Reimbursement:
    """A cost that the supported school invoiced; `net` in pence."""

    cost: str
    line: str
    on: dt.date
    invoice_number: str
    net: Figure[Money]


@attrs.frozen(kw_only=True)
class Variation:
    """An approved plan after the first; `effect` is what it adds to the approved total, in pence."""

    plan_version: int
    amends: int | None
    approved_by: str
    role: Role
    on: dt.date
    effective_from: dt.date
    effect: Figure[Money]


@attrs.frozen(kw_only=True)
class AcceptedFinding:
    """A fact that was recorded despite rules. The reason is private and stands in the deployment log."""

    of: str
    on: dt.date
    rules: tuple[str, ...]
    codes: tuple[str, ...]
    accepted_by: str
    position: int


@attrs.frozen(kw_only=True)
class Outcome:
    """The final report that stands, its newest revision, and how it rates each objective."""

    report: str
    on: dt.date
    revision: int
    finalised_on: dt.date | None
    ratings: tuple[Rating, ...]


def disallowed_rows(costs: Costs) -> Iterator[DisallowedRow]:
    """Every disallowance that counts, by the date of its fact."""
    for cost in costs.all:
        for disallowed in cost.disallowances:
            event = disallowed.disallowance.event
            yield DisallowedRow(
                disallowance=event.disallowance,
                fact=cost.fact,
                line=cost.line,
                on=cost.on,
                amount=disallowed.amount,
                reason=event.reason,
                by=event.by,
                disallowed_on=event.on,
            )


def reimbursements(facts: EventSet) -> Iterator[Reimbursement]:
    """The standing costs that the supported school itself invoiced."""
    schools = {brokered.event.school.id: brokered.position for brokered in facts.of(Brokered)}
    for cost in facts.not_struck_out(CostIncurred):
        brokered = schools.get(cost.event.supplier.id)
        if brokered:
            yield Reimbursement(
                cost=cost.event.cost,
                line=cost.event.line,
                on=cost.event.on,
                invoice_number=cost.event.invoice_number,
                net=Figure(cost.event.net, together((brokered, cost.position))),
            )


def variations(plans: tuple[Plan, ...]) -> Iterator[Variation]:
    """Every approved plan after the first, and what it changed."""
    for before, plan in pairwise(plans):
        approval = plan.approved.event
        yield Variation(
            plan_version=plan.version,
            amends=plan.submitted.event.amends,
            approved_by=approval.by,
            role=approval.role,
            on=approval.on,
            effective_from=plan.effective_from,
            effect=(plan.amount() - before.amount()).because_of(*before.positions, *plan.positions),
        )


def accepted_findings(facts: EventSet) -> Iterator[AcceptedFinding]:
    """Every fact that was recorded despite rules."""
    for acceptance in facts.of(AcceptedDespite):
        yield AcceptedFinding(
            of=acceptance.event.of,
            on=acceptance.event.on,
            rules=tuple(rule.name for rule in acceptance.event.rules),
            codes=tuple(rule.code for rule in acceptance.event.rules),
            accepted_by=acceptance.event.accepted_by,
            position=acceptance.position,
        )


def outcome_of(facts: EventSet) -> Outcome | None:
    """What the final report says was achieved, if there is one that stands."""
    reports = facts.not_struck_out(FinalReported)
    if not reports:
        return None
    report = reports[-1].event
    finalised = [
        finalised.event for finalised in facts.of(ReportFinalised) if finalised.event.report == report.report
    ]
    return Outcome(
        report=report.report,
        on=report.on,
        revision=max((event.revision for event in finalised), default=1),
        finalised_on=max((event.on for event in finalised), default=None),
        ratings=report.ratings,
    )
