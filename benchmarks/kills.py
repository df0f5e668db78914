"""kill -9 of writer processes on a SQLite file, again and again: nothing acknowledged is lost, and all still fits.

A round forks writers, lets each record Records of Visit for a few hundredths of a second, and kills them all. What a
writer was told is recorded it has written into a pipe first; afterwards every such id must be in history.
"""

import datetime as dt
import os
import random
import select
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import attrs

from benchmarks.story import NOW, SCHOOL, YEAR, ready
from s2ss_core import Brokerage, Days, Recorded
from s2ss_core.events import Counterpart, VisitLogged, deployment_stream

ROUNDS, SEED = 1_000, 20_240_108
LONGEST = 0.04  # seconds after a round's first record
FIRST = dt.date(2023, 10, 2)


@attrs.define
class Tally:
    """What was seen over all rounds."""

    rounds: int = 0
    acknowledged: int = 0
    lost: int = 0
    recorded: int = 0
    broken_versions: int = 0
    days_apart: int = 0
    position: int = 0


def main() -> None:
    """A thousand rounds with one writer, and a thousand with four."""
    for writers in (1, 4):
        began = time.perf_counter()
        tally = kill(rounds=ROUNDS, writers=writers)
        print(f"{writers} writer(s): {tally} in {time.perf_counter() - began:.0f} s, seed {SEED}")


def kill(*, rounds: int, writers: int, seed: int = SEED) -> Tally:
    """Kill so many writers so many times over, and count what is not as it should be."""
    chance = random.Random(seed)
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "support.db"
        ready(path, writers).close()
        for number in range(rounds):
            told = _round(path, number, writers, chance.uniform(0, LONGEST))
            _check(path, told, tally)
        _check_whole(path, writers, tally)
    return tally


def _round(path: Path, number: int, writers: int, seconds: float) -> set[str]:
    pipes = [os.pipe() for _ in range(writers)]
    children = [_writer(path, number, which, write) for which, (_, write) in enumerate(pipes)]
    for _, write in pipes:
        os.close(write)
    select.select([read for read, _ in pipes], [], [], 5)
    time.sleep(seconds)
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return {name for read, _ in pipes for name in _names(read)}


def _writer(path: Path, number: int, which: int, write: int) -> int:
    child = os.fork()
    if child:
        return child
    try:
        brokerage = Brokerage.open(f"sqlite:///{path}", clock=lambda: NOW).acting_as(f"writer-{which}")
        for visit in range(10_000):
            name = f"{number}-{which}-{visit}"
            brokerage.log_visit(
                f"dep-{which}",
                visit=name,
                on=FIRST + dt.timedelta(days=number % 200),
                leader=f"sl-{which}",
                school=SCHOOL.id,
                significance="call",
                unit="hour",
                quantity=Days("0.001"),
                counterpart=Counterpart(person="t-05", role="staff"),
                focus=name,
            )
            os.write(write, f"{name}\n".encode())
    except Exception as error:  # noqa: BLE001 -- whatever it is, the parent must hear of it
        print(f"writer {which}: {error!r}", file=sys.stderr)
    finally:
        os._exit(1)


def _names(read: int) -> Iterator[str]:
    with os.fdopen(read, encoding="ascii") as pipe:
        lines = pipe.read().split("\n")
    return iter(lines[:-1])


def _check(path: Path, told: set[str], tally: Tally) -> None:
    with Brokerage.open(f"sqlite:///{path}", create=False) as brokerage:
        kept = {one.event.visit for one in _newest(brokerage, tally) if isinstance(one.event, VisitLogged)}
    tally.rounds += 1
    tally.acknowledged += len(told)
    tally.lost += len(told - kept)
    tally.recorded += len(kept)


def _newest(brokerage: Brokerage, tally: Tally) -> Iterator[Recorded]:
    for one in brokerage.history(after=tally.position, texts=False):
        tally.position = one.position
        yield one


def _check_whole(path: Path, writers: int, tally: Tally) -> None:
    with Brokerage.open(f"sqlite:///{path}", create=False) as brokerage:
        for which in range(writers):
            entries = brokerage.store.read(deployment_stream(f"dep-{which}"))
            tally.broken_versions += [one.version for one in entries] != list(range(1, len(entries) + 1))
            worked = brokerage.leader_workload(f"sl-{which}", YEAR).worked.value
            visits = sum(isinstance(one.event, VisitLogged) for one in entries)
            tally.days_apart += worked != Days("0.0002") * visits
