"""Closing a deployment: every instalment settled, nothing owed, nothing overpaid. And corrections within what there is."""

from collections.abc import Iterator

from s2ss_core.audit.check import Breach, as_money
from s2ss_core.audit.money.account_checks import asks_account
from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.money.leg_figures import first_legs
from s2ss_core.audit.record import Prefix
from s2ss_core.events import Closed, CostAllowed, CostDisallowed, CostIncurred, CostReversed, VatSettled

Breaches = Iterator[Breach]


@asks_account("S2SS-E09", Closed)
def every_instalment(event: Closed, account: DeploymentAccount, _: Prefix) -> Breaches:
    """Every scheduled instalment was released or cancelled, where support ran its course."""
    ended = account.ended
    if "completed" not in {event.cause, ended.cause if ended else None}:
        return
    released = {(entry.event.instalment, entry.event.leg) for entry in account.releases.values()}
    settled = released | set(account.cancelled)
    rows = account.agreements.in_force.schedule if account.agreements.in_force else ()
    open_ones = [str(row.instalment) for row in rows if (row.instalment, row.leg) not in settled]
    if open_ones and "within-schedule" in account.terms.gates:
        yield Breach(open_ones=tuple(open_ones))


@asks_account("S2SS-E10", Closed)
def nothing_overpaid(_: Closed, account: DeploymentAccount, __: Prefix) -> Breaches:
    """Nothing is released beyond eligible cost."""
    overpaid = sum(leg.overpaid for leg in first_legs(account) if leg.released_on)
    if overpaid:
        yield Breach(overpaid=as_money(overpaid))


@asks_account("S2SS-E19", Closed)
def nothing_owed(_: Closed, account: DeploymentAccount, __: Prefix) -> Breaches:
    """Everything that is due from the holder was released to whom it is due, or paid where the leg has no releases."""
    owed = [f"{as_money(leg.owed)} to {leg.to}" for leg in first_legs(account) if leg.owed]
    if owed:
        yield Breach(owed=tuple(owed))


@asks_account("S2SS-X04", CostDisallowed)
def no_more_is_disallowed(event: CostDisallowed, account: DeploymentAccount, _: Prefix) -> Breaches:
    """A disallowance is at most what is left eligible of the fact, or what it came to where it was recorded despite."""
    charged = account.fact(event.of)
    left = charged.worth - sum(charged.disallowed.values()) if charged else 0
    if charged is not None and charged.row is not None and not 0 < event.amount <= left:
        yield Breach(fact=event.of, amount=event.amount, left=as_money(left))


@asks_account("S2SS-X05", CostReversed)
def no_more_is_reversed(event: CostReversed, account: DeploymentAccount, _: Prefix) -> Breaches:
    """A cost is reversed up to what it charged."""
    charged = account.facts.get(("cost", event.cost))
    left = charged.worth if charged else 0
    credit = int(event.net) + int(event.irrecoverable_vat)
    if charged is not None and not 0 < credit <= left:
        yield Breach(cost=event.cost, net=event.net, left=as_money(left))


@asks_account("S2SS-X08", CostAllowed, VatSettled)
def within_the_line(event: CostAllowed | VatSettled, account: DeploymentAccount, _: Prefix) -> Breaches:
    """What is allowed again, or settled as VAT, leaves its line within what was approved for it."""
    if isinstance(event, CostAllowed):
        found = account.disallowances.get(event.disallowance)
        charged, more = (found[1], int(found[0].event.amount)) if found else (None, 0)
    else:
        charged = account.fact(event.of)
        cost = charged.event if charged else None
        more = (
            int(cost.net) + int(event.irrecoverable_vat) - charged.gross
            if charged and isinstance(cost, CostIncurred)
            else 0
        )
    if charged is None or account.approval is None or more <= 0:
        return
    approved, eligible = account.approval.of_line(charged.line), account.lines[charged.line].eligible + more
    if eligible > approved:
        yield Breach(line=charged.line, eligible=as_money(eligible), approved=as_money(approved))
