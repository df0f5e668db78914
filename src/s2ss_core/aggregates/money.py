"""Money: instalments released through the programme's gates, payments, recoveries. All sums in pence."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, assert_never

import attrs

from s2ss_core.aggregates.deciding import Circumstances, Decision, filled
from s2ss_core.aggregates.gates import for_release
from s2ss_core.aggregates.reporting import judges
from s2ss_core.events import (
    DeploymentEvent,
    GrantRecovered,
    InstalmentCancelled,
    InstalmentReleased,
    InstalmentWithheld,
    InvoiceReceived,
    MoneyEvent,
    PaymentMade,
    PaymentReversed,
)
from s2ss_core.rules import (
    Broken,
    no_more_is_recovered_than_was_overpaid,
    no_more_is_reversed_than_was_paid,
    the_instalment_is_on_the_schedule,
    the_instalment_was_not_settled_before,
    the_invoice_is_from_one_the_programme_pays,
    two_people_stand_behind_a_recovery,
)
from s2ss_core.values import Money

if TYPE_CHECKING:
    from s2ss_core.aggregates.deployment import Deployment


@attrs.frozen(kw_only=True)
class Ledger:
    """What money leaves true: invoices, instalments, payments that stand, what was reversed and recovered."""

    invoices: tuple[InvoiceReceived, ...] = ()
    released: Mapping[int, InstalmentReleased] = attrs.field(factory=dict)
    cancelled: tuple[int, ...] = ()
    payments: Mapping[str, PaymentMade] = attrs.field(factory=dict)
    reversed: Mapping[str, Money] = attrs.field(factory=dict)
    recovered: Money = Money(0)

    @property
    def net_released(self) -> Money:
        """Released less recovered."""
        return sum((one.amount for one in self.released.values()), Money(0)) - self.recovered

    @property
    def settled(self) -> tuple[int, ...]:
        """The instalments that were released or cancelled."""
        return (*self.released, *self.cancelled)

    def paid(self, payment: str) -> Money:
        """What a payment comes to, less what was reversed of it."""
        return self.payments[payment].amount - self.reversed.get(payment, Money(0))


def receive_invoice(
    deployment: "Deployment", circumstances: Circumstances, fact: InvoiceReceived
) -> Decision[DeploymentEvent]:
    """Record an invoice for an instalment."""
    terms = circumstances.terms(deployment.funding)
    return deployment.decide(
        fact,
        the_invoice_is_from_one_the_programme_pays.broken_by(
            supplier=fact.supplier.id, payees=deployment.payees(terms)
        ),
        _on_schedule(deployment, circumstances, fact.instalment),
    )


def release_instalment(
    deployment: "Deployment", circumstances: Circumstances, fact: InstalmentReleased
) -> Decision[DeploymentEvent]:
    """Release an instalment, in arrears, through every gate of the programme. There is no despite."""
    found = [
        deployment.reporting.judged(party, fact.report, fact.on)
        for party in judges(deployment, circumstances)
    ]
    fact = filled(fact, judgements=tuple(one.judgement for one in found if one is not None))
    return deployment.decide(fact, for_release(deployment, circumstances, fact))


def withhold_instalment(
    deployment: "Deployment", circumstances: Circumstances, fact: InstalmentWithheld
) -> Decision[DeploymentEvent]:
    """Withhold an instalment for now."""
    return deployment.decide(fact, _open_instalment(deployment, circumstances, fact.instalment))


def cancel_instalment(
    deployment: "Deployment", circumstances: Circumstances, fact: InstalmentCancelled
) -> Decision[DeploymentEvent]:
    """Cancel an instalment that will not be paid."""
    return deployment.decide(fact, _open_instalment(deployment, circumstances, fact.instalment))


def _on_schedule(
    deployment: "Deployment", circumstances: Circumstances, instalment: int
) -> tuple[Broken, ...]:
    agreement = deployment.agreement.in_force(circumstances.programme)
    scheduled = tuple(str(one.instalment) for one in agreement.schedule) if agreement else ()
    if not scheduled and "within-schedule" not in circumstances.terms(deployment.funding).gates:
        return ()
    return the_instalment_is_on_the_schedule.broken_by(instalment=instalment, scheduled=scheduled)


def _open_instalment(
    deployment: "Deployment", circumstances: Circumstances, instalment: int
) -> tuple[Broken, ...]:
    return (
        *_on_schedule(deployment, circumstances, instalment),
        *the_instalment_was_not_settled_before.broken_by(
            instalment=instalment, settled=tuple(map(str, deployment.ledger.settled))
        ),
    )


def make_payment(
    deployment: "Deployment", circumstances: Circumstances, fact: PaymentMade
) -> Decision[DeploymentEvent]:
    """Record that money moved: a fact, whatever stands behind it."""
    return deployment.decide(fact)


def reverse_payment(
    deployment: "Deployment", circumstances: Circumstances, fact: PaymentReversed
) -> Decision[DeploymentEvent]:
    """Record that a payment came back."""
    ledger = deployment.ledger
    left = ledger.paid(fact.payment) if fact.payment in ledger.payments else Money(0)
    return deployment.decide(
        fact, no_more_is_reversed_than_was_paid.broken_by(payment=fact.payment, amount=fact.amount, left=left)
    )


def recover_grant(
    deployment: "Deployment", circumstances: Circumstances, fact: GrantRecovered
) -> Decision[DeploymentEvent]:
    """Record that money released beyond eligible cost was recovered."""
    return deployment.decide(
        fact,
        no_more_is_recovered_than_was_overpaid.broken_by(
            amount=fact.amount, overpaid=deployment.overpaid(circumstances.programme)
        ),
        two_people_stand_behind_a_recovery.broken_by(asked_by=fact.asked_by, agreed_by=fact.agreed_by),
    )


def evolve(ledger: Ledger, event: MoneyEvent) -> Ledger:
    """Apply what happened."""
    match event:
        case InvoiceReceived():
            return attrs.evolve(ledger, invoices=(*ledger.invoices, event))
        case InstalmentReleased(instalment=instalment):
            return attrs.evolve(ledger, released={**ledger.released, instalment: event})
        case InstalmentCancelled(instalment=instalment):
            return attrs.evolve(ledger, cancelled=(*ledger.cancelled, instalment))
        case PaymentMade(payment=payment):
            return attrs.evolve(ledger, payments={**ledger.payments, payment: event})
        case PaymentReversed(payment=payment, amount=amount):
            so_far = ledger.reversed.get(payment, Money(0)) + amount
            return attrs.evolve(ledger, reversed={**ledger.reversed, payment: so_far})
        case GrantRecovered(amount=amount):
            return attrs.evolve(ledger, recovered=ledger.recovered + amount)
        case InstalmentWithheld():
            return ledger
        case _:
            assert_never(event)
