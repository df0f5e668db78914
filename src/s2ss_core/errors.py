"""The public family of errors: catch `S2ssError` to catch them all."""


class S2ssError(Exception):
    """Raised for everything this library refuses or cannot do. Show its text: it says what to do next."""


class BadInput(S2ssError, ValueError):
    """Raised for a value that no event, programme or command can hold: of a wrong type, out of range or malformed.

    Nothing was recorded. Correct what the text names and call again; the same call fails again.
    """


class NaturalIdReused(BadInput):
    """Raised if a natural id is given to a fact that differs from the fact recorded under it.

    Give the new fact an id of its own. If the recorded fact is wrong, strike it out, where its kind is struck out: the text
    says whether it is. (The same fact with the same id raises nothing: it is a duplicate, and nothing is recorded.)
    """


class NotFound(S2ssError, LookupError):
    """Raised if a deployment, leader's year, grant, programme or event does not exist.

    Check the id, or record first what the text names.
    """


class ImpossibleHistory(S2ssError):
    """Raised by replay for stored events that cannot follow one another, such as a deployment that is brokered twice.

    No command writes such a history. Stop writing, and run `s2ss doctor` on the store.
    """


class StoreError(S2ssError):
    """Raised if the store cannot be opened, read or written. Unless the text says that it may have been, nothing was recorded.

    Put right what the text names, such as the path, the server or the disk; then repeat the call with the same ids. What
    was recorded after all is a duplicate, and is not recorded again.
    """


class NotOurs(StoreError):
    """Raised on opening a database that belongs to another program, or whose format this version does not know.

    Nothing in it was changed. Open another database, or install the newer version that wrote it. An older format than
    the first that was released is refused too: keep such a file, and open a new one.
    """


class UnknownEvent(StoreError):
    """Raised for a stored event with a name, version or field that this version of the library does not know.

    Install the version of the library that wrote it. Never delete the event.
    """


class CorruptEntry(StoreError):
    """Raised for a stored entry whose bytes are not those that were recorded, or are not the form of its event.

    Somebody or something changed the database outside this library. Stop writing, run `s2ss doctor`, and restore a
    backup.
    """


class Conflict(StoreError):
    """Raised if another writer changed a stream between reading and writing it, on a store without a write lock.

    Nothing was recorded. Repeat the call with the same ids.
    """


class MissingExtra(S2ssError, ImportError):
    """Raised if an optional part of the library is not installed. The text has the `pip install` line to run."""
