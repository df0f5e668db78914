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
    with measured(what) as so_far:
        done = 0

        def one_more(_: object) -> None:
            nonlocal done
            done += 1
            so_far(done, total)

        yield one_more


@contextmanager
def measured(what: str) -> Iterator[Callable[[int, int], None]]:
    """Gives a function to say how much is done, and of how much."""
    if not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    begun = time.monotonic()
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
    task = progress.add_task(what, total=None)

    def so_far(done: int, of: int) -> None:
        progress.update(task, completed=done, total=of)
        if time.monotonic() - begun > PATIENCE:
            progress.start()
            progress.refresh()

    try:
        yield so_far
    finally:
        progress.stop()
