"""The stage of shares: what the broker owes on legs without releases is invoiced and paid before the deployment closes."""

from collections.abc import Iterator

from s2ss_core.events import Brokered, InvoiceReceived, PaymentMade, Settled
from s2ss_core.ids import key_of
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.cast import BROKER
from s2ss_core.testing.lifecycle.happy_path.releases import ReleaseStage
from s2ss_core.values import Cause, Money, Organisation


class ShareStage(ReleaseStage):
    """The commands that settle the legs which the broker pays on invoices alone."""

    def paying_shares(self) -> Iterator[CommandCall]:
        """The invoices and payments that are still due, where the programme releases nothing."""
        if self.laid_down.gates or not self.story.of(Brokered):
            return
        for leg in self.world.brokerage.grant_usage(self.deployment).legs:
            if leg.first and leg.settled_by == "paid" and leg.owed.value > 0:
                invoice = self.not_paid(leg.leg, leg.to)
                yield (
                    self.share_paid(invoice)
                    if invoice
                    else self.share_invoiced(leg.leg, leg.to, leg.owed.value)
                )

    def not_paid(self, leg: str, to: str) -> InvoiceReceived | None:
        """An invoice on a leg that no payment names."""
        named = {part.of for payment in self.story.not_struck_out(PaymentMade) for part in payment.settles}
        open_ones = (
            invoice
            for invoice in self.story.not_struck_out(InvoiceReceived)
            if (invoice.leg, key_of(invoice.supplier.id)) == (leg, to)
            and Cause("invoice", (invoice.invoice,)) not in named
        )
        return next(open_ones, None)

    def share_invoiced(self, leg: str, to: str, amount: Money) -> CommandCall:
        """The invoice of an organisation for what it is owed on a leg."""
        invoice = self.fresh("SH")
        return self.call(
            "receive_invoice",
            invoice=invoice,
            number=f"{invoice}/{self.world.today.year}",
            supplier=Organisation(id=to),
            customer=BROKER,
            leg=leg,
            issued_on=self.world.today,
            net=amount,
        )

    def share_paid(self, invoice: InvoiceReceived) -> CommandCall:
        """The payment of such an invoice."""
        settles = (Settled(of=Cause("invoice", (invoice.invoice,)), amount=invoice.net),)
        return self.call(
            "make_payment",
            payment=self.fresh("p"),
            amount=invoice.net,
            paid_by=BROKER,
            paid_to=Organisation(id=invoice.supplier.id),
            settles=settles,
        )
