"""The demonstration as a story: what was recorded, what was refused, what it came to, what to try next."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from s2ss_core.application import Brokerage
from s2ss_core.cli.rows import Outcome
from s2ss_core.cli.show.certificate import show_certificate
from s2ss_core.cli.show.console import units
from s2ss_core.cli.show.explanation import says
from s2ss_core.cli.show.why_not import show_broken
from s2ss_core.cli.show.workload import show_home_school
from s2ss_core.events import AcceptedDespite, CostDisallowed, DaysWorked, VisitLogged
from s2ss_core.store import Recorded
from s2ss_core.values import AcademicYear, Days

MARGIN = 17
YEAR, HOME_SCHOOL = AcademicYear("2023/24"), "beck-lane"
SEASONS = (("Spring", 1, 3), ("Summer", 4, 8), ("Autumn", 9, 12))
NEXT = (
    ("log {deployment}", "what happened, was planned and is missing"),
    ("certificate {deployment} --as-at 2024-03-31", "what the grant had bought by a day"),
    ("workload --year 2023/24 --known-at 2024-06-24", "the leaders' days as they were known then"),
    ("explain {deployment} lines.3.disallowed", "the events a figure came from"),
    (
        "why-not release-instalment {deployment} --known-at 2024-03-15 --from {example}",
        "what stood in the way",
    ),
    ("record {example}", "the same rows again change nothing"),
    ("history", "everything, as CloudEvents, one a line"),
    ("rules M07", "what a rule asks, and who says so"),
)


def show_story(
    console: Console,
    brokerage: Brokerage,
    outcomes: Sequence[Outcome],
    *,
    deployment: str,
    db: Path,
    example: Path,
) -> None:
    """Everything in order with its refusals, the leaders' year, the certificate, and what to try next."""
    recorded = sum(outcome.verdict == "recorded" for outcome in outcomes)
    console.print(Text("A school asks for help with reading", style="bold"))
    console.print(
        Text(
            "One deployment from its brokering to its closing, played on a scripted clock: every fact is recorded on"
            f" the day it happened. {recorded} were recorded and {len(outcomes) - recorded} refused."
        )
    )
    entries = {entry.position: entry for entry in brokerage.history(texts=False)}
    for season, in_season in groupby(outcomes, key=lambda outcome: _season(outcome.row.fact.on)):
        _heading(console, season)
        for group in _runs(tuple(in_season)):
            _tell(console, group, entries)
    _heading(console, f"The leaders' days in {YEAR}")
    show_home_school(console, brokerage.home_school_workload(HOME_SCHOOL, YEAR))
    _heading(console, "What the grant bought")
    show_certificate(console, brokerage.grant_usage(deployment), whole=False)
    _next(console, deployment, db, example)


def _heading(console: Console, title: str) -> None:
    console.print()
    console.print(Rule(Text(title, style="bold cyan"), align="left", style="cyan"))


def _season(day: dt.date) -> str:
    return next(f"{name} {day.year}" for name, first, last in SEASONS if first <= day.month <= last)


def _runs(outcomes: Sequence[Outcome]) -> Iterator[Sequence[Outcome]]:
    """Visits of one leader that follow one another are told in one line."""
    for _, numbered in groupby(enumerate(outcomes), key=lambda pair: _alike(*pair)):
        yield tuple(outcome for _, outcome in numbered)


def _alike(number: int, outcome: Outcome) -> object:
    fact = outcome.row.fact
    plain = isinstance(fact, VisitLogged) and outcome.verdict == "recorded" and not outcome.row.despite
    return fact.leader if plain else number


def _tell(console: Console, group: Sequence[Outcome], entries: dict[int, Recorded]) -> None:
    first, last = group[0], group[-1]
    on = first.row.fact.on
    if len(group) > 1:
        worked = sum((_days(outcome, entries) for outcome in group), Days(0))
        span = f"{on.day} {on:%b} – {last.row.fact.on.day} {last.row.fact.on:%b}"
        _line(
            console,
            span,
            f"{len(group)} Records of Visit by {first.row.fact.leader}, {units(worked, 'day')} in all",
        )
    elif first.verdict == "refused":
        _line(
            console,
            f"{on.day} {on:%b}",
            f"✗ refused: {first.row.kind.name.replace('-', ' ')} {first.row.name}",
            style="yellow",
        )
        for broken_rule in first.broken:
            show_broken(console, broken_rule, indent=MARGIN)
    else:
        _line(console, f"{on.day} {on:%b}", says(entries[first.positions[0]].event))
        for position in first.positions[1:]:
            if isinstance(entries[position].event, AcceptedDespite | CostDisallowed):
                _line(console, "", says(entries[position].event), style="yellow")


def _days(outcome: Outcome, entries: dict[int, Recorded]) -> Days:
    events = (entries[position].event for position in outcome.positions)
    return sum((event.days for event in events if isinstance(event, DaysWorked)), Days(0))


def _line(console: Console, when: str, what: str, *, style: str = "") -> None:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=MARGIN - 1, style="dim", justify="right")
    grid.add_column()
    grid.add_row(Text(when), Text(what, style=style))
    console.print(grid)


def _next(console: Console, deployment: str, db: Path, example: Path) -> None:
    _heading(console, "What to try next")
    console.print(Text.assemble("Everything lies in ", (str(db), "bold"), ", an SQLite file. With ",
                                (f"export S2SS_DB={db}", "green"), ":"))  # fmt: skip
    for command, why in NEXT:
        typed = command.format(deployment=deployment, example=example)
        console.print(
            Text.assemble(("  s2ss ", "green"), (typed, "green"), (f"   {why}", "dim")), soft_wrap=True
        )
