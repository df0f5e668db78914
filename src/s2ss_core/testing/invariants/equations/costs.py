"""Equation 1: what of a cost is eligible, on every line and in every period."""

from collections.abc import Iterator
from typing import Any

from s2ss_core.projections import Certificate
from s2ss_core.testing.invariants.equations.amounts import PERIODS, value_of
from s2ss_core.testing.invariants.invariant import Objections, ObservedHistory, invariant


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
            if value_of(row, "incurred") - value_of(row, "disallowed") != value_of(row, "eligible"):
                yield f"{deployment} {name}: incurred less disallowed is not eligible"
        for line in certificate.lines:
            approved, eligible = value_of(line, "approved"), value_of(line, "eligible")
            if line.head is not None and not 0 <= eligible <= approved:
                yield f"{deployment} line {line.line}: {eligible} is eligible of {approved} approved"
            if value_of(line, "variance") != approved - eligible:
                yield f"{deployment} line {line.line}: the variance is not approved less eligible"


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
