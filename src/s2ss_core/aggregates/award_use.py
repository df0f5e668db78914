"""What a deployment uses of an award: what of its cost is eligible, and what its plan still needs. All sums in pence."""

from datetime import date

import attrs

from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.programmes import Programme, funding_terms
from s2ss_core.values import Money


@attrs.frozen(kw_only=True)
class AwardUse:
    """What is eligible of a deployment's cost, and what is approved beyond that while its support runs.

    `owed` is eligible and not released, `overpaid` released and not eligible, where the programme releases instalments.
    """

    deployment: str = ""
    eligible: Money = Money(0)
    committed: Money = Money(0)
    owed: Money = Money(0)
    overpaid: Money = Money(0)
    closed: bool = False

    @property
    def needed(self) -> Money:
        """What the deployment needs of what is set aside for it."""
        return self.eligible + self.committed


NO_USE = AwardUse()


def use_of(name: str, deployment: Deployment, programme: Programme, on: date) -> AwardUse:
    """What a deployment uses on a day: nothing is committed from the day on which the end of its support was agreed."""
    eligible = deployment.account(programme).eligible()
    ended = deployment.ending.ended
    committed = Money(0) if ended and ended.on <= on else deployment.planning.total - eligible
    releases = bool(funding_terms(programme, deployment.funding).gates)
    due = eligible - deployment.money.net_released if releases else Money(0)
    return AwardUse(
        deployment=name,
        eligible=eligible,
        committed=Money(max(0, committed)),
        owed=Money(max(0, due)),
        overpaid=Money(max(0, -due)),
        closed=deployment.ending.closed is not None,
    )
