"""Costs that an award bears itself: what of them is eligible, what they leave free, and how they are paid."""

from datetime import date
from typing import Any

import pytest

from s2ss_core.aggregates.award_costs import (
    disallow_award_cost,
    incur_award_cost,
    make_award_payment,
    reverse_award_cost,
    reverse_award_payment,
)
from s2ss_core.aggregates.award_settled_vat import settle_award_vat
from s2ss_core.aggregates.decision import Decision
from s2ss_core.events import (
    AwardCostDisallowed,
    AwardCostIncurred,
    AwardCostReversed,
    AwardPaymentMade,
    AwardPaymentReversed,
    AwardVaried,
    AwardVatSettled,
    GrantEvent,
    Settled,
)
from s2ss_core.values import Cause, Money
from tests.aggregates.cases import Case
from tests.aggregates.histories import BROKER, QA_COMPANY, THE_OFFICER, changed, codes, pounds
from tests.aggregates.test_grant import (
    ALLOCATED,
    ALLOCATION_RETURNED,
    AWARDED,
    CLOSED,
    FOR_QUALITY,
    RECEIVED,
    after,
    giving_back,
    repaying,
)

FEE = AwardCostIncurred(
    cost="qa-1",
    on=date(2024, 3, 22),
    purpose="quality-assurance",
    supplier=QA_COMPANY,
    net=pounds(450),
    invoice_number="QA-1",
)
LATER_FEE = changed(FEE, cost="qa-2", on=date(2024, 7, 5), invoice_number="QA-2")
OF_THE_FEE = Cause("award-cost", ("qa-1",))
PAID = AwardPaymentMade(
    payment="p-1",
    on=date(2024, 4, 19),
    amount=pounds(450),
    paid_by=BROKER,
    paid_to=QA_COMPANY,
    settles=(Settled(of=OF_THE_FEE, amount=pounds(450)),),
)
BACK = AwardPaymentReversed(payment="p-1", document="B-1", on=date(2024, 4, 22), amount=pounds(450))

CREDITED = AwardCostReversed(cost="qa-1", document="CN-1", on=date(2024, 4, 10), net=pounds(50))
DISALLOWED = AwardCostDisallowed(
    disallowance="x-1",
    on=date(2024, 4, 12),
    cost="qa-1",
    amount=pounds(100),
    reason="not-evidenced",
    by=THE_OFFICER,
)


WITH_VAT = changed(FEE, vat=pounds(90), irrecoverable_vat=pounds(36))
VAT_SETTLED = AwardVatSettled(
    settlement="vs-1",
    on=date(2024, 9, 2),
    of=Cause("award-cost", (FEE.cost,)),
    irrecoverable_vat=pounds(45),
)
EXTENDED = AwardVaried(variation="var-2", on=date(2025, 3, 3), available_to=date(2025, 4, 30))


PAID_WITH_VAT = changed(PAID, vat=pounds(75))


def settling_vat(*history: GrantEvent, **otherwise: object) -> Decision[GrantEvent]:
    return settle_award_vat(after(FOR_QUALITY, WITH_VAT, *history), changed(VAT_SETTLED, **otherwise))


def crediting(*history: GrantEvent, **otherwise: object) -> Decision[GrantEvent]:
    return reverse_award_cost(after(FEE, *history), changed(CREDITED, **otherwise))


def disallowing(*history: GrantEvent, **otherwise: object) -> Decision[GrantEvent]:
    return disallow_award_cost(after(FEE, *history), changed(DISALLOWED, **otherwise))


def incurring(*history: GrantEvent, **otherwise: object) -> Decision[GrantEvent]:
    return incur_award_cost(after(*history), changed(FEE, **otherwise))


def paying(*history: GrantEvent, **otherwise: object) -> Decision[GrantEvent]:
    return make_award_payment(after(FEE, *history), changed(PAID, **otherwise))


