"""Locks on bytes of a file that survive when another part of the process closes the file.

The locks of POSIX belong to a process: closing any descriptor of a file drops all its locks on that file. Linux also has
locks that belong to an open file description. They stay until they are released, or until the last copy of the
descriptor is closed. Other systems have `flock`, which locks whole files.
"""

import os
import struct
import sys

if sys.platform != "win32":
    import fcntl

TO_THE_END = 0  # as a length
BYTE_LOCKS = sys.platform == "linux"  # whether this system has locks of open file descriptions


def has_byte_locks() -> bool:
    """Whether `try_lock` locks bytes; otherwise it locks the whole file."""
    return BYTE_LOCKS


def try_lock(file: int, *, shared: bool, start: int = 0, length: int = TO_THE_END) -> bool:
    """Lock some bytes, or (where only `flock` exists) the whole file. False if somebody else holds a lock there.

    Raises OSError if the file system has no locks.
    """
    try:
        if sys.platform == "linux" and BYTE_LOCKS:
            _set_lock(file, fcntl.F_RDLCK if shared else fcntl.F_WRLCK, start, length)
        elif sys.platform != "win32":
            fcntl.flock(file, fcntl.LOCK_NB | (fcntl.LOCK_SH if shared else fcntl.LOCK_EX))
    except (BlockingIOError, PermissionError):
        return False
    return True


def unlock(file: int) -> None:
    """Release every lock of this descriptor, also for a child process that has a copy of it."""
    if sys.platform == "linux" and BYTE_LOCKS:
        _set_lock(file, fcntl.F_UNLCK, 0, TO_THE_END)
    elif sys.platform != "win32":
        fcntl.flock(file, fcntl.LOCK_UN)


if sys.platform == "linux":

    def _set_lock(file: int, kind: int, start: int, length: int) -> None:
        fcntl.fcntl(file, fcntl.F_OFD_SETLK, struct.pack("hhqqi0q", kind, os.SEEK_SET, start, length, 0))
