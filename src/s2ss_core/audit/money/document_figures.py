"""The figures of a certificate as its document shows them: one number a path, such as `lines[english].eligible`."""

from collections.abc import Iterable, Iterator
from typing import Any

from s2ss_core.projections.grant_usage import Certificate

__all__ = ["AMOUNTS", "BY_PERIOD", "LEG", "SPENT", "shown"]

AMOUNTS = (
    "awarded", "set_aside", "allocated", "approved", "incurred", "disallowed", "eligible", "released", "settled",
    "recovered", "owed", "overpaid", "committed", "unspent", "uncovered", "returned", "match",
)  # fmt: skip
SPENT = ("incurred", "disallowed", "eligible")
LEG = ("due", "invoiced", "released", "recovered", "paid", "settled", "owed", "overpaid", "unpaid")
BY_PERIOD = (
    "approved",
    *SPENT,
    "released_for",
    "released_on_date",
    "recovered_on_date",
    "settled_on_date",
    "owed_at_start",
    "owed_at_end",
)
CERTIFIED = (
    "certified", "owed_at_start", *SPENT, "released", "recovered", "settled", "owed_at_end", "committed", "unspent", "uncovered",
)  # fmt: skip
CUTS = ("by_term", "by_financial_year", "by_own_year", "by_academic_year")
Shown = tuple[str, int]


def shown(document: Certificate) -> dict[str, int]:
    """Every figure of money in a certificate, in pence, by its path."""
    return dict(_shown(document))


def _shown(document: Certificate) -> Iterator[Shown]:
    yield from _figures("amounts", document.amounts, AMOUNTS)
    for line in document.lines:
        yield from _figures(f"lines[{line.line}]", line, ("approved", *SPENT, "variance"))
    for row in document.lines_by_term:
        yield from _figures(f"lines_by_term[{row.line} {row.term}]", row, ("approved", *SPENT, "variance"))
    for disallowed in document.disallowed:
        yield f"disallowed[{disallowed.disallowance}].amount", int(disallowed.amount.value)
    for instalment in document.instalments:
        at = f"instalments[{instalment.instalment}]"
        yield from _figures(at, instalment, ("scheduled", "released", "paid"))
    for leg in document.legs:
        yield from _figures(f"legs[{leg.leg} to {leg.to}]", leg, LEG)
    for cut in CUTS:
        yield from _cuts(f"cuts.{cut}", getattr(document.cuts, cut))
    for period in document.certified:
        at = f"certified[{period.certificate}]"
        yield from _figures(at, period, CERTIFIED)
        yield from _lines(at, period.lines)
    for reimbursement in document.reimbursements:
        yield f"reimbursements[{reimbursement.cost}].net", int(reimbursement.net.value)
    for variation in document.variations:
        yield from _figures(f"variations[{variation.plan_version}]", variation, ("effect", "moved"))


def _cuts(at: str, periods: Iterable[Any]) -> Iterator[Shown]:
    for period in periods:
        yield from _figures(f"{at}[{period.period}]", period, BY_PERIOD)
        yield from _lines(f"{at}[{period.period}]", period.lines)


def _lines(at: str, lines: Iterable[Any]) -> Iterator[Shown]:
    for line in lines:
        yield from _figures(f"{at}.lines[{line.line}]", line, ("approved", *SPENT))


def _figures(at: str, of: Any, names: Iterable[str]) -> Iterator[Shown]:
    for name in names:
        figure = getattr(of, name, None)
        if figure is not None:
            yield f"{at}.{name}", int(figure.value)
