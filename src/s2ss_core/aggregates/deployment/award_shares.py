"""What of a deployment's releases each award pays, where several awards bear lines of its plan. All sums in pence."""

from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.ledger import Account, LineCost, released_for
from s2ss_core.values import Money


def released_of_lines(
    deployment: Deployment, account: Account, lines: frozenset[str], net_released: Money
) -> Money:
    """What of a sum released in all is for costs on these lines. What is beyond every cost counts with the first line."""
    plan = deployment.planning.latest
    costs = (
        LineCost(on=item.day, line=item.line, eligible=worth, disallowed=item.amount - worth)
        for _, item in account.items
        for worth in (account.eligible_of(item),)
    )
    first = plan.plan.lines[0].id if plan else None
    return released_for(lines, costs, net_released, rest=first in lines)
