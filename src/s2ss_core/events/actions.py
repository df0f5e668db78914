"""Actions: what a review asked somebody to do was done."""

from datetime import date

from s2ss_core.events.registry import recorded_as
from s2ss_core.ids import RecordId
from s2ss_core.values import Person, Private

__all__ = ["ActionDone"]


@recorded_as("deployment.action-done", version=1, natural_key=("review", "action"))
class ActionDone:
    """An action that a review asked for was done; `by` is who says so, and `outcome` what came of it."""

    review: RecordId
    action: RecordId
    on: date
    by: Person
    outcome: Private | None = None
