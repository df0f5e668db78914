"""The share of one award in a deployment that draws on several: the lines of the plan that the award bears."""

from collections.abc import Iterator
from typing import Any

import attrs

from s2ss_core.events import GrantAllocated, GrantRecovered, InstalmentReleased
from s2ss_core.ids import same
from s2ss_core.ledger import LineCost, released_for
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.sums.costs import Costs
from s2ss_core.projections.sums.support_costs import SupportCosts
from s2ss_core.store import Recorded
from s2ss_core.values import Money


def lines_borne(part: EventSet) -> frozenset[str]:
    """The lines of the deployment's plan that an award bears; none if it bears all of them."""
    return frozenset(
        line
        for allocation in part.not_struck_out(GrantAllocated)
        if allocation.event.purpose == "support" and same(allocation.event.deployment, part.name)
        for line in allocation.event.lines or ()
    )


def share_of_costs(support: SupportCosts, lines: frozenset[str]) -> SupportCosts:
    """The plans and the costs of these lines alone."""
    plans = tuple(attrs.evolve(plan, only=lines) for plan in support.price_list.plans)
    costs = Costs(tuple(cost for cost in support.costs.all if cost.line in lines), support.costs.notes)
    return SupportCosts(attrs.evolve(support.price_list, plans=plans), costs)


def share_of_events(part: EventSet, support: SupportCosts, lines: frozenset[str]) -> EventSet:
    """The events of a deployment, with what of each release and recovery is for these lines."""
    return EventSet(part.key, tuple(_shared(part, support, lines)))


def _shared(part: EventSet, support: SupportCosts, lines: frozenset[str]) -> Iterator[Recorded]:
    costs = [
        LineCost(
            on=cost.on,
            line=cost.line,
            eligible=Money(cost.incurred.value - cost.disallowed.value),
            disallowed=Money(cost.disallowed.value),
        )
        for cost in support.costs.all
    ]
    first = support.plan.lines[0].id if support.plan else None
    net = before = Money(0)
    for entry in part.entries:
        if not isinstance(entry.event, InstalmentReleased | GrantRecovered):
            yield entry
            continue
        event: Any = entry.event
        back = isinstance(event, GrantRecovered)
        net += -event.amount if back else event.amount
        now = released_for(lines, costs, net, rest=first in lines)
        amount = Money(max(0, before - now if back else now - before))
        before = now
        yield attrs.evolve(entry, event=attrs.evolve(event, amount=amount))
