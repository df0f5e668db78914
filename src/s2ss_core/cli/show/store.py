"""The health of a store, and the results of a rebuild, as text."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from s2ss_core.cli.health import Health
from s2ss_core.cli.show.console import heading, row, table
from s2ss_core.projections import Lag, Rebuilt

MOST_FINDINGS = 20
GIBIBYTE = 2**30


def show_health(console: Console, health: Health) -> None:
    """The findings and notes, then the size of the store."""
    heading(console, "The store is sound." if health.sound else "The store needs attention.")
    for finding in health.findings[:MOST_FINDINGS]:
        console.print(Text(f"! {finding}", style="red"))
    if len(health.findings) > MOST_FINDINGS:
        console.print(
            Text(f"! and {len(health.findings) - MOST_FINDINGS} more: --format json shows all", "red")
        )
    for note in health.notes:
        console.print(Text(f"· {note}"))
    made = table("What", "", right=(1,))
    row(made, "kept in", f"{health.back_end} {health.version or ''}".rstrip())
    row(made, "entries", f"{health.entries:,}")
    row(made, "streams", f"{health.streams:,}")
    row(made, "newest position", f"{health.newest:,}")
    if health.free_bytes is not None:
        row(made, "free on the disk", f"{health.free_bytes / GIBIBYTE:,.1f} GiB")
    for lag in health.documents:
        row(made, f"documents of {lag.projection.replace('_', ' ')}", _behind(lag))
    console.print(made)


def _behind(lag: Lag) -> str:
    if lag.position is None:
        return "live"
    behind = max(lag.newest - lag.position, 0)
    return f"{behind:,} behind" if behind else "up to date"


def show_rebuilt(console: Console, outcomes: Sequence[Rebuilt]) -> None:
    """One line for each projection."""
    made = table("View", "Documents", "Up to", "Set aside", "Checksum", right=(1, 2, 3))
    for outcome in outcomes:
        cells = (f"{outcome.documents:,}", f"{outcome.position:,}", outcome.set_aside, outcome.checksum[:16])
        row(made, outcome.projection.replace("_", " "), *cells, style=None if outcome.switched else "red")
    console.print(made)
    for outcome in outcomes:
        if not outcome.switched:
            keys = ", ".join(" ".join(key) for key in outcome.differing[:5])
            console.print(
                Text(
                    f"{outcome.projection}: {len(outcome.differing)} new documents differ from the live fold ({keys}),"
                    " so the old ones stay in use. Tell the maintainers of s2ss_core."
                )
            )
