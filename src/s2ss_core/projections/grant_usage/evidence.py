"""The evidence in a certificate: disallowed facts, reimbursements, variations, accepted findings and the outcome."""

import datetime as dt
from collections.abc import Iterable, Iterator
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
from s2ss_core.projections.engine.figure import Figure, money, no_money, together
from s2ss_core.projections.sums.costs import Costs
from s2ss_core.projections.sums.plans import Plan
from s2ss_core.values import Cause, Money, Person, Role, Term


@attrs.frozen(kw_only=True)
class DisallowedRow:
    """A disallowance of a fact: the day on which the cost was incurred, and the amount not eligible, in pence."""

    disallowance: str
    fact: str
    line: str
    on: dt.date
    amount: Figure[Money]
    reason: DisallowedReason
    by: Person
    disallowed_on: dt.date


@attrs.frozen(kw_only=True)
class Reimbursement:
    """A cost that the supported school invoiced; `net` of VAT, in pence."""

    cost: str
    line: str
    on: dt.date
    invoice_number: str | None
    net: Figure[Money]


@attrs.frozen(kw_only=True)
class LineChange:
    """By how much an amendment changes what is approved for a line in a term, in pence; never nought."""

    line: str
    term: Term
    effect: Figure[Money]


@attrs.frozen(kw_only=True)
class Variation:
    """An approved plan after the first, against the one before; in pence.

    `effect` is the change of the approved total, `lines` are the changes that it is the sum of, line by line and term by
    term. `moved` is what the lines and terms that lose by the amendment give to others: an amendment that leaves the
    total alone may move money.
    """

    plan_version: int
    amends: int | None
    approved_by: str
    role: Role
    on: dt.date
    effective_from: dt.date
    effect: Figure[Money]
    moved: Figure[Money]
    lines: tuple[LineChange, ...]


@attrs.frozen(kw_only=True)
class AcceptedFinding:
    """A fact that was recorded despite rules. The reason is private: only the deployment log shows it."""

    of: Cause
    on: dt.date
    rules: tuple[str, ...]
    codes: tuple[str, ...]
    accepted_by: Person
    position: int


@attrs.frozen(kw_only=True)
class Outcome:
    """The final report, its newest revision, and its rating of each objective."""

    report: str
    on: dt.date
    revision: int
    finalised_on: dt.date | None
    ratings: tuple[Rating, ...]


def disallowed_rows(costs: Costs) -> Iterator[DisallowedRow]:
    """Every disallowance that was not lifted, in order of the date of its fact."""
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
    """The costs that the supported school itself invoiced and that were not struck out."""
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
    """Every approved plan after the first, and the change that it made."""
    for before, plan in pairwise(plans):
        approval = plan.approved.event
        changes = tuple(_line_changes(before, plan))
        yield Variation(
            plan_version=plan.version,
            amends=plan.submitted.event.amends,
            approved_by=approval.by.person,
            role=approval.by.role,
            on=approval.on,
            effective_from=plan.effective_from,
            effect=_effect(before, plan),
            moved=_moved(change.effect for change in changes),
            lines=changes,
        )


def _line_changes(before: Plan, plan: Plan) -> Iterator[LineChange]:
    """Each line in each term of which another sum is approved: lines in the order of the plans, their terms by date."""
    planned = dict.fromkeys((line.id, line.term) for version in (before, plan) for line in version.lines)
    lines = {line: order for order, (line, _) in reversed([*enumerate(planned)])}
    for line, term in sorted(planned, key=lambda entry: (lines[entry[0]], entry[1].in_order)):
        effect = _effect(before, plan, line, term)
        if effect.value:
            yield LineChange(line=line, term=term, effect=effect)


def _effect(before: Plan, plan: Plan, line: str | None = None, term: Term | None = None) -> Figure[Money]:
    change = plan.amount(line, term) - before.amount(line, term)
    return change.because_of(*before.positions, *plan.positions)


def _moved(effects: Iterable[Figure[Money]]) -> Figure[Money]:
    """The lesser of what some lose and what others win."""
    changes = tuple(effects)
    lost = money((no_money() - effect).at_least_nought() for effect in changes)
    won = money(effect.at_least_nought() for effect in changes)
    return lost if lost.value <= won.value else won


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
    """The outcome in the final report; None if there is no final report that was not struck out."""
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
