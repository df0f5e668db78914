"""`s2ss returns`: the return of an award for each financial year."""

import attrs

from s2ss_core.cli.exit_codes import DONE
from s2ss_core.cli.options import How, When, Where
from s2ss_core.cli.stores import reading
from s2ss_core.errors import NotFound
from s2ss_core.projections import UsageReturns

WHERE, HOW, WHEN = Where(), How(), When()


def returns(
    grant: str, *, year: str | None = None, where: Where = WHERE, when: When = WHEN, how: How = HOW
) -> int:
    """Show the return of an award for each financial year, and which returns were made.

    Parameters
    ----------
    grant
        The grant's id.
    year
        One year: 2023-24 from April to March, 2023/24 from September to August.
    """
    from s2ss_core.cli.show.console import as_json, stdout_console
    from s2ss_core.cli.show.returns import show_returns

    moment = when.moment
    with reading(where.url, moment) as brokerage:
        view = brokerage.usage_returns(grant, as_at=moment)
        size = moment.newest(brokerage.store)
    if year is not None:
        view = _of_year(view, year)
    as_json(view) if how.json else show_returns(stdout_console(), view, size, when=str(when))
    return DONE


def _of_year(view: UsageReturns, year: str) -> UsageReturns:
    years = tuple(row for row in view.years if row.period == year)
    if not years:
        known = ", ".join(row.period for row in view.years) or "none"
        raise NotFound(f"{view.grant} has no return for {year!r}. Its years are: {known}.")
    made = tuple(row for row in view.submitted if row.year == year)
    return attrs.evolve(view, years=years, submitted=made)
