"""What stands in the way of a decision as text."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from s2ss_core.cli.rows import Row
from s2ss_core.rules import Broken


def show_broken_rules(console: Console, row: Row, broken: Sequence[Broken]) -> None:
    """Each rule that stands in the way: what is not so, by which facts, what would clear it and who says so."""
    asked = " ".join((row.kind.name, row.name, *(["of", row.about] if row.about else [])))
    if not broken:
        console.print(Text(f"{asked}: nothing stands in the way.", style="green"))
        return
    count = "1 rule stands" if len(broken) == 1 else f"{len(broken)} rules stand"
    console.print(Text(f"{asked}: {count} in the way.", style="bold"))
    for broken_rule in broken:
        show_broken(console, broken_rule)


def show_broken(console: Console, broken: Broken, *, indent: int = 2) -> None:
    """One rule that stands in the way."""
    facts = "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in broken.facts)
    console.print(
        Padding(
            Text.assemble(
                (f"[{broken.rule.code}] ", "yellow"), ("not so: ", "dim"), (broken.rule.sentence, "bold"), f" ({facts})\n",
                ("→ ", "green"), f"{broken.clears}\n", (str(broken.rule.source), "dim"),
            ),
            (0, 0, 0, indent),
            expand=False,
        )
    )  # fmt: skip


def as_plain(row: Row, broken: Sequence[Broken]) -> dict[str, Any]:
    """What stands in the way of a row as plain data."""
    return {
        "row": row.number,
        "record": row.kind.name,
        "about": row.about,
        "id": row.name,
        "broken": tuple(
            {
                "code": broken_rule.rule.code,
                "rule": broken_rule.rule.sentence,
                "facts": dict(broken_rule.facts),
                "clears": broken_rule.clears,
                "source": str(broken_rule.rule.source),
            }
            for broken_rule in broken
        ),
    }
