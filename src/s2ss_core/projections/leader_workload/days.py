"""The days of a leader's year that were committed and worked, by deployment."""

from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from s2ss_core.events import CommitmentReleased, DaysCommitted, DaysWorked
from s2ss_core.ids import key_of
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, days, greater
from s2ss_core.values import Days


@attrs.frozen(kw_only=True)
class DeploymentDays:
    """The days of one leader's year that one deployment uses. `booked` is the greater of `committed` and `worked`.

    `worked` is the sum of `contact` and `preparation`. `committed` is less what was released. Visits that were
    struck out do not count.
    """

    deployment: str
    committed: Figure[Days]
    worked: Figure[Days]
    contact: Figure[Days]
    preparation: Figure[Days]
    booked: Figure[Days]


def by_deployment(facts: EventSet) -> tuple[DeploymentDays, ...]:
    """The days of each deployment, in the order in which they first appear."""
    booked: Sequence[Positioned[Any]] = facts.of(DaysCommitted, DaysWorked, CommitmentReleased)
    named: dict[str, str] = {}
    for entry in booked:
        named.setdefault(key_of(entry.event.deployment), entry.event.deployment)
    of_each = {key: EventSet(facts.key) for key in named}
    for recorded in facts.entries:
        deployment = key_of(getattr(recorded.event, "deployment", ""))
        if deployment in of_each:
            of_each[deployment].add(recorded)
    return tuple(_days(named[key], own) for key, own in of_each.items())


def committed_net(
    committed: Iterable[Positioned[DaysCommitted]], released: Iterable[Positioned[CommitmentReleased]]
) -> Figure[Days]:
    """Days committed less days released, at least zero."""
    total = days(Figure(entry.event.days, (entry.position,)) for entry in committed)
    return (total - days(Figure(entry.event.days, (entry.position,)) for entry in released)).at_least_nought()


def _days(deployment: str, facts: EventSet) -> DeploymentDays:
    committed = committed_net(facts.of(DaysCommitted), facts.of(CommitmentReleased))
    visits = facts.not_struck_out(DaysWorked)
    worked = days(Figure(visit.event.days, (visit.position,)) for visit in visits)
    return DeploymentDays(
        deployment=deployment,
        committed=committed,
        worked=worked,
        contact=days(Figure(visit.event.contact, (visit.position,)) for visit in visits),
        preparation=days(Figure(visit.event.preparation, (visit.position,)) for visit in visits),
        booked=greater(committed, worked),
    )
