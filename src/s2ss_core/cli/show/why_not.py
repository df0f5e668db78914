"""The rules that refuse a decision, as text."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from s2ss_core.cli.rows import Row
from s2ss_core.projections import as_data
from s2ss_core.rules import Broken
from s2ss_core.rules.facts import facts_in_words


def show_broken_rules(console: Console, row: Row, broken: Sequence[Broken]) -> None:
    """Each rule that is not met: its facts, what would clear it, and its source."""
    asked = " ".join((row.kind.name, row.name, *(["of", row.about] if row.about else [])))
    if not broken:
        console.print(Text(f"{asked}: every rule is met.", style="green"))
        return
    count = "1 rule is" if len(broken) == 1 else f"{len(broken)} rules are"
    console.print(Text(f"{asked}: {count} not met.", style="bold"))
    for broken_rule in broken:
        show_broken(console, broken_rule)


def show_broken(console: Console, broken: Broken, *, indent: int = 2) -> None:
    """One rule that is not met."""
    facts = facts_in_words(broken.facts)
    console.print(
        Padding(
            Text.assemble(
                (f"[{broken.rule.code}] ", "yellow"), ("not met: ", "dim"), (broken.rule.sentence, "bold"),
                f" ({facts})\n" if facts else "\n",
                ("→ ", "green"), f"{broken.clears}\n", (str(broken.rule.source), "dim"),
            ),
            (0, 0, 0, indent),
            expand=False,
        )
    )  # fmt: skip


def as_plain(row: Row, broken: Sequence[Broken]) -> dict[str, Any]:
    """The rules that refuse a row, as plain data."""
    return {
        "row": row.number,
        "record": row.kind.name,
        "about": row.about,
        "id": row.name,
        "broken": tuple(as_data(broken_rule) for broken_rule in broken),
    }
