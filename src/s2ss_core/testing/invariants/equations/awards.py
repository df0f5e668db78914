"""Equations 6 to 9: what became of an allocation and of an award, and what may go back to the funder."""

from collections.abc import Iterator

from s2ss_core.events import GrantReturned
from s2ss_core.projections import AwardUsage
from s2ss_core.projections.grant_usage.allocations import PurposeUsage
from s2ss_core.testing.invariants.equations.amounts import COSTS, USES, sum_of, value_of, values_of
from s2ss_core.testing.invariants.invariant import Objections, ObservedHistory, invariant


@invariant("S2SS-G01", "S2SS-G04", "S2SS-M08")
def what_is_allocated_is_eligible_committed_or_unspent(observed: ObservedHistory) -> Objections:
    """Allocated, with what is uncovered, is eligible, committed and unspent.

    Set aside less returned is allocated. Committed is approved less eligible until support ends, and nought after it. Nothing
    of an award is shown where none funds the support.
    """
    for deployment in observed.deployments:
        certificate = observed.certificate(deployment)
        amounts = values_of(certificate.amounts)
        if certificate.kind == "statement-of-charges":
            yield from _no_award(deployment, amounts)
            continue
        if amounts["set_aside"] - amounts["returned"] != amounts["allocated"]:
            yield f"{deployment}: set aside less returned is not allocated"
        yield from _used(deployment, amounts, amounts["allocated"], 0)
        left = 0 if certificate.periods.support_ended else max(0, amounts["approved"] - amounts["eligible"])
        if amounts["committed"] != left:
            yield f"{deployment}: {amounts['committed']} is committed and {left} approved and not eligible"


@invariant("S2SS-G01", "S2SS-G04")
def what_is_awarded_is_eligible_committed_unspent_or_returned(observed: ObservedHistory) -> Objections:
    """Awarded, with what is uncovered, is eligible, committed, unspent and returned to the funder."""
    for name in observed.awards:
        amounts = values_of(observed.usage(name).amounts)
        yield from _used(name, amounts, amounts["awarded"], amounts["returned"])
        if amounts["awarded"] - amounts["allocated"] - amounts["returned"] != value_of(
            observed.usage(name), "not_allocated"
        ):
            yield f"{name}: not allocated is not what is neither allocated nor returned"
        left = sum_of(observed.usage(name).allocations, "unspent")
        left -= sum_of(observed.usage(name).allocations, "uncovered")
        if (
            left + value_of(observed.usage(name), "not_allocated")
            != amounts["unspent"] - amounts["uncovered"]
        ):
            yield f"{name}: unspent is not what the allocations leave, and what is not allocated"


@invariant("S2SS-G02", "S2SS-G04")
def what_is_set_aside_for_a_purpose_is_eligible_committed_unspent_or_returned(
    observed: ObservedHistory,
) -> Objections:
    """Each allocation, with what it does not cover, is eligible, committed, unspent and returned to the award.

    So is what is allocated to each purpose, and to all of them what the award shows. What the award bears itself is
    incurred less disallowed, in each year and on each leg.
    """
    for name in observed.awards:
        usage = observed.usage(name)
        for allocation in usage.allocations:
            parts = {part: value_of(allocation, part) for part in ("amount", *USES, "uncovered", "returned")}
            yield from _used(
                f"{name} allocation {allocation.allocation}", parts, parts["amount"], parts["returned"]
            )
        for purpose in usage.purposes:
            yield from _purpose(f"{name} {purpose.purpose}", purpose, usage)
        for part in ("set_aside", "allocated"):
            if sum_of(usage.purposes, part) != value_of(usage.amounts, part):
                yield f"{name}: {part} is not the sum over the purposes"
        yield from _own_costs(name, usage)


def _purpose(of: str, purpose: PurposeUsage, usage: AwardUsage) -> Iterator[str]:
    own = [allocation for allocation in usage.allocations if allocation.purpose == purpose.purpose]
    for name, part in (("set_aside", "amount"), ("returned", "returned"), *zip(USES, USES, strict=True)):
        if value_of(purpose, name) != sum_of(own, part):
            yield f"{of}: {name} is not the sum over its allocations"
    if value_of(purpose, "set_aside") - value_of(purpose, "returned") != value_of(purpose, "allocated"):
        yield f"{of}: set aside less returned is not allocated"
    used = sum(value_of(purpose, name) for name in USES)
    if value_of(purpose, "allocated") + value_of(purpose, "uncovered") != used:
        yield f"{of}: allocated, with what is uncovered, is not eligible, committed and unspent"


def _own_costs(of: str, usage: AwardUsage) -> Iterator[str]:
    own = usage.own
    for row in (*own.costs, *own.by_financial_year, *own.by_own_year):
        if value_of(row, "incurred") - value_of(row, "disallowed") != value_of(row, "eligible"):
            yield f"{of}: of a cost of its own, incurred less disallowed is not eligible"
    for years in (own.by_financial_year, own.by_own_year):
        for name in COSTS:
            if sum_of(years, name) != sum_of(own.costs, name):
                yield f"{of}: the years do not come to what is {name}"
    for leg in own.legs:
        costs = [cost for cost in own.costs if cost.purpose == leg.purpose]
        if value_of(leg, "invoiced") != sum_of((cost for cost in costs if cost.invoice_number), "incurred"):
            yield f"{of} leg {leg.leg}: invoiced is not what its invoices come to"
        if value_of(leg, "due") != sum_of(costs, "eligible"):
            yield f"{of} leg {leg.leg}: due is not what is eligible"
        if value_of(leg, "due") != value_of(leg, "paid") + value_of(leg, "owed") - value_of(leg, "overpaid"):
            yield f"{of} leg {leg.leg}: due is not paid with what is owed, less what is overpaid"


@invariant("S2SS-G09")
def what_goes_back_to_the_funder_was_received_and_is_not_eligible(observed: ObservedHistory) -> Objections:
    """What went back to the funder was received; on the day on which it goes back, it is no more than what is not eligible."""
    for name in observed.awards:
        usage = observed.usage(name)
        if value_of(usage.amounts, "returned") > value_of(usage, "received"):
            yield f"{name}: {usage.amounts.returned.value} went back of {usage.received.value} received"
    newest = observed.history[-1].event if observed.history else None
    if not isinstance(newest, GrantReturned) or newest.cause == "recalled":
        return
    for name in observed.awards:
        usage = observed.usage(name)
        left = max(0, value_of(usage, "received") - value_of(usage.amounts, "eligible"))
        if value_of(usage.amounts, "returned") > left:
            yield f"{name}: {usage.amounts.returned.value} went back of {left} that was received and is not eligible"


def _used(of: str, amounts: dict[str, int], available: int, returned: int) -> Iterator[str]:
    used = amounts["eligible"] + amounts["committed"] + amounts["unspent"] + returned
    if available + amounts["uncovered"] != used:
        yield f"{of}: {available} with {amounts['uncovered']} uncovered is not the {used} it was used for"
    if min(amounts["unspent"], amounts["uncovered"]) != 0:
        yield f"{of}: {amounts['unspent']} is unspent and {amounts['uncovered']} uncovered"


def _no_award(of: str, amounts: dict[str, int]) -> Iterator[str]:
    names = ("awarded", "set_aside", "allocated", "committed", "unspent", "uncovered", "returned")
    yield from (f"{of}: {amounts[name]} is {name} without an award" for name in names if amounts[name])
