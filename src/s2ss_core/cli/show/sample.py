"""A sample of expenditure as text."""

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from s2ss_core.cli.show.console import day, heading, pounds, row, table
from s2ss_core.cli.show.explanation import says
from s2ss_core.projections.expenditure_sample import ExpenditureSample, SampledExpenditure
from s2ss_core.store import Recorded


def show_sample(
    console: Console, sample: ExpenditureSample, entries: Mapping[int, Recorded], *, when: str = ""
) -> None:
    """The strata, and each expenditure that was drawn with its trail. `entries` are those of the trails by position."""
    drawn = f"{len(sample.drawn)} drawn, seed {sample.seed!r}"
    heading(console, drawn, f"large: {pounds(sample.interval)} or more", *([when] if when else []))
    made = table("Stratum", "Expenditures", "Eligible", "Drawn", "Eligible of them", right=range(1, 5))
    for stratum in sample.strata:
        figures = (stratum.count, pounds(stratum.eligible), stratum.drawn, pounds(stratum.drawn_eligible))
        row(made, stratum.stratum, *figures)
    console.print(made)
    for number, drawn_one in enumerate(sample.drawn, 1):
        _show_one(console, number, drawn_one, entries)


def _show_one(
    console: Console, number: int, drawn: SampledExpenditure, entries: Mapping[int, Recorded]
) -> None:
    spent = drawn.expenditure
    risks = f": {', '.join(spent.risks)}" if spent.risks else ""
    heading(
        console,
        f"{number}. {spent.deployment} {spent.of}, {day(spent.on)}: {pounds(spent.incurred)}",
        f"line {spent.line}, eligible {pounds(spent.eligible)}; {drawn.stratum}{risks}",
    )
    made = table("Position", "Happened", "", "What", right=(0,))
    for step in drawn.trail.steps:
        row(made, step.position, day(step.on), step.kind, says(entries[step.position].event))
    console.print(made)
    if drawn.trail.missing:
        console.print(Text(f"Nothing recorded of: {', '.join(drawn.trail.missing)}", style="yellow"))
