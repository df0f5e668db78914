"""Activities: what is planned, and the sessions held of it."""

from collections.abc import Iterator

import attrs

from s2ss_core.aggregates.fold import Fold
from s2ss_core.events import ActivityHeld, ActivityPlanned


@attrs.define(kw_only=True)
class Activities:
    """The activities that are planned, by their ids, and every session."""

    planned: dict[str, ActivityPlanned] = attrs.field(factory=dict)
    held: list[ActivityHeld] = attrs.field(factory=list)

    def expected(self) -> Iterator[str]:
        """The ids of the activities that were not planned again."""
        replaced = {activity.instead_of for activity in self.planned.values()}
        return (activity for activity in self.planned if activity not in replaced)


fold = Fold[Activities]()


@fold.on(ActivityPlanned)
def _activity_planned(activities: Activities, event: ActivityPlanned) -> None:
    activities.planned[event.activity] = event


@fold.on(ActivityHeld)
def _activity_held(activities: Activities, event: ActivityHeld) -> None:
    activities.held.append(event)
