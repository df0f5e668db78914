"""Findings of a log: rules that a fact was recorded despite, and payments without a release."""

from collections.abc import Iterator

from s2ss_core.events import AcceptedDespite, InstalmentReleased, PaymentMade, cause_of
from s2ss_core.events.streams import deployment_stream
from s2ss_core.ledger import beyond_releases, instalment_of
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.sums.instalments import reversals
from s2ss_core.rules import Broken, Finding, money
from s2ss_core.rules.refused import Severity


def finding(broken: Broken, position: int, severity: Severity) -> Finding:
    """The finding that the event at a position breaks a rule."""
    return Finding(
        severity=severity, code=broken.rule.code, rule=broken.rule.name, facts=broken.facts, position=position
    )


def accepted(facts: EventSet) -> Iterator[Finding]:
    """A finding for every rule that a fact was recorded despite, even if the fact was struck out later."""
    despites = facts.of(AcceptedDespite)
    own = facts.within(deployment_stream(facts.name)) if despites else ()
    positions = {cause_of(entry.event): entry.position for entry in reversed(own)}
    for despite in despites:
        for rule in despite.event.rules:
            yield Finding(
                severity="accepted",
                code=rule.code,
                rule=rule.name,
                facts=tuple((fact.name, fact.value) for fact in rule.facts),
                position=positions.get(despite.event.of, despite.position),
                reason=despite.event.reason,
                accepted_by=despite.event.accepted_by,
            )


def unreleased_payments(facts: EventSet) -> Iterator[Finding]:
    """A finding for every payment that goes beyond the release that it names."""
    payments = {payment.event.payment: payment for payment in facts.not_struck_out(PaymentMade)}
    beyond = beyond_releases(
        {name: payment.event for name, payment in payments.items()},
        reversals(facts),
        {cause_of(release.event): release.event for release in facts.of(InstalmentReleased)},
    )
    for part in beyond:
        broken = money.a_release_stands_behind_every_payment.broken_by(
            payment=part.payment,
            instalment=str(instalment_of(part.release) or "none"),
            amount=part.amount,
            released=part.left,
        )
        position = payments[part.payment].position
        yield from (finding(broken_rule, position, "error") for broken_rule in broken)
