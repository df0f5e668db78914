"""All costs of a deployment."""

import attrs

from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.sums.costs import Costs, costs_from
from s2ss_core.projections.sums.invoiced_costs import invoiced_costs
from s2ss_core.projections.sums.plans import Plan
from s2ss_core.projections.sums.price_list import PriceList, price_list_of
from s2ss_core.projections.sums.visit_charges import charged_visits


@attrs.frozen
class SupportCosts:
    """The costs of one deployment and the price list they were computed with."""

    price_list: PriceList
    costs: Costs

    @property
    def plan(self) -> Plan | None:
        """The plan that was approved last; None if there is none."""
        return self.price_list.plans[-1] if self.price_list.plans else None


def support_costs(facts: EventSet) -> SupportCosts:
    """The costs of a deployment: visits on lines priced by time, invoices and their reversals on all others."""
    price_list = price_list_of(facts)
    return SupportCosts(
        price_list, costs_from((*charged_visits(facts, price_list), *invoiced_costs(facts, price_list)))
    )
