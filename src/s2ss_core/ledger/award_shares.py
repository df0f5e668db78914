"""The share of each award where several fund one deployment: a line of the plan is borne by one award."""

from collections.abc import Collection, Iterable
from datetime import date

import attrs

from s2ss_core.values import Money


@attrs.frozen(kw_only=True)
class LineCost:
    """A cost on a line, in pence: what is eligible of it, and what is not."""

    on: date
    line: str
    eligible: Money
    disallowed: Money


def released_for(
    lines: Collection[str], costs: Iterable[LineCost], net_released: Money, *, rest: bool
) -> Money:
    """What of a sum released is for costs on these lines: the oldest eligible costs are paid first, then the oldest others.

    What is released beyond all of them counts here if `rest` is true.
    """
    in_order = sorted(costs, key=lambda cost: cost.on)
    paid = [
        *((cost.line, cost.eligible) for cost in in_order),
        *((cost.line, cost.disallowed) for cost in in_order),
    ]
    left, total = net_released, Money(0)
    for line, amount in paid:
        taken = Money(min(left, amount))
        left -= taken
        total += taken if line in lines else Money(0)
    return total + (left if rest else Money(0))
