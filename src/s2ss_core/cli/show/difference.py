"""What differs between two moments of a view as text."""

from typing import Any

import attrs
from rich.console import Console

from s2ss_core.cli.show.console import day, heading, row, table
from s2ss_core.cli.show.explanation import says
from s2ss_core.projections.engine.difference import Difference

MOST_POSITIONS = 6
SHOWN_AS = ("says", "what", "id")  # the field that stands for a whole row


def show_difference(console: Console, view: str, found: Difference, *, before: str, after: str) -> None:
    """Each value that differs with the entries that made the difference, and these entries."""
    count = len(found.changes)
    heading(console, f"{view}: {count or 'no'} difference{'s'[: count != 1]}", f"from {before} to {after}")
    if count:
        made = table("What", "Before", "After", "Entries")
        for change in found.changes:
            row(made, change.path, _said(change.before), _said(change.after), _positions(change.positions))
        console.print(made)
    for title, entries in (("Counts now", found.came), ("Counts no more", found.went)):
        if entries:
            listed = table("Position", "Happened", "Recorded", "By", "What", title=title, right=(0,))
            for entry in entries:
                at = f"{entry.recorded_at:%Y-%m-%d %H:%M}"
                row(listed, entry.position, day(entry.event.on), at, entry.recorded_by, says(entry.event))
            console.print(listed)


def _said(value: Any) -> str:
    if value is None or value == ():
        return "–"
    if attrs.has(type(value)):
        return str(next((getattr(value, name) for name in SHOWN_AS if hasattr(value, name)), "a row"))
    return str(value)


def _positions(positions: tuple[int, ...]) -> str:
    shown = ", ".join(map(str, positions[:MOST_POSITIONS]))
    return f"{shown}, …" if len(positions) > MOST_POSITIONS else shown
