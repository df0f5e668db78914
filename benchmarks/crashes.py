"""Writers are killed while they record, many times, and the store is checked after each time.

A round forks writers, lets each log Records of Visit for a few hundredths of a second, and kills them. Each writer
writes the ids of acknowledged visits into a pipe; afterwards every such id must be in the history. In every second
round the first writer also keeps the views up to date, so that some writers are killed while they do that.
"""

import datetime as dt
import os
import random
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs

from benchmarks.story import MIDDLE_LEADER, NOW, SCHOOL, prepared
from s2ss_core import Brokerage, Days, Recorded, StoreError
from s2ss_core.events import VisitLogged
from s2ss_core.projections import EVERY_PROJECTION, Materialised
from s2ss_core.store import Store

SEED = 20_240_108
LONGEST = 0.04  # seconds after a round's first record
FIRST = dt.date(2023, 10, 2)
A_DEPLOYMENT = 25  # rounds with one deployment for each writer, so that its history does not grow too long

Strike = Callable[[Sequence[int]], None]


@attrs.define
class Tally:
    """The counts over all rounds. All but the first three should be 0."""

    rounds: int = 0
    acknowledged: int = 0
    recorded: int = 0
    lost: int = 0
    doubled: int = 0
    broken_versions: int = 0
    views_apart: int = 0
    failed: int = 0

    @property
    def is_sound(self) -> bool:
        """True if every count of errors is 0."""
        return not (self.lost or self.doubled or self.broken_versions or self.views_apart or self.failed)


def kill(processes: Sequence[int]) -> None:
    """Kill every writer with SIGKILL."""
    for process in processes:
        os.kill(process, signal.SIGKILL)


def dying(url: str, strike: Strike, *, rounds: int, writers: int, seed: int = SEED) -> Tally:
    """Kill so many writers in so many rounds, and count the errors."""
    chance = random.Random(seed)
    tally = Tally()
    prepared(url, writers * (rounds // A_DEPLOYMENT + 1)).close()
    after = 0
    for number in range(rounds):
        acknowledged, failed = _round(url, strike, number, writers, chance.uniform(0, LONGEST))
        tally.failed += failed
        after = _check(url, acknowledged, after, tally)
    with Brokerage.open(url, create=False) as brokerage:
        _check_whole(brokerage.store, tally)
    return tally


def _round(url: str, strike: Strike, number: int, writers: int, seconds: float) -> tuple[set[str], int]:
    pipes = [os.pipe() for _ in range(writers)]
    children = [_writer(url, number, which, writers, write) for which, (_, write) in enumerate(pipes)]
    for _, write in pipes:
        os.close(write)
    select.select([read for read, _ in pipes], [], [], 30)
    time.sleep(seconds)
    strike(children)
    ends = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    return {name for read, _ in pipes for name in _names(read)}, ends.count(1)


def _writer(url: str, number: int, which: int, writers: int, write: int) -> int:
    child = os.fork()
    if child:
        return child
    try:
        _record(url, number, which, (number // A_DEPLOYMENT) * writers + which, write)
    except StoreError:
        os._exit(2)  # its server died
    except BaseException as error:  # noqa: BLE001 -- the parent process must get any error
        print(f"writer {which}: {error!r}", file=sys.stderr)
    finally:
        os._exit(1)


def _record(url: str, number: int, which: int, deployment: int, write: int) -> None:
    brokerage = Brokerage.open(url, create=False, clock=lambda: NOW).acting_as(f"writer-{which}")
    views = Materialised(brokerage.store)
    for visit in range(10_000):
        name = f"{number}-{which}-{visit}"
        brokerage.log_visit(
            f"dep-{deployment}",
            visit=name,
            on=FIRST + dt.timedelta(days=number % 200),
            leader=f"sl-{deployment}",
            school=SCHOOL.id,
            significance="call",
            unit="hour",
            quantity=Days("0.001"),
            counterpart=MIDDLE_LEADER,
            focus=name,
        )
        os.write(write, f"{name}\n".encode())
        if which == 0 and number % 2:
            views.catch_up()


def _names(read: int) -> Iterator[str]:
    with os.fdopen(read, encoding="ascii") as pipe:
        lines = pipe.read().split("\n")
    return iter(lines[:-1])


def _check(url: str, acknowledged: set[str], after: int, tally: Tally) -> int:
    with Brokerage.open(url, create=False) as brokerage:
        new: list[Recorded] = list(brokerage.history(after=after, texts=False))
    kept = [entry.event.visit for entry in new if isinstance(entry.event, VisitLogged)]
    tally.rounds += 1
    tally.acknowledged += len(acknowledged)
    tally.recorded += len(kept)
    tally.lost += len(acknowledged - set(kept))
    tally.doubled += len(kept) - len(set(kept))
    return new[-1].position if new else after


def _check_whole(store: Store, tally: Tally) -> None:
    history = list(store.history(texts=False))
    tally.broken_versions += [entry.position for entry in history] != list(range(1, len(history) + 1))
    for stream in store.streams():
        versions = [entry.version for entry in history if entry.stream == stream]
        tally.broken_versions += versions != list(range(1, len(versions) + 1))
    views = Materialised(store)
    tally.views_apart += _apart(store, views)  # from documents and the events after them
    views.catch_up()
    tally.views_apart += _apart(store, views)  # from documents alone


def _apart(store: Store, views: Materialised) -> int:
    keys: dict[tuple[Any, tuple[str, ...]], None] = {
        (projection, document.key): None
        for projection in EVERY_PROJECTION
        for checkpoint in store.documents.checkpoints()
        if checkpoint.projection == projection.name and checkpoint.current
        for document in store.documents.every(checkpoint.projection, checkpoint.generation)
    }
    return sum(
        views.read(projection, key) != attrs.evolve(projection, texts=False).live(store, key)
        for projection, key in keys
    )
