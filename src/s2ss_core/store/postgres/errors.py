"""PostgreSQL's errors as messages for people."""

from typing import Any

import psycopg
from psycopg import errors

from s2ss_core.errors import Conflict, StoreError

LOST = "57P"  # the first letters of the SQLSTATEs of a server that shuts down
CONNECTION = "08"

# By class (the first match counts): what is wrong, and what to do.
IN_WORDS: tuple[tuple[type[psycopg.Error], str], ...] = (
    (
        errors.LockNotAvailable,
        "Another program has been writing to {name} for too long. Nothing was recorded: try again.",
    ),
    (
        errors.ReadOnlySqlTransaction,
        "{name} is read-only, for example a standby. Open the primary server.",
    ),
    (
        errors.DiskFull,
        "There is no space left for {name}. Nothing was recorded: free some space and try again.",
    ),
    (
        errors.IdleInTransactionSessionTimeout,
        "The write lock on {name} was held too long without any work. Nothing was recorded: begin again.",
    ),
    (
        errors.InsufficientPrivilege,
        "You have no permission to do this in {name}: {said}. Ask whoever keeps it.",
    ),
    (errors.UndefinedTable, "The tables of {name} are missing: {said}. Restore a backup."),
    (errors.QueryCanceled, "{name} took too long and gave up: {said}. Nothing was recorded: try again."),
    (errors.IntegrityError, "{name} refused this: {said}. Nothing was recorded."),
)


def in_words(error: psycopg.Error, name: str) -> StoreError:
    """An error of the server as one plain sentence."""
    said = (error.diag.message_primary or str(error)).strip().splitlines()
    facts = {"name": name, "said": " ".join(line.strip() for line in said).rstrip(".") or "no reason given"}
    if isinstance(error, errors.UniqueViolation):
        return Conflict("Write conflict in {name}: reload and try again.".format_map(facts))
    for kind, words in IN_WORDS:
        if isinstance(error, kind):
            return StoreError(_begun(words.format_map(facts)))
    if isinstance(error, psycopg.OperationalError):
        words = "{name} cannot be reached: {said}. Check that the server runs and that you may connect to it."
        return StoreError(_begun(words.format_map(facts)))
    return StoreError(_begun("{name} cannot be used: {said}.".format_map(facts)))


def unsure(name: str) -> StoreError:
    """The error for a connection that was lost during a commit."""
    return StoreError(
        f"The connection to {name} was lost during the commit: this may have been recorded, or not. "
        "Do the same again: commands are idempotent."
    )


def is_lost(error: BaseException, connection: psycopg.Connection[Any]) -> bool:
    """Whether the connection is lost, and with it any open transaction."""
    state = getattr(error, "sqlstate", None) or ""
    return connection.closed or connection.broken or state.startswith((LOST, CONNECTION))


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
