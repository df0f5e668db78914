"""Concerns raised while support runs."""

from datetime import date
from typing import Literal

from s2ss_core.events.registry import recorded_as
from s2ss_core.ids import RecordId
from s2ss_core.values import Person, Private

__all__ = ["ConcernEscalated", "ConcernRaised", "ConcernResolved"]


@recorded_as("deployment.concern-raised", version=1, key_space="concern")
class ConcernRaised:
    """Somebody raised a concern that may jeopardise the impact of the support.

    A leader's difficulty and a Headteacher's take different routes, so the role of whoever raised it counts.
    """

    concern: RecordId
    on: date
    by: Person
    about: Private
    raised_with: Literal["headteacher", "broker", "funder", "teaching-school-lead", "operational-lead"] = (
        "headteacher"
    )


@recorded_as("deployment.concern-escalated", version=1, natural_key=("concern", "escalated_to"))
class ConcernEscalated:
    """A concern that remained went up the ladder: Headteacher, broker, funder."""

    concern: RecordId
    on: date
    by: Person
    escalated_to: Literal["broker", "funder"]
    reason: Private | None = None


@recorded_as("deployment.concern-resolved", version=1)
class ConcernResolved:
    """A concern was resolved."""

    concern: RecordId
    on: date
    by: Person
    outcome: Private
