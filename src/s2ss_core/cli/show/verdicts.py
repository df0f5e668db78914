"""The result of each row as text."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from s2ss_core.cli.rows import Outcome
from s2ss_core.cli.show.console import row, table

COLOURS = {"recorded": "green", "already recorded": "dim", "refused": "yellow", "wrong": "red"}


def show_verdicts(console: Console, outcomes: Sequence[Outcome]) -> None:
    """One line for each row, then the text of every refusal and note."""
    made = table("Row", "Record", "Id", "Verdict", right=(0,))
    for outcome in outcomes:
        verdict = f"{outcome.verdict}, as foreseen" if outcome.foreseen else outcome.verdict
        row(
            made,
            outcome.row.number,
            outcome.row.kind.name,
            outcome.row.name,
            verdict,
            style=COLOURS[outcome.verdict],
        )
    console.print(made)
    for outcome in outcomes:
        if outcome.says:
            console.print(Text(f"Row {outcome.row.number}: {outcome.says}"))
        for note in outcome.notes:
            console.print(Text(f"Row {outcome.row.number}: note: {note}."))


def as_plain(outcome: Outcome) -> dict[str, Any]:
    """The result of a row as plain data."""
    return {
        "row": outcome.row.number,
        "record": outcome.row.kind.name,
        "about": outcome.row.about,
        "id": outcome.row.name,
        "verdict": outcome.verdict,
        "foreseen": outcome.foreseen,
        "rules": outcome.codes,
        "positions": outcome.positions,
        "says": outcome.says,
        "notes": outcome.notes,
    }
