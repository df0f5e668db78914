"""Who writes next when several processes want to: whoever came first.

SQLite keeps no queue: of many writers that try again and again, some wait for ever. Here each holds a lock on one byte
of an empty file beside the database, at the offset of the nanosecond it came; its turn is when nobody holds an earlier
byte. The operating system lets go of a byte when its process dies, so nobody waits for the dead. The queue is for
fairness alone: what keeps two from writing at once is SQLite's own lock, and where there can be no queue (on Windows,
in a folder that takes no more files) writers go without.
"""

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

PAUSE = 0.0005  # seconds between two looks


class FairLock:
    """The queue of a database's writing processes; within a process one at a time may stand in it."""

    def __init__(self, path: str) -> None:
        self.path = path + "-queue"
        self._file: int | None = None

    def join(self, *, until: float) -> None:
        """Wait to be the first, or until `until` (of `time.monotonic`) is past."""
        if sys.platform == "win32":
            return
        came = time.monotonic_ns()
        with suppress(OSError):
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666)
            self._lock(fcntl.LOCK_EX, 1, came)
            while not self._all_gone_before(came) and time.monotonic() < until:
                time.sleep(PAUSE)

    def _all_gone_before(self, came: int) -> bool:
        try:
            self._lock(fcntl.LOCK_SH, came, 0)
        except (BlockingIOError, PermissionError):
            return False
        return True

    def _lock(self, kind: int, length: int, start: int) -> None:
        assert self._file is not None
        assert sys.platform != "win32"
        fcntl.lockf(self._file, kind | fcntl.LOCK_NB, length, start)

    def leave(self) -> None:
        """Let the next one in."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def close(self) -> None:
        """Remove the file, unless somebody stands in the queue."""
        if sys.platform == "win32":
            return
        with suppress(OSError):
            self._file = os.open(self.path, os.O_RDWR)
            self._lock(fcntl.LOCK_EX, 0, 0)
            Path(self.path).unlink()
        self.leave()
