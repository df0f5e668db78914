"""What is due as text."""

import datetime as dt
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from s2ss_core.cli.show.console import day as shown_day
from s2ss_core.cli.show.console import heading, row, table
from s2ss_core.projections import DueRow


def show_due(
    console: Console, rows: Sequence[DueRow], *, day: dt.date, later: int = 0, when: str = ""
) -> None:
    """A row for each thing that is due, the oldest first."""
    heading(console, f"What is due on {shown_day(day)}", *([when] if when else []))
    if rows:
        made = table("Due", "Late", "Deployment", "What", "Of", "Since", "Waits on", right=(1,))
        for each in rows:
            due = each.due
            row(
                made,
                shown_day(due.due),
                str(each.days_late) if each.days_late else "–",
                each.deployment,
                due.what,
                due.term.title if due.term else due.of or "–",
                shown_day(due.since),
                _waits_on(each),
            )
        console.print(made)
        console.print(Text("Late is in working days in England.", "dim"))
    else:
        console.print("Nothing is due.")
    if later:
        console.print(Text(f"{later} more are due later: add --coming to see them.", "dim"))


def _waits_on(each: DueRow) -> str:
    named = each.due.people or each.due.organisations
    roles = ", ".join(each.due.waits_on)
    return f"{roles} ({', '.join(named)})" if named else roles
