"""What is eligible of an award's own costs: the oldest take first what is allocated to their purpose."""

from datetime import date
from typing import Any

import pytest

from s2ss_core.events import AwardCostIncurred
from s2ss_core.ledger import eligible_award_costs
from s2ss_core.values import Money
from tests.aggregates.histories import SUPPLIER, pounds

FIRST_DAY, LAST_DAY = date(2024, 1, 8), date(2024, 12, 20)


def cost(name: str, month: int, amount: int, purpose: Any = "quality") -> tuple[AwardCostIncurred, Money]:
    """A cost of the third of a month, and what is left of it: so much in pounds."""
    incurred = AwardCostIncurred(
        cost=name, on=date(2024, month, 3), purpose=purpose, supplier=SUPPLIER, net=pounds(999)
    )
    return incurred, pounds(amount)


def eligible(*costs: tuple[AwardCostIncurred, Money], **allocated: int) -> dict[str, Money]:
    sums = {purpose: pounds(amount) for purpose, amount in allocated.items()}
    return dict(eligible_award_costs(costs, sums, lambda day: FIRST_DAY <= day <= LAST_DAY))


def test_the_oldest_costs_take_first_what_is_allocated() -> None:
    """Of £500: £300 to the cost of February, £200 of £250 to that of March, nothing to that of April."""
    found = eligible(cost("c-4", 4, 100), cost("c-2", 2, 300), cost("c-3", 3, 250), quality=500)

    assert list(found.items()) == [("c-2", pounds(300)), ("c-3", pounds(200)), ("c-4", pounds(0))]


def test_costs_within_what_is_allocated_are_eligible_whole() -> None:
    assert eligible(cost("c-2", 2, 300), cost("c-3", 3, 200), quality=500) == {
        "c-2": pounds(300),
        "c-3": pounds(200),
    }


def test_a_purpose_takes_nothing_from_another() -> None:
    found = eligible(cost("c-2", 2, 300), cost("c-3", 3, 200, "own"), quality=100, own=150)

    assert found == {"c-2": pounds(100), "c-3": pounds(150)}


def test_nothing_is_eligible_for_a_purpose_that_nothing_is_allocated_to() -> None:
    assert eligible(cost("c-2", 2, 300), cost("c-3", 3, 1)) == {"c-2": 0, "c-3": 0}


def test_more_returned_than_allocated_makes_nothing_eligible_and_no_cost_negative() -> None:
    assert eligible(cost("c-2", 2, 300), quality=-100) == {"c-2": 0}


def test_a_cost_outside_the_awards_period_takes_nothing_from_those_inside_it() -> None:
    found = eligible(cost("c-1", 1, 300), cost("c-2", 2, 250), quality=250)

    assert found == {"c-1": 0, "c-2": pounds(250)}


@pytest.mark.parametrize("allocated", (0, 10))
def test_what_is_eligible_is_money(allocated: int) -> None:
    assert {
        type(sum_) for sum_ in eligible(cost("c-1", 1, 5), cost("c-2", 2, 5), quality=allocated).values()
    } == {Money}
