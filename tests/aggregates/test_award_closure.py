"""An award closes when it is accounted for to the penny: each case has one penny, or one deployment, too many."""

from datetime import date

import pytest

from s2ss_core.aggregates.award_closure import close_award
from s2ss_core.aggregates.award_use import AwardUse
from s2ss_core.aggregates.decision import Decision
from s2ss_core.events import AwardPaymentMade, AwardPaymentReversed, GrantEvent, Settled
from s2ss_core.values import Cause, Money
from tests.aggregates.cases import Case
from tests.aggregates.histories import changed, codes, pounds
from tests.aggregates.test_award_costs import FEE, PAID
from tests.aggregates.test_grant import (
    ALLOCATED,
    ALLOCATION_RETURNED,
    CLOSED,
    FOR_QUALITY,
    RECEIVED,
    RETURNED,
    VARIED,
    after,
)

ALL_RECEIVED = changed(RECEIVED, amount=pounds(20_000))
# 20,000 = 10,000 of support + 450 of quality assurance + 9,550 returned
SETTLED: tuple[GrantEvent, ...] = (ALLOCATED, FOR_QUALITY, ALL_RECEIVED, FEE, PAID, ALLOCATION_RETURNED)
RETURNED_ALL = changed(RETURNED, amount=pounds(9550))
USE = AwardUse(deployment="d-1", eligible=pounds(10_000), closed=True)


def closing(*history: GrantEvent, use: AwardUse = USE, on: date = CLOSED.on) -> Decision[GrantEvent]:
    return close_award(after(*history), changed(CLOSED, on=on), uses=(use,))


def paid_again(amount: Money) -> AwardPaymentMade:
    """A second payment for the QA Lead's fee."""
    return changed(
        PAID,
        payment="p-again",
        amount=amount,
        settles=(Settled(of=Cause("award-cost", (FEE.cost,)), amount=amount),),
    )


CASES = (
    Case(
        code="S2SS-G05",
        when="an award is closed again on another day",
        broken=lambda: closing(*SETTLED, RETURNED_ALL, CLOSED, on=date(2025, 5, 2)),
        kept=lambda: closing(*SETTLED, RETURNED_ALL),
    ),
    Case(
        code="S2SS-G16",
        when="a deployment of the award is open",
        broken=lambda: closing(*SETTLED, RETURNED_ALL, use=changed(USE, closed=False)),
        kept=lambda: closing(*SETTLED, RETURNED_ALL),
    ),
    Case(
        code="S2SS-G18",
        when="what is set aside for quality assurance, or for another deployment, is to pay for the support",
        broken=lambda: closing(
            *SETTLED,
            changed(FOR_QUALITY, allocation="a-4", deployment="d-1", amount=pounds(100)),
            changed(ALLOCATED, allocation="a-5", deployment="d-2", amount=pounds(100)),
            changed(RETURNED_ALL, amount=Money(9549_99)),
            use=changed(USE, eligible=Money(10_000_01)),
        ),
        kept=lambda: closing(*SETTLED, RETURNED_ALL),
    ),
    Case(
        code="S2SS-G17",
        when="one penny less was returned",
        broken=lambda: closing(*SETTLED, changed(RETURNED_ALL, amount=Money(9549_99))),
        kept=lambda: closing(*SETTLED, RETURNED_ALL),
    ),
    Case(
        code="S2SS-G18",
        when="a penny is eligible beyond what is allocated to its deployment",
        broken=lambda: closing(
            *SETTLED,
            changed(RETURNED_ALL, amount=Money(9549_99)),
            use=changed(USE, eligible=Money(10_000_01)),
        ),
        kept=lambda: closing(*SETTLED, RETURNED_ALL),
    ),
    Case(
        code="S2SS-G18",
        when="a penny is eligible beyond what was awarded",
        broken=lambda: closing(*SETTLED, RETURNED_ALL, use=changed(USE, eligible=Money(10_000_01))),
        kept=lambda: closing(*SETTLED, RETURNED_ALL),
    ),
    Case(
        code="S2SS-G19",
        when="a penny of the award never came",
        broken=lambda: closing(*_with(changed(ALL_RECEIVED, amount=Money(19_999_99))), RETURNED_ALL),
        kept=lambda: closing(*SETTLED, RETURNED_ALL),
    ),
    Case(
        code="S2SS-G19",
        when="what came above the award was not recalled",
        broken=lambda: closing(*_with(changed(ALL_RECEIVED, amount=Money(20_000_01))), RETURNED_ALL),
        kept=lambda: closing(*SETTLED, RETURNED_ALL),
    ),
    Case(
        code="S2SS-G20",
        when="the QA Lead's fee is not paid",
        broken=lambda: closing(*(event for event in SETTLED if event != PAID), RETURNED_ALL),
        kept=lambda: closing(*SETTLED, RETURNED_ALL),
    ),
    Case(
        code="S2SS-G20",
        when="a penny of a deployment is eligible and not released",
        broken=lambda: closing(*SETTLED, RETURNED_ALL, use=changed(USE, owed=Money(1))),
        kept=lambda: closing(*SETTLED, RETURNED_ALL),
    ),
    Case(
        code="S2SS-G21",
        when="a penny was released beyond what is eligible",
        broken=lambda: closing(*SETTLED, RETURNED_ALL, use=changed(USE, overpaid=Money(1))),
        kept=lambda: closing(*SETTLED, RETURNED_ALL),
    ),
    Case(
        code="S2SS-G21",
        when="the QA Lead was paid a penny more than it charged",
        broken=lambda: closing(*SETTLED, RETURNED_ALL, paid_again(Money(1))),
        kept=lambda: closing(*SETTLED, RETURNED_ALL),
    ),
)


