"""The lock of the writing processes: one writes at a time, in the order in which they came.

SQLite keeps no queue: with many writers, some never get its lock. And its locks are POSIX locks: they are lost as soon
as another part of the process opens and closes the file, for example to copy it. Here each writer locks one byte of an
empty file beside the database, at the offset of the nanosecond it came, and waits until nobody holds an earlier byte.
These locks survive such a close (see `byte_locks`), and the operating system releases them when a process dies. Where
only `flock` exists, one writes at a time, in any order. On Windows, SQLite's own lock is enough: a close does not drop it.
"""

import errno
import os
import sys
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from s2ss_core.errors import StoreError
from s2ss_core.store.sqlite.byte_locks import has_byte_locks, try_lock, unlock

OPENING = 2**62  # the byte of `OpeningLock`, beyond every nanosecond
PAUSE = 0.0005  # seconds between two looks
NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS)
OPEN = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)


class FairLock:
    """The queue of a database's writing processes. Within a process, one thread at a time may use it."""

    def __init__(self, path: str) -> None:
        self._database = os.path.realpath(path)
        self.path = f"{self._database}-queue"
        self._file: int | None = None
        _every.add(self)

    def join(self, *, until: float) -> None:
        """Wait to be the first. Raises StoreError if `until` (of `time.monotonic`) passes, or there can be no queue."""
        if sys.platform == "win32":
            return
        try:
            while not self._is_first(until):
                self.leave()  # somebody removed the file before it was locked
        except OSError as error:
            if error.errno in NOT_ALLOWED:
                raise StoreError(
                    f"{self.path} or its folder cannot be written to. Allow writing there, or open a copy elsewhere."
                ) from error
            raise StoreError(
                f"{self.path} cannot be used as a lock: {error.strerror}. Nothing was recorded: remove it"
                " and try again."
            ) from error

    def _is_first(self, until: float) -> bool:
        self._file = self._opened()
        if has_byte_locks():
            came = self._wait(lambda: self._place(time.monotonic_ns()), until)
            self._wait(lambda: self._lock(shared=True, length=came), until)
        else:
            self._wait(lambda: self._lock(shared=False), until)
        return _is_at(self.path, self._file)

    def _opened(self) -> int:
        return _opened(self.path, self._database)

    def _place(self, came: int) -> int:
        return came if self._lock(shared=False, start=came, length=1) else 0

    def _wait(self, look: Callable[[], int], until: float) -> int:
        while not (found := look()):
            if time.monotonic() >= until:
                raise StoreError(
                    f"Another program has been writing to {self._database} for too long. "
                    "Nothing was recorded: try again."
                )
            time.sleep(PAUSE)
        return found

    def _lock(self, *, shared: bool, start: int = 0, length: int = 0) -> bool:
        assert self._file is not None
        return try_lock(self._file, shared=shared, start=start, length=length)

    def leave(self) -> None:
        """Let the next writer in."""
        if self._file is not None:
            with suppress(OSError):
                unlock(self._file)
            self.abandon()

    def abandon(self) -> None:
        """Close the file without releasing its locks: in a forked child they belong to the parent."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def close(self) -> None:
        """Remove the file, unless another process is in the queue."""
        if sys.platform == "win32":
            return
        with suppress(OSError):
            self._file = os.open(self.path, OPEN)
            if self._lock(shared=False) and _is_at(self.path, self._file):
                Path(self.path).unlink()
        self.leave()


class OpeningLock:
    """Held while a process opens a database, until its `CloseGuard` holds, and while the last process closes it.

    It is one byte of the same file. Without byte locks, or where the file cannot be written, nobody holds it.
    """

    def __init__(self, path: str) -> None:
        self._database = os.path.realpath(path)
        self._path = f"{self._database}-queue"

    @contextmanager
    def held(self, *, until: float) -> Iterator[bool]:
        """Yield whether it is held; False also if `until` (of `time.monotonic`) passes first."""
        file = self._taken(until) if has_byte_locks() else None
        try:
            yield file is not None
        finally:
            if file is not None:
                unlock(file)
                _release(file)

    def _taken(self, until: float) -> int | None:
        while True:
            try:
                file = _opened(self._path, self._database)
            except OSError:
                return None
            _opening.add(file)
            if try_lock(file, shared=False, start=OPENING, length=1) and _is_at(self._path, file):
                return file
            _release(file)
            if time.monotonic() >= until:
                return None
            time.sleep(PAUSE)


def _release(file: int) -> None:
    _opening.discard(file)
    os.close(file)


def _opened(path: str, database: str) -> int:
    with suppress(FileNotFoundError):
        return os.open(path, OPEN)
    file = os.open(path, OPEN | os.O_CREAT, 0o600)
    with suppress(OSError):  # as SQLite does: who may write to the database may write beside it
        os.fchmod(file, Path(database).stat().st_mode & 0o666)
    return file


def _is_at(path: str, file: int) -> bool:
    try:
        return os.path.samestat(os.fstat(file), os.lstat(path))
    except FileNotFoundError:
        return False


_opening: set[int] = set()
_every: weakref.WeakSet[FairLock] = weakref.WeakSet()


def _abandon_inherited() -> None:
    for fair_lock in tuple(_every):
        fair_lock.abandon()
    for file in _opening:
        os.close(file)
    _opening.clear()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_abandon_inherited)
