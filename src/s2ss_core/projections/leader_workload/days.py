"""The days of a leader's year that were committed and worked, by deployment."""

from collections.abc import Iterable

import attrs

from s2ss_core.events import CommitmentReleased, DaysCommitted, DaysWorked
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
    booking = (DaysCommitted, DaysWorked, CommitmentReleased)
    named = (entry.event.deployment for entry in facts.entries if isinstance(entry.event, booking))
    return tuple(_days(deployment, facts) for deployment in dict.fromkeys(named))


def committed_net(
    committed: Iterable[Positioned[DaysCommitted]], released: Iterable[Positioned[CommitmentReleased]]
) -> Figure[Days]:
    """Days committed less days released, at least zero."""
    total = days(Figure(entry.event.days, (entry.position,)) for entry in committed)
    return (total - days(Figure(entry.event.days, (entry.position,)) for entry in released)).at_least_nought()


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
