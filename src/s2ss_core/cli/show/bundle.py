"""What a bundle holds, as text."""

from pathlib import Path

from rich.console import Console

from s2ss_core.bundle import Bundled
from s2ss_core.cli.show.console import heading, row, table


def show_bundled(console: Console, made: Bundled, file: Path) -> None:
    """What is in the file, and how to check it."""
    heading(console, f"{file} is written.")
    shown = table("What", "", right=(1,))
    row(shown, "entries", f"{made.entries:,} of {made.size:,}")
    row(shown, "deployments", f"{len(made.deployments):,}")
    row(shown, "entries with private texts", f"{made.texts:,}")
    row(shown, "files inside", f"{made.files:,}")
    console.print(shown)
