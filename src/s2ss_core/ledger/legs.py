"""On which leg of the money each entry is, to whom, and what a leg comes to. All sums in pence, net of recovered VAT."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

import attrs

from s2ss_core.events import (
    CostIncurred,
    GrantRecovered,
    InstalmentReleased,
    InvoiceReceived,
    PaymentMade,
    PaymentReversed,
    cause_of,
)
from s2ss_core.ledger.account import Account
from s2ss_core.ledger.dues import Dues, is_kept, releases_on, shares
from s2ss_core.ledger.settlement import back_of, settled_parts
from s2ss_core.programmes import FlowKind
from s2ss_core.values import Cause, Money

LegKey = tuple[str, str]
"""The id of a leg, and the key of the organisation that it pays."""

Settling = Literal["released", "kept", "paid"]
What = Literal["due", "invoiced", "released", "recovered", "paid"]


@attrs.frozen
class Posting:
    """Pence that an entry adds to one side of a leg: what is due on it, or what became of that."""

    leg: LegKey
    what: What
    amount: Money
    of: Cause


@attrs.frozen(kw_only=True)
class MoneyEntries:
    """The entries of a deployment that move its money, as far as they stand; payments with what came back of each."""

    invoices: Mapping[str, InvoiceReceived]
    releases: Iterable[InstalmentReleased]
    recoveries: Iterable[GrantRecovered]
    payments: Mapping[str, PaymentMade]
    reversed: Mapping[str, Sequence[PaymentReversed]]
    costs: Mapping[str, CostIncurred]


@attrs.frozen(kw_only=True)
class Legs:
    """The legs of a deployment under its programme."""

    dues: Dues

    def key(self, leg: str, organisation: str) -> LegKey:
        """The leg to an organisation. A lead's school and trust are one, if the leg pays either."""
        flows = (*self.dues.terms.flows, *shares(self.dues.terms))
        words = next((flow.paid_to for flow in flows if flow.id == leg), ())
        return leg, self.dues.parties.party(organisation, words)

    def of(self, entry: InvoiceReceived | InstalmentReleased | GrantRecovered) -> LegKey:
        """The leg of an invoice, a release or a recovery."""
        match entry:
            case InvoiceReceived(leg=leg, supplier=organisation):
                return self.key(leg, organisation.id)
            case InstalmentReleased(leg=leg, paid_to=organisation):
                return self.key(leg, organisation.id)
            case GrantRecovered(leg=leg, recovered_from=organisation):
                return self.key(leg, organisation.id)

    def postings(self, account: Account, money: MoneyEntries, by: date = date.max) -> Iterator[Posting]:
        """What every visit, cost, invoice, release, recovery and payment adds to the legs; due up to a day if one is given.

        What was recovered by being repaid is less paid.
        """
        for item in account.due(self.dues, by):
            yield Posting(self.key(item.leg, item.to or ""), "due", item.amount, item.of[0])
        for invoice in money.invoices.values():
            yield Posting(self.of(invoice), "invoiced", invoice.net, cause_of(invoice))
        for release in money.releases:
            yield Posting(self.of(release), "released", release.amount, cause_of(release))
        for recovery in money.recoveries:
            yield Posting(self.of(recovery), "recovered", recovery.amount, cause_of(recovery))
            if recovery.how == "repaid":
                yield Posting(self.of(recovery), "paid", Money(-recovery.amount), cause_of(recovery))
        yield from self._paid(money)

    def _paid(self, money: MoneyEntries) -> Iterator[Posting]:
        for name, payment in money.payments.items():
            for settled, part in settled_parts(payment, back_of(payment, money.reversed.get(name, ()))):
                if leg := self.settled_by(settled, money):
                    yield Posting(leg, "paid", part, cause_of(payment))

    def settled_by(self, settled: Cause | None, money: MoneyEntries) -> LegKey | None:
        """The leg of what a part of a payment settles: a release, an invoice or a cost; None if it is on no leg."""
        match settled:
            case Cause(name="release", id=(_, leg, organisation, _)):
                return self.key(leg, organisation)
            case Cause(name="invoice", id=(name,)) if name in money.invoices:
                return self.of(money.invoices[name])
            case Cause(name="cost", id=(name,)) if name in money.costs:
                onward = self.dues.onward(money.costs[name])
                return self.key(onward[0], onward[1].id) if onward else None
            case _:
                return None

    def kind(self, leg: str) -> FlowKind:
        """The kind of a leg; a leg of no flow of the programme is nobody's share."""
        flows = (*self.dues.terms.flows, *shares(self.dues.terms))
        return next((flow.kind for flow in flows if flow.id == leg), "onward")

    def settling(self, leg: str) -> Settling:
        """What settles a leg: releases, being kept by the holder, or payments."""
        if releases_on(leg, self.dues.terms):
            return "released"
        return "kept" if is_kept(leg, self.dues.terms) else "paid"
