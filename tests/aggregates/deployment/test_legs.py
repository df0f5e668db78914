"""The legs of the money: what each comes to, and what counts as settled on it."""

import pytest

from s2ss_core.aggregates.deployment.legs import Balance, balance, balances, legs_of
from s2ss_core.events import Costs, Settled
from s2ss_core.ledger import Settling
from s2ss_core.values import Cause, Money
from tests.aggregates.histories import (
    AGREEMENT_ISSUED,
    BROKERED,
    NOW,
    PAYMENT_MADE,
    SUPPLIER,
    WHEN_ISSUED,
    WHEN_SIGNED,
    WHEN_WORKED,
    at,
    but,
    changed,
    pounds,
)


@pytest.mark.parametrize(("settling", "settled"), (("released", 30), ("kept", 50), ("paid", 20)))
def test_a_leg_is_settled_by_what_was_released_less_recovered_or_kept_or_paid(
    settling: Settling, settled: int
) -> None:
    leg = Balance(
        leg="instalment",
        to="x-trust",
        first=True,
        settling=settling,
        due=Money(50),
        released=Money(40),
        recovered=Money(10),
        paid=Money(20),
    )

    assert leg.settled == settled
    assert leg.owed == 50 - settled


def test_a_leg_with_nothing_on_it_is_still_that_leg_to_that_organisation() -> None:
    leg = balance(at([BROKERED]), NOW, "instalment", "x-trust")

    assert leg == Balance(leg="instalment", to="x-trust", first=True, settling="released")


def test_a_payment_for_a_cost_is_paid_on_the_leg_to_its_supplier() -> None:
    supplier_paid = changed(PAYMENT_MADE, settles=(Settled(of=Cause("cost", ("c-1",)), amount=pounds(1000)),))
    legs = balances(at(WHEN_WORKED, supplier_paid), NOW).values()

    assert {leg.to: leg.paid for leg in legs if leg.paid} == {SUPPLIER.id: pounds(1000)}


def test_what_each_side_bears_is_as_the_agreement_in_force_states_it() -> None:
    costs = Costs(
        total=pounds(2600), supported_school=pounds(0), broker=pounds(1950), home_school=pounds(650)
    )
    stating = changed(AGREEMENT_ISSUED, costs=costs)

    assert legs_of(at(but(WHEN_SIGNED, AGREEMENT_ISSUED, stating)), NOW).dues.costs == costs
    assert legs_of(at(but(WHEN_ISSUED, AGREEMENT_ISSUED, stating)), NOW).dues.costs is None
    assert legs_of(at(WHEN_SIGNED), NOW).dues.costs is None
