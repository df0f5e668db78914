import pytest

from s2ss_core.events import InstalmentReleased, PaymentMade, PaymentReversed, Settled, cause_of
from s2ss_core.ledger import back_of, beyond_releases, instalment_of, settled_parts
from s2ss_core.values import Cause, Money
from tests.aggregates.histories import HOME_SCHOOL, INSTALMENT_RELEASED, PAYMENT_MADE, changed, pounds

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


# What went out beyond what was released

FIRST = changed(INSTALMENT_RELEASED, amount=pounds(5850))
SECOND = changed(INSTALMENT_RELEASED, instalment=2, amount=pounds(1530))


def paid(release: InstalmentReleased, net: Money, vat: Money = Money(0)) -> PaymentMade:
    """A payment that names a release, with VAT beside the net sum that nobody recovers."""
    return changed(
        PAYMENT_MADE,
        payment=f"p-{release.instalment}",
        amount=net + vat,
        vat=vat,
        settles=(Settled(of=cause_of(release), amount=net),),
    )


def beyond(*payments: PaymentMade, releases: tuple[InstalmentReleased, ...]) -> list[tuple[str, int, int]]:
    found = beyond_releases(
        {payment.payment: payment for payment in payments},
        {},
        {cause_of(release): release for release in releases},
    )
    return [(part.payment, part.amount, part.left) for part in found]


def test_a_second_payment_makes_up_for_what_the_first_was_too_much() -> None:
    """£5,950 and £1,430 are the £5,850 and £1,530 that were released."""
    too_much, made_up = paid(FIRST, pounds(5950)), paid(SECOND, pounds(1430))

    assert beyond(too_much, releases=(FIRST,)) == [("p-1", 5950_00, 5850_00)]
    assert beyond(too_much, made_up, releases=(FIRST, SECOND)) == []
    assert beyond(too_much, paid(SECOND, pounds(1530)), releases=(FIRST, SECOND)) == [
        ("p-2", 1530_00, 1430_00)
    ]


def test_a_payment_of_what_was_not_released_is_beyond_whatever_else_was() -> None:
    assert beyond(paid(SECOND, pounds(1530)), releases=(FIRST,)) == [("p-2", 1530_00, 0)]


@pytest.mark.parametrize("otherwise", ({"leg": "other"}, {"paid_to": HOME_SCHOOL}))
def test_what_is_released_on_another_leg_makes_nothing_up(otherwise: dict[str, object]) -> None:
    elsewhere = changed(SECOND, **otherwise)

    assert beyond(paid(FIRST, pounds(5950)), releases=(FIRST, elsewhere)) == [("p-1", 5950_00, 5850_00)]


def test_vat_that_nobody_recovers_takes_nothing_from_the_next_release() -> None:
    """Releases are net here: £7,020 and £1,836 went out for £5,850 and £1,530, with a fifth of VAT."""
    first, second = paid(FIRST, pounds(5850), pounds(1170)), paid(SECOND, pounds(1530), pounds(306))

    assert beyond(first, second, releases=(FIRST, SECOND)) == []
    one_penny_more = changed(second, amount=pounds(1836) + 1)
    assert beyond(first, one_penny_more, releases=(FIRST, SECOND)) == [("p-2", 1836_01, 1530_00)]
