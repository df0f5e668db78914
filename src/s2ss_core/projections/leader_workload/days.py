"""Days of a leader's year that were committed and worked, deployment by deployment."""

from collections.abc import Iterable

import attrs

from s2ss_core.events import CommitmentReleased, DaysCommitted, DaysWorked
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, days, greater
from s2ss_core.values import Days


@attrs.frozen(kw_only=True)
class DeploymentDays:
    """What one deployment takes of a year, in days: booked is the greater of committed and worked.

    `worked` is `contact` and `preparation`; a commitment given back is taken off `committed`, and a visit that
    was struck out counts in nothing.
    """

    deployment: str
    committed: Figure[Days]
    worked: Figure[Days]
    contact: Figure[Days]
    preparation: Figure[Days]
    booked: Figure[Days]


def by_deployment(facts: EventSet) -> tuple[DeploymentDays, ...]:
    """Each deployment's part of the days, in the order they first appear."""
    booking = (DaysCommitted, DaysWorked, CommitmentReleased)
    named = (entry.event.deployment for entry in facts.entries if isinstance(entry.event, booking))
    return tuple(_days(deployment, facts) for deployment in dict.fromkeys(named))


def committed_net(
    committed: Iterable[Positioned[DaysCommitted]], back: Iterable[Positioned[CommitmentReleased]]
) -> Figure[Days]:
    """Days committed less days given back, never less than none."""
    given = days(Figure(entry.event.days, (entry.position,)) for entry in committed)
    return (given - days(Figure(entry.event.days, (entry.position,)) for entry in back)).at_least_nought()


def _days(deployment: str, facts: EventSet) -> DeploymentDays:
    committed = committed_net(
        (commitment for commitment in facts.of(DaysCommitted) if commitment.event.deployment == deployment),
        (released for released in facts.of(CommitmentReleased) if released.event.deployment == deployment),
    )
    visits = [worked for worked in facts.not_struck_out(DaysWorked) if worked.event.deployment == deployment]
    worked = days(Figure(visit.event.days, (visit.position,)) for visit in visits)
    return DeploymentDays(
        deployment=deployment,
        committed=committed,
        worked=worked,
        contact=days(Figure(visit.event.contact, (visit.position,)) for visit in visits),
        preparation=days(Figure(visit.event.preparation, (visit.position,)) for visit in visits),
        booked=greater(committed, worked),
    )
