"""Equation 10: what is paid is what moved, less the VAT that the payer recovers and what came back."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from s2ss_core.events import (
    AwardPaymentMade,
    AwardPaymentReversed,
    GrantRecovered,
    PaymentMade,
    PaymentReversed,
    VatSettled,
)
from s2ss_core.projections import DeploymentLog
from s2ss_core.testing.invariants.equations.amounts import sum_of
from s2ss_core.testing.invariants.invariant import Objections, ObservedHistory, invariant
from s2ss_core.testing.model import EventIndex
from s2ss_core.values import Cause, Money

UNSETTLED = "S2SS-M32"
Payment = PaymentMade | AwardPaymentMade
Reversal = PaymentReversed | AwardPaymentReversed


@invariant("S2SS-M20", "S2SS-M32")
def what_is_paid_is_what_moved_less_the_vat_that_the_payer_recovers(observed: ObservedHistory) -> Objections:
    """Paid on all legs, with what settles nothing, is what moved net of recovered VAT, less the same of what came back."""
    for deployment in observed.deployments:
        certificate, story = observed.certificate(deployment), observed.story(deployment)
        if not certificate.legs:
            continue
        back = [
            reversal
            for reversal in story.of(PaymentReversed)
            if reversal.payment not in story.struck("payment")
        ]
        moved = sum(_net(payment, back, _settled(story)) for payment in story.not_struck_out(PaymentMade))
        repaid = sum(entry.amount for entry in story.of(GrantRecovered) if entry.how == "repaid")
        shown = sum_of(certificate.legs, "paid") + repaid + sum(_unsettled(observed.log(deployment)))
        # A cost that the programme has no leg for may be paid too: no leg shows that.
        beside = sum(_settles(payment, "cost") for payment in story.not_struck_out(PaymentMade))
        if not shown <= moved <= shown + beside:
            yield f"{deployment}: {moved} moved without recovered VAT, and {shown} is paid"
    for name, events in observed.awards.items():
        yield from _of_the_award(observed, name, EventIndex(events))


def _of_the_award(observed: ObservedHistory, name: str, award: EventIndex) -> Iterator[str]:
    struck = award.struck("award-payment")
    payments = [payment for payment in award.of(AwardPaymentMade) if payment.payment not in struck]
    moved = sum(_net(payment, award.of(AwardPaymentReversed), {}) for payment in payments)
    shown = sum_of(observed.usage(name).own.legs, "paid")
    elsewhere = observed.usage(name).notes or award.struck("award-cost")
    if shown > moved or (shown < moved and not elsewhere):
        yield f"{name}: {moved} moved without recovered VAT, and {shown} is paid"


def _net(payment: Payment, reversals: Sequence[Reversal], vat: Mapping[Cause, Money]) -> int:
    """What is left of a payment. A reversal that says nothing of VAT brought back its part of the payment's."""
    irrecoverable = vat.get(Cause("payment", (payment.payment,)))
    recovered = payment.vat_recovered if irrecoverable is None else payment.vat - irrecoverable
    left = int(payment.amount) - int(recovered)
    for reversal in reversals:
        if reversal.payment == payment.payment:
            left -= int(reversal.amount) - _vat_in(
                reversal, payment, int(recovered), settled=irrecoverable is not None
            )
    return max(0, left)


def _vat_in(reversal: Reversal, payment: Payment, recovered: int, *, settled: bool) -> int:
    if reversal.vat and not settled:
        return int(reversal.vat_recovered)
    whole, part = (payment.vat, reversal.vat) if reversal.vat else (payment.amount, reversal.amount)
    return int(Fraction(recovered * int(part), int(whole))) if whole else 0


def _settled(story: EventIndex) -> Mapping[Cause, Money]:
    """The VAT of each payment that nobody recovers, as it was settled last."""
    return {settled.of: settled.irrecoverable_vat for settled in story.of(VatSettled)}


def _settles(payment: Payment, kind: str) -> int:
    return sum(int(settled.amount) for settled in payment.settles if settled.of.name == kind)


def _unsettled(log: DeploymentLog) -> Iterator[int]:
    facts: Iterator[dict[str, Any]] = (dict(note.facts) for note in log.findings if note.code == UNSETTLED)
    return (int(Money(each["unsettled"])) for each in facts)
