"""What puts money right: payments that come back, grant that is recovered."""

from collections.abc import Iterator

from s2ss_core.events import InstalmentReleased, PaymentMade
from s2ss_core.testing.asking import Ask
from s2ss_core.testing.lifecycle.course.reporting import Reporting
from s2ss_core.testing.lifecycle.people import BROKER, CLERK, WITNESS
from s2ss_core.values import Money


class Mending(Reporting):
    """What is asked to put money right."""

    def mending(self) -> Iterator[Ask]:
        """Payments that no release stands behind come back."""
        released = {one.instalment: one.amount for one in self.story.of(InstalmentReleased)}
        covered: dict[int | None, int] = {}
        for payment in self.story.standing(PaymentMade):
            left = self.story.paid(payment)
            covered[payment.instalment] = covered.get(payment.instalment, 0) + left
            limit = released.get(payment.instalment, 0) if payment.instalment is not None else 0
            if left and covered[payment.instalment] > limit:
                yield self.reverse(payment.payment, left)
                covered[payment.instalment] -= left

    def reverse(self, payment: str, amount: int) -> Ask:
        """A payment that came back."""
        return self.ask("reverse_payment", payment=payment, document=self.fresh("bank"), amount=Money(amount))

    def recover(self, amount: int) -> Ask:
        """Money that was released beyond eligible cost, recovered."""
        return self.ask(
            "recover_grant",
            recovery=self.fresh("back"),
            amount=Money(amount),
            recovered_from=self.setting.payee or BROKER,
            how="repaid",
            asked_by=CLERK,
            agreed_by=WITNESS,
        )
