"""Tests of killed writers: every append that was acknowledged is kept, and no append is kept in part."""

import os
import random
import signal
import subprocess
import time
from typing import ClassVar

from s2ss_core.testing.conformance.capabilities import Conforming, in_order, needs
from s2ss_core.testing.conformance.threads import killed_on_exit, start
from s2ss_core.testing.samples import record, visit
from s2ss_core.values import Withheld

TOGETHER = 5  # entries of one append
LONGEST = 0.05  # seconds that a writer has after its first append

WRITER = """
with open_store(where) as store:
    for version in range(0, 100_000, {together}):
        last = concern("hush") if {texts} else visit(version)
        record(store, "{stream}", *map(visit, range({together} - 1)), last, after=version)
        print("acknowledged", version + {together}, flush=True)
"""

HOLDER = """
with open_store(where) as store, store.writing():
    record(store, "d-1", visit(1))
    print("inside", flush=True)
    time.sleep(600)
"""


class CrashSafety(Conforming):
    """The crash family. Each of `rounds` kills the writers at another moment. The moments are the same in every run."""

    rounds: ClassVar[int] = 3

    @needs("lasting")
    def test_after_a_writer_is_killed_every_acknowledged_append_is_kept_and_none_in_part(self) -> None:
        chance = random.Random(20_240_108)  # noqa: S311  no secret
        self.open().close()
        for number in range(self.rounds):
            streams = [f"d-{number}-{writer}" for writer in range(2 if self.can("processes") else 1)]
            with killed_on_exit([self._writer(stream) for stream in streams]) as writers:
                first = [next_line(writer) for writer in writers]
                time.sleep(chance.uniform(0, LONGEST))
                counts = [
                    acknowledged(line + killed(writer)) for line, writer in zip(first, writers, strict=True)
                ]
            for stream, count in zip(streams, counts, strict=True):
                self._check(stream, count)

    @needs("lasting", "processes", "transactions")
    def test_a_process_that_is_killed_under_the_lock_leaves_no_events_and_frees_the_lock(self) -> None:
        self.open().close()
        with killed_on_exit([start(HOLDER, self.where)]) as (holder,):
            assert next_line(holder) == "inside\n"
            killed(holder)

        with self.open() as store:
            assert store.read("d-1") == ()
            assert len(record(store, "d-1", visit(1))) == 1

    def _writer(self, stream: str) -> "subprocess.Popen[str]":
        texts = self.can("private texts")
        return start(WRITER.format(stream=stream, together=TOGETHER, texts=texts), self.where)

    def _check(self, stream: str, acknowledged: int) -> None:
        with self.open() as store:
            kept = store.read(stream)
            assert acknowledged >= TOGETHER
            assert len(kept) >= acknowledged
            assert len(kept) % TOGETHER == 0
            assert [entry.version for entry in kept] == list(range(1, len(kept) + 1))
            assert in_order([entry.position for entry in kept])
            texts = [entry.event.about for entry in kept if hasattr(entry.event, "about")]
            assert not any(isinstance(text, Withheld) for text in texts)
            record(store, stream, visit(0), after=len(kept))


def next_line(process: "subprocess.Popen[str]") -> str:
    """The next line of a program's output."""
    assert process.stdout
    return process.stdout.readline()


def killed(process: "subprocess.Popen[str]") -> str:
    """Kill a program with SIGKILL, and return the rest of its output."""
    os.kill(process.pid, signal.SIGKILL)
    output, _ = process.communicate(timeout=60)
    return output


def acknowledged(output: str) -> int:
    """The newest version that a writer printed as acknowledged. An incomplete last line does not count."""
    lines = output.split("\n")[:-1]
    assert all(line.startswith("acknowledged ") for line in lines), output
    return int(lines[-1].split()[1])
