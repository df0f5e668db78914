"""The equations of money, over the documents alone: of plan lines, legs, deployments, allocations, awards and periods.

Each figure is in at least one of them, so that a document of which one figure is a penny off breaks one.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import attrs

from s2ss_core.projections import Certificate
from s2ss_core.projections.grant_usage import Amounts, Breakdown, CertifiedPeriod
from s2ss_core.testing.invariants.invariant import Objections, ObservedHistory, invariant

COSTS = ("incurred", "disallowed", "eligible")
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
            if _value(leg, "unpaid") != claimed - _value(leg, "paid"):
                yield f"{of}: unpaid is not what was claimed less what was paid"


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
            settled = _value(certificate.amounts, "released") - _value(certificate.amounts, "recovered")
            if _sum(first, "settled") != settled:
                yield f"{deployment}: released less recovered is not what settled the first legs"


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
        if amounts["allocated"] > amounts["set_aside"]:
            yield f"{name}: more is allocated than was ever set aside"


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
