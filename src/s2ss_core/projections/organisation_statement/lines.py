"""The lines of a statement: each leg of a deployment's money, and of the costs that an award bears itself."""

from collections.abc import Iterator

import attrs

from s2ss_core.ids import key_of
from s2ss_core.ledger import Settling
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.engine.figure import Figure, money
from s2ss_core.projections.grant_usage.award_costs import LEGS, award_costs_of, payment_parts_of_costs
from s2ss_core.projections.sums.legs import legs_in
from s2ss_core.projections.sums.parties import awards_in
from s2ss_core.projections.sums.support_costs import support_costs
from s2ss_core.values import Money


@attrs.frozen(kw_only=True)
class StatementLine:
    """One leg of the money of a deployment, or of the costs of an award, in pence: due = settled + owed - overpaid.

    `payer` pays it and `to` is paid, by their keys; where the lead changed, `payer` is the last one. `settled` is what was
    released less recovered on a leg with releases, what is kept by its holder, or what was paid. `paid` is what moved.
    """

    deployment: str | None
    award: str | None
    leg: str
    payer: str
    to: str
    settled_by: Settling
    due: Figure[Money]
    settled: Figure[Money]
    owed: Figure[Money]
    overpaid: Figure[Money]
    paid: Figure[Money]

    @property
    def between(self) -> tuple[str, str]:
        """The keys of who pays and who is paid."""
        return self.payer, self.to


def lines_of_deployment(facts: EventSet) -> Iterator[StatementLine]:
    """A line for each leg to each organisation of the deployment in the key of these events."""
    for leg in legs_in(facts, support_costs(facts)) or ():
        yield StatementLine(
            deployment=facts.id,
            award=None,
            leg=leg.leg,
            payer=leg.payers[-1],
            to=leg.to,
            settled_by=leg.settled_by,
            due=leg.due,
            settled=leg.settled,
            owed=leg.owed,
            overpaid=leg.overpaid,
            paid=leg.paid,
        )


def lines_of_award(own: EventSet) -> Iterator[StatementLine]:
    """A line for each supplier and purpose of the costs that an award bears itself, from the events of its own stream."""
    holder = next((key_of(award.holder.id) for award in awards_in(own)), "")
    costs, parts = award_costs_of(own).costs, tuple(payment_parts_of_costs(own))
    groups = dict.fromkeys((cost.purpose, key_of(cost.supplier.id)) for cost in costs)
    for purpose, supplier in groups:
        charged = {
            cost.cost: cost
            for cost in costs
            if (cost.purpose, key_of(cost.supplier.id)) == (purpose, supplier)
        }
        due = money(cost.eligible for cost in charged.values())
        paid = money(
            part.because_of(*charged[cost].incurred.positions) for cost, part in parts if cost in charged
        )
        yield StatementLine(
            deployment=None,
            award=own.id,
            leg=LEGS[purpose],
            payer=holder,
            to=supplier,
            settled_by="paid",
            due=due,
            settled=paid,
            owed=(due - paid).at_least_nought(),
            overpaid=(paid - due).at_least_nought(),
            paid=paid,
        )
