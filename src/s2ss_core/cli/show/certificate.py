"""The Certificate of Grant Usage, the closing statement and the usage of an award as text."""

from collections.abc import Iterable

from rich.columns import Columns
from rich.console import Console
from rich.table import Table
from rich.text import Text

from s2ss_core.cli.show.console import day, days, heading, pounds, row, table
from s2ss_core.projections import AwardUsage, Certificate, Figure
from s2ss_core.projections.grant_usage import Amounts, Breakdown, OrganisationDues, Variation
from s2ss_core.values import Money

BALANCES = (
    ("incurred", "disallowed", "eligible"),
    ("released", "settled", "recovered", "owed", "overpaid"),
    ("awarded", "set_aside", "returned", "allocated", "approved"),
    ("committed", "unspent", "uncovered", "match"),
)
KINDS = {
    "certificate": "Certificate of Grant Usage",
    "closing-statement": "Closing statement of grant usage",
    "statement-of-charges": "Statement of charges",
}


def show_certificate(console: Console, usage: Certificate, *, when: str = "", whole: bool = True) -> None:
    """What the grant bought, line by line and (unless it need not be the whole of it) year by year."""
    parties = usage.parties
    recipient = parties.recipient.id if parties.recipient else "–"
    awards = ", ".join(f"{award.grant} ({award.reference})" for award in parties.awards) or "no award"
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
    if usage.of_awards:
        console.print(_of_awards(usage))
    if usage.certified:
        console.print(_certified(usage))
    console.print(_instalments(usage))
    if usage.legs:
        console.print(_legs(usage))
        console.print(_organisations(usage.organisations))
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
    for deployment in usage.deployments:
        kept = deployment.amounts
        figures = (kept.approved, kept.incurred, kept.disallowed, kept.eligible, kept.released, kept.owed)
        row(made, deployment.deployment, *map(pounds, figures))
    console.print(made)
    console.print(_purposes(usage))
    if usage.own.costs:
        console.print(_own_costs(usage))
    if usage.organisations:
        console.print(_organisations(usage.organisations))
    console.print(_cuts("Support by financial year, April to March", usage.cuts.by_financial_year))
    for note in usage.notes:
        console.print(Text(f"Note: {note.says}", style="yellow"))
    console.print(
        Text(f"Drawn from history up to position {usage.basis.position}; digest {usage.basis.digest}", "dim")
    )


def _purposes(usage: AwardUsage) -> Table:
    made = table("Purpose", "Allocated", "Eligible", "Committed", "Unspent", "Uncovered", title="By purpose",
                 right=range(1, 6))  # fmt: skip
    for purpose in usage.purposes:
        figures = (purpose.allocated, purpose.eligible, purpose.committed, purpose.unspent, purpose.uncovered)
        row(made, purpose.purpose, *map(pounds, figures))
    row(made, "not allocated", pounds(usage.not_allocated), "", "", "", "")
    return made


def _own_costs(usage: AwardUsage) -> Table:
    made = table("Leg", "Due", "Invoiced", "Paid", "Owed", "Overpaid", title="Borne by the award itself",
                 right=range(1, 6))  # fmt: skip
    for leg in usage.own.legs:
        row(made, leg.leg, *map(pounds, (leg.due, leg.invoiced, leg.paid, leg.owed, leg.overpaid)))
    return made


def show_amounts(console: Console, amounts: Amounts) -> None:
    """The amounts that balance, side by side."""
    blocks = []
    for names in BALANCES:
        block = Table(box=None, show_header=False, pad_edge=False)
        block.add_column(style="dim")
        block.add_column(justify="right")
        for name in names:
            row(block, name.replace("_", " "), pounds(getattr(amounts, name)))
        blocks.append(block)
    console.print(Columns(blocks, padding=(0, 3)))


def _lines(usage: Certificate) -> Table:
    made = table(
        "Line", "", "Planned", "Actual", "Approved", "Incurred", "Disallowed", "Eligible", right=range(2, 8)
    )
    for line in usage.lines:
        figures = (line.approved, line.incurred, line.disallowed, line.eligible)
        row(
            made,
            line.line,
            line.description or "–",
            days(line.planned),
            days(line.actual),
            *map(pounds, figures),
        )
    return made


def _of_awards(usage: Certificate) -> Table:
    made = table("Award", "Lines", "Eligible", "Released", "Owed", "Overpaid", "Committed", "Unspent", "Returned",
                 title="By award: each certificate", right=range(2, 9))  # fmt: skip
    for of_award in usage.of_awards:
        amounts, award = of_award.amounts, of_award.award
        figures = (
            amounts.eligible, amounts.released, amounts.owed, amounts.overpaid, amounts.committed, amounts.unspent,
            amounts.returned,
        )  # fmt: skip
        lines = ", ".join(line.line for line in of_award.lines)
        row(made, f"{award.grant} ({award.reference})", lines, *map(pounds, figures))
    return made


