"""Corrections on the happy path: payments that are returned, grant that is recovered."""

from collections.abc import Iterator

from s2ss_core.events import InstalmentReleased, PaymentMade, cause_of
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.cast import BROKER, OFFICER, WITNESS, person
from s2ss_core.testing.lifecycle.happy_path.reporting import ReportingStage
from s2ss_core.values import INSTALMENT, Cause, Money


class CorrectionStage(ReportingStage):
    """The commands that correct payments and releases."""

    def correcting(self) -> Iterator[CommandCall]:
        """The reversals of payments without a release, or above its amount."""
        released = {cause_of(release): release.amount for release in self.story.of(InstalmentReleased)}
        covered: dict[Cause | None, int] = {}
        for payment in self.story.not_struck_out(PaymentMade):
            left, of = self.story.paid(payment), payment.settles[0].of if payment.settles else None
            if of and of.name != "release":
                continue
            covered[of] = covered.get(of, 0) + left
            if left and covered[of] > (released.get(of, 0) if of else 0):
                yield self.reverse(payment.payment, left)
                covered[of] -= left

    def reverse(self, payment: str, amount: int) -> CommandCall:
        """The reversal of a payment."""
        return self.call(
            "reverse_payment", payment=payment, document=self.fresh("bank"), amount=Money(amount)
        )

    def recovering(self) -> Iterator[CommandCall]:
        """The recoveries of what was released above eligible cost, leg by leg."""
        if not self.story.of(InstalmentReleased):
            return
        due, net = self.story.due(), self.story.net_released_to
        for leg, to in self.scenario.released_to.items():
            key = self.story.leg_to(leg, to.id)
            if net[key] > due[key]:
                yield self.recover(net[key] - due[key], leg)

    def recover(self, amount: int, leg: str = INSTALMENT) -> CommandCall:
        """The recovery of money that was released above eligible cost."""
        return self.call(
            "recover_grant",
            recovery=self.fresh("back"),
            leg=leg,
            amount=Money(amount),
            recovered_from=self.scenario.released_to.get(leg, BROKER),
            how="repaid",
            asked_by=OFFICER,
            agreed_by=person(WITNESS),
        )
