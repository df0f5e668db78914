"""Costs and payments after the VAT in them that nobody recovers was settled."""

from typing import Any

import pytest

from s2ss_core.events import AwardCostIncurred, AwardPaymentMade, PaymentReversed, Settled
from s2ss_core.ledger import irrecoverable_in, reversal_with_vat_settled, with_vat_settled
from s2ss_core.values import Cause, Money
from tests.aggregates.histories import BROKER, COST, HOME_TRUST, PAYMENT_MADE, SUPPLIER, changed, pounds

FIRST, LAST = Cause("cost", ("c-1",)), Cause("cost", ("c-2",))
PAYMENT = changed(
    PAYMENT_MADE,
    amount=pounds(360),
    vat=pounds(60),
    vat_recovered=pounds(40),
    settles=(Settled(of=FIRST, amount=pounds(100)), Settled(of=LAST, amount=pounds(200))),
)
AWARD_COST = AwardCostIncurred(
    cost="c-1", on=COST.on, purpose="quality-assurance", supplier=SUPPLIER, net=pounds(100), vat=pounds(20),
    irrecoverable_vat=pounds(5),
)  # fmt: skip
AWARD_PAYMENT = AwardPaymentMade(
    payment="p-1", on=COST.on, amount=pounds(120), vat=pounds(20), vat_recovered=pounds(15),
    paid_by=BROKER, paid_to=HOME_TRUST,
)  # fmt: skip
COST_WITH_VAT = changed(COST, irrecoverable_vat=pounds(30))


@pytest.mark.parametrize(
    ("entry", "amount"), ((COST_WITH_VAT, 30), (AWARD_COST, 5), (PAYMENT, 20), (AWARD_PAYMENT, 5))
)
def test_a_payment_bears_the_vat_that_the_payer_does_not_recover(entry: Any, amount: int) -> None:
    assert irrecoverable_in(entry) == pounds(amount)


@pytest.mark.parametrize("cost", (COST_WITH_VAT, AWARD_COST))
def test_a_cost_has_the_vat_that_was_settled_in_place_of_its_own(cost: Any) -> None:
    assert with_vat_settled(cost, pounds(12)) == changed(cost, irrecoverable_vat=pounds(12))


@pytest.mark.parametrize(("settled", "last"), ((20, 200), (50, 230), (0, 180)))
def test_what_a_payment_then_bears_more_or_less_is_for_the_last_that_it_settles(
    settled: int, last: int
) -> None:
    """£20 of £60 was not recovered: with £50 the last entry bears £30 more, with nothing £20 less."""
    found = with_vat_settled(PAYMENT, pounds(settled))

    assert found.vat_recovered == pounds(60 - settled)
    assert [(part.of, part.amount) for part in found.settles] == [(FIRST, pounds(100)), (LAST, pounds(last))]
    assert irrecoverable_in(found) == pounds(settled)
    assert changed(found, vat_recovered=PAYMENT.vat_recovered, settles=PAYMENT.settles) == PAYMENT


@pytest.mark.parametrize(("amount", "left"), ((Money(1999), 0), (Money(2000), 0), (Money(2001), 1)))
def test_an_entry_that_is_settled_never_bears_less_than_nothing(amount: Money, left: int) -> None:
    one = changed(PAYMENT, settles=(Settled(of=LAST, amount=amount),))

    assert [part.amount for part in with_vat_settled(one, Money(0)).settles] == [left]


def test_a_payment_that_settles_nothing_says_only_what_is_recovered() -> None:
    assert with_vat_settled(AWARD_PAYMENT, pounds(7)) == changed(AWARD_PAYMENT, vat_recovered=pounds(13))


BACK = PaymentReversed(payment="p-1", document="B-1", on=PAYMENT.on, amount=pounds(90), vat=pounds(15))


def test_a_reversal_brings_back_its_part_of_the_vat_that_is_then_recovered() -> None:
    """£15 of £60 came back: a quarter of the £40 that is recovered is £10, and of £40.03 it is £10.00 too."""
    assert reversal_with_vat_settled(BACK, PAYMENT) == changed(BACK, vat_recovered=pounds(10))
    more = changed(PAYMENT, vat_recovered=Money("40.03"))
    assert reversal_with_vat_settled(BACK, more) == changed(BACK, vat_recovered=pounds(10))


def test_a_reversal_without_vat_or_of_a_payment_without_vat_stays_as_it_is() -> None:
    said = changed(BACK, vat_recovered=pounds(3))
    without = changed(BACK, vat=Money(0))

    assert reversal_with_vat_settled(without, PAYMENT) is without
    assert reversal_with_vat_settled(said, changed(PAYMENT, vat=Money(0), vat_recovered=Money(0))) is said
