"""Instalments: invoiced, released through the programme's gates, and paid."""

from collections.abc import Iterator
from datetime import date

from s2ss_core.events import InstalmentCancelled, InstalmentReleased, InvoiceReceived, PaymentMade
from s2ss_core.testing.asking import Ask
from s2ss_core.testing.lifecycle.course.certifying import Certifying
from s2ss_core.testing.lifecycle.people import BROKER, CLERK
from s2ss_core.testing.model import last_day
from s2ss_core.values import Money


class Releasing(Certifying):
    """What is asked to move the money of a term."""

    def releasable(self, number: int) -> int:
        """The least of what the programme's gates let out up to an instalment, less what is out, in pence."""
        agreement = self.story.agreement()
        schedule = agreement.schedule if agreement else ()
        cancelled = {one.instalment for one in self.story.of(InstalmentCancelled)}
        to_it = [one for one in schedule if one.instalment <= number and one.instalment not in cancelled]
        limits = [self.story.eligible(self.releasing_on(number))]
        if schedule or "within-schedule" in self.gates:
            limits.append(sum(one.amount for one in to_it))
        if "within-allocation" in self.gates:
            limits.append(self.story.set_aside - self.story.given_back)
        return min(limits) - self.story.net_released

    def releasing(self, number: int, report: str, review: str) -> Iterator[Ask]:
        """What is still to be done until the instalment is released, or cancelled where nothing is due."""
        if not self.laid_down.gates:
            return
        amount = self.releasable(number)
        if amount <= 0:
            yield self.ask(
                "cancel_instalment", instalment=number, amount=Money(0), by=CLERK, reasons="Nothing is due."
            )
            return
        invoices = [
            one for one in self.story.of(InvoiceReceived) if (one.instalment, one.net) == (number, amount)
        ]
        invoice = invoices[0].invoice_number if invoices else self.fresh("XT")
        if not invoices and self.invoiced:
            yield self.invoice(number, amount, invoice)
        yield self.release(number, amount, report, review, invoice)

    @property
    def by_journal(self) -> bool:
        """Whether the payee is a member of the broker, and so paid by journal."""
        return self.setting.payee is not None and self.setting.payee.member_of_broker

    @property
    def invoiced(self) -> bool:
        """Whether an invoice must be there."""
        return "invoice-with-purchase-order" in self.gates and not self.by_journal

    def releasing_on(self, number: int) -> date:
        """The first day on which an instalment may be released."""
        term = self.setting.terms[min(number, len(self.setting.terms)) - 1]
        waits = self.by_journal or "term-ended" in self.gates
        return max(self.scene.today, last_day(self.setting.programme, term)) if waits else self.scene.today

    def invoice(self, number: int, amount: int, invoice: str) -> Ask:
        """The payee's invoice."""
        return self.ask(
            "receive_invoice",
            invoice_number=invoice,
            supplier=self.setting.payee or BROKER,
            net=Money(amount),
            purchase_order="PO-77",
            instalment=number,
        )

    def release(self, number: int, amount: int, report: str, review: str, invoice: str) -> Ask:
        """The instalment's release."""
        return self.ask(
            "release_instalment",
            on=self.releasing_on(number),
            instalment=number,
            amount=Money(amount),
            paid_to=self.setting.payee or BROKER,
            report=report,
            review=review,
            settled_by="journal" if self.by_journal else "invoice",
            invoice_number=invoice if self.invoiced else None,
            purchase_order="PO-77" if self.invoiced else None,
            authorised_by=CLERK,
        )

    def paying(self, number: int) -> Iterator[Ask]:
        """What was released and is not paid yet."""
        release = next((one for one in self.story.of(InstalmentReleased) if one.instalment == number), None)
        paid = sum(
            self.story.paid(one) for one in self.story.standing(PaymentMade) if one.instalment == number
        )
        if release and paid < release.amount:
            yield self.pay(number, release.amount - paid)

    def pay(self, number: int | None, amount: int) -> Ask:
        """A payment."""
        return self.ask(
            "make_payment",
            payment=self.fresh("p"),
            amount=Money(amount),
            paid_by=BROKER,
            paid_to=self.setting.payee or BROKER,
            instalment=number,
        )
