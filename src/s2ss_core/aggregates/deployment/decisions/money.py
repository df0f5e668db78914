"""Money: instalments released through the programme's gates, payments, recoveries. All sums in pence."""

from collections.abc import Iterable

from s2ss_core.aggregates.decision import Decision, DecisionContext, with_derived
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.gates import for_release, releases_on
from s2ss_core.events import (
    DeploymentEvent,
    GrantRecovered,
    InstalmentCancelled,
    InstalmentReleased,
    InstalmentWithheld,
    InvoiceReceived,
    PaymentMade,
    PaymentReversed,
)
from s2ss_core.rules import Broken
from s2ss_core.rules import money as rules
from s2ss_core.values import Money


def receive_invoice(
    deployment: Deployment, context: DecisionContext, fact: InvoiceReceived
) -> Decision[DeploymentEvent]:
    """Record an invoice for an instalment."""
    terms = context.terms(deployment.funding)
    return decide(
        deployment,
        fact,
        rules.the_invoice_is_from_one_the_programme_pays.broken_by(
            supplier=fact.supplier.id, payees=deployment.payees(terms)
        ),
        _on_schedule(deployment, context, fact.instalment),
    )


def release_instalment(
    deployment: Deployment, context: DecisionContext, fact: InstalmentReleased
) -> Decision[DeploymentEvent]:
    """Release an instalment, in arrears, through every gate of the programme. It cannot be recorded despite a rule."""
    latest = [
        deployment.reporting.judged(party, fact.report, fact.on)
        for party in context.judges(deployment.funding)
    ]
    fact = with_derived(fact, judgements=tuple(judgement.judgement for judgement in latest if judgement))
    return decide(deployment, fact, for_release(deployment, context, fact))


def withhold_instalment(
    deployment: Deployment, context: DecisionContext, fact: InstalmentWithheld
) -> Decision[DeploymentEvent]:
    """Withhold an instalment for now."""
    return decide(deployment, fact, _open_instalment(deployment, context, fact))


def cancel_instalment(
    deployment: Deployment, context: DecisionContext, fact: InstalmentCancelled
) -> Decision[DeploymentEvent]:
    """Cancel an instalment that will not be paid."""
    return decide(deployment, fact, _open_instalment(deployment, context, fact))


def _on_schedule(deployment: Deployment, context: DecisionContext, instalment: int) -> tuple[Broken, ...]:
    agreement = deployment.agreement.in_force(context.programme)
    scheduled = tuple(str(due.instalment) for due in agreement.schedule) if agreement else ()
    if not scheduled and "within-schedule" not in context.terms(deployment.funding).gates:
        return ()
    return rules.the_instalment_is_on_the_schedule.broken_by(instalment=instalment, scheduled=scheduled)


def _open_instalment(
    deployment: Deployment, context: DecisionContext, fact: InstalmentWithheld | InstalmentCancelled
) -> tuple[Broken, ...]:
    return (
        *rules.the_programme_releases_instalments.broken_by(
            programme=context.programme.name,
            leg=fact.leg,
            releases=releases_on(fact.leg, context.terms(deployment.funding)),
        ),
        *_on_schedule(deployment, context, fact.instalment),
        *rules.the_instalment_was_not_settled_before.broken_by(
            instalment=fact.instalment, settled=tuple(map(str, deployment.money.settled))
        ),
    )


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
