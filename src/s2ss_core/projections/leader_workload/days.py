"""Days of a leader's year that were committed and worked, deployment by deployment."""

from collections.abc import Iterable

import attrs

from s2ss_core.events import CommitmentReleased, DaysCommitted, DaysWorked
from s2ss_core.projections.facts import Facts, Told
from s2ss_core.projections.figure import Figure, days, greater
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


def by_deployment(facts: Facts) -> tuple[DeploymentDays, ...]:
    """Each deployment's part of the days, in the order they first appear."""
    booking = (DaysCommitted, DaysWorked, CommitmentReleased)
    named = (entry.event.deployment for entry in facts.entries if isinstance(entry.event, booking))
    return tuple(_days(deployment, facts) for deployment in dict.fromkeys(named))


def committed_net(
    committed: Iterable[Told[DaysCommitted]], back: Iterable[Told[CommitmentReleased]]
) -> Figure[Days]:
    """Days committed less days given back, never less than none."""
    given = days(Figure(told.event.days, (told.position,)) for told in committed)
    return (given - days(Figure(told.event.days, (told.position,)) for told in back)).at_least_nought()


def _days(deployment: str, facts: Facts) -> DeploymentDays:
    committed = committed_net(
        (told for told in facts.of(DaysCommitted) if told.event.deployment == deployment),
        (told for told in facts.of(CommitmentReleased) if told.event.deployment == deployment),
    )
    visits = [told for told in facts.standing(DaysWorked) if told.event.deployment == deployment]
    worked = days(Figure(told.event.days, (told.position,)) for told in visits)
    return DeploymentDays(
        deployment=deployment,
        committed=committed,
        worked=worked,
        contact=days(Figure(told.event.contact, (told.position,)) for told in visits),
        preparation=days(Figure(told.event.preparation, (told.position,)) for told in visits),
        booked=greater(committed, worked),
    )
