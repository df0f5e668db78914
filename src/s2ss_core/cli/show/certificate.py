"""The Certificate of Grant Usage, the closing statement and the usage of an award as text."""

from collections.abc import Iterable

from rich.columns import Columns
from rich.console import Console
from rich.table import Table
from rich.text import Text

from s2ss_core.cli.show.page import day, days, heading, pounds, row, table
from s2ss_core.projections import AwardUsage, Certificate
from s2ss_core.projections.grant_usage import Amounts, Cut

BALANCES = (
    ("incurred", "disallowed", "eligible"),
    ("released", "recovered", "owed", "overpaid"),
    ("awarded", "allocated", "approved"),
    ("committed", "unspent", "returned", "match"),
)
KINDS = {"certificate": "Certificate of Grant Usage", "closing-statement": "Closing statement of grant usage"}


def show_certificate(console: Console, usage: Certificate, *, when: str = "", whole: bool = True) -> None:
    """What the grant bought, line by line and (unless it need not be the whole of it) year by year."""
    parties = usage.parties
    recipient = parties.recipient.id if parties.recipient else "–"
    awards = ", ".join(f"{one.grant} ({one.reference})" for one in parties.awards) or "no award"
    heading(
        console,
        f"{KINDS[usage.kind]} {parties.deployment}: {usage.status}",
        f"{awards}; recipient {recipient}; {day(usage.periods.support_from)} to {day(usage.periods.support_to)}",
        f"{usage.layout}{f'; {when}' if when else ''}",
    )
    show_amounts(console, usage.amounts)
    console.print(_lines(usage))
    console.print(_cuts("By term", usage.cuts.by_term))
    if whole:
        console.print(_cuts("By financial year, April to March", usage.cuts.by_financial_year))
        console.print(_cuts("By the recipient's year, September to August", usage.cuts.by_own_year))
    console.print(_instalments(usage))
    _remarks(console, usage)
    console.print(
        Text(f"Drawn from history up to position {usage.basis.position}; digest {usage.basis.digest}", "dim")
    )


def show_award(console: Console, usage: AwardUsage, *, when: str = "") -> None:
    """What an award bought over all its deployments."""
    reference = usage.award.reference if usage.award else "–"
    heading(console, f"{usage.title} {usage.grant} ({reference})", *([when] if when else []))
    show_amounts(console, usage.amounts)
    made = table(
        "Deployment", "Approved", "Incurred", "Disallowed", "Eligible", "Released", "Owed", right=range(1, 7)
    )
    for one in usage.deployments:
        kept = one.amounts
        figures = (kept.approved, kept.incurred, kept.disallowed, kept.eligible, kept.released, kept.owed)
        row(made, one.deployment, *map(pounds, figures))
    console.print(made)
    console.print(_cuts("By financial year, April to March", usage.cuts.by_financial_year))
    console.print(
        Text(f"Drawn from history up to position {usage.basis.position}; digest {usage.basis.digest}", "dim")
    )


def show_amounts(console: Console, amounts: Amounts) -> None:
    """The amounts that balance, side by side."""
    blocks = []
    for names in BALANCES:
        block = Table(box=None, show_header=False, pad_edge=False)
        block.add_column(style="dim")
        block.add_column(justify="right")
        for name in names:
            row(block, name, pounds(getattr(amounts, name)))
        blocks.append(block)
    console.print(Columns(blocks, padding=(0, 3)))


def _lines(usage: Certificate) -> Table:
    made = table(
        "Line", "", "Planned", "Actual", "Approved", "Incurred", "Disallowed", "Eligible", right=range(2, 8)
    )
    for one in usage.lines:
        figures = (one.approved, one.incurred, one.disallowed, one.eligible)
        row(
            made, one.line, one.description or "–", days(one.planned), days(one.actual), *map(pounds, figures)
        )
    return made


def _cuts(title: str, cuts: Iterable[Cut]) -> Table:
    made = table("", "Approved", "Incurred", "Disallowed", "Eligible", "Released for", "Released in", title=title,
                 right=range(1, 7))  # fmt: skip
    for cut in cuts:
        figures = (
            cut.approved,
            cut.incurred,
            cut.disallowed,
            cut.eligible,
            cut.released_for,
            cut.released_on_date,
        )
        row(made, cut.period, *map(pounds, figures))
    return made


def _instalments(usage: Certificate) -> Table:
    made = table("Instalment", "For", "Scheduled", "Released", "On", "Invoice", "Report", "Review", right=(2, 3),
                 title="Instalments")  # fmt: skip
    for one in usage.instalments:
        term = one.term.title if one.term else "–"
        row(
            made, f"{one.instalment} {one.status}", term, pounds(one.scheduled), pounds(one.released),
            day(one.released_on), one.invoice_number or "–", one.report or "–", one.review or "–",
        )  # fmt: skip
    return made


def _remarks(console: Console, usage: Certificate) -> None:
    for one in usage.disallowed:
        console.print(
            Text(
                f"Disallowed: {pounds(one.amount)} of {one.fact} on {day(one.on)}, {one.reason}, by {one.by}"
            )
        )
    for accepted in usage.accepted:
        codes = ", ".join(accepted.codes)
        console.print(Text(f"Recorded despite {codes}: {accepted.of}, accepted by {accepted.accepted_by}"))
    for change in usage.variations:
        effect = pounds(change.effect) if change.effect.value else "no money"
        console.print(
            Text(
                f"Plan version {change.plan_version}, approved by {change.approved_by} {day(change.on)}, moves {effect}"
            )
        )
    if usage.outcome:
        ratings = ", ".join(f"{one.objective} {one.rag}" for one in usage.outcome.ratings)
        console.print(Text(f"Outcome: final report {usage.outcome.report}, {ratings}"))
    for note in usage.notes:
        console.print(Text(f"Note: {note.says}", style="yellow"))
