"""Decisions about costs that an award bears itself, quality assurance and co-ordination, their corrections and payments."""

from collections.abc import Iterable

from s2ss_core.aggregates.decision import Decision, decide
from s2ss_core.aggregates.grant import Grant, of_an_open_award
from s2ss_core.events import (
    AwardCostDisallowed,
    AwardCostIncurred,
    AwardCostReversed,
    AwardPaymentMade,
    AwardPaymentReversed,
    GrantEvent,
)
from s2ss_core.ids import same_number
from s2ss_core.rules import Broken
from s2ss_core.rules import award_costs as rules
from s2ss_core.rules import corrections as correction_rules
from s2ss_core.rules import money as money_rules
from s2ss_core.values import Cause, Money


def incur_award_cost(grant: Grant, fact: AwardCostIncurred) -> Decision[GrantEvent]:
    """Record a cost that the award bears itself. What is beyond the allocation of its purpose is not eligible."""
    period = grant.period_on(fact.on)
    return decide(
        fact,
        grant.awarded.grant,
        of_an_open_award(grant),
        rules.the_award_is_used_in_its_period.broken_by(
            on=fact.on, available_from=period.start, available_to=period.end
        ),
        rules.vat_that_nobody_recovers_is_a_part_of_the_vat.broken_by(
            vat=fact.vat, irrecoverable_vat=fact.irrecoverable_vat
        ),
        despite=True,
    )


def reverse_award_cost(grant: Grant, fact: AwardCostReversed) -> Decision[GrantEvent]:
    """Record that such a cost was credited back."""
    numbers = (credit.document for credit in grant.own.credits.get(fact.cost, ()))
    return decide(
        fact,
        grant.awarded.grant,
        of_an_open_award(grant),
        _stands(grant, fact.cost),
        correction_rules.no_more_is_reversed_than_was_charged.broken_by(
            cost=fact.cost, net=fact.credited, left=grant.own.charged(fact.cost)
        )
        if fact.cost in grant.own.costs
        else (),
        correction_rules.the_credit_was_not_counted_before.broken_by(
            document=fact.document,
            counted=next((number for number in numbers if same_number(number, fact.document)), None),
        ),
        rules.vat_that_nobody_recovers_is_a_part_of_the_vat.broken_by(
            vat=fact.vat, irrecoverable_vat=fact.irrecoverable_vat
        ),
    )


def disallow_award_cost(grant: Grant, fact: AwardCostDisallowed) -> Decision[GrantEvent]:
    """Record that such a cost is not eligible, in whole or in part."""
    return decide(
        fact,
        grant.awarded.grant,
        of_an_open_award(grant),
        _stands(grant, fact.cost),
        correction_rules.no_more_is_disallowed_than_was_charged.broken_by(
            fact=str(Cause("award-cost", (fact.cost,))), amount=fact.amount, left=grant.own.left(fact.cost)
        )
        if fact.cost in grant.own.costs
        else (),
    )


def _stands(grant: Grant, cost: str) -> tuple[Broken, ...]:
    entry = str(Cause("award-cost", (cost,)))
    return correction_rules.the_entry_stands.broken_by(entry=entry, stands=cost in grant.own.costs)


def make_award_payment(grant: Grant, fact: AwardPaymentMade) -> Decision[GrantEvent]:
    """Record that money moved for costs that the award bears itself. It is a fact, whatever it settles."""
    settled = sum((part.amount for part in fact.settles), Money(0))
    return decide(
        fact,
        grant.awarded.grant,
        of_an_open_award(grant),
        _vat(fact),
        money_rules.a_payment_settles_no_more_than_it_comes_to.broken_by(
            payment=fact.payment, settles=settled, net=fact.net
        ),
        rules.an_award_payment_settles_costs_of_the_award.broken_by(
            payment=fact.payment, others=tuple(_others(grant, fact))
        ),
        despite=True,
    )


def reverse_award_payment(grant: Grant, fact: AwardPaymentReversed) -> Decision[GrantEvent]:
    """Record that such a payment came back."""
    return decide(
        fact,
        grant.awarded.grant,
        of_an_open_award(grant),
        money_rules.no_more_is_reversed_than_was_paid.broken_by(
            payment=fact.payment, amount=fact.amount, left=grant.own.moved(fact.payment)
        ),
        _vat(fact),
    )


def _vat(fact: AwardPaymentMade | AwardPaymentReversed) -> tuple[Broken, ...]:
    return money_rules.the_vat_is_a_part_of_the_sum.broken_by(
        amount=fact.amount, vat=fact.vat, vat_recovered=fact.vat_recovered
    )


def _others(grant: Grant, fact: AwardPaymentMade) -> Iterable[str]:
    known = {Cause("award-cost", (cost,)) for cost in grant.own.costs}
    return (str(part.of) for part in fact.settles if part.of not in known)
