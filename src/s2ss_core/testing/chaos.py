"""A store that fails at random as networks and machines do, repeatable by its seed.

    def test_a_visit_is_logged_once_whatever_happens(seed):
        with Brokerage(ChaosStore(open_store("memory:"), seed=seed)) as brokerage:
            insist(lambda: brokerage.log_visit("d-1", visit="v-1", ...))

After a failure the caller cannot know whether its events were recorded, so it repeats the command. Commands are
idempotent: the second one records nothing if the first one did.
"""

import os
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import Event
from types import MappingProxyType
from typing import Any, TypeVar

from s2ss_core.application import Brokerage, Command
from s2ss_core.errors import Conflict, StoreError
from s2ss_core.rules import Despite
from s2ss_core.store import Append, Recorded, Store
from s2ss_core.store.polling import POLL_SECONDS

T = TypeVar("T")

SEED = "S2SS_CHAOS_SEED"
"""The environment variable with the seed for a `ChaosStore` without one."""
DELAY_SECONDS = 0.002
MOST_TRIES = 100

BEFORE, AFTER = "fails before commit", "fails after commit"
CONFLICT, DELAY, TWICE = "conflicts once", "delays", "delivers twice"
FAULTS: Mapping[str, float] = MappingProxyType(
    {BEFORE: 0.1, AFTER: 0.1, CONFLICT: 0.1, DELAY: 0.1, TWICE: 0.1}
)
"""The probability of each fault, 0 to 1: the first four per write, the last per entry that `follow` yields."""


class ChaosStore(Store):
    """Wraps a store of any back end. Its writes fail at random, and `follow` yields some entries twice.

    A write is one `writing` block, or one `append` outside of a block. One of these faults may occur:

    - it raises StoreError before the commit, and nothing is kept;
    - it raises StoreError after the commit, and everything is kept;
    - it raises `Conflict`, but never twice in succession;
    - it takes 2 ms longer.

    `faults` gives their probabilities, see `FAULTS`. `seed` defaults to the environment variable `S2SS_CHAOS_SEED`,
    or else a random number. It is printed, so that pytest shows it with a failed test. `log` lists the faults in order,
    an empty text for a write without one. The same seed and the same writes give the same list.
    """

    def __init__(
        self, store: Store, *, seed: int | None = None, faults: Mapping[str, float] = FAULTS
    ) -> None:
        super().__init__(store._backend)  # noqa: SLF001  the same store, with faults
        chosen = os.environ.get(SEED) if seed is None else seed
        self.seed = random.SystemRandom().randrange(2**32) if chosen is None else int(chosen)
        self.log: list[str] = []
        self._faults = faults
        self._chance = random.Random(self.seed)  # noqa: S311  no secret
        self._following = random.Random(self.seed)  # noqa: S311  no secret
        self._lock = threading.Lock()
        self._thread = threading.local()
        print(f"The seed of this chaos is {self.seed}: {SEED}={self.seed} repeats it.")  # noqa: T201  for pytest to show

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The write lock and one transaction, which may fail with `Conflict` or StoreError."""
        if self._depth:
            with super().writing():
                yield
            return
        fault = self._drawn()
        if fault == CONFLICT:
            raise Conflict(
                "Simulated conflict: another process wrote to the same stream. Reload it and try again."
            )
        if fault == DELAY:
            time.sleep(DELAY_SECONDS)
        self._thread.fault = fault
        self._thread.depth = 1
        try:
            with super().writing():
                yield
                self._fail_before_commit()
        finally:
            self._thread.depth = 0
        if fault == AFTER:
            raise StoreError("Simulated fault: the connection was lost after the commit.")

    def append(
        self, appends: Sequence[Append], *, at: datetime, by: str, context: Mapping[str, str] | None = None
    ) -> tuple[Recorded, ...]:
        """Append as the wrapped store does, or fail with `Conflict` or StoreError."""
        with self.writing():
            self._fail_before_commit()
            return super().append(appends, at=at, by=by, context=context)

    def follow(
        self, *, after: int = 0, stop: Event | None = None, poll: float = POLL_SECONDS, texts: bool = True
    ) -> Iterator[Recorded]:
        """Every entry after a position and then new ones, in order; some entries twice in succession."""
        for entry in super().follow(after=after, stop=stop, poll=poll, texts=texts):
            yield entry
            if self._following.random() < self._faults.get(TWICE, 0):
                self.log.append(f"{TWICE}: {entry.position}")
                yield entry

    @property
    def _depth(self) -> int:
        return getattr(self._thread, "depth", 0)

    def _drawn(self) -> str:
        """The fault of this write; mostly empty."""
        with self._lock:
            at = self._chance.random()
            for fault in (BEFORE, AFTER, CONFLICT, DELAY):
                at -= self._faults.get(fault, 0)
                if at < 0:
                    break
            else:
                fault = ""
            if fault == CONFLICT and self.log and self.log[-1] == CONFLICT:
                fault = ""
            self.log.append(fault)
            return fault

    def _fail_before_commit(self) -> None:
        if self._thread.fault == BEFORE:
            raise StoreError("Simulated fault: the connection was lost before the commit.")


def insist(command: Callable[[], T], *, tries: int = MOST_TRIES) -> T:
    """Repeat a command until the store does not fail, and return its result.

    The result is empty if an earlier try had recorded the events. Raises the last StoreError after so many `tries`.
    Every other error is raised at once.
    """
    for _ in range(tries - 1):
        try:
            return command()
        except StoreError:
            continue
    return command()


class Insisting(Brokerage):
    """A brokerage that repeats each command until the store does not fail, and returns what was recorded.

    No other process may write to the store: the events of a try that seemed to fail are found as the newest ones.
    """

    def record(
        self, command: Command[...], subject: str, fact: Any, despite: Despite | None = None
    ) -> tuple[Recorded, ...]:
        """Record the fact of a command, however often the store fails. Otherwise as `Brokerage.record`."""
        newest = self.store.newest()
        recorded = insist(lambda: Brokerage.record(self, command, subject, fact, despite))
        return recorded or tuple(self.store.history(after=newest))
