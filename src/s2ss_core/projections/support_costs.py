"""Everything a deployment cost, from its facts."""

import attrs

from s2ss_core.projections.charging import charged_visits
from s2ss_core.projections.costs import Costs, costs_from
from s2ss_core.projections.facts import Facts
from s2ss_core.projections.invoicing import invoiced_costs
from s2ss_core.projections.plans import Plan
from s2ss_core.projections.reckoning import Reckoning, reckoning_of


@attrs.frozen
class SupportCosts:
    """The costs of one deployment and what they were reckoned by."""

    reckoning: Reckoning
    costs: Costs

    @property
    def plan(self) -> Plan | None:
        """The plan approved last."""
        return self.reckoning.plans[-1] if self.reckoning.plans else None


def support_costs(facts: Facts) -> SupportCosts:
    """Visits on lines priced by time and invoices on all others, reversals among them."""
    reckoning = reckoning_of(facts)
    return SupportCosts(
        reckoning, costs_from((*charged_visits(facts, reckoning), *invoiced_costs(facts, reckoning)))
    )