def _with(received: GrantEvent) -> tuple[GrantEvent, ...]:
    return tuple(received if event == ALL_RECEIVED else event for event in SETTLED)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_exactly_one_rule_is_not_met(case: Case) -> None:
    assert codes(case.broken()) == [case.code]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_rule_is_met_in_the_case_next_to_it(case: Case) -> None:
    assert codes(case.kept()) == []


def test_the_penny_that_is_left_is_named() -> None:
    (broken,) = closing(*SETTLED, changed(RETURNED_ALL, amount=Money(9549_99))).broken

    assert "£0.01" in str(broken)


def test_an_award_that_was_never_drawn_is_varied_down_and_closes() -> None:
    drawn = _with(changed(ALL_RECEIVED, amount=pounds(10_450)))
    down = changed(VARIED, on=date(2025, 4, 2), amount=pounds(9550))

    assert codes(closing(*drawn)) == ["S2SS-G17", "S2SS-G19"]
    assert codes(closing(*drawn, down)) == []


def test_a_deployment_that_holds_an_allocation_keeps_the_award_open_before_anything_is_eligible() -> None:
    waiting = AwardUse(deployment="d-1", closed=False)

    assert "S2SS-G16" in codes(closing(ALLOCATED, ALL_RECEIVED, use=waiting))


def test_of_what_never_came_only_what_is_unspent_can_be_varied_away() -> None:
    refused = closing(*_with(changed(ALL_RECEIVED, amount=pounds(15_000))))
    (missing,) = (broken for broken in refused.broken if broken.rule.code == "S2SS-G19")

    assert dict(missing.facts)["missing"] == dict(missing.facts)["unspent"] == "£5,000.00"


def test_a_deployment_that_gave_everything_back_does_not_keep_the_award_open() -> None:
    back = changed(ALLOCATION_RETURNED, amount=pounds(11_000))
    nothing = AwardUse(deployment="d-1", closed=False)

    assert (
        codes(closing(ALLOCATED, ALL_RECEIVED, back, changed(RETURNED, amount=pounds(20_000)), use=nothing))
        == []
    )


def test_what_the_holder_paid_beyond_the_allocation_keeps_no_award_open() -> None:
    more = changed(FEE, cost="qa-2", net=pounds(2000), invoice_number="QA-2")
    of_it = Settled(of=Cause("award-cost", ("qa-2",)), amount=pounds(2000))
    paid = changed(PAID, payment="p-2", amount=pounds(2000), settles=(of_it,))
    there = (FOR_QUALITY, ALL_RECEIVED, FEE, more, PAID, paid, changed(RETURNED, amount=pounds(18_500)))

    assert codes(close_award(after(*there), CLOSED, uses=())) == []  # 1,500 of 2,450 paid is eligible


def test_what_one_supplier_was_paid_too_much_pays_no_other_of_the_same_purpose() -> None:
    other = changed(
        FEE, cost="qa-2", supplier=changed(FEE.supplier, id="qa-2-ltd"), invoice_number="QA-2", net=pounds(50)
    )
    returned = changed(RETURNED_ALL, amount=pounds(9500))

    decision = closing(*SETTLED, other, paid_again(pounds(50)), returned)

    assert [(broken.rule.code, *broken.facts) for broken in decision.broken] == [
        ("S2SS-G20", ("owed", "£50.00 to qa-2-ltd for quality-assurance")),
        ("S2SS-G21", ("overpaid", f"£50.00 from {FEE.supplier.id} for quality-assurance")),
    ]


def test_a_payment_that_came_back_keeps_no_award_open() -> None:
    back = AwardPaymentReversed(payment="p-again", document="B-1", on=PAID.on, amount=pounds(50))

    assert codes(closing(*SETTLED, paid_again(pounds(50)), back, RETURNED_ALL)) == []
