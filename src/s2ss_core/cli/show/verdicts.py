"""What became of each row as text."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from s2ss_core.cli.rows import Outcome
from s2ss_core.cli.show.page import row, table

COLOURS = {"recorded": "green", "already recorded": "dim", "refused": "yellow", "wrong": "red"}


def show_verdicts(console: Console, outcomes: Sequence[Outcome]) -> None:
    """One line a row, and beneath them the text of every refusal."""
    made = table("Row", "Record", "Id", "Verdict", right=(0,))
    for one in outcomes:
        verdict = f"{one.verdict}, as foreseen" if one.foreseen else one.verdict
        row(made, one.row.number, one.row.kind.name, one.row.name, verdict, style=COLOURS[one.verdict])
    console.print(made)
    for one in outcomes:
        if one.says:
            console.print(Text(f"Row {one.row.number}: {one.says}"))


def as_plain(outcome: Outcome) -> dict[str, Any]:
    """What became of a row as plain data."""
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
    }
