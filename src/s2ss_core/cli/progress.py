"""The progress of a long command: shown on a terminal after one second, never written into a pipe."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

PATIENCE = 1.0  # seconds


@contextmanager
def counted(what: str, total: int) -> Iterator[Callable[[object], None]]:
    """Yield a function to call after each of `total` steps."""
    with measured(what) as so_far:
        done = 0

        def one_more(_: object) -> None:
            nonlocal done
            done += 1
            so_far(done, total)

        yield one_more


@contextmanager
def measured(what: str) -> Iterator[Callable[[int, int], None]]:
    """Yield a function that takes how much is done, and of how much."""
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
