"""A store that misbehaves as networks and machines do, and does so again for the same seed.

    def test_a_visit_is_logged_once_whatever_happens(seed):
        with Brokerage(ChaosStore(open_store("memory:"), seed=seed)) as brokerage:
            insist(lambda: brokerage.log_visit("d-1", visit="v-1", ...))

Whoever records and is told of a failure cannot know whether it was recorded, and asks again: facts have ids of their
own, so that the second time does nothing.
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

SEED = "S2SS_CHAOS_SEED"  # an environment variable: the seed where a test gives none
DELAY_SECONDS = 0.002
MOST_TRIES = 100

BEFORE, AFTER = "fails before commit", "fails after commit"
CONFLICT, DELAY, TWICE = "conflicts once", "delays", "delivers twice"
FAULTS: Mapping[str, float] = MappingProxyType(
    {BEFORE: 0.1, AFTER: 0.1, CONFLICT: 0.1, DELAY: 0.1, TWICE: 0.1}
)
"""How often each happens: the first four of all writes, the last of all entries that are followed."""


class ChaosStore(Store):
    """Another store, of any back end, in which writes fail and followers are given entries again.

    A write is one `writing` block, or one `append` outside of any. It may fail before it is committed, and nothing of
    it is kept; after, and all of it is; it may be told of a conflict, though never twice in a row; or it takes longer.
    `follow` may give an entry twice. `log` lists what was done, in order: the same seed and the same writes
    give the same list. The seed is printed, so that pytest shows it with a test that failed.
    """

    def __init__(
        self, store: Store, *, seed: int | None = None, faults: Mapping[str, float] = FAULTS
    ) -> None:
        super().__init__(store._backend)  # noqa: SLF001  it is that store, but for what is done to it here
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
        """The writers' lock and one transaction, which may fail. Raises `Conflict` and StoreError besides."""
        if self._depth:
            with super().writing():
                yield
            return
        fault = self._drawn()
        if fault == CONFLICT:
            raise Conflict(
                "Somebody else wrote to the same stream, by chance. Read it again and decide afresh."
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
            raise StoreError("The connection was lost, by chance, after what was written was committed.")

    def append(
        self, appends: Sequence[Append], *, at: datetime, by: str, context: Mapping[str, str] | None = None
    ) -> tuple[Recorded, ...]:
        """Record as any store does, or fail. Raises `Conflict` and StoreError besides what that raises."""
        with self.writing():
            self._fail_before_commit()
            return super().append(appends, at=at, by=by, context=context)

    def follow(
        self, *, after: int = 0, stop: Event | None = None, poll: float = POLL_SECONDS, texts: bool = True
    ) -> Iterator[Recorded]:
        """Everything recorded after a position and whatever comes, in order; some of it once more at once."""
        for entry in super().follow(after=after, stop=stop, poll=poll, texts=texts):
            yield entry
            if self._following.random() < self._faults.get(TWICE, 0):
                self.log.append(f"{TWICE}: {entry.position}")
                yield entry

    @property
    def _depth(self) -> int:
        return getattr(self._thread, "depth", 0)

    def _drawn(self) -> str:
        """What is done to this write; nothing, mostly."""
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
            raise StoreError("The connection was lost, by chance, before anything was committed.")


def insist(command: Callable[[], T], *, tries: int = MOST_TRIES) -> T:
    """Do it again until the store does not fail, and give what it then gives: nothing, if it was recorded before.

    Raises what is no failure of the store at once, and the last failure after so many tries.
    """
    for _ in range(tries - 1):
        try:
            return command()
        except StoreError:
            continue
    return command()


class Insisting(Brokerage):
    """A brokerage that insists on each of its commands, and gives what was recorded at whichever try.

    It must be the only one that writes: what was recorded at a try of which nobody heard is what is new in history.
    """

    def record(
        self, command: Command[...], subject: str, fact: Any, despite: Despite | None = None
    ) -> tuple[Recorded, ...]:
        """Record the fact of a command, however often the store fails. Raises what the command raises."""
        newest = self.store.newest()
        recorded = insist(lambda: Brokerage.record(self, command, subject, fact, despite))
        return recorded or tuple(self.store.history(after=newest))
