"""The record of brokered school-to-school support in England: every fact an event, every figure led back to its events."""

from s2ss_core.brokerage import Brokerage, Evidence
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
from s2ss_core.values import AcademicYear, Days, Money, Organisation, Person, Term, Urn, Withheld

__all__ = [
    "AcademicYear",
    "AsAt",
    "BadInput",
    "Broken",
    "Brokerage",
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
