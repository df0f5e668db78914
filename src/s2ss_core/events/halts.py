"""Halts: support is withheld for a time, and where a condition was broken its money too."""

from datetime import date
from typing import Literal

from s2ss_core.events.registry import recorded_as
from s2ss_core.ids import RecordId
from s2ss_core.values import Person, Private

__all__ = ["SupportHalted", "SupportResumed"]


@recorded_as("deployment.support-halted", version=1, key_space="halt")
class SupportHalted:
    """Support is withheld from this day, until it is resumed. If `funding_too`, nothing is released either.

    `conditions` are the ids of the conditions, of the agreement or the award, that were not met.
    """

    halt: RecordId
    on: date
    cause: Literal["breach", "illness", "closure", "other"]
    conditions: tuple[RecordId, ...] = ()
    funding_too: bool = False
    by: Person
    reason: Private


@recorded_as("deployment.support-resumed", version=1)
class SupportResumed:
    """Support goes on from this day, and its money is released again if it was withheld too."""

    halt: RecordId
    on: date
    by: Person
    reason: Private | None = None
