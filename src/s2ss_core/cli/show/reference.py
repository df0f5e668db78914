"""Rules and programmes as text."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from s2ss_core.cli.show.console import day, heading, row, table
from s2ss_core.programmes import Programme, digest
from s2ss_core.rules import Rule

MOST_AT_LENGTH = 3


def show_rules(console: Console, rules: Sequence[Rule[...]]) -> None:
    """A few rules at length, or more of them one line each."""
    if len(rules) <= MOST_AT_LENGTH:
        for rule in rules:
            _at_length(console, rule)
        return
    made = table("Code", "Holds when", "Source")
    for rule in rules:
        row(made, rule.code, rule.sentence, rule.source)
    console.print(made)


def _at_length(console: Console, rule: Rule[...]) -> None:
    console.print(Text.assemble((f"{rule.code} ", "yellow"), (rule.sentence, "bold")))
    kind = "advice: it refuses nothing" if rule.advisory else "it refuses"
    kind += ", and cannot be accepted despite" if rule.absolute else ""
    for label, said in (
        ("asks", rule.requirement), ("source", rule.source), ("clears", rule.clears), ("kind", kind)
    ):  # fmt: skip
        console.print(Padding(Text.assemble((f"{label}: ", "dim"), str(said)), (0, 0, 0, 2), expand=False))


def show_programmes(console: Console, programmes: Iterable[Programme]) -> None:
    """One line a programme."""
    made = table("Name", "Version", "Title", "From", "Document")
    for programme in programmes:
        row(
            made,
            programme.name,
            programme.version,
            programme.title,
            day(programme.effective_from),
            programme.document,
        )
    console.print(made)


def show_programme(console: Console, programme: Programme, values: Iterable[tuple[str, Any, str]]) -> None:
    """Every value of a programme with its source."""
    heading(
        console,
        f"{programme.title} ({programme.name} {programme.version})",
        programme.document,
        digest(programme),
    )
    made = table("What", "Value", "Source")
    made.columns[0].no_wrap = True
    for path, value, source in values:
        row(made, path, _shown(value), source)
    console.print(made)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
