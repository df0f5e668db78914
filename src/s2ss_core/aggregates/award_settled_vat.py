"""VAT that is settled later, of a cost that an award bears itself or of its payment."""

from s2ss_core.aggregates.decision import Decision, decide
from s2ss_core.aggregates.grant import Grant, of_an_open_award
from s2ss_core.events import AwardCostIncurred, AwardPaymentMade, AwardVatSettled, GrantEvent
from s2ss_core.rules import award_costs as rules
from s2ss_core.rules import corrections as correction_rules
from s2ss_core.values import Cause


def settle_award_vat(grant: Grant, fact: AwardVatSettled) -> Decision[GrantEvent]:
    """Record how much of the VAT in a cost or a payment of the award itself nobody recovers, where that was settled later."""
    entry = _with_vat(grant, fact.of)
    of_another_kind = correction_rules.vat_is_settled_of_a_cost_or_a_payment.broken_by(
        entry=str(fact.of), kind=fact.of.name.removeprefix("award-")
    )
    return decide(
        fact,
        grant.awarded.grant,
        of_an_open_award(grant),
        of_another_kind
        or correction_rules.the_entry_stands.broken_by(entry=str(fact.of), stands=entry is not None),
        rules.vat_that_nobody_recovers_is_a_part_of_the_vat.broken_by(
            vat=entry.vat, irrecoverable_vat=fact.irrecoverable_vat
        )
        if entry
        else (),
    )


def _with_vat(grant: Grant, of: Cause) -> AwardCostIncurred | AwardPaymentMade | None:
    match of:
        case Cause(name="award-cost", id=(name,)):
            return grant.own.costs.get(name)
        case Cause(name="award-payment", id=(name,)):
            return grant.own.payments.get(name)
        case _:
            return None