def reversing(*history: GrantEvent, **otherwise: object) -> Decision[GrantEvent]:
    return reverse_award_payment(after(FEE, *history), changed(BACK, **otherwise))


CASES = (
    Case(
        code="S2SS-G13",
        when="a cost is of a day before the award may be used",
        broken=lambda: incurring(on=date(2023, 10, 31)),
        kept=lambda: incurring(on=date(2023, 11, 1)),
    ),
    Case(
        code="S2SS-G13",
        when="a cost is of a day after the award may be used",
        broken=lambda: incurring(on=date(2025, 4, 1)),
        kept=lambda: incurring(on=date(2025, 3, 31)),
    ),
    Case(
        code="S2SS-G13",
        when="a cost is of a day after the award may be used, which was varied that day",
        broken=lambda: incurring(EXTENDED, on=date(2025, 5, 1)),
        kept=lambda: incurring(EXTENDED, on=date(2025, 4, 30)),
    ),
    Case(
        code="S2SS-G13",
        when="a cost is of a day before the award was varied to last for it",
        broken=lambda: incurring(changed(EXTENDED, on=date(2025, 4, 2)), on=date(2025, 4, 1)),
        kept=lambda: incurring(changed(EXTENDED, on=date(2025, 4, 1)), on=date(2025, 4, 1)),
    ),
    Case(
        code="S2SS-X14",
        when="the VAT of a disallowance is settled",
        broken=lambda: settling_vat(of=Cause("award-disallowance", ("x-1",))),
        kept=settling_vat,
    ),
    Case(
        code="S2SS-X02",
        when="the VAT of a fee is settled that is not on record",
        broken=lambda: settling_vat(of=Cause("award-cost", ("qa-9",))),
        kept=settling_vat,
    ),
    Case(
        code="S2SS-G15",
        when="a penny more of VAT is settled as not recovered than was charged",
        broken=lambda: settling_vat(irrecoverable_vat=Money(90_01)),
        kept=lambda: settling_vat(irrecoverable_vat=pounds(90)),
    ),
    Case(
        code="S2SS-G15",
        when="a penny more of VAT is not recovered than was charged",
        broken=lambda: incurring(vat=pounds(90), irrecoverable_vat=Money(90_01)),
        kept=lambda: incurring(vat=pounds(90), irrecoverable_vat=pounds(90)),
    ),
    Case(
        code="S2SS-G05",
        when="a closed award bears a cost",
        broken=lambda: incurring(CLOSED),
        kept=incurring,
    ),
    Case(
        code="S2SS-G14",
        when="a payment settles a cost of a deployment",
        broken=lambda: paying(settles=(Settled(of=Cause("cost", ("qa-1",)), amount=pounds(450)),)),
        kept=paying,
    ),
    Case(
        code="S2SS-M27",
        when="a payment settles a penny more than it comes to",
        broken=lambda: paying(settles=(Settled(of=OF_THE_FEE, amount=Money(450_01)),)),
        kept=paying,
    ),
    Case(
        code="S2SS-M28",
        when="more VAT is recovered than was paid",
        broken=lambda: paying(amount=pounds(540), vat=pounds(90), vat_recovered=Money(90_01), settles=()),
        kept=lambda: paying(amount=pounds(540), vat=pounds(90), vat_recovered=pounds(90)),
    ),
    Case(
        code="S2SS-G05",
        when="a closed award pays",
        broken=lambda: paying(CLOSED),
        kept=paying,
    ),
    Case(
        code="S2SS-X02",
        when="a cost is credited that the award does not bear",
        broken=lambda: crediting(cost="qa-9"),
        kept=crediting,
    ),
    Case(
        code="S2SS-X05",
        when="a penny more is credited than was charged and not credited before, whatever of it is disallowed",
        broken=lambda: crediting(DISALLOWED, CREDITED, document="CN-2", net=Money(400_01)),
        kept=lambda: crediting(DISALLOWED, CREDITED, document="CN-2", net=pounds(400)),
    ),
    Case(
        code="S2SS-X10",
        when="one credit note is counted under two spellings of its number",
        broken=lambda: crediting(CREDITED, document="cn 1"),
        kept=lambda: crediting(CREDITED, document="CN-2"),
    ),
    Case(
        code="S2SS-G15",
        when="a penny more of VAT is credited as not recovered than was credited",
        broken=lambda: crediting(vat=pounds(10), irrecoverable_vat=Money(10_01)),
        kept=lambda: crediting(vat=pounds(10), irrecoverable_vat=pounds(10)),
    ),
    Case(
        code="S2SS-G05",
        when="a cost of a closed award is credited",
        broken=lambda: crediting(CLOSED),
        kept=crediting,
    ),
    Case(
        code="S2SS-X02",
        when="a cost is disallowed that the award does not bear",
        broken=lambda: disallowing(cost="qa-9"),
        kept=disallowing,
    ),
    Case(
        code="S2SS-X04",
        when="a penny more is disallowed than was charged and not credited or disallowed before",
        broken=lambda: disallowing(CREDITED, DISALLOWED, disallowance="x-2", amount=Money(300_01)),
        kept=lambda: disallowing(CREDITED, DISALLOWED, disallowance="x-2", amount=pounds(300)),
    ),
    Case(
        code="S2SS-G05",
        when="a cost of a closed award is disallowed",
        broken=lambda: disallowing(CLOSED),
        kept=disallowing,
    ),
    Case(
        code="S2SS-G05",
        when="a payment of a closed award comes back",
        broken=lambda: reversing(PAID, CLOSED),
        kept=lambda: reversing(PAID),
    ),
    Case(
        code="S2SS-M28",
        when="more VAT comes back than was in what came back",
        broken=lambda: reversing(PAID, vat=pounds(75), vat_recovered=Money(75_01)),
        kept=lambda: reversing(PAID, vat=pounds(75), vat_recovered=pounds(75)),
    ),
    Case(
        code="S2SS-M20",
        when="a penny comes back of a payment that was never made",
        broken=lambda: reversing(amount=Money(1)),
        kept=lambda: reversing(PAID, amount=Money(1)),
    ),
    Case(
        code="S2SS-G05",
        when="the VAT of a fee is settled after the award was closed",
        broken=lambda: settling_vat(CLOSED),
        kept=settling_vat,
    ),
    Case(
        code="S2SS-X02",
        when="the VAT of a payment is settled that is not on record",
        broken=lambda: settling_vat(PAID_WITH_VAT, of=Cause("award-payment", ("p-9",))),
        kept=lambda: settling_vat(PAID_WITH_VAT, of=Cause("award-payment", ("p-1",))),
    ),
    Case(
        code="S2SS-G15",
        when="a penny more of VAT is settled as not recovered than was paid",
        broken=lambda: settling_vat(
            PAID_WITH_VAT, of=Cause("award-payment", ("p-1",)), irrecoverable_vat=Money(75_01)
        ),
        kept=lambda: settling_vat(
            PAID_WITH_VAT, of=Cause("award-payment", ("p-1",)), irrecoverable_vat=pounds(75)
        ),
    ),
    Case(
        code="S2SS-M20",
        when="more comes back than was paid",
        broken=lambda: reversing(PAID, amount=Money(450_01)),
        kept=lambda: reversing(PAID),
    ),
    Case(
        code="S2SS-M20",
        when="a payment comes back twice",
        broken=lambda: reversing(PAID, BACK, document="B-2", amount=Money(1)),
        kept=lambda: reversing(PAID, changed(BACK, amount=Money(449_99)), document="B-2", amount=Money(1)),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_exactly_one_rule_is_not_met(case: Case) -> None:
    assert codes(case.broken()) == [case.code]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_rule_is_met_in_the_case_next_to_it(case: Case) -> None:
    assert codes(case.kept()) == []


def test_a_cost_is_eligible_up_to_what_is_allocated_to_its_purpose() -> None:
    third = changed(FEE, cost="qa-3", on=date(2024, 7, 15), net=pounds(800))
    more = changed(FOR_QUALITY, allocation="a-9", on=date(2024, 7, 16), amount=pounds(150))
    there = (FOR_QUALITY, FEE, LATER_FEE, third)

    assert after(FEE).own_eligible() == Money(0)
    assert after(*there).own_eligible("quality-assurance") == pounds(1500)
    assert after(*there, more).own_eligible("quality-assurance") == pounds(1650)
    assert after(*there, more).own_eligible("co-ordination") == Money(0)
    assert after(ALLOCATED, FEE).own_eligible() == Money(0)


def test_vat_that_nobody_recovers_is_a_cost_of_the_award() -> None:
    fee = changed(FEE, vat=pounds(90), irrecoverable_vat=pounds(36))

    assert after(FOR_QUALITY, fee).own_eligible() == pounds(486)


def test_a_cost_outside_the_award_s_period_is_not_eligible() -> None:
    assert after(FOR_QUALITY, changed(FEE, on=date(2025, 4, 1))).own_eligible() == Money(0)
    assert after(FOR_QUALITY, changed(FEE, on=AWARDED.available_to)).own_eligible() == pounds(450)


def test_what_the_award_bears_itself_is_not_given_back() -> None:
    back: dict[str, Any] = {"allocation": "a-2", "on": date(2024, 7, 22)}
    there = (FOR_QUALITY, FEE, LATER_FEE)

    assert codes(giving_back(*there, **back, amount=Money(600_01))) == ["S2SS-G11"]
    assert codes(giving_back(*there, **back, amount=pounds(600))) == []
    assert after(*there, changed(ALLOCATION_RETURNED, **back, amount=pounds(600))).own_eligible() == pounds(
        900
    )


def test_what_the_award_bears_itself_of_another_purpose_holds_nothing_back_and_frees_nothing() -> None:
    of_other = {"purpose": "co-ordination", "amount": pounds(900)}
    there = (ALLOCATED, FOR_QUALITY, FEE, changed(FOR_QUALITY, allocation="a-5", **of_other))
    meeting = changed(FEE, cost="co-1", purpose="co-ordination", invoice_number="CO-1", net=pounds(200))
    back: dict[str, Any] = {"allocation": "a-2", "on": date(2024, 7, 22)}

    assert codes(giving_back(*there, meeting, **back, amount=Money(1050_01))) == ["S2SS-G11"]
    assert codes(giving_back(*there, meeting, **back, amount=pounds(1050))) == []


def test_what_the_award_bears_itself_is_a_sum_of_money_even_if_it_bears_nothing() -> None:
    assert str(after().own_eligible()) == "£0.00"


def test_a_payment_that_settles_nothing_and_moves_less_than_nothing_says_so_in_pounds() -> None:
    (broken,) = (
        broken
        for broken in paying(amount=pounds(1), vat=pounds(2), vat_recovered=pounds(2), settles=()).broken
        if broken.rule.code == "S2SS-M27"
    )

    assert dict(broken.facts) == {"payment": "p-1", "settles": "£0.00", "net": "-£1.00"}


def test_of_a_cost_disallowed_and_then_credited_nothing_is_left_to_disallow() -> None:
    (broken,) = disallowing(changed(DISALLOWED, amount=pounds(450)), CREDITED, disallowance="x-2").broken

    assert dict(broken.facts)["left"] == "£0.00"


def test_what_a_supplier_is_eligible_for_and_owed_for_one_purpose_is_summed_over_its_costs() -> None:
    own = after(FEE, LATER_FEE, PAID).own

    [leg] = own.legs({"qa-1": pounds(450), "qa-2": pounds(300)})
    assert (leg.charged, leg.eligible, leg.paid, leg.owed) == (
        pounds(900),
        pounds(750),
        pounds(450),
        pounds(300),
    )
    [leg] = own.legs({"qa-1": pounds(450)})
    assert leg.eligible == pounds(450)


def test_what_the_award_bears_itself_is_not_returned_to_the_funder() -> None:
    there = (RECEIVED, FOR_QUALITY, FEE)

    assert codes(repaying(*there, eligible=pounds(7000), amount=Money(7550_01))) == ["S2SS-G12"]
    assert codes(repaying(*there, eligible=pounds(7000), amount=pounds(7550))) == []


def paid(*history: GrantEvent) -> Money:
    """What the supplier of the fee was paid."""
    own = after(FEE, *history).own
    [leg] = own.legs({})
    return leg.paid


def test_what_is_paid_is_net_of_recovered_vat_and_of_what_came_back() -> None:
    with_vat = changed(PAID, payment="p-2", amount=pounds(540), vat=pounds(90), vat_recovered=pounds(90))
    half_back = changed(BACK, payment="p-2", amount=pounds(270))

    assert paid(PAID) == pounds(450)
    assert paid(with_vat) == pounds(450)
    assert paid(PAID, BACK, with_vat) == pounds(450)
    assert paid(with_vat, half_back) == pounds(225)  # its VAT came back too
    assert paid(changed(PAID, settles=())) == Money(0)


def test_what_was_credited_or_disallowed_is_not_eligible_and_leaves_room_for_other_costs() -> None:
    third = changed(FEE, cost="qa-3", on=date(2024, 7, 15), net=pounds(800))
    there = (FOR_QUALITY, FEE, LATER_FEE, third)

    # 450 − 50 − 100, 450 and 650 of the third: 1,500 of the 1,500 allocated; then 1,550 of 1,650
    more = changed(FOR_QUALITY, allocation="a-9", on=date(2024, 7, 16), amount=pounds(150))
    assert after(*there, CREDITED, DISALLOWED).own_eligible() == pounds(1500)
    assert after(*there, more, CREDITED, DISALLOWED).own_eligible() == pounds(1550)


def test_vat_of_a_fee_that_is_settled_later_is_eligible_as_it_was_settled_last() -> None:
    again = changed(VAT_SETTLED, settlement="vs-2", irrecoverable_vat=pounds(40))

    assert after(FOR_QUALITY, WITH_VAT).own_eligible() == pounds(486)
    assert after(FOR_QUALITY, WITH_VAT, VAT_SETTLED).own_eligible() == pounds(495)
    assert after(FOR_QUALITY, WITH_VAT, VAT_SETTLED, again).own_eligible() == pounds(490)


def test_vat_of_a_payment_that_is_settled_later_is_paid_and_comes_back_with_it() -> None:
    made = changed(PAID, amount=pounds(540), vat=pounds(90), vat_recovered=pounds(54))
    settled = changed(VAT_SETTLED, of=Cause("award-payment", (PAID.payment,)))
    half_back = changed(BACK, amount=pounds(270), vat=pounds(45), vat_recovered=pounds(27))

    assert paid(made) == pounds(450)  # what it settles
    assert paid(made, settled) == pounds(459)
    assert paid(made, half_back, settled) == pounds(495) - Money(247_50)


def test_the_last_day_of_an_award_is_as_it_was_varied_by_the_day_of_a_cost() -> None:
    late = changed(FEE, on=date(2025, 4, 1))
    shorter = changed(EXTENDED, variation="var-3", on=date(2025, 3, 10), available_to=date(2025, 3, 20))

    assert after(FOR_QUALITY, EXTENDED, late).own_eligible() == pounds(450)
    assert after(FOR_QUALITY, EXTENDED, shorter, late).own_eligible() == Money(0)
    assert after(FOR_QUALITY, shorter, EXTENDED, late).own_eligible() == Money(0)
    assert after(FOR_QUALITY, changed(EXTENDED, available_to=None), late).own_eligible() == Money(0)
