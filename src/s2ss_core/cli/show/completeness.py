"""The completeness of a deployment's record as text."""

from rich.console import Console

from s2ss_core.cli.show.console import days, heading, row, table
from s2ss_core.projections import Completeness

OF = {"visit": "visits of", "term": "term", "meeting": "meeting", "checklist": "checklists of"}


def show_completeness(console: Console, view: Completeness, *, when: str = "") -> None:
    """How many records are there of how many that are expected, and each that is missing with whom it waits on."""
    there = sum(count.there for count in view.counts)
    expected = sum(count.expected for count in view.counts)
    heading(console, f"{view.deployment}: {there} of {expected} records are there", *([when] if when else []))
    counts = table("", "", "There", "Expected", right=(2, 3))
    for count in view.counts:
        row(counts, OF[count.group], count.name, count.there, count.expected)
    if view.counts:
        console.print(counts)
    sessions = table(
        "Held", "Once a", "Asked for by", "Times", "Expected", "Days", "Expected", right=(3, 4, 5, 6)
    )
    for each in view.sessions:
        row(
            sessions,
            each.kind,
            each.every if each.every != "once" else "",
            each.activity or f"the {each.asked_by}" if each.asked_by != "nobody" else "nobody",
            each.held,
            each.expected,
            days(each.held_days),
            days(each.expected_days),
        )
    if view.sessions:
        console.print(sessions)
    missing = table("Of", "Missing", "Whose", "Waits on", title="Not there")
    for record in view.missing:
        row(missing, record.of, record.what, record.whose, ", ".join(record.waits_on))
    if view.missing:
        console.print(missing)
