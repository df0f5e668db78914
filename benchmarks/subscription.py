"""A reader follows while eight processes write: it gets every event once and in order."""

import argparse
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import attrs

from benchmarks.parallel import in_processes
from s2ss_core.store import Append, open_store
from s2ss_core.testing._servers.postgres_server import Server
from s2ss_core.testing.samples import NOON, visit

WRITERS, SECONDS = 8, 60.0


@attrs.define
class Seen:
    """How many events the reader got, and the errors in them."""

    entries: int = 0
    left_out: int = 0
    twice: int = 0
    out_of_order: int = 0


def main(writers: int = WRITERS, seconds: float = SECONDS) -> None:
    """Follow on SQLite and on PostgreSQL."""
    print(
        f"{writers} processes that write one to three events a commit for {seconds:g} s, one reader that follows"
    )
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        server = stack.enter_context(Server(durable=True))
        for name, url in (("SQLite", f"sqlite:///{Path(folder) / 'a.db'}"), ("PostgreSQL", server.url())):
            written, seen = followed(url, writers=writers, seconds=seconds)
            print(f"{name:10} written {written}, {seen}")


def followed(url: str, *, writers: int, seconds: float) -> tuple[int, Seen]:
    """The number of events written, and what the reader got."""
    stop, seen = threading.Event(), Seen()
    open_store(url).close()
    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(follow, url, seen, stop)
        try:
            written = sum(in_processes(write, url, seconds, number=writers))
            until = time.monotonic() + 60
            while seen.entries < written and not following.done() and time.monotonic() < until:
                time.sleep(0.05)
        finally:
            stop.set()
        following.result()
    seen.left_out += max(written - seen.entries, 0)
    return written, seen


def write(which: int, url: str, seconds: float) -> int:
    """Write until the time is over, and return the number of events."""
    with open_store(url, create=False, wait=60) as store:
        until, version = time.monotonic() + seconds, 0
        while time.monotonic() < until:
            events = [visit(version + number) for number in range(1 + version % 3)]
            store.append((Append(f"d-{which}", version, events),), at=NOON, by=f"u-{which}")
            version += len(events)
    return version


def follow(url: str, seen: Seen, stop: threading.Event) -> None:
    """Follow from the beginning until `stop` is set."""
    newest = 0
    versions: dict[str, int] = {}
    with open_store(url, create=False) as store:
        for entry in store.follow(stop=stop):
            expected = versions.get(entry.stream, 0) + 1
            seen.left_out += max(entry.position - newest - 1, 0) + max(entry.version - expected, 0)
            seen.twice += entry.version < expected
            seen.out_of_order += entry.position <= newest
            newest, versions[entry.stream] = max(newest, entry.position), entry.version
            seen.entries += 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=WRITERS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    main(**vars(parser.parse_args()))
