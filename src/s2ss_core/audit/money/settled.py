"""What is settled without a release, day by day: paid on the legs that the holder pays, or kept as it is due. In pence."""

from collections.abc import Iterator
from datetime import date

from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.money.dues import kept_legs, legs_of, released_legs
from s2ss_core.audit.money.leg_figures import leg_settled

__all__ = ["settled_on"]


def settled_on(account: DeploymentAccount) -> Iterator[tuple[date, int]]:
    """Each day on which anything was kept or paid, or came back, on a share without releases, and how much."""
    kept, released = kept_legs(account.terms), released_legs(account.terms)
    shares = {flow.id for flow in legs_of(account.terms, "share")} - released
    for fact in account.facts.values():
        amount = sum(due for (leg, _), due in fact.dues.items() if leg in kept - released)
        if amount:
            yield fact.on, amount
    for payment in account.payments.values():
        for day, of, amount in payment.moments():
            leg = leg_settled(account, of)
            if leg is not None and leg[0] in shares - kept and amount:
                yield day, amount
