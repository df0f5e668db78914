"""Payments: money that moved, came back or was recovered, and what of it no release stands behind. All sums in pence."""

from collections.abc import Iterable

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.events import DeploymentEvent, GrantRecovered, PaymentMade, PaymentReversed
from s2ss_core.rules import money as rules
from s2ss_core.values import Money


def make_payment(
    deployment: Deployment, context: DecisionContext, fact: PaymentMade
) -> Decision[DeploymentEvent]:
    """Record that money moved. It is a fact, with or without a release."""
    return decide(deployment, fact, after_closing=True)


def reverse_payment(
    deployment: Deployment, context: DecisionContext, fact: PaymentReversed
) -> Decision[DeploymentEvent]:
    """Record that a payment was reversed."""
    ledger = deployment.money
    left = ledger.paid(fact.payment) if fact.payment in ledger.payments else Money(0)
    return decide(
        deployment,
        fact,
        rules.no_more_is_reversed_than_was_paid.broken_by(
            payment=fact.payment, amount=fact.amount, left=left
        ),
        after_closing=True,
    )


def recover_grant(
    deployment: Deployment, context: DecisionContext, fact: GrantRecovered
) -> Decision[DeploymentEvent]:
    """Record that money released beyond eligible cost was recovered."""
    return decide(
        deployment,
        fact,
        rules.no_more_is_recovered_than_was_overpaid.broken_by(
            amount=fact.amount, overpaid=deployment.overpaid(context.programme)
        ),
        rules.two_people_stand_behind_a_recovery.broken_by(asked_by=fact.asked_by, agreed_by=fact.agreed_by),
        after_closing=True,
    )


def errors(deployment: Deployment, context: DecisionContext) -> tuple[str, ...]:
    """The entries that are errors, if the programme pays by releases."""
    return tuple(unmatched(deployment)) if context.terms(deployment.funding).gates else ()


def unmatched(deployment: Deployment) -> Iterable[str]:
    """The payments without a release: errors until there is one or they are reversed."""
    ledger = deployment.money
    released = {release.instalment: release.amount for release in ledger.released.values()}
    paid: dict[int | None, Money] = {}
    for name, payment in ledger.payments.items():
        paid[payment.instalment] = paid.get(payment.instalment, Money(0)) + ledger.paid(name)
        broken = rules.a_release_stands_behind_every_payment.broken_by(
            payment=name,
            instalment=str(payment.instalment),
            amount=paid[payment.instalment],
            released=released.get(payment.instalment, Money(0))
            if payment.instalment is not None
            else Money(0),
        )
        if broken and ledger.paid(name) > 0:
            yield f"payment {name}"
