from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2ss_core.projections import Figure
from s2ss_core.projections.engine.figure import days, greater, money, no_days, no_money, smaller
from s2ss_core.values import Days, Money
from tests.projections.histories import WithoutTexts
from tests.projections.worked_example import worked_example

LARGEST = Money(2**53 - 1)
sums = st.builds(
    Figure, st.integers(-(10**9), 10**9).map(Money), st.frozensets(st.integers(1, 9)).map(sorted).map(tuple)
)


@given(sums, sums)
def test_a_sum_has_the_source_events_of_both(one: Figure[Money], other: Figure[Money]) -> None:
    total = one + other

    assert total.value == one.value + other.value
    assert total.positions == tuple(sorted({*one.positions, *other.positions}))
    assert total - other == Figure(one.value, total.positions)


def test_days_and_numbers_add_too() -> None:
    assert Figure(Days("0.5"), (2,)) + Figure(Days("0.5"), (1,)) == Figure(Days(1), (1, 2))
    assert Figure(1, (2,)) + Figure(2, (2,)) == Figure(3, (2,))
    assert type((Figure(Days(1)) + Figure(Days(1))).value) is Days
    assert type((Figure(Money(1)) - Figure(Money(2))).value) is Money


def test_the_sum_of_no_figures_is_zero_without_source_events() -> None:
    assert money(()) == no_money() == Figure(Money(0), ())
    assert days(()) == no_days()


def test_negative_days_are_a_plain_number() -> None:
    less = Figure(Days(1), (1,)) - Figure(Days(3), (2,))

    assert less == Figure(Decimal(-2), (1, 2))
    assert less.at_least_nought() == Figure(Decimal(0), (1, 2))


def test_a_sum_beyond_what_money_holds_is_a_plain_number() -> None:
    beyond = Figure(LARGEST, (1,)) + Figure(LARGEST, (2,))

    assert beyond.value == 2 * (2**53 - 1)
    assert (beyond + Figure(Money(1))).value == 2 * (2**53 - 1) + 1
    assert (beyond - Figure(LARGEST)).value == LARGEST
    assert (Figure(Days(1_000_000)) + Figure(Days(1))).value == Decimal(1_000_001)


def test_a_part_of_a_day_is_more_than_zero() -> None:
    assert Figure(Days("0.5")).at_least_nought() == Figure(Days("0.5"))


@pytest.mark.parametrize(("one", "other"), ((1, 2), (2, 1), (2, 2)))
def test_the_smaller_and_the_greater_have_the_source_events_of_both(one: int, other: int) -> None:
    first, second = Figure(Money(one), (1,)), Figure(Money(other), (2,))

    assert smaller(first, second) == Figure(Money(min(one, other)), (1, 2))
    assert greater(first, second) == Figure(Money(max(one, other)), (1, 2))


def test_a_figure_is_explained_by_its_events() -> None:
    history = worked_example()

    explained = Figure(Money(0), (3, 59)).explain(history)

    assert [type(entry.event).__name__ for entry in explained] == ["Brokered", "InstalmentReleased"]


def test_a_figure_is_explained_without_private_texts() -> None:
    history = WithoutTexts(worked_example().entries)

    assert [entry.position for entry in Figure(Money(0), (3, 59)).explain(history)] == [3, 59]
