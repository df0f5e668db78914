"""The stage of releases: instalments are invoiced, released through the programme's gates, and paid."""

from collections.abc import Iterator
from datetime import date

from s2ss_core.events import InstalmentCancelled, InstalmentReleased, InvoiceReceived, PaymentMade, Settled
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.cast import BROKER, OFFICER
from s2ss_core.testing.lifecycle.happy_path.certification import CertificationStage
from s2ss_core.testing.model import last_day
from s2ss_core.values import INSTALMENT, Cause, Money


class ReleaseStage(CertificationStage):
    """The commands that move the money of a term."""

    def releasable(self, number: int) -> int:
        """The most that the programme's gates allow for an instalment, less what was released before, in pence."""
        agreement = self.story.agreement()
        schedule = agreement.schedule if agreement else ()
        cancelled = {cancelled.instalment for cancelled in self.story.of(InstalmentCancelled)}
        to_it = [
            instalment
            for instalment in schedule
            if instalment.instalment <= number and instalment.instalment not in cancelled
        ]
        limits = [self.story.eligible(self.releasing_on(number))]
        if schedule or "within-schedule" in self.gates:
            limits.append(sum(instalment.amount for instalment in to_it))
        if "within-allocation" in self.gates:
            limits.append(self.story.set_aside - self.story.given_back)
        return min(limits) - self.story.net_released

    def releasing(self, number: int, report: str, review: str) -> Iterator[CommandCall]:
        """The commands until the instalment is released, or cancelled if nothing can be released."""
        if not self.laid_down.gates:
            return
        amount = self.releasable(number)
        if amount <= 0:
            yield self.call(
                "cancel_instalment",
                instalment=number,
                amount=Money(0),
                by=OFFICER,
                reasons="Nothing is due.",
            )
            return
        if self.story.withheld(number, INSTALMENT, self.world.today):
            yield self.call(
                "lift_withholding", instalment=number, by=OFFICER, reason="Progress is satisfactory."
            )
        invoices = [
            invoice
            for invoice in self.story.of(InvoiceReceived)
            if (invoice.instalment, invoice.net) == (number, amount)
        ]
        invoice = invoices[0].invoice if invoices else self.fresh("XT")
        if not invoices and self.invoiced:
            yield self.invoice(number, amount, invoice)
        yield self.release(number, amount, report, review, invoice)

    @property
    def by_journal(self) -> bool:
        """Whether the payee is a member of the broker, and so paid by journal."""
        return self.scenario.payee is not None and self.scenario.payee.member_of_broker is True

    @property
    def invoiced(self) -> bool:
        """Whether the release needs an invoice."""
        return "invoice-with-purchase-order" in self.gates and not self.by_journal

    def releasing_on(self, number: int) -> date:
        """The first day on which an instalment may be released."""
        term = self.scenario.terms[min(number, len(self.scenario.terms)) - 1]
        waits = self.by_journal or "term-ended" in self.gates
        return max(self.world.today, last_day(self.scenario.programme, term)) if waits else self.world.today

    def invoice(self, number: int, amount: int, invoice: str) -> CommandCall:
        """The payee's invoice."""
        return self.call(
            "receive_invoice",
            invoice=invoice,
            number=f"{invoice}/{self.world.today.year}",
            supplier=self.scenario.payee or BROKER,
            customer=BROKER,
            issued_on=self.world.today,
            net=Money(amount),
            purchase_order="PO-77",
            instalment=number,
        )

    def release(self, number: int, amount: int, report: str, review: str, invoice: str) -> CommandCall:
        """The instalment's release."""
        return self.call(
            "release_instalment",
            on=self.releasing_on(number),
            instalment=number,
            amount=Money(amount),
            paid_to=self.scenario.payee or BROKER,
            report=report,
            review=review,
            settled_by="journal" if self.by_journal else "invoice",
            invoice=invoice if self.invoiced else None,
            purchase_order="PO-77" if self.invoiced else None,
            authorised_by=OFFICER,
        )

    def paying(self, number: int) -> Iterator[CommandCall]:
        """The payments of instalments that were released and are not paid yet."""
        release = next(
            (release for release in self.story.of(InstalmentReleased) if release.instalment == number), None
        )
        paid = sum(
            self.story.paid(payment)
            for payment in self.story.not_struck_out(PaymentMade)
            if self.release_of(number) in {settled.of for settled in payment.settles}
        )
        if release and paid < release.amount:
            yield self.pay(number, release.amount - paid)

    def pay(self, number: int | None, amount: int) -> CommandCall:
        """A payment."""
        return self.call(
            "make_payment",
            payment=self.fresh("p"),
            amount=Money(amount),
            paid_by=BROKER,
            paid_to=self.scenario.payee or BROKER,
            settles=() if number is None else (Settled(of=self.release_of(number), amount=Money(amount)),),
        )

    def release_of(self, number: int) -> Cause:
        """The release of an instalment, as payments name it."""
        return Cause("release", (str(number), INSTALMENT, (self.scenario.payee or BROKER).id, "1"))
