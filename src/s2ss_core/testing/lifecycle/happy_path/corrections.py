"""Corrections on the happy path: payments that are returned, grant that is recovered."""

from collections.abc import Iterator

from s2ss_core.events import InstalmentReleased, PaymentMade
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.cast import BROKER, CLERK, WITNESS
from s2ss_core.testing.lifecycle.happy_path.reporting import ReportingStage
from s2ss_core.values import Money


class CorrectionStage(ReportingStage):
    """The commands that correct payments and releases."""

    def correcting(self) -> Iterator[CommandCall]:
        """The reversals of payments without a release, or above its amount."""
        released = {release.instalment: release.amount for release in self.story.of(InstalmentReleased)}
        covered: dict[int | None, int] = {}
        for payment in self.story.not_struck_out(PaymentMade):
            left = self.story.paid(payment)
            covered[payment.instalment] = covered.get(payment.instalment, 0) + left
            limit = released.get(payment.instalment, 0) if payment.instalment is not None else 0
            if left and covered[payment.instalment] > limit:
                yield self.reverse(payment.payment, left)
                covered[payment.instalment] -= left

    def reverse(self, payment: str, amount: int) -> CommandCall:
        """The reversal of a payment."""
        return self.call(
            "reverse_payment", payment=payment, document=self.fresh("bank"), amount=Money(amount)
        )

    def recover(self, amount: int) -> CommandCall:
        """The recovery of money that was released above eligible cost."""
        return self.call(
            "recover_grant",
            recovery=self.fresh("back"),
            amount=Money(amount),
            recovered_from=self.scenario.payee or BROKER,
            how="repaid",
            asked_by=CLERK,
            agreed_by=WITNESS,
        )
