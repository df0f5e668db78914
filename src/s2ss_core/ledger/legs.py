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
from s2ss_core.programmes import Flow, FlowKind
from s2ss_core.values import Cause, Money

LegKey = tuple[str, str]
"""The id of a leg, and the key of the organisation that it pays."""

Settling = Literal["released", "kept", "paid"]
What = Literal["due", "invoiced", "released", "recovered", "paid"]


@attrs.frozen
class Posting:
    """Pence that an entry adds on a day to one side of a leg: what is due on it, or what became of that.

    `payer` is the key of the organisation that pays the leg on that day.
    """

    leg: LegKey
    payer: str
    what: What
    amount: Money
    of: Cause
    day: date


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
        flow = self._flow(leg)
        return leg, self.dues.parties.party(organisation, flow.paid_to if flow else ())

    def payer(self, leg: str, day: date) -> str:
        """The key of the organisation that pays a leg on a day; the broker on a leg of no flow of the programme."""
        flow = self._flow(leg)
        words = flow.paid_by if flow else ()
        return self.dues.parties.party(self.dues.parties.paid(words, day).id, words)

    def _flow(self, leg: str) -> Flow | None:
        flows = (*self.dues.terms.flows, *shares(self.dues.terms))
        return next((flow for flow in flows if flow.id == leg), None)

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
            yield self._posting(self.key(item.leg, item.to or ""), "due", item.amount, item.of[0], item.day)
        for invoice in money.invoices.values():
            yield self._entered(invoice, "invoiced", invoice.net)
        for release in money.releases:
            yield self._entered(release, "released", release.amount)
        for recovery in money.recoveries:
            yield self._entered(recovery, "recovered", recovery.amount)
            if recovery.how == "repaid":
                yield self._entered(recovery, "paid", Money(-recovery.amount))
        for name, payment in money.payments.items():
            yield from self._paid(payment, money.reversed.get(name, ()), money)

    def _entered(
        self, entry: InvoiceReceived | InstalmentReleased | GrantRecovered, what: What, amount: Money
    ) -> Posting:
        return self._posting(self.of(entry), what, amount, cause_of(entry), entry.on)

    def _posting(self, leg: LegKey, what: What, amount: Money, of: Cause, day: date) -> Posting:
        return Posting(leg, self.payer(leg[0], day), what, amount, of, day)

    def _paid(
        self, payment: PaymentMade, back: Sequence[PaymentReversed], money: MoneyEntries
    ) -> Iterator[Posting]:
        """The parts of a payment on its day, and what came back of each, below nought, on that day."""
        before: dict[int, Money] = {}
        for day in sorted({payment.on, *(max(payment.on, reversal.on) for reversal in back)}):
            by_then = (reversal for reversal in back if max(payment.on, reversal.on) <= day)
            for index, (settled, part) in enumerate(settled_parts(payment, back_of(payment, by_then))):
                moved = part - before.get(index, Money(0))
                before[index] = part
                if leg := self.settled_by(settled, money):
                    yield self._posting(leg, "paid", moved, cause_of(payment), day)

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
        flow = self._flow(leg)
        return flow.kind if flow else "onward"

    def keeps(self, leg: str) -> bool:
        """Whether the holder of the money keeps what is due on a leg."""
        return is_kept(leg, self.dues.terms)

    def settling(self, leg: str) -> Settling:
        """What settles a leg: releases, being kept by the holder, or payments."""
        if releases_on(leg, self.dues.terms):
            return "released"
        return "kept" if self.keeps(leg) else "paid"
