"""Payments: money that moved, came back or was recovered, and what of it no release stands behind. All sums in pence."""

from datetime import date

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import credited_as, decide
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.legs import balance
from s2ss_core.events import DeploymentEvent, GrantRecovered, PaymentMade, PaymentReversed
from s2ss_core.ledger import beyond_releases
from s2ss_core.rules import Broken
from s2ss_core.rules import corrections as correction_rules
from s2ss_core.rules import money as rules
from s2ss_core.values import Money


def make_payment(
    deployment: Deployment, context: DecisionContext, fact: PaymentMade
) -> Decision[DeploymentEvent]:
    """Record that money moved. It is a fact, with or without a release."""
    settled = sum((part.amount for part in fact.settles), Money(0))
    return decide(
        deployment,
        fact,
        _vat(fact),
        rules.a_payment_goes_to_no_leader.broken_by(
            paid_to=fact.paid_to.id, home_school=home_school_of(deployment, fact.paid_to.id, fact.on)
        ),
        rules.a_payment_settles_no_more_than_it_comes_to.broken_by(
            payment=fact.payment, settles=settled, net=fact.net
        ),
        after_closing=True,
        despite=True,
    )


def home_school_of(deployment: Deployment, name: str, on: date) -> str | None:
    """The home school of a leader of this name; None if no leader here has it."""
    deployed = deployment.brokering.leaders.of(name, on)
    return deployed.home_school.id if deployed else None


def _vat(fact: PaymentMade | PaymentReversed) -> tuple[Broken, ...]:
    return rules.the_vat_is_a_part_of_the_sum.broken_by(
        amount=fact.amount, vat=fact.vat, vat_recovered=fact.vat_recovered
    )


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
        correction_rules.the_credit_was_not_counted_before.broken_by(
            document=fact.document, counted=credited_as(deployment, fact)
        ),
        _vat(fact),
        after_closing=True,
    )


def recover_grant(
    deployment: Deployment, context: DecisionContext, fact: GrantRecovered
) -> Decision[DeploymentEvent]:
    """Record that money released beyond what is due was recovered, from whom it was released to on the leg."""
    leg = balance(deployment, context, fact.leg, fact.recovered_from.id)
    overpaid = leg.overpaid if leg.settling == "released" else Money(0)
    return decide(
        deployment,
        fact,
        rules.no_more_is_recovered_than_was_overpaid.broken_by(amount=fact.amount, overpaid=overpaid),
        rules.two_people_stand_behind_a_recovery.broken_by(
            asked_by=fact.asked_by.person, agreed_by=fact.agreed_by.person
        ),
        after_closing=True,
    )


def errors(deployment: Deployment) -> tuple[str, ...]:
    """The payments beyond the release that they name: errors until it is released or the money comes back."""
    money = deployment.money
    beyond = beyond_releases(money.payments, money.reversed, money.released)
    return tuple(dict.fromkeys(f"payment {part.payment}" for part in beyond))
