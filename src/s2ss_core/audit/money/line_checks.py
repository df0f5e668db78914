"""Lines and plans: a charge within its line, a price for its unit, and a plan within what is set aside and spent."""

from collections.abc import Iterator

from s2ss_core.audit.check import Breach, as_money
from s2ss_core.audit.money.account_checks import asks_account
from s2ss_core.audit.money.award_figures import awards_of, lines_borne
from s2ss_core.audit.money.charges import price_of, times_of, units_of
from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.money.plans import approved_of
from s2ss_core.audit.record import Prefix
from s2ss_core.events import AgreementIssued, CostIncurred, PlanApproved, VisitLogged

Breaches = Iterator[Breach]


@asks_account("S2SS-S09", VisitLogged, CostIncurred)
def within_its_line(event: VisitLogged | CostIncurred, account: DeploymentAccount, _: Prefix) -> Breaches:
    """What is charged to a line stays within what the plan in force on its day has approved for it."""
    approval = account.plans.in_force(event.on)
    if event.line is None or approval is None or not approval.lines(event.line):
        return
    charge = _charge(event, account)
    sums = account.lines.get(event.line)
    eligible, approved = (sums.eligible if sums else 0) + charge, approval.of_line(event.line)
    if charge and eligible > approved:
        yield Breach(
            line=event.line, charge=as_money(charge), eligible=as_money(eligible), approved=as_money(approved)
        )


def _charge(event: VisitLogged | CostIncurred, account: DeploymentAccount) -> int:
    """What an event that is not entered yet will charge, as the account would enter it."""
    assert event.line is not None
    row = account.plans.line_on(event.line, event.on)
    if isinstance(event, CostIncurred):
        return int(event.net) + int(event.irrecoverable_vat)
    if row is None:
        return 0
    units = account.units_before(event, row)
    return price_of(int(row.rate), units, event.shared_between) if units is not None else 0


@asks_account("S2SS-S10", VisitLogged)
def priced_in_that_unit(event: VisitLogged, account: DeploymentAccount, _: Prefix) -> Breaches:
    """A visit is charged in a unit that its line or the programme's conversions price."""
    row = account.plans.line_on(event.line, event.on) if event.line else None
    if row is not None and row.head == "leader-days":
        for unit, quantity in times_of(event):
            if units_of(account.programme, row, ((unit, quantity),)) is None:
                yield Breach(line=event.line, unit=unit, priced=False)
                return


@asks_account("S2SS-P17", PlanApproved)
def within_what_is_set_aside(event: PlanApproved, account: DeploymentAccount, prefix: Prefix) -> Breaches:
    """No more is approved than the awards have set aside for this deployment, each for the lines that it bears."""
    plan = account.plans.submitted.get(event.plan_version)
    if plan is None or not account.terms.needs_award:
        return
    several = len(awards_of(account, prefix.record)) > 1
    covered = 0
    for award in awards_of(account, prefix.record):
        borne = lines_borne(award, account.brokered.deployment, several)
        total = approved_of([row for row in plan.lines if borne is None or row.id in borne])
        aside = sum(row.net for row in award.set_aside_for("support", account.brokered.deployment))
        covered += total
        if total > aside:
            yield Breach(total=as_money(total), allocated=as_money(aside))
            return
    if covered < approved_of(plan.lines):
        yield Breach(total=as_money(approved_of(plan.lines)), allocated=as_money(covered))


@asks_account("S2SS-P18", PlanApproved)
def at_least_what_was_spent(event: PlanApproved, account: DeploymentAccount, _: Prefix) -> Breaches:
    """An amendment leaves every line at least what is eligible on it."""
    plan = account.plans.submitted.get(event.plan_version)
    if plan is None:
        return
    short = [
        f"{line} ({as_money(sums.eligible)})"
        for line, sums in account.lines.items()
        if sums.eligible > approved_of([row for row in plan.lines if row.id == line])
    ]
    if short:
        yield Breach(short=tuple(short))


@asks_account("S2SS-A11", AgreementIssued)
def leaves_what_was_released(event: AgreementIssued, account: DeploymentAccount, _: Prefix) -> Breaches:
    """A variation leaves released instalments as they were; the last one, which may have supplements, may become more."""
    rows = {(row.instalment, row.leg): row for row in event.schedule}
    released = {(entry.event.instalment, entry.event.leg) for entry in account.releases.values()}
    changed = []
    for number, leg in sorted(released):
        before, now = account.agreements.instalment(number, leg), rows.get((number, leg))
        if before is None:
            continue
        last = all(other <= number for other, of in rows if of == leg)
        if now is None or now.term != before.term or not _fits(int(before.amount), int(now.amount), last):
            changed.append(str(number))
    if changed:
        yield Breach(released=tuple(changed), kept=False)


def _fits(before: int, now: int, last: bool) -> bool:
    return now == before or (last and now > before)
