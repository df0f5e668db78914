"""What each leg of the money comes to for each organisation: due, settled, owed, overpaid and unpaid, in pence."""

from collections.abc import Iterator

import attrs

from s2ss_core.audit.book import Id
from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.money.dues import Leg, kept_legs, legs_of, onward_of, released_legs

RELEASE_PARTS = 5  # the space, the number of the instalment, the leg, the payee and the part

__all__ = ["LegFigures", "figures_of", "first_legs", "invoiced_on", "leg_settled", "paid_on"]


@attrs.frozen(kw_only=True)
class LegFigures:
    """One leg to one organisation. due = settled + owed − overpaid; `unpaid` is below nought if money is to come back."""

    leg: str
    to: str
    due: int
    invoiced: int
    released: int
    recovered: int
    paid: int
    settled: int
    released_on: bool
    kept: bool

    @property
    def owed(self) -> int:
        """What is due beyond what is settled."""
        return max(0, self.due - self.settled)

    @property
    def overpaid(self) -> int:
        """What is settled beyond what is due."""
        return max(0, self.settled - self.due)

    @property
    def unpaid(self) -> int:
        """What was released or invoiced, or is kept, and not paid."""
        if self.kept:
            return 0
        return (self.released - self.recovered if self.released_on else self.invoiced) - self.paid


def leg_settled(account: DeploymentAccount, of: Id) -> Leg | None:
    """The leg and the organisation that a payment for a release, an invoice or a cost is on; None if none is known."""
    if of[0] == "release":
        return account.to(of[2], of[3]) if len(of) == RELEASE_PARTS else None
    invoice = account.invoices.get(of[1]) if of[0] == "invoice" else None
    if invoice is not None:
        return account.to(invoice.event.leg, invoice.event.supplier.id)
    charged = account.facts.get(of)
    if charged is None:
        return None
    return next(onward_of(charged, account.terms, account.deployed), None)


def paid_on(account: DeploymentAccount) -> dict[Leg, int]:
    """What was paid on each leg to each organisation, less what was repaid, as far as payments name what they settle."""
    paid: dict[Leg, int] = {}
    for payment in account.payments.values():
        for of, amount in payment.parts():
            leg = leg_settled(account, of)
            if leg is not None:
                paid[leg] = paid.get(leg, 0) + amount
    for entry in account.recoveries:
        if entry.event.how == "repaid":
            leg = account.to(entry.event.leg, entry.event.recovered_from.id)
            paid[leg] = paid.get(leg, 0) - int(entry.event.amount)
    return paid


def invoiced_on(account: DeploymentAccount) -> dict[Leg, int]:
    """What was invoiced on each leg by each organisation."""
    invoiced: dict[Leg, int] = {}
    for entry in account.invoices.values():
        leg = account.to(entry.event.leg, entry.event.supplier.id)
        invoiced[leg] = invoiced.get(leg, 0) + int(entry.event.net)
    return invoiced


def figures_of(account: DeploymentAccount) -> dict[Leg, LegFigures]:
    """Every leg on which anything is due, invoiced, released or paid."""
    paid, invoiced = paid_on(account), invoiced_on(account)
    legs = {*account.due, *account.released, *account.recovered, *paid, *invoiced}
    return {leg: _figures(account, leg, paid.get(leg, 0), invoiced.get(leg, 0)) for leg in sorted(legs)}


def _figures(account: DeploymentAccount, leg: Leg, paid: int, invoiced: int) -> LegFigures:
    name, to = leg
    due, out = account.due.get(leg, 0), account.net_released(leg)
    released_on, kept = name in released_legs(account.terms), name in kept_legs(account.terms)
    return LegFigures(
        leg=name,
        to=to,
        due=due,
        invoiced=invoiced,
        released=account.released.get(leg, 0),
        recovered=account.recovered.get(leg, 0),
        paid=paid,
        settled=out if released_on else due if kept else paid,
        released_on=released_on,
        kept=kept,
    )


def first_legs(account: DeploymentAccount) -> Iterator[LegFigures]:
    """The legs that the holder of the money pays or keeps."""
    shares = {flow.id for flow in legs_of(account.terms, "share")}
    yield from (figures for figures in figures_of(account).values() if figures.leg in shares)
