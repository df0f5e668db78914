"""How far a long command is: shown on a terminal once it has taken a second, never into a pipe."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

PATIENCE = 1.0  # seconds


@contextmanager
def counted(what: str, total: int) -> Iterator[Callable[[object], None]]:
    """Gives a function to call for each of `total` things that are done."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    begun = time.monotonic()
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
    task = progress.add_task(what, total=total)

    def one_more(_: object) -> None:
        progress.advance(task)
        if time.monotonic() - begun > PATIENCE:
            progress.start()
            progress.refresh()

    try:
        yield one_more
    finally:
        progress.stop()
