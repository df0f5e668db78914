"""The public family of errors: catch `S2ssError` to catch them all."""


class S2ssError(Exception):
    """Anything this library refuses or cannot do; its text says what to do next."""


class BadInput(S2ssError, ValueError):
    """A value that no event, programme or command can hold: wrong type, out of range, malformed."""


class NaturalIdReused(BadInput):
    """A natural id that already names one fact was given to a different one."""


class NotFound(S2ssError, LookupError):
    """No such deployment, leader year, grant, programme or event."""


class ImpossibleHistory(S2ssError):
    """Stored events that cannot have followed one another."""


class StoreError(S2ssError):
    """The store cannot be opened, read or written."""


class NotOurs(StoreError):
    """The database exists and is not one of ours, or a newer version wrote it."""


class UnknownEvent(StoreError):
    """A stored name, or a version of it, that this version of the library does not know."""


class CorruptEntry(StoreError):
    """A stored entry whose bytes are not the canonical form of the event it names."""


class Conflict(StoreError):
    """Another writer got there first and the back end offers no lock to wait on: try again."""


class MissingExtra(S2ssError, ImportError):
    """An optional part is not installed; the text names the `pip install` line."""
