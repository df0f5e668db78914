"""What of a release is one award's: eligible costs are paid first, oldest first, and then the others."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2ss_core.ledger import LineCost, released_for
from s2ss_core.values import Money

JANUARY, FEBRUARY, MARCH = date(2024, 1, 9), date(2024, 2, 9), date(2024, 3, 9)


def cost(on: date, line: str, eligible: int, disallowed: int = 0) -> LineCost:
    return LineCost(on=on, line=line, eligible=Money(eligible), disallowed=Money(disallowed))


COSTS = (cost(MARCH, "1", 400), cost(JANUARY, "1", 100, 30), cost(FEBRUARY, "2", 200, 20))
"""In their order: 100 on line 1, 200 on line 2, 400 on line 1, and then 30 on line 1 and 20 on line 2 that are not eligible."""


@pytest.mark.parametrize(
    ("released", "line_1", "line_2"),
    (
        (0, 0, 0),
        (99, 99, 0),
        (100, 100, 0),
        (101, 100, 1),
        (300, 100, 200),
        (301, 101, 200),
        (700, 500, 200),
        (701, 501, 200),
        (730, 530, 200),
        (731, 530, 201),
        (750, 530, 220),
        (751, 530, 220),
    ),
)
def test_the_oldest_eligible_costs_are_paid_first_and_then_the_oldest_others(
    released: int, line_1: int, line_2: int
) -> None:
    assert released_for({"1"}, COSTS, Money(released), rest=False) == line_1
    assert released_for({"2"}, COSTS, Money(released), rest=False) == line_2


@pytest.mark.parametrize(("released", "line_1"), ((749, 530), (750, 530), (751, 531), (1000, 780)))
def test_what_is_beyond_all_costs_counts_for_the_one_that_takes_the_rest(released: int, line_1: int) -> None:
    assert released_for({"1"}, COSTS, Money(released), rest=True) == line_1


@given(
    st.lists(
        st.builds(
            cost,
            st.sampled_from((JANUARY, FEBRUARY, MARCH)),
            st.sampled_from("123"),
            st.integers(0, 500),
            st.integers(0, 500),
        ),
        max_size=6,
    ),
    st.integers(0, 5_000),
)
def test_the_shares_of_all_awards_make_the_release(costs: list[LineCost], released: int) -> None:
    first = released_for({"1", "2"}, costs, Money(released), rest=True)
    second = released_for({"3"}, costs, Money(released), rest=False)

    assert first + second == released
    assert {type(first), type(second)} == {Money}