def _cuts(title: str, cuts: Iterable[Breakdown]) -> Table:
    made = table("", "Approved", "Incurred", "Disallowed", "Eligible", "Released for", "Released in", "Owed after",
                 title=title, right=range(1, 8))  # fmt: skip
    for cut in cuts:
        figures = (
            cut.approved,
            cut.incurred,
            cut.disallowed,
            cut.eligible,
            cut.released_for,
            cut.released_on_date,
            cut.owed_at_end,
        )
        row(made, cut.period, *map(pounds, figures))
    return made


def _certified(usage: Certificate) -> Table:
    made = table("Certificate", "Of", "Owed before", "Eligible", "Released", "Owed after", "Committed", "Unspent",
                 title="What each certificate is of", right=range(2, 8))  # fmt: skip
    for own in usage.certified:
        figures = (
            own.owed_at_start,
            own.eligible,
            own.released,
            own.owed_at_end,
            own.committed,
            own.unspent,
        )
        row(made, own.certificate, f"{day(own.covers_from)} to {day(own.covers_to)}", *map(pounds, figures))
    return made


def _instalments(usage: Certificate) -> Table:
    made = table("Instalment", "For", "Scheduled", "Released", "On", "Invoice", "Report", "Review", right=(2, 3),
                 title="Instalments")  # fmt: skip
    for instalment in usage.instalments:
        term = instalment.term.title if instalment.term else "–"
        row(
            made, f"{instalment.instalment} {instalment.status}", term, pounds(instalment.scheduled), pounds(instalment.released),
            day(instalment.released_on), instalment.invoice_number or "–", instalment.report or "–", instalment.review or "–",
        )  # fmt: skip
    return made


def _legs(usage: Certificate) -> Table:
    made = table("Leg", "From", "To", "Due", "Invoiced", "Released", "Recovered", "Paid", "Owed", "Overpaid",
                 title="Legs of the money", right=range(3, 10))  # fmt: skip
    for leg in usage.legs:
        sides = (leg.due, leg.invoiced, leg.released, leg.recovered, leg.paid, leg.owed, leg.overpaid)
        row(made, leg.leg, ", ".join(leg.payers), leg.to, *map(pounds, sides))
    return made


def _organisations(organisations: Iterable[OrganisationDues]) -> Table:
    made = table("Organisation", "Due to it", "Due from it", "For own work", "Retained", "Borne",
                 title="What each organisation keeps", right=range(1, 6))  # fmt: skip
    for own in organisations:
        sides = (own.due_to_it, own.due_from_it, own.for_own_work, own.retained, own.borne)
        row(made, own.organisation, *map(pounds, sides))
    return made


def _remarks(console: Console, usage: Certificate) -> None:
    for disallowed in usage.disallowed:
        console.print(
            Text(
                f"Disallowed: {pounds(disallowed.amount)} of {disallowed.fact} on {day(disallowed.on)}, {disallowed.reason}, by {disallowed.by}"
            )
        )
    for accepted in usage.accepted:
        codes = ", ".join(accepted.codes)
        console.print(Text(f"Recorded despite {codes}: {accepted.of}, accepted by {accepted.accepted_by}"))
    for change in usage.variations:
        approved = f"Plan version {change.plan_version}, approved by {change.approved_by} {day(change.on)}"
        console.print(Text(f"{approved}, {_effect(change)}"))
    if usage.outcome:
        ratings = ", ".join(f"{rating.objective} {rating.rag}" for rating in usage.outcome.ratings)
        console.print(Text(f"Outcome: final report {usage.outcome.report}, {ratings}"))
    for note in usage.notes:
        console.print(Text(f"Note: {note.says}", style="yellow"))


def _effect(change: Variation) -> str:
    """What an amendment does to the amounts: to the total, and to each line and term."""
    effects = [f"changes the total by {_signed(change.effect)}"] if change.effect.value else []
    effects += [f"moves {pounds(change.moved)}"] if change.moved.value else []
    lines = "; ".join(f"line {line.line}, {line.term.title} {_signed(line.effect)}" for line in change.lines)
    return f"{' and '.join(effects)}: {lines}" if effects else "changes no amount"


def _signed(change: Figure[Money]) -> str:
    return f"{'+' if change.value > 0 else ''}{pounds(change)}"
