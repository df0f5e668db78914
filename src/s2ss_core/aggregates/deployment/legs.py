"""The legs of the money of a deployment: what is due on each to whom, and what was released and paid. Sums in pence."""

from collections.abc import Iterator, Mapping
from datetime import date

import attrs

from s2ss_core.aggregates.decision import DecisionContext
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.ledger import Dues, LegKey, Legs, MoneyEntries, Settling
from s2ss_core.values import Money


@attrs.define(kw_only=True)
class Balance:
    """What one leg to one organisation comes to. `first` tells whether the holder of the money pays or keeps it."""

    leg: str
    to: str
    first: bool
    settling: Settling
    due: Money = Money(0)
    invoiced: Money = Money(0)
    released: Money = Money(0)
    recovered: Money = Money(0)
    paid: Money = Money(0)

    @property
    def net_released(self) -> Money:
        """Released less recovered."""
        return self.released - self.recovered

    @property
    def settled(self) -> Money:
        """What counts as settled: what was released and not recovered, what is kept, or what was paid."""
        return {"released": self.net_released, "kept": self.due, "paid": self.paid}[self.settling]

    @property
    def owed(self) -> Money:
        """What is due and not settled."""
        return Money(max(0, self.due - self.settled))

    @property
    def overpaid(self) -> Money:
        """What is settled beyond what is due."""
        return Money(max(0, self.settled - self.due))


def legs_of(deployment: Deployment, context: DecisionContext) -> Legs:
    """The legs of a deployment under its programme."""
    terms = context.terms(deployment.funding)
    agreement = deployment.agreement.in_force(context.programme, terms)
    return Legs(
        dues=Dues(
            programme=context.programme,
            terms=terms,
            parties=deployment.brokering.parties,
            costs=agreement.costs if agreement else None,
        )
    )


def balances(
    deployment: Deployment, context: DecisionContext, by: date = date.max
) -> Mapping[LegKey, Balance]:
    """Every leg to every organisation on which there is anything; what is due up to a day if one is given."""
    legs, found = legs_of(deployment, context), dict[LegKey, Balance]()
    for posting in legs.postings(deployment.account(context.programme), _entries(deployment), by):
        if posting.leg not in found:
            found[posting.leg] = _empty(legs, posting.leg)
        side = getattr(found[posting.leg], posting.what)
        setattr(found[posting.leg], posting.what, side + posting.amount)
    return found


def balance(
    deployment: Deployment, context: DecisionContext, leg: str, organisation: str, by: date = date.max
) -> Balance:
    """What one leg to an organisation comes to."""
    legs = legs_of(deployment, context)
    key = legs.key(leg, organisation)
    return balances(deployment, context, by).get(key) or _empty(legs, key)


def first_legs(deployment: Deployment, context: DecisionContext) -> Iterator[Balance]:
    """The legs that the holder of the money pays, or keeps."""
    return (balance for balance in balances(deployment, context).values() if balance.first)


def _empty(legs: Legs, key: LegKey) -> Balance:
    leg, to = key
    return Balance(leg=leg, to=to, first=legs.kind(leg) == "share", settling=legs.settling(leg))


def _entries(deployment: Deployment) -> MoneyEntries:
    money = deployment.money
    return MoneyEntries(
        invoices=money.invoices,
        releases=money.released.values(),
        recoveries=money.recoveries,
        payments=money.payments,
        reversed=money.reversed,
        costs=deployment.support.costs,
    )
