import pytest

from s2ss_core.ledger import instalment_of, settled_parts
from s2ss_core.values import Cause, Money
from tests.aggregates.histories import PAYMENT_MADE, changed, pounds

RELEASE = PAYMENT_MADE.settles[0].of


def test_a_payment_that_settles_all_of_itself_has_no_part_that_settles_nothing() -> None:
    assert list(settled_parts(PAYMENT_MADE, Money(0))) == [(RELEASE, pounds(6000))]


def test_what_is_left_settles_nothing_and_what_came_back_is_taken_from_it_first() -> None:
    more = changed(PAYMENT_MADE, amount=pounds(6500))

    assert list(settled_parts(more, pounds(200))) == [(RELEASE, pounds(6000)), (None, pounds(300))]
    assert list(settled_parts(more, pounds(700))) == [(RELEASE, pounds(5800))]


def test_a_payment_that_settles_nothing_has_one_part_even_if_all_of_it_came_back() -> None:
    alone = changed(PAYMENT_MADE, settles=())

    assert list(settled_parts(alone, pounds(6000))) == [(None, Money(0))]


@pytest.mark.parametrize(
    ("of", "instalment"),
    (
        (RELEASE, 1),
        (Cause("release", ("3", "instalment", "x-trust", "2")), 3),
        (Cause("release", ("last",)), None),
        (Cause("release", ("²",)), None),
        (Cause("release", ()), None),
        (Cause("invoice", ("3",)), None),
        (None, None),
    ),
)
def test_only_a_release_is_of_an_instalment(of: Cause | None, instalment: int | None) -> None:
    assert instalment_of(of) == instalment
