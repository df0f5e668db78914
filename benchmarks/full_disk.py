"""The disk is full, at every limit from 20 to 500 pages: the error is clear, nothing is lost, and with space it goes on.

It measures two limits: the number of pages of the database (SQLite's own), and the length of any file (the system's,
which the write-ahead log reaches first).
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import attrs

from s2ss_core.errors import StoreError
from s2ss_core.store import Store, open_store
from s2ss_core.store.sqlite.recorder import SQLiteRecorder
from s2ss_core.testing.samples import concern, record

LIMITS = range(20, 501)
PAGE = 4096  # bytes
WORDS = "of this and that " * 300  # a page and a bit

Limit = Callable[[Store, int], AbstractContextManager[None]]


@attrs.define
class Seen:
    """How many limits were reached, how many events were recorded before, and the errors."""

    limits: int = 0
    recorded: int = 0
    never_full: int = 0
    lost: int = 0
    half_written: int = 0
    stuck: int = 0
    said: set[str] = attrs.field(factory=set)


def main(step: int = 1) -> None:
    """Try every limit, or every `step`-th."""
    for name, limited in (("pages of the database", limited_pages), ("length of any file", limited_files)):
        began = time.perf_counter()
        seen = filled(limited, range(LIMITS.start, LIMITS.stop, step))
        print(f"{name}: {seen} in {time.perf_counter() - began:.0f} s")


def filled(limited: Limit, limits: range) -> Seen:
    """Fill a store at each limit, and check it."""
    seen = Seen()
    for pages in limits:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "support.db"
            with open_store(f"sqlite:///{path}") as store:
                with limited(store, pages):
                    acknowledged = _fill(store, seen)
                _go_on(store, acknowledged, seen)
            with open_store(f"sqlite:///{path}", create=False) as store:
                seen.lost += len(list(store.history())) != acknowledged + 1
        seen.limits += 1
        seen.recorded += acknowledged
    return seen


def _fill(store: Store, seen: Seen) -> int:
    """Append two events in each commit until the disk is full, and return how many were recorded."""
    for version in range(0, 2000, 2):
        try:
            record(store, "d-1", concern(WORDS), concern("short"), after=version)
        except StoreError as full:
            seen.said.add(" ".join(word for word in str(full).split() if "/" not in word))
            return version
    seen.never_full += 1
    return version + 2


def _go_on(store: Store, acknowledged: int, seen: Seen) -> None:
    found = len(store.read("d-1"))
    seen.lost += max(acknowledged - found, 0)
    seen.half_written += max(found - acknowledged, 0)
    try:
        record(store, "d-1", concern(WORDS), after=acknowledged)
    except StoreError:
        seen.stuck += 1


@contextmanager
def limited_pages(store: Store, pages: int) -> Iterator[None]:
    """Limit the database to so many pages; remove the limit at the end."""
    recorder = store._entries  # noqa: SLF001 -- the limit belongs to the connection
    assert isinstance(recorder, SQLiteRecorder)
    with recorder.database.writing() as connection:
        connection.execute(f"PRAGMA max_page_count = {pages}")
    yield
    with recorder.database.writing() as connection:
        connection.execute("PRAGMA max_page_count = 1000000")


@contextmanager
def limited_files(_store: Store, pages: int) -> Iterator[None]:
    """Limit every file to so many pages; remove the limit at the end."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (pages * PAGE, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--step", type=int, default=1)
    main(**vars(parser.parse_args()))
