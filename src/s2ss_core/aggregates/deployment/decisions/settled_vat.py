"""VAT that is settled later, of a cost or of a payment."""

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.decisions.corrections import approved_for
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.events import CostIncurred, DeploymentEvent, PaymentMade, VatSettled
from s2ss_core.ledger import irrecoverable_in, worth
from s2ss_core.rules import Broken
from s2ss_core.rules import corrections as rules
from s2ss_core.rules import support as support_rules
from s2ss_core.values import Cause, Money


def settle_vat(
    deployment: Deployment, context: DecisionContext, fact: VatSettled
) -> Decision[DeploymentEvent]:
    """Record how much of the VAT in a cost or a payment nobody recovers, where that was settled later."""
    entry = _with_vat(deployment, fact.of)
    of_another_kind = rules.vat_is_settled_of_a_cost_or_a_payment.broken_by(
        entry=str(fact.of), kind=fact.of.name
    )
    return decide(
        deployment,
        fact,
        of_another_kind or rules.the_entry_stands.broken_by(entry=str(fact.of), stands=entry is not None),
        support_rules.the_vat_that_is_not_recovered_is_a_part_of_the_vat.broken_by(
            vat=entry.vat, irrecoverable_vat=fact.irrecoverable_vat
        )
        if entry
        else (),
        _fits_with_vat(deployment, context, fact, entry) if isinstance(entry, CostIncurred) else (),
        after_closing=True,
    )


def _with_vat(deployment: Deployment, of: Cause) -> CostIncurred | PaymentMade | None:
    match of:
        case Cause(name="cost", id=(name,)):
            return deployment.support.costs.get(name)
        case Cause(name="payment", id=(name,)):
            return deployment.money.payments.get(name)
        case _:
            return None


def _fits_with_vat(
    deployment: Deployment, context: DecisionContext, fact: VatSettled, cost: CostIncurred
) -> tuple[Broken, ...]:
    """The rule that a line is not exceeded by more VAT on one of its costs, if it is not met."""
    account = deployment.account(context.programme)
    item = account.of(fact.of)
    more = fact.irrecoverable_vat - irrecoverable_in(cost)
    if item is None or more <= 0:
        return ()
    disallowed = deployment.corrections.by_fact.get(fact.of, Money(0))
    now = worth(item.amount, disallowed=(disallowed,)).eligible
    then = worth(item.amount + more, disallowed=(disallowed,)).eligible
    return rules.what_is_allowed_again_fits_the_line.broken_by(
        line=item.line,
        eligible=account.eligible_on(item.line) + then - now,
        approved=approved_for(deployment, item),
    )
