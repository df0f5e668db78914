"""Small files that must not be lost or read by others: keys, and the last checkpoint that a key signed."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from s2ss_core.errors import BadInput, StoreError
from s2ss_core.store.sqlite.byte_locks import try_lock, unlock

OWNER_ONLY = 0o600
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
MOST_BYTES = 1_000_000
WAIT_SECONDS = 60.0
PAUSE_SECONDS = 0.02


def content_of(path: Path) -> bytes:
    """The bytes of a small file. Raises BadInput if it cannot be read or is no small file."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}. Name a file that can.") from None
    if len(content) > MOST_BYTES:
        raise BadInput(f"{path} is larger than any checkpoint or key. Name the right file.")
    return content


def text_of(path: Path) -> str:
    """The text of a small file. Raises BadInput."""
    try:
        return content_of(path).decode("utf-8")
    except UnicodeDecodeError:
        raise BadInput(f"{path} does not hold text. Name the right file.") from None


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet and that only its owner can read. Raises BadInput if it is there."""
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_LINK, OWNER_ONLY)
    except FileExistsError:
        raise BadInput(
            f"{path} is there already, and a key is never overwritten. Name another file."
        ) from None
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}. Name another file.") from None
    _fill(file, text)
    _sync_folder(path.parent)


def replace(path: Path, text: str) -> None:
    """Write a file in place of the one that may be there: whoever reads it sees the old text or the new one."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        _fill(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | NO_LINK, OWNER_ONLY), text)
        beside.replace(path)
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}. Name another file.") from None
    finally:
        beside.unlink(missing_ok=True)
    _sync_folder(path.parent)


@contextmanager
def locked(path: Path, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold a file alone until the block ends, against every other thread and process that asks for it here.

    Raises BadInput if it cannot be opened, and StoreError if others hold it for too long.
    """
    try:
        file = os.open(path, os.O_RDWR | NO_LINK)
    except OSError as error:
        raise BadInput(f"{path} cannot be opened: {error.strerror}. Name a key file of yours.") from None
    try:
        _take(file, path, time.monotonic() + wait)
        try:
            yield
        finally:
            unlock(file)
    finally:
        os.close(file)


def _take(file: int, path: Path, until: float) -> None:
    while not try_lock(file, shared=False):
        if time.monotonic() > until:
            raise StoreError(
                f"Another program has been using {path} for too long. Wait until it is done, and try again."
            )
        time.sleep(PAUSE_SECONDS)


def _fill(file: int, text: str) -> None:
    with os.fdopen(file, "w", encoding="utf-8", newline="") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
