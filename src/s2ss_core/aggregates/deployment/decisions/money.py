"""Money: invoices, and instalments released through the programme's gates. All sums in pence."""

from collections.abc import Iterable

from s2ss_core.aggregates.decision import Decision, DecisionContext, with_derived
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.decisions.payments import home_school_of
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.gates import for_release, let_go_by
from s2ss_core.aggregates.deployment.legs import balance
from s2ss_core.events import (
    DeploymentEvent,
    InstalmentCancelled,
    InstalmentReleased,
    InstalmentWithheld,
    InvoiceReceived,
    WithholdingLifted,
)
from s2ss_core.ledger import releases_on
from s2ss_core.rules import Broken
from s2ss_core.rules import money as rules
from s2ss_core.values import INSTALMENT, Cause, Money


def receive_invoice(
    deployment: Deployment, context: DecisionContext, fact: InvoiceReceived
) -> Decision[DeploymentEvent]:
    """Record an invoice. On the leg that is paid by instalments it is from a payee, for a scheduled instalment."""
    return decide(
        deployment,
        fact,
        _of_instalments(deployment, context, fact) if fact.leg == INSTALMENT else (),
        rules.an_invoice_covers_what_was_recorded.broken_by(
            invoice=fact.invoice, unknown=tuple(_not_recorded(deployment, fact.covers))
        ),
        rules.an_invoice_is_from_no_leader.broken_by(
            supplier=fact.supplier.id, home_school=home_school_of(deployment, fact.supplier.id, fact.on)
        ),
        rules.the_invoice_was_issued_before_it_arrived.broken_by(issued_on=fact.issued_on, on=fact.on),
    )


def _of_instalments(
    deployment: Deployment, context: DecisionContext, fact: InvoiceReceived
) -> tuple[Broken, ...]:
    terms = context.terms(deployment.funding)
    return (
        *rules.the_invoice_is_from_one_the_programme_pays.broken_by(
            supplier=fact.supplier.id, payees=deployment.payees(terms, fact.on)
        ),
        *_of_a_former_lead(deployment, context, fact),
        *(_on_schedule(deployment, context, fact.instalment) if fact.instalment is not None else ()),
    )


def _of_a_former_lead(
    deployment: Deployment, context: DecisionContext, fact: InvoiceReceived
) -> tuple[Broken, ...]:
    """The rule that a former lead's school or trust claims no more than is left of what was due to it, if it is not met."""
    if not deployment.brokering.parties.led_before(fact.supplier.id, fact.on):
        return ()
    leg = balance(deployment, context, fact.leg, fact.supplier.id, by=fact.on)
    return rules.a_former_lead_is_paid_for_the_days_on_which_it_led.broken_by(
        supplier=fact.supplier.id,
        amount=fact.net,
        due=leg.due,
        left=Money(max(0, leg.due - leg.net_released)),
    )


def _not_recorded(deployment: Deployment, covers: Iterable[Cause]) -> Iterable[str]:
    recorded = {
        *(Cause("visit", (visit,)) for visit in deployment.support.visits),
        *(Cause("cost", (cost,)) for cost in deployment.support.costs),
    }
    return (str(cause) for cause in covers if cause not in recorded)


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


def lift_withholding(
    deployment: Deployment, context: DecisionContext, fact: WithholdingLifted
) -> Decision[DeploymentEvent]:
    """Record that an instalment that was withheld may be released again."""
    since = deployment.money.withheld_since(fact.instalment, fact.leg, fact.on)
    return decide(
        deployment,
        fact,
        rules.the_instalment_is_withheld.broken_by(
            instalment=fact.instalment, withheld_since=since, on=fact.on
        ),
        let_go_by(deployment, context, fact, fact.by),
    )


def cancel_instalment(
    deployment: Deployment, context: DecisionContext, fact: InstalmentCancelled
) -> Decision[DeploymentEvent]:
    """Cancel an instalment that will not be paid."""
    return decide(deployment, fact, _open_instalment(deployment, context, fact))


def _on_schedule(deployment: Deployment, context: DecisionContext, instalment: int) -> tuple[Broken, ...]:
    terms = context.terms(deployment.funding)
    agreement = deployment.agreement.in_force(context.programme, terms)
    scheduled = tuple(str(due.instalment) for due in agreement.schedule) if agreement else ()
    if not scheduled and "within-schedule" not in terms.gates:
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
            instalment=fact.instalment,
            settled=tuple(map(str, sorted(deployment.money.settled_on(fact.leg)))),
            supplement=None,
        ),
    )
