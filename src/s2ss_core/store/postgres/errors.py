"""What PostgreSQL's errors mean to the person in front of the program."""

from typing import Any

import psycopg
from psycopg import errors

from s2ss_core.errors import Conflict, StoreError

LOST = "57P"  # the first letters of the SQLSTATEs by which a server that goes away says so
CONNECTION = "08"

# The first class that fits: what is wrong, and what to do.
IN_WORDS: tuple[tuple[type[psycopg.Error], str], ...] = (
    (
        errors.LockNotAvailable,
        "Another program has been writing to {name} for too long. Nothing was recorded: try again.",
    ),
    (
        errors.ReadOnlySqlTransaction,
        "{name} can only be read, as a standby can. Open the server that may be written to.",
    ),
    (
        errors.DiskFull,
        "There is no room left for {name}. Nothing of this was recorded: free some space and try again.",
    ),
    (
        errors.IdleInTransactionSessionTimeout,
        "Nothing was done to {name} for too long while the writers' lock was held. Nothing was recorded: begin again.",
    ),
    (
        errors.InsufficientPrivilege,
        "You have no permission to do this in {name}: {said}. Ask whoever keeps it.",
    ),
    (errors.UndefinedTable, "The tables of {name} are gone: {said}. Go back to a copy."),
    (errors.QueryCanceled, "{name} was too slow and gave up: {said}. Nothing was recorded: try again."),
    (errors.IntegrityError, "{name} refused this: {said}. Nothing was recorded."),
)


def in_words(error: psycopg.Error, name: str) -> StoreError:
    """One plain sentence for what went wrong with a database."""
    said = (error.diag.message_primary or str(error)).strip().splitlines()
    facts = {"name": name, "said": " ".join(line.strip() for line in said).rstrip(".") or "no reason given"}
    if isinstance(error, errors.UniqueViolation):
        return Conflict("Somebody else wrote to {name} at the same place. Read it again.".format_map(facts))
    for kind, words in IN_WORDS:
        if isinstance(error, kind):
            return StoreError(_begun(words.format_map(facts)))
    if isinstance(error, psycopg.OperationalError):
        words = "{name} cannot be reached: {said}. Check that the server runs and that you may connect to it."
        return StoreError(_begun(words.format_map(facts)))
    return StoreError(_begun("{name} cannot be used: {said}.".format_map(facts)))


def unsure(name: str) -> StoreError:
    """What is said when the connection went while the end of a transaction was on its way."""
    return StoreError(
        f"The connection to {name} was lost before the answer came: this may have been recorded, or not. "
        "Do the same again: what is recorded already is not recorded twice."
    )


def is_lost(error: BaseException, connection: psycopg.Connection[Any]) -> bool:
    """Whether the connection, and with it whatever was not committed, is gone."""
    state = getattr(error, "sqlstate", None) or ""
    return connection.closed or connection.broken or state.startswith((LOST, CONNECTION))


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
