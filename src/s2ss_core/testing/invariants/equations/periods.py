"""Equation 11: every period begins with what the one before left owed, in all and on each leg for itself."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from s2ss_core.errors import NotFound
from s2ss_core.events import GrantUsageCertified
from s2ss_core.projections import AsAt, Certificate
from s2ss_core.projections.grant_usage import Amounts, Breakdown, CertifiedPeriod
from s2ss_core.projections.sums.leg_periods import LegPeriod
from s2ss_core.testing.invariants.equations.amounts import BY_YEAR, COSTS, PERIODS, sum_of, value_of
from s2ss_core.testing.invariants.invariant import Objections, ObservedHistory, invariant

OF_LEGS = ("by_term", "by_financial_year", "by_own_year")


@invariant("S2SS-M07")
def every_period_begins_with_what_the_one_before_left_owed(observed: ObservedHistory) -> Objections:
    """Owed at its start and eligible in it are released less recovered, settled, and owed at its end, period by period.

    The first period begins with nothing owed, each other with what the one before left, and the last leaves what is owed
    less what is overpaid.
    """
    for deployment in observed.deployments:
        certificate = observed.certificate(deployment)
        yield from _chains(deployment, certificate, certificate.amounts)
        for period in certificate.certified:
            yield from _certified(observed, deployment, period)
    for name in observed.awards:
        usage = observed.usage(name)
        yield from _chains(name, usage, usage.amounts)


def _chains(of: str, view: Any, amounts: Amounts) -> Iterator[str]:
    for periods in PERIODS:
        rows: Sequence[Breakdown] = getattr(view.cuts, periods)
        if rows and value_of(rows[0], "owed_at_start") != 0:
            yield f"{of} {rows[0].period}: something is owed before anything happened"
        for row in rows:
            net = _settled(row)
            if value_of(row, "owed_at_start") + value_of(row, "eligible") != net + value_of(
                row, "owed_at_end"
            ):
                yield f"{of} {row.period}: the equation of the period does not hold"
        for before, row in pairwise(rows):
            if value_of(before, "owed_at_end") != value_of(row, "owed_at_start"):
                yield f"{of} {row.period}: it does not begin with what {before.period} left owed"
        if rows and periods in BY_YEAR:
            owed = value_of(amounts, "owed") - value_of(amounts, "overpaid")
            if value_of(rows[-1], "owed_at_end") != owed:
                yield f"{of} {rows[-1].period}: {value_of(rows[-1], 'owed_at_end')} is owed after it, not {owed}"


def _certified(observed: ObservedHistory, deployment: str, period: CertifiedPeriod) -> Iterator[str]:
    of = f"{deployment} certificate {period.certificate}"
    net = value_of(period, "released") - value_of(period, "recovered") + value_of(period, "settled")
    if value_of(period, "owed_at_start") + value_of(period, "eligible") != net + value_of(
        period, "owed_at_end"
    ):
        yield f"{of}: the equation of its period does not hold"
    for name in COSTS:
        if sum_of(period.lines, name) != value_of(period, name):
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
    owed = value_of(then.amounts, "owed") - value_of(then.amounts, "overpaid")
    if owed != value_of(period, "owed_at_end"):
        return  # a plan that was approved later is in force since before
    for name in ("committed", "unspent", "uncovered"):
        if value_of(period, name) != value_of(then.amounts, name):
            yield f"{deployment} certificate {period.certificate}: {name} is not what it was at the end of its period"


def _settled(row: Breakdown) -> int:
    net = value_of(row, "released_on_date") - value_of(row, "recovered_on_date")
    return net + value_of(row, "settled_on_date")


@invariant("S2SS-M07")
def every_leg_begins_a_period_with_what_the_one_before_left_owed_on_it(
    observed: ObservedHistory,
) -> Objections:
    """On each leg for itself, owed at the start of a period and due in it are settled in it and owed at its end.

    Over all periods that is what the leg shows, and over the first legs what the period shows. So it is in the period of
    each certificate.
    """
    for deployment in observed.deployments:
        certificate = observed.certificate(deployment)
        for periods in OF_LEGS:
            rows: Sequence[LegPeriod] = getattr(certificate.legs_by_period, periods)
            yield from _legs(f"{deployment} {periods}", rows, certificate)
            yield from _first_legs(
                f"{deployment} {periods}", rows, getattr(certificate.cuts, periods), certificate
            )
        for period in certificate.certified:
            of = f"{deployment} certificate {period.certificate}"
            yield from _equations(of, period.legs)
            yield from _in_a_certificate(of, period, certificate)


def _equations(of: str, rows: Sequence[LegPeriod]) -> Iterator[str]:
    for row in rows:
        left = value_of(row, "settled") + value_of(row, "owed_at_end")
        if value_of(row, "owed_at_start") + value_of(row, "due") != left:
            yield f"{of} {row.period} leg {row.leg} to {row.to}: the equation of the period does not hold"


def _legs(of: str, rows: Sequence[LegPeriod], certificate: Certificate) -> Iterator[str]:
    yield from _equations(of, rows)
    for leg in certificate.legs:
        own = [row for row in rows if (row.leg, row.to) == (leg.leg, leg.to)]
        name = f"{of} leg {leg.leg} to {leg.to}"
        owed = [0, *(value_of(row, "owed_at_end") for row in own)]
        if [value_of(row, "owed_at_start") for row in own] != owed[:-1]:
            yield f"{name}: a period does not begin with what the one before left owed"
        if owed[-1] != value_of(leg, "owed") - value_of(leg, "overpaid"):
            yield f"{name}: {owed[-1]} is owed after the last period"
        for side in ("due", "settled"):
            if sum_of(own, side) != value_of(leg, side):
                yield f"{name}: what is {side} is not the sum over its periods"


def _first_legs(
    of: str, rows: Sequence[LegPeriod], cuts: Sequence[Breakdown], certificate: Certificate
) -> Iterator[str]:
    due, settled = Counter[str](), Counter[str]()
    for row in _on_first_legs(rows, certificate):
        due[row.period] += value_of(row, "due")
        settled[row.period] += value_of(row, "settled")
    for cut in cuts if certificate.legs else ():
        if due[cut.period] != value_of(cut, "eligible"):
            yield f"{of} {cut.period}: what is eligible in it is not due on the first legs"
        if settled[cut.period] != _settled(cut):
            yield f"{of} {cut.period}: what is settled in it is not what settled the first legs"


def _in_a_certificate(of: str, period: CertifiedPeriod, certificate: Certificate) -> Iterator[str]:
    first = tuple(_on_first_legs(period.legs, certificate))
    for name, side in (
        ("eligible", "due"),
        ("owed_at_start", "owed_at_start"),
        ("owed_at_end", "owed_at_end"),
    ):
        if certificate.legs and value_of(period, name) != sum_of(first, side):
            yield f"{of}: {name} is not the sum over the first legs"


def _on_first_legs(rows: Sequence[LegPeriod], certificate: Certificate) -> Iterator[LegPeriod]:
    first = {(leg.leg, leg.to) for leg in certificate.legs if leg.first}
    return (row for row in rows if (row.leg, row.to) in first)
