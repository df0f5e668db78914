"""What is eligible of the costs that an award bears itself: no more than is allocated to their purpose."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from s2ss_core.events import AwardCostIncurred
from s2ss_core.values import Money


def eligible_award_costs(
    costs: Iterable[tuple[AwardCostIncurred, Money]],
    allocated: Mapping[str, Money],
    usable: Callable[[date], bool],
) -> Mapping[str, Money]:
    """What is eligible of each cost by its id, in pence, in the order of their days.

    With each cost comes what of it was neither credited nor disallowed. `allocated` is what is set aside for each purpose and was not returned: the oldest costs take it first. A cost on
    a day outside the award's own period takes nothing of it.
    """
    left = dict(allocated)
    eligible: dict[str, Money] = {}
    for cost, sum_left in sorted(costs, key=lambda each: each[0].on):
        most = max(Money(0), left.get(cost.purpose, Money(0))) if usable(cost.on) else Money(0)
        eligible[cost.cost] = min(sum_left, Money(most))
        left[cost.purpose] = left.get(cost.purpose, Money(0)) - eligible[cost.cost]
    return eligible
