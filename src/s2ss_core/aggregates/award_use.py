"""What a deployment uses of an award: what of its cost is eligible, and what its plan still needs. All sums in pence."""

from datetime import date

import attrs

from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.programmes import Programme
from s2ss_core.values import Money


@attrs.frozen(kw_only=True)
class AwardUse:
    """What is eligible of a deployment's cost, and what is approved beyond that while its support runs."""

    eligible: Money = Money(0)
    committed: Money = Money(0)

    @property
    def needed(self) -> Money:
        """What the deployment needs of what is set aside for it."""
        return self.eligible + self.committed


NO_USE = AwardUse()


def use_of(deployment: Deployment, programme: Programme, on: date) -> AwardUse:
    """What a deployment uses on a day: nothing is committed from the day on which the end of its support was agreed."""
    eligible = deployment.account(programme).eligible()
    ended = deployment.ending.ended
    committed = Money(0) if ended and ended.on <= on else deployment.planning.total - eligible
    return AwardUse(eligible=eligible, committed=Money(max(0, committed)))
