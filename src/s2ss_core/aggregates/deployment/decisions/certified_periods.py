"""Certified periods: the days and the award of which a certificate is, beside those of the other certificates."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from s2ss_core.aggregates.award_share import lines_of
from s2ss_core.aggregates.decision import DecisionContext
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.events import FinancialYearKind, GrantUsageCertified
from s2ss_core.ids import same
from s2ss_core.ledger import certificates_standing, covers
from s2ss_core.programmes import financial_year
from s2ss_core.rules import Broken
from s2ss_core.rules import ending as rules
from s2ss_core.values import AcademicYear

YEARS: Mapping[FinancialYearKind, Callable[[date], str]] = {
    "april-march": financial_year,
    "september-august": AcademicYear.of,
}


def of_its_period_and_award(
    deployment: Deployment, context: DecisionContext, fact: GrantUsageCertified
) -> Iterator[Broken]:
    """The rules on the days that a certificate covers, and on its award, that are not met."""
    yield from rules.the_certificate_covers_every_cost.broken_by(
        outside=tuple(_outside(deployment, context, fact))
    )
    yield from rules.a_further_certificate_supersedes_the_one_before.broken_by(
        supersedes=fact.supersedes, standing=tuple(_replaced(deployment, fact))
    )
    yield from rules.the_certificate_names_an_award_that_funds_the_support.broken_by(
        award=fact.award, awards=deployment.brokering.brokered.funding.awards
    )
    yield from rules.a_yearly_certificate_is_of_one_year.broken_by(years=_years(context, fact))


def _outside(deployment: Deployment, context: DecisionContext, fact: GrantUsageCertified) -> Iterator[str]:
    """What counts on a day of no certificate: before the period, or on any day if this is the final certificate."""
    certified = certificates_standing((*deployment.ending.standing, fact))
    account, own = deployment.account(context.programme), lines_of(context.shares, fact.award)
    for name, item in account.items:
        if own is not None and item.line not in own:
            continue
        of_line = [each for each in certified if _is_of_line(context, each, item.line)]
        days = [
            (day, amount)
            for day, amount in account.by_day(name)
            if (fact.final or day < fact.covers_from) and not any(covers(each, day) for each in of_line)
        ]
        if sum(amount for _, amount in days):
            yield f"{name} on {days[0][0]}"


def _is_of_line(context: DecisionContext, certificate: GrantUsageCertified, line: str) -> bool:
    lines = lines_of(context.shares, certificate.award)
    return lines is None or line in lines


def _replaced(deployment: Deployment, fact: GrantUsageCertified) -> Iterator[str]:
    """The certificates that this one takes the place of."""
    standing = deployment.ending.standing
    stay = certificates_standing((*standing, fact))
    return (certificate.certificate for certificate in standing if certificate not in stay)


def _years(context: DecisionContext, fact: GrantUsageCertified) -> tuple[str, ...]:
    """The financial years of a certificate, if an award of which it is asks for one a year and it is of several."""
    first, last = fact.covers_from, fact.covers_to
    # each year of a kind has a last day of December
    ends_of_december = (date(year, 12, 31) for year in range(first.year, last.year))
    days = (first, *ends_of_december, last)
    asked = (
        kinds for award, kinds in context.certificate_years if fact.award is None or same(award, fact.award)
    )
    # Each award takes the kind of year that gives it fewest.
    by_award = (
        min((tuple(dict.fromkeys(map(YEARS[kind], days))) for kind in kinds), key=len) for kinds in asked
    )
    return max(by_award, key=len, default=())
