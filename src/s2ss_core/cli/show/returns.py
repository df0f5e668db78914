"""The yearly returns of an award as text."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from s2ss_core.cli.show.console import day, heading, pounds, row, table
from s2ss_core.projections import UsageReturns


def show_returns(console: Console, view: UsageReturns, size: int, *, when: str = "") -> None:
    """What moved in each year, the balances at its end, and what to record when the return is made."""
    reference = view.award.reference if view.award else "–"
    heading(console, f"{view.title} {view.grant} ({reference})", view.layout, *([when] if when else []))
    console.print(_moved(view))
    console.print(_balances(view))
    for year in view.years:
        if year.deployments:
            console.print(_deployments(view, year.period))
    for made in view.submitted:
        drawn = f"drawn from the first {made.size} entries; digest {made.digest}"
        console.print(Text(f"Returned on {day(made.on)} for {made.year}, {made.status}: {drawn}"))
    for note in view.notes:
        console.print(Text(f"Note: {note.says}", style="yellow"))
    for year in view.years:
        dates = f"{day(year.covers_from)} to {day(year.covers_to)}"
        console.print(Text(f"{year.period}, {dates}: size {size}, digest {year.digest}", "dim"))


def _moved(view: UsageReturns) -> Table:
    made = table("Year", "Received", "Returned", "Incurred", "Disallowed", "Eligible", "Of it its own", title="In each year",
                 right=range(1, 7))  # fmt: skip
    for year in view.years:
        figures = (
            year.received,
            year.returned,
            year.incurred,
            year.disallowed,
            year.eligible,
            year.own_eligible,
        )
        row(made, year.period, *map(pounds, figures))
    return made


def _balances(view: UsageReturns) -> Table:
    made = table("Year", "Awarded", "Allocated", "Eligible", "Committed", "Unspent", "Uncovered", "Returned",
                 title="At the end of each year", right=range(1, 8))  # fmt: skip
    for year in view.years:
        figures = (
            year.awarded, year.allocated, year.eligible_to_date, year.committed, year.unspent, year.uncovered,
            year.returned_to_date,
        )  # fmt: skip
        row(made, year.period, *map(pounds, figures))
    return made


def _deployments(view: UsageReturns, name: str) -> Table:
    made = table("Deployment", "Owed before", "Eligible", "Released", "Recovered", "Owed after", "Committed",
                 title=f"Support in {name}", right=range(1, 7))  # fmt: skip
    for year in view.years:
        for own in year.deployments if year.period == name else ():
            figures = (
                own.owed_at_start, own.eligible, own.released, own.recovered, own.owed_at_end, own.committed,
            )  # fmt: skip
            row(made, own.deployment, *map(pounds, figures))
    return made
