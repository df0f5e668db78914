"""The statements of organisations as text."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from s2ss_core.cli.show.console import heading, pounds, row, table
from s2ss_core.projections import OrganisationStatement

SIDES = (
    "owed_to_it", "owed_by_it", "overpaid_to_it", "overpaid_by_it", "kept", "received", "paid",
)  # fmt: skip


def show_statements(console: Console, every: Iterable[OrganisationStatement], *, when: str = "") -> None:
    """A row for each organisation."""
    heading(console, "What is owed to and by each organisation", *([when] if when else []))
    console.print(_sums(every))


def show_statement(console: Console, one: OrganisationStatement, *, when: str = "") -> None:
    """The sums of an organisation, each leg on which it pays or is paid, and what it had of each deployment."""
    heading(console, f"Statement of {one.organisation}", *([when] if when else []))
    console.print(_sums((one,)))
    console.print(_lines(one))
    if one.recipient_of:
        console.print(_received(one))
        console.print(_by_year(one))
    console.print(
        Text(f"Drawn from history up to position {one.basis.position}; digest {one.basis.digest}", "dim")
    )


def _sums(every: Iterable[OrganisationStatement]) -> Table:
    made = table("Organisation", *(side.replace("_", " ").capitalize() for side in SIDES), right=range(1, 8))
    for statement in every:
        row(made, statement.organisation, *(pounds(getattr(statement, side)) for side in SIDES))
    return made


def _lines(one: OrganisationStatement) -> Table:
    made = table("Of", "Leg", "From", "To", "Due", "Settled", "Owed", "Overpaid", title="Legs of the money",
                 right=range(4, 8))  # fmt: skip
    for line in one.lines:
        figures = (line.due, line.settled, line.owed, line.overpaid)
        row(made, line.deployment or line.award, line.leg, line.payer, line.to, *map(pounds, figures))
    return made


def _received(one: OrganisationStatement) -> Table:
    made = table("Deployment", "Eligible", "Certificates", title="Whose money it receives", right=(1,))
    for usage in one.recipient_of:
        names = ", ".join(f"{each.certificate} {each.status}" for each in usage.certificates) or "–"
        row(made, usage.deployment, pounds(usage.eligible), names)
    return made


def _by_year(one: OrganisationStatement) -> Table:
    made = table("Year", "Owed before", "Eligible", "Released", "Recovered", "Settled", "Owed after",
                 title="By its financial year, September to August", right=range(1, 7))  # fmt: skip
    for year in one.by_own_year:
        figures = (
            year.owed_at_start, year.eligible, year.released_on_date, year.recovered_on_date, year.settled_on_date,
            year.owed_at_end,
        )  # fmt: skip
        row(made, year.period, *map(pounds, figures))
    return made
