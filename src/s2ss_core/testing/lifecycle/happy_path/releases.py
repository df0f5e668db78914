"""The stage of releases: instalments are invoiced, released through the programme's gates, and paid, leg by leg."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from s2ss_core.events import (
    Brokered,
    InstalmentCancelled,
    InstalmentReleased,
    InvoiceReceived,
    PaymentMade,
    ReviewHeld,
    Settled,
)
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.cast import BROKER, OFFICER
from s2ss_core.testing.lifecycle.happy_path.certification import CertificationStage
from s2ss_core.testing.model import last_day
from s2ss_core.values import INSTALMENT, Cause, Money, Organisation, Term


class ReleaseStage(CertificationStage):
    """The commands that move the money of a term."""

    def open_legs(self, number: int) -> list[str]:
        """The legs on which an instalment was neither released nor cancelled."""
        return [leg for leg in self.scenario.released_to if number not in self.settled(leg)]

    def paid_on(self, leg: str) -> Organisation:
        """The organisation that a leg pays."""
        return self.scenario.released_to.get(leg, BROKER)

    def releasable(self, number: int, leg: str = INSTALMENT) -> int:
        """The most that the programme's gates allow for an instalment, less what was released before, in pence."""
        if not self.story.of(Brokered):
            return 0
        agreement = self.story.agreement()
        schedule = [each for each in agreement.schedule if each.leg == leg] if agreement else []
        cancelled = self.cancelled(leg)
        to_it = [
            instalment
            for instalment in schedule
            if instalment.instalment <= number and instalment.instalment not in cancelled
        ]
        key = self.story.leg_to(leg, self.paid_on(leg).id)
        before = self.story.net_released_to[key]
        limits = [self.story.due(self.incurred_by(number, leg))[key] - before]
        if schedule or "within-schedule" in self.gates:
            limits.append(sum(instalment.amount for instalment in to_it) - before)
        if "within-allocation" in self.gates:
            limits.append(self.story.set_aside - self.story.given_back - self.story.net_released)
        return min(limits)

    def cancelled(self, leg: str) -> set[int]:
        """The numbers of the instalments of a leg that were cancelled."""
        return {
            cancelled.instalment for cancelled in self.story.of(InstalmentCancelled) if cancelled.leg == leg
        }

    def incurred_by(self, number: int, leg: str) -> date:
        """The last day whose costs an instalment may pay."""
        day = self.releasing_on(number, leg)
        by_plan = self.laid_down.scheduled_by == "plan"
        return min(day, last_day(self.scenario.programme, self.term_of(number))) if by_plan else day

    def term_of(self, number: int) -> Term:
        """The term of an instalment."""
        return self.scenario.terms[min(number, len(self.scenario.terms)) - 1]

    def releasing(self, number: int, report: str, review: str) -> Iterator[CommandCall]:
        """The commands until the instalment is released on each leg, or cancelled where nothing can be released."""
        for leg in self.open_legs(number):
            amount = self.releasable(number, leg)
            if amount > 0:
                yield from self.letting_go(number, amount, report, review, leg=leg)
            else:
                yield self.call(
                    "cancel_instalment",
                    instalment=number,
                    leg=leg,
                    amount=Money(0),
                    by=OFFICER,
                    reasons="Nothing is due.",
                )

    def supplementing(self, report: str) -> Iterator[CommandCall]:
        """The supplements of what is still owed after the last instalment, and their payments."""
        if not self.story.of(Brokered):
            return
        reviews = [
            review.review for review in self.story.not_struck_out(ReviewHeld) if review.report == report
        ]
        for leg in self.scenario.released_to:
            parts = Counter(
                release.instalment for release in self.story.of(InstalmentReleased) if release.leg == leg
            )
            last = max({*range(1, len(self.scenario.terms) + 1), *parts} - self.cancelled(leg), default=None)
            if last is None or not parts[last]:
                continue
            amount = self.releasable(last, leg)
            if amount > 0:
                review = reviews[-1] if reviews else "w-none"
                yield from self.letting_go(last, amount, report, review, leg=leg, part=parts[last] + 1)
            yield from self.paying(last)

    def letting_go(
        self, number: int, amount: int, report: str, review: str, *, leg: str = INSTALMENT, part: int = 1
    ) -> Iterator[CommandCall]:
        """The commands that lift a withholding, record the invoice and release a sum."""
        if self.story.withheld(number, leg, self.world.today):
            yield self.call(
                "lift_withholding", instalment=number, leg=leg, by=OFFICER, reason="Progress is satisfactory."
            )
        used = {release.invoice for release in self.story.of(InstalmentReleased)}
        invoices = [
            invoice.invoice
            for invoice in self.story.of(InvoiceReceived)
            if (invoice.instalment, invoice.leg, invoice.net) == (number, leg, amount)
            and invoice.invoice not in used
        ]
        invoice = invoices[0] if invoices else self.fresh("XT")
        if not invoices and self.invoiced(leg):
            yield self.invoice(number, amount, invoice, leg)
        yield self.release(number, amount, report, review, invoice, leg=leg, part=part)

    def by_journal(self, leg: str) -> bool:
        """Whether the leg pays a member of the broker, and so is paid by journal."""
        return self.paid_on(leg).member_of_broker is True and not self.kept(leg)

    def kept(self, leg: str) -> bool:
        """Whether the broker keeps what is due on the leg."""
        return any(flow.id == leg and flow.kept for flow in self.laid_down.flows)

    def invoiced(self, leg: str) -> bool:
        """Whether a release on the leg needs an invoice."""
        return "invoice-with-purchase-order" in self.gates and not self.by_journal(leg)

    def releasing_on(self, number: int, leg: str = INSTALMENT) -> date:
        """The first day on which an instalment may be released."""
        waits = self.by_journal(leg) or "term-ended" in self.gates
        ended = last_day(self.scenario.programme, self.term_of(number))
        return max(self.world.today, ended) if waits else self.world.today

    def invoice(self, number: int, amount: int, invoice: str, leg: str = INSTALMENT) -> CommandCall:
        """The payee's invoice."""
        return self.call(
            "receive_invoice",
            invoice=invoice,
            number=f"{invoice}/{self.world.today.year}",
            supplier=self.paid_on(leg),
            customer=BROKER,
            leg=leg,
            issued_on=self.world.today,
            net=Money(amount),
            purchase_order="PO-77",
            instalment=number,
        )

    def release(
        self,
        number: int,
        amount: int,
        report: str,
        review: str,
        invoice: str,
        *,
        leg: str = INSTALMENT,
        part: int = 1,
    ) -> CommandCall:
        """The instalment's release."""
        paid = "journal" if self.by_journal(leg) else "invoice"
        return self.call(
            "release_instalment",
            on=self.releasing_on(number, leg),
            instalment=number,
            leg=leg,
            part=part,
            amount=Money(amount),
            paid_to=self.paid_on(leg),
            report=report,
            review=review,
            settled_by="retained" if self.kept(leg) else paid,
            invoice=invoice if self.invoiced(leg) else None,
            purchase_order="PO-77" if self.invoiced(leg) else None,
            authorised_by=OFFICER,
        )

    def paying(self, number: int) -> Iterator[CommandCall]:
        """The payments of instalments that were released and are not paid yet; what the broker keeps, nobody pays."""
        for release in self.story.of(InstalmentReleased):
            if release.instalment != number or self.kept(release.leg):
                continue
            of = self.release_of(number, release.leg, release.part)
            paid = sum(
                self.story.paid(payment)
                for payment in self.story.not_struck_out(PaymentMade)
                if of in {settled.of for settled in payment.settles}
            )
            if paid < release.amount:
                yield self.pay(number, release.amount - paid, release.leg, release.part)

    def pay(self, number: int | None, amount: int, leg: str = INSTALMENT, part: int = 1) -> CommandCall:
        """A payment."""
        of = None if number is None else self.release_of(number, leg, part)
        return self.call(
            "make_payment",
            payment=self.fresh("p"),
            amount=Money(amount),
            paid_by=BROKER,
            paid_to=self.paid_on(leg),
            settles=(Settled(of=of, amount=Money(amount)),) if of else (),
        )

    def release_of(self, number: int, leg: str = INSTALMENT, part: int = 1) -> Cause:
        """The release of an instalment, as payments name it."""
        return Cause("release", (str(number), leg, self.paid_on(leg).id, str(part)))
