"""Sixteen processes write to one SQLite file without a pause, with our recorder and with eventsourcing's own.

Each append is one event in one commit, and may wait one second for the lock. The benchmark shows how many appends time
out, how long the slowest hundredth waits, and how evenly the writers progress.
"""

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import attrs
from eventsourcing.persistence import OperationalError, StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

from benchmarks.parallel import in_processes
from s2ss_core.errors import StoreError
from s2ss_core.store import open_store
from s2ss_core.testing.samples import record, visit

WRITERS, SECONDS, PATIENCE = 16, 30.0, 1.0
GETTING_READY = 1.0  # seconds for each writer, so that all begin at the same moment


@attrs.frozen
class Turns:
    """How long each append of one writer took, in seconds, and how many appends timed out."""

    took: tuple[float, ...]
    turned_away: int


def main(writers: int = WRITERS, seconds: float = SECONDS) -> None:
    """Run the writers with both recorders, and print the results."""
    print(f"{writers} processes, {PATIENCE:g} s lock timeout, {seconds:g} s, one event a commit, SQLite file")
    with tempfile.TemporaryDirectory() as folder:
        for name, write in (("stock recorder", stock), ("s2ss_core", ours)):
            path = str(Path(folder) / f"{write.__name__}.db")
            next(write(path, "first"))
            begin = time.time() + writers * GETTING_READY
            report(name, in_processes(crowd, write, path, begin, seconds, number=writers), seconds)
            print(f"{'':16} rows in the file: {rows(path)}")


def report(name: str, crowd: list[Turns], seconds: float) -> None:
    """Print the figures of one recorder."""
    took = sorted(seconds for turns in crowd for seconds in turns.took)
    each = [len(turns.took) for turns in crowd]
    away = sum(turns.turned_away for turns in crowd)
    print(
        f"{name:16} lock errors {away}, appended {len(took)} ({len(took) / seconds:.0f} a second), "
        f"p50 {at(took, 0.5):.1f} ms, p99 {at(took, 0.99):.1f} ms, longest {at(took, 1):.1f} ms, "
        f"appended by each writer {min(each)} to {max(each)}"
    )


def at(took: list[float], share: float) -> float:
    """A quantile in milliseconds."""
    return took[min(int(len(took) * share), len(took) - 1)] * 1000


def ours(path: str, name: str) -> Iterator[bool]:
    """An append with our recorder, which returns whether it was recorded."""
    with open_store(f"sqlite:///{path}", wait=PATIENCE) as store:
        version = 0
        while True:
            try:
                record(store, name, visit(version), after=version)
            except StoreError:
                yield False
            else:
                version += 1
                yield True


def stock(path: str, _name: str) -> Iterator[bool]:
    """An append with eventsourcing's recorder, which returns whether it was recorded."""
    recorder = SQLiteApplicationRecorder(SQLiteDatastore(path, lock_timeout=PATIENCE))  # type: ignore[arg-type]
    recorder.create_table()
    stream, state, version = uuid4(), b"x" * 700, 0
    while True:
        try:
            recorder.insert_events([StoredEvent(stream, version + 1, "visit-logged", state)])
        except OperationalError:
            yield False
        else:
            version += 1
            yield True


def crowd(
    which: int, write: Callable[[str, str], Iterator[bool]], path: str, begin: float, seconds: float
) -> Turns:
    """Append until the time is over."""
    took: list[float] = []
    turned_away = 0
    appends = write(path, f"w-{which}")
    time.sleep(max(begin - time.time(), 0))
    give_over = time.monotonic() + seconds
    while (begun := time.monotonic()) < give_over:
        if next(appends):
            took.append(time.monotonic() - begun)
        else:
            turned_away += 1
    return Turns(tuple(took), turned_away)


def rows(path: str) -> int:
    """The number of events in the file."""
    connection = sqlite3.connect(path)
    count: int = connection.execute("SELECT count(*) FROM stored_events").fetchone()[0]
    connection.close()
    return count


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=WRITERS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    main(**vars(parser.parse_args()))
