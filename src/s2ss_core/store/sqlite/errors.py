"""SQLite's errors as messages for people."""

import sqlite3

from s2ss_core.errors import NotOurs, StoreError

CANNOT_OPEN = "{path} cannot be opened. Check that its folder exists and that you may read and write it."
DAMAGED = "{path} is damaged. Stop writing to it and go back to a copy."
# By the name of SQLite's result code (the first match counts): what is wrong, and what to do.
IN_WORDS = (
    (
        "SQLITE_FULL",
        "There is no space left for {path}. Nothing was recorded: free some space and try again.",
    ),
    (
        "SQLITE_BUSY",
        "Another program has been writing to {path} for too long. Nothing was recorded: try again.",
    ),
    ("SQLITE_LOCKED", "Another part of this program holds {path}. Nothing was recorded: try again."),
    (
        "SQLITE_READONLY",
        "{path} or its folder cannot be written to. Allow writing there, or open a copy elsewhere.",
    ),
    ("SQLITE_CANTOPEN", CANNOT_OPEN),
    ("SQLITE_PERM", "{path} cannot be opened: you have no permission. Ask whoever keeps it."),
    ("SQLITE_CORRUPT", DAMAGED),
    ("SQLITE_CONSTRAINT", "{path} refused this: {error}. Nothing was recorded."),
    ("SQLITE_IOERR", "The disk failed while {path} was in use. Check the disk, then try again."),
)


def in_words(error: sqlite3.Error | UnicodeDecodeError, path: str) -> StoreError:
    """An error of a database file as one plain sentence."""
    if isinstance(error, UnicodeDecodeError):
        return StoreError(DAMAGED.format(path=path))
    if is_undecodable(error):
        return StoreError(f"{path} holds a text that is not UTF-8. Run s2ss doctor to find what is damaged.")
    code = getattr(error, "sqlite_errorname", "")
    if code == "SQLITE_NOTADB":
        return NotOurs(f"{path} is not a database. Choose another file.")
    for begins, words in IN_WORDS:
        if code.startswith(begins):
            return StoreError(words.format(path=path, error=error))
    return StoreError(f"{path} cannot be used: {error}.")


def is_undecodable(error: sqlite3.Error) -> bool:
    """Whether a text is not UTF-8. The message repeats that text, so nobody may see it."""
    return str(error).startswith("Could not decode to UTF-8")


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another connection held the lock, so that a retry may help."""
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def cannot_open(error: BaseException | None) -> bool:
    """Whether an existing file could not be opened for writing."""
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY"))
