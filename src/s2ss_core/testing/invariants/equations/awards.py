"""The equations of money, over the documents alone: of plan lines, legs, deployments, allocations, awards and periods.

Each figure is in at least one of them, so that a document of which one figure is a penny off breaks one.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import attrs

from s2ss_core.errors import NotFound
from s2ss_core.events import GrantReturned, GrantUsageCertified, InvoiceReceived
from s2ss_core.projections import AsAt, AwardUsage, Certificate
from s2ss_core.projections.grant_usage import Amounts, Breakdown, CertifiedPeriod
from s2ss_core.projections.grant_usage.allocations import PurposeUsage
from s2ss_core.testing.invariants.invariant import Invariant, Objections, ObservedHistory, invariant

COSTS = ("incurred", "disallowed", "eligible")
USES = ("eligible", "committed", "unspent")
BY_YEAR = ("by_financial_year", "by_own_year", "by_academic_year")
PERIODS = ("by_term", *BY_YEAR)


@invariant("S2SS-S09")
def on_every_line_and_in_every_period_incurred_less_disallowed_is_eligible(
    observed: ObservedHistory,
) -> Objections:
    """Incurred less disallowed is eligible: in all, on each line, in each period, and on each line in each period.

    Over all terms what is eligible on a line is not below nought, and not beyond what is approved for it.
    """
    for deployment in observed.deployments:
        certificate = observed.certificate(deployment)
        for name, row in _rows_of_cost(certificate):
            if _value(row, "incurred") - _value(row, "disallowed") != _value(row, "eligible"):
                yield f"{deployment} {name}: incurred less disallowed is not eligible"
        for line in certificate.lines:
            approved, eligible = _value(line, "approved"), _value(line, "eligible")
            if line.head is not None and not 0 <= eligible <= approved:
                yield f"{deployment} line {line.line}: {eligible} is eligible of {approved} approved"
            if _value(line, "variance") != approved - eligible:
                yield f"{deployment} line {line.line}: the variance is not approved less eligible"


@invariant("S2SS-M07")
def what_is_eligible_is_due_on_the_legs_that_the_holder_pays_or_keeps(
    observed: ObservedHistory,
) -> Objections:
    """What is eligible is due on the first legs; a charge that brings the holder the money is their sum."""
    for deployment in observed.deployments:
        certificate = observed.certificate(deployment)
        first = [leg for leg in certificate.legs if leg.first]
        due = _sum(first, "due")
        if certificate.legs and due != _value(certificate.amounts, "eligible"):
            yield f"{deployment}: {due} is due on the first legs, which is not what is eligible"
        charges = [leg for leg in certificate.legs if leg.kind == "charge"]
        if charges and _sum(charges, "due") != due:
            yield f"{deployment}: {_sum(charges, 'due')} is due on the charge, and {due} on the first legs"


@invariant("S2SS-M07", "S2SS-M19", "S2SS-M21")
def on_every_leg_due_is_settled_with_what_is_owed_and_less_what_is_overpaid(
    observed: ObservedHistory,
) -> Objections:
    """Due is what was settled with what is owed, less what is overpaid; never both at once.

    Releases less recoveries settle a leg with releases, payments any other, and what the holder keeps settles itself.
    """
    for deployment in observed.deployments:
        for leg in observed.certificate(deployment).legs:
            of = f"{deployment} leg {leg.leg} to {leg.to}"
            net = _value(leg, "released") - _value(leg, "recovered")
            settled = {"released": net, "kept": _value(leg, "due"), "paid": _value(leg, "paid")}
            if _value(leg, "settled") != settled[leg.settled_by]:
                yield f"{of}: {leg.settled.value} is not what settled it"
            owed, overpaid = _value(leg, "owed"), _value(leg, "overpaid")
            if _value(leg, "due") != _value(leg, "settled") + owed - overpaid or min(owed, overpaid) != 0:
                yield f"{of}: due is not settled with owed less overpaid"
            claimed = net if leg.settled_by == "released" else _value(leg, "invoiced")
            if leg.settled_by != "released" and (leg.released.value or leg.recovered.value):
                yield f"{of}: something is released or recovered, though releases do not settle it"
            if _value(leg, "unpaid") != claimed - _value(leg, "paid"):
                yield f"{of}: unpaid is not what was claimed less what was paid"


@invariant("S2SS-M25")
def what_is_invoiced_on_the_legs_is_what_the_invoices_come_to(observed: ObservedHistory) -> Objections:
    """What is invoiced on all legs together is the sum of the invoices that stand, net of VAT."""
    for deployment in observed.deployments:
        certificate = observed.certificate(deployment)
        struck = observed.story(deployment).struck("invoice")
        invoices = (
            invoice.net
            for invoice in observed.story(deployment).of(InvoiceReceived)
            if invoice.invoice not in struck
        )
        if certificate.legs and _sum(certificate.legs, "invoiced") != (total := sum(invoices)):
            yield f"{deployment}: the invoices come to {total}, and the legs to something else"


@invariant("S2SS-M07")
def only_the_legs_that_the_holder_pays_or_keeps_count_in_the_amounts(observed: ObservedHistory) -> Objections:
    """What is released, owed and overpaid of a deployment is the sum over its first legs; no other leg is added."""
    for deployment in observed.deployments:
        certificate = observed.certificate(deployment)
        first = [leg for leg in certificate.legs if leg.first]
        for name in ("owed", "overpaid") if certificate.legs else ():
            if _sum(first, name) != _value(certificate.amounts, name):
                yield f"{deployment}: {name} is not the sum over the first legs"
        if certificate.legs:
            sums = certificate.amounts
            settled = _value(sums, "released") - _value(sums, "recovered") + _value(sums, "settled")
            if _sum(first, "settled") != settled:
                yield f"{deployment}: released less recovered, and what is settled, is not what settled the first legs"


@invariant("S2SS-G01", "S2SS-G04", "S2SS-M08")
def what_is_allocated_is_eligible_committed_or_unspent(observed: ObservedHistory) -> Objections:
    """Allocated, with what is uncovered, is eligible, committed and unspent.

    Set aside less returned is allocated. Committed is approved less eligible until support ends, and nought after it. Nothing
    of an award is shown where none funds the support.
    """
    for deployment in observed.deployments:
        certificate = observed.certificate(deployment)
        amounts = _values(certificate.amounts)
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
        amounts = _values(observed.usage(name).amounts)
        yield from _used(name, amounts, amounts["awarded"], amounts["returned"])
        if amounts["awarded"] - amounts["allocated"] - amounts["returned"] != _value(
            observed.usage(name), "not_allocated"
        ):
            yield f"{name}: not allocated is not what is neither allocated nor returned"


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
            parts = {part: _value(allocation, part) for part in ("amount", *USES, "uncovered", "returned")}
            yield from _used(
                f"{name} allocation {allocation.allocation}", parts, parts["amount"], parts["returned"]
            )
        for purpose in usage.purposes:
            yield from _purpose(f"{name} {purpose.purpose}", purpose, usage)
        for part in ("set_aside", "allocated"):
            if _sum(usage.purposes, part) != _value(usage.amounts, part):
                yield f"{name}: {part} is not the sum over the purposes"
        yield from _own_costs(name, usage)


def _purpose(of: str, purpose: PurposeUsage, usage: AwardUsage) -> Iterator[str]:
    own = [allocation for allocation in usage.allocations if allocation.purpose == purpose.purpose]
    for name, part in (("set_aside", "amount"), ("returned", "returned"), *zip(USES, USES, strict=True)):
        if _value(purpose, name) != _sum(own, part):
            yield f"{of}: {name} is not the sum over its allocations"
    if _value(purpose, "set_aside") - _value(purpose, "returned") != _value(purpose, "allocated"):
        yield f"{of}: set aside less returned is not allocated"
    used = sum(_value(purpose, name) for name in USES)
    if _value(purpose, "allocated") + _value(purpose, "uncovered") != used:
        yield f"{of}: allocated, with what is uncovered, is not eligible, committed and unspent"


def _own_costs(of: str, usage: AwardUsage) -> Iterator[str]:
    own = usage.own
    for row in (*own.costs, *own.by_financial_year, *own.by_own_year):
        if _value(row, "incurred") - _value(row, "disallowed") != _value(row, "eligible"):
            yield f"{of}: of a cost of its own, incurred less disallowed is not eligible"
    for years in (own.by_financial_year, own.by_own_year):
        for name in COSTS:
            if _sum(years, name) != _sum(own.costs, name):
                yield f"{of}: the years do not come to what is {name}"
    for leg in own.legs:
        costs = [cost for cost in own.costs if cost.purpose == leg.purpose]
        if _value(leg, "due") != _sum(costs, "eligible"):
            yield f"{of} leg {leg.leg}: due is not what is eligible"
        if _value(leg, "due") != _value(leg, "paid") + _value(leg, "owed") - _value(leg, "overpaid"):
            yield f"{of} leg {leg.leg}: due is not paid with what is owed, less what is overpaid"


@invariant("S2SS-G09")
def what_goes_back_to_the_funder_was_received_and_is_not_eligible(observed: ObservedHistory) -> Objections:
    """On the day on which money goes back to the funder, no more than what was received and is not eligible has gone back."""
    newest = observed.history[-1].event if observed.history else None
    if not isinstance(newest, GrantReturned) or newest.cause == "recalled":
        return
    for name in observed.awards:
        usage = observed.usage(name)
        left = max(0, _value(usage, "received") - _value(usage.amounts, "eligible"))
        if _value(usage.amounts, "returned") > left:
            yield f"{name}: {usage.amounts.returned.value} went back of {left} that was received and is not eligible"


@invariant("S2SS-M07")
def every_period_begins_with_what_the_one_before_left_owed(observed: ObservedHistory) -> Objections:
    """Owed at its start and eligible in it are released less recovered in it and owed at its end, period by period.

    The first period begins with nothing owed, each other with what the one before left, and the last leaves what is owed
    less what is overpaid.
    """
    for deployment in observed.deployments:
        certificate = observed.certificate(deployment)
        released = all(leg.settled_by == "released" for leg in certificate.legs if leg.first)
        yield from _chains(deployment, certificate, certificate.amounts if released else None)
        for period in certificate.certified:
            yield from _certified(observed, deployment, period)
    for name in observed.awards:
        usage = observed.usage(name)
        yield from _chains(name, usage, usage.amounts)


def _chains(of: str, view: Any, amounts: Amounts | None) -> Iterator[str]:
    for periods in PERIODS:
        rows: Sequence[Breakdown] = getattr(view.cuts, periods)
        if rows and _value(rows[0], "owed_at_start") != 0:
            yield f"{of} {rows[0].period}: something is owed before anything happened"
        for row in rows:
            net = _value(row, "released_on_date") - _value(row, "recovered_on_date")
            if _value(row, "owed_at_start") + _value(row, "eligible") != net + _value(row, "owed_at_end"):
                yield f"{of} {row.period}: the equation of the period does not hold"
        for before, row in pairwise(rows):
            if _value(before, "owed_at_end") != _value(row, "owed_at_start"):
                yield f"{of} {row.period}: it does not begin with what {before.period} left owed"
        if amounts and rows and periods in BY_YEAR:
            owed = _value(amounts, "owed") - _value(amounts, "overpaid")
            if _value(rows[-1], "owed_at_end") != owed:
                yield f"{of} {rows[-1].period}: {_value(rows[-1], 'owed_at_end')} is owed after it, not {owed}"


def _certified(observed: ObservedHistory, deployment: str, period: CertifiedPeriod) -> Iterator[str]:
    of = f"{deployment} certificate {period.certificate}"
    net = _value(period, "released") - _value(period, "recovered")
    if _value(period, "owed_at_start") + _value(period, "eligible") != net + _value(period, "owed_at_end"):
        yield f"{of}: the equation of its period does not hold"
    for name in COSTS:
        if _sum(period.lines, name) != _value(period, name):
            yield f"{of}: the lines do not come to what is {name}"
    made = {
        certificate.certificate: certificate.eligible
        for certificate in observed.story(deployment).of(GrantUsageCertified)
    }
    if (period.certified.value if period.certified else None) != made.get(period.certificate):
        yield f"{of}: it was not certified of {period.certified.value if period.certified else 'nothing'}"
    yield from _at_its_end(observed, deployment, period)


def _at_its_end(observed: ObservedHistory, deployment: str, period: CertifiedPeriod) -> Iterator[str]:
    """The balances are those of the certificate as at the end of the period, if the same was eligible by then."""
    try:
        then = observed.brokerage.grant_usage(deployment, as_at=AsAt(happened=period.covers_to))
    except NotFound:
        return
    owed = _value(then.amounts, "owed") - _value(then.amounts, "overpaid")
    if owed != _value(period, "owed_at_end"):
        return  # a plan that was approved later is in force since before
    for name in ("committed", "unspent", "uncovered"):
        if _value(period, name) != _value(then.amounts, name):
            yield f"{deployment} certificate {period.certificate}: {name} is not what it was at the end of its period"


def _rows_of_cost(certificate: Certificate) -> Iterator[tuple[str, Any]]:
    yield "in all", certificate.amounts
    for line in (*certificate.lines, *certificate.lines_by_term):
        yield f"line {line.line} {line.term or ''}", line
    for periods in PERIODS:
        for row in getattr(certificate.cuts, periods):
            yield from ((f"{row.period} {getattr(part, 'line', '')}", part) for part in (row, *row.lines))
    for period in certificate.certified:
        yield f"certificate {period.certificate}", period
        yield from ((f"certificate {period.certificate} {line.line}", line) for line in period.lines)


def _used(of: str, amounts: dict[str, int], available: int, returned: int) -> Iterator[str]:
    used = amounts["eligible"] + amounts["committed"] + amounts["unspent"] + returned
    if available + amounts["uncovered"] != used:
        yield f"{of}: {available} with {amounts['uncovered']} uncovered is not the {used} it was used for"
    if min(amounts["unspent"], amounts["uncovered"]) != 0:
        yield f"{of}: {amounts['unspent']} is unspent and {amounts['uncovered']} uncovered"


def _no_award(of: str, amounts: dict[str, int]) -> Iterator[str]:
    names = ("awarded", "set_aside", "allocated", "committed", "unspent", "uncovered", "returned")
    yield from (f"{of}: {amounts[name]} is {name} without an award" for name in names if amounts[name])


def _values(amounts: Amounts) -> dict[str, int]:
    return {field.name: _value(amounts, field.name) for field in attrs.fields(Amounts)}


def _value(row: Any, name: str) -> int:
    return int(getattr(row, name).value)


def _sum(rows: Iterable[Any], name: str) -> int:
    return sum(_value(row, name) for row in rows)


EQUATIONS: tuple[Invariant, ...] = (
    on_every_line_and_in_every_period_incurred_less_disallowed_is_eligible,
    what_is_eligible_is_due_on_the_legs_that_the_holder_pays_or_keeps,
    on_every_leg_due_is_settled_with_what_is_owed_and_less_what_is_overpaid,
    what_is_invoiced_on_the_legs_is_what_the_invoices_come_to,
    only_the_legs_that_the_holder_pays_or_keeps_count_in_the_amounts,
    what_is_allocated_is_eligible_committed_or_unspent,
    what_is_awarded_is_eligible_committed_unspent_or_returned,
    what_is_set_aside_for_a_purpose_is_eligible_committed_unspent_or_returned,
    what_goes_back_to_the_funder_was_received_and_is_not_eligible,
    every_period_begins_with_what_the_one_before_left_owed,
)
"""The equations, in the order of lines, legs, deployments, allocations, awards and periods."""
