"""Rules and programmes as text."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from s2ss_core.cli.show.console import day, heading, row, table
from s2ss_core.programmes import Programme, digest
from s2ss_core.rules import Rule

MOST_AT_LENGTH = 3
MOST_OF_ONE_SOURCE = 8  # settings, each on a line of its own; more of them share lines
IN_THE_HEADING = frozenset({"name", "version", "title", "document", "effective_from"})
NAMED_BY = frozenset({"id", "kind", "unit", "band", "season", "document"})
"""Keys by which an item of a list is named."""


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
    """Every value of a programme, part by part; a source stands once below the values that it is of."""
    heading(
        console,
        f"{programme.title} ({programme.name} {programme.version})",
        f"{programme.document}, whose headings begin with › below",
        f"in force from {day(programme.effective_from)}",
        digest(programme),
    )
    own = programme.document.partition(" (")[0]
    parts: dict[str, list[tuple[str, Any, str]]] = {}
    for path, value, source in values:
        if path not in IN_THE_HEADING:
            parts.setdefault(_part_of(path), []).append((path, value, source))
    for part, inside in parts.items():
        console.print(Text(f"\n{part}", style="bold"))
        for source, same in groupby(inside, lambda row: row[2]):
            lines = list(_lines(part, [(path, value) for path, value, _ in same]))
            for line in lines if len(lines) <= MOST_OF_ONE_SOURCE else ["; ".join(lines)]:
                console.print(Padding(Text(line), (0, 0, 0, 2), expand=False))
            if source:
                in_short = source.replace(f"{own} › ", "› ")
                console.print(Padding(Text(in_short, style="dim"), (0, 0, 0, 4), expand=False))


def _part_of(path: str) -> str:
    """The part under which a value is shown; each kind of funding is one, and each list in it or in the reports."""
    first, *rest = path.split(".")
    if not rest or first == "years_kept":
        return "notes" if first == "notes" else "further"
    if first == "reports" and len(rest) > 1:
        return f"{first}.{rest[0]}"
    return ".".join((first, *rest[: 2 if len(rest) > 3 else 1])) if first == "funding" else first


def _lines(part: str, values: Iterable[tuple[str, Any]]) -> Iterator[str]:
    """A line for each setting, and one for each item of a list, with its values; what its name says is not said again."""
    if part == "notes":
        yield from (note for _, notes in values for note in notes)
        return
    keyed = [(path.removeprefix(part).removeprefix("."), value) for path, value in values]
    for name, inside in groupby(keyed, lambda row: row[0].split(".")[0]):
        said = []
        for path, value in inside:
            key = path.removeprefix(name).strip(".").replace("..", " ")
            if key not in NAMED_BY or str(value) not in name.split():
                said.append(f"{key} {_shown(value)}".strip())
        yield f"{name}: {'; '.join(said)}" if name else "; ".join(said)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (", ".join(map(str, value)) or "none") if isinstance(value, tuple) else str(value)
