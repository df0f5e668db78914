"""The record of brokered school-to-school support in England: every fact an event, every figure led back to its events."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from s2ss_core.application import Brokerage, Evidence
    from s2ss_core.errors import (
        BadInput,
        Conflict,
        CorruptEntry,
        ImpossibleHistory,
        MissingExtra,
        NaturalIdReused,
        NotFound,
        NotOurs,
        S2ssError,
        StoreError,
        UnknownEvent,
    )
    from s2ss_core.projections import AsAt, Figure, as_data
    from s2ss_core.rules import Broken, Despite, Finding, Refused
    from s2ss_core.store import Recorded
    from s2ss_core.values import AcademicYear, Cause, Days, Money, Organisation, Person, Term, Urn, Withheld

__all__ = [
    "AcademicYear",
    "AsAt",
    "BadInput",
    "Broken",
    "Brokerage",
    "Cause",
    "Conflict",
    "CorruptEntry",
    "Days",
    "Despite",
    "Evidence",
    "Figure",
    "Finding",
    "ImpossibleHistory",
    "MissingExtra",
    "Money",
    "NaturalIdReused",
    "NotFound",
    "NotOurs",
    "Organisation",
    "Person",
    "Recorded",
    "Refused",
    "S2ssError",
    "StoreError",
    "Term",
    "UnknownEvent",
    "Urn",
    "Withheld",
    "as_data",
]

# A name is imported when it is first asked for: a process that needs one room does not load them all.
_ROOMS = {
    "s2ss_core.application": ("Brokerage", "Evidence"),
    "s2ss_core.errors": (
        "BadInput",
        "Conflict",
        "CorruptEntry",
        "ImpossibleHistory",
        "MissingExtra",
        "NaturalIdReused",
        "NotFound",
        "NotOurs",
        "S2ssError",
        "StoreError",
        "UnknownEvent",
    ),
    "s2ss_core.projections": ("AsAt", "Figure", "as_data"),
    "s2ss_core.rules": ("Broken", "Despite", "Finding", "Refused"),
    "s2ss_core.store": ("Recorded",),
    "s2ss_core.values": (
        "AcademicYear",
        "Cause",
        "Days",
        "Money",
        "Organisation",
        "Person",
        "Term",
        "Urn",
        "Withheld",
    ),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _ROOM_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_ROOM_OF[name]), name)


def __dir__() -> list[str]:
    return __all__
