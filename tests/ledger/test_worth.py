import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2ss_core.ledger import Worth, worth
from s2ss_core.values import Money

SUMS = st.integers(0, 2_000).map(Money)
LISTS = st.lists(SUMS, max_size=4)


def pence(*amounts: int) -> tuple[Money, ...]:
    return tuple(map(Money, amounts))


@pytest.mark.parametrize(
    ("credits", "disallowed", "expected"),
    (
        ((), (), Worth(Money(1000))),
        ((300,), (200,), Worth(Money(1000), pence(300), pence(200), pence(0))),
        ((700, 700), (), Worth(Money(1000), pence(700, 300), (), pence(0, 0))),
        ((), (600, 600), Worth(Money(1000), (), pence(600, 400))),
        ((700,), (600,), Worth(Money(1000), pence(700), pence(600), pence(300))),
        ((300, 400), (600,), Worth(Money(1000), pence(300, 400), pence(600), pence(0, 300))),
        ((900, 900), (600, 300), Worth(Money(1000), pence(900, 100), pence(600, 300), pence(800, 100))),
    ),
)
def test_credits_and_disallowances_count_up_to_what_was_incurred_and_a_credit_takes_what_is_eligible_first(
    credits: tuple[int, ...],  # noqa: A002 -- the trade's word
    disallowed: tuple[int, ...],
    expected: Worth,
) -> None:
    assert worth(Money(1000), credits=pence(*credits), disallowed=pence(*disallowed)) == expected


def test_off_the_plan_a_fact_is_incurred_as_far_as_it_was_disallowed_and_never_eligible() -> None:
    assert worth(Money(1000), on_plan=False) == Worth(Money(0))
    assert worth(Money(1000), on_plan=False, disallowed=pence(400)) == Worth(Money(400), (), pence(400))
    assert worth(Money(1000), on_plan=False, disallowed=pence(400, 900)) == Worth(
        Money(1000), (), pence(400, 600)
    )


@given(SUMS, st.booleans(), LISTS, LISTS)
def test_whatever_counts_nothing_is_negative_and_off_the_plan_nothing_is_eligible(
    charged: Money,
    on_plan: bool,
    credits: list[Money],  # noqa: A002 -- the trade's word
    disallowed: list[Money],
) -> None:
    found = worth(charged, on_plan=on_plan, credits=credits, disallowed=disallowed)

    assert min(found.incurred, found.net, found.eligible, *found.credits, *found.disallowed) >= 0
    assert found.incurred <= charged
    assert found.eligible == max(0, found.incurred - sum(credits) - sum(found.disallowed))
    assert found.eligible or found.net == sum(found.disallowed) - sum(found.of_disallowed)
    assert on_plan or found.eligible == 0
    assert {type(found.incurred), type(found.net), type(found.eligible)} == {Money}
