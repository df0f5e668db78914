"""What a deployment uses of an award: what of its cost is eligible, and what its plan still needs. All sums in pence."""

from collections.abc import Iterable
from datetime import date

import attrs

from s2ss_core.aggregates.decision import DecisionContext
from s2ss_core.aggregates.deployment.award_shares import released_of_lines
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.legs import first_legs
from s2ss_core.programmes import Programme
from s2ss_core.values import Money


@attrs.frozen(kw_only=True)
class AwardUse:
    """What is eligible of a deployment's cost, and what is approved beyond that while its support runs.

    `owed` is due and not settled on the legs that the holder of the money pays, `overpaid` settled and not due.
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


def use_of(
    name: str, deployment: Deployment, programme: Programme, on: date, lines: frozenset[str] = frozenset()
) -> AwardUse:
    """What a deployment uses on a day: nothing is committed from the day on which the end of its support was agreed.

    If there are `lines`, they are those that the award bears, and everything else is another award's.
    """
    account, ended = deployment.account(programme), deployment.ending.ended
    eligible = _sum(account.eligible_on(line) for line in lines) if lines else account.eligible()
    committed = Money(0) if ended and ended.on <= on else _approved(deployment, lines) - eligible
    owed, overpaid = _unsettled(deployment, programme, eligible, lines)
    return AwardUse(
        deployment=name,
        eligible=eligible,
        committed=Money(max(0, committed)),
        owed=owed,
        overpaid=overpaid,
        closed=deployment.ending.closed is not None,
    )


def _unsettled(
    deployment: Deployment, programme: Programme, eligible: Money, lines: frozenset[str]
) -> tuple[Money, Money]:
    """What is owed and what is overpaid, leg by leg; of the lines of one of several awards, over all legs."""
    if lines:
        account, released = deployment.account(programme), deployment.money.net_released
        due = eligible - released_of_lines(deployment, account, lines, released)
        return Money(max(0, due)), Money(max(0, -due))
    legs = tuple(first_legs(deployment, DecisionContext(programme=programme)))
    return _sum(leg.owed for leg in legs), _sum(leg.overpaid for leg in legs)


def _approved(deployment: Deployment, lines: frozenset[str]) -> Money:
    plan = deployment.planning.latest
    return _sum(plan.approved(line) for line in lines) if plan and lines else deployment.planning.total


def _sum(amounts: Iterable[Money]) -> Money:
    return sum(amounts, Money(0))
