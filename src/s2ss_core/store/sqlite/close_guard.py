"""A second hold on the locks by which SQLite tells other processes that a database is in use.

SQLite says so with POSIX locks, one on the database and one on its shared memory (`-shm`). Both are lost when another part
of the process opens and closes these files. Then the next process that opens or closes the database believes to be
alone: it empties the shared memory or deletes the write-ahead log, and later commits of this process vanish. So on Linux
each process holds the same bytes by locks that survive a close, one hold for all stores it has on a file.
"""

import os
import sys
import threading
import time
from contextlib import suppress

import attrs

from s2ss_core.store.sqlite.byte_locks import has_byte_locks, try_lock, unlock

SHARED_START, SHARED_LENGTH = 0x40000002, 510  # in the database: SQLite's "shared" lock
DEADMAN_SWITCH = 128  # in the shared memory: held by everybody who has it open
PAUSE = 0.001  # seconds between two tries
READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)


@attrs.define
class _Hold:
    """The descriptors of this process, and how many stores use them."""

    files: tuple[int, int]
    users: int = 0


_holds: dict[str, _Hold] = {}
_lock = threading.RLock()  # a store that is collected as garbage closes itself in the midst of anything


class CloseGuard:
    """One store's part in the hold on its file."""

    def __init__(self, path: str) -> None:
        self._path = os.path.realpath(path)
        self.held = False

    def hold(self, *, until: float) -> None:
        """Hold the locks from now on; nothing happens if they are held, or without a write-ahead log."""
        if self.held or not has_byte_locks():
            return
        with _lock:
            self.held = self._joined() or self._began(until)

    def _joined(self) -> bool:
        hold = _holds.get(self._path)
        if hold is None or not hold.users:
            return False
        hold.users += 1
        return hold.users > 1 and _holds.get(self._path) is hold  # else its last user left meanwhile

    def _began(self, until: float) -> bool:
        hold = _opened(self._path)
        if hold is None:
            return False
        hold.users = 1
        taken = _taken(hold, until)
        stale = [_holds.pop(self._path)] if self._path in _holds else []
        if taken:
            _holds[self._path] = hold
        else:
            stale.append(hold)
        for unused in stale:
            _close(unused)
        return _holds.get(self._path) is hold

    def release(self) -> None:
        """Release the locks, so that SQLite can tidy up when its connections are closed; then call `close`."""
        with _lock:
            hold = _holds.get(self._path)
            if self.held and hold:
                self.held = False
                hold.users -= 1
                if not hold.users:
                    for file in hold.files:
                        unlock(file)

    def close(self) -> None:
        """Close the files, after all connections: each such close drops SQLite's own locks of the process."""
        self.release()
        with _lock:
            hold = _holds.get(self._path)
            if hold and not hold.users:
                del _holds[self._path]
                _close(hold)

    def forget(self) -> None:
        """Begin anew in a forked child."""
        self.held = False


def _taken(hold: _Hold, until: float) -> bool:
    database, shared_memory = hold.files
    while True:
        with suppress(OSError):
            if try_lock(database, shared=True, start=SHARED_START, length=SHARED_LENGTH) and try_lock(
                shared_memory, shared=True, start=DEADMAN_SWITCH, length=1
            ):
                return True
        if time.monotonic() >= until:
            return False
        time.sleep(PAUSE)


def _opened(path: str) -> _Hold | None:
    with suppress(OSError):
        database = os.open(path, READ)
        try:
            return _Hold((database, os.open(f"{path}-shm", READ)))
        except OSError:
            os.close(database)
    return None


def _close(hold: _Hold) -> None:
    for file in hold.files:
        os.close(file)


def _forget_inherited() -> None:
    global _lock  # noqa: PLW0603  another thread of the parent may have held it
    _lock = threading.RLock()
    for hold in _holds.values():
        _close(hold)
    _holds.clear()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_forget_inherited)
