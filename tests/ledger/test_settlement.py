import pytest

from s2ss_core.events import PaymentReversed, Settled
from s2ss_core.ledger import back_of, instalment_of, settled_parts
from s2ss_core.values import Cause, Money
from tests.aggregates.histories import PAYMENT_MADE, changed, pounds

RELEASE = PAYMENT_MADE.settles[0].of


def test_a_payment_that_settles_all_of_itself_has_no_part_that_settles_nothing() -> None:
    assert list(settled_parts(PAYMENT_MADE, Money(0))) == [(RELEASE, pounds(6000))]


def test_what_is_left_settles_nothing_and_what_came_back_is_taken_from_it_first() -> None:
    cost = Cause("cost", ("c-1",))
    more = changed(PAYMENT_MADE, amount=pounds(6500), settles=(Settled(of=cost, amount=pounds(6000)),))

    assert list(settled_parts(more, pounds(200))) == [(cost, pounds(6000)), (None, pounds(300))]
    assert list(settled_parts(more, pounds(700))) == [(cost, pounds(5800))]


def test_what_a_payment_of_releases_alone_comes_to_beyond_them_went_out_for_the_last() -> None:
    more = changed(PAYMENT_MADE, amount=pounds(6500))

    assert list(settled_parts(more, Money(0))) == [(RELEASE, pounds(6500))]


def test_a_reversal_that_says_nothing_of_vat_brings_its_part_of_the_vat_back() -> None:
    paid = changed(PAYMENT_MADE, amount=pounds(336), vat=pounds(56), vat_recovered=pounds(56))
    back = PaymentReversed(payment="p-1", document="B-1", on=PAYMENT_MADE.on, amount=pounds(336))

    assert back_of(paid, [back]) == pounds(280)
    assert back_of(paid, [changed(back, amount=pounds(168))]) == pounds(140)
    assert back_of(paid, [changed(back, vat=pounds(56), vat_recovered=pounds(50))]) == pounds(286)
    assert back_of(changed(paid, vat_recovered=Money(0)), [back]) == pounds(336)


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
